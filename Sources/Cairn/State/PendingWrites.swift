internal import CairnLog

/// What was staged and readers do not see yet: later writes are decided upon it.
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
    /// What was written, in the order of the revisions. What is before `start` has been forgotten.
    private var staged: [(name: RecordName, revision: SequenceNumber)] = []
    private var start = 0

    /// The revision of the newest; nil where readers see everything.
    var last: SequenceNumber? { staged.last?.revision }

    subscript(name: RecordName) -> State? { states[name] }

    func add(_ name: RecordName, _ state: State) {
        states[name] = state
        staged.append((name, state.revision))
    }

    /// Readers see everything up to here. By that alone it is told what may go: a task whose write returned before it
    /// was in the log, or failed and comes to its turn when others have staged under the same numbers, does not know.
    func forget(upTo visible: SequenceNumber) {
        while start < staged.count, staged[start].revision <= visible {
            let (name, revision) = staged[start]
            if states[name]?.revision == revision { states[name] = nil }
            start += 1
        }
        // Moved down when half of it is gone, so that each moves once on average.
        guard start * 2 >= staged.count else { return }
        staged.removeFirst(start)
        start = 0
    }

    func removeAll() { (states, staged, start) = ([:], [], 0) }
}
