import CairnDisk
import CrashLab

/// The smallest write-ahead log that can be right or wrong: a log of `letter letter newline` records and a checkpoint
/// that replaces it. Each of its four syncs can be left out.
struct ToyLog {
    enum Sync: CaseIterable { case record, checkpoint, rename, log }

    static let capacity = 3
    let folder: any Folder
    let without: Sync?
    private var log: any DiskFile
    private var records: [String]

    init(_ folder: any Folder, without: Sync? = nil) throws {
        self.folder = folder
        self.without = without
        let names = try Set(folder.list(.openStore).map(\.name))
        records = []
        if names.contains("checkpoint") {
            records = try Self.lines(folder.open("checkpoint", .read, .readSnapshot).text())
        }
        let isNew = !names.contains("log")
        log = try folder.open("log", isNew ? .create : .readWrite, .createSegment)
        if isNew { try Self.sync(.log, without) { try folder.sync(.createSegment) } }
        let first = records.count
        for line in try Self.lines(log.text()) {
            guard let number = Int(line.prefix(4)), number >= first else { continue }
            guard number == records.count else { break }
            records.append(line)
        }
    }

    var contents: [String] { records }

    /// Returns once the record is durable.
    mutating func append() throws {
        if records.count > 0, records.count % Self.capacity == 0 { try checkpoint() }
        let number = String(records.count)
        let line = String(repeating: "0", count: 4 - number.count) + number + "!\n"
        let place = records.count % Self.capacity * line.utf8.count
        try log.put(line, at: place)
        try Self.sync(.record, without) { try log.sync(.commitGroup) }
        records.append(String(line.dropLast()))
    }

    /// Everything so far goes into a file of its own, and the log begins again from its start.
    private mutating func checkpoint() throws {
        if try folder.list(.openStore).contains(where: { $0.name == "new" }) { try folder.unlink("new", .dropSnapshot) }
        let file = try folder.open("new", .create, .writeSnapshot)
        try file.put(records.map { $0 + "\n" }.joined())
        try Self.sync(.checkpoint, without) { try file.sync(.writeSnapshot) }
        try folder.rename("new", to: "checkpoint", .publishSnapshot)
        try Self.sync(.rename, without) { try folder.sync(.publishSnapshot) }
        try log.truncate(to: .zero, .trimRoom)
    }

    private static func sync(_ sync: Sync, _ without: Sync?, _ body: () throws -> Void) throws {
        if sync != without { try body() }
    }

    /// The whole records from the start; what is torn ends them.
    private static func lines(_ text: String) -> [String] {
        var result: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.utf8.count == 5, line.last == "!" else { break }
            result.append(String(line))
        }
        return result
    }

    /// A promise that some state breaks, nil if none does: every record that was promised is there, in order.
    static func violation(model: CrashModel, without: Sync?) throws -> String? {
        let folder = RecordedFolder()
        var log = try ToyLog(folder, without: without)
        for number in 1...7 {
            try log.append()
            folder.mark(UInt64(number))
        }
        for state in CrashStates(folder.trace, model: model) {
            let found = try ToyLog(state.mount()).contents
            let isPrefix = found == (0..<found.count).map { String(("0000" + String($0)).suffix(4)) + "!" }
            if !isPrefix || found.count < Int(state.mark ?? 0) { return "\(state.label): \(found)" }
        }
        return nil
    }
}
