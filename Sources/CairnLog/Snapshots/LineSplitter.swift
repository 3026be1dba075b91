// tidy: memchr
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import CairnLines

/// Cuts text that comes in pieces into lines, holding no more than one unfinished line.
struct LineSplitter: ~Copyable {
    private let limit: Int
    private let keepsRest: Bool
    private var rest = ByteBuffer()
    /// Lines that ended so far.
    private(set) var lines = 0
    /// Bytes after the last newline.
    private(set) var restBytes = 0

    /// `limit`: bytes of the longest line without its newline. Without `keepsRest` lines are counted and bounded, and
    /// a line that comes in two pieces is not put together.
    init(limit: Int, keepsRest: Bool = true) {
        self.limit = limit
        self.keepsRest = keepsRest
    }

    /// Hands out each line that ends in `piece`, without its newline, valid during the call.
    ///
    /// Errors: `.lineTooLong`, before memory is taken for it; whatever `body` throws.
    mutating func split(
        _ piece: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(SnapshotError) -> Void
    ) throws(SnapshotError) {
        guard var start = piece.baseAddress else { return }
        var left = piece.count
        while left > 0, let newline = memchr(start, 0x0A, left) {
            let part = UnsafeRawBufferPointer(start: start, count: UnsafeRawPointer(newline) - start)
            guard restBytes &+ part.count <= limit else { throw SnapshotError(.lineTooLong) }
            lines &+= 1
            if rest.isEmpty {
                try body(part)
            } else {
                rest.append(part)
                try rest.withBytes(body)
                rest.removeAll()
            }
            restBytes = 0
            start += part.count &+ 1
            left &-= part.count &+ 1
        }
        guard left > 0 else { return }
        guard restBytes &+ left <= limit else { throw SnapshotError(.lineTooLong) }
        restBytes &+= left
        if keepsRest { rest.append(UnsafeRawBufferPointer(start: start, count: left)) }
    }
}
