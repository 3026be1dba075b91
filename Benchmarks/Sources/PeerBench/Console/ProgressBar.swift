import Foundation
import Synchronization

/// How far the work is: one line that is written over on a terminal; elsewhere a line for each tenth.
final class ProgressBar: Sendable {
    private struct Place {
        var total = 0
        var done = 0
        var tenth = -1
    }

    private static let width = 24
    private let place = Mutex(Place())
    private let start = ContinuousClock.now
    private let isTerminal = isatty(2) == 1

    func begin(_ total: Int) { place.withLock { $0.total = max(1, total) } }

    /// One step more is begun.
    func step(_ text: String) {
        place.withLock { $0.done += 1 }
        say(text)
    }

    func say(_ text: String) {
        let (line, isNew) = place.withLock { place in
            let share = min(1, Double(place.done) / Double(max(1, place.total)))
            let tenth = Int(share * 10)
            defer { place.tenth = tenth }
            return (self.line(share, text), tenth != place.tenth)
        }
        if isTerminal {
            write("\r\u{1B}[K" + line)
        } else if isNew {
            write(line + "\n")
        }
    }

    func clear() { if isTerminal { write("\r\u{1B}[K") } }

    private func line(_ share: Double, _ text: String) -> String {
        let filled = Int(share * Double(Self.width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        return "\(bar) \(Int(share * 100)) %  \(left(share))\(text)"
    }

    private func left(_ share: Double) -> String {
        guard share > 0.02 else { return "" }
        let seconds = (ContinuousClock.now - start) / .seconds(1) * (1 - share) / share
        return "\(Int(seconds / 60)):" + String(format: "%02d", Int(seconds) % 60) + " left  "
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
