import BareDisk
import BenchProcess

/// What the bare disk does with the same bytes: one write and one sync at a time into a file that was filled before.
struct Floor: Sendable {
    private let path: String
    private static let filled = 16 << 20

    init(_ setting: Setting) { path = "\(setting.folder)/floor.tmp" }

    /// Writes and syncs a second of `bytes` at once, for about so many seconds.
    func syncsPerSecond(bytes: Int, seconds: Double) async throws -> Double {
        let path = path
        return try await PlainThread.run {
            let file = try SyncFile(path: path, filledBytes: Self.filled)
            let text = [UInt8](repeating: 0x78, count: bytes)
            let clock = ContinuousClock()
            let start = clock.now
            var (count, offset) = (0, 0)
            while clock.now - start < .seconds(seconds) {
                try file.write(text, at: offset)
                try file.sync()
                count += 1
                offset += bytes
                if offset + bytes > Self.filled { offset = 0 }
            }
            return Double(count) / ((clock.now - start) / .seconds(1))
        }
    }

    /// `body` between two halves of the floor, so that a drift of the disk takes from both: their two rates.
    func around(
        bytes: Int, seconds: Double, _ body: () async throws -> Double
    ) async throws -> (floor: Double, measured: Double) {
        let before = try await syncsPerSecond(bytes: bytes, seconds: seconds / 2)
        let measured = try await body()
        let after = try await syncsPerSecond(bytes: bytes, seconds: seconds / 2)
        return ((before + after) / 2, measured)
    }
}
