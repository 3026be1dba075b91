internal import CairnDisk

/// What is said in more than one place about a store that cannot be opened.
extension LogError {
    /// There is nothing in the folder, or no folder.
    static func noStore(_ path: String) -> LogError {
        LogError(.notAStore, "there is no store in \(path); look at the path, or write to it and one is created")
    }

    /// The folder itself cannot be opened or made.
    static func cannotOpen(_ path: String, _ error: DiskError) -> LogError {
        switch error.code {
        case .missing where error.call == "open": noStore(path)
        case .notAFolder: LogError(.inputOutput, "\(path) is not a folder, and a store is one; look at the path")
        default: LogError(.inputOutput, "the store at \(path) cannot be opened", cause: error)
        }
    }

    /// A file that the manifest names is gone.
    static func missing(_ name: String) -> LogError {
        LogError(
            .missing,
            "\(name) is missing; restore it from a backup, or let `cairn recover --mode salvage` go on without it. "
                + "Nothing was touched")
    }
}
