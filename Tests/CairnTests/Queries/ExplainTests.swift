import Cairn
import Testing

extension QueryTests {
    /// Plans as people read them, over a store of 100,000 records of which the test says what the indices hold.
    @Suite struct ExplainTests {
        private static let indices = [
            IndexDefinition(name: "score", path: FieldPath(member: "score"), kind: .ordered),
            IndexDefinition(name: "status", path: FieldPath(member: "status"), kind: .status),
            IndexDefinition(name: "name", path: FieldPath(member: "name"), kind: .unique),
            IndexDefinition(name: "team", path: FieldPath(member: "team"), kind: .relation),
            IndexDefinition(name: "age", path: FieldPath(member: "age"), kind: .ordered, isUsable: false),
        ]

        private func explain(
            _ text: String, sort: String? = nil, limit: Int? = nil, counts: [String: Int] = [:]
        ) throws -> String {
            let planner = QueryPlanner(indices: Self.indices, total: 100_000) { index, range in
                range == .all ? 100_000 : counts[index.name] ?? 50_000
            }
            let query = QueryRequest(
                try Condition(parsing: text), sort: try sort.map { try SortKey.list(parsing: $0) } ?? [], limit: limit)
            return try planner.plan(query).description
        }

        @Test func `a narrow range is read from its index`() throws {
            let plan = try explain("score >= 100 && score < 200 && note contains 'x'", counts: ["score": 120])
            #expect(
                plan == """
                    index score (ordered): score [100, 200)
                    check: note contains "x"
                    cost: looks at about 120 of 100000 records for 12
                    """)
        }

        @Test func `a wide range is a scan`() throws {
            #expect(
                try explain("score > 100") == """
                    scan: every record
                    check: score > 100
                    cost: looks at about 100000 of 100000 records for 50000
                    """)
        }

        @Test func `an index gives the order, and the limit ends it early`() throws {
            #expect(
                try explain("score > 100 && note contains 'x'", sort: "score descending", limit: 10) == """
                    index score (ordered): score (100, …), backwards
                    check: note contains "x"
                    order: score descending, then id descending; the index has it
                    limit: 10
                    cost: looks at about 100 of 100000 records for 10
                    """)
        }

        @Test func `an index may be worth its order alone`() throws {
            #expect(
                try explain("note contains 'x'", sort: "score", limit: 10) == """
                    index score (ordered): all entries
                    check: note contains "x"
                    order: score, then id; the index has it
                    limit: 10
                    cost: looks at about 100 of 100000 records for 10
                    """)
        }

        @Test func `few are sorted rather than many read in order`() throws {
            #expect(
                try explain("name == 'Ada'", sort: "score", limit: 10, counts: ["name": 1]) == """
                    index name (unique): name {"Ada"}
                    check: nothing
                    order: score, then id; sorted, 10 rows kept
                    limit: 10
                    cost: looks at about 1 of 100000 records for 1
                    """)
        }

        @Test func `what is sorted without a limit is sorted in passes`() throws {
            #expect(
                try explain("note contains 'x'", sort: "note") == """
                    scan: every record
                    check: note contains "x"
                    order: note, then id; sorted in passes of 16384 rows
                    cost: looks at about 100000 of 100000 records for 10000
                    """)
        }

        @Test func `values in a list are ranges of a status index`() throws {
            #expect(
                try explain("status == 'a' || status in ['b', 'c'] || status == 'a'", counts: ["status": 40]) == """
                    index status (status): status {"a"}, {"b"}, {"c"}
                    check: nothing
                    cost: looks at about 120 of 100000 records for 120
                    """)
        }

        @Test func `a status index knows no ranges`() throws {
            #expect(try explain("status >= 'a'", counts: ["status": 1]).hasPrefix("scan"))
            #expect(try explain("true", sort: "status", limit: 1).hasPrefix("scan"))
        }

        @Test func `an id is looked up`() throws {
            #expect(
                try explain("id in ['b', 'a', 7] && score > 3") == """
                    primary: 3 ids
                    check: id in [7, "a", "b"] && score > 3
                    cost: looks at about 3 of 100000 records for 1
                    """)
        }

        @Test func `two indices are crossed when that is clearly better`() throws {
            #expect(
                try explain("team == 't' && status == 'a'", counts: ["team": 2_000, "status": 3_000]) == """
                    both of index team (relation): team {"t"} and index status (status): status {"a"}
                    check: nothing
                    cost: looks at about 60 of 100000 records for 60
                    """)
            let one = try explain("team == 't' && status == 'a'", counts: ["team": 10, "status": 3_000])
            #expect(one.hasPrefix("index team"))
        }

        @Test func `prefixes, contraries and what is absent are ranges, too`() throws {
            let counts = ["name": 9, "team": 9, "score": 9]
            #expect(try explain("name startsWith 'Ad'", counts: counts).hasPrefix(#"index name (unique): name "Ad"…"#))
            #expect(try explain("team == null || !exists(team)", counts: counts).contains("team (…, absent], {null}"))
            #expect(try explain("score != 5", counts: counts).contains("score (…, 5), (5, …)"))
        }

        @Test func `an index that is not ready is not asked`() throws {
            #expect(try explain("age == 5", sort: "age", limit: 1, counts: ["age": 1]).hasPrefix("scan"))
        }

        @Test func `the caller's closure and a cursor are told of`() throws {
            let planner = QueryPlanner(indices: Self.indices, total: 100_000) { _, _ in 300 }
            let sort = try SortKey.list(parsing: "score")
            let cursor = Array(#"{"score":7}"#.utf8).withUnsafeBytes {
                SortOrder(sort).cursor(after: $0, id: Array("a".utf8))
            }
            let query = QueryRequest(
                try Condition(parsing: "score > 5 && exists(note)"), sort: sort, limit: 9, after: cursor,
                isCheckedFurther: true)
            let plan = try planner.plan(query)
            #expect(
                plan.description == """
                    index score (ordered): score [7, …)
                    check: exists(note), and the caller's closure
                    order: score, then id; the index has it
                    after: a cursor
                    limit: 9
                    cost: looks at about 20 of 100000 records for 9
                    """)
            guard case .index(let access) = plan.access, let range = access.ranges.first else {
                Issue.record("\(plan)")
                return
            }
            let key = FieldValue.integer(7).key
            #expect(!range.contains(key + Array("a".utf8)) && range.contains(key + Array("a0".utf8)))
            #expect(range.contains(key + Array("b".utf8)) && !range.contains(FieldValue.integer(6).key + [0x7a]))
        }

        @Test func `a contradiction reads nothing`() throws {
            #expect(
                try explain("score > 5 && score < 3 && id == 'a'") == """
                    nothing: no record is wanted
                    cost: looks at about 0 of 100000 records for 0
                    """)
            #expect(try explain("true", limit: 0).hasPrefix("nothing"))
        }
    }
}
