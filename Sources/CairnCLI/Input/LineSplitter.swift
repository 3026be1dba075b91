#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Cuts a stream of bytes into lines, without copying them. Pure: the caller brings the bytes.
///
/// A line ends with a newline byte, nothing else; the last one of the stream may go without. One buffer holds what was
/// read and not yet taken; it grows only for a line that does not fit, up to the limit.
package struct LineSplitter {
    /// What the next line is.
    package enum Line: Equatable {
        /// A line, without its newline.
        case text(Range<Int>)
        /// A line beyond the limit; its bytes are gone.
        case tooLong
    }

    /// The bytes that ranges refer to.
    package private(set) var buffer: [UInt8]
    /// Lines taken so far.
    package private(set) var lineNumber = 0
    private var start = 0
    private var scanned = 0
    private var end = 0
    private var isSkipping = false
    private let maxLineBytes: Int

    package init(capacity: Int, maxLineBytes: Int) {
        buffer = [UInt8](repeating: 0, count: max(1, capacity))
        self.maxLineBytes = maxLineBytes
    }

    /// Lets `body` put bytes behind those that wait; it returns how many.
    package mutating func fill(_ body: (UnsafeMutableRawBufferPointer) -> Int) {
        makeRoom()
        let from = end
        end += buffer.withUnsafeMutableBytes { body(UnsafeMutableRawBufferPointer(rebasing: $0[from...])) }
    }

    /// The next whole line, valid until the next `fill`; nil when more bytes are needed. With `isLast` what is left
    /// over counts as a line, too. Complexity: O(bytes), each looked at once.
    package mutating func next(isLast: Bool = false) -> Line? {
        while true {
            guard let newline = findNewline() else {
                scanned = end
                guard isLast, end > start || isSkipping else { return nil }
                let rest = start..<end
                start = end
                return give(rest)
            }
            let line = start..<newline
            start = newline + 1
            scanned = start
            return give(line)
        }
    }

    private mutating func give(_ line: Range<Int>) -> Line {
        lineNumber += 1
        let isTooLong = isSkipping || line.count > maxLineBytes
        isSkipping = false
        return isTooLong ? .tooLong : .text(line)
    }

    private func findNewline() -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard scanned < end, let base = bytes.baseAddress,
                let found = memchr(base + scanned, Int32(UInt8(ascii: "\n")), end - scanned)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// Moves what waits to the front; grows where that is not enough; lets go of a line that can no longer be one.
    private mutating func makeRoom() {
        if start > 0 {
            buffer.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                memmove(base, base + start, end - start)
            }
            scanned -= start
            end -= start
            start = 0
        }
        guard end == buffer.count else { return }
        if end > maxLineBytes {
            isSkipping = true
            end = 0
            scanned = 0
        } else {
            buffer.append(contentsOf: [UInt8](repeating: 0, count: buffer.count))
        }
    }
}
