import Cairn
import CairnCLI
import FieldKit
import Testing

private struct Plan: Record, Equatable {
    var id: String
    var n: Int
    static var indices: [Index<Plan>] { [.ordered("n", \.n)] }
}

/// Typed records, read beside a writer in a process of its own.
@Suite struct FollowingProcessTests {
    @Test func `a program that reads keeps up with one that writes, and compacts, and ends`() async throws {
        let command = try Command()
        try command.fill(20)
        var options = LogOptions()
        options.recovery = .readOnly
        let state = try await StateManager.open(command.store, records: Plan.self, options: options)
        var answers = state.values(of: Plan.where(\.n >= 20)).makeAsyncIterator()
        #expect(try await answers.next()?.map(\.id) == ["r20"])
        #expect(try command.run(["put", command.store, "plan"], input: [#"{"id":"r1","n":21}"#]).code == 0)
        #expect(try await answers.next().map { Set($0.map(\.id)) } == ["r1", "r20"])
        for _ in 0..<4 {
            let again = (2...19).map { #"{"id":"r\#($0)","n":\#($0)}"# }
            #expect(try command.run(["put", command.store, "plan"], input: again).code == 0)
        }
        let compaction = try command.run(["compact", command.store, "--all", "--yes", "--json"])
        #expect(compaction.text.contains(#""segmentsBefore":1"#), "\(compaction.text) \(compaction.errors)")
        #expect(try command.run(["delete", command.store, "plan", "r20", "--yes"]).code == 0)
        #expect(try await answers.next()?.map(\.id) == ["r1"])
        #expect(try state.count(of: Plan.where(\.n < 20)) == 18)
        #expect(try state.get(Plan.self, "r2") == Plan(id: "r2", n: 2))
        #expect(try state.following()?.writer == nil)
        try await state.close()
    }
}
