import Cairn
import CairnDisk
import CairnLog
import CrashLab

/// One run through the door: a store on a disk in memory, a model beside it, and a script that thinks of what comes
/// next.
final class DoorTrial {
    /// A line of the log, as the model expects it.
    struct Version {
        var sequence: UInt64
        var name: String
        /// The citizen behind it, if it is one and not removed.
        var citizen: Citizen?
        var isRemoval: Bool
    }

    struct Broken: Error {
        var complaint: String
        init(_ complaint: String) { self.complaint = complaint }
    }

    let rig: DoorRig
    let executor: SteppedExecutor
    let clock = FixedClock(now: Rig.noon, monotonic: 1)
    let options: LogOptions
    private(set) var script: DoorScript
    private(set) var folder = RecordedFolder()
    private(set) var faulty: FaultyFolder
    private(set) var log: Log
    private(set) var state: StateManager
    private(set) var observers: DoorObservers
    var world = World()
    /// What the store may show after a crash: a world for each transaction.
    var moments = [World()]
    /// May be there as well: its sync failed.
    var doubtful: [World] = []
    var versions: [Version] = []
    /// Old versions may be gone.
    private(set) var isCompacted = false
    private var held: (snapshot: StateSnapshot, world: World)?
    private(set) var degraded: Set<String> = []
    private var started = 0
    private var marked: UInt64?

    /// - Parameter isCalm: Nothing fails, and the power stays.
    init(seed: UInt64, rig: DoorRig = DoorRig(), isCalm: Bool = false) throws {
        self.rig = rig
        executor = SteppedExecutor(seed: seed)
        script = DoorScript(seed: seed, isCalm: isCalm)
        options = rig.options(seed: seed)
        faulty = FaultyFolder(folder)
        let opened = try rig.open(faulty, options, clock)
        (log, state) = opened
        observers = DoorObservers(state, executor, from: 1, Question(form: .all))
    }

    /// Goes on with what a crash left of a calm run.
    init(_ crashed: CrashState, of trial: DoorTrial) throws {
        rig = trial.rig
        executor = SteppedExecutor(seed: crashed.hash)
        script = DoorScript(seed: crashed.hash, isCalm: true)
        options = trial.options
        folder = crashed.mount()
        faulty = FaultyFolder(folder)
        do { (log, state) = try rig.open(faulty, options, clock) } catch { throw Broken("it does not open: \(error)") }
        observers = DoorObservers(state, executor, from: 1, Question(form: .all))
        observers.cancel()
        moments = trial.moments
        versions = trial.versions
        isCompacted = trial.isCompacted
        try accept(promised: crashed.mark)
    }

    /// Compaction leaves everything.
    var keepsAll: Bool { options.retention[""] == .everything }

    /// Takes a step and holds the store against the model.
    func play(_ step: DoorStep) throws {
        started = folder.trace.events.count
        let before = moments.count - 1
        clock.advance(nanoseconds: 1_234_000)
        try perform(step)
        try settle()
        try observers.check(versions, moments[max(0, min(before, moments.count - 1))...])
        try checkPoints()
    }

    func next() -> DoorStep { script.step(world) }

    /// Looks at everything, closes, opens and looks again.
    func finish() throws {
        try checkAll()
        try hold()
        try hold()
        try reopen()
    }

    /// Ends what still waits; a task that nobody lets go on would never be freed.
    func end() {
        try? log.closeNow()
        leave()
    }

    func below(_ bound: Int) -> Int { script.below(bound) }

    func question() -> Question { script.question() }

    func oneOf<Element>(_ list: [Element]) -> Element? { list.isEmpty ? nil : list[script.below(list.count)] }

    private func perform(_ step: DoorStep) throws {
        switch step {
        case .single(let wish): try single(wish)
        case .createAll(let citizens):
            try bulk(citizens.map { .create($0) }) { try await $0.create(all: citizens).count }
        case .upsertAll(let citizens):
            try bulk(citizens.map { .upsert($0, expecting: nil) }) {
                try await $0.upsert(all: citizens)
                return citizens.count
            }
        case .deleteAll(let ids):
            try bulk(ids.map { .delete($0, expecting: nil) }) { try await $0.delete(Citizen.self, all: ids) }
        case .errands(let errands): try begin(errands)
        case .truncate(let stream, let version): try truncate(stream, version)
        case .compact(let all):
            _ = try log.compactNow(all: all)
            isCompacted = true
        case .snapshot: _ = try log.snapshotNow()
        case .hints: log.writeHintsNow()
        case .prepare: log.prepareNow()
        case .idle(let trims): log.idleNow(trims: trims)
        case .jump(let microseconds): clock.set(now: clock.now() + microseconds)
        case .degrade(let index): try degrade(index)
        case .hold: try hold()
        case .reopen: try reopen()
        case .die: try die()
        case .crash(let model): try crash(model)
        case .fault(let fault, let errands): try fail(fault, errands)
        }
    }

