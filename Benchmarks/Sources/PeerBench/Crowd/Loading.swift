import BenchProcess
import Foundation

/// Fills stores where nobody counts the time.
enum Loading {
    /// Writes records of these numbers, so many at a time; the last of them are durable, and with them all.
    static func load(
        _ store: any Contender, _ numbers: some Sequence<Int>, batch: Int, salt: Int = 0, keeping: Keeping = .synced
    ) async throws {
        let client = try store.client(keeping)
        var waiting: [Int] = []
        for number in numbers {
            waiting.append(number)
            if waiting.count == batch {
                try await write(client, waiting, salt)
                waiting.removeAll(keepingCapacity: true)
                try Interruption.check()
            }
        }
        if !waiting.isEmpty { try await write(client, waiting, salt) }
    }

    private static func write(_ client: Client, _ numbers: [Int], _ salt: Int) async throws {
        switch client {
        case .thread(let client): try client.write(.batch(numbers, salt: salt))
        case .task(let client): try await client.write(.batch(numbers, salt: salt))
        }
    }

    /// Waits until what was written is on the device and background work had its time, so that it is not measured with
    /// what comes next.
    static func settle() async throws {
        try await Task.sleep(for: .seconds(0.3))
        try await PlainThread.run { sync() }
        try await Task.sleep(for: .seconds(0.1))
    }
}
