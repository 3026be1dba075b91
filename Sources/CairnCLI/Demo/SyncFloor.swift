import CairnDisk

/// What this disk can do without us: how often a second a few bytes can be written and synced.
struct SyncFloor {
    var syncsPerSecond: Double

    /// As large as a record of the demonstration with its frame.
    private static let lineBytes = 272
    /// Filled and synced beforehand, as the log's own segments are: no size changes while it is measured.
    private static let fileBytes = 8 << 20

    /// Measures for about `seconds` in a file of its own, which is removed again.
    static func measure(in path: String, seconds: Double) throws(DiskError) -> SyncFloor {
        let folder = try RealFolder.open(path: path, create: false)
        let name = "floor"
        let file = try folder.open(name, .create, .measure)
        defer { file.close() }
        let room = [UInt8](repeating: 0x0a, count: fileBytes)
        try write(room, to: file, at: .zero)
        try file.sync(.measure)
        let line = [UInt8](repeating: 0x78, count: lineBytes)
        let clock = SystemClock()
        let began = clock.monotonic()
        var count = 0
        var elapsed = 0.0
        while elapsed < seconds {
            try write(line, to: file, at: ByteOffset(count * lineBytes % (fileBytes - lineBytes)))
            try file.sync(.measure)
            count += 1
            elapsed = Double(clock.monotonic() &- began) / 1e9
        }
        try folder.unlink(name, .measure)
        return SyncFloor(syncsPerSecond: Double(count) / elapsed)
    }

    private static func write(_ bytes: [UInt8], to file: any DiskFile, at offset: ByteOffset) throws(DiskError) {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(DiskError) in try file.write(bytes, at: offset, .measure) }
        }
        try result.get()
    }
}
