import CrashLab
import Laboratory
import Testing

/// The checker itself: it must tell right from wrong before it may judge the store.
@Suite struct RecordHistoryTests {
    private typealias Event = RecordHistory.Event

    private func verdict(_ events: [Event]) -> RecordHistory.Verdict { RecordHistory(events).verdict() }

    @Test func `one after the other is an order`() {
        let events = [
            Event(.read, .value(nil), begun: 1, ended: 2), Event(.write(1), .done, begun: 3, ended: 4),
            Event(.exchange(2), .value(1), begun: 5, ended: 6), Event(.compare(2, with: 3), .done, begun: 7, ended: 8),
            Event(.compare(2, with: 4), .refused(3), begun: 9, ended: 10), Event(.delete, .done, begun: 11, ended: 12),
            Event(.delete, .refused(nil), begun: 13, ended: 14),
            Event(.exchange(5), .refused(nil), begun: 15, ended: 16),
        ]
        #expect(verdict(events) == .linearizable)
    }

    @Test func `what happens at once may have happened in any order`() {
        let writes = [Event(.write(1), .done, begun: 1, ended: 10), Event(.write(2), .done, begun: 2, ended: 9)]
        for value in [1, 2] {
            #expect(verdict(writes + [Event(.read, .value(value), begun: 11, ended: 12)]) == .linearizable)
        }
        #expect(verdict(writes + [Event(.read, .value(nil), begun: 3, ended: 4)]) == .linearizable)
    }

    @Test func `a stale read is found`() {
        let events = [
            Event(.write(1), .done, begun: 1, ended: 2), Event(.write(2), .done, begun: 3, ended: 4),
            Event(.read, .value(1), begun: 5, ended: 6),
        ]
        #expect(verdict(events) == .broken)
    }

    @Test func `a lost update is found`() {
        let events = [
            Event(.write(1), .done, begun: 1, ended: 2), Event(.exchange(2), .value(1), begun: 3, ended: 6),
            Event(.exchange(3), .value(1), begun: 4, ended: 7),
        ]
        #expect(verdict(events) == .broken)
        let compared = [
            Event(.write(1), .done, begun: 1, ended: 2), Event(.compare(1, with: 2), .done, begun: 3, ended: 6),
            Event(.compare(1, with: 3), .done, begun: 4, ended: 7),
        ]
        #expect(verdict(compared) == .broken)
    }

    @Test func `two readers that see two writes in two orders are found`() {
        let events = [
            Event(.write(1), .done, begun: 1, ended: 20), Event(.write(2), .done, begun: 2, ended: 20),
            Event(.read, .value(1), begun: 3, ended: 4), Event(.read, .value(2), begun: 5, ended: 6),
            Event(.read, .value(1), begun: 7, ended: 8),
        ]
        #expect(verdict(events) == .broken)
        #expect(verdict(Array(events.dropLast())) == .linearizable)
    }

    @Test func `a read that comes too early, of what was never written, or of what was removed is found`() {
        let write = Event(.write(1), .done, begun: 3, ended: 4)
        #expect(verdict([Event(.read, .value(1), begun: 1, ended: 2), write]) == .broken)
        #expect(verdict([write, Event(.read, .value(7), begun: 1, ended: 9)]) == .broken)
        let removal = Event(.delete, .done, begun: 5, ended: 6)
        #expect(verdict([write, removal, Event(.read, .value(1), begun: 7, ended: 8)]) == .broken)
        #expect(verdict([write, removal, Event(.delete, .done, begun: 7, ended: 8)]) == .broken)
    }

    @Test func `what nobody was told of may have happened, once, or not`() {
        let untold = Event(.write(1), nil, begun: 1, ended: 2)
        let read: (Int?, Int) -> Event = { Event(.read, .value($0), begun: $1, ended: $1 + 1) }
        #expect(verdict([untold, read(nil, 3)]) == .linearizable)
        #expect(verdict([untold, read(nil, 3), read(1, 5)]) == .linearizable)
        #expect(verdict([untold, read(1, 3), read(nil, 5)]) == .broken)
        #expect(verdict([untold, Event(.write(2), .done, begun: 3, ended: 4), read(1, 5), read(2, 7)]) == .broken)
    }

    @Test func `more at once than it can hold is not judged`() {
        let events = (0..<RecordHistory.mostAtOnce + 1).map { Event(.write($0), .done, begun: $0, ended: 1_000) }
        #expect(verdict(events) == .undecided)
    }

    /// Small histories, right and wrong, against all orders of their events.
    @Test(arguments: 1...8 as ClosedRange<UInt64>) func `it says what trying every order says`(seed: UInt64) {
        var random = Seeded(seed)
        var verdicts = [0, 0]
        for _ in 0..<250 {
            let events = (0..<2 + random.below(4)).map { number -> Event in
                let begun = random.below(12)
                return Event(
                    Self.action(number + 1, &random), Self.reply(&random), begun: begun,
                    ended: begun + 1 + random.below(8))
            }
            let wanted = Self.hasOrder(events, [], nil)
            verdicts[wanted ? 0 : 1] += 1
            #expect(verdict(events) == (wanted ? .linearizable : .broken), "\(events)")
        }
        #expect(verdicts.allSatisfy { $0 > 8 }, "\(verdicts)")
    }

    private static func action(_ value: Int, _ random: inout Seeded) -> RecordHistory.Action {
        switch random.below(6) {
        case 0, 1: .read
        case 2, 3: .write(value)
        case 4: random.below(2) == 0 ? .exchange(value) : .compare(1 + random.below(3), with: value)
        default: .delete
        }
    }

    private static func reply(_ random: inout Seeded) -> RecordHistory.Reply? {
        switch random.below(6) {
        case 0: nil
        case 1: .value(random.below(2) == 0 ? nil : 1 + random.below(3))
        case 2: .refused(nil)
        default: .done
        }
    }

    private static func hasOrder(_ left: [Event], _ placed: [Event], _ value: Int?) -> Bool {
        if left.allSatisfy({ $0.reply == nil }) { return true }
        for (place, event) in left.enumerated() where left.allSatisfy({ event.begun <= $0.ended }) {
            guard let after = event.value(after: value) else { continue }
            var rest = left
            rest.remove(at: place)
            if hasOrder(rest, placed + [event], after) { return true }
        }
        return false
    }
}
