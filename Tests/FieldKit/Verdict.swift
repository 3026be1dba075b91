/// Collects broken promises and says in the end how it went.
package struct Verdict: Sendable {
    /// More than this is the same mistake over and over, and nobody reads it.
    private static let shown = 20
    package private(set) var broken = 0

    package init() {}

    /// `replay`: the command that shows it again.
    package mutating func report(_ violations: [String], _ place: String, replay: String) {
        guard !violations.isEmpty else { return }
        Cleanup.shared.stopIfInterrupted()
        broken += 1
        guard broken <= Self.shown else { return }
        Driver.say("BROKEN \(place)")
        for violation in violations.prefix(5) { Driver.say("    \(violation)") }
        if violations.count > 5 { Driver.say("    and \(violations.count - 5) more") }
        Driver.say("    again: \(replay)")
    }
}
