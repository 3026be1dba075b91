import Cairn
import CairnLog
import Testing

/// Indices that come and go while the store is used, and what is told of their troubles.
@Suite struct AddedIndexTests {
    private static let count = 600

    private func filled(_ folder: borrowing ScratchState) async throws -> StateManager {
        let state = try await folder.open()
        try await state.create(
            all: (0..<Self.count).map { Member(id: $0, email: "m\($0)", score: $0 % 10, note: "n\($0 % 50)") })
        return state
    }

    private func names(_ state: StateManager) -> [String] {
        state.indexHealth.filter { $0.kind == "member" }.map(\.name)
    }

    @Test func `an index is added beside readers and writers, used, kept and dropped`() async throws {
        let folder = try ScratchState()
        let state = try await filled(folder)
        let gate = BuildingGate()
        let adding = Task { try await state.addIndex(.ordered("note", \Member.note), progress: gate.report) }
        await gate.waitUntilReached()
        #expect(state.indexHealth.last?.state == .building && state.indexHealth.last?.name == "note")
        let query = Member.where(\.note == "n7")
        #expect(try state.query(query).count == Self.count / 50)
        for id in 0..<20 { try await state.update(Member.self, id) { $0.note = "n7" } }
        try await state.delete(Member.self, 30)
        let wanted = try state.query(query).map(\.id).sorted()
        gate.open()
        let check = try await adding.value
        #expect(check.records == Self.count - 1 && check.values == ["string": Self.count - 1] && check.isSound)
        // Made anew, so that it knows what the property is called.
        let again = Member.where(\.note == "n7")
        #expect(try state.explain(plan: again).hasPrefix("index note"))
        #expect(try state.query(again).map(\.id).sorted() == wanted)
        try await state.update(Member.self, 40) { $0.note = "n7" }
        #expect(try state.count(of: again) == wanted.count + 1)
        #expect(try await state.checkIndices().allSatisfy(\.isSound))
        try await state.close()
        let later = try await folder.open()
        #expect(names(later).last == "note")
        #expect(try later.explain(plan: again).hasPrefix("index note"))
        try await later.dropIndex("note", of: "member")
        #expect(!names(later).contains("note"))
        #expect(try later.explain(plan: again).hasPrefix("scan") && later.count(of: again) == wanted.count + 1)
        try await later.create(Member(id: 10_000, email: "new", score: 1))
        try await later.close()
        let last = try await folder.open()
        #expect(!names(last).contains("note"))
        try await last.close()
    }

    @Test func `a unique one binds writes from the moment on that it is asked for`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(all: (0..<Self.count).map { Member(id: $0, email: "m\($0)", score: 1, note: "n\($0)") })
        let gate = BuildingGate()
        let index = StoredIndex(name: "one note", field: ["note"], sort: .unique)
        let adding = Task { try await state.addIndex(index, to: "member", progress: gate.report) }
        await gate.waitUntilReached()
        let taken = Task { try await state.create(Member(id: 10_000, email: "new", score: 1, note: "n7")) }
        gate.open()
        _ = try await adding.value
        #expect(await refusal { _ = try await taken.value }?.duplicate?.holder == "7")
        try await state.close()
        let again = try await folder.open()
        let refused = await refusal { try await again.create(Member(id: 10_000, email: "new", score: 1, note: "n7")) }
        #expect(refused?.code == .notUnique)
        try await again.close()
    }

    @Test func `what cannot be added or dropped leaves everything as it was`() async throws {
        let folder = try ScratchState()
        let state = try await filled(folder)
        let before = (state.indexHealth, state.statistics.keys)
        func code(_ body: () async throws -> Void) async -> StateError.Code? { await refusal(body)?.code }
        #expect(await code { try await state.addIndex(.unique("note", \Member.note)) } == .notUnique)
        #expect(await code { try await state.addIndex(.ordered("score", \Member.score)) } == .exists)
        let status = Index<Member>.relation("score", \.score, to: Member.self, onDelete: .restrict)
        #expect(await code { try await state.addIndex(status) } == .invalidOption)
        let index = StoredIndex(name: "n", field: ["note"], sort: .ordered)
        #expect(await code { try await state.addIndex(index, to: "nobody") } == .unknownKind)
        #expect(await code { try await state.addIndex(index, to: "member") { _ in false } } == .cancelled)
        #expect(await code { try await state.dropIndex("n", of: "member") } == .unknownIndex)
        #expect(await code { try await state.dropIndex("score", of: "member") } == .invalidOption)
        #expect(state.indexHealth == before.0 && state.statistics.keys == before.1)
        #expect(try await state.addIndex(index, to: "member").isSound)
        try await state.close()
        #expect(await code { try await state.addIndex(index, to: "member") } == .exists)
        let other = StoredIndex(name: "o", field: ["note"], sort: .ordered)
        #expect(await code { try await state.addIndex(other, to: "member") } == .closed)
        let again = try await folder.open()
        #expect(names(again).count == before.0.filter { $0.kind == "member" }.count + 1)
        try await again.close()
    }

    @Test func `many that come and go at once all end as they were asked to`() async throws {
        let folder = try ScratchState()
        let state = try await filled(folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                group.addTask {
                    let index = StoredIndex(name: "i\(number)", field: ["note"], sort: .ordered)
                    try await state.addIndex(index, to: "member")
                    if number % 2 == 0 { try await state.dropIndex("i\(number)", of: "member") }
                }
            }
            for writer in 0..<3 {
                group.addTask {
                    for id in 0..<30 { try await state.update(Member.self, writer * 30 + id) { $0.note = "w\(id)" } }
                }
            }
            try await group.waitForAll()
        }
        #expect(names(state).filter { $0.hasPrefix("i") }.sorted() == ["i1", "i3", "i5"])
        #expect(try await state.checkIndices().allSatisfy(\.isSound))
        try await state.close()
    }

    @Test func `an index that comes into trouble is told, and when it is whole again`() async throws {
        let folder = try ScratchState()
        let events = EventStream()
        var options = LogOptions()
        options.events = events
        let state = try await StateManager.open(folder.path, records: Member.self, options: options)
        try await state.create(all: (0..<50).map { Member(id: $0, email: "m\($0)", score: $0) })
        #expect(await state.damageIndex("score", of: "member"))
        try await state.update(Member.self, 0) { $0.score = 100 }
        await state.waitForBuiltIndices()
        try await state.addIndex(.ordered("note", \Member.note))
        try await state.dropIndex("note", of: "member")
        try await state.close()
        // Two records with one value, written by a program that knows nothing of it.
        let log = try await Log.open(folder.path)
        _ = try await log.append(.record(kind: "member", json: #"{"id":99,"email":"m1","score":1,"note":""}"#.utf8))
        try await log.close()
        let again = try await StateManager.open(folder.path, records: Member.self, options: options)
        try await again.update(Member.self, 99) { $0.email = "m99" }
        try await again.close()
        events.finish()
        var seen: [String] = []
        for await event in events where event.name.hasPrefix("index") {
            seen.append("\(event.level) \(event.name) \(event.fields["index"] ?? "")")
        }
        #expect(
            seen == [
                "warning index.degraded score", "info index.whole score", "info index.added note",
                "info index.dropped note", "warning index.violated email", "info index.whole email",
            ])
    }
}
