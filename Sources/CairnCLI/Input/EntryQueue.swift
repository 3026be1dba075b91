import CairnDisk
import CairnLog
import Synchronization

/// Hands entries from the thread that reads to the task that writes. Bounded: the reader waits when the writer is
/// behind.
///
/// The writer takes whatever is there. A slow typist's line is therefore written at once, while a pipe that delivers
/// faster than the disk syncs fills up a batch during each sync, and shares the next one.
final class EntryQueue: Sendable {
    /// One line of the input, as far as the reader could take it.
    enum Item: Sendable {
        case entry(Entry, line: Int)
        case refused(any Error, line: Int)
    }

    /// What the reader found in one go.
    struct Chunk: Sendable {
        var items: [Item] = []
        /// Of the input, for the progress bar and the bound.
        var bytes = 0
    }

    /// Why no more will come.
    enum Ending: Sendable {
        case endOfInput
        case interrupted
        case failed(any Error)
    }

    private struct State {
        var chunks: [Chunk] = []
        var bytes = 0
        var ending: Ending?
        var isAbandoned = false
        var reader: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())
    private let roomToWrite = Signal()

    /// Enough to keep both sides busy over a slow sync; the lines themselves are what takes memory.
    private static let maxWaitingBytes = 4 << 20
    /// A batch beyond this gains nothing: the sync is already shared by hundreds.
    private static let maxBatchItems = 4096
    private let maxBatchBytes: Int

    /// A queue whose batches fit well into a segment of this size: a batch is never divided between two.
    init(segmentBytes: Int) { maxBatchBytes = min(1 << 20, segmentBytes / 4) }

    /// Puts a chunk at the end; waits while too much is there. False when nobody takes any more.
    func push(_ chunk: Chunk) -> Bool {
        while true {
            let (isTaken, isAbandoned, waiter) = state.withLock { state in
                if state.isAbandoned { return (false, true, CheckedContinuation<Void, Never>?.none) }
                // An empty queue takes anything, or a line above the bound would wait for ever.
                guard state.bytes == 0 || state.bytes + chunk.bytes <= Self.maxWaitingBytes else {
                    return (false, false, nil)
                }
                state.chunks.append(chunk)
                state.bytes += chunk.bytes
                return (true, false, state.reader.take())
            }
            waiter?.resume()
            if isTaken { return true }
            if isAbandoned { return false }
            roomToWrite.wait()
        }
    }

    /// Says that nothing more will come. Only the first word counts.
    func finish(_ ending: Ending) {
        let waiter = state.withLock { state in
            if state.ending == nil { state.ending = ending }
            return state.reader.take()
        }
        waiter?.resume()
    }

    /// Says that nothing more is wanted, so that the reader does not wait.
    func abandon() {
        state.withLock { $0.isAbandoned = true }
        roomToWrite.notify()
    }

    /// What is there, up to a batch; waits while there is nothing. Nil after the last. For one task only.
    func next() async -> Chunk? {
        while true {
            let (chunk, isOver) = state.withLock { state in (take(&state), state.ending != nil) }
            if chunk != nil {
                roomToWrite.notify()
                return chunk
            }
            if isOver { return nil }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    guard state.chunks.isEmpty, state.ending == nil else { return true }
                    state.reader = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }

    /// How it ended; nil while it goes on.
    var ending: Ending? { state.withLock { $0.ending } }

    private func take(_ state: inout State) -> Chunk? {
        var batch = Chunk()
        var count = 0
        while count < state.chunks.count, batch.items.count < Self.maxBatchItems, batch.bytes < maxBatchBytes {
            batch.items += state.chunks[count].items
            batch.bytes += state.chunks[count].bytes
            count += 1
        }
        state.chunks.removeFirst(count)
        state.bytes -= batch.bytes
        return count > 0 ? batch : nil
    }
}
