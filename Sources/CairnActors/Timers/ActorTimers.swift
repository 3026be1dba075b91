internal import Cairn
internal import FoundationEssentials

/// What an actor has asked to be told later. A value, part of each of its lines.
struct ActorTimers: Sendable {
    /// An actor has no more timers than this: all of them are written with each transition.
    static let most = 64

    private(set) var list: [Transition.Timer] = []

    init(_ list: [Transition.Timer] = []) { self.list = list }

    /// When the first is due.
    var due: Date? { list.map(\.due).min() }

    subscript(name: String) -> Transition.Timer? { list.first { $0.name == name } }

    /// Sets a timer; one of its name before it is gone.
    mutating func set(_ timer: Transition.Timer) {
        remove(timer.name)
        list.append(timer)
    }

    mutating func remove(_ name: String) { list.removeAll { $0.name == name } }
}

/// A timer that is waited for. The actor need not be in memory meanwhile.
// unsafe: the flag is behind a lock of its own, nothing else changes
final class ArmedTimer<B: Behavior>: Expiring, @unchecked Sendable {
    private let cell: Cell<B>
    let timer: Transition.Timer
    private let isDone = Flag()

    init(_ cell: Cell<B>, _ timer: Transition.Timer) {
        self.cell = cell
        self.timer = timer
    }

    var isOver: Bool { isDone.isSet }

    func disarm() { isDone.set() }

    func wait() {
        let seconds = timer.due.timeIntervalSince(cell.core.clock.now)
        cell.core.deadlines.add(self, after: max(.zero, .seconds(min(seconds, Self.longest))))
    }

    /// A timer further away is looked at again after this many seconds: a duration has to hold it.
    private static var longest: Double { 86_400 * 365 }

    func expire() {
        guard !isOver else { return }
        // The time of day may have been set back, and it is what the timer goes by.
        guard cell.core.clock.now >= timer.due else { return wait() }
        let letter = DueTimer(cell, timer)
        cell.core.launch { await letter.post()?.launch() }
    }
}

/// A timer is due. What it says is handled if it still stands: it may have been cancelled or set anew meanwhile.
// unsafe: as all letters
final class DueTimer<B: Behavior>: LetterFor<B>, @unchecked Sendable {
    private let due: Transition.Timer
    private var inner: LetterFor<B>?

    init(_ cell: Cell<B>, _ timer: Transition.Timer) {
        due = timer
        super.init(cell)
    }

    override var type: String { due.type }

    override func text() throws(ActorError) -> RawJSON { due.message }

    override func deliver() -> Bool {
        guard cell.state != nil else { return false }
        guard cell.timers[due.name] == due else { return true }
        guard let handler = cell.handlers.first(where: { $0.name == type }) else {
            cell.drop(self, due, ActorError(.unhandled, "\(cell.address) has no handler of \(type) any more"))
            return true
        }
        do throws(ActorError) {
            let letter = try handler.letter(due.message, for: cell)
            letter.timer = due.name
            inner = letter
            return letter.deliver()
        } catch {
            cell.drop(self, due, error)
            return true
        }
    }

    override func deliverAndWait() async { await inner?.deliverAndWait() }
}
