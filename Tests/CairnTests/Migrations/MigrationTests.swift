import Cairn
import Foundation
import Testing

@Suite struct MigrationTests {
    /// A store of three records of the first version, one of which has been patched.
    private func make(_ folder: borrowing ScratchState) async throws {
        let first = try await StateManager.open(folder.path, records: FirstRunner.self)
        try await first.create(all: (1...3).map { FirstRunner(id: $0, name: "r\($0)", seconds: $0 * 61) })
        try await first.patch(FirstRunner.self, 2, Array(#"{"seconds":600,"shoes":"red"}"#.utf8))
        #expect(text(try first.json(kind: "runner", id: "1")) == #"{"id":1,"name":"r1","seconds":61}"#)
        try await first.close()
    }

    private func text(_ json: [UInt8]?) -> String? { json.map { String(decoding: $0, as: UTF8.self) } }

    @Test func `a record is read through every step, and indices know it as it is then`() async throws {
        let folder = try ScratchState()
        try await make(folder)
        let state = try await StateManager.open(folder.path, records: ThirdRunner.self)
        #expect(try state.get(ThirdRunner.self, 1)?.time == .init(minutes: 1, seconds: 1))
        let found = try state.query(ThirdRunner.where(\.time.minutes == 10))
        #expect(found.map(\.fullName) == ["r2"])
        #expect(try state.explain(plan: ThirdRunner.where(\.time.minutes == 10)).contains("time.minutes"))
        #expect(try state.query(ThirdRunner.where(\.team == nil)).count == 3)
        #expect(try await state.transaction { try $0.get(ThirdRunner.self, 3)?.time.minutes } == 3)
        #expect(try await state.history(of: ThirdRunner.self, 2).compactMap(\.record?.time.minutes) == [2, 10])
        var told: [Int?] = []
        for try await change in state.changes(following: false) {
            told.append(try change.record(ThirdRunner.self)?.time.minutes)
        }
        #expect(told == [1, 2, 3, nil])
        // Nothing was written by reading.
        #expect(text(try state.json(kind: "runner", id: "1")) == #"{"id":1,"name":"r1","seconds":61}"#)
        try await state.close()
    }

    @Test func `the next write makes it new for good and keeps what nobody knows`() async throws {
        let folder = try ScratchState()
        try await make(folder)
        let state = try await StateManager.open(folder.path, records: ThirdRunner.self)
        try await state.update(ThirdRunner.self, 2) { $0.time.minutes += 1 }
        let expected = #"{"id":2,"_version":3,"fullName":"r2","time":{"minutes":11,"seconds":0},"shoes":"red"}"#
        #expect(text(try state.json(kind: "runner", id: "2")) == expected)
        // A patch says something about the new members, so it must not stand over the old record.
        try await state.patch(ThirdRunner.self, 1, Array(#"{"time":{"seconds":9}}"#.utf8))
        #expect(try state.get(ThirdRunner.self, 1)?.time == .init(minutes: 1, seconds: 9))
        try await state.patch(ThirdRunner.self, 1, Array(#"{"team":"north"}"#.utf8))
        try await state.upsert(ThirdRunner(id: 3, fullName: "r3", time: .init(minutes: 0, seconds: 5)))
        #expect(try state.count(of: ThirdRunner.where(\.time.minutes >= 1)) == 2)
        try await state.close()
        let again = try await StateManager.open(folder.path, records: ThirdRunner.self)
        #expect(try again.get(ThirdRunner.self, 1)?.team == "north")
        #expect(try again.query(ThirdRunner.where(\.time.minutes == 0)).map(\.id) == [3])
        try await again.close()
    }

    @Test func `a step may rename, set and remove, and numbers keep their text`() throws {
        struct Thing: Record {
            var id: String
            static var migrations: [Migration] {
                [
                    .step(to: 2) {
                        try $0.rename("x", to: "width")
                        try $0.rename("absent", to: "other")
                        try $0.set("depth", to: ($0.get("depth", as: Int.self) ?? 0) + 1)
                        $0.remove("old")
                        #expect(
                            $0.contains("nothing")
                                && $0.names
                                    == ["id", "width", "old", "nothing", "depth"].filter(
                                        $0.names.contains)
                        )
                        #expect(try $0.get("nothing", as: Int.self) == nil)
                    }
                ]
            }
        }
        let old = Array(#"{"id":"a","x":1.00,"old":{"é\n":[]},"nothing":null}"#.utf8)
        let new = try migrate(Thing.self, "a", old)
        #expect(text(new) == #"{"id":"a","_version":2,"width":1.00,"nothing":null,"depth":1}"#)
        #expect(try migrate(Thing.self, "a", new) == new)
    }

    @Test func `migrating for good writes each old record once, and goes on where it was ended`() async throws {
        let folder = try ScratchState()
        let first = try await StateManager.open(folder.path, records: FirstRunner.self)
        try await first.create(all: (1...700).map { FirstRunner(id: $0, name: "r\($0)", seconds: $0) })
        try await first.close()
        let state = try await StateManager.open(folder.path, records: ThirdRunner.self, Player.self)
        try await state.create(Player(name: "other"))
        try await state.update(ThirdRunner.self, 5) { $0.time.seconds = 0 }
        let error = await #expect(throws: StateError.self) {
            try await state.migrate(ThirdRunner.self) { $0.done < 300 }
        }
        #expect(error?.code == .cancelled)
        let before = state.statistics.recordsWritten
        let report = try await state.migrate(ThirdRunner.self)
        #expect(report.looked == 700)
        #expect(report.migrated > 0 && report.migrated < 699)
        #expect(state.statistics.recordsWritten - before == UInt64(report.migrated))
        #expect(try await state.migrate(ThirdRunner.self).migrated == 0)
        try await state.close()
        // The steps may go now.
        let later = try await StateManager.open(folder.path, records: LaterRunner.self)
        #expect(try later.count(of: LaterRunner.where(\.time.minutes >= 0)) == 700)
        try await later.close()
    }
}

/// The third version, without the steps that led to it.
private struct LaterRunner: Record {
    static let kind = "runner"
    static let version = 3
    var id: Int
    var time: ThirdRunner.Time
}
