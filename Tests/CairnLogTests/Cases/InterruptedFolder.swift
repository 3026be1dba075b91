import CairnDisk
import CrashLab

/// A folder that lets something happen just before a file is opened, read, cut or synced: what another thread or
/// process could do there.
final class InterruptedFolder: Folder {
    private let inner: any Folder
    private let happens: @Sendable (DiskSite) -> Void

    init(_ inner: any Folder, before happens: @escaping @Sendable (DiskSite) -> Void) {
        self.inner = inner
        self.happens = happens
    }

    var path: String { inner.path }

    func list(_ purpose: Purpose) throws(DiskError) -> [FolderEntry] { try inner.list(purpose) }

    func open(_ name: String, _ access: FileAccess, _ purpose: Purpose) throws(DiskError) -> any DiskFile {
        happens(DiskSite(.open, purpose))
        return InterruptedFile(try inner.open(name, access, purpose), before: happens)
    }

    func rename(_ from: String, to: String, _ purpose: Purpose) throws(DiskError) {
        try inner.rename(from, to: to, purpose)
    }

    func unlink(_ name: String, _ purpose: Purpose) throws(DiskError) { try inner.unlink(name, purpose) }

    func sync(_ purpose: Purpose) throws(DiskError) { try inner.sync(purpose) }

    func folder(_ name: String, create: Bool, _ purpose: Purpose) throws(DiskError) -> any Folder {
        try inner.folder(name, create: create, purpose)
    }

    func lock(_ name: String, holder: String) throws(DiskError) -> any FolderLock {
        try inner.lock(name, holder: holder)
    }

    func holder(of name: String) throws(DiskError) -> String? { try inner.holder(of: name) }

    func freeBytes() throws(DiskError) -> Int64 { try inner.freeBytes() }
}

private final class InterruptedFile: DiskFile {
    private let inner: any DiskFile
    private let happens: @Sendable (DiskSite) -> Void

    init(_ inner: any DiskFile, before happens: @escaping @Sendable (DiskSite) -> Void) {
        self.inner = inner
        self.happens = happens
    }

    var name: String { inner.name }

    func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose
    ) throws(DiskError) -> Int {
        happens(DiskSite(.read, purpose))
        return try inner.read(into: buffer, at: offset, purpose)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: ByteOffset, _ purpose: Purpose) throws(DiskError) {
        try inner.write(bytes, at: offset, purpose)
    }

    func sync(_ purpose: Purpose) throws(DiskError) {
        happens(DiskSite(.fileSync, purpose))
        try inner.sync(purpose)
    }

    func truncate(to length: ByteOffset, _ purpose: Purpose) throws(DiskError) {
        happens(DiskSite(.truncate, purpose))
        try inner.truncate(to: length, purpose)
    }

    func size(_ purpose: Purpose) throws(DiskError) -> ByteOffset { try inner.size(purpose) }

    func dropCache(from offset: ByteOffset) { inner.dropCache(from: offset) }

    func close() { inner.close() }
}
