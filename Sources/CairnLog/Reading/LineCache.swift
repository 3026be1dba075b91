internal import CairnLines
internal import Synchronization

/// Lines that were read lately, so that reading them again asks neither the system nor the checksum.
///
/// A line never changes where it stands, so nothing is ever out of date here: a key that got a newer line, or whose
/// line was moved, is looked for at another place. What nobody asks for any more goes as others come, the oldest first.
final class LineCache: Sendable {
    /// What is asked of a line, with the key that it was checked to be of. An object, as it is handed out more often
    /// than it is made.
    final class Entry: Sendable {
        let sequence: SequenceNumber
        let form: StoredLine.Form
        let timestamp: String
        /// The JSON object in it. Handed out as it is, without a copy.
        let json: [UInt8]
        let key: [UInt8]

        /// nil for a line that is of no record.
        init?(_ line: UnsafeRawBufferPointer, _ envelope: Envelope, key: [UInt8]) {
            guard let form = StoredLine.Form(envelope.form) else { return nil }
            self.form = form
            self.key = key
            sequence = SequenceNumber(envelope.sequence)
            timestamp = String(decoding: line[envelope.timestamp], as: UTF8.self)
            json = envelope.body.map { Array(line[$0]) } ?? []
        }

        /// The record's kind and id.
        var name: (kind: String, id: String) {
            let end = key.firstIndex(of: 0) ?? key.count
            return (
                String(decoding: key[..<end], as: UTF8.self), String(decoding: key.dropFirst(end + 1), as: UTF8.self)
            )
        }

        /// About the memory that it takes.
        var cost: Int { json.count &+ key.count &+ LineCache.overhead }
    }

    private struct Shard {
        var entries: [KeyPlace: Entry] = [:]
        /// In the order in which they came; those before `first` are gone.
        var order: [KeyPlace] = []
        var first = 0
        var bytes = 0
        var hits: UInt64 = 0
        var misses: UInt64 = 0
    }

    /// A mutex of its own beside every shard: two readers seldom meet.
    private final class Box: Sendable {
        let shard = Mutex(Shard())
    }

    private let boxes: [Box]
    private let bytesEach: Int

    /// More than the threads that a machine runs at once.
    private static let shards = 32
    /// An entry's arrays, its time and its places in the table and in the order.
    private static let overhead = 320
    /// A line that would take more than this share of a shard would drive out too many others.
    private static let mostShare = 8

    /// Takes about so many bytes; 0 keeps nothing.
    init(bytes: Int) {
        boxes = bytes > 0 ? (0..<Self.shards).map { _ in Box() } : []
        bytesEach = bytes / Self.shards
    }

    func find(_ place: KeyPlace) -> Entry? {
        guard let box = box(of: place) else { return nil }
        return box.shard.withLock { shard in
            guard let entry = shard.entries[place] else {
                shard.misses &+= 1
                return nil
            }
            shard.hits &+= 1
            return entry
        }
    }

    /// Without `makingRoom` only while there is room: who goes through everything once must not drive out what others
    /// ask for again and again.
    func keep(_ entry: Entry, at place: KeyPlace, makingRoom: Bool = true) {
        let cost = entry.cost
        guard let box = box(of: place), cost <= bytesEach / Self.mostShare else { return }
        let limit = bytesEach
        box.shard.withLock { shard in
            guard makingRoom || shard.bytes &+ cost <= limit else { return }
            // Another reader may have been faster.
            guard shard.entries.updateValue(entry, forKey: place) == nil else { return }
            shard.order.append(place)
            shard.bytes &+= cost
            while shard.bytes > limit, shard.first < shard.order.count {
                if let gone = shard.entries.removeValue(forKey: shard.order[shard.first]) { shard.bytes &-= gone.cost }
                shard.first &+= 1
            }
            if shard.first > shard.order.count / 2 {
                shard.order.removeFirst(shard.first)
                shard.first = 0
            }
        }
    }

    /// Bytes that it takes now, and how often it had what was asked for and had not.
    var numbers: (bytes: Int, hits: UInt64, misses: UInt64) {
        boxes.reduce((0, 0, 0)) { sum, box in
            box.shard.withLock { (sum.0 &+ $0.bytes, sum.1 &+ $0.hits, sum.2 &+ $0.misses) }
        }
    }

    private func box(of place: KeyPlace) -> Box? {
        guard !boxes.isEmpty else { return nil }
        // Neighbours in a segment shall not all be in one shard.
        let mixed = (UInt64(place.offset) &+ UInt64(place.segment.number) &<< 32) &* 0x9E37_79B9_7F4A_7C15
        return boxes[Int(mixed &>> 59)]
    }
}
