internal import CairnLines
internal import Synchronization

/// For tests: what no program does.
extension StateManager {
    /// Takes one entry out of an index, as an error in the engine would. False where it has none.
    package func damageIndex(_ name: String, of kind: String) -> Bool {
        guard let place = indices.kinds[kind]?.place(name), let entry = indices.kinds[kind]?.trees[place].first,
            case var .some(tree) = indices.kinds[kind]?.trees[place], let state = indices.kinds[kind]?.states[place]
        else { return false }
        tree.remove(entry)
        indices.kinds[kind]?.set(place, state, tree)
        core.published.newest = indices
        return true
    }
    /// How many records were read for the indices that were built last.
    nonisolated package var recordsRead: Int { core.builds.recordsRead.load(ordering: .relaxed) }

    /// Makes an index degraded, as one that cannot be built is. False where there is none.
    package func giveUpIndex(_ name: String, of kind: String) -> Bool {
        guard let place = indices.kinds[kind]?.place(name) else { return false }
        indices.kinds[kind]?.set(place, .degraded(StateError(.damaged, "a test gave it up")))
        core.published.newest = indices
        return true
    }
}
