public import CairnLog

/// Writes many entries in batches, and tells the few that cannot be stored from the many that can.
public struct RecordImport: Sendable {
    /// What becomes of the rest when an entry cannot be stored.
    public enum Trouble: String, Sendable, CaseIterable {
        /// Nothing behind it is written.
        case stop
        /// It is left out.
        case skip
    }

    /// An entry that was not stored: its number, counted by the caller, and why.
    public struct Refusal: Sendable {
        /// The caller's number.
        public var number: Int
        /// Why.
        public var error: LogError
    }

    private let log: Log
    private let durability: Durability?
    private let trouble: Trouble

    /// Into a log that is open for writing.
    public init(_ log: Log, durability: Durability? = nil, onTrouble trouble: Trouble) {
        (self.log, self.durability, self.trouble) = (log, durability, trouble)
    }

    /// Writes a batch with one sync. Entries of ids that are there replace them.
    ///
    /// - Parameters:
    ///   - entries: With the caller's numbers for them.
    ///   - acknowledge: Told what is as durable as asked for, in the order of the entries.
    ///   - refuse: Told what is not stored, in its place among the others.
    /// - Returns: False where trouble ended it; nothing behind it was written.
    /// - Errors: those of the log that are not about one entry alone; what the closures throw.
    public func write(
        _ entries: [(entry: Entry, number: Int)], acknowledge: ([Receipt]) throws -> Void, refuse: (Refusal) -> Void
    ) async throws -> Bool {
        guard !entries.isEmpty else { return true }
        let receipts: [Receipt]
        do throws(LogError) {
            receipts = try await log.append(batch: entries.map(\.entry), durability: durability)
        } catch {
            guard Self.isAboutOneEntry(error) else { throw error }
            return try await writeOneByOne(entries, acknowledge, refuse)
        }
        try acknowledge(receipts)
        return true
    }

    /// One entry of many is to blame: which one shows when they go one by one.
    private func writeOneByOne(
        _ entries: [(entry: Entry, number: Int)], _ acknowledge: ([Receipt]) throws -> Void,
        _ refuse: (Refusal) -> Void
    ) async throws -> Bool {
        for (entry, number) in entries {
            let receipt: Receipt
            do throws(LogError) { receipt = try await log.append(entry, durability: durability) } catch {
                guard Self.isAboutOneEntry(error) else { throw error }
                refuse(Refusal(number: number, error: error))
                if trouble == .stop { return false }
                continue
            }
            try acknowledge([receipt])
        }
        return true
    }

    private static func isAboutOneEntry(_ error: LogError) -> Bool {
        error.code == .tooLarge || error.code == .invalidEntry
    }
}
