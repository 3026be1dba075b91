import Cairn
import Testing

extension QueryTests {
    @Suite struct QueryPlannerTests {
        private func store(_ dice: inout QueryDice) -> ToyStore {
            let records = (0..<20 + dice.roll(100)).map { ToyRecord.random(id: $0, &dice) }
            return ToyStore(records: records, definitions: dice.definitions())
        }

        @Test(arguments: 0..<60 as Range<UInt64>)
        func `every plan gives the rows of a plain filter and sort`(seed: UInt64) throws {
            var dice = QueryDice(seed: 1000 + seed)
            let store = store(&dice)
            for round in 0..<60 {
                let query = dice.request()
                let planner = store.planner(
                    noise: dice.pick([1, 30]), scale: dice.pick([1, 500]), seed: UInt64(round))
                let plan = try planner.plan(query)
                let rows = store.run(plan).map(\.id)
                let all = store.answer(query).map(\.id)
                if query.order == nil {
                    #expect(Set(rows).count == rows.count && Set(rows).isSubset(of: all), "\(query)\n\(plan)")
                    #expect(rows.count == min(all.count, query.limit ?? .max), "\(query)\n\(plan)")
                } else {
                    #expect(rows == Array(all.prefix(query.limit ?? .max)), "\(query)\n\(plan)")
                }
            }
        }

        @Test(arguments: 0..<30 as Range<UInt64>)
        func `pages put together are the whole, whatever plans they had`(seed: UInt64) throws {
            var dice = QueryDice(seed: 2000 + seed)
            let store = store(&dice)
            for _ in 0..<20 {
                var query = dice.request()
                query.isPaged = true
                query.limit = nil
                let all = store.answer(query).map(\.id)
                var paged: [String] = []
                query.limit = 1 + dice.roll(9)
                for round in 0...all.count {
                    let planner = store.planner(noise: 30, scale: dice.pick([1, 500]), seed: UInt64(round))
                    let plan = try planner.plan(query)
                    let page = store.run(plan)
                    guard let last = page.last else { break }
                    paged += page.map(\.id)
                    let cursor = SortOrder(query.sort).cursor(after: last)
                    query.after = try Cursor(parsing: cursor.text)
                }
                #expect(paged == all, "\(query)")
            }
        }

