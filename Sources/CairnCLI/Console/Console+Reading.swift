import Cairn
import CairnLog

extension Console {
    /// Draws how far it is, and ends the work when the user wants to stop.
    func recordProgress(_ bar: ProgressBar) -> ProgressReport {
        { [interruption] now in
            // What reads whole files, such as the proof of a restored store, counts bytes.
            let isRecords = now.phase == "reading records"
            bar.draw(done: now.done, total: now.total, phase: now.phase) {
                isRecords ? "\(Quantity.count($0)) records" : Quantity.bytes($0)
            }
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
