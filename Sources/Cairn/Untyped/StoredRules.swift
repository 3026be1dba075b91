internal import CairnLines
internal import CairnLog

/// What the store's own definitions demand of records that are written without their types: a unique value has one
/// holder, a relation points at something, what is pointed at stays, a moment is written as moments are.
///
/// How a status may change, and what becomes of records that point at one that goes, are for their types to say.
///
/// A value: entries are judged upon a copy, which counts once they are staged.
struct StoredRules {
    /// More than this, written by this and not to be read yet, wait for the log.
    private static let mostUnseen = 65_536

    private let log: Log
    /// Of all kinds, as the store has them; without those that demand nothing.
    private let definitions: TextMap<[StoredIndex]>
    private let rules: StoreRules
    /// Trees of those kinds that were written so far.
    private var version = IndexVersion()
    /// What was written and may not be visible yet; nil where it was removed.
    private var unseen: [RecordName: [UInt8]?] = [:]
    /// What was staged when this was made, or is by this.
    private var last: SequenceNumber

    init(_ log: Log) { self.init(log, Self.demanding(of: log)) }

    private init(_ log: Log, _ definitions: TextMap<[StoredIndex]>) {
        self.log = log
        self.definitions = definitions
        last = log.stagedSequence
        var rules = StoreRules()
        for (kind, list) in definitions { for index in list { rules.add(index, of: kind) } }
        self.rules = rules
    }

    var isEmpty: Bool { definitions.isEmpty }

    private static func demanding(of log: Log) -> TextMap<[StoredIndex]> {
        let book = IndexBook(log)
        let all = book.kinds.map { ($0, book.indices(of: $0).filter(\.demandsSomething)) }
        return TextMap(all.filter { !$0.1.isEmpty })
    }

    /// Gets ready to judge entries: makes what trees it takes, from one reading of all records, where they are not made
    /// or others have written since.
    ///
    /// - Throws: `.closed`, `.overtaken`, `.durabilityUnknown`, `.cancelled`.
    mutating func prepare(for entries: some Sequence<Entry>) async throws(StateError) {
        let definitions = Self.demanding(of: log)
        if definitions != self.definitions || log.stagedSequence != last { self = Self(log, definitions) }
        guard !isEmpty else { return }
        let missing = kinds(for: entries).filter { version.kinds[$0] == nil }
        if unseen.count > Self.mostUnseen || (!missing.isEmpty && log.visibleSequence < last) {
            do throws(LogError) { try await log.flush() } catch { throw StateError(error) }
        }
        if log.visibleSequence >= last { unseen = [:] }
        guard !missing.isEmpty else { return }
        var wanted: TextMap<[IndexDefinition]> = [:]
        for kind in missing { wanted[kind] = definitions[kind]?.compactMap(\.definition) }
        let (log, empty) = (log, IndexVersion(wanted))
        let built = try await IndexBuilds.onThread { () throws(StateError) in
            let (moment, _) = log.core.moment {}
            return try IndexBuilding(wanted: empty.wanted(empty.places { _ in true })).run(moment)
        }
        for kind in missing { version.kinds[kind] = empty.kinds[kind] }
        for (place, index) in built { version.kinds[place.kind]?.set(place.place, index.state, index.tree) }
    }

    /// The kinds of which trees are needed: those with unique values, and those that may point at what is removed.
    private func kinds(for entries: some Sequence<Entry>) -> [String] {
        var wanted: Set<ExactText> = []
        for entry in entries {
            let kind = RecordName(entry).kind
            if definitions[kind]?.contains(where: { $0.sort == .unique }) == true { wanted.insert(ExactText(kind)) }
            if entry.draft.form == .delete { wanted.formUnion(rules.relations(to: kind).map { ExactText($0.source) }) }
        }
        return wanted.sorted().map(\.text)
    }

    /// Whether an entry may be written, as if those before it were; from now on it counts as written, too.
    ///
    /// - Throws: `.notUnique`, `.dangling`, `.referenced`, `.invalidRecord`, `.tooLarge`, `.mismatchedIndex` are about
    ///   the entry, and nothing is changed then; `.damaged`, `.inputOutput`, `.closed`.
    mutating func judge(_ entry: Entry) throws(StateError) {
        let name = RecordName(entry)
        guard definitions[name.kind] != nil || !rules.relations(to: name.kind).isEmpty else { return }
        let old = try current(name)
        var new = entry.draft.object
        if let changes = new, entry.draft.form == .update {
            new = try RecordText.patched(old ?? Array("{}".utf8), with: changes, name)
        }
        if let new {
            try rules.check(name, old, new)
            for relation in rules.relations(from: name.kind) { try checkTarget(of: relation, name, new) }
        } else {
            try checkUnreferred(name)
        }
        try version.replace(name, old, with: new)
        unseen[name] = .some(new)
    }

    /// What was judged has been staged.
    mutating func noteStaged(_ receipts: [Receipt]) { last = receipts.last?.sequence ?? last }

    private func current(_ name: RecordName) throws(StateError) -> [UInt8]? {
        if let written = unseen[name] { return written }
        do throws(LogError) { return try log.get(kind: name.kind, id: name.id)?.json } catch { throw StateError(error) }
    }

    private func checkTarget(of relation: Relation, _ name: RecordName, _ json: [UInt8]) throws(StateError) {
        guard let target = try relation.target(of: relation.value(in: json), in: name), target != name else { return }
        let isThere = unseen[target].map { $0 != nil } ?? log.core.exists(target.key)
        if !isThere { throw relation.dangling(name, target) }
    }

    private func checkUnreferred(_ name: RecordName) throws(StateError) {
        for relation in rules.relations(to: name.kind) {
            guard let indices = version.kinds[relation.source] else { continue }
            guard let tree = indices.tree(relation.definition) else {
                throw StateError(
                    .mismatchedIndex,
                    "whether a \(relation.source) points at \(name) cannot be told; `cairn index check` says why")
            }
            for range in relation.ranges(of: name.id) {
                var cursor = tree.cursor(over: range.range)
                guard let entry = cursor.next() else { continue }
                let id = String(decoding: entry.dropFirst(range.low.count), as: UTF8.self)
                let referrer = RecordName(kind: relation.source, id: id)
                if referrer == name { continue }
                throw StateError(
                    .referenced,
                    "\(name) is the \(relation.definition.name) of \(referrer); remove or change that first")
            }
        }
    }
}

extension StoredIndex {
    /// Whether records may be refused for its sake.
    fileprivate var demandsSomething: Bool {
        switch sort {
        case .unique, .relation: true
        // One that was added by hand takes whatever is there.
        case .time: !isAdded
        case .ordered, .status, nil: false
        }
    }
}

extension RecordName {
    /// What an entry is about.
    fileprivate init(_ entry: Entry) {
        let kind = entry.draft.withKeyBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        self.init(kind: kind, id: entry.id)
    }
}
