internal import CairnLines

/// What one transaction does to the indices.
///
/// It is noted first, and laid over the indices of everything that was accepted when the transaction is staged: most
/// transactions only write, and need no version of their own. One that asks the indices after it wrote, or writes much,
/// gets its own version, which then takes the place of the other.
final class IndexWork {
    private struct Write {
        var name: RecordName
        var before: RecordEntries?
        var after: RecordEntries?
    }

    /// So many writes are laid over the others' indices with the staging locked: some microseconds.
    private static let mostNoted = 32

    private let live: LiveIndices
    private var noted: [Write] = []
    private var own: IndexVersion?

    /// False only in the laboratory.
    private let keepsUnique: Bool

    init(_ live: LiveIndices, keepsUnique: Bool = true) { (self.live, self.keepsUnique) = (live, keepsUnique) }

    /// With everything that was accepted, and this transaction's writes.
    var version: IndexVersion {
        if let own { return own }
        guard !noted.isEmpty else { return live.version }
        return makeOwn()
    }

    private func makeOwn() -> IndexVersion {
        var version = live.version
        for write in noted { version.apply(write.name, write.before, write.after) }
        noted = []
        own = version
        return version
    }

    /// A record is no longer what it was, and now is this; nil where there is none. `entries` are those of `new`, where
    /// the caller has made them.
    ///
    /// - Throws: as ``KindIndices/check(_:_:_:_:)``; nothing is changed then.
    func replace(
        _ name: RecordName, _ old: [UInt8]?, with new: [UInt8]?, _ entries: RecordEntries? = nil
    ) throws(StateError) {
        // Whether another record has a unique value depends on what was written before.
        // And what is in a file is not read with the staging locked.
        if own == nil,
            noted.count >= Self.mostNoted || !noted.isEmpty && isUnique(name.kind) || live.hasColdLeaves(name.kind)
        {
            _ = makeOwn()
        }
        guard var version = own else {
            let write = try live.read { (version) throws(StateError) in
                try judged(name, old, new, entries, version.kinds[name.kind])
            }
            return noted.append(write)
        }
        let write = try judged(name, old, new, entries, version.kinds[name.kind])
        // Let go of, so that it is changed in place.
        own = nil
        version.apply(name, write.before, write.after)
        own = version
    }

    private func isUnique(_ kind: String) -> Bool {
        live.version.kinds[kind]?.definitions.contains { $0.kind == .unique } ?? false
    }

    private func judged(
        _ name: RecordName, _ old: [UInt8]?, _ new: [UInt8]?, _ entries: RecordEntries?, _ indices: KindIndices?
    ) throws(StateError) -> Write {
        guard let indices else { return Write(name: name) }
        let before = old.map { RecordEntries($0, name.id, indices.definitions) }
        let known = entries?.shape == indices.shape ? entries : nil
        let after = known ?? new.map { RecordEntries($0, name.id, indices.definitions) }
        try indices.check(name, before, after, new, keepsUnique: keepsUnique)
        return Write(name: name, before: before, after: after)
    }

    /// Lays it over the indices from which it began, with nothing in between.
    func apply(to version: inout IndexVersion) {
        if var own {
            // What there was goes later, when nobody waits for it.
            swap(&own, &version)
            return self.own = own
        }
        for write in noted { version.apply(write.name, write.before, write.after) }
    }

    /// Lets go of what is of no use any more, as pages that nobody else holds are changed in place.
    func end() { (noted, own) = ([], nil) }
}
