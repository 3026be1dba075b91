import CairnDisk
import CairnLines
import CairnLog
import CrashLab

/// A small store with everything in it that a store may hold, and a map of its lines.
package struct SampleStore {
    /// One line of a segment.
    struct Line {
        var file: String
        /// With its newline.
        var range: Range<Int>
        /// A record's number; of the engine's own lines the number of the next record.
        var sequence: UInt64
        var acknowledged: UInt64
        var isControl: Bool
        var transaction: (index: UInt32, count: UInt32)?
    }

    let disk: Disk
    let history: History
    let lines: [Line]
    let segments: [String]
    /// Acknowledged by what the manifest says.
    let provenByManifest: UInt64
    static let segmentBytes = 1_900

    /// How the store was left.
    package enum Form: String, CaseIterable, Sendable {
        /// In order.
        case closed
        /// The process was killed after its last group.
        case killed
        /// In order, with hints and snapshots.
        case kept
    }

    /// - Parameter word: is in every record; a store with another one of the same length has the same form.
    init(_ form: Form, rig: Rig = Rig(), saying word: String = "sample") throws {
        let performance = Performance(on: RecordedFolder(), rig: rig, options: Self.options)
        try performance.open()
        try performance.play(Self.steps(form, word))
        let disk = performance.folder.disk
        self.disk = disk
        history = performance.history
        segments = disk.names.filter { $0.hasPrefix("seg-") && $0.hasSuffix(".jsonl") }
        var lines: [Line] = []
        for name in segments { lines += Self.lines(of: name, disk.bytes(of: name) ?? []) }
        self.lines = lines
        let manifests = disk.names.filter { $0.hasPrefix("MANIFEST") }
        provenByManifest =
            manifests.flatMap { Self.lines(of: $0, disk.bytes(of: $0) ?? []) }.map(\.acknowledged).max() ?? 0
    }

    /// The disk of a store that is like this one, and another.
    static func foreign(saying word: String = "sample") throws -> Disk {
        var rig = Rig()
        rig.identity = StoreIdentity(name: "ffffffff-0b0a-4908-8706-050403020100", seed: 4711)
        return try SampleStore(.closed, rig: rig, saying: word).disk
    }

    static var options: LogOptions {
        var options = Rig().options(.mixed)
        options.segmentBytes = segmentBytes
        return options
    }

    static func lines(of name: String, _ bytes: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var start = 0
        bytes.withUnsafeBytes { bytes in
            while let newline = bytes[start...].firstIndex(of: 0x0a) {
                if newline > start,
                    let line = try? LineReader.read(UnsafeRawBufferPointer(rebasing: bytes[start..<newline]))
                {
                    lines.append(
                        Line(
                            file: name, range: start..<newline + 1, sequence: line.sequence,
                            acknowledged: line.acknowledged, isControl: line.form == .control,
                            transaction: line.transaction.map { ($0.index, $0.count) }))
                }
                start = newline + 1
            }
        }
        return lines
    }

    private static func steps(_ form: Form, _ word: String) -> [Step] {
        var steps: [Step] = []
        for number in 0..<12 {
            let id = "k\(number % 5)"
            let record = ModelRecord(id: id, [("n", "\(number)"), ("body", "\"\(word) text \(number)\"")])
            steps += [.stage([Change("note", id, writes: record)], isTransaction: false, .synced), .drive]
            if number % 4 == 1 { steps.append(.idle(trims: number == 5)) }
            if number % 4 == 2 {
                let other = ModelRecord(id: "t\(number)", [("x", "null")])
                let pair = [
                    Change("note", "k1", changes: [("n", "\(number)00")]), Change("plan", other.id, writes: other),
                ]
                steps += [.stage(pair, isTransaction: true, .synced), .drive]
            }
            if form == .kept, number % 3 == 2 { steps += number > 4 ? [.hints, .snapshot] : [.hints] }
            if number == 7 {
                steps += [.stage([Change(removing: "note", "k0")], isTransaction: false, .synced), .drive]
            }
        }
        guard form == .killed else { return steps + [.close] }
        // One group alone behind a mark: then only its place tells what the mark was.
        let last = Change("note", "last", writes: ModelRecord(id: "last", [("n", "99")]))
        return steps + [.idle(trims: false), .stage([last], isTransaction: false, .synced), .drive, .prepare]
    }
}
