/// A change to a directory that no sync has made certain.
struct PendingEntry {
    enum Change {
        case add(String, Entry)
        case rename(from: String, to: String, FileNumber)
        case remove(String, FileNumber)
    }

    let event: Int
    let folder: FolderNumber
    let change: Change

    func apply(to folders: inout [[String: Entry]]) {
        while folders.count <= folder.index { folders.append([:]) }
        switch change {
        case .add(let name, let entry):
            folders[folder.index][name] = entry
            if case .folder(let made) = entry {
                while folders.count <= made.index { folders.append([:]) }
            }
        case .rename(let from, let to, let file):
            if folders[folder.index][from] == .file(file) { folders[folder.index][from] = nil }
            folders[folder.index][to] = .file(file)
        case .remove(let name, let file):
            if folders[folder.index][name] == .file(file) { folders[folder.index][name] = nil }
        }
    }
}

/// The directories between two syncs.
struct PendingEntries {
    let model: CrashModel
    private(set) var durable: [[String: Entry]]
    private(set) var pending: [PendingEntry] = []

    init(_ folders: [[String: Entry]], model: CrashModel) {
        durable = folders
        self.model = model
    }

    mutating func append(_ change: PendingEntry.Change, in folder: FolderNumber, event: Int) {
        pending.append(PendingEntry(event: event, folder: folder, change: change))
    }

    /// Makes the names of `folder` certain; returns the renames that became so. Where names land in order, everything
    /// before the last of them has landed too.
    mutating func sync(_ folder: FolderNumber) -> [(file: FileNumber, event: Int)] {
        var landed: [PendingEntry] = []
        if model == .allReordered {
            landed = pending.filter { $0.folder == folder }
            pending.removeAll { $0.folder == folder }
        } else if let last = pending.lastIndex(where: { $0.folder == folder }) {
            landed = Array(pending[...last])
            pending.removeSubrange(...last)
        }
        for entry in landed { entry.apply(to: &durable) }
        return Self.renames(in: landed)
    }

    /// The directories after the pending changes chosen by `landed`, and the renames among these.
    func settled(_ landed: (Int) -> Bool) -> (folders: [[String: Entry]], renames: [(file: FileNumber, event: Int)]) {
        var folders = durable
        var chosen: [PendingEntry] = []
        for (index, entry) in pending.enumerated() where landed(index) {
            entry.apply(to: &folders)
            chosen.append(entry)
        }
        return (folders, Self.renames(in: chosen))
    }

    private static func renames(in entries: [PendingEntry]) -> [(file: FileNumber, event: Int)] {
        entries.compactMap { entry in
            guard case .rename(_, _, let file) = entry.change else { return nil }
            return (file, entry.event)
        }
    }
}
