// The program of Docs/Guide.md: what it prints is what a reader gets.
//
//     swift run GuideTour

// tour: begin
import Cairn
import Foundation

// 1. A record is a struct with an id. What it is found by, and what must hold, stands beside it.
struct Shelf: Record {
    var id: String
    var room: String
}

struct Book: Record {
    enum State: String, Codable { case here, lent, lost }
    var id: UUID = .timed()
    var isbn: String
    var title: String
    var shelf: String
    var state = State.here
    static let indices: [Index<Book>] = [
        .unique("isbn", \.isbn),
        .relation("shelf", \.shelf, to: Shelf.self, onDelete: .restrict),
        .status("state", \.state, first: [.here], allows: [.here: [.lent], .lent: [.here, .lost]]),
    ]
}

// 2. One program writes a store at a time. Opening it makes it, or recovers it after a crash.
let library = try await StateManager.open("library.state", records: Shelf.self, Book.self)

// 3. A write returns when it would survive a power cut.
try await library.upsert(Shelf(id: "a", room: "north"))
let stones = try await library.create(Book(isbn: "978-1", title: "Stones", shelf: "a"))
try await library.update(Book.self, stones.id) { $0.state = .lent }

// 4. What belongs together goes into one transaction: all of it, or an error and nothing.
let count = try await library.transaction { transaction in
    try transaction.create(Book(isbn: "978-2", title: "Waves", shelf: "a"))
    try transaction.update(Book.self, stones.id) { $0.state = .here }
    return try transaction.count(of: Book.where(\.state == .here))
}
print("\(count) books are here")

// 5. What must not be is refused, with a code to act on and words to show.
do {
    try await library.create(Book(isbn: "978-1", title: "Stones again", shelf: "a"))
} catch let error as StateError where error.code == .notUnique {
    print(error.message)
}
do {
    try await library.delete(Shelf.self, "a")
} catch let error as StateError where error.code == .referenced {
    print("the shelf stays, since there are books on it")
}

// 6. Reading waits for nobody. A question that nobody foresaw gets an index while everything goes on.
try await library.addIndex(.ordered("title", \Book.title))
for book in try library.query(Book.where(.prefix(\.title, "S")).sorted(by: \.title)) { print(book.title) }
print(try library.explain(plan: Book.where(\.title >= "S")))

// 7. Whoever wants to know what becomes of a record watches a query, or reads its past.
for version in try await library.history(of: Book.self, stones.id) {
    print(version.revision, version.record?.state.rawValue ?? "removed")
}

// 8. Closing waits for what was accepted. A program that is killed instead loses nothing that it was told is done.
try await library.close()
// tour: end
