import Cairn
import Foundation
import Testing

/// A record with every sort of number, and values that may be missing.
struct Sale: Record, Equatable {
    var id: Int
    var shop: String
    var amount: Int
    var tip: Int?
    var weight: Double
    var discount: Double?
    var at: Date
    var small: UInt8 = 0
    /// No index names it.
    var note = ""
    static let indices: [Index<Sale>] = [
        .ordered("shop", \.shop), .ordered("amount", \.amount), .ordered("tip", \.tip), .ordered("at", \.at),
    ]
}

@Suite struct AggregateTests {
    private static func sale(_ id: Int, _ dice: inout SeededDice) -> Sale {
        // Eighths add up exactly, in any order.
        Sale(
            id: id, shop: ["", "a", "ab", "é", "e\u{301}", "z"][dice.number(0...5)], amount: dice.number(-50...50),
            tip: dice.maybe { $0.number(0...9) }, weight: Double(dice.number(-80...80)) / 8,
            discount: dice.maybe { Double($0.number(0...40)) / 8 },
            at: Date(timeIntervalSinceReferenceDate: Double(dice.number(0...1_000_000))),
            note: dice.chance(50) ? "odd" : "even")
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>) func `figures are those of a loop over everything`(
        seed: UInt64
    ) async throws {
        let folder = try ScratchState()
        let state = try await StateManager.open(folder.path, records: Sale.self)
        var dice = SeededDice(seed: seed)
        let all = (0..<dice.number(0...300)).map { Self.sale($0, &dice) }
        try await state.create(all: all)
        let bound = dice.number(-60...60)
        try check(state, Sale.all, all)
        try check(state, Sale.where(\.amount >= bound), all.filter { $0.amount >= bound })
        try check(state, Sale.where(\.note == "odd"), all.filter { $0.note == "odd" })
        try check(
            state, Sale.where(\.amount < bound && \.note == "odd"), all.filter { $0.amount < bound && $0.note == "odd" }
        )
        try check(state, Sale.where(\.shop == "a" && \.tip != nil), all.filter { $0.shop == "a" && $0.tip != nil })
        try check(state, Sale.where(\.amount > 1_000), [])
        try await state.close()
    }

    private func check(_ state: StateManager, _ query: Query<Sale>, _ sales: [Sale]) throws {
        #expect(try state.aggregate(of: query, .count) == sales.count)
        #expect(try state.aggregate(of: query.sorted(by: \.amount), .count) == sales.count)
        let (least, most, late) = try state.aggregate(of: query, .min(\.amount), .max(\.amount), .max(\.at))
        #expect(least == sales.map(\.amount).min())
        #expect(most == sales.map(\.amount).max())
        #expect(late == sales.map(\.at).max())
        let tips = sales.compactMap(\.tip)
        let (lowTip, highTip, tipSum) = try state.aggregate(of: query, .min(\.tip), .max(\.tip), .sum(\.tip))
        #expect(lowTip == tips.min())
        #expect(highTip == tips.max())
        #expect(tipSum == tips.reduce(0, +))
        let (sum, average, weights, weight) = try state.aggregate(
            of: query, .sum(\.amount), .average(\.amount), .sum(\.weight), .average(\.weight))
        #expect(sum == sales.map(\.amount).reduce(0, +))
        #expect(average == (sales.isEmpty ? nil : Double(sum) / Double(sales.count)))
        #expect(weights == sales.map(\.weight).reduce(0, +))
        #expect(weight == (sales.isEmpty ? nil : weights / Double(sales.count)))
        let discounts = sales.compactMap(\.discount)
        let (low, discount) = try state.aggregate(of: query, .min(\.discount), .average(\.discount))
        #expect(low == discounts.min())
        #expect(discount == (discounts.isEmpty ? nil : discounts.reduce(0, +) / Double(discounts.count)))
        let shops = sales.map(\.shop).sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        let (first, last) = try state.aggregate(of: query, .min(\.shop), .max(\.shop))
        #expect(first.map { Array($0.utf8) } == shops.first.map { Array($0.utf8) })
        #expect(last.map { Array($0.utf8) } == shops.last.map { Array($0.utf8) })
        try checkGroups(state, query, sales)
    }

    private func checkGroups(_ state: StateManager, _ query: Query<Sale>, _ sales: [Sale]) throws {
        let byTip = try state.groups(of: query, by: \.tip, .count)
        #expect(byTip == Dictionary(grouping: sales, by: \.tip).mapValues(\.count))
        let byNote = try state.groups(of: query, by: \.note, .count, .sum(\.amount), .min(\.tip))
        let wanted = Dictionary(grouping: sales, by: \.note)
        #expect(Set(byNote.keys) == Set(wanted.keys))
        for (note, group) in wanted {
            let found = try #require(byNote[note])
            #expect(found.0 == group.count)
            #expect(found.1 == group.map(\.amount).reduce(0, +))
            #expect(found.2 == group.compactMap(\.tip).min())
        }
    }

