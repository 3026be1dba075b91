internal import Synchronization

/// The segments that count, for readers: found by id, walked in the order of their records.
package final class SegmentCatalog: Sendable {
    private struct State {
        var byID: [SegmentID: SegmentFile] = [:]
        var inOrder: [SegmentFile] = []
        /// No longer part of the log, but readers of older moments may need them: those who came before that number.
        var retired: [SegmentID: (file: SegmentFile, before: UInt64)] = [:]
        var holders: Set<UInt64> = []
        var nextHolder: UInt64 = 1
    }

    private let state = Mutex(State())

    package init() {}

    package subscript(id: SegmentID) -> SegmentFile? { state.withLock { $0.byID[id] } }

    /// In the order of their records.
    package var all: [SegmentFile] { state.withLock { $0.inOrder } }

    package func add(_ segment: SegmentFile) {
        state.withLock { state in
            state.byID[segment.id] = segment
            let key = (segment.record.first, segment.id)
            let at = state.inOrder.firstIndex { ($0.record.first, $0.id) > key } ?? state.inOrder.count
            state.inOrder.insert(segment, at: at)
        }
    }

    /// Readers that hold them go on; nobody finds them any more, but who reads an older moment.
    package func remove(_ gone: [SegmentID]) {
        state.withLock { state in
            state.inOrder.removeAll { gone.contains($0.id) }
            for id in gone {
                guard let segment = state.byID.removeValue(forKey: id), !state.holders.isEmpty else {
                    continue
                }
                state.retired[id] = (segment, state.nextHolder)
            }
        }
    }

    /// A segment of the log, or one that was part of it when an older moment was held.
    package func find(_ id: SegmentID) -> SegmentFile? { state.withLock { $0.byID[id] ?? $0.retired[id]?.file } }

    /// From now on, segments that go stay readable for readers of older moments.
    package func hold() -> UInt64 {
        state.withLock { state in
            defer { state.nextHolder &+= 1 }
            state.holders.insert(state.nextHolder)
            return state.nextHolder
        }
    }

    package func release(_ holder: UInt64) {
        state.withLock { state in
            state.holders.remove(holder)
            guard !state.retired.isEmpty else { return }
            let oldest = state.holders.min() ?? .max
            state.retired = state.retired.filter { $0.value.before > oldest }
        }
    }

    package func removeAll() {
        state.withLock { $0 = State(holders: $0.holders, nextHolder: $0.nextHolder) }
    }
}
