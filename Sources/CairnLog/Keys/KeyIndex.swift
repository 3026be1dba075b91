package import CairnLines
internal import Synchronization

/// What the newest line of each key is and where, and which lines of each segment still matter.
///
/// A record or a removal replaces all that its key had; a change adds to it. So a key's state is one line for nearly
/// all keys, and for a changed one a chain: the whole record first, then its changes, oldest first.
package final class KeyIndex: Sendable {
    /// A record with more changes than this must be written whole before it takes another: reading one never touches
    /// more lines.
    package static let maxChain = 256

    let table = KeyTable()
    package let liveness = Liveness()
    /// The lines in front of the newest, for keys whose newest line is a change.
    private let chains = Mutex<[KeyHash: [KeyPlace]]>([:])
    let removed = Atomic<Int>(0)
    /// Somebody reads an older moment.
    let isHeld = Atomic<Bool>(false)
    let past = Mutex(PastStates())

    package init() {}

    /// Keys that have a value.
    package var count: Int { table.count - removed.load(ordering: .relaxed) }
    /// Memory of the key table.
    package var bytes: Int { table.bytes }

    /// - Throws: where memory for so many keys cannot be had.
    package func reserve(_ count: Int) throws(LogError) {
        do throws(KeyTableError) { try table.reserve(count) } catch { throw Self.exhausted(error) }
    }

    /// The lines that make up a key's state, oldest first; nil where it has none or was removed.
    package func find(_ hash: KeyHash) -> (newest: KeyPlace, before: [KeyPlace])? {
        while let place = table.find(hash), !place.isTombstone {
            let before = chain(hash)
            // Each line has a place of its own: the same newest one before and after, so the chain is its own, too.
            if table.find(hash) == place { return (place, before) }
        }
        return nil
    }

    /// The lines in front of the newest.
    package func chain(_ hash: KeyHash) -> [KeyPlace] { chains.withLock { $0.isEmpty ? [] : $0[hash.kept] ?? [] } }

    /// Where the newest line is, removals included.
    package func newest(_ hash: KeyHash) -> KeyPlace? { table.find(hash) }

    /// Brings the slots of keys that are about to change near the processor; changes nothing.
    package func warm(_ hashes: [KeyHash]) {
        for hash in hashes { _ = table.find(hash) }
    }

    /// Applies a good line, in the order of the log.
    package func apply(_ effect: KeyEffect, in segment: SegmentID) throws(LogError) {
        let place = KeyPlace(
            segment: segment, offset: effect.offset, length: effect.length, isTombstone: effect.form == .delete)
        remember(effect.hash, endedBy: effect.sequence)
        if effect.form == .update { return try extend(effect.hash, with: place) }
        try replace(effect.hash, with: place)
    }

    /// The key's state is this line now.
    func replace(_ hash: KeyHash, with place: KeyPlace) throws(LogError) {
        let old: KeyPlace?
        do throws(KeyTableError) { old = try table.replace(hash, with: place) } catch {
            throw Self.exhausted(error)
        }
        liveness.add(place, replacing: old)
        if old?.isTombstone == true { removed.subtract(1, ordering: .relaxed) }
        if place.isTombstone { removed.add(1, ordering: .relaxed) }
        if old != nil { dropChain(hash) }
    }

    /// Some key's newest line is a change.
    var hasChains: Bool { chains.withLock { !$0.isEmpty } }

    private func extend(_ hash: KeyHash, with place: KeyPlace) throws(LogError) {
        guard let base = table.find(hash), !base.isTombstone else {
            // A change of nothing: kept in the log, changes no key.
            return liveness.addDead(lines: 1, bytes: Int(place.length), in: place.segment)
        }
        chains.withLock { $0[hash.kept, default: []].append(base) }
        let replaced: KeyPlace?
        do throws(KeyTableError) { replaced = try table.replace(hash, with: place) } catch {
            throw Self.exhausted(error)
        }
        liveness.add(place, replacing: nil)
        // Compaction may have moved the line since it was looked up; from here on it finds it in the chain.
        guard let replaced, replaced != base else { return }
        chains.withLock { chains in
            if let at = chains[hash.kept]?.lastIndex(of: base) { chains[hash.kept]?[at] = replaced }
        }
    }

    func dropChain(_ hash: KeyHash) {
        let dead = chains.withLock { $0.isEmpty ? nil : $0.removeValue(forKey: hash.kept) }
        for place in dead ?? [] { liveness.lose(place) }
    }

    /// Whether this very line still matters.
    package func isLive(_ hash: KeyHash, at place: KeyPlace) -> Bool {
        if table.find(hash) == place { return true }
        return chain(hash).contains(place)
    }

    /// A live line was copied. False where it has been replaced meanwhile; then the copy is dead.
    package func move(_ hash: KeyHash, from old: KeyPlace, to new: KeyPlace) throws(LogError) -> Bool {
        var isMoved = false
        do throws(KeyTableError) { isMoved = try table.move(hash, from: old, to: new) } catch {
            throw Self.exhausted(error)
        }
        if !isMoved {
            isMoved = chains.withLock { chains in
                guard let at = chains[hash.kept]?.firstIndex(of: old) else { return false }
                chains[hash.kept]?[at] = new
                return true
            }
        }
        if isMoved {
            liveness.add(new, replacing: old)
        } else {
            liveness.addDead(lines: 1, bytes: Int(new.length), in: new.segment)
        }
        return isMoved
    }

    /// Forgets a removal that no older segment needs any more, unless the key was written again.
    package func forgetRemoval(_ hash: KeyHash, at place: KeyPlace) {
        if table.remove(hash, at: place) {
            liveness.lose(place)
            removed.subtract(1, ordering: .relaxed)
        }
    }

    static func exhausted(_ error: KeyTableError) -> LogError {
        LogError(.exhausted, "the key table cannot grow; this process has no memory for more keys", cause: error)
    }
}
