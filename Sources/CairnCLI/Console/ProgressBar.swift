import CairnDisk
import CairnLog
import Synchronization

/// How far long work has come, with its rate and the time left, drawn over itself on a terminal.
final class ProgressBar: Sendable {
    private struct State {
        var phase = ""
        var began: UInt64 = 0
        var drawn: UInt64 = 0
        var isVisible = false
    }
    private let state = Mutex(State())
    private let stream: OutputStream?
    private let interruption: Interruption
    private let clock = SystemClock()
    /// Ten times a second is smooth enough, and costs nothing.
    private static let interval: UInt64 = 100_000_000

    /// Draws on `stream`, where there is one.
    init(stream: OutputStream?, interruption: Interruption) {
        self.stream = stream
        self.interruption = interruption
    }

    /// For the engine: draws, and cancels the work when the user wants to stop.
    var report: ProgressReport {
        { [self] progress in
            draw(done: progress.done, total: progress.total, phase: progress.phase, unit: Quantity.bytes)
            return !interruption.isRequested
        }
    }

    /// Draws, if the last time was long enough ago. A `total` of 0 means that nobody knows.
    func draw(done: Int64, total: Int64, phase: String, unit: (Int64) -> String) {
        guard let stream else { return }
        let now = clock.monotonic()
        state.withLock { state in
            if state.phase != phase { state = State(phase: phase, began: now, isVisible: state.isVisible) }
            guard now &- state.drawn >= Self.interval else { return }
            state.drawn = now
            state.isVisible = true
            let seconds = Double(now &- state.began) / 1e9
            let line = Self.line(done: done, total: total, seconds: seconds, phase: phase, unit: unit)
            try? stream.write("\r" + String(line.prefix(stream.columns - 1)) + "\u{1B}[K")
            try? stream.flush()
        }
    }

    /// Takes the bar away, so that what follows starts on an empty line.
    func clear() {
        guard let stream else { return }
        state.withLock { state in
            guard state.isVisible else { return }
            state.isVisible = false
            try? stream.write("\r\u{1B}[K")
            try? stream.flush()
        }
    }

    /// `reading [########····]  63 %  1.2 GB/s  0:04 left`
    static func line(done: Int64, total: Int64, seconds: Double, phase: String, unit: (Int64) -> String) -> String {
        let rate = seconds > 0 ? Double(done) / seconds : 0
        // At the very start there is no rate yet.
        let speed = rate > 0 ? "  \(unit(Int64(Quantity.whole(rate))))/s" : ""
        guard total > 0 else { return "\(phase)  \(unit(done))\(speed)" }
        let share = min(1, max(0, Double(done) / Double(total)))
        let full = Quantity.whole(share * 24)
        let bar = String(repeating: "#", count: full) + String(repeating: "·", count: 24 - full)
        let percent = String(Quantity.whole(share * 100)).paddedLeft(to: 3)
        let left = rate > 0 ? "  \(Quantity.clock(seconds: Double(total - done) / rate)) left" : ""
        return "\(phase) [\(bar)] \(percent) %\(speed)\(left)"
    }
}
