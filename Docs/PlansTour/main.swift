// The use that Docs/Plans.md shows, as a program: what it prints is what a reader gets.
//
//     swift run PlansTour

// tour: begin
import CairnPlans

let state = try await StateManager.open("plans.state", records: Plan.self, Spec.self)

// Each message has a reply of its own type, which comes when it is durable.
let plan = try await state.send(.createPlan(Plan(name: "Lighthouse")))
let survey = try await state.send(.createSpec(Spec(planID: plan.id, name: "Survey the rock", status: .pending)))
try await state.send(.createSpec(Spec(planID: plan.id, name: "Order the lamp")))
print(try await state.send(.getSpecsForPlan(plan.id)).map(\.name))

// A change names what changes, and that is what stands in the log.
print(try await state.send(.updatePlan(plan.id, PlanUpdate(status: .pending))).status)
try await state.send(.updateSpec(survey.id, SpecUpdate(status: .running)))

// A status changes as its table says, and nothing points at what is not there.
do { try await state.send(.updatePlan(plan.id, PlanUpdate(status: .completed))) } catch { print(error) }
do { try await state.send(.createSpec(Spec(planID: .timed(), name: "Dream"))) } catch { print(error) }

// Questions of any kind, and a moment that stays as it was.
let running = try await state.send(.query(Spec.where(\.status == .running)))
print(running.map(\.name))
let past = try await state.send(.snapshot())

// With a plan go its specs, in one transaction.
print(try await state.send(.deletePlan(plan.id)), try state.count(of: Spec.all), try past.count(of: Spec.all))
print(try await state.send(.compact(all: true)).linesDropped > 0)
try await state.close()
// tour: end
