internal import CairnLines
internal import CairnLog

extension Transaction {
    /// A removal goes no further than this from record to record. Trees that people draw are shallower; a longer row is
    /// a list, whose removal should not hold up everybody else's writes.
    public static let mostCascadeLevels = 128

    /// Does what relations ask for where records were removed, and then judges everything that was written: as it is
    /// now, in whatever order it came about.
    ///
    /// Nobody else decides anything between this and the staging of the transaction, so what holds now holds then.
    ///
    /// - Throws: `.dangling`, `.referenced`, `.forbiddenTransition`, `.invalidRecord`, `.tooLarge`, those of reading.
    mutating func settle() throws(StateError) {
        guard !core.rules.isEmpty, !changes.isEmpty else { return }
        if core.has(.removals) { try followRemovals() }
        for change in changes {
            let name = change.name
            guard let json = change.json else {
                if core.has(.referrers) { try checkUnreferred(name) }
                continue
            }
            if core.has(.members) { try core.rules.check(name, change.base, json) }
            for relation in core.rules.relations(from: name.kind) where core.has(.targets) {
                try checkTarget(of: relation, name, json)
            }
        }
    }

    /// Level by level: what was removed, what is removed because of it, and so on.
    private mutating func followRemovals() throws(StateError) {
        var level = changes.filter { $0.json == nil }.map(\.name)
        for _ in 0...Self.mostCascadeLevels {
            var next: [RecordName] = []
            for name in level {
                for relation in core.rules.relations(to: name.kind) where relation.onDelete != .restrict {
                    for referrer in try referrers(of: name, by: relation) {
                        if try follow(relation, referrer) { next.append(referrer) }
                    }
                }
            }
            if next.isEmpty { return }
            level = next
        }
        throw StateError(
            .tooLarge,
            "a removal reaches further than \(Self.mostCascadeLevels) records, one behind the other; remove the last "
                + "of the row first")
    }

    /// Those that point at a record, this transaction's writes included.
    private mutating func referrers(of name: RecordName, by relation: Relation) throws(StateError) -> [RecordName] {
        let own = work.version.kinds[relation.source]?.sound
        switch own?.state(relation.definition) {
        case .building, .lost:
            awaitsIndex = true
            throw StateError(
                .beingBuilt, "who points at \(name) cannot be told while the index \(relation.definition.name) is built"
            )
        case .degraded: return try scannedReferrers(of: name, by: relation)
        case .ready, .shared, nil: break
        }
        guard let tree = own?.tree(relation.definition) else { return [] }
        var found: [RecordName] = []
        for range in relation.ranges(of: name.id) {
            let count = tree.count(in: range.range)
            guard count <= Self.mostWrites else {
                throw StateError(
                    .tooLarge,
                    "\(count) records of kind \(relation.source) point at \(name), and a transaction holds at most "
                        + "\(Self.mostWrites) writes; remove them first, some at a time")
            }
            var cursor = tree.cursor(over: range.range)
            while let entry = cursor.next() {
                let id = String(decoding: entry.dropFirst(range.low.count), as: UTF8.self)
                found.append(RecordName(kind: relation.source, id: id))
            }
        }
        if let fault = tree.fault {
            awaitsIndex = true
            throw StateError(.beingBuilt, "who points at \(name) must wait for an index", cause: fault)
        }
        return found
    }

    /// The same without an index: every record of the kind is looked at.
    private func scannedReferrers(of name: RecordName, by relation: Relation) throws(StateError) -> [RecordName] {
        var found: [RecordName] = []
        var scan = view.scan(relation.source)
        while let row = try scan.next() {
            let own = RecordName(kind: relation.source, id: row.id)
            // What is no id points at nothing.
            guard let target = try? relation.target(of: relation.value(in: row.json), in: own), target == name else {
                continue
            }
            found.append(own)
        }
        return found
    }

    /// What it pointed at is gone. True where it is gone itself now.
    private mutating func follow(_ relation: Relation, _ name: RecordName) throws(StateError) -> Bool {
        guard let current = try current(name) else { return false }
        if relation.onDelete == .cascade {
            try write(name, try RecordText.removal(of: name), current.json, nil)
            return true
        }
        let json = try RecordText.patched(current.json, with: relation.detachment, name)
        try relation.check(json, name)
        try write(name, try draft(relation.detachment, of: name, over: current, making: json), current.json, json)
        return false
    }

    private mutating func checkUnreferred(_ name: RecordName) throws(StateError) {
        for relation in core.rules.relations(to: name.kind) where relation.onDelete == .restrict {
            let others = try referrers(of: name, by: relation)
            guard let first = others.first else { continue }
            let more = others.count > 1 ? " and \(others.count - 1) more" : ""
            throw StateError(
                .referenced,
                "\(name) is the \(relation.definition.name) of \(first)\(more) and stays as long as it is; remove "
                    + "those first, or in the same transaction")
        }
    }

    private func checkTarget(of relation: Relation, _ name: RecordName, _ json: [UInt8]) throws(StateError) {
        guard let target = try relation.target(of: relation.value(in: json), in: name), !exists(target) else { return }
        throw relation.dangling(name, target)
    }

    /// Whether there is such a record, this transaction's writes included.
    private func exists(_ name: RecordName) -> Bool {
        if let place = places[name] { return changes[place].json != nil }
        if let state = pending[name] { return state.json != nil }
        return core.exists(name)
    }
}
