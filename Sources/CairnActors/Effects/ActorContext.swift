public import FoundationEssentials

/// What a handler knows besides state and message, and what it may cause besides a new state.
///
/// Nothing that is asked for here happens at once. It happens when the handler has returned and its transition is as
/// durable as the actor; where the handler throws, it does not happen at all.
public struct ActorContext: Sendable {
    private let cell: AnyCell
    /// The number that the transition will have in the actor's chain, from 1 on. A volatile actor counts, too.
    public let number: Int
    /// When the message was taken up. Use this and no other clock: it is in the chain, so that a replay sees the same.
    public var now: Date { time ?? cell.core.clock.now }
    /// The mode that the actor is in.
    public let mode: Mode

    /// What is in the line; nil where there is none: asking the time of day costs as much as a small handler.
    private let time: Date?
    var nextMode: Mode
    var sends: [Letter] = []
    var isStopping = false
    var timerChanges: [TimerChange] = []
    var chance: Chance?
    /// What is drawn when a line is handled again.
    var recordedSeed: UInt64?

    init(_ cell: AnyCell, number: Int, now: Date?, mode: Mode) {
        self.cell = cell
        self.number = number
        time = now
        self.mode = mode
        nextMode = mode
    }

    /// The actor that handles the message.
    public var address: ActorAddress { cell.address }

    /// Another actor, or the same one.
    ///
    /// - Errors: as ``ActorSystem/actor(_:_:)``.
    public func actor<B: Behavior>(_ type: B.Type, _ id: String) throws(ActorError) -> ActorRef<B> {
        try cell.core.actor(type, id)
    }

    /// A random number. Use this and no other source: its seed is in the chain, so that a replay draws the same.
    public mutating func random() -> UInt64 {
        var chance = self.chance ?? recordedSeed.map(Chance.init) ?? cell.core.chance(for: number)
        defer { self.chance = chance }
        return chance.next()
    }

    /// Changes what the actor does, from the next message on.
    ///
    /// A mode that the behaviour does not have fails the handler with `.unknownMode`.
    public mutating func become(_ mode: Mode) { nextMode = mode }

    /// Tells another actor something, or the same one. A message that finds no room there becomes a dead letter.
    public mutating func send<B: Behavior, M: Message>(_ message: M, to actor: ActorRef<B>) {
        sends.append(Told<B, M, NoReply>(message, for: actor.cell))
    }

    /// The same with a request, whose reply nobody waits for.
    public mutating func send<B: Behavior, R: Request>(_ request: R, to actor: ActorRef<B>) {
        sends.append(Told<B, R, R.Reply>(request, for: actor.cell))
    }

    /// Has the actor told something later, to the microsecond, also when the process ends meanwhile: at least once, as
    /// soon as somebody hosts it again. A timer of the same name is replaced.
    ///
    /// - Errors: `.invalidMessage`. More than 64 timers fail the handler with `.tooLarge`.
    public mutating func schedule<M: Message>(
        _ message: M, named name: String, after wait: Duration
    ) throws(ActorError) {
        let parts = wait.components
        let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
        // As the line has it: what is read back must be what is waited for.
        let due = ((now.timeIntervalSinceReferenceDate + seconds) * 1e6).rounded() / 1e6
        let timer = Transition.Timer(
            name: name, due: Date(timeIntervalSinceReferenceDate: due), type: M.type,
            message: try PayloadText.write(message))
        timerChanges.append(.set(timer))
    }

    /// Forgets a timer. One that there is not is no error: it may just have been due.
    public mutating func cancel(timer name: String) { timerChanges.append(.cancel(name)) }

    /// Takes the actor out of memory when the message is dealt with. What waits for it, and the next message, have it
    /// activated again; a volatile actor then begins anew.
    public mutating func stop() { isStopping = true }
}

/// What a handler does to its actor's timers.
enum TimerChange: Sendable {
    case set(Transition.Timer)
    case cancel(String)
}

/// Where random numbers come from (SplitMix64): everything follows from the seed.
struct Chance: Sendable {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed &>> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed &>> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed &>> 31
    }
}
