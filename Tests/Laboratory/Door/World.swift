import Cairn

/// The store as a dictionary that is always right: what the records, streams and revisions are at one moment.
struct World: Sendable {
    struct Stream: Sendable, Hashable {
        var first = 1
        var kept = 1
        /// All that were ever appended.
        var events: [Int] = []
    }

    var towns: [Int: Town] = [:]
    var citizens: [String: Citizen] = [:]
    /// The member of a citizen of which the type knows nothing.
    var extras: [String: Int] = [:]
    var streams: [String: Stream] = [:]
    /// By name. 0 where it is not known, because several orders are right.
    var revisions: [String: UInt64] = [:]
    /// The last one that was given out.
    var sequence: UInt64 = 0

    static func name(_ town: Int) -> String { "town/\(town)" }
    static func name(_ citizen: String) -> String { "citizen/\(citizen)" }
    static func head(_ stream: String) -> String { "stream-head/\(stream)" }
    static func event(_ version: Int, _ stream: String) -> String { "stream-event/\(stream)@\(version)" }
}

/// What should come of one wish.
enum Expectation: Sendable {
    case reply(Reply)
    case answer(Question, World)
    case refusal(StateError.Code)

    /// What is wrong with what came; nil where nothing is.
    func complaint(_ outcome: Outcome) -> String? {
        switch (self, outcome) {
        case (.reply(let wanted), .reply(let got)): wanted == got ? nil : "\(got) came, not \(wanted)"
        case (.refusal(let wanted), .refusal(let got)): wanted == got ? nil : "\(got) came, not \(wanted)"
        case (.answer(let question, let world), .reply(.citizens(let got))): question.complaint(got, world)
        case (.answer(let question, let world), .reply(.count(let got))): question.complaint(count: got, world)
        default: "\(outcome) came, not \(self.short)"
        }
    }

    private var short: String {
        switch self {
        case .reply(let reply): "\(reply)"
        case .answer(let question, _): "an answer to \(question)"
        case .refusal(let code): "\(code)"
        }
    }
}

/// What came of one wish.
enum Outcome: Sendable, Hashable {
    case reply(Reply)
    case refusal(StateError.Code)
}

/// A transaction judged by the model.
struct Verdict: Sendable {
    /// One for each wish that was come to.
    var expectations: [Expectation] = []
    /// Why nothing of it counts, one of several that may be told; nil where all of it does.
    var refusals: Set<StateError.Code>?
    /// What the store is then.
    var world: World
    /// Written by wishes, in the order of the first write to each.
    var written: [String] = []
    /// Written because of relations, in any order.
    var followed: Set<String> = []
}
