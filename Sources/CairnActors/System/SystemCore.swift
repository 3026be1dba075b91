internal import Cairn
internal import Synchronization

/// What all actors of a system share.
final class SystemCore: Sendable {
    let clock: any ActorClock
    let directory: Directory
    let deadLetters = DeadLetters()
    let deadlines: Deadlines
    /// nil where nothing is stored.
    let ledger: Ledger?
    let chain: ChainReading?
    private let seed: UInt64?
    private let drawn = Atomic<UInt64>(0)
    private let idleAfter: Duration

    private struct Life {
        var kinds: [String: any Sendable] = [:]
        var runs = 0
        var isClosed = false
        var closers: [UnsafeContinuation<Void, Never>] = []
        var sweeper: Task<Void, Never>?
    }
    private let life = Mutex(Life())

    init(_ state: StateManager?, _ options: ActorOptions) {
        clock = options.clock
        directory = Directory(most: options.mostActive)
        deadlines = Deadlines(options.clock)
        ledger = state.map(Ledger.init)
        chain = state.map(ChainReading.init)
        seed = options.seed
        idleAfter = options.idleAfter
    }

    // One that nobody closed, and nobody refers to any more.
    deinit { life.withLock { $0.sweeper }?.cancel() }

    func actor<B: Behavior>(_ type: B.Type, _ id: String) throws(ActorError) -> ActorRef<B> {
        guard !isClosed else { throw ActorError(.closed, "the actor system is closed; open it again") }
        let kind = try kind(type)
        let address = try ActorAddress(behavior: kind.name, id: id)
        guard let cell = directory.cell(address, make: { Cell<B>(address, self, kind) }) as? Cell<B> else {
            throw ActorError(.invalidOption, "two behaviours are called \(kind.name); give one another `name`")
        }
        return ActorRef(cell: cell)
    }

    /// What is known of a behaviour.
    ///
    /// - Errors: `.invalidOption` where another behaviour has the name; `.closed`.
    func kind<B: Behavior>(_ type: B.Type) throws(ActorError) -> BehaviorKind<B> {
        let name = B.name
        let known = life.withLock { $0.kinds[name] }
        if let known {
            guard let kind = known as? BehaviorKind<B> else {
                throw ActorError(.invalidOption, "two behaviours are called \(name); give one another `name`")
            }
            return kind
        }
        let kind = try BehaviorKind<B>()
        life.withLock { $0.kinds[name] = kind }
        try revive(kind)
        return kind
    }

    /// Brings those actors of a kind into memory that have timers: nobody may send them anything.
    private func revive<B: Behavior>(_ kind: BehaviorKind<B>) throws(ActorError) {
        guard kind.isStored, let chain else { return }
        for text in try chain.withTimers(kind.name) {
            let address = try ActorAddress(text)
            guard let cell = directory.cell(address, make: { Cell<B>(address, self, kind) }) as? Cell<B> else {
                continue
            }
            launch { await Wake(cell).post()?.launch() }
        }
    }

    var isClosed: Bool { life.withLock { $0.isClosed } }

    /// Begins a run; the system does not close before it has ended.
    func launch(_ run: @escaping @Sendable () async -> Void) {
        life.withLock { $0.runs += 1 }
        Task.detached {
            await run()
            self.ended()
        }
    }

    private func ended() {
        let closers = life.withLock { life -> [UnsafeContinuation<Void, Never>] in
            life.runs -= 1
            guard life.runs == 0 else { return [] }
            defer { life.closers = [] }
            return life.closers
        }
        for closer in closers { closer.resume() }
    }

    /// Takes those out of memory that have rested for long, again and again.
    func beginSweeping() {
        let (clock, idleAfter) = (clock, idleAfter)
        let sweeper = Task.detached { [weak self] in
            while !Task.isCancelled, let elapsed = self?.clock.elapsed {
                await clock.sleep(until: elapsed + idleAfter / 2)
                self?.directory.passivate(restingSince: clock.elapsed - idleAfter)
            }
        }
        life.withLock { $0.sweeper = sweeper }
    }

    /// Nothing is taken any more; returns when what was taken is handled.
    func close() async {
        let sweeper = life.withLock { life in
            life.isClosed = true
            return life.sweeper
        }
        sweeper?.cancel()
        for cell in directory.cells { cell.close() }
        await withUnsafeContinuation { continuation in
            let isQuiet = life.withLock { life in
                if life.runs > 0 { life.closers.append(continuation) }
                return life.runs == 0
            }
            if isQuiet { continuation.resume() }
        }
        forget()
    }

    /// Lets go of everybody: they know the system, and the system knows them.
    func forget() {
        deadlines.close()
        for cell in directory.cells { cell.clear() }
        directory.clear()
    }

    /// Where a transition's random numbers come from.
    func chance(for number: Int) -> Chance {
        guard let seed else { return Chance(seed: .random(in: .min ... .max)) }
        var mixed = Chance(seed: seed &+ drawn.add(1, ordering: .relaxed).newValue)
        return Chance(seed: mixed.next())
    }
}
