internal import CairnDisk
internal import CairnLines
internal import Synchronization

/// Leads keys from segments that were replaced to the same lines in the segment that stands for them.
struct FollowedMoves {
    private let core: LogCore

    private let gone: Set<SegmentID>

    init(_ core: LogCore, from gone: Set<SegmentID>) { (self.core, self.gone) = (core, gone) }

    /// - Errors: `.damaged`, `.inputOutput`.
    /// - Complexity: O(bytes of the segment), and a read for each line that is somebody's.
    func follow(into segment: SegmentFile) throws(LogError) {
        var feed = LineFeed(segment.file, from: 0, to: segment.end, .readSegment)
        while let line = try FollowedLines.next(&feed, segment) {
            let envelope = try FollowedLines.envelope(of: line, segment)
            guard envelope.form != .control else { continue }
            let effect = KeyEffect(line, envelope, seed: core.identity.seed)
            for old in places(of: effect.hash) where gone.contains(old.segment) {
                guard old.length == effect.length, try sequence(at: old) == effect.sequence else { continue }
                _ = try core.index.move(effect.hash, from: old, to: effect.place(in: segment.id))
            }
        }
    }

    private func places(of hash: KeyHash) -> [KeyPlace] {
        guard let newest = core.index.newest(hash) else { return [] }
        return core.index.chain(hash) + [newest]
    }

    /// The sequence of the line at a place of a segment that was replaced.
    private func sequence(at place: KeyPlace) throws(LogError) -> SequenceNumber {
        guard let segment = core.catalog.find(place.segment) else {
            throw LogError(.overtaken, "a segment was let go while it was needed")
        }
        var feed = LineFeed(
            segment.file, from: Int64(place.offset), to: Int64(place.offset) + Int64(place.length), .readSegment)
        guard let line = try FollowedLines.next(&feed, segment) else {
            throw LogError(.damaged, "\(segment.record.fileName) is shorter than it was; run `cairn verify`")
        }
        return SequenceNumber(try FollowedLines.envelope(of: line, segment).sequence)
    }
}

extension KeyIndex {
    /// Forgets a key whose record was removed by a line that is gone itself.
    func forget(_ hash: KeyHash, at place: KeyPlace, endedBy sequence: SequenceNumber) {
        remember(hash, endedBy: sequence)
        guard table.remove(hash, at: place) else { return }
        liveness.lose(place)
        if place.isTombstone { removed.subtract(1, ordering: .relaxed) }
        dropChain(hash)
    }
}
