import CairnDisk
import CairnLines
import CairnLog

/// Reads standard input on a thread of its own and makes entries of its lines. The checking of one line overlaps the
/// writing of those before it, and a read that blocks never blocks a task.
struct EntryReader: Sendable {
    var input: StandardInput
    var kind: String
    var queue: EntryQueue

    /// A pipe holds no more; a file is read fast enough in pieces of this size.
    private static let bufferBytes = 256 * 1024
    /// Handed over at the latest after so many lines, so that the writer starts while the reader still checks.
    private static let maxChunkItems = 256
    private static let maxChunkBytes = 16 * 1024

    /// Starts the thread; it ends with the input, or when the queue is abandoned.
    func start() throws -> WorkerThread {
        try WorkerThread(name: "input") { [self] in queue.finish(read()) }
    }

    private func read() -> EntryQueue.Ending {
        var splitter = LineSplitter(capacity: Self.bufferBytes, maxLineBytes: Limits.maxLineBytes)
        while true {
            var outcome = StandardInput.Outcome.end
            splitter.fill { room in
                outcome = input.read(into: room)
                guard case .bytes(let count) = outcome else { return 0 }
                return count
            }
            switch outcome {
            case .bytes: guard pushLines(&splitter, isLast: false) else { return .endOfInput }
            case .end:
                _ = pushLines(&splitter, isLast: true)
                return .endOfInput
            // Half a line is no record: whoever typed it was not done.
            case .interrupted: return .interrupted
            case .failed(let error): return .failed(error)
            }
        }
    }

    private func pushLines(_ splitter: inout LineSplitter, isLast: Bool) -> Bool {
        var chunk = EntryQueue.Chunk()
        while let line = splitter.next(isLast: isLast) {
            switch line {
            case .text(let range):
                chunk.bytes += range.count + 1
                guard let item = item(splitter.buffer[range], number: splitter.lineNumber) else { continue }
                chunk.items.append(item)
            case .tooLong:
                let limit = Quantity.count(Limits.maxLineBytes)
                let error = CommandFailure("it is longer than \(limit) bytes")
                chunk.items.append(.refused(error, line: splitter.lineNumber))
            }
            if chunk.items.count >= Self.maxChunkItems || chunk.bytes >= Self.maxChunkBytes {
                guard queue.push(chunk) else { return false }
                chunk = EntryQueue.Chunk()
            }
        }
        return chunk.items.isEmpty || queue.push(chunk)
    }

    /// Nil for a blank line.
    private func item(_ line: ArraySlice<UInt8>, number: Int) -> EntryQueue.Item? {
        let isBlank = line.allSatisfy {
            $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r")
        }
        if isBlank { return nil }
        do throws(LogError) {
            return .entry(try .record(kind: kind, json: line), line: number)
        } catch {
            return .refused(error, line: number)
        }
    }
}
