import CairnDisk
import Synchronization

/// An open file of a recorded disk. It keeps working after its name is gone or given to another file.
final class RecordedFile: LosingFile {
    let name: String
    private let system: RecordedSystem
    private let number: FileNumber
    private let writable: Bool
    private let isClosed = Atomic(false)

    init(system: RecordedSystem, number: FileNumber, name: String, writable: Bool) {
        self.system = system
        self.number = number
        self.name = name
        self.writable = writable
    }

    func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose
    ) throws(DiskError) -> Int {
        try check("pread", purpose, offset)
        nonisolated(unsafe) let target = buffer  // unsafe: used inside withLock alone, while the caller waits
        return system.live.withLock { $0.disk.files[number.index].read(into: target, at: Int(offset.bytes)) }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose) throws(DiskError) {
        try check("pwrite", purpose, offset, writes: true)
        guard bytes.count <= RecordedSystem.largestFile - Int(offset.bytes) else {
            throw error(.fileTooLarge, "pwrite", purpose)
        }
        let copy = [UInt8](bytes)
        system.live.withLock { live in
            live.write(copy, at: Int(offset.bytes), of: number, purpose)
        }
    }

    func sync(_ purpose: Purpose) throws(DiskError) {
        try check("fdatasync", purpose, .zero)
        system.live.withLock { $0.sync(number, purpose) }
    }

    func truncate(to length: ByteOffset, _ purpose: Purpose) throws(DiskError) {
        try check("ftruncate", purpose, length, writes: true)
        system.live.withLock { $0.truncate(number, to: Int(length.bytes), purpose) }
    }

    func size(_ purpose: Purpose) throws(DiskError) -> ByteOffset {
        try check("fstat", purpose, .zero)
        return system.live.withLock { ByteOffset($0.disk.files[number.index].length) }
    }

    func dropCache(from offset: ByteOffset) {
        system.live.withLock { $0.dropCache(of: number, from: Int(max(0, offset.bytes))) }
    }

    func lose(_ purpose: Purpose) {
        system.live.withLock { $0.lose(number, purpose) }
    }

    func close() { isClosed.store(true, ordering: .relaxed) }

    private func check(
        _ call: String, _ purpose: Purpose, _ offset: ByteOffset, writes: Bool = false
    ) throws(DiskError) {
        // a handle opened for reading answers a write with EBADF, as the system does
        if isClosed.load(ordering: .relaxed) || (writes && !writable) { throw error(.closed, call, purpose) }
        if offset < .zero { throw error(.unsupported, call, purpose) }
        if writes, offset.bytes > Int64(RecordedSystem.largestFile) { throw error(.fileTooLarge, call, purpose) }
    }

    private func error(_ code: DiskError.Code, _ call: String, _ purpose: Purpose) -> DiskError {
        DiskError(code, call: call, path: name, purpose: purpose)
    }
}
