internal import CairnLog

/// An index as it was made from the records of a moment.
struct BuiltIndex: Sendable {
    var tree: IndexTree
    var state: IndexState

    /// Brings in what was written while it was built. Complexity: O(m log n); of a unique index with values that have
    /// several holders, O(n).
    mutating func bringIn(_ overlay: IndexOverlay) throws(StateError) {
        guard state.isUsable else { return }
        try overlay.apply(to: &tree)
        if case .shared = state { state = tree.sharedValues().map { .shared($0.count) } ?? .ready }
    }
}

/// Makes indices from the records of one moment. It holds no lock and needs no actor.
struct IndexBuilding {
    /// Which indices of which kinds, each with its place among those of its kind.
    typealias Wanted = [String: [(place: Int, definition: IndexDefinition)]]

    /// Told after so many records: some milliseconds of reading.
    static let stride = 1_024

    let wanted: Wanted
    /// How records of older versions become what the indices are of; as they are stored, where nothing is said.
    var forms = RecordForms()

    fileprivate struct Gathered {
        var definition: IndexDefinition
        var list = EntryList()
        var trouble: StateError?
    }

    /// What is wrong with records makes the index degraded that it concerns, or all of them where it is not known what
    /// a record was. Complexity: O(bytes of log + n log n), and the entries of all indices in memory twice.
    ///
    /// - Parameter watch: Told how many records were read; what it throws ends it.
    /// - Throws: `.overtaken` where the moment was held for too long, `.closed`, and what `watch` throws.
    func run(
        _ moment: LogMoment, watch: (Int) throws(StateError) -> Void = { (_) throws(StateError) in }
    ) throws(StateError) -> [IndexPlace: BuiltIndex] {
        var gathered = wanted.filter { !$0.value.isEmpty }.mapValues { $0.map { Gathered(definition: $0.definition) } }
        guard !gathered.isEmpty else { return [:] }
        var walk = moment.walk()
        var seen = 0
        do throws(LogError) {
            while let (kind, id, record) = try walk.next() {
                seen += 1
                if seen % Self.stride == 0 {
                    do throws(StateError) { try watch(seen) } catch {
                        throw LogError(.cancelled, error.message, cause: error)
                    }
                }
                guard gathered[kind] != nil else { continue }
                do throws(StateError) {
                    let json = try forms.current(record.json, RecordName(kind: kind, id: id))
                    gathered[kind]?.take(json, id)
                } catch {
                    // Nobody knows where such a record belongs.
                    gathered[kind]?.giveUp(error)
                }
            }
        } catch {
            switch error.code {
            case .damaged, .inputOutput: return unreadable(StateError(error))
            default: throw StateError(error)
            }
        }
        return finish(&gathered)
    }

    private func finish(_ gathered: inout [String: [Gathered]]) -> [IndexPlace: BuiltIndex] {
        var built: [IndexPlace: BuiltIndex] = [:]
        for (kind, list) in wanted {
            var rest = (gathered.removeValue(forKey: kind) ?? [])[...]
            for (place, _) in list {
                guard let one = rest.popFirst() else { continue }
                built[IndexPlace(kind: kind, place: place)] = Self.built(one)
            }
        }
        return built
    }

    private static func built(_ gathered: Gathered) -> BuiltIndex {
        if let trouble = gathered.trouble { return BuiltIndex(tree: IndexTree(), state: .degraded(trouble)) }
        do throws(StateError) {
            let tree = try gathered.list.tree()
            return BuiltIndex(tree: tree, state: .of(tree, gathered.definition))
        } catch { return BuiltIndex(tree: IndexTree(), state: .degraded(error)) }
    }

    /// A record that cannot be read might belong to any kind.
    private func unreadable(_ reason: StateError) -> [IndexPlace: BuiltIndex] {
        var built: [IndexPlace: BuiltIndex] = [:]
        for (kind, list) in wanted {
            for (place, _) in list {
                built[IndexPlace(kind: kind, place: place)] = BuiltIndex(tree: IndexTree(), state: .degraded(reason))
            }
        }
        return built
    }
}

extension [IndexBuilding.Gathered] {
    fileprivate mutating func giveUp(_ reason: StateError) {
        for place in indices where self[place].trouble == nil { self[place].trouble = reason }
    }

    fileprivate mutating func take(_ json: [UInt8], _ id: String) {
        json.withUnsafeBytes { json in
            for place in indices where self[place].trouble == nil {
                if !self[place].list.append(json, id, self[place].definition) {
                    let definition = self[place].definition
                    self[place].trouble = StateError(
                        .tooLarge, IndexEntry.tooLong(definition).message + "; those of \(id) have more")
                }
            }
        }
    }
}

extension IndexState {
    /// Of a tree that has every record.
    static func of(_ tree: IndexTree, _ definition: IndexDefinition) -> IndexState {
        guard definition.kind == .unique, let shared = tree.sharedValues() else { return .ready }
        return .shared(shared.count)
    }
}
