import CairnLines
import CairnLog

extension Console {
    /// Opens a store for reading, beside whoever writes it, and closes it whatever happens.
    func reading<Value>(_ path: String, _ body: (Log) async throws -> Value) async throws -> Value {
        var options = LogOptions()
        options.recovery = .readOnly
        options.createIfMissing = false
        return try await opened(path, options) { log in
            if log.recovery.verdict == .damaged {
                note("the store is damaged; what is intact is served. `cairn verify \(path)` tells more")
            }
            return try await body(log)
        }
    }

    /// Opens a store for writing, and closes it whatever happens.
    ///
    /// - Throws: what opening throws, and `.damaged` or `.readOnly` for a store that takes no writes.
    func writing<Value>(
        _ path: String, _ options: LogOptions, _ body: (Log) async throws -> Value
    ) async throws -> Value {
        var options = options
        // History goes only when somebody asks for it: `cairn compact` does.
        options.compactsByItself = false
        return try await opened(path, options) { log in
            let report = log.recovery
            guard report.isWritable else {
                let advice =
                    "`cairn verify \(path)` tells more, `cairn recover \(path) --mode salvage` keeps what is intact"
                throw LogError(
                    report.verdict == .damaged ? .damaged : .readOnly, "the store takes no writes: \(advice)")
            }
            for finding in report.findings { note("\(finding.file): \(finding.message)") }
            return try await body(log)
        }
    }

    /// Says at once that these are done; nobody may have to wait for the next ones to hear of it.
    func acknowledge(_ receipts: [Receipt]) throws {
        var text = ByteBuffer(capacity: receipts.count * 64)
        for receipt in receipts { receipt.appendAcknowledgement(to: &text) }
        try text.withBytes { try output.write($0) }
        try output.flush()
    }

    private func opened<Value>(
        _ path: String, _ options: LogOptions, _ body: (Log) async throws -> Value
    ) async throws -> Value {
        let bar = progress()
        defer { bar.clear() }
        let log = try await Log.open(path, options: options, progress: bar.report)
        bar.clear()
        let value: Value
        do {
            value = try await body(log)
        } catch {
            // The first error is the one to tell; a second one on closing would hide it.
            try? await log.close()
            throw error
        }
        try await log.close()
        return value
    }
}
