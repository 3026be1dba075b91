/// The one owner of a taken lock, who must release it; dropped unreleased it traps in a debug build, as ``OpenFile``.
package struct HeldLock: ~Copyable, Sendable {
    private let lock: any FolderLock
    private let name: String
    private var isReleased = false

    /// Takes the lock. Errors: those of ``Folder/lock(_:holder:)``.
    package init(_ name: String, in folder: any Folder, holder: String) throws(DiskError) {
        lock = try folder.lock(name, holder: holder)
        self.name = name
    }

    package consuming func release() {
        lock.release()
        isReleased = true
    }

    deinit {
        if !isReleased {
            assertionFailure("the lock \(name) was dropped without being released")
            lock.release()
        }
    }
}
