internal import CairnLog
internal import Synchronization

/// The indices that readers see: those of the newest visible moment.
final class PublishedIndices: Sendable {
    private let version: Mutex<IndexVersion>

    init(_ version: IndexVersion) { self.version = Mutex(version) }

    var newest: IndexVersion {
        get { version.withLock { $0 } }
        set { version.withLock { $0 = newValue } }
    }

    /// Called where nothing else can become visible. Gives back whether it was done.
    func publish(_ new: IndexVersion, ifVisible isVisible: Bool) -> Bool {
        if isVisible { newest = new }
        return isVisible
    }
}
