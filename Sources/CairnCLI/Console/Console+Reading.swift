import Cairn
import CairnLog

extension Console {
    /// Draws how many records were looked at, and ends the work when the user wants to stop.
    func recordProgress(_ bar: ProgressBar) -> ProgressReport {
        { [interruption] now in
            bar.draw(done: now.done, total: now.total, phase: now.phase) { "\(Quantity.count($0)) records" }
            return !interruption.isRequested
        }
    }

    /// A bar for work whose rows go to standard output: on a terminal the rows are the progress.
    func rowProgress() -> ProgressBar {
        ProgressBar(stream: output.isTerminal ? nil : progressStream, interruption: interruption)
    }

    /// Reads a store without the types of its records; what the user stopped is told as that.
    func readingRecords<Value>(_ path: String, _ body: (UntypedStore) async throws -> Value) async throws -> Value {
        try await reading(path) { log in
            do { return try await body(UntypedStore(log)) } catch let error as StateError {
                if error.code == .cancelled, interruption.isRequested { throw CommandFailure.interrupted }
                throw error
            }
        }
    }
}
