import CairnPlans
import Foundation
import Testing

/// A store of plans in a folder that is there for one test.
struct ScratchPlans: ~Copyable {
    let path = NSTemporaryDirectory() + "cairn-plans-" + UUID().uuidString

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func open() async throws -> StateManager {
        try await StateManager.open(path, records: Plan.self, Spec.self)
    }

    /// The lines of records as they stand in the store's files, without what the store puts in front.
    func lines() throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter {
            $0.hasPrefix("seg-") && $0.hasSuffix(".jsonl")
        }
        let text = try names.sorted().map { try String(contentsOfFile: path + "/" + $0, encoding: .utf8) }.joined()
        return try text.split(separator: "\n").compactMap { line in
            let front = try #require(line.prefixMatch(of: /\{"sum":"[0-9a-f]{16}","seq":\d+,"ack":\d+,/))
            let rest = "{" + line[front.range.upperBound...]
            return rest.hasPrefix(#"{"type":"cairn."#) ? nil : rest
        }
    }
}

@Suite struct PlanTests {
    private func code(_ body: () async throws -> Void) async -> StateError.Code? {
        do {
            try await body()
            return nil
        } catch { return (error as? StateError)?.code }
    }

    @Test func `every message of the domain does what it says, and lasts`() async throws {
        let folder = ScratchPlans()
        var state = try await folder.open()
        let plan = try await state.send(.createPlan(Plan(name: "Lighthouse")))
        let other = try await state.send(.createPlan(Plan(name: "Breakwater", status: .pending)))
        let moment = Date()
        let late = try await state.send(
            .createSpec(Spec(planID: plan.id, name: "late", createdAt: moment.addingTimeInterval(60))))
        let early = try await state.send(.createSpec(Spec(planID: plan.id, name: "early", createdAt: moment)))
        let changed = try await state.send(.updatePlan(plan.id, PlanUpdate(name: "Tower", status: .pending)))
        #expect(changed.name == "Tower" && changed.status == .pending && changed.id == plan.id)
        #expect(try await state.send(.updateSpec(early.id, SpecUpdate(status: .pending))).status == .pending)
        let past = try await state.send(.snapshot())
        for _ in 0..<2 {
            #expect(try await state.send(.getPlan(plan.id))?.name == "Tower")
            #expect(try await state.send(.getPlan(UUID())) == nil)
            #expect(try await state.send(.getSpec(late.id))?.name == "late")
            #expect(try await state.send(.getSpecsForPlan(plan.id)).map(\.name) == ["early", "late"])
            #expect(try await state.send(.getSpecsForPlan(other.id)) == [])
            #expect(try await state.send(.query(Plan.where(\.status == .pending))).count == 2)
            #expect(try await state.send(.query(Spec.where(\.createdAt > moment.addingTimeInterval(1)))).count == 1)
            _ = try await state.send(.compact(all: true))
            try await state.close()
            state = try await folder.open()
        }
        #expect(try await state.send(.updateSpec(late.id, SpecUpdate(planID: other.id))).planID == other.id)
        #expect(try await state.send(.deletePlan(plan.id)))
        #expect(try state.query(Spec.all).map(\.id) == [late.id])
        #expect(try await state.send(.deleteSpec(late.id)))
        #expect(try await state.send(.deletePlan(plan.id)) == false)
        #expect(past.sequence > .none)
        try await state.close()
    }

    @Test func `a spec has a plan, and both have an allowed status`() async throws {
        let folder = ScratchPlans()
        let state = try await folder.open()
        let plan = try await state.send(.createPlan(Plan(name: "Lighthouse")))
        #expect(await code { _ = try await state.send(.createSpec(Spec(planID: UUID(), name: "x"))) } == .dangling)
        let spec = try await state.send(.createSpec(Spec(planID: plan.id, name: "x")))
        #expect(
            await code { _ = try await state.send(.updateSpec(spec.id, SpecUpdate(planID: UUID()))) } == .dangling)
        #expect(
            await code { _ = try await state.send(.updateSpec(spec.id, SpecUpdate(status: .running))) }
                == .forbiddenTransition)
        for status in WorkStatus.allCases where !WorkStatus.first.contains(status) {
            #expect(
                await code { _ = try await state.send(.createPlan(Plan(name: "new", status: status))) }
                    == .forbiddenTransition)
        }
        #expect(
            try await state.send(.getSpecsForPlan(plan.id))
                == [spec].map { try #require(try state.get(Spec.self, $0.id)) })
        try await state.close()
    }

    @Test func `every status can be reached, and the last ones are final`() {
        #expect(Set(WorkStatus.following.keys) == Set(WorkStatus.allCases))
        var reached = WorkStatus.first
        for _ in WorkStatus.allCases { for status in reached { reached.formUnion(WorkStatus.following[status] ?? []) } }
        #expect(reached == Set(WorkStatus.allCases))
        #expect(WorkStatus.allCases.filter { WorkStatus.following[$0] == [] } == [.completed, .cancelled])
    }

    @Test func `the lines on disk have the forms that were asked for`() async throws {
        let folder = ScratchPlans()
        let state = try await folder.open()
        let made = Date(timeIntervalSince1970: 1_705_744_800)
        let plan = Plan(name: "Lighthouse", createdAt: made)
        let spec = Spec(planID: plan.id, name: "Survey", createdAt: made)
        try await state.send(.createPlan(plan))
        try await state.send(.createSpec(spec))
        try await state.send(.updatePlan(plan.id, PlanUpdate(status: .pending)))
        try await state.close()
        let lines = try folder.lines().map { $0.replacing(/"timestamp":"[^"]*"/, with: #""timestamp":"T""#) }
        #expect(
            lines == [
                #"{"type":"plan","timestamp":"T","data":{"id":"\#(plan.id)","name":"Lighthouse","status":"draft","#
                    + #""created_at":"2024-01-20T10:00:00.000000Z"}}"#,
                #"{"type":"spec","timestamp":"T","data":{"id":"\#(spec.id)","plan_id":"\#(plan.id)","name":"Survey","#
                    + #""status":"draft","created_at":"2024-01-20T10:00:00.000000Z"}}"#,
                #"{"type":"update","timestamp":"T","target":"plan","id":"\#(plan.id)","changes":{"status":"pending"}}"#,
            ])
    }

    @Test func `plans come and specs go at once, and none is left without a plan`() async throws {
        let folder = ScratchPlans()
        let state = try await folder.open()
        for _ in 0..<25 {
            let plan = try await state.send(.createPlan(Plan(name: "brief")))
            async let gone = state.send(.deletePlan(plan.id))
            async let made: Spec? = try? state.send(.createSpec(Spec(planID: plan.id, name: "late")))
            _ = try await (gone, made)
        }
        #expect(try state.count(of: Spec.all) == 0)
        try await state.close()
    }
}
