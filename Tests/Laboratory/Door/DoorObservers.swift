import Cairn
import CairnLog
import Synchronization

/// Those who watch a store: all changes, and the answers to one question. What they are shown is noted.
final class DoorObservers {
    private final class Notes: Sendable {
        struct Change: Sendable, Equatable {
            var sequence: UInt64
            var name: String
            var isRemoval: Bool
        }
        let changes = Mutex<[Change]>([])
        let answers = Mutex<[[Citizen]]>([])
    }

    private let notes = Notes()
    private let question: Question
    private let first: UInt64
    private let tasks: [SteppedTask<Void>]
    private var isShown = false

    init(_ state: StateManager, _ executor: SteppedExecutor, from first: UInt64, _ question: Question) {
        self.question = question
        self.first = first
        let notes = notes
        let changes = executor.begin {
            for try await change in state.changes(from: SequenceNumber(first)) {
                let noted = Notes.Change(
                    sequence: change.sequence.number, name: "\(change.kind)/\(change.id)",
                    isRemoval: change.form == .removed)
                notes.changes.withLock { $0.append(noted) }
            }
        }
        let answers = executor.begin {
            for try await answer in state.values(of: question.query) { notes.answers.withLock { $0.append(answer) } }
        }
        tasks = [changes, answers]
    }

    func cancel() { for task in tasks { task.cancel() } }

    /// Every change once, in order, committed; every answer one that was right, in order, and the last one right now.
    ///
    /// - Parameter worlds: That of the last check and those since.
    func check(_ versions: [DoorTrial.Version], _ worlds: ArraySlice<World>) throws {
        let wanted = versions.filter { $0.sequence >= first }
            .map { Notes.Change(sequence: $0.sequence, name: $0.name, isRemoval: $0.isRemoval) }
        let seen = notes.changes.withLock { $0 }
        guard seen == wanted else {
            throw DoorTrial.Broken("changes(from:) showed \(seen.suffix(5)) last, the log has \(wanted.suffix(5))")
        }
        let answers = notes.answers.withLock { answers in
            defer { answers = [] }
            return answers
        }
        var rest = worlds
        for answer in answers {
            guard let at = rest.firstIndex(where: { question.complaint(answer, $0) == nil }) else {
                throw DoorTrial.Broken("values(of:) \(question) showed \(answer.map(\.id)), which never was")
            }
            rest = rest[at...]
            isShown = true
        }
        guard let now = worlds.last else { return }
        guard isShown else { throw DoorTrial.Broken("values(of:) showed nothing") }
        if let shown = answers.last {
            if let complaint = question.complaint(shown, now) {
                throw DoorTrial.Broken("values(of:) stopped at what is old: \(complaint)")
            }
            last = shown
        } else if let complaint = question.complaint(last, now) {
            throw DoorTrial.Broken("values(of:) did not show what changed: \(complaint)")
        }
    }

    private var last: [Citizen] = []

    /// The store closed: both end without an error.
    func checkEnded() throws {
        for task in tasks {
            guard let result = task.result else { throw DoorTrial.Broken("an observer outlives the store") }
            if case .failure(let error) = result { throw DoorTrial.Broken("an observer ends with \(error)") }
        }
    }
}
