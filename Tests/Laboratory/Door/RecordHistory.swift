/// What several tasks did to one record, and what they were told, each with the moments between which it happened.
///
/// Values are never used twice, so that a revision can be told by the value that it brought.
package struct RecordHistory: Sendable {
    package enum Action: Sendable, Hashable {
        case read
        case write(Int)
        /// Written only if it is there, with what it was before in the reply.
        case exchange(Int)
        /// Written only if it is at the revision of a value.
        case compare(Int, with: Int)
        case delete
    }

    package enum Reply: Sendable, Hashable {
        /// The value; nil where there is no record.
        case value(Int?)
        case done
        /// Another value was there, or none.
        case refused(Int?)
    }

    package struct Event: Sendable, Hashable {
        package var action: Action
        /// nil where nobody was told: it may have happened, from then on, or never.
        package var reply: Reply?
        package var begun: Int
        package var ended: Int

        package init(_ action: Action, _ reply: Reply?, begun: Int, ended: Int) {
            (self.action, self.reply, self.begun) = (action, reply, begun)
            self.ended = reply == nil ? .max : ended
        }

        /// The record's value after it, if it happens to a record of `value`; nil where it would have been told
        /// something else.
        package func value(after value: Int?) -> Int?? {
            let (now, told): (Int?, Reply) =
                switch action {
                case .read: (value, .value(value))
                case .write(let new): (new, .done)
                case .exchange(let new): value == nil ? (nil, .refused(nil)) : (new, .value(value))
                case .compare(let old, let new): value == old ? (new, .done) : (value, .refused(value))
                case .delete: (nil, value == nil ? .refused(nil) : .done)
                }
            return reply == nil || reply == told ? .some(now) : nil
        }
    }

    package enum Verdict: Sendable, Hashable {
        /// There is an order in which one after the other would have been told the same.
        case linearizable
        /// There is none.
        case broken
        /// More at once, or more ways to try, than this looks at.
        case undecided
    }

    /// So many may happen at once, counted from the oldest whose place is open: the bits of one word.
    package static let mostAtOnce = 64
    /// So many states are looked at: some seconds.
    package static let mostStates = 2_000_000

    package let events: [Event]

    package init(_ events: [Event]) { self.events = events.sorted { $0.begun < $1.begun } }

    /// All before `start` have their place, and behind it those whose bit is set.
    private struct State: Hashable {
        var start = 0
        var placed: UInt64 = 0
        var value: Int?

        func has(_ event: Int) -> Bool { placed & 1 << UInt64(event - start) != 0 }

        mutating func place(_ event: Int) {
            placed |= 1 << UInt64(event - start)
            while placed & 1 == 1 {
                placed >>= 1
                start += 1
            }
        }
    }

    /// Searches for an order: the next is any that had begun before all others that are left had ended. States that
    /// were come to before, by another order of the same events, are not looked at again.
    package func verdict(from value: Int? = nil) -> Verdict {
        var stack = [State(value: value)]
        var seen: Set<State> = []
        while let state = stack.popLast() {
            guard seen.count < Self.mostStates else { return .undecided }
            guard let next = candidates(state) else { return .undecided }
            if next.isEmpty || next.allSatisfy({ events[$0].reply == nil }) && isRestUntold(state) {
                return .linearizable
            }
            for event in next {
                guard let value = events[event].value(after: state.value) else { continue }
                var after = state
                after.value = value
                after.place(event)
                if seen.insert(after).inserted { stack.append(after) }
            }
        }
        return .broken
    }

    private func isRestUntold(_ state: State) -> Bool {
        for event in state.start..<events.count where events[event].reply != nil {
            if event - state.start >= Self.mostAtOnce || !state.has(event) { return false }
        }
        return true
    }

    /// nil where there are more at once than fit.
    private func candidates(_ state: State) -> [Int]? {
        var end = Int.max
        var found: [Int] = []
        for event in state.start..<events.count {
            if events[event].begun > end { break }
            guard event - state.start < Self.mostAtOnce else { return nil }
            if state.has(event) { continue }
            end = min(end, events[event].ended)
            found.append(event)
        }
        return found.filter { events[$0].begun <= end }
    }
}
