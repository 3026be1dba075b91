public import CairnLog

/// Writes many entries in batches, and tells the few that cannot be stored from the many that can.
///
/// What the store's definitions demand is kept, as the programs with the types keep it: values of unique indices have
/// one holder, relations point at something, and what is pointed at is not removed. How statuses may change is written
/// down nowhere in the store, so it is not judged. The first batch of a kind with such definitions reads all records of
/// the store once; the same again where others write to the log between two batches.
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
        public var error: StateError
    }

    private let log: Log
    private let durability: Durability?
    private let trouble: Trouble
    private var rules: StoredRules

    /// Into a log that is open for writing, to which nobody else writes the same kinds meanwhile.
    public init(_ log: Log, durability: Durability? = nil, onTrouble trouble: Trouble) {
        (self.log, self.durability, self.trouble) = (log, durability, trouble)
        rules = StoredRules(log)
    }

    /// Writes a batch with one sync. Entries of ids that are there replace them; each is judged as if those before it
    /// were written.
    ///
    /// - Parameters:
    ///   - entries: With the caller's numbers for them.
    ///   - acknowledge: Told what is as durable as asked for, in the order of the entries.
    ///   - refuse: Told what is not stored, in its place among the others: of the log `.tooLarge` and `.invalidRecord`,
    ///     of the store's definitions `.notUnique`, `.dangling`, `.referenced`, `.invalidRecord`, `.mismatchedIndex`.
    /// - Returns: False where trouble ended it; nothing behind it was written.
    /// - Errors: those of the log that are not about one entry alone; what the closures throw.
    public mutating func write(
        _ entries: [(entry: Entry, number: Int)], acknowledge: ([Receipt]) throws -> Void, refuse: (Refusal) -> Void
    ) async throws -> Bool {
        guard !entries.isEmpty else { return true }
        try await rules.prepare(for: entries.lazy.map(\.entry))
        let batch = try ImportBatch(entries, rules, trouble)
        let receipts: [Receipt]
        do throws(LogError) {
            receipts = try await log.append(batch: batch.accepted, durability: durability)
        } catch {
            guard Self.isAboutOneEntry(error.code) else { throw error }
            return try await writeOneByOne(entries, acknowledge, refuse)
        }
        rules = batch.rules
        rules.noteStaged(receipts)
        try batch.tell(receipts, acknowledge, refuse)
        return trouble == .skip || batch.refusals.isEmpty
    }

    /// One entry of many is to blame: which one shows when they go one by one.
    private mutating func writeOneByOne(
        _ entries: [(entry: Entry, number: Int)], _ acknowledge: ([Receipt]) throws -> Void,
        _ refuse: (Refusal) -> Void
    ) async throws -> Bool {
        for (entry, number) in entries {
            var trial = rules
            let receipt: Receipt
            do {
                try trial.judge(entry)
                receipt = try await log.append(entry, durability: durability)
            } catch {
                let error = (error as? LogError).map { StateError($0) } ?? error
                guard let error = error as? StateError, Self.isAboutOneEntry(error.code) else { throw error }
                refuse(Refusal(number: number, error: error))
                if trouble == .stop { return false }
                continue
            }
            rules = trial
            rules.noteStaged([receipt])
            try acknowledge([receipt])
        }
        return true
    }

    private static func isAboutOneEntry(_ code: LogError.Code) -> Bool { code == .tooLarge || code == .invalidEntry }

    static func isAboutOneEntry(_ code: StateError.Code) -> Bool {
        [.tooLarge, .invalidRecord, .notUnique, .dangling, .referenced, .mismatchedIndex].contains(code)
    }
}

/// Entries that were judged one behind the other, as if all that were accepted were written.
private struct ImportBatch {
    private(set) var accepted: [Entry] = []
    /// With how many were accepted before it.
    private(set) var refusals: [(refusal: RecordImport.Refusal, place: Int)] = []
    private(set) var rules: StoredRules

    /// - Throws: what is not about one entry alone.
    init(
        _ entries: [(entry: Entry, number: Int)], _ rules: StoredRules, _ trouble: RecordImport.Trouble
    ) throws(StateError) {
        self.rules = rules
        guard !rules.isEmpty else {
            accepted = entries.map(\.entry)
            return
        }
        accepted.reserveCapacity(entries.count)
        for (entry, number) in entries {
            do throws(StateError) {
                try self.rules.judge(entry)
                accepted.append(entry)
            } catch {
                guard RecordImport.isAboutOneEntry(error.code) else { throw error }
                refusals.append((RecordImport.Refusal(number: number, error: error), accepted.count))
                if trouble == .stop { return }
            }
        }
    }

    /// Tells what became of each, in the order of the entries.
    func tell(
        _ receipts: [Receipt], _ acknowledge: ([Receipt]) throws -> Void, _ refuse: (RecordImport.Refusal) -> Void
    ) throws {
        var told = 0
        for (refusal, place) in refusals {
            if place > told { try acknowledge(Array(receipts[told..<place])) }
            refuse(refusal)
            told = place
        }
        if receipts.count > told { try acknowledge(Array(receipts[told...])) }
    }
}
