internal import CairnDisk
internal import CairnLines

/// Where lines wait for the next group: sequences are given out here, and lines written in the order of their numbers.
///
/// A plain state machine; `LogCore` keeps it behind a lock. Nothing in it waits or touches a disk.
struct Staging: ~Copyable {
    /// One transaction may not hold more lines than this: they are kept in memory until they are durable.
    static let maxTransactionLines = 65_536
    /// Buffers above this are given back after use instead of being kept for the next group.
    static let keptBufferBytes = 4 << 20

    enum Phase {
        case running
        /// No more writes, for this reason.
        case readOnly(LogError)
        /// No more writes; what was accepted is still committed.
        case closing
        case closed
    }

    var phase = Phase.running
    /// What the next record gets.
    private(set) var next: UInt64
    /// Up to here everything is on the device.
    var durable: UInt64
    private(set) var bytesInFlight = 0
    private var lastTime: Int64
    private var buffer = ByteBuffer()
    private var spareBuffer = ByteBuffer()
    private(set) var lines: [StagedLine] = []
    /// Those of the group that is being written.
    private(set) var writing: [StagedLine] = []
    /// How many changes of each key are staged or being written.
    var changes: [KeyHash: Int] = [:]
    private var waiters: [Waiter] = []
    private var effects: [any StagedEffect] = []
    /// Counts failures: what was staged behind one that failed is gone, and whoever built upon it must begin anew.
    private(set) var failures: UInt64 = 0
    private var needsSync = false
    private var syncWithin: UInt64?
    private var formatter = TimestampFormatter()
    /// Callers that found too much in flight.
    private var parked: [UnsafeContinuation<Void, Never>] = []

    init(next: UInt64, lastTime: Int64) {
        self.next = next
        self.lastTime = lastTime
        durable = next &- 1
    }

    var isEmpty: Bool { lines.isEmpty }

    /// Why a write is refused now, if it is.
    var refusal: LogError? {
        switch phase {
        case .running: nil
        case .readOnly(let reason): reason
        case .closing, .closed: LogError(.closed, "the log is closed; open the store again")
        }
    }

    /// Writes lines into the buffer. The first of them gets the returned sequence, the others follow.
    mutating func stage(
        _ drafts: [LineDraft], _ hashes: [KeyHash], isTransaction: Bool, durability: Durability, now: Int64,
        waiter: UnsafeContinuation<LogError?, Never>?, effect: (any StagedEffect)? = nil
    ) -> UInt64 {
        let first = next
        if let effect, effects.last !== effect { effects.append(effect) }
        let time = max(lastTime, now)
        lastTime = time
        let before = buffer.count
        for (index, draft) in drafts.enumerated() {
            let transaction =
                isTransaction && drafts.count > 1
                ? Envelope.Transaction(index: UInt32(index + 1), count: UInt32(drafts.count)) : nil
            let range = formatter.withText(of: Timestamp(microseconds: time)) {
                LineWriter.append(
                    draft, sequence: next, acknowledged: durable, transaction: transaction, timestamp: $0, to: &buffer)
            }
            lines.append(
                StagedLine(
                    hash: hashes[index], sequence: next, offset: range.lowerBound, length: range.count,
                    form: draft.form, seconds: UInt32(clamping: time / 1_000_000)))
            if draft.form == .update { changes[hashes[index], default: 0] += 1 }
            next &+= 1
        }
        bytesInFlight += buffer.count - before
        note(durability, waiter)
        return first
    }

    private mutating func note(_ durability: Durability, _ waiter: UnsafeContinuation<LogError?, Never>?) {
        switch durability {
        case .synced: needsSync = true
        case .buffered(let milliseconds):
            syncWithin = min(syncWithin ?? .max, UInt64(milliseconds) &* 1_000_000)
        case .volatile: break
        }
        if let waiter { waiters.append(Waiter(continuation: waiter, needsSync: durability == .synced)) }
    }

    /// Hands over all that is staged. The buffers of the group before are used again.
    mutating func take() -> Group? {
        guard !lines.isEmpty else { return nil }
        for effect in effects { effect.beTaken() }
        var taken = ByteBuffer()
        swap(&taken, &spareBuffer)
        swap(&taken, &buffer)
        let group = Group(
            buffer: taken, lines: lines, waiters: waiters, effects: effects, first: lines[0].sequence,
            needsSync: needsSync,
            syncWithin: syncWithin)
        writing = lines
        lines = []
        lines.reserveCapacity(min(group.lines.count, 4_096))
        waiters = []
        effects = []
        needsSync = false
        syncWithin = nil
        return group
    }

    /// The group is done, one way or the other. Gives back those who waited for room.
    mutating func release(_ group: consuming Group?, limit: Int) -> [UnsafeContinuation<Void, Never>] {
        guard let group = consume group else { return [] }
        bytesInFlight -= group.lines.reduce(0) { $0 + $1.length }
        forgetChanges(of: group.lines)
        writing = []
        var buffer = group.buffer
        if buffer.capacity <= Self.keptBufferBytes {
            buffer.removeAll(keepingCapacity: true)
            spareBuffer = buffer
        }
        guard bytesInFlight < limit else { return [] }
        let woken = parked
        parked = []
        return woken
    }

    /// A group failed: its numbers were never seen, so they are given out again. All that was staged behind it goes
    /// with it, because it must not be written before it. Gives back who must be told.
    mutating func rewind(to first: UInt64) -> [Waiter] {
        let failed = waiters
        bytesInFlight -= buffer.count
        buffer.removeAll(keepingCapacity: true)
        lines = []
        writing = []
        changes = [:]
        waiters = []
        effects = []
        failures &+= 1
        needsSync = false
        syncWithin = nil
        next = first
        return failed
    }

    mutating func park(_ continuation: UnsafeContinuation<Void, Never>) { parked.append(continuation) }

    mutating func unparkAll() -> [UnsafeContinuation<Void, Never>] {
        let all = parked
        parked = []
        return all
    }
}
