internal import CairnLines
internal import CairnDisk
internal import CairnLog
internal import Synchronization

/// An index as it was made from the records of a moment.
struct BuiltIndex: Sendable {
    var tree: IndexTree
    var state: IndexState

    /// Brings in what was written while it was built. Complexity: O(m log n); of a unique index with values that have
    /// several holders, O(n).
    mutating func bringIn(_ overlay: IndexOverlay) throws(StateError) {
        guard state.isUsable else { return }
        try overlay.apply(to: &tree)
        if case .shared = state { state = tree.sharedValues().map { .shared($0.count) } ?? .ready }
    }
}

/// Makes indices from the records of one moment. It holds no lock and needs no actor.
struct IndexBuilding: Sendable {
    /// Which indices of which kinds, each with its place among those of its kind.
    typealias Wanted = TextMap<[(place: Int, definition: IndexDefinition)]>

    /// Told after so many records: about a millisecond of reading.
    static let stride = 256
    /// So many read at the same time. A third would take a core away from those who use the store.
    private static let hands = 2

    let wanted: Wanted
    /// How records of older versions become what the indices are of; as they are stored, where nothing is said.
    var forms = RecordForms()
    /// Where entries go that memory has no room for; nil where it takes as much as it needs.
    var room: IndexRoom?

    /// What one of those who read has to tell.
    private final class Hand: Sendable {
        let result = Mutex<Result<IndexGathering, StateError>?>(nil)
    }

    /// What is wrong with records makes the index degraded that it concerns, or all of them where it is not known what
    /// a record was. Complexity: O(bytes of log + n log n), and the entries of all indices in memory twice, or as much
    /// of them as ``room`` says.
    ///
    /// - Parameter watch: Told how many records were read; what it throws ends it.
    /// - Throws: `.overtaken` where the moment was held for too long, `.closed`, and what `watch` throws.
    func run(
        _ moment: LogMoment, watch: (Int) throws(StateError) -> Void = { (_) throws(StateError) in }
    ) throws(StateError) -> [IndexPlace: BuiltIndex] {
        let empty = IndexGathering(wanted, forms, room)
        guard !empty.isEmpty else { return [:] }
        var gathered: IndexGathering
        do throws(StateError) { gathered = try gather(moment, empty, watch) } catch {
            switch error.code {
            case .damaged, .inputOutput: return unreadable(error)
            default: throw error
            }
        }
        var built: [IndexPlace: BuiltIndex] = [:]
        for (kind, list) in wanted {
            for (at, one) in list.enumerated() {
                built[IndexPlace(kind: kind, place: one.place)] = gathered.built(kind, at)
            }
        }
        return built
    }

    /// This thread reads one part of the records, others the rest.
    private func gather(
        _ moment: LogMoment, _ empty: IndexGathering, _ watch: (Int) throws(StateError) -> Void
    ) throws(StateError) -> IndexGathering {
        var walks = moment.walks(Self.hands)
        var all = empty
        let progress = IndexProgress()
        var helpers: [(hand: Hand, thread: WorkerThread)] = []
        while let walk = walks.popLast() {
            let hand = Hand()
            let helper =
                walks.isEmpty
                ? nil
                : try? WorkerThread(name: "cairn-index") {
                    let result = Result { () throws(StateError) in
                        var part = empty
                        try part.take(walk) { (more) throws(StateError) in try progress.add(more) }
                        return part
                    }
                    hand.result.withLock { $0 = result }
                }
            if let helper {
                helpers.append((hand, helper))
                continue
            }
            // The last part, and those that no thread could be had for.
            do throws(StateError) {
                try all.take(walk) { (more) throws(StateError) in try watch(progress.add(more)) }
            } catch {
                progress.stop()
                for helper in helpers { helper.thread.join() }
                throw error
            }
        }
        for helper in helpers {
            helper.thread.join()
            guard let result = helper.hand.result.withLock({ $0.take() }) else { continue }
            all.add(try result.get())
        }
        return all
    }

    /// A record that cannot be read might belong to any kind.
    private func unreadable(_ reason: StateError) -> [IndexPlace: BuiltIndex] {
        var built: [IndexPlace: BuiltIndex] = [:]
        for (kind, list) in wanted {
            for (place, _) in list {
                built[IndexPlace(kind: kind, place: place)] = BuiltIndex(tree: IndexTree(), state: .degraded(reason))
            }
        }
        return built
    }
}

/// What those who read for the same indices have read together, and whether they may go on.
private final class IndexProgress: Sendable {
    private let seen = Atomic<Int>(0)
    private let isStopped = Atomic<Bool>(false)

    func stop() { isStopped.store(true, ordering: .relaxed) }

    /// - Throws: `.cancelled` where another one was stopped.
    @discardableResult
    func add(_ more: Int) throws(StateError) -> Int {
        if isStopped.load(ordering: .relaxed) { throw StateError(.cancelled, "the building of indices was ended") }
        return seen.add(more, ordering: .relaxed).newValue
    }
}

extension IndexState {
    /// Of a tree that has every record.
    static func of(_ tree: IndexTree, _ definition: IndexDefinition) -> IndexState {
        guard definition.kind == .unique, let shared = tree.sharedValues() else { return .ready }
        return .shared(shared.count)
    }
}
