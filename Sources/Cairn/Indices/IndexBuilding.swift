internal import CairnLog

/// Makes the indices of a store that was opened, from its records.
enum IndexBuilding {
    /// - Errors: `.notUnique` where the records break what the program says of them, `.mismatchedIndex`, and those of
    ///   reading and migrating.
    /// - Complexity: O(bytes of log + n log n), and the entries of all indices in memory twice for a moment.
    static func build(
        _ definitions: [String: [IndexDefinition]], _ forms: RecordForms, from log: Log
    ) throws(StateError) -> IndexVersion {
        var version = IndexVersion()
        guard definitions.values.contains(where: { !$0.isEmpty }) else { return version }
        var entries = definitions.mapValues { $0.map { _ in [[UInt8]]() } }
        let (moment, _) = log.core.moment {}
        var failure: StateError?
        do throws(LogError) {
            try moment.forEach { (kind, id, record) throws(LogError) in
                guard let wanted = definitions[kind], !wanted.isEmpty else { return true }
                do throws(StateError) {
                    let json = try forms.current(record.json, RecordName(kind: kind, id: id))
                    let own = try KindIndices.entries(of: json, id: id, wanted)
                    for (place, entry) in own.enumerated() { entries[kind]?[place].append(entry) }
                    return true
                } catch {
                    failure = error
                    return false
                }
            }
        } catch { throw StateError(error) }
        if let failure { throw failure }
        for (kind, wanted) in definitions where !wanted.isEmpty {
            var lists = entries.removeValue(forKey: kind) ?? []
            for place in lists.indices {
                lists[place].sort { ByteOrder.compare($0, $1) < 0 }
                if wanted[place].kind == .unique { try checkUnique(lists[place], wanted[place], kind) }
            }
            version.kinds[kind] = try KindIndices(wanted, sorted: lists)
        }
        return version
    }

    private static func checkUnique(
        _ entries: [[UInt8]], _ definition: IndexDefinition, _ kind: String
    ) throws(StateError) {
        var last: ArraySlice<UInt8> = []
        for entry in entries {
            guard let decoded = DecodedKey(entry) else { continue }
            let key = entry[..<decoded.length]
            if key == last, decoded.value != .absent, decoded.value != .null {
                throw StateError(
                    .notUnique,
                    "two records of kind \(kind) have the \(definition.name) \(decoded.value); open without this "
                        + "unique index, mend them, and open again")
            }
            last = key
        }
    }
}
