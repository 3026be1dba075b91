internal import CairnLog

/// What was staged and is not durable yet: later writes are decided upon it, readers do not see it.
struct PendingWrites {
    struct State {
        /// nil where the record was removed.
        var json: [UInt8]?
        var revision: SequenceNumber
    }

    private(set) var states: [RecordName: State] = [:]

    subscript(name: RecordName) -> State? { states[name] }

    mutating func add(_ name: RecordName, _ state: State) { states[name] = state }

    /// It is durable now, or failed; unless somebody has written the record again meanwhile.
    mutating func remove(_ name: RecordName, upTo revision: SequenceNumber) {
        guard let state = states[name], state.revision <= revision else { return }
        states[name] = nil
    }

    mutating func removeAll() { states = [:] }
}