    private func degrade(_ index: String) throws {
        let state = state
        let task = executor.begin { await state.giveUpIndex(index, of: Citizen.kind) }
        try settle()
        guard try task.result?.get() == true else { throw Broken("there is no index \(index)") }
        degraded.insert(index)
    }

    /// Lets the tasks go on, and the disk now and then, until nothing is left to do.
    func settle() throws {
        repeat {
            while executor.step() { if script.below(6) == 0 { drive() } }
            drive()
        } while executor.isReady
    }

    private func drive() {
        log.drive()
        promise()
    }

    /// What is durable now must be there after any crash from here on.
    private func promise() {
        guard marked != log.durableSequence.number else { return }
        marked = log.durableSequence.number
        folder.mark(log.durableSequence.number)
    }

    private func hold() throws {
        if let held { try checkHeld(held.snapshot, held.world) }
        held = (state.snapshot(), world)
    }

    // MARK: - Ends and beginnings

    private func reopen() throws {
        try log.closeNow()
        try settle()
        try observers.checkEnded()
        promise()
        try open()
        guard log.recovery.verdict == .clean else {
            throw Broken("closed in order, it opens as \(log.recovery.verdict)")
        }
    }

    private func die() throws {
        leave()
        folder.dropLocks()
        try open()
    }

    private func crash(_ model: CrashModel) throws {
        promise()
        leave()
        let trace = folder.trace
        // Somewhere in what the last step did, or behind it.
        let last = trace.events.count
        let index = max(1, last - script.below(max(1, min(last, last - started + 12))))
        var crashed: CrashState?
        for choice in [script.below(64), script.below(8), 0] where crashed == nil {
            guard let label = CrashLabel("\(model.rawValue):\(index):\(choice):1") else { continue }
            crashed = CrashStates.replay(label, of: trace, limits: StatesJob.limits)?.state
        }
        guard let crashed else { return try open() }
        folder = crashed.mount()
        faulty = FaultyFolder(folder)
        try open(promised: crashed.mark)
    }

    private func fail(_ fault: Fault, _ errands: [Errand]) throws {
        faulty.replace(fault)
        try begin(errands, mayFail: true)
        faulty.replace(nil)
        guard log.refusal != nil else { return }
        // What is in memory is what was told to be there.
        try checkPoints()
        try checkAll()
        leave()
        folder.dropLocks()
        try open()
    }

    /// The program is gone, without having closed anything.
    private func leave() {
        held = nil
        observers.cancel()
        while executor.step() {}
    }

    private func open(promised: UInt64? = nil) throws {
        held = nil
        do { (log, state) = try rig.open(faulty, options, clock) } catch { throw Broken("it does not open: \(error)") }
        try accept(promised: promised)
    }

    /// What was found must be one of the moments, and all of it right.
    private func accept(promised: UInt64?) throws {
        let last = log.recovery.lastSequence.number
        if let promised, last < promised { throw Broken("\(promised) were promised, \(last) are there") }
        let possible = moments + doubtful
        guard let place = possible.lastIndex(where: { $0.sequence == last }) else {
            throw Broken("it opens with half a transaction: \(last) of \(possible.map(\.sequence).suffix(6))")
        }
        let found = Array(possible[...place])
        for world in found.dropFirst(moments.count) { try adopt(world) }
        moments = Array(found.prefix(place + 1))
        world = moments.last ?? World()
        (doubtful, degraded) = ([], [])
        versions.removeAll { $0.sequence > last }
        observers = DoorObservers(state, executor, from: last + 1, script.question())
        try settle()
        try checkPoints()
        try checkAll()
    }

    private func adopt(_ world: World) throws {
        // Which of its lines is which, the log tells: the sequence was checked.
        let known = versions.last?.sequence ?? 0
        for line in try log.linesNow(from: SequenceNumber(known + 1)) where line.sequence.number <= world.sequence {
            note(line, world)
        }
    }

    func note(_ line: StoredLine, _ world: World) {
        let name = "\(line.kind)/\(line.id)"
        versions.append(
            Version(
                sequence: line.sequence.number, name: name,
                citizen: line.kind == Citizen.kind ? world.citizens[line.id] : nil, isRemoval: line.form == .delete))
    }
}
