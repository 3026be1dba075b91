import Cairn
import CairnLog
import CrashLab

/// What is written, and what the model says of it.
extension DoorTrial {
    /// What a disk that fails may be the reason of.
    private static let failures: Set<StateError.Code> = [.noSpace, .durabilityUnknown, .readOnly, .inputOutput]

    func single(_ wish: Wish) throws {
        let state = state
        let verdict = Errand(wishes: [wish]).verdict(in: world)
        let task = executor.begin { try await wish.perform(on: state) }
        switch try result(of: task) {
        case .success(let reply):
            if let refusals = verdict.refusals { throw Broken("\(wish) went through; expected: \(refusals)") }
            try compare(verdict, [.reply(reply)], "\(wish)")
            try take([verdict])
        case .failure(let error): try expect(error, verdict, "\(wish)")
        }
    }

    /// A verb for many at once, which counts them.
    func bulk(_ wishes: [Wish], _ body: @escaping @Sendable (StateManager) async throws -> Int) throws {
        let state = state
        let verdict = Errand(wishes: wishes).verdict(in: world)
        let task = executor.begin { try await body(state) }
        switch try result(of: task) {
        case .success(let count):
            if let refusals = verdict.refusals { throw Broken("\(wishes) went through; expected: \(refusals)") }
            let wanted = verdict.expectations.count { expectation in
                if case .reply(.flag(false)) = expectation { false } else { true }
            }
            if count != wanted { throw Broken("\(wishes) counts \(count), not \(wanted)") }
            try take([verdict])
        case .failure(let error): try expect(error, verdict, "\(wishes)")
        }
    }

    func truncate(_ stream: String, _ version: Int) throws {
        let state = state
        var draft = Draft(world)
        draft.truncate(stream, upTo: version)
        do throws(Draft.Refusal) { try draft.settle() } catch { throw Broken("the model refuses to truncate") }
        let task = executor.begin { try await state.truncate(stream, upTo: version) }
        _ = try result(of: task).get()
        try take([draft.verdict])
    }

    /// Several transactions at once, in whatever order they come to their turn.
    func begin(_ errands: [Errand], mayFail: Bool = false) throws {
        let runs = ErrandRuns()
        let state = state
        let tasks = errands.enumerated().map { number, errand in
            executor.begin {
                try await state.transaction(
                    durability: mayFail && errand.durability == .volatile ? nil : errand.durability
                ) { try errand.perform(number, in: &$0, runs) }
            }
        }
        try settle()
        var (verdicts, now, later) = ([Verdict](), world, world)
        for run in runs.last {
            let errand = errands[run.errand]
            guard let result = tasks[run.errand].result else { throw Broken("\(errand) waits for ever") }
            if mayFail, case .failure(let error as StateError) = result, Self.failures.contains(error.code) {
                let verdict = errand.verdict(in: later)
                if error.code == .durabilityUnknown, verdict.refusals == nil, !verdict.written.isEmpty {
                    doubtful.append(verdict.world)
                    later = verdict.world
                }
                continue
            }
            let verdict = errand.verdict(in: now)
            try compare(verdict, run.outcomes, "\(errand)")
            switch result {
            case .success:
                if let refusals = verdict.refusals { throw Broken("\(errand) went through; expected: \(refusals)") }
                verdicts.append(verdict)
                (now, later) = (verdict.world, verdict.world)
            case .failure(let error): try expect(error, verdict, "\(errand)")
            }
        }
        if let place = tasks.firstIndex(where: { $0.result == nil }) {
            throw Broken("\(errands[place]) waits for ever")
        }
        try take(verdicts)
    }

    private func result<Reply>(of task: SteppedTask<Reply>) throws -> Result<Reply, any Error> {
        try settle()
        guard let result = task.result else { throw Broken("a task waits for ever") }
        return result
    }

    private func compare(_ verdict: Verdict, _ outcomes: [Outcome], _ what: String) throws {
        guard outcomes.count == verdict.expectations.count else {
            throw Broken("\(what): \(outcomes.count) outcomes \(outcomes), not \(verdict.expectations.count)")
        }
        for (expectation, outcome) in zip(verdict.expectations, outcomes) {
            if let complaint = expectation.complaint(outcome) { throw Broken("\(what): \(complaint)") }
        }
    }

    private func expect(_ error: any Error, _ verdict: Verdict, _ what: String) throws {
        guard let refusals = verdict.refusals else { throw Broken("\(what) is refused: \(error)") }
        if error is ErrandAborted, refusals.isEmpty { return }
        guard let error = error as? StateError, refusals.contains(error.code) else {
            throw Broken("\(what) is refused with \(error), and not with \(refusals)")
        }
    }

    /// What went through, in its order: the log must say the same, line by line.
    private func take(_ verdicts: [Verdict]) throws {
        let lines = try log.linesNow(from: SequenceNumber(world.sequence + 1))
        let wanted = verdicts.reduce(0) { $0 + $1.written.count + $1.followed.count }
        guard lines.count == wanted else { throw Broken("\(lines.count) lines were written, not \(wanted)") }
        var at = 0
        var revisions: [String: UInt64] = [:]
        for verdict in verdicts where !verdict.written.isEmpty {
            let own = lines[at..<at + verdict.written.count + verdict.followed.count]
            at = own.endIndex
            let names = own.map { "\($0.kind)/\($0.id)" }
            guard names.prefix(verdict.written.count).elementsEqual(verdict.written),
                Set(names.dropFirst(verdict.written.count)) == verdict.followed
            else { throw Broken("\(names) were written, not \(verdict.written) and then \(verdict.followed)") }
            for line in own {
                revisions["\(line.kind)/\(line.id)"] = line.sequence.number
                note(line, verdict.world)
            }
            var after = verdict.world
            after.revisions.merge(revisions) { $1 }
            moments.append(after)
            world = after
        }
    }
}
