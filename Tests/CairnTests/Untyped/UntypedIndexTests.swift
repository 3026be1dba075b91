import Cairn
import CairnLog
import Foundation
import Testing

/// Questions about records without types, answered by the indices that the store defines.
@Suite struct UntypedIndexTests {
    private static let values = [
        "1", "2", "2.0", "10", "-3", "1e2", #""1""#, #""ab""#, #""abc""#, #""""#, "null", "true", "[1]", #"{"a":1}"#,
    ]

    private func record(_ id: Int, _ dice: inout SeededDice) -> String {
        var members = [#""id":"r\#(id)""#]
        for name in ["a", "b", "c"] where dice.chance(80) {
            members.append(#""\#(name)":\#(Self.values[dice.number(0...Self.values.count - 1)])"#)
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static let conditions = [
        "a == 2", "a >= 2", "a < 10 && b == 'ab'", "b startsWith 'a'", "b in [1, 2, 'ab']", "a == null", "exists(c)",
        "!exists(a)", "c == true || a == 1", "a != 2", "a in -5..<5 && c == 1", "b > 'a' && b < 'b'", "not (a >= 2)",
    ]

    private func rows(_ store: UntypedStore, _ query: UntypedQuery) throws -> [[UInt8]] {
        var rows: [[UInt8]] = []
        try store.forEach(query, of: "t") { _, json in
            rows.append(json)
            return true
        }
        return rows
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>) func `an index answers as a scan does`(seed: UInt64) async throws {
        var dice = SeededDice(seed: seed)
        let folder = try ScratchState()
        let log = try await Log.open(folder.path)
        let lines = try (0..<120).map { try Entry.record(kind: "t", json: Array(record($0, &dice).utf8)) }
        _ = try await log.append(batch: lines)
        let plain = UntypedStore(log)
        var expected: [(query: UntypedQuery, rows: [[UInt8]])] = []
        for condition in Self.conditions {
            for (order, limit) in [("", nil), ("a desc", nil), ("b", 7), ("a, c desc", nil)] as [(String, Int?)] {
                let query = try UntypedQuery(where: condition, sortedBy: order, limit: limit)
                let found = try rows(plain, query)
                expected.append((query, order.isEmpty ? found.sorted { $0.lexicographicallyPrecedes($1) } : found))
            }
        }
        #expect(try !plain.explain(UntypedQuery(where: "a == 2"), of: "t").contains("index"))
        for (name, sort) in [("a", .ordered), ("b", .ordered), ("c", .status)] as [(String, StoredIndex.Sort)] {
            _ = try await plain.addIndex(StoredIndex(name: name, field: [name], sort: sort), to: "t")
        }
        let indexed = UntypedStore(log)
        var used = 0
        for (query, wanted) in expected {
            let found = try rows(indexed, query)
            let isSorted = try indexed.explain(query, of: "t").contains("order:")
            #expect((isSorted ? found : found.sorted { $0.lexicographicallyPrecedes($1) }) == wanted)
            if try indexed.explain(query, of: "t").hasPrefix("index") { used += 1 }
            #expect(try indexed.count(query, of: "t") == wanted.count)
        }
        #expect(used > 10, "otherwise nothing was compared")
        try await log.close()
    }

    @Test func `an index is made when it pays, and not for what has changed`() async throws {
        let folder = try ScratchState()
        let log = try await Log.open(folder.path)
        let lines = try (0..<200).map { try Entry.record(kind: "t", json: Array(#"{"id":\#($0),"n":\#($0)}"#.utf8)) }
        _ = try await log.append(batch: lines)
        let store = UntypedStore(log)
        _ = try await store.addIndex(StoredIndex(name: "by n", field: ["n"], sort: .ordered), to: "t")
        let query = try UntypedQuery(where: "n >= 197")
        let first = try store.explain(query, of: "t")
        #expect(first.hasPrefix("scan") && first.hasSuffix("not used: index by n, which would have to be made first"))
        #expect(try store.explain(query, of: "t").hasPrefix("index by n (ordered): n [197, "))
        #expect(try store.count(query, of: "t") == 3)
        _ = try await log.append(.record(kind: "t", json: Array(#"{"id":"new","n":500}"#.utf8)))
        #expect(try store.count(query, of: "t") == 4, "a scan again")
        #expect(try store.count(query, of: "t") == 4, "with an index of now")
        #expect(try store.explain(query, of: "t").hasPrefix("index by n"))
        #expect(try !store.explain(UntypedQuery(where: "id == 3"), of: "t").contains("index"))
        try await log.close()
    }

    @Test func `sorting in many passes is worth an index at once`() throws {
        let index = StoredIndex(name: "n", field: ["n"], sort: .ordered)
        for (count, pays) in [(50_000, false), (100_000, true)] {
            let request = try QueryRequest(sort: SortKey.list(parsing: "n"))
            let planner = QueryPlanner(indices: [], total: count) { _, _ in 0 }
            let helpful = UntypedIndices.helpful([index], request)
            #expect(helpful.count == 1)
            #expect(UntypedIndices.pays(try planner.plan(request), helpful, questions: 1) == pays)
            #expect(UntypedIndices.pays(try planner.plan(request), helpful, questions: 2))
        }
        #expect(UntypedIndices.helpful([index], try QueryRequest(Condition(parsing: "m == 1"))).isEmpty)
    }

    @Test func `what records do not keep is not added, and a check tells what is wrong`() async throws {
        let folder = try ScratchState()
        let log = try await Log.open(folder.path)
        let store = UntypedStore(log)
        for json in [#"{"id":"1","m":"x"}"#, #"{"id":"2","m":"x"}"#, #"{"id":"3"}"#] {
            _ = try await log.append(.record(kind: "t", json: Array(json.utf8)))
        }
        let refused = await refusal {
            _ = try await store.addIndex(StoredIndex(name: "m", field: ["m"], sort: .unique), to: "t")
        }
        #expect(refused?.code == .notUnique && refused?.message.contains(#"the first is "x""#) == true)
        #expect(store.indices(of: "t").isEmpty)
        let check = try await store.addIndex(StoredIndex(name: "m", field: ["m"], sort: .ordered), to: "t")
        #expect(check.records == 3 && check.values == ["string": 2, "absent": 1])
        #expect(try await store.checkIndices().map(\.isSound) == [true])
        try await store.dropIndex("m", of: "t")
        // As a program with types would have declared it.
        let list =
            #"[{"name":"m","field":["m"],"sort":"unique"},{"name":"p","field":["m"],"sort":"relation","to":"t"}]"#
        try log.setIndexDefinitions(Array(list.utf8), of: "t")
        let found = try await store.checkIndices(of: "t")
        #expect(found.map(\.isSound) == [false, false])
        #expect(found[1].trouble?.contains("there is no such t") == true)
        try await log.close()
    }
}
