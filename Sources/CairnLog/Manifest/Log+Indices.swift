package import CairnLines
internal import Synchronization

extension Log {
    /// The longest list of index definitions of one kind: a hundred of them, with names of some length. The manifest,
    /// which every opening reads, holds one for each kind.
    package static let maxIndicesBytes = 64 << 10

    /// By what the records of each kind can be found, as JSON arrays: this floor keeps them and does not read them.
    ///
    /// A reader beside a writer looks into the manifest each time, and so sees what the writer has changed.
    package var indexDefinitions: TextMap<[UInt8]> {
        guard !core.isWriter, !core.manifest.isRebuilt, let state = core.newestManifest() else {
            return core.manifest.state.indices
        }
        return state.indices
    }

    /// Writes down by what the records of a kind can be found, where that is new. Durable when it returns; blocks.
    ///
    /// - Errors: `.closed`, `.readOnly`; `.tooLarge`; `.invalidEntry` for what is no JSON array; `.noSpace`,
    ///   `.durabilityUnknown`.
    package func setIndexDefinitions(_ list: [UInt8], of kind: String) throws(LogError) {
        if !core.isWriter { throw LogError(.readOnly, "the store is open for reading only") }
        if let refusal = core.staging.withLock({ $0.refusal }) { throw refusal }
        let known = core.manifest.state.indices[kind] ?? Array("[]".utf8)
        if known == list { return }
        guard list.count <= Self.maxIndicesBytes else {
            throw LogError(
                .tooLarge, "the indices of one kind may have \(Self.maxIndicesBytes) bytes, not \(list.count)")
        }
        guard list.first == 0x5B else { throw LogError(.invalidEntry, "index definitions are a JSON array") }
        let durable = core.committer.withLock { $0.durable }
        try core.manifest.append([.indices(kind: kind, list)], acknowledged: durable)
    }
}
