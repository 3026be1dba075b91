import Cairn
import CairnLines
import Testing

/// Batches in which the log refuses one entry. The command line's tests have the rest.
@Suite struct RecordImportTests {
    @Test func `the one entry that is refused is told from the others, and stops them or not`() async throws {
        let change = try Entry.update(kind: "plan", id: "c", changes: #"{"n":1}"#.utf8)
        let entries: [(entry: Entry, number: Int)] = [
            (try .record(kind: "plan", json: #"{"id":"a"}"#.utf8), 7), (change, 8),
            (try .record(kind: "plan", json: #"{"id":"b"}"#.utf8), 9),
        ]
        for trouble in RecordImport.Trouble.allCases {
            let scratch = try ScratchState()
            let log = try await Log.open(scratch.path)
            _ = try await log.append(.record(kind: "plan", json: #"{"id":"c"}"#.utf8))
            // A record takes so many changes in a row and no more.
            _ = try await log.append(batch: Array(repeating: change, count: KeyIndex.maxChain))
            var (stored, refused): ([String], [Int]) = ([], [])
            var writer = RecordImport(log, onTrouble: trouble)
            let goesOn = try await writer.write(
                entries, acknowledge: { stored += $0.map(\.id) },
                refuse: { refusal in
                    #expect(refusal.error.code == .tooLarge)
                    refused.append(refusal.number)
                })
            #expect(goesOn == (trouble == .skip))
            #expect(stored == (trouble == .skip ? ["a", "b"] : ["a"]))
            #expect(refused == [8])
            try await log.close()
        }
    }

    @Test func `a batch that is too large as a whole goes one by one`() async throws {
        let scratch = try ScratchState()
        let log = try await Log.open(scratch.path)
        let pad = String(repeating: "x", count: Limits.maxLineBytes / 2)
        let entries = try ["a", "b"].map { id in
            (entry: try Entry.record(kind: "plan", id: id, json: #"{"pad":"\#(pad)"}"#.utf8), number: 0)
        }
        var stored: [String] = []
        var writer = RecordImport(log, durability: .volatile, onTrouble: .stop)
        let goesOn = try await writer.write(
            entries, acknowledge: { stored += $0.map(\.id) }, refuse: { Issue.record("\($0.error)") })
        #expect(goesOn && stored == ["a", "b"])
        try await log.close()
    }

    @Test func `what is not about one entry ends it all`() async throws {
        let scratch = try ScratchState()
        let log = try await Log.open(scratch.path)
        try await log.close()
        let one = (try Entry.record(kind: "plan", json: #"{"id":"a"}"#.utf8), 1)
        await #expect(throws: LogError.self) {
            var writer = RecordImport(log, onTrouble: .skip)
            _ = try await writer.write([one], acknowledge: { _ in }, refuse: { _ in })
        }
    }
}
