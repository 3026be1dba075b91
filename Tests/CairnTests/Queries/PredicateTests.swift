import Cairn
import Foundation
import Testing

@Suite struct PredicateTests {
    private static func members() -> [Member] {
        var dice = SeededDice(seed: 11)
        return (0..<400).map { id in
            Member(
                id: id, email: "m\(id)@example.org", score: dice.number(0...40),
                team: dice.maybe { ["red", "blue", "green"][$0.number(0...2)] }, note: dice.chance(50) ? "odd" : "even")
        }
    }

    @Test func `a predicate and its key paths have one plan and one answer`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let all = Self.members()
        try await state.create(all: all)
        func expect(
            _ predicate: Predicate<Member>, _ condition: RecordCondition<Member>,
            _ filter: (Member) -> Bool, _ at: SourceLocation = #_sourceLocation
        ) throws {
            let (walked, written) = (try Member.where(predicate), Member.where(condition))
            let plans = (try state.explain(plan: walked), try state.explain(plan: written))
            #expect(plans.0 == plans.1, sourceLocation: at)
            let found = try state.query(walked).map(\.id).sorted()
            let same = try state.query(written).map(\.id).sorted()
            let wanted = all.filter(filter).map(\.id)
            #expect(found == wanted, sourceLocation: at)
            #expect(same == wanted, sourceLocation: at)
        }
        let least = 30
        try expect(#Predicate { $0.score >= least }, \.score >= 30) { $0.score >= 30 }
        try expect(#Predicate { 35 < $0.score }, \.score > 35) { $0.score > 35 }
        try expect(#Predicate { $0.score < 3 || $0.score == 9 }, \.score < 3 || \.score == 9) {
            $0.score < 3 || $0.score == 9
        }
        try expect(#Predicate { !($0.score <= 38) && $0.team != "red" }, !(\.score <= 38) && \.team != "red") {
            $0.score > 38 && $0.team != "red"
        }
        try expect(#Predicate { $0.team == nil && $0.note == "odd" }, \.team == nil && \.note == "odd") {
            $0.team == nil && $0.note == "odd"
        }
        try expect(#Predicate { $0.team == "blue" && $0.score != 3 }, \.team == "blue" && \.score != 3) {
            $0.team == "blue" && $0.score != 3
        }
        try expect(#Predicate { $0.email.starts(with: "m1") }, .prefix(\.email, "m1")) { $0.email.hasPrefix("m1") }
        try expect(#Predicate { $0.email.contains("39@") }, .contains(\.email, "39@")) { $0.email.contains("39@") }
        try expect(#Predicate { (5..<8).contains($0.score) }, \.score >= 5 && \.score < 8) {
            (5..<8).contains($0.score)
        }
        try expect(#Predicate { (5...8).contains($0.score) }, \.score >= 5 && \.score <= 8) {
            (5...8).contains($0.score)
        }
        let wanted = [1, 7, 7, 99]
        try expect(#Predicate { wanted.contains($0.score) }, .among(\.score, wanted)) { wanted.contains($0.score) }
        try await state.close()
    }

    @Test func `what no index names is looked at in the record, and a constant is one`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(all: Self.members())
        let odd = try state.query(Member.where(#Predicate { $0.note.contains("dd") && $0.score > 5 }))
        #expect(!odd.isEmpty && odd.allSatisfy { $0.note == "odd" && $0.score > 5 })
        let short = try state.query(Member.where(#Predicate { !($0.note.count == 3) }))
        #expect(!short.isEmpty && short.allSatisfy { $0.note == "even" })
        #expect(try state.query(Member.where(.among(\.note, ["odd", "none"]))).allSatisfy { $0.note == "odd" })
        #expect(try state.query(Member.where(.prefix(\.note, "ev"))).allSatisfy { $0.note == "even" })
        #expect(try state.query(Member.where(.contains(\.note, "ve"))).allSatisfy { $0.note == "even" })
        #expect(try state.count(of: Member.where(#Predicate { _ in true })) == 400)
        #expect(try state.count(of: Member.where(#Predicate { $0.score >= 0 && false })) == 0)
        try await state.close()
    }

    @Test func `what cannot be walked is refused`() {
        func refuses(_ predicate: Predicate<Member>, _ at: SourceLocation = #_sourceLocation) {
            #expect(sourceLocation: at) { try Member.where(predicate) } throws: {
                ($0 as? StateError)?.code == .invalidQuery
            }
        }
        refuses(#Predicate { $0.score + 1 > 5 })
        refuses(#Predicate { $0.email == $0.note })
        refuses(#Predicate { ($0.team ?? "none") == "none" })
        refuses(#Predicate { $0.score > 5 && $0.team!.starts(with: "r") })
        refuses(#Predicate { $0.score > 5 ? true : false })
    }
}
