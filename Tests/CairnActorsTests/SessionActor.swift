import CairnActors
import FoundationEssentials

/// A user's session: every sign of life puts off its end, and when it has ended it does other things.
struct Session: Behavior {
    struct State: Codable, Sendable, EmptyStart {
        var status = "idle"
        var lastActivity: Date?
    }
    struct Touch: Request { typealias Reply = String }
    struct Expire: Message {}
    struct Leave: Message {}
    struct Crowd: Message { var timers: Int }
    static let patience: Duration = .seconds(1_800)

    static var body: BehaviorBody<State> {
        On(Touch.self) { state, _, context in
            state.status = "active"
            state.lastActivity = context.now
            try context.schedule(Expire(), named: "expiry", after: patience)
            return .reply(state.status)
        }
        On(Expire.self) { state, _, context in
            state.status = "expired"
            context.become("expired")
        }
        On(Leave.self) { state, _, context in
            state.status = "left"
            context.cancel(timer: "expiry")
        }
        On(Crowd.self) { _, crowd, context in
            for number in 0..<crowd.timers {
                try context.schedule(Expire(), named: "\(number)", after: patience)
            }
        }
        When("expired") {
            On(Touch.self) { state, _, _ in .reply(state.status) }
        }
    }
}