    @Test func `a limit counts, and a transaction sees its own writes`() async throws {
        let folder = try ScratchState()
        let state = try await StateManager.open(folder.path, records: Sale.self)
        var dice = SeededDice(seed: 7)
        let all = (0..<100).map { Self.sale($0, &dice) }
        try await state.create(all: all)
        let best = all.map(\.amount).sorted(by: >).prefix(10)
        let ten = Sale.all.sorted(by: \.amount, .descending).limit(10)
        let (count, sum, least) = try state.aggregate(of: ten, .count, .sum(\.amount), .min(\.amount))
        #expect(count == 10)
        #expect(sum == best.reduce(0, +))
        #expect(least == best.last)
        let extra = Sale(id: 1_000, shop: "new", amount: 9_999, weight: 0, at: all[0].at)
        let (most, byShop) = try await state.transaction { transaction in
            try transaction.create(extra)
            return (
                try transaction.aggregate(of: Sale.all, .max(\.amount)),
                try transaction.groups(of: Sale.where(\.shop == "new"), by: \.shop, .count)
            )
        }
        #expect(most == 9_999)
        #expect(byShop == ["new": 1])
        try await state.close()
    }

    @Test func `a sum that does not fit is refused, however it was come by`() async throws {
        let folder = try ScratchState()
        let state = try await StateManager.open(folder.path, records: Sale.self)
        let time = Date(timeIntervalSinceReferenceDate: 0)
        let amounts = [Int.max, Int.max, -Int.max]
        try await state.create(
            all: amounts.enumerated().map {
                Sale(id: $0.offset, shop: "s", amount: $0.element, weight: 0, at: time, small: 200)
            })
        #expect(try state.aggregate(of: Sale.all, .sum(\.amount)) == Int.max)
        #expect(throws: StateError.self) { try state.aggregate(of: Sale.where(\.amount > 0), .sum(\.amount)) }
        #expect { try state.aggregate(of: Sale.all, .sum(\.small)) } throws: {
            ($0 as? StateError)?.code == .tooLarge
        }
        let average: Double? = try state.aggregate(of: Sale.all, .average(\.small))
        #expect(average == 200)
        try await state.close()
    }

    @Test func `the ends of an index answer, also where strings are longer than its keys`() async throws {
        let folder = try ScratchState()
        let state = try await StateManager.open(folder.path, records: Sale.self)
        let time = Date(timeIntervalSinceReferenceDate: 0)
        let long = String(repeating: "x", count: 2_000)
        for (id, end) in ["m", "c", "a", "z", "k"].enumerated() {
            try await state.create(Sale(id: id, shop: long + end, amount: id, weight: 0, at: time))
        }
        let (first, last) = try state.aggregate(of: Sale.all, .min(\.shop), .max(\.shop))
        #expect(first == long + "a")
        #expect(last == long + "z")
        // The plan of few records would be to look at all of them.
        try await state.create(
            all: (10..<1_000).map { Sale(id: $0, shop: long + "d", amount: $0, weight: 0, at: time) })
        let (again, greatest) = try state.aggregate(of: Sale.all, .min(\.shop), .max(\.amount))
        #expect(again == long + "a")
        #expect(greatest == 999)
        let plan = try state.explain(plan: Sale.all, .count, .max(\.amount), .sum(\.amount), .average(\.weight))
        #expect(plan.contains("max(amount): the first of\nindex amount (ordered): amount "))
        #expect(plan.contains(", backwards\n"))
        #expect(plan.contains("sum(amount), average("))
        #expect(
            try state.explain(plan: Sale.where(\.amount > 990), .count).hasPrefix("count: what the index counts of\n"))
        #expect(try !state.explain(plan: Sale.all, .min(\.weight)).contains("the first of"))
        try await state.close()
    }

    @Test func `more groups than are kept in memory are refused`() async throws {
        let folder = try ScratchState()
        let state = try await StateManager.open(folder.path, records: Account.self)
        let most = Query<Account>.mostGroups
        for start in stride(from: 0, to: most, by: 1 << 15) {
            try await state.create(all: (start..<start + (1 << 15)).map { Account(id: "\($0)", balance: $0) })
        }
        #expect(try state.groups(of: Account.all, by: \.balance, .count).count == most)
        try await state.create(Account(id: "more", balance: -1))
        #expect { try state.groups(of: Account.all, by: \.balance, .count) } throws: {
            ($0 as? StateError)?.code == .tooLarge
        }
        try await state.close()
    }
}
