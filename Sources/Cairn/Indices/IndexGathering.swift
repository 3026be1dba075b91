internal import CairnLines
internal import CairnLog
internal import Synchronization

/// The entries of indices, gathered from records.
struct IndexGathering: Sendable {
    fileprivate struct Gathered {
        var definition: IndexDefinition
        var list = EntryList()
        /// What there was no room for in memory, sorted.
        var runs: [IndexTree] = []
        var trouble: StateError?
    }

    private var kinds: TextMap<[Gathered]>
    private let forms: RecordForms
    private let room: IndexRoom?

    init(_ wanted: IndexBuilding.Wanted, _ forms: RecordForms, _ room: IndexRoom?) {
        self.forms = forms
        self.room = room
        kinds = wanted.filter { !$0.value.isEmpty }.mapValues { $0.map { Gathered(definition: $0.definition) } }
    }

    var isEmpty: Bool { kinds.isEmpty }

    /// Takes the records of a walk. `watch` is told of each so many.
    mutating func take(
        _ walk: MomentWalk, watch: (_ more: Int) throws(StateError) -> Void
    ) throws(StateError) {
        var walk = walk
        var seen = 0
        while let (kind, id, record) = try walk.step() {
            seen += 1
            if seen % IndexBuilding.stride == 0 { try watch(IndexBuilding.stride) }
            guard kinds[kind] != nil else { continue }
            do throws(StateError) {
                kinds[kind]?.take(try forms.current(record.json, RecordName(kind: kind, id: id)), id, room)
            } catch {
                // Nobody knows where such a record belongs.
                kinds[kind]?.giveUp(error)
            }
        }
    }

    /// What another one gathered of the same indices.
    mutating func add(_ other: IndexGathering) {
        for (kind, list) in other.kinds {
            for (place, one) in list.enumerated() {
                if one.runs.isEmpty {
                    kinds[kind]?[place].list.append(one.list)
                } else {
                    kinds[kind]?[place].runs += one.runs
                    kinds[kind]?[place].addRun(of: one.list, room)
                }
                if kinds[kind]?[place].trouble == nil { kinds[kind]?[place].trouble = one.trouble }
            }
        }
    }

    /// The index at a place among those of its kind that were wanted. It is let go of: its memory is not needed twice.
    mutating func built(_ kind: String, _ place: Int) -> BuiltIndex? {
        guard let gathered = kinds[kind]?[place] else { return nil }
        kinds[kind]?[place].list = EntryList()
        if let trouble = gathered.trouble { return BuiltIndex(tree: IndexTree(), state: .degraded(trouble)) }
        do throws(StateError) {
            let tree = try gathered.tree(room)
            return BuiltIndex(tree: tree, state: .of(tree, gathered.definition))
        } catch { return BuiltIndex(tree: IndexTree(), state: .degraded(error)) }
    }
}

extension [IndexGathering.Gathered] {
    fileprivate mutating func giveUp(_ reason: StateError) {
        for place in indices where self[place].trouble == nil { self[place].trouble = reason }
    }

    /// - Parameter room: For the entries of all lists together.
    fileprivate mutating func take(_ json: [UInt8], _ id: String, _ room: IndexRoom?) {
        json.withUnsafeBytes { json in
            for place in indices where self[place].trouble == nil {
                if !self[place].list.append(json, id, self[place].definition) {
                    let definition = self[place].definition
                    self[place].trouble = StateError(
                        .tooLarge, IndexEntry.tooLong(definition).message + "; those of \(id) have more")
                }
            }
        }
        guard let room, reduce(0, { $0 + $1.list.cost }) > room.bytes else { return }
        for place in indices { self[place].flush(room) }
    }
}

extension IndexGathering.Gathered {
    /// Sorts what was gathered and puts it into the file.
    fileprivate mutating func flush(_ room: IndexRoom) {
        let full = list
        list = EntryList()
        addRun(of: full, room)
    }

    fileprivate mutating func addRun(of entries: EntryList, _ room: IndexRoom?) {
        guard entries.count > 0, trouble == nil else { return }
        do throws(StateError) { runs.append(try entries.tree(in: room?.pages)) } catch { trouble = error }
    }

    /// In memory where it all was there, and in the file otherwise.
    fileprivate func tree(_ room: IndexRoom?) throws(StateError) -> IndexTree {
        if runs.isEmpty { return try list.tree() }
        let all = try runs + [list.tree(in: room?.pages)]
        let tree = try RunMerge(all).tree(in: room?.pages)
        for run in all { if let fault = run.fault { throw fault } }
        return tree
    }
}
