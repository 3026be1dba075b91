import CairnDisk

/// A folder that lets something happen just before a file is opened: what another thread could do there.
final class InterruptedFolder: Folder {
    private let inner: any Folder
    private let happens: @Sendable (Purpose) -> Void

    init(_ inner: any Folder, beforeOpening happens: @escaping @Sendable (Purpose) -> Void) {
        self.inner = inner
        self.happens = happens
    }

    var path: String { inner.path }

    func list(_ purpose: Purpose) throws(DiskError) -> [FolderEntry] { try inner.list(purpose) }

    func open(_ name: String, _ access: FileAccess, _ purpose: Purpose) throws(DiskError) -> any DiskFile {
        happens(purpose)
        return try inner.open(name, access, purpose)
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
