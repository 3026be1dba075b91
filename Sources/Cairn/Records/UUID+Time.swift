public import FoundationEssentials
internal import Synchronization

extension UUID {
    private static let maker = Mutex(TimedUUIDs())

    /// A new id that sorts behind those that this process made before, and by time among those of others: version 7 of
    /// RFC 9562. It shows when it was made.
    public static func timed() -> UUID {
        // A clock before 1970 gives the earliest time; one beyond what a UUID has room for begins anew.
        let milliseconds = UInt64(max(0, min(Date().timeIntervalSince1970 * 1_000, 0x1p53)))
        var random = SystemRandomNumberGenerator()
        return maker.withLock { $0.next(milliseconds: milliseconds, using: &random) }
    }
}
