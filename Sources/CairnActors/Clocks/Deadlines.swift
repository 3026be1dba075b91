internal import Synchronization

/// Something that somebody waits for no longer than until a moment.
protocol Expiring: AnyObject, Sendable {
    /// Nobody waits any more.
    var isOver: Bool { get }
    /// The moment has come.
    func expire()
}

/// What waits for a moment, soonest first, with one sleeper for all of it.
final class Deadlines: Sendable {
    private struct Entry {
        var due: Duration
        var what: any Expiring
    }

    private struct Book {
        /// A binary heap.
        var entries: [Entry] = []
        /// When the sleeper that is soonest wakes.
        var wakes: Duration?
        var sleeper: Task<Void, Never>?
        /// With so many entries, those that are over are taken out: otherwise answered asks would stay until due.
        var sweepAt = 1_024
        var isClosed = false
    }

    private let book = Mutex(Book())
    private let clock: any ActorClock

    init(_ clock: any ActorClock) { self.clock = clock }

    func add(_ what: any Expiring, after wait: Duration) {
        let due = clock.elapsed + wait
        let mustSleep = book.withLock { book -> Bool in
            guard !book.isClosed else { return false }
            if book.entries.count >= book.sweepAt {
                book.entries.removeAll { $0.what.isOver }
                book.entries.sort { $0.due < $1.due }
                book.sweepAt = max(1_024, book.entries.count * 2)
            }
            Self.push(Entry(due: due, what: what), &book.entries)
            guard book.wakes.map({ due < $0 }) ?? true else { return false }
            book.wakes = due
            return true
        }
        if mustSleep { sleep(until: due) }
    }

    /// Nothing expires any more, nothing is taken, and nobody sleeps.
    func close() {
        let (entries, sleeper) = book.withLock { book in
            book.isClosed = true
            defer { (book.entries, book.sleeper) = ([], nil) }
            return (book.entries, book.sleeper)
        }
        sleeper?.cancel()
        withExtendedLifetime(entries) {}
    }

    private func sleep(until due: Duration) {
        let sleeper = Task { [weak self, clock] in
            await clock.sleep(until: due)
            self?.wake(due)
        }
        let needless = book.withLock { book -> Task<Void, Never>? in
            guard !book.isClosed, book.wakes == due else { return sleeper }
            defer { book.sleeper = sleeper }
            return book.sleeper
        }
        needless?.cancel()
    }

    private func wake(_ due: Duration) {
        let now = clock.elapsed
        var expired: [any Expiring] = []
        let next = book.withLock { book -> Duration? in
            while let first = book.entries.first, first.due <= now {
                expired.append(first.what)
                Self.pop(&book.entries)
            }
            // A sleeper that began for something later is not needed; the soonest goes on.
            guard book.wakes == due else { return nil }
            book.wakes = book.entries.first?.due
            return book.wakes
        }
        for what in expired { what.expire() }
        if let next { sleep(until: next) }
    }

    private static func push(_ entry: Entry, _ heap: inout [Entry]) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0, heap[child].due < heap[(child - 1) / 2].due {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private static func pop(_ heap: inout [Entry]) {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [parent * 2 + 1, parent * 2 + 2] where child < heap.count && heap[child].due < heap[least].due
            {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
