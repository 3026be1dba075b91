package import CairnDisk
internal import CairnLines

/// Cuts a stretch of a file into raw lines, reading in large chunks. Memory is one chunk, or one line where that is
/// longer; a line above the limit is passed over and reported, never loaded.
package struct LineFeed: ~Copyable {
    /// Large enough that a system call per chunk costs nothing, small enough to stay in the second-level cache.
    static let chunk = 1 << 20

    /// A line without its newline. `bytes` is valid until the next call.
    package struct Line {
        package var bytes: UnsafeRawBufferPointer
        package var offset: Int64
        /// It ended with a newline; the last one of a file may not.
        package var isWhole: Bool
        /// It was longer than any line may be; `bytes` holds only its beginning.
        package var isTooLong: Bool
        /// Its length in the file, newline included.
        package var length: Int64
    }

    private let file: any DiskFile
    private let limit: Int64
    private let purpose: Purpose
    private var buffer: UnsafeMutableRawBufferPointer
    /// File offset of the buffer's first byte.
    private var base: Int64
    private var filled = 0
    private var at = 0
    private var isAtEnd = false

    /// Lines between `start` and `limit`, which may lie behind the end of the file.
    package init(_ file: any DiskFile, from start: Int64, to limit: Int64, _ purpose: Purpose) {
        self.file = file
        self.limit = max(start, limit)
        self.purpose = purpose
        let room = Int(min(Int64(Self.chunk), max(4_096, limit - start)))
        buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 16)
        base = start
    }

    deinit { buffer.deallocate() }

    /// The file offset behind the last line that was given.
    package var offset: Int64 { base + Int64(at) }

    /// The next line that is not empty; nil at the end.
    package mutating func next() throws(DiskError) -> Line? {
        while true {
            skipBlank()
            if at == filled {
                guard try refill() else { return nil }
                continue
            }
            let rest = UnsafeRawBufferPointer(rebasing: buffer[at..<filled])
            if let newline = rest.newline(from: 0) {
                let line = Line(
                    bytes: UnsafeRawBufferPointer(rebasing: rest[..<newline]), offset: base + Int64(at), isWhole: true,
                    isTooLong: false, length: Int64(newline + 1))
                at += newline + 1
                return line
            }
            if rest.count >= Limits.maxLineBytes { return try passOver() }
            if try !refill() {
                let line = Line(
                    bytes: UnsafeRawBufferPointer(rebasing: buffer[at..<filled]), offset: base + Int64(at),
                    isWhole: false, isTooLong: false, length: Int64(filled - at))
                at = filled
                return line
            }
        }
    }

    private mutating func skipBlank() {
        while at < filled, buffer[at] == 0x0A {
            at += 1
            // Unused room is filled with newlines: whole words of them at a time.
            while at + 8 <= filled,
                buffer.loadUnaligned(fromByteOffset: at, as: UInt64.self) == 0x0A0A_0A0A_0A0A_0A0A
            { at += 8 }
        }
    }

    /// Reads on; false at the end. Grows the buffer while one line fills it.
    private mutating func refill() throws(DiskError) -> Bool {
        guard !isAtEnd else { return false }
        if at > 0 {
            let rest = filled - at
            // The pieces may overlap; copyMemory allows that.
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[at..<filled]))
            base += Int64(at)
            filled = rest
            at = 0
        }
        if filled == buffer.count { grow() }
        let want = Int(min(Int64(buffer.count - filled), limit - base - Int64(filled)))
        guard want > 0 else {
            isAtEnd = true
            return false
        }
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<filled + want])
        let got = try file.read(into: room, at: ByteOffset(base + Int64(filled)), purpose)
        filled += got
        if got < want { isAtEnd = true }
        return got > 0
    }

    private mutating func grow() {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
        buffer.deallocate()
        buffer = larger
    }

    /// A line that is too long: gives its beginning, and goes on behind its newline.
    private mutating func passOver() throws(DiskError) -> Line {
        let start = base + Int64(at)
        var isWhole = false
        at = filled
        while !isWhole {
            guard try refill() else { break }
            if let newline = UnsafeRawBufferPointer(rebasing: buffer[..<filled]).newline(from: 0) {
                at = newline + 1
                isWhole = true
            } else {
                at = filled
            }
        }
        return Line(
            bytes: UnsafeRawBufferPointer(start: nil, count: 0), offset: start, isWhole: isWhole, isTooLong: true,
            length: offset - start)
    }
}
