import CairnDisk
import CairnLog
import CrashLab

/// Holds the housekeeping of a log to what it is for. Where it fails no record is lost; but room that is filled ahead
/// must be there and durable, a spare must be used, and hints must be good, or else they would be work for nothing.
struct HousekeepingCheck {
    private let folder: RecordedFolder
    private let options: LogOptions

    init(_ folder: RecordedFolder, _ options: LogOptions) { (self.folder, self.options) = (folder, options) }

    /// What a step of a log on a disk that works has to leave behind.
    func check(_ step: Step, namesBefore: [String]) throws {
        switch step {
        case .drive: try spareIsUsed(namesBefore)
        case .prepare: try roomIsDurable()
        case .hints: try hintsAreGood()
        default: return
        }
    }

    /// A segment that is begun takes the room that was filled for it.
    private func spareIsUsed(_ before: [String]) throws {
        guard before.contains(FileName.spare) else { return }
        let names = folder.disk.names
        let isBegun = names.contains { $0.hasPrefix("seg-") && $0.hasSuffix(".jsonl") && !before.contains($0) }
        if isBegun, names.contains(FileName.spare) { throw LabError("a segment was begun, and the spare is left over") }
    }

    /// The power goes now: the room is there, so that the sync of a line written into it has no length to save.
    private func roomIsDurable() throws {
        let trace = folder.trace
        guard let name = folder.disk.names.last(where: { $0.hasPrefix("seg-") && $0.hasSuffix(".jsonl") }),
            let text = folder.disk.bytes(of: name), !text.contains(word: "cairn.seal"),
            let label = CrashLabel("ordered:\(trace.events.count):0:1"),
            let (state, _) = CrashStates.replay(label, of: trace), let durable = state.disk.content(of: name)
        else { return }
        let end = (text.lastIndex { $0 != 0x0a } ?? -2) + 2
        let target = SegmentRoom.target(end: Int64(end), limit: Int64(options.segmentBytes))
        if durable.length < target { throw LabError("\(name) has \(durable.length) durable bytes of \(target)") }
        guard end > options.segmentBytes / 2 else { return }
        let spare = state.disk.content(of: FileName.spare) ?? folder.disk.content(of: FileName.spare)
        if spare?.length != options.segmentBytes { throw LabError("no room was filled for the next segment") }
    }

    /// Every segment whose end is known has hints that can be used.
    private func hintsAreGood() throws {
        guard let newest = folder.disk.names.last(where: { $0.hasPrefix("MANIFEST-") }) else { return }
        let generation = UInt64(newest.dropFirst(9).dropLast(6)) ?? 0
        let state = try ManifestReader.read(folder, generation: generation, checks: .all).state
        let hints = SegmentHints(folder, seed: state.identity?.seed ?? 0)
        for (position, record) in state.segments.enumerated() {
            guard let end = state.end(at: position), hints.read(record, end, checks: .all) == nil else { continue }
            throw LabError("\(record.hintsName) was written and cannot be used")
        }
    }
}

extension [UInt8] {
    fileprivate func contains(word: String) -> Bool {
        let word = Array(word.utf8)
        return count >= word.count
            && (0...count - word.count).contains {
                self[$0] == word[0] && self[$0..<$0 + word.count].elementsEqual(word)
            }
    }
}
