import Cairn
import CairnLog
import Foundation
import Testing

/// Something that cannot be done, the code that says so, and the way to do it.
struct BadInput: Sendable, CustomTestStringConvertible {
    /// The store that it is tried upon.
    struct Scene: Sendable {
        let state: StateManager
        let path: String
    }

    /// As the page of errors has it.
    let what: String
    let code: StateError.Code
    let act: @Sendable (Scene) async throws -> Void

    init(_ code: StateError.Code, _ what: String, _ act: @escaping @Sendable (Scene) async throws -> Void) {
        (self.code, self.what, self.act) = (code, what, act)
    }

    var testDescription: String { what }

    static var all: [BadInput] { records + rules + questions + indices + stores }

    private static var records: [BadInput] {
        [
            BadInput(.unknownKind, "a record of a type that `open` was not told of") {
                try await $0.state.create(Account(id: "a", balance: 1))
            },
            BadInput(.exists, "a new record with the id of one that is there") {
                try await $0.state.create(Member(id: 1, email: "new", score: 0))
            },
            BadInput(.notFound, "a change of a record that is not there") {
                try await $0.state.update(Member.self, 404) { $0.score = 1 }
            },
            BadInput(.conflict, "a write that demands a revision which has passed") {
                try await $0.state.update(Member.self, 1, expecting: SequenceNumber(999)) { $0.score = 1 }
            },
            BadInput(.invalidRecord, "a change of a record's id") {
                try await $0.state.update(Member.self, 1) { $0.id = 2 }
            },
            BadInput(.invalidRecord, "a number that JSON has not") {
                try await $0.state.create(Gauge(id: "g", value: .infinity))
            },
            BadInput(.undecodable, "a patch that makes no such record") {
                try await $0.state.patch(Member.self, 1, Array(#"{"score":"many"}"#.utf8))
            },
            BadInput(.newerRecord, "a record that a later version of its type wrote") {
                _ = try $0.state.get(Gauge.self, "later")
            },
            BadInput(.cancelled, "a write of a task that was cancelled") { scene in
                let task = Task {
                    // It begins when it was cancelled, and not before.
                    while !Task.isCancelled { await Task.yield() }
                    try await scene.state.create(Member(id: 9, email: "new", score: 0))
                }
                task.cancel()
                try await task.value
            },
        ]
    }

    private static var rules: [BadInput] {
        [
            BadInput(.notUnique, "a value of a unique index that another record has") {
                try await $0.state.transaction { transaction in
                    try transaction.create(Member(id: 8, email: "free", score: 0))
                    try transaction.create(Member(id: 9, email: "m1", score: 0))
                }
            },
            BadInput(.dangling, "a relation to a record that is not there") {
                try await $0.state.create(Card(id: "new", board: 404))
            },
            BadInput(.referenced, "a removal of a record that others point at") {
                _ = try await $0.state.delete(Card.self, "c1")
            },
            BadInput(.forbiddenTransition, "a status that may not follow on the one before") {
                try await $0.state.update(Card.self, "c1") { $0.stage = .done }
            },
            BadInput(.invalidRecord, "a time that is not written as times are") {
                try await $0.state.patch(Card.self, "c1", Array(#"{"due":"2026-11-20T20:13:00+01:00"}"#.utf8))
            },
        ]
    }

    private static var questions: [BadInput] {
        [
            BadInput(.invalidQuery, "a text that is no condition") {
                _ = try $0.state.explain(plan: Member.all)
                _ = try UntypedQuery(where: "score >")
            },
            BadInput(.unknownIndex, "an order by a property that no index names") {
                _ = try $0.state.query(Gauge.all.sorted(by: \.value))
            },
            BadInput(.invalidQuery, "a predicate that might throw") {
                _ = try $0.state.query(Member.where(#Predicate { $0.team!.starts(with: "r") }))
            },
            BadInput(.cancelled, "records that are read by a task which was cancelled") { scene in
                let task = Task {
                    while !Task.isCancelled { await Task.yield() }
                    for try await _ in scene.state.records(of: Member.all) {}
                }
                task.cancel()
                try await task.value
            },
        ]
    }

    private static var indices: [BadInput] {
        [
            BadInput(.tooLarge, "a value that is longer than an index takes") {
                let text = String(repeating: "x", count: 2_000)
                try await $0.state.create(Member(id: 9, email: text, score: 0))
            },
            BadInput(.mismatchedIndex, "a new value of a unique index that is degraded") {
                #expect(await $0.state.giveUpIndex("email", of: "member"))
                try await $0.state.create(Member(id: 9, email: "new", score: 0))
            },
            BadInput(.notUnique, "a unique index over values that are not") {
                try await $0.state.addIndex(.unique("note", \Member.note))
            },
            BadInput(.exists, "an index of a name that its kind has") {
                try await $0.state.addIndex(StoredIndex(name: "score", field: ["x"], sort: .ordered), to: "member")
            },
            BadInput(.unknownIndex, "the removal of an index that is not there") {
                try await $0.state.dropIndex("note", of: "member")
            },
            BadInput(.invalidOption, "the removal of an index that a type declares") {
                try await $0.state.dropIndex("score", of: "member")
            },
        ]
    }

    private static var stores: [BadInput] {
        [
            BadInput(.closed, "a write to a store that was closed") {
                try await $0.state.close()
                try await $0.state.create(Member(id: 9, email: "new", score: 0))
            },
            BadInput(.readOnly, "a write to a store that is open for reading") { scene in
                try await scene.state.close()
                var options = LogOptions()
                options.recovery = .readOnly
                let reader = try await StateManager.open(scene.path, records: Member.self, options: options)
                let refused = await refusal { try await reader.create(Member(id: 9, email: "new", score: 0)) }
                try await reader.close()
                if let refused { throw refused }
            },
            BadInput(.locked, "a second opening for writing") {
                _ = try await StateManager.open($0.path, records: Member.self)
            },
            BadInput(.invalidOption, "two types of one kind") {
                _ = try await StateManager.open($0.path, records: Member.self, OtherMember.self)
            },
            BadInput(.unknownKind, "a relation to a type that `open` was not told of") {
                _ = try await StateManager.open($0.path, records: Card.self)
            },
            BadInput(.notAStore, "a folder that is no store, where none may be created") {
                var options = LogOptions()
                options.createIfMissing = false
                _ = try await StateManager.open($0.path + "-none", records: Member.self, options: options)
            },
            BadInput(.newerStore, "a store that a later version made") {
                try await NewerStore.at($0.path + "-newer") {
                    _ = try await StateManager.open($0, records: Member.self)
                }
            },
        ]
    }
}

/// A kind with numbers that JSON may not have.
struct Gauge: Record {
    var id: String
    var value: Double
}

/// A second type of a kind that is taken.
struct OtherMember: Record {
    static let kind = "member"
    var id: Int
}