        @Test func `the plans that are tried are of all sorts`() throws {
            var sorts: [String: Int] = [:]
            for seed in 0..<90 as Range<UInt64> {
                var dice = QueryDice(seed: 1000 + seed)
                let store = store(&dice)
                for _ in 0..<60 {
                    let plan = try store.planner(scale: dice.pick([1, 500])).plan(dice.request())
                    let access = plan.access.description.prefix { $0 != ":" && $0 != " " }
                    let ordering = plan.ordering.description.prefix(8)
                    let isChecked = plan.residual == .always ? "free" : "checked"
                    for sort in ["\(access)", "\(access), \(ordering)", "\(access), \(isChecked)"] {
                        sorts[sort, default: 0] += 1
                    }
                }
            }
            let wanted = [
                "nothing", "primary", "scan, as it co", "scan, sorted i", "scan, sorted, ", "index, as it co",
                "index, the inde", "index, sorted i", "index, sorted, ", "index, free", "index, checked", "both, free",
                "both, checked",
            ]
            for sort in wanted { #expect(sorts[sort, default: 0] >= 3, "\(sort): \(sorts)") }
        }

        @Test func `indices that are crossed give what both have`() throws {
            var dice = QueryDice(seed: 34)
            let definitions = ["score", "status", "place.city"].map {
                IndexDefinition(
                    name: $0, path: FieldPath($0.split(separator: ".").map(String.init)),
                    kind: $0 == "status" ? .status : .ordered)
            }
            let store = ToyStore(
                records: (0..<200).map { ToyRecord.random(id: $0, &dice) }, definitions: definitions)
            var rows = 0
            for _ in 0..<300 {
                let parts = definitions.map { Condition.compare($0.path, .equal, dice.literal($0.name)) }
                let query = QueryRequest(
                    .all(Array(parts.shuffled(using: &dice).prefix(2 + dice.roll(2)))), isPaged: true)
                let planner = QueryPlanner(indices: definitions, total: 100_000) { _, _ in 1_000 }
                let plan = try planner.plan(query)
                guard case .intersection = plan.access else {
                    #expect(plan.access == .nothing, "\(plan)")
                    continue
                }
                #expect(plan.residual == .always || parts.contains(plan.residual))
                #expect(store.run(plan).map(\.id) == store.answer(query).map(\.id), "\(plan)")
                rows += plan.access == .nothing ? 0 : store.answer(query).count
            }
            #expect(rows > 20)
        }

        /// A range of more than a quarter of the records is read in turn; its count is in the index all the same.
        @Test func `who only counts reads no record where an index knows`() throws {
            let index = IndexDefinition(name: "score", path: FieldPath(member: "score"), kind: .ordered)
            let planner = QueryPlanner(indices: [index], total: 100_000) { _, _ in 90_000 }
            let wide = QueryRequest(.compare(index.path, .greaterOrEqual, .string("a")))
            #expect(try planner.plan(wide).access == .scan)
            let counting = try #require(try planner.counting(wide))
            guard case .index = counting.access else { return #expect(Bool(false), "\(counting)") }
            #expect(counting.residual == .always)
            let other = Condition.compare(FieldPath(member: "name"), .equal, .string("a"))
            #expect(try planner.counting(QueryRequest(.all([wide.condition, other]))) == nil)
            #expect(try planner.counting(QueryRequest(wide.condition, limit: 3)) == nil)
            #expect(try planner.counting(QueryRequest(wide.condition, isCheckedFurther: true)) == nil)
        }

        @Test func `a cursor survives that its row goes and others come`() throws {
            var dice = QueryDice(seed: 31)
            var store = ToyStore(
                records: (0..<80).map { ToyRecord.random(id: $0, &dice) },
                definitions: [IndexDefinition(name: "score", path: FieldPath(member: "score"), kind: .ordered)])
            var query = QueryRequest(
                .always, sort: [SortKey(FieldPath(member: "score"), .descending)], limit: 5, isPaged: true)
            var seen: [String] = []
            let before = store.answer(query).map(\.id)
            for round in 0..<100 {
                let page = store.run(try store.planner().plan(query))
                guard let last = page.last else { break }
                seen += page.map(\.id)
                query.after = SortOrder(query.sort).cursor(after: last)
                store.remove(last.id)
                store.add(ToyRecord.random(id: 1000 + round, &dice))
            }
            #expect(seen.filter(before.contains) == before)
            #expect(Set(seen).count == seen.count)
        }

        @Test func `what has one value orders nothing, and a cursor may come from another query`() throws {
            var dice = QueryDice(seed: 35)
            let paths = ["score", "status"].map { FieldPath(member: $0) }
            let definitions = paths.map { IndexDefinition(name: "\($0)", path: $0, kind: .ordered) }
            let store = ToyStore(records: (0..<150).map { ToyRecord.random(id: $0, &dice) }, definitions: definitions)
            var ordered = 0
            for _ in 0..<1_500 {
                let sort = paths.shuffled(using: &dice).prefix(dice.roll(3)).map {
                    SortKey($0, dice.oneIn(2) ? .ascending : .descending)
                }
                var row = [Condition.compare(paths[1], .equal, .string(dice.pick(["active", "done"])))]
                if dice.oneIn(4) { row.append(.compare(paths[0], .equal, .integer(3))) }
                var query = QueryRequest(.all(row), sort: sort, limit: 1 + dice.roll(30), isPaged: true)
                let everything = store.answer(QueryRequest(.always, sort: sort))
                let place = dice.roll(everything.count)
                query.after = SortOrder(sort).cursor(after: everything[place])
                let wanted = everything[(place + 1)...].filter { ConditionOracle.holds(query.condition, $0) }
                let planner = QueryPlanner(indices: definitions, total: 1_000_000) { index, _ in
                    index.name == "status" && dice.oneIn(2) ? 900_000 : 500
                }
                let plan = try planner.plan(query)
                if plan.ordering == .index { ordered += 1 }
                #expect(store.run(plan).map(\.id) == wanted.prefix(query.limit ?? 0).map(\.id), "\(query)\n\(plan)")
            }
            #expect(ordered > 300)
        }

        @Test func `ranges of an index leave nothing out, even of long texts`() throws {
            var dice = QueryDice(seed: 32)
            let path = FieldPath(member: "long")
            let records = (0..<300).map { ToyRecord.random(id: $0, &dice) }
            let store = ToyStore(
                records: records, definitions: [IndexDefinition(name: "long", path: path, kind: .ordered)])
            var useful = 0
            for _ in 0..<300 {
                let query = QueryRequest(.compare(path, dice.pick([.equal, .less, .greater]), dice.literal("long")))
                var planner = store.planner()
                planner.estimate = { _, _ in 1 }
                let plan = try planner.plan(query)
                guard case .index = plan.access else { continue }
                useful += 1
                #expect(Set(store.run(plan).map(\.id)) == Set(store.answer(query).map(\.id)), "\(query)")
            }
            #expect(useful > 200)
        }

        @Test func `the heap keeps the first rows`() {
            var dice = QueryDice(seed: 33)
            for capacity in [0, 1, 2, 10, 64, 500] {
                var top = TopRows<Int>(capacity: capacity)
                let positions = (0..<300).map { _ in [UInt8(dice.roll(9)), UInt8(dice.roll(256))] }
                for (row, position) in positions.enumerated() { top.insert(row, at: position) }
                let expected = positions.sorted { $0.lexicographicallyPrecedes($1) }.prefix(capacity)
                #expect(top.sorted().map(\.position) == Array(expected))
                #expect(top.isFull == (capacity < 300))
            }
        }
    }
}
