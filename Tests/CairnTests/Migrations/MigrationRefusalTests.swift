import Cairn
import Testing

/// What cannot be migrated is refused, and stays as it is.
@Suite struct MigrationRefusalTests {
    @Test func `a step that throws names the record and the step, and nothing is lost`() async throws {
        let folder = try ScratchState()
        let first = try await StateManager.open(folder.path, records: FirstRunner.self)
        try await first.create(all: [
            FirstRunner(id: 1, name: "a", seconds: -1), FirstRunner(id: 2, name: "b", seconds: 5),
        ])
        try await first.close()
        // An index that does not know where a record belongs answers nothing; others are still found by their ids.
        let third = try await StateManager.open(folder.path, records: ThirdRunner.self)
        let refused = #expect(throws: StateError.self) {
            try third.query(ThirdRunner.where(\.time.minutes == 0))
        }
        #expect(refused?.code == .migrationFailed)
        #expect(try third.get(ThirdRunner.self, 2)?.fullName == "b")
        #expect(third.indexHealth.allSatisfy { $0.state == .degraded })
        try await third.close()
        let state = try await StateManager.open(folder.path, records: FussyRunner.self)
        #expect(try state.get(FussyRunner.self, 2)?.id == 2)
        let errors = [
            #expect(throws: StateError.self) { try state.get(FussyRunner.self, 1) },
            #expect(throws: StateError.self) { try state.query(FussyRunner.all) },
            await #expect(throws: StateError.self) { try await state.update(FussyRunner.self, 1) { _ in } },
            await #expect(throws: StateError.self) { try await state.upsert(FussyRunner(id: 1)) },
            await #expect(throws: StateError.self) { try await state.delete(FussyRunner.self, 1) },
            await #expect(throws: StateError.self) { try await state.migrate(FussyRunner.self) },
        ]
        for error in errors {
            #expect(error?.code == .migrationFailed)
            #expect(error?.message.contains("runner 1 cannot be brought from version 1 to 2") == true)
            #expect(error?.cause is NoTime)
        }
        #expect(try state.json(kind: "runner", id: "1") == Array(#"{"id":1,"name":"a","seconds":-1}"#.utf8))
        #expect(state.statistics.lastSequence.number <= 3)
        try await state.close()
    }

    @Test func `a record of a later version is refused whatever is asked of it, and kept`() async throws {
        let folder = try ScratchState()
        let new = try await StateManager.open(folder.path, records: SecondRunner.self)
        try await new.create(SecondRunner(id: 1, fullName: "a", seconds: 1))
        try await new.close()
        let old = try await StateManager.open(folder.path, records: FirstRunner.self)
        let other = FirstRunner(id: 1, name: "b", seconds: 2)
        let errors = [
            #expect(throws: StateError.self) { try old.get(FirstRunner.self, 1) },
            #expect(throws: StateError.self) { try old.snapshot().get(FirstRunner.self, 1) },
            #expect(throws: StateError.self) { try old.query(FirstRunner.where(\.seconds == 1)) },
            await #expect(throws: StateError.self) { try await old.create(other) },
            await #expect(throws: StateError.self) { try await old.upsert(other) },
            await #expect(throws: StateError.self) { try await old.update(FirstRunner.self, 1) { $0.seconds = 3 } },
            await #expect(throws: StateError.self) { try await old.patch(FirstRunner.self, 1, Array("{}".utf8)) },
            await #expect(throws: StateError.self) { try await old.delete(FirstRunner.self, 1) },
            await #expect(throws: StateError.self) { try await old.history(of: FirstRunner.self, 1) },
        ]
        for error in errors { #expect(error?.code == .newerRecord) }
        try await old.close()
        let again = try await StateManager.open(folder.path, records: SecondRunner.self)
        #expect(try again.get(SecondRunner.self, 1)?.fullName == "a")
        #expect(again.statistics.lastSequence.number == 1)
        try await again.close()
    }

    @Test func `what indices cannot place is told by queries, never left out of an answer`() async throws {
        let folder = try ScratchState()
        let new = try await StateManager.open(folder.path, records: FourthRunner.self)
        try await new.create(FourthRunner(id: 1))
        try await new.close()
        let old = try await StateManager.open(folder.path, records: ThirdRunner.self)
        let errors = [
            #expect(throws: StateError.self) { try old.query(ThirdRunner.where(\.time.minutes == 7)) },
            #expect(throws: StateError.self) { try old.count(of: ThirdRunner.where(\.time.minutes == 7)) },
            #expect(throws: StateError.self) { try old.count(of: ThirdRunner.all) },
            #expect(throws: StateError.self) { try old.get(ThirdRunner.self, 1) },
        ]
        for error in errors { #expect(error?.code == .newerRecord) }
        #expect(try await old.checkIndices().allSatisfy { !$0.isUsed })
        try await old.close()
    }

    @Test func `a chain that leaves a version out is refused before anything is opened`() async throws {
        struct Gap: Record {
            var id: String
            static var migrations: [Migration] { [.step(to: 2) { _ in }, .step(to: 4) { _ in }] }
        }
        struct Behind: Record {
            var id: String
            static let version = 5
            static var migrations: [Migration] { [.step(to: 4) { _ in }] }
        }
        let folder = try ScratchState()
        let errors = [
            await #expect(throws: StateError.self) { try await StateManager.open(folder.path, records: Gap.self) },
            await #expect(throws: StateError.self) { try await StateManager.open(folder.path, records: Behind.self) },
        ]
        for error in errors { #expect(error?.code == .invalidOption) }
    }

    @Test func `a step may not change the id, and a step that was taken out is missed`() throws {
        struct Moved: Record {
            var id: String
            static var migrations: [Migration] { [.step(to: 2) { try $0.set("id", to: "b") }] }
        }
        struct Late: Record {
            var id: String
            static var migrations: [Migration] { [.step(to: 3) { _ in }] }
        }
        let json = Array(#"{"id":"a"}"#.utf8)
        let moved = #expect(throws: StateError.self) { try migrate(Moved.self, "a", json) }
        #expect(moved?.code == .migrationFailed)
        let late = #expect(throws: StateError.self) { try migrate(Late.self, "a", json) }
        #expect(late?.code == .migrationFailed)
        #expect(late?.message.contains("from version 1 to 2") == true)
    }

    @Test(arguments: ["0", "-1", "1.5", "\"2\"", "null", "[]"])
    func `a mark that is no version is told`(mark: String) throws {
        let json = Array(#"{"id":"a","_version":\#(mark)}"#.utf8)
        let error = #expect(throws: StateError.self) { try migrate(Account.self, "a", json) }
        #expect(error?.code == .undecodable)
    }

    @Test func `a type that has the mark as a member of its own, or a patch that changes it, is refused`() async throws
    {
        struct Marked: Record {
            var id: String
            var _version = 7
        }
        let folder = try ScratchState()
        let state = try await StateManager.open(folder.path, records: Marked.self, SecondRunner.self)
        try await state.create(SecondRunner(id: 1, fullName: "a", seconds: 1))
        let errors = [
            await #expect(throws: StateError.self) { try await state.create(Marked(id: "a")) },
            await #expect(throws: StateError.self) {
                try await state.patch(SecondRunner.self, 1, Array(#"{"_version":null}"#.utf8))
            },
            await #expect(throws: StateError.self) {
                try await state.patch(SecondRunner.self, 1, Array(#"{"_version":3}"#.utf8))
            },
        ]
        for error in errors { #expect(error?.code == .invalidRecord) }
        #expect(state.statistics.lastSequence.number == 1)
        try await state.close()
    }
}

/// The third version without indices, and with a step that throws.
private struct FussyRunner: Record {
    static let kind = "runner"
    var id: Int
    static var migrations: [Migration] {
        [.step(to: 2) { if try $0.get("seconds", as: Int.self) ?? 0 < 0 { throw NoTime() } }]
    }
}

private struct FourthRunner: Record {
    static let kind = "runner"
    static let version = 4
    var id: Int
}
