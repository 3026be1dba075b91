import Cairn

/// What a store must say after so many transactions of each lane, and what is broken of it.
struct Judgement {
    let state: StateManager
    /// By lane.
    let acknowledged: [Int]

    func broken() async throws -> [String] {
        let snapshot = state.snapshot()
        var found: [String] = []
        var (purses, slips): ([Purse], [Slip]) = ([], [])
        for lane in 0..<Lane.count {
            let turn = try snapshot.get(Lane.self, lane)?.turn
            if turn ?? 0 < acknowledged[lane] {
                found.append("lost: lane \(lane) was acknowledged up to \(acknowledged[lane]) and is at \(turn ?? -1)")
            }
            guard let turn else { continue }
            let model = Self.model(lane, turn)
            purses += model.purses
            slips += model.slips
        }
        found += Self.compare("purses", try snapshot.query(Purse.all), purses)
        found += Self.compare("slips", try snapshot.query(Slip.all), slips)
        found += try byIndex(snapshot, purses, slips)
        for check in try await state.checkIndices() where !check.isSound {
            found.append("index \(check.name) of \(check.kind): \(check.trouble ?? "")")
        }
        for health in state.indexHealth where health.state != .ready {
            found.append("index \(health.name) of \(health.kind) is \(health.state.rawValue): \(health.reason ?? "")")
        }
        return found
    }

    private static func model(_ lane: Int, _ turns: Int) -> (purses: [Purse], slips: [Slip]) {
        var balances: [String: Int] = [:]
        for purse in 0..<Purse.count { balances["\(lane)-\(purse)"] = Purse.first }
        var slips: [Slip] = []
        for number in 0..<turns {
            let turn = Turn(lane: lane, number: number + 1)
            balances[turn.from, default: 0] -= turn.slip.amount
            balances[turn.to, default: 0] += turn.slip.amount
            slips.append(turn.slip)
        }
        return (balances.map { Purse(id: $0.key, lane: lane, balance: $0.value) }, Array(slips.suffix(Slip.marks)))
    }

    /// Each index, asked, says what the model has.
    private func byIndex(_ snapshot: StateSnapshot, _ purses: [Purse], _ slips: [Slip]) throws -> [String] {
        var found: [String] = []
        for slip in slips {
            found += Self.compare("slips of a mark", try snapshot.query(Slip.where(\.mark == slip.mark)), [slip])
        }
        found += Self.compare(
            "slips by amount", try snapshot.query(Slip.where(\.amount >= 50)), slips.filter { $0.amount >= 50 })
        found += Self.compare(
            "purses by balance", try snapshot.query(Purse.where(\.balance < Purse.first)),
            purses.filter { $0.balance < Purse.first })
        for lane in 0..<Lane.count {
            found += Self.compare(
                "purses of a lane", try snapshot.query(Purse.where(\.lane == lane)), purses.filter { $0.lane == lane })
        }
        return found
    }

    private static func compare<R: Record & Equatable>(_ what: String, _ found: [R], _ wanted: [R]) -> [String]
    where R.ID == String {
        let (found, wanted) = (found.sorted { $0.id < $1.id }, wanted.sorted { $0.id < $1.id })
        guard found != wanted else { return [] }
        let odd = found.first { !wanted.contains($0) } ?? wanted.first { !found.contains($0) }
        return ["\(what): \(found.count) where \(wanted.count) should be, such as \(odd.map { "\($0)" } ?? "?")"]
    }
}
