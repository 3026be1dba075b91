internal import CairnDisk

extension LogEnvironment {
    /// Before records change in a way that no line tells of: what was kept of indices is of the records as they were,
    /// and sequence, last line and count of records may stay the same.
    func dropKeptIndices() throws(LogError) {
        do throws(DiskError) {
            let kept = try folder.list(.dropIndices).filter {
                if case .indices? = FileName.parse($0.name) { true } else { false }
            }
            guard !kept.isEmpty else { return }
            for entry in kept { try folder.unlinkIfPresent(entry.name, .dropIndices) }
            try folder.sync(.dropIndices)
        } catch {
            throw LogError(
                .inputOutput, "what was kept of indices cannot be removed; nothing was changed", cause: error)
        }
    }
}
