import FieldKit
import Laboratory

/// What every verb prints.
enum Report {
    /// Prints the broken promises and how to see them again; whether there were none.
    static func violations(_ violations: [Violation], verb: String) -> Bool {
        for violation in violations.prefix(20) {
            Driver.say("BROKEN: \(violation.complaint)\n    lab \(verb) --replay \(violation.replay)")
        }
        if violations.count > 20 { Driver.say("and \(violations.count - 20) more") }
        return violations.isEmpty
    }

    /// Cells of equal width.
    static func row(_ cells: [String]) -> String {
        cells.map { $0 + String(repeating: " ", count: max(1, 24 - $0.utf8.count)) }.joined()
    }

    /// Seconds with one decimal.
    static func text(_ seconds: Double) -> String { "\(Int(seconds)).\(Int(seconds * 10) % 10)" }
}
