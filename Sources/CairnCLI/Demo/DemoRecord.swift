/// One record of the demonstration. Its bytes follow from two numbers, so that whoever knows the numbers can tell
/// whether the bytes survived. Pure.
struct DemoRecord: Equatable {
    /// Which of the tasks wrote it.
    var task: Int
    /// The how-many-eth of that task.
    var step: Int

    /// Each task writes so many records over and over again: old versions are what compaction is for.
    static let idsPerTask = 250

    private static let names = ["Lighthouse", "Harbour", "Cairn", "Beacon", "Milestone", "Waypoint", "Anchor"]
    private static let states = ["draft", "active", "paused", "done"]

    /// `t07-042`
    var id: String {
        "t\(Self.digits(task, 2))-\(Self.digits(step % Self.idsPerTask, 3))"
    }

    /// The record as the store keeps it: the id in front, no white space.
    var json: String {
        let name = Self.names[(task &* 31 &+ step) % Self.names.count]
        let state = Self.states[step % Self.states.count]
        let check = UInt64(task + 1) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(step) &* 0xBF58_476D_1CE4_E5B9
        let note = "step \(step) of task \(task), \(String(check, radix: 16))"
        return
            #"{"id":"\#(id)","name":"\#(name)","status":"\#(state)","task":\#(task),"step":\#(step),"note":"\#(note)"}"#
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
