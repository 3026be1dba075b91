/// How one index is doing, for whoever watches a store.
public struct IndexHealth: Sendable, Codable, Hashable {
    /// What an index can be asked.
    public enum State: String, Sendable, Codable, Hashable {
        /// Queries use it.
        case ready
        /// Queries use it, but records break what it declares: two of them have one value, or one points at nothing.
        case violated
        /// It is being built; until then queries look at every record.
        case building
        /// It cannot be built from what the store has; queries look at every record.
        case degraded
    }

    /// The kind of record that it is of.
    public var kind: String
    /// Its name among those of the kind.
    public var name: String
    /// What it is for: `unique`, `ordered`, `relation`, `status`, `time`.
    public var sort: String
    /// What it can be asked.
    public var state: State
    /// Records that it has an entry of.
    public var entries: Int
    /// Bytes of memory.
    public var bytes: Int
    /// Why it is not ready, where it is not.
    public var reason: String?
    /// Records that were read so far, of an index that is being built.
    public var recordsRead: Int?

    package init(
        kind: String, name: String, sort: String, state: State, entries: Int, bytes: Int, reason: String? = nil
    ) {
        (self.kind, self.name, self.sort, self.state) = (kind, name, sort, state)
        (self.entries, self.bytes, self.reason) = (entries, bytes, reason)
    }
}
