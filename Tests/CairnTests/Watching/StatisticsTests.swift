import Cairn
import CairnLog
import Testing

/// One list of numbers, from which everything that shows them is made.
@Suite struct StatisticsTests {
    @Test func `each number has one name, and a scraper gets each`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        try await state.create(all: (0..<10).map { Member(id: $0, email: "m\($0)", score: $0) })
        let numbers = state.statistics
        let values = numbers.values
        #expect(Set(values.map(\.name)).count == values.count)
        #expect(values.allSatisfy { $0.name.wholeMatch(of: /[a-z]+(\.[a-z0-9]+)+/) != nil && $0.help.hasSuffix(".") })
        #expect(numbers["log.records"]?.whole == 10 && numbers["log.sequence"]?.whole == 10)
        #expect(numbers["indices.ready"]?.whole == 3 && numbers["log.written"]?.sort == .counter)
        #expect(numbers["log.commit.p99"]?.number == numbers.commit.p99 / 1e6)
        #expect(numbers["log.nothing"] == nil)
        let samples = numbers.prometheusText(store: "s").split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(samples.count == values.count)
        let few = numbers.prometheusText(store: "s", sinceOpening: false).split(separator: "\n")
        #expect(few.count { !$0.hasPrefix("#") } == values.count { !$0.isSinceOpening })
        // What a scraper calls one number is said once, and not by another one in between.
        let heads = numbers.prometheusText(store: "s").split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
        #expect(Set(heads).count == heads.count)
        try await state.close()
    }
}
