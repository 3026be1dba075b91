package import CairnDisk

/// A disk that fails when told to. It counts every call, so that a test first runs without a fault, then with one at
/// each place.
package final class FaultyFolder: Folder {
    private let inner: any Folder
    private let schedule: FaultSchedule

    package convenience init(_ inner: any Folder, _ fault: Fault? = nil) {
        self.init(inner, FaultSchedule(fault))
    }

    private init(_ inner: any Folder, _ schedule: FaultSchedule) {
        self.inner = inner
        self.schedule = schedule
    }

    /// Every call so far, those on files and inner folders included, in order.
    package var calls: [DiskSite] { schedule.calls }

    /// How many calls failed on purpose.
    package var failed: Int { schedule.failed }

    /// Lets another fault begin, or with nil the disk recover; its calls are counted from here.
    package func replace(_ fault: Fault?) { schedule.replace(fault) }

    package var path: String { inner.path }

    package func list(_ purpose: Purpose) throws(DiskError) -> [FolderEntry] {
        try schedule.pass(.list, path, purpose)
        return try inner.list(purpose)
    }

    package func open(_ name: String, _ access: FileAccess, _ purpose: Purpose) throws(DiskError) -> any DiskFile {
        try schedule.pass(.open, name, purpose)
        return FaultyFile(try inner.open(name, access, purpose), schedule)
    }

    package func rename(_ from: String, to: String, _ purpose: Purpose) throws(DiskError) {
        try schedule.pass(.rename, from, purpose)
        try inner.rename(from, to: to, purpose)
    }

    package func unlink(_ name: String, _ purpose: Purpose) throws(DiskError) {
        try schedule.pass(.unlink, name, purpose)
        try inner.unlink(name, purpose)
    }

    package func sync(_ purpose: Purpose) throws(DiskError) {
        try schedule.pass(.folderSync, path, purpose)
        try inner.sync(purpose)
    }

    package func folder(_ name: String, create: Bool, _ purpose: Purpose) throws(DiskError) -> any Folder {
        try schedule.pass(.folder, name, purpose)
        return FaultyFolder(try inner.folder(name, create: create, purpose), schedule)
    }

    package func lock(_ name: String, holder: String) throws(DiskError) -> any FolderLock {
        try schedule.pass(.lock, name, .lockStore)
        return try inner.lock(name, holder: holder)
    }

    package func holder(of name: String) throws(DiskError) -> String? {
        try schedule.pass(.lock, name, .lockStore)
        return try inner.holder(of: name)
    }

    package func freeBytes() throws(DiskError) -> Int64 {
        try schedule.pass(.freeBytes, path, .measure)
        return try inner.freeBytes()
    }
}

/// A file of a disk that fails when told to.
final class FaultyFile: DiskFile {
    private let inner: any DiskFile
    private let schedule: FaultSchedule

    init(_ inner: any DiskFile, _ schedule: FaultSchedule) {
        self.inner = inner
        self.schedule = schedule
    }

    var name: String { inner.name }

    func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose
    ) throws(DiskError) -> Int {
        try schedule.pass(.read, name, purpose)
        return try inner.read(into: buffer, at: offset, purpose)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose) throws(DiskError) {
        guard let fault = schedule.next(.write, purpose) else { return try inner.write(bytes, at: offset, purpose) }
        if fault.transfersHalf {
            try inner.write(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]), at: offset, purpose)
        }
        throw schedule.error(fault, .write, name, purpose)
    }

    func sync(_ purpose: Purpose) throws(DiskError) {
        guard let fault = schedule.next(.fileSync, purpose) else { return try inner.sync(purpose) }
        if fault.loses { (inner as? any LosingFile)?.lose(purpose) }
        throw schedule.error(fault, .fileSync, name, purpose)
    }

    func truncate(to length: ByteOffset, _ purpose: Purpose) throws(DiskError) {
        try schedule.pass(.truncate, name, purpose)
        try inner.truncate(to: length, purpose)
    }

    func size(_ purpose: Purpose) throws(DiskError) -> ByteOffset {
        try schedule.pass(.size, name, purpose)
        return try inner.size(purpose)
    }

    func dropCache(from offset: ByteOffset) {
        _ = schedule.next(.dropCache, .openStore)
        inner.dropCache(from: offset)
    }

    func close() { inner.close() }
}
