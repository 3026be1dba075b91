package import CairnDisk

/// What lies in a store's folder, by name. Reads only the directory.
package struct StoreSurvey: Sendable {
    package var manifests: [UInt64] = []
    package var segments: [String: Int64] = [:]
    package var hints: Set<String> = []
    package var snapshots: [SequenceNumber: Int64] = [:]
    package var snapshotHints: Set<SequenceNumber> = []
    package var unfinished: [String] = []
    package var hasQuarantine = false

    /// - Throws: `.foreign` where something that is not a plain file has one of the engine's names.
    package init(_ folder: any Folder) throws(LogError) {
        let entries: [FolderEntry]
        do throws(DiskError) { entries = try folder.list(.openStore) } catch {
            throw LogError(.inputOutput, "the store's folder cannot be listed", cause: error)
        }
        for entry in entries {
            if entry.name == FileName.quarantine, entry.kind == .folder { hasQuarantine = true }
            guard let parsed = FileName.parse(entry.name) else { continue }
            guard entry.kind == .file else {
                throw LogError(
                    .foreign,
                    "\(entry.name) is not a plain file; move it away, it is not of this store. Nothing was touched")
            }
            switch parsed {
            // The floor above knows what to do with pages of indices.
            case .lock, .indices: break
            case .unfinished: unfinished.append(entry.name)
            case .manifest(let generation): manifests.append(generation)
            case .segment: segments[entry.name] = entry.size
            case .hints: hints.insert(entry.name)
            case .snapshot(let sequence): snapshots[sequence] = entry.size
            case .snapshotHints(let sequence): snapshotHints.insert(sequence)
            }
        }
        manifests.sort()
        unfinished.sort()
    }

    /// The numbers of the segment files.
    var segmentIDs: [SegmentID] {
        segments.keys.compactMap { name in
            if case .segment(let id, _)? = FileName.parse(name) { id } else { nil }
        }
    }

    /// Nothing of a store is here.
    package var isEmpty: Bool { manifests.isEmpty && segments.isEmpty && snapshots.isEmpty }
}
