/// All disks that a power cut at one point of a trace may leave, at one size of piece.
final class CrashPoint {
    /// What the directories are under one choice, which many combinations share.
    private struct Settled {
        var choices: [Int]
        var folders: [[String: Entry]]
        var names: [(hash: UInt64, file: Int)]
        var rest: UInt64
        /// For each file, the event before which its changes are certain because its rename has landed.
        var floors: [Int: Int]
    }

    /// A file with pending changes and where its items begin.
    private struct PlannedFile {
        let plan: FilePlan
        let lengthItem: Int?
        let pieceItems: [Int?]
    }

    let patterns: ChoicePatterns
    private let disk: PendingDisk
    private let entryItems: Int
    private let certainHashes: [UInt64]
    private var planned: [PlannedFile] = []
    private var planOfFile: [Int?]
    private var settled: Settled?
    /// The items of the combinations, in the order of the choices: names first.
    private let items: [PendingItem]

    init(_ disk: PendingDisk, plans: [FilePlan], certainHashes: [UInt64], limits: CrashLimits, seed: UInt64) {
        self.disk = disk
        self.certainHashes = certainHashes
        let pending = disk.entries.pending
        var items: [PendingItem] = []
        if disk.entries.model == .allReordered {
            items = pending.map { PendingItem(count: 2, present: 1, time: $0.event, group: 0) }
        } else if let first = pending.first {
            items = [PendingItem(count: pending.count + 1, present: pending.count, time: first.event, group: 0)]
        }
        entryItems = items.count
        planOfFile = disk.files.map { _ in nil }
        for plan in plans {
            planOfFile[plan.file.index] = planned.count
            planned.append(Self.plannedFile(plan, group: planned.count + 1, items: &items))
        }
        self.items = items
        patterns = ChoicePatterns(items, limits: limits, seed: seed)
    }

    private static func plannedFile(_ plan: FilePlan, group: Int, items: inout [PendingItem]) -> PlannedFile {
        var lengthItem: Int?
        if plan.lengths.count > 1 {
            lengthItem = items.count
            items.append(
                PendingItem(
                    count: plan.lengths.count, present: plan.lengths.count - 1, time: plan.lengths[1].event,
                    group: group))
        }
        let pieceItems = plan.pieces.map { piece -> Int? in
            if plan.isDetermined(piece) { return nil }
            let time = plan.operations[piece.alternatives[1].operation].event
            items.append(
                PendingItem(count: piece.alternatives.count, present: piece.present, time: time, group: group))
            return items.count - 1
        }
        return PlannedFile(plan: plan, lengthItem: lengthItem, pieceItems: pieceItems)
    }

    /// The hash of the disk that this combination leaves. Complexity: O(names + pending pieces).
    func hash(_ choices: [Int]) -> UInt64 {
        let settled = settle(choices)
        var result = settled.rest
        for (name, file) in settled.names {
            let content = planOfFile[file].map { contentHash(planned[$0], choices, settled) } ?? certainHashes[file]
            result &+= SectorHash.mix(name ^ content)
        }
        return result
    }

    /// The disk that this combination leaves.
    func disk(_ choices: [Int]) -> Disk {
        let settled = settle(choices)
        var result = Disk()
        result.folders = settled.folders
        result.files = disk.files.map(\.durable)
        for (_, file) in settled.names {
            if let plan = planOfFile[file] { result.files[file] = content(planned[plan], choices, settled) }
        }
        return result
    }

    /// What landed and what did not, for a person.
    func explanation(_ choices: [Int]) -> String {
        var lines: [String] = []
        for (index, entry) in disk.entries.pending.enumerated() {
            lines.append("\(landed(index, choices) ? "landed" : "absent"): \(entry.change)")
        }
        for file in planned {
            let (length, alternatives) = selection(file, choices, settle(choices))
            let view = file.plan.view(length)
            let full = file.plan.lengths.last?.length ?? 0
            lines.append("file \(file.plan.file.index): length \(view.length) of \(full)")
            for (piece, choice) in zip(file.plan.pieces, alternatives) {
                let chosen = piece.alternatives[choice]
                let what = choice == 0 ? "absent" : choice == piece.present ? "present" : "\(chosen.kind) \(choice)"
                lines.append("  \(piece.start)..<\(piece.end): \(what)")
            }
        }
        return lines.joined(separator: "\n")
    }

    private func landed(_ entry: Int, _ choices: [Int]) -> Bool {
        disk.entries.model == .allReordered ? choices[entry] == 1 : entry < choices[0]
    }

    private func settle(_ choices: [Int]) -> Settled {
        if let settled, settled.choices.elementsEqual(choices[..<entryItems]) { return settled }
        let (folders, renames) = disk.entries.settled { landed($0, choices) }
        var result = Settled(
            choices: Array(choices[..<entryItems]), folders: folders, names: [], rest: 0, floors: [:])
        if disk.entries.model != .allReordered {
            for rename in renames { result.floors[rename.file.index] = rename.event }
        }
        var waiting: [(folder: Int, hash: UInt64)] = [(0, 0)]
        while let (folder, hash) = waiting.popLast() {
            for (name, entry) in folders[folder] {
                let named = SectorHash.name(name, in: hash)
                switch entry {
                case .file(let file): result.names.append((named, file.index))
                case .folder(let inner):
                    result.rest &+= named
                    waiting.append((inner.index, named))
                }
            }
        }
        settled = result
        return result
    }

    /// The length and the alternatives chosen for a file, after what is certain has been respected.
    private func selection(_ file: PlannedFile, _ choices: [Int], _ settled: Settled) -> (Int, [Int]) {
        let plan = file.plan
        let floor = max(plan.floor, settled.floors[plan.file.index] ?? -1)
        var length = file.lengthItem.map { choices[$0] } ?? 0
        if floor >= 0 { length = plan.length(length, atLeast: floor) }
        let alternatives = plan.pieces.indices.map { index in
            let piece = plan.pieces[index]
            let choice = file.pieceItems[index].map { choices[$0] } ?? piece.present
            return floor >= 0 ? plan.alternative(choice, of: piece, atLeast: floor) : choice
        }
        return (length, alternatives)
    }

    private func contentHash(_ file: PlannedFile, _ choices: [Int], _ settled: Settled) -> UInt64 {
        let (length, alternatives) = selection(file, choices, settled)
        let view = file.plan.view(length)
        var sum = view.rest
        for (patches, choice) in zip(view.patches, alternatives) { sum &+= patches[choice].hash }
        return SectorHash.mix(sum)
    }

    private func content(_ file: PlannedFile, _ choices: [Int], _ settled: Settled) -> FileContent {
        let (length, alternatives) = selection(file, choices, settled)
        let view = file.plan.view(length)
        var content = view.base
        for (index, piece) in file.plan.pieces.enumerated() {
            let patch = view.patches[index][alternatives[index]].bytes
            let fitting = min(patch.count, view.length - piece.start)
            guard fitting > 0 else { continue }
            patch.withUnsafeBytes { content.write(UnsafeRawBufferPointer(rebasing: $0[..<fitting]), at: piece.start) }
        }
        return content
    }
}
