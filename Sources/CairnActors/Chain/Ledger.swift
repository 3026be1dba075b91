internal import Cairn
internal import Synchronization

/// Where transitions of all actors go into the store: those that come while a group is being written go with the next.
final class Ledger: Sendable {
    /// More lines than this do not go into one group: a transaction holds 65,536 writes, and those behind it wait.
    static let mostLines = 8_192
    /// So many groups are on their way at a time: while the device has one, the next is put together.
    static let mostGroups = 2

    /// The lines of one actor, in their order.
    struct Submission {
        var lines: [ActorLine]
        var entry: ActorEntry?
        var waiter: UnsafeContinuation<ActorError?, Never>
    }

    private struct Queue {
        var waiting: [Durability: [Submission]] = [:]
        var groups = 0
    }

    private let state: StateManager
    private let queue = Mutex(Queue())

    init(_ state: StateManager) { self.state = state }

    /// Returns when the lines are as durable as asked, or with why they are not.
    func commit(_ lines: [ActorLine], _ entry: ActorEntry?, _ durability: Durability) async -> ActorError? {
        await withUnsafeContinuation { waiter in
            let isNew = queue.withLock { queue -> Bool in
                let submission = Submission(lines: lines, entry: entry, waiter: waiter)
                queue.waiting[durability, default: []].append(submission)
                guard queue.groups < Self.mostGroups else { return false }
                queue.groups += 1
                return true
            }
            if isNew { Task.detached { await self.drain() } }
        }
    }

    private func drain() async {
        while let (group, durability) = next() { await write(group, durability) }
    }

    /// The next group; nil, and one writer less, where nothing waits.
    private func next() -> ([Submission], Durability)? {
        queue.withLock { queue in
            guard let durability = queue.waiting.keys.first, let waiting = queue.waiting[durability] else {
                queue.groups -= 1
                return nil
            }
            var lines = 0
            var count = 0
            while count < waiting.count, count == 0 || lines + waiting[count].lines.count <= Self.mostLines {
                lines += waiting[count].lines.count
                count += 1
            }
            queue.waiting[durability] = count == waiting.count ? nil : Array(waiting[count...])
            return (Array(waiting[..<count]), durability)
        }
    }

    private func write(_ group: [Submission], _ durability: Durability) async {
        let failure = await attempt(group, durability)
        // One that cannot be written must not take the others with it.
        let code = (failure?.cause as? StateError)?.code
        if let code, group.count > 1, [.exists, .invalidRecord, .tooLarge].contains(code) {
            for submission in group { submission.waiter.resume(returning: await attempt([submission], durability)) }
        } else {
            for submission in group { submission.waiter.resume(returning: failure) }
        }
    }

    private func attempt(_ group: [Submission], _ durability: Durability) async -> ActorError? {
        do {
            try await state.transaction(durability: durability) { transaction in
                for submission in group {
                    // A number that is taken is refused: two writers of one chain cannot both go on.
                    for line in submission.lines { try transaction.create(line) }
                    if let entry = submission.entry { try transaction.upsert(entry) }
                }
            }
            return nil
        } catch {
            return ActorError(.store, "the store did not take the transition; the cause says why", cause: error)
        }
    }
}
