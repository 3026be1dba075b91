import FieldKit

/// What the program is doing when a call fails.
enum Step: String, Sendable, CaseIterable {
    /// `put` where no store is yet.
    case create
    /// `put` into a store that has been written twice.
    case append
    case get, compact, snapshot
}

/// One step with one failure in it.
struct Combination: Sendable, CustomStringConvertible {
    var step: Step
    var fault: FaultShim.Fault

    init(step: Step, fault: FaultShim.Fault) {
        self.step = step
        self.fault = fault
    }

    /// From its description; nil when it is none.
    init?(_ text: String) {
        let words = text.split(separator: ":").map(String.init)
        guard words.count == 4, let step = Step(rawValue: words[0]), let index = Int(words[1]),
            FaultShim.Fault.errnos.contains(words[2]), ["once", "forever"].contains(words[3])
        else { return nil }
        self.init(step: step, fault: .init(index: index, errno: words[2], isForever: words[3] == "forever"))
    }

    var description: String {
        "\(step.rawValue):\(fault.index):\(fault.errno):\(fault.isForever ? "forever" : "once")"
    }
}
