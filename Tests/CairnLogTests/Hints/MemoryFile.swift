import CairnDisk
import Synchronization

/// A file in memory that can be read like any other, cut, and damaged.
final class MemoryFile: DiskFile {
    let name = "memory"
    private let content: Mutex<[UInt8]>
    /// Fails each write from this many bytes on.
    private let room: Int

    init(_ bytes: [UInt8] = [], room: Int = .max) {
        content = Mutex(bytes)
        self.room = room
    }

    var bytes: [UInt8] { content.withLock { $0 } }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose)
        throws(DiskError) -> Int
    {
        content.withLock { content in
            let start = min(max(Int(offset.bytes), 0), content.count)
            let count = min(buffer.count, content.count - start)
            content.withUnsafeBytes {
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<start + count]))
            }
            return count
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose) throws(DiskError) {
        let start = Int(offset.bytes)
        guard start + bytes.count <= room else {
            throw DiskError(.noSpace, call: "pwrite", path: name, purpose: purpose)
        }
        content.withLock { content in
            if content.count < start + bytes.count {
                content += [UInt8](repeating: 0, count: start + bytes.count - content.count)
            }
            content.replaceSubrange(start..<start + bytes.count, with: bytes)
        }
    }

    func sync(_ purpose: Purpose) throws(DiskError) {}

    func truncate(to length: ByteOffset, _ purpose: Purpose) throws(DiskError) {
        content.withLock { $0.removeLast($0.count - Int(length.bytes)) }
    }

    func size(_ purpose: Purpose) throws(DiskError) -> ByteOffset { ByteOffset(bytes.count) }

    func dropCache(from offset: ByteOffset) {}

    func close() {}
}
