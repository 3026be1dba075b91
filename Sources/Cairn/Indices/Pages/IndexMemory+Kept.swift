internal import CairnDisk
internal import CairnLines
internal import CairnLog

/// Indices that outlive the process: kept when a store is closed, taken up again when it is opened as it was left.
extension IndexMemory {
    /// Fewer entries are built faster than anybody notices.
    private static let leastKept = 100_000

    /// Puts all indices that are sound into the file, as of one moment. What fails leaves none, and the next opening
    /// builds them.
    ///
    /// - Parameter mark: What the table says of the moment.
    func keep(_ version: IndexVersion, _ forms: RecordForms, mark: () -> IndexTable?) {
        let pages = pages
        let entries = version.kinds.values.reduce(0) { $0 + $1.trees.reduce(0) { $0 + $1.count } }
        guard entries >= (keepsAll ? 1 : Self.leastKept), var table = mark() else { return }
        do throws(StateError) {
            for (kind, indices) in version.kinds.sorted(by: { $0.key < $1.key }) {
                for (place, definition) in indices.definitions.enumerated() {
                    guard case .ready = indices.states[place] else { continue }
                    let leaves = try indices.trees[place].leaves(in: pages)
                    table.trees.append(
                        IndexTable.Tree(
                            kind: kind, name: definition.name, field: definition.path.members,
                            sort: definition.kind.rawValue, form: forms[kind]?.version ?? 0, leaves: leaves))
                }
            }
            if let fault = pages.fault { throw fault }
            try pages.keep(table)
        } catch { pages.close() }
    }

    /// The trees that were kept of this very moment; the others are removed, and so is all that is of another moment.
    func takeUp(_ version: inout IndexVersion, _ forms: RecordForms, mark: () -> IndexTable?) {
        let names = ((try? folder.list(.readIndices)) ?? []).map(\.name).filter {
            if case .indices? = FileName.parse($0) { true } else { false }
        }
        guard !names.isEmpty else { return }
        let mark = mark()
        for name in names {
            guard let mark, name == FileName.indices(SequenceNumber(mark.sequence)),
                let (pages, table) = adopt(name), table.isOfSameMoment(as: mark)
            else {
                try? folder.unlinkIfPresent(name, .dropIndices)
                continue
            }
            for tree in table.trees { version.takeUp(tree, forms, pages) }
        }
    }

    /// Takes the name from a kept file, so that nobody believes in it when it has been changed.
    private func adopt(_ name: String) -> (pages: IndexPages, table: IndexTable)? {
        guard let file = try? folder.open(name, .readWrite, .readIndices) else { return nil }
        guard let (table, offset) = IndexPages.table(of: file),
            let slots = PageSlots(end: offset / UInt64(IndexPages.slotBytes), taken: table.slots)
        else {
            file.close()
            return nil
        }
        do throws(DiskError) {
            try folder.rename(name, to: ownName, .dropIndices)
            try folder.sync(.dropIndices)
        } catch {
            file.close()
            return nil
        }
        return (replacePages(file, slots), table)
    }
}

extension IndexTable {
    fileprivate var slots: [UInt32] { trees.flatMap { $0.leaves.map(\.place.slot) } }

    fileprivate func isOfSameMoment(as mark: IndexTable) -> Bool {
        store == mark.store && sequence == mark.sequence && line == mark.line && records == mark.records
    }
}

extension IndexVersion {
    fileprivate mutating func takeUp(_ tree: IndexTable.Tree, _ forms: RecordForms, _ pages: IndexPages) {
        let found = IndexTree(tree.leaves, in: pages)
        guard let indices = kinds[tree.kind], let place = indices.place(tree.name),
            indices.definitions[place].path.members == tree.field,
            indices.definitions[place].kind.rawValue == tree.sort, (forms[tree.kind]?.version ?? 0) == tree.form,
            indices.states[place].waits
        else { return }
        kinds[tree.kind]?.set(place, .ready, found)
    }
}
