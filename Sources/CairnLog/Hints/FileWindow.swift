import CairnDisk

/// Memory of a fixed size through which a file is read piece by piece.
// unsafe: the memory has this one owner, which cannot be copied
struct FileWindow: ~Copyable, @unchecked Sendable {
    let file: any DiskFile
    let purpose: Purpose
    private let room: UnsafeMutableRawBufferPointer

    init(_ file: any DiskFile, _ purpose: Purpose, capacity: Int) {
        self.file = file
        self.purpose = purpose
        room = .allocate(byteCount: max(capacity, 1), alignment: 16)
    }

    deinit { room.deallocate() }

    func size() throws(DiskError) -> Int { Int(try file.size(purpose).bytes) }

    /// Up to `count` bytes, but no more than the capacity, and fewer at the end of the file; valid until the next call.
    mutating func read(_ count: Int, at offset: ByteOffset) throws(DiskError) -> UnsafeRawBufferPointer {
        let part = UnsafeMutableRawBufferPointer(rebasing: room[..<min(max(count, 0), room.count)])
        let got = try file.read(into: part, at: offset, purpose)
        return UnsafeRawBufferPointer(rebasing: room[..<min(max(got, 0), part.count)])
    }
}
