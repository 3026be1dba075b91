import Cairn
import Synchronization

/// The runs of the closures of several transactions, in the order in which the store decided them.
final class ErrandRuns: Sendable {
    struct Run: Sendable {
        var errand: Int
        var outcomes: [Outcome]
    }

    private let runs = Mutex<[Run]>([])

    func note(_ run: Run) { runs.withLock { $0.append(run) } }

    /// The last of each, because a closure may run again.
    var last: [Run] {
        runs.withLock { runs in
            runs.indices.filter { place in !runs[(place + 1)...].contains { $0.errand == runs[place].errand } }
                .map { runs[$0] }
        }
    }
}

/// What an errand throws that is to be undone.
struct ErrandAborted: Error {}

extension Errand {
    /// The closure of the transaction.
    func perform(_ number: Int, in transaction: inout Transaction, _ runs: ErrandRuns) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        defer { runs.note(ErrandRuns.Run(errand: number, outcomes: outcomes)) }
        for (place, wish) in wishes.enumerated() {
            do { outcomes.append(.reply(try wish.perform(in: &transaction))) } catch let error as StateError {
                outcomes.append(.refusal(error.code))
                if !forgiven.contains(place) { throw error }
            }
        }
        switch ending {
        case .commit: break
        case .error: throw ErrandAborted()
        case .cancellation: withUnsafeCurrentTask { $0?.cancel() }
        }
        return outcomes
    }

    /// What the model says of it.
    func verdict(in world: World) -> Verdict {
        var draft = Draft(world)
        var expectations: [Expectation] = []
        do throws(Draft.Refusal) {
            for (place, wish) in wishes.enumerated() {
                let saved = draft
                do throws(Draft.Refusal) { expectations.append(try draft.grant(wish)) } catch {
                    draft = saved
                    expectations += error.codes.map { .refusal($0) }
                    if !forgiven.contains(place) { throw error }
                }
            }
            if ending == .error { throw Draft.Refusal() }
            try draft.settle()
            if ending == .cancellation { throw Draft.Refusal(.cancelled) }
        } catch { return Verdict(expectations: expectations, refusals: error.codes, world: world) }
        var verdict = draft.verdict
        verdict.expectations = expectations
        return verdict
    }
}
