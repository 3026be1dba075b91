import Cairn
import CairnLines
import CairnLog
import Testing

/// Texts that Swift calls equal and the log does not: nothing that is keyed by one of them answers for the other.
@Suite struct ExactTextTests {
    private static let one = "caf\u{e9}"
    private static let two = "cafe\u{301}"

    private struct Spot: Record, Equatable {
        var id: String
        var a: Int
        var b = 0
        static let indices: [Index<Spot>] = [.ordered("a", \.a), .ordered("b", \.b)]
    }

    private struct OneSpot: Record, Equatable {
        static let kind = ExactTextTests.one
        var id: String
        var name: String
        static let indices: [Index<OneSpot>] = [.unique("name", \.name)]
    }

    private struct TwoSpot: Record, Equatable {
        static let kind = ExactTextTests.two
        var id: String
        var size: Int
        static let indices: [Index<TwoSpot>] = [.ordered("size", \.size)]
    }

    @Test func `a map has both`() {
        #expect(Self.one == Self.two && ExactText(Self.one) != ExactText(Self.two))
        var map: TextMap<Int> = [Self.one: 1]
        map[Self.two, default: 10] += 1
        #expect(map[Self.one] == 1 && map[Self.two] == 11 && map.count == 2)
        #expect(map.inOrder.map(\.value) == [11, 1], "e is before é")
        map[Self.one] = nil
        #expect(map.keys.map { Array($0.utf8) } == [Array(Self.two.utf8)])
        #expect(RecordName(kind: "k", id: Self.one) != RecordName(kind: "k", id: Self.two))
        #expect(Set([RecordName(kind: Self.one, id: ""), RecordName(kind: Self.two, id: "")]).count == 2)
    }

    @Test func `two ids are two records, in a transaction and in queries`() async throws {
        let folder = try ScratchState()
        let state = try await StateManager.open(folder.path, records: Spot.self, Account.self)
        try await state.transaction { transaction in
            try transaction.create(Spot(id: Self.one, a: 1))
            try transaction.create(Spot(id: Self.two, a: 2))
            try transaction.update(Spot.self, Self.one) { $0.b = 10 }
            // Its own writes lie over what is stored, each over its own.
            #expect(try transaction.get(Spot.self, Self.two)?.b == 0)
            #expect(try transaction.count(of: Spot.all) == 2)
            try transaction.create(Account(id: Self.one, balance: 1))
        }
        let seen = try await state.transaction { transaction in
            try transaction.create(Account(id: Self.two, balance: 2))
            return try transaction.query(Account.where(\.balance >= 0)).map(\.balance).sorted()
        }
        #expect(seen == [1, 2])
        #expect(try state.query(Account.where(\.balance >= 0)).map(\.balance).sorted() == [1, 2])
        // By two indices, of which the ids are looked up that both have.
        #expect(try state.query(Spot.where(\.a >= 1 && \.b >= 0)).map(\.a).sorted() == [1, 2])
        #expect(try await state.delete(Spot.self, Self.one))
        #expect(try state.get(Spot.self, Self.two)?.a == 2)
        let moved = await refusal { try await state.update(Spot.self, Self.two) { $0.id = Self.one } }
        #expect(moved?.code == .invalidRecord)
        try await state.close()
    }

    @Test func `two kinds have their own records, indices and definitions`() async throws {
        let folder = try ScratchState()
        for _ in 0..<2 {
            let state = try await StateManager.open(folder.path, records: OneSpot.self, TwoSpot.self)
            try await state.upsert(OneSpot(id: "a", name: "x"))
            try await state.upsert(all: (0..<3).map { TwoSpot(id: "\($0)", size: $0) })
            #expect(try state.query(OneSpot.all).map(\.name) == ["x"])
            #expect(try state.query(TwoSpot.where(\.size >= 1)).map(\.size).sorted() == [1, 2])
            #expect(Set(state.indexHealth.map { "\($0.name) \($0.entries)" }) == ["name 1", "size 3"])
            try await state.close()
        }
        // A program that knows one of them does not take the other's records for its own.
        let state = try await StateManager.open(folder.path, records: TwoSpot.self)
        #expect(try state.query(TwoSpot.all).count == 3 && state.indexHealth.map(\.entries) == [3])
        #expect(try await state.checkIndices().allSatisfy(\.isSound))
        let refused = await refusal {
            try await state.addIndex(StoredIndex(name: "n", field: ["name"], sort: .ordered), to: Self.one)
        }
        #expect(refused?.code == .unknownKind)
        try await state.close()
        let log = try await Log.open(folder.path)
        let store = UntypedStore(log)
        #expect(store.indices(of: Self.one).map(\.name) == ["name"])
        #expect(store.indices(of: Self.two).map(\.name) == ["size"])
        #expect(try store.count(UntypedQuery(), of: Self.one) == 1)
        // What one demands, the other does not.
        var writer = RecordImport(log, onTrouble: .skip)
        var refusals: [Int] = []
        let entries = try [Self.one, Self.two].map { try Entry.record(kind: $0, json: #"{"id":"z","name":"x"}"#.utf8) }
        _ = try await writer.write(
            entries.enumerated().map { ($1, $0) }, acknowledge: { _ in }, refuse: { refusals.append($0.number) })
        #expect(refusals == [0])
        try await log.close()
    }

    @Test func `two members and two names of indices are told apart`() async throws {
        let folder = try ScratchState()
        let log = try await Log.open(folder.path)
        // So many that it pays to look them up.
        _ = try await log.append(batch: (2...100).map { try .record(kind: "t", json: #"{"id":\#($0)}"#.utf8) })
        _ = try await log.append(.record(kind: "t", json: Array(#"{"id":"1","\#(Self.one)":1,"\#(Self.two)":2}"#.utf8)))
        try await log.close()
        struct T: Record { var id: String }
        let state = try await StateManager.open(folder.path, records: T.self)
        for name in [Self.one, Self.two] {
            try await state.addIndex(StoredIndex(name: name, field: [name], sort: .ordered), to: "t")
        }
        #expect(state.indexHealth.count == 2)
        #expect(try await state.checkIndices().allSatisfy(\.isSound))
        try await state.dropIndex(Self.one, of: "t")
        #expect(state.indexHealth.map { Array($0.name.utf8) } == [Array(Self.two.utf8)])
        try await state.close()
        let again = try await Log.open(folder.path)
        let store = UntypedStore(again)
        for (name, value, explained) in [(Self.one, 1, "scan"), (Self.two, 2, "index")] {
            let query = try UntypedQuery(where: "`\(name)` == \(value)")
            for _ in 0..<2 { #expect(try store.count(query, of: "t") == 1) }
            #expect(try store.explain(query, of: "t").hasPrefix(explained))
        }
        try await again.close()
    }
}
