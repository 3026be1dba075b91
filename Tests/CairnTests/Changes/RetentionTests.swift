import Cairn
import Foundation
import Testing

private struct Latest: Record {
    var id: String
    var value: Int
}

private struct Three: Record {
    static let retention: Retention? = .versions(3)
    var id: String
    var value: Int
}

private struct Hour: Record {
    static let retention: Retention? = .seconds(3_600)
    var id: String
    var value: Int
}

private struct Whole: Record {
    static let retention: Retention? = .everything
    var id: String
    var value: Int
}

@Suite struct RetentionTests {
    private func open(_ folder: borrowing ScratchState) async throws -> StateManager {
        try await StateManager.open(
            folder.path, records: Latest.self, Three.self, Hour.self, Whole.self)
    }

    /// Five versions of a record of each kind, and compacted.
    private func fill(_ state: StateManager) async throws {
        for value in 1...5 {
            try await state.transaction { transaction in
                try transaction.upsert(Latest(id: "a", value: value))
                try transaction.upsert(Three(id: "a", value: value))
                try transaction.upsert(Hour(id: "a", value: value))
                try transaction.upsert(Whole(id: "a", value: value))
            }
        }
        #expect(try await state.compact(all: true).linesDropped == 4 + 2)
    }

    @Test func `each kind keeps what its type says, and its history tells where something is missing`() async throws {
        let folder = try ScratchState()
        let state = try await open(folder)
        try await fill(state)
        let latest = try await state.history(of: Latest.self, "a")
        #expect(latest.map(\.record?.value) == [5])
        #expect(latest.map(\.followsGap) == [true])
        #expect(latest.allSatisfy { $0.isCertain })
        let three = try await state.history(of: Three.self, "a")
        #expect(three.map(\.record?.value) == [3, 4, 5])
        #expect(three[0].followsGap)
        #expect(try await state.history(of: Hour.self, "a").map(\.record?.value) == [1, 2, 3, 4, 5])
        #expect(try await state.history(of: Whole.self, "a").map(\.record?.value) == [1, 2, 3, 4, 5])
        try await state.close()
    }

    @Test func `a moment is told where what it was made of is there, and refused where it may not be`() async throws {
        let folder = try ScratchState()
        let state = try await open(folder)
        try await fill(state)
        let present = PastMoment(SequenceNumber(20))
        #expect(try await state.get(Latest.self, "a", asOf: present)?.value == 5)
        let fourth = PastMoment(SequenceNumber(16))
        #expect(try await state.get(Three.self, "a", asOf: fourth)?.value == 4)
        #expect(try await state.get(Whole.self, "a", asOf: fourth)?.value == 4)
        // It was there once, and nobody knows any more what it was.
        for moment in [fourth, PastMoment(SequenceNumber(8))] {
            let error = await #expect(throws: StateError.self) {
                try await state.get(Latest.self, "a", asOf: moment)
            }
            #expect(error?.code == .overtaken)
        }
        try await state.close()
    }

    @Test func `changes whose record was dropped are no version, and make what follows uncertain`() async throws {
        let folder = try ScratchState()
        let state = try await open(folder)
        try await state.create(Three(id: "a", value: 0))
        for value in 1...6 { try await state.patch(Three.self, "a", Array(#"{"value":\#(value)}"#.utf8)) }
        try await state.upsert(Three(id: "a", value: 7))
        try await state.compact(all: true)
        let history = try await state.history(of: Three.self, "a")
        #expect(history.last?.record?.value == 7)
        #expect(history.last?.isCertain == true)
        for version in history { #expect(!version.isCertain || version.record?.value == 7) }
        try await state.close()
    }

    @Test func `what the options say comes before the type, and a word once given stays in force`() async throws {
        let folder = try ScratchState()
        var options = LogOptions()
        options.retention["three"] = .versions(1)
        let first = try await StateManager.open(folder.path, records: Three.self, options: options)
        for value in 1...30 { try await first.upsert(Three(id: "a", value: value)) }
        try await first.compact(all: true)
        #expect(try await first.history(of: Three.self, "a").map(\.record?.value) == [30])
        try await first.close()
        // A type of the same kind that says nothing.
        let second = try await open(folder)
        try await second.close()
        let third = try await StateManager.open(folder.path, records: SilentThree.self)
        for value in 1...30 { try await third.upsert(SilentThree(id: "a", value: value)) }
        try await third.compact(all: true)
        let kept = try await third.history(of: SilentThree.self, "a").map(\.record?.value)
        // What an earlier compaction left may stay until there is something to gain there.
        #expect(kept.suffix(3) == [28, 29, 30] && kept.count <= 4)
        try await third.close()
    }

    @Test(arguments: [Retention.versions(0), .versions(-1), .seconds(-1)])
    func `a retention that cannot be is refused before anything is written`(keep: Retention) async throws {
        let folder = try ScratchState()
        var options = LogOptions()
        options.retention["account"] = keep
        let error = await #expect(throws: StateError.self) {
            try await StateManager.open(folder.path, records: Account.self, options: options)
        }
        #expect(error?.code == .invalidOption)
        let state = try await folder.open()
        try await state.close()
    }
}

private struct SilentThree: Record {
    static let kind = "three"
    var id: String
    var value: Int
}
