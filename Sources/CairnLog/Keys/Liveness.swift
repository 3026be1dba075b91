import Synchronization

/// What a segment holds, and how much of it is still the newest line of a key.
package struct SegmentLiveness: Sendable, Hashable {
    package var lines = 0
    package var bytes = 0
    package var liveLines = 0
    package var liveBytes = 0
    /// Of these, lines that say that a key was removed.
    package var removalBytes = 0

    package init() {}
}

/// Live lines and bytes of each segment, counted exactly as lines come and are superseded. May be used from any thread.
///
/// Complexity: O(1) for each line.
package final class Liveness: Sendable {
    private let segments = Mutex<[SegmentID: SegmentLiveness]>([:])

    package init() {}

    /// Lines of records that no key points to: those that were stale when they were read or copied, and those that are
    /// kept for the history alone.
    package func addDead(lines: Int, bytes: Int, in segment: SegmentID) {
        segments.withLock {
            $0[segment, default: SegmentLiveness()].lines &+= lines
            $0[segment, default: SegmentLiveness()].bytes &+= bytes
        }
    }

    /// A line came that a key points to now, `old` being where the key pointed before.
    package func add(_ new: KeyPlace, replacing old: KeyPlace?) {
        segments.withLock {
            $0[new.segment, default: SegmentLiveness()].gain(new)
            if let old { $0[old.segment]?.lose(old) }
        }
    }

    /// Many lines of one segment at once, and those that they replaced. Complexity: O(n), with one look-up for each
    /// run of replaced lines that stood in one segment.
    package func add(_ new: [KeyEntry], in segment: SegmentID, replacing old: [KeyPlace]) {
        segments.withLock { segments in
            var total = segments[segment] ?? SegmentLiveness()
            for entry in new { total.gain(entry.place) }
            segments[segment] = total
            var start = old.startIndex
            while start < old.endIndex {
                let end = old[start...].firstIndex { $0.segment != old[start].segment } ?? old.endIndex
                segments[old[start].segment]?.lose(old[start..<end])
                start = end
            }
        }
    }

    /// No key points to this line any more.
    package func lose(_ old: KeyPlace) {
        segments.withLock { $0[old.segment]?.lose(old) }
    }

    /// The segment is gone.
    package func forget(_ segment: SegmentID) {
        segments.withLock { _ = $0.removeValue(forKey: segment) }
    }

    package subscript(segment: SegmentID) -> SegmentLiveness {
        segments.withLock { $0[segment] ?? SegmentLiveness() }
    }

    /// All segments at one moment. Complexity: O(segments).
    package var all: [SegmentID: SegmentLiveness] { segments.withLock { $0 } }
}

extension SegmentLiveness {
    fileprivate mutating func gain(_ place: KeyPlace) {
        lines &+= 1
        bytes &+= Int(place.length)
        liveLines &+= 1
        liveBytes &+= Int(place.length)
        if place.isTombstone { removalBytes &+= Int(place.length) }
    }

    fileprivate mutating func lose(_ place: KeyPlace) {
        liveLines &-= 1
        liveBytes &-= Int(place.length)
        if place.isTombstone { removalBytes &-= Int(place.length) }
    }

    fileprivate mutating func lose(_ places: ArraySlice<KeyPlace>) {
        for place in places { lose(place) }
    }
}
