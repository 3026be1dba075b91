package import CairnLines
internal import Synchronization

/// What changed keys had, for those who still read an older moment.
///
/// A state is noted before it is replaced, and only where somebody may still ask for it: its entry says which record
/// ended it. A reader of a moment takes the first state that was ended after that moment, or else the one of now.
package struct PastStates {
    package struct State {
        /// The record that replaced it.
        package var endedBy: SequenceNumber
        /// The lines that made it up, oldest first; empty where the key had none.
        package var places: [KeyPlace]

        package init(endedBy: SequenceNumber, places: [KeyPlace]) {
            self.endedBy = endedBy
            self.places = places
        }
    }

    /// More lines than this are not kept, about a quarter of a gigabyte: then the moments that need them expire.
    package static let most = 1 << 21

    private var held: [UInt64: SequenceNumber] = [:]
    private var newest = SequenceNumber.none
    /// By the shard of the key table.
    private var states: [[KeyHash: [State]]] = none
    private var count = 0
    private static let none = [[KeyHash: [State]]](repeating: [:], count: KeyTable.shardCount)
    private var lastToken: UInt64 = 0
    private let limit: Int

    package init(limit: Int = most) { self.limit = limit }

    package mutating func hold(_ moment: SequenceNumber) -> UInt64 {
        lastToken &+= 1
        held[lastToken] = moment
        newest = max(newest, moment)
        return lastToken
    }

    package func holds(_ token: UInt64) -> Bool { held[token] != nil }

    /// False when nobody holds a moment any more.
    package mutating func release(_ token: UInt64) -> Bool {
        held[token] = nil
        guard let last = held.values.max() else {
            forgetAll()
            return false
        }
        newest = last
        return true
    }

    private mutating func forgetAll() {
        held = [:]
        states = Self.none
        (newest, count) = (.none, 0)
    }

    /// Whether somebody may still ask for the state of this key that ends now.
    package func wants(_ hash: KeyHash) -> Bool {
        newest >= (states[KeyTable.shard(hash)][hash]?.last?.endedBy ?? .none) && !held.isEmpty
    }

    package mutating func note(_ hash: KeyHash, _ state: State) {
        states[KeyTable.shard(hash)][hash, default: []].append(state)
        count += state.weight
        guard count > limit else { return }
        forget(before: held.values.min() ?? .none)
        // Where little is given back, the oldest moment is held for too long; whoever has it is told when it reads on.
        // A quarter at a time, so that it is seldom looked for.
        if count > limit - max(1, limit / 4) { forgetAll() }
    }

    /// Moments that follow one another without a gap leave behind what only the earlier ones could ask for.
    private mutating func forget(before oldest: SequenceNumber) {
        count = 0
        for shard in states.indices {
            states[shard] = states[shard].compactMapValues { old in
                let needed = old.filter { $0.endedBy > oldest }
                count += needed.reduce(0) { $0 + $1.weight }
                return needed.isEmpty ? nil : needed
            }
        }
    }

    package func state(of hash: KeyHash, at moment: SequenceNumber) -> State? {
        states[KeyTable.shard(hash)][hash]?.first { $0.endedBy > moment }
    }

    func keys(inShard shard: Int) -> [KeyHash] { Array(states[shard].keys) }
}

extension PastStates.State {
    /// What it counts for against the limit.
    fileprivate var weight: Int { max(1, places.count) }
}

/// What a key's lines were at a moment.
package enum MomentState: Sendable {
    case places([KeyPlace])
    case none
    /// The moment was held for too long.
    case expired
}

extension KeyIndex {
    /// From now on, what keys have is noted before it changes, so that the state of this moment can be read while
    /// writers go on. The caller keeps writers out for the length of this call.
    package func hold(_ moment: SequenceNumber) -> UInt64 {
        let token = past.withLock { $0.hold(moment) }
        isHeld.store(true, ordering: .sequentiallyConsistent)
        return token
    }

    package func release(_ token: UInt64) {
        past.withLock { if !$0.release(token) { isHeld.store(false, ordering: .sequentiallyConsistent) } }
    }

    package func holds(_ token: UInt64) -> Bool { past.withLock { $0.holds(token) } }

    /// Whether this very line was part of its key's state, or its removal, at a moment.
    ///
    /// What is in the table is looked at first: whoever changes it has noted what was there before.
    package func wasLive(_ hash: KeyHash, at place: KeyPlace, _ moment: SequenceNumber) -> Bool {
        let isLiveNow = isLive(hash, at: place)
        let before = past.withLock { $0.state(of: hash.kept, at: moment)?.places }
        return before.map { $0.contains(place) } ?? isLiveNow
    }

    /// The lines that made up a key's state at a moment, oldest first.
    package func find(_ hash: KeyHash, at moment: SequenceNumber, _ token: UInt64) -> MomentState {
        let now = places(hash)
        let (isHeld, before) = past.withLock { ($0.holds(token), $0.state(of: hash.kept, at: moment)?.places) }
        guard isHeld else { return .expired }
        let places = before ?? now
        guard let newest = places.last, !newest.isTombstone else { return .none }
        return .places(places)
    }

    /// Keys of a shard that changed while moments were held, those among them that are gone included.
    package func changedKeys(inShard shard: Int) -> [KeyHash] { past.withLock { $0.keys(inShard: shard) } }

    private func places(_ hash: KeyHash) -> [KeyPlace] {
        guard let newest = table.find(hash) else { return [] }
        return chain(hash) + [newest]
    }

    /// Called before a key changes.
    func remember(_ hash: KeyHash, endedBy sequence: SequenceNumber) {
        guard isHeld.load(ordering: .acquiring), past.withLock({ $0.wants(hash.kept) }) else { return }
        let state = PastStates.State(endedBy: sequence, places: places(hash))
        past.withLock { $0.note(hash.kept, state) }
    }
}
