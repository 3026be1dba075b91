/// Names one crash state so that it can be built again: `model:index:choice:seed`.
package struct CrashLabel: Sendable, Hashable, CustomStringConvertible {
    package let model: CrashModel
    /// How many events of the trace had happened.
    package let index: Int
    /// Ordinal of the combination at that point.
    package let choice: Int
    package let seed: UInt64

    init(model: CrashModel, index: Int, choice: Int, seed: UInt64) {
        self.model = model
        self.index = index
        self.choice = choice
        self.seed = seed
    }

    /// Reads what ``description`` wrote; nil if it is no such text.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, let model = CrashModel(rawValue: String(parts[0])), let index = Int(parts[1]),
            let choice = Int(parts[2]), let seed = UInt64(parts[3])
        else { return nil }
        self.init(model: model, index: index, choice: choice, seed: seed)
    }

    package var description: String { "\(model.rawValue):\(index):\(choice):\(seed)" }
}

/// A disk that a power cut may leave, and where it comes from.
package struct CrashState: Sendable {
    package let label: CrashLabel
    package let disk: Disk
    /// The highest mark before the crash: what had been promised.
    package let mark: UInt64?
    /// Tells contents and names apart.
    package let hash: UInt64

    /// The disk as the next start of the program finds it, recording again: its trace can be crashed in turn, and the
    /// states of that carry this state's mark on.
    package func mount() -> RecordedFolder { RecordedFolder(disk, mark: mark) }
}
