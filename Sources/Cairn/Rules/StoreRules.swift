internal import CairnLines

/// What must hold within and between the records of a store, as their types declare it.
package struct StoreRules: Sendable {
    /// A rule about one member of a record alone.
    struct MemberRule {
        var definition: IndexDefinition
        /// nil for a moment.
        var statuses: StatusTable?
    }

    /// By the kind that points.
    private var relations: [String: [Relation]] = [:]
    /// By the kind that is pointed at.
    private var referrers: [String: [Relation]] = [:]
    private var members: [String: [MemberRule]] = [:]

    package init() {}

    var isEmpty: Bool { relations.isEmpty && members.isEmpty }

    /// Whether a record of this kind must be judged when it is written.
    func concern(_ kind: String) -> Bool {
        !isEmpty && (relations[kind] != nil || members[kind] != nil)
    }

    func relations(from kind: String) -> [Relation] { relations[kind] ?? [] }

    func relations(to kind: String) -> [Relation] { referrers[kind] ?? [] }

    package mutating func add<R: Record>(_ type: R.Type) {
        for index in type.indices {
            switch index.rule {
            case nil: continue
            case .time: members[R.kind, default: []].append(MemberRule(definition: index.definition))
            case .status(let table):
                members[R.kind, default: []].append(MemberRule(definition: index.definition, statuses: table))
            case .relation(let target, let onDelete):
                let relation = Relation(
                    source: R.kind, target: target, definition: index.definition, onDelete: onDelete
                ) { (json, name) throws(StateError) in _ = try RecordText.decode(type, json, name) }
                add(relation)
            }
        }
    }

    mutating func add(_ relation: Relation) {
        relations[relation.source, default: []].append(relation)
        referrers[relation.target, default: []].append(relation)
    }

    /// - Throws: `.unknownKind` where a relation points at a kind that the store was opened without.
    func check(kinds: Set<String>) throws(StateError) {
        for relation in relations.values.joined() where !kinds.contains(relation.target) {
            throw StateError(
                .unknownKind,
                "the \(relation.definition.name) of \(relation.source) points at records of kind \(relation.target); "
                    + "name that type too in `open(_:records:)`")
        }
    }

    /// What is in the store and breaks a relation: the first record of each that points at nothing. What may be written
    /// is judged all the same, so it does not become more.
    ///
    /// - Complexity: O(entries of the relations), and a table look-up for each record that is pointed at.
    func breaches(of version: IndexVersion, exists: (RecordName) -> Bool) -> [IndexPlace: String] {
        var found: [IndexPlace: String] = [:]
        for relation in relations.values.joined() {
            guard let indices = version.kinds[relation.source], let tree = indices.tree(relation.definition),
                let place = indices.place(relation.definition.name)
            else { continue }
            found[IndexPlace(kind: relation.source, place: place)] = breach(of: relation, tree, exists)
        }
        return found
    }

    private func breach(of relation: Relation, _ tree: IndexTree, _ exists: (RecordName) -> Bool) -> String? {
        var cursor = tree.cursor()
        var last: FieldValue?
        while let entry = cursor.next() {
            guard let decoded = DecodedKey(entry), decoded.value != last else { continue }
            last = decoded.value
            let id = String(decoding: entry.dropFirst(decoded.length), as: UTF8.self)
            let name = RecordName(kind: relation.source, id: id)
            if decoded.isCut { return relation.tooLong(name).message }
            do throws(StateError) {
                guard let target = try relation.target(of: decoded.value, in: name), !exists(target) else { continue }
                return "the \(relation.definition.name) of \(name) is \(target.id), and there is no such "
                    + relation.target
            } catch { return error.message }
        }
        return nil
    }

    /// Whether a record may be what it is now, by itself.
    ///
    /// - Throws: `.forbiddenTransition`, `.invalidRecord`.
    func check(_ name: RecordName, _ old: [UInt8]?, _ new: [UInt8]) throws(StateError) {
        for rule in members[name.kind] ?? [] {
            let path = rule.definition.path
            let before = old.map { $0.withUnsafeBytes { FieldValue(at: path, in: $0) } }
            let after = new.withUnsafeBytes { FieldValue(at: path, in: $0) }
            if before == after { continue }
            if let table = rule.statuses {
                try table.check(before, after, rule.definition.name, name)
            } else {
                try Self.checkMoment(after, rule.definition.name, name)
            }
        }
    }

    /// Another form of the same moment would stand in another place of the index.
    private static func checkMoment(_ value: FieldValue, _ member: String, _ name: RecordName) throws(StateError) {
        if value == .absent || value == .null { return }
        var wanted: FieldValue?
        if case .string(let text) = value { wanted = text.withRawBytes { DateText.read($0) }?.fieldValue }
        guard value != wanted else { return }
        throw StateError(
            .invalidRecord,
            "the \(member) of \(name) is \(value); write it in UTC with six digits of a second, as "
                + (wanted?.description ?? #""2026-11-20T20:13:00.000000Z""#))
    }
}
