internal import CairnLog

/// What was staged and is not durable yet: later writes are decided upon it, readers do not see it.
///
/// An object of the actor's, which a transaction only reads, and only while nothing else runs there: as a value it was
/// copied for each transaction that wrote while it was still held.
final class PendingWrites {
    struct State {
        /// nil where the record was removed.
        var json: [UInt8]?
        var revision: SequenceNumber
    }

    private(set) var states: [RecordName: State] = [:]

    subscript(name: RecordName) -> State? { states[name] }

    func add(_ name: RecordName, _ state: State) { states[name] = state }

    /// It is durable now, or failed; unless somebody has written the record again meanwhile.
    func remove(_ name: RecordName, upTo revision: SequenceNumber) {
        guard let state = states[name], state.revision <= revision else { return }
        states[name] = nil
    }

    func removeAll() { states = [:] }
}
