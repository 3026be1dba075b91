internal import CairnLines
internal import CairnLog
internal import Synchronization

/// The index definitions that a store has written down, by kind.
///
/// They stand in the manifest, which every opening reads, and not among the records: they are no state of the program's
/// and take no sequence.
struct IndexBook: Sendable {
    /// More indices for one kind would make each of its writes slower than reading all records.
    static let most = 64
    /// A name is a word.
    static let mostNameBytes = 255
    /// Held by those who read a list and write it changed, on threads that may wait for a sync.
    private static let change = Mutex(())

    private let log: Log

    init(_ log: Log) { self.log = log }

    /// The kinds that have indices.
    var kinds: [String] { log.indexDefinitions.inOrder.map(\.key) }

    /// Those of a kind. What cannot be read is no definition: it is written anew by whoever declares some.
    func indices(of kind: String) -> [StoredIndex] {
        guard let list = log.indexDefinitions[kind] else { return [] }
        return (try? RecordDecoder().decode([StoredIndex].self, from: list)) ?? []
    }

    /// Writes those of a kind down, where they are new. Blocks for a sync.
    ///
    /// - Throws: `.tooLarge`, `.readOnly`, `.closed`, `.noSpace`, `.durabilityUnknown`.
    func write(_ list: [StoredIndex], of kind: String) throws(StateError) {
        guard list.count <= Self.most else {
            throw StateError(.tooLarge, "a kind has at most \(Self.most) indices; \(kind) would have \(list.count)")
        }
        let json: [UInt8]
        do { json = try RecordEncoder().encode(list) } catch {
            throw StateError(.invalidRecord, "the indices of \(kind) cannot be written as JSON", cause: error)
        }
        do throws(LogError) { try log.setIndexDefinitions(json, of: kind) } catch { throw StateError(error) }
    }

    /// Writes down what types declare, and gives back which indices each of their kinds has. Where nothing can be
    /// written, the next opening does it.
    ///
    /// - Throws: `.tooLarge`.
    func keep(_ declared: TextMap<[StoredIndex]>) async throws(StateError) -> TextMap<[IndexDefinition]> {
        let all = TextMap(declared.map { ($0.key, merged($0.value, of: $0.key)) })
        let new = all.inOrder.filter { indices(of: $0.key) != $0.value }
        if !new.isEmpty, log.recovery.isWritable {
            do throws(StateError) {
                try await IndexBuilds.onThread { () throws(StateError) in
                    for (kind, list) in new { try write(list, of: kind) }
                }
            } catch { if error.code == .tooLarge { throw error } }
        }
        return all.mapValues { $0.compactMap(\.definition) }
    }

    /// Writes down what another store has.
    func take(from other: Log) throws(StateError) {
        do throws(LogError) {
            for (kind, list) in other.indexDefinitions.inOrder {
                try log.setIndexDefinitions(list, of: kind)
            }
        } catch { throw StateError(error) }
    }

    /// What a type declares, and of what was added by hand all that is not declared now.
    func merged(_ declared: [StoredIndex], of kind: String) -> [StoredIndex] {
        declared + indices(of: kind).filter { added in added.isAdded && !declared.contains { $0.isSame(as: added) } }
    }

    /// Adds an index by hand.
    ///
    /// - Throws: as ``check(_:for:)`` and ``write(_:of:)``.
    func add(_ index: StoredIndex, to kind: String) throws(StateError) {
        try Self.change.withLock { _ throws(StateError) in
            try check(index, for: kind)
            try write(indices(of: kind) + [index], of: kind)
        }
    }

    /// Whether an index can be added by hand.
    ///
    /// - Throws: `.exists`, `.invalidOption`, `.tooLarge`.
    func check(_ index: StoredIndex, for kind: String) throws(StateError) {
        guard !index.name.isEmpty, index.name.utf8.count <= Self.mostNameBytes, !index.field.isEmpty,
            index.field.count <= FieldPath.maxMembers
        else {
            throw StateError(
                .invalidOption,
                "an index has a name of 1 to \(Self.mostNameBytes) bytes and a field of 1 to \(FieldPath.maxMembers) "
                    + "names")
        }
        guard let sort = index.sort, sort != .relation else {
            throw StateError(.invalidOption, "a relation is declared by the types that it is between; add `ordered`")
        }
        let list = indices(of: kind)
        guard list.count < Self.most else {
            throw StateError(.tooLarge, "a kind has at most \(Self.most) indices, and \(kind) has them; drop one")
        }
        if let same = list.first(where: { $0.isSame(as: index) }) {
            throw StateError(
                .exists, "\(kind) has the index \(same.name) (\(same.word)) already; drop it, or choose another name")
        }
    }

    /// Takes an index out; one that a type declares comes back when a program opens the store with that type.
    ///
    /// - Throws: `.unknownIndex`, and those of ``write(_:of:)``.
    func drop(_ name: String, of kind: String) throws(StateError) {
        try Self.change.withLock { _ throws(StateError) in
            var list = indices(of: kind)
            guard let place = list.firstIndex(where: { $0.name.isSameText(as: name) }) else {
                throw unknown(name, of: kind)
            }
            list.remove(at: place)
            try write(list, of: kind)
        }
    }

    func unknown(_ name: String, of kind: String) -> StateError {
        let names = indices(of: kind).map(\.name).joined(separator: ", ")
        return StateError(.unknownIndex, "\(kind) has no index \(name)" + (names.isEmpty ? "" : "; it has \(names)"))
    }
}

extension StoredIndex {
    /// Names are compared as bytes, as the store has them.
    func isSame(as other: StoredIndex) -> Bool { name.isSameText(as: other.name) }
}
