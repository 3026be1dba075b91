// The use that Docs/Queries.md shows, as a program: what it prints is what a reader gets.
//
//     swift run QueriesTour

// tour: begin
import Cairn
import Foundation

struct Sale: Record {
    var id: Int
    var shop: String
    var amount: Int
    static let indices: [Index<Sale>] = [.ordered("shop", \.shop), .ordered("amount", \.amount)]
}

enum Order: Codable { case placed(by: String), paid(amount: Int), sent }

let state = try await StateManager.open("sales.state", records: Sale.self)
try await state.create(
    all: (1...1_000).map { Sale(id: $0, shop: $0 % 3 == 0 ? "north" : "south", amount: $0 * 7 % 100) })

// Figures, all of one moment, in one walk; an index answers for its ends.
let large = Sale.where(\.amount >= 50)
let (count, sum, most) = try state.aggregate(of: large, .count, .sum(\.amount), .max(\.amount))
print("\(count) large sales, \(sum) together, \(most ?? 0) at most")
print(try state.explain(plan: large, .max(\.amount), .sum(\.amount)))
for (shop, (count, average)) in try state.groups(of: Sale.all, by: \.shop, .count, .average(\.amount)) {
    print(shop, count, average ?? 0)
}

// A page at a time. The cursor is text that may leave the program and come back, whatever was written meanwhile.
let best = Sale.all.sorted(by: \.amount, .descending).limit(20)
let first = try state.page(best)
if let cursor = first.next?.text { print(try state.page(best, after: Cursor(parsing: cursor)).records.count) }

// Everything, as of one moment, with one record in memory at a time.
var total = 0
for try await sale in state.records(of: Sale.all) { total += sale.amount }
print(total)

// The same query as a predicate.
let northern = try Sale.where(#Predicate { $0.shop == "north" && (90..<95).contains($0.amount) })
print(try state.count(of: northern), try state.count(of: Sale.where(\.shop == "north" && .among(\.amount, [90, 91]))))

// The answer now, and after each commit that changes it.
let watcher = Task {
    for try await answer in state.values(of: Sale.where(\.amount > 1_000)) {
        print("\(answer.count) of more than 1,000")
        if !answer.isEmpty { break }
    }
}
try await state.create(Sale(id: 2_000, shop: "north", amount: 2_000))
try await watcher.value

// Events beside records: an append can demand the version that it was decided upon.
let version = try await state.append(to: "order-17", expecting: 0, [Order.placed(by: "Arthur"), .paid(amount: 12)])
do { try await state.append(to: "order-17", expecting: 1, [Order.sent]) } catch let error as StateError {
    print(error.streamConflict?.actual ?? 0)
}
try await state.append(to: "order-17", expecting: version, [Order.sent])
for event in try state.events(of: Order.self, in: "order-17", .backwards, limit: 2) {
    print(event.version, event.event)
}
try await state.truncate("order-17", upTo: 1)

try await state.close()
// tour: end
