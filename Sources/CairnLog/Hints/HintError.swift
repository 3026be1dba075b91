package import CairnDisk

/// Why hints could not be written, or were refused. Refused hints are no loss: they are derived again.
package struct HintError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure; compare with the static members.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Wrapped: String { case notHints, version, length, checksum, otherContent, entry, memory, disk }
        private var wrapped: Wrapped
        private init(_ wrapped: Wrapped) { self.wrapped = wrapped }

        /// It does not begin as hints do.
        package static let notHints = Code(.notHints)
        /// Written by another version.
        package static let version = Code(.version)
        /// Cut off, or longer than its own count says.
        package static let length = Code(.length)
        /// The checksum does not match.
        package static let checksum = Code(.checksum)
        /// Sound, but of another segment or of another content of the same segment.
        package static let otherContent = Code(.otherContent)
        /// An entry names a place or sequence that what is described cannot have.
        package static let entry = Code(.entry)
        package static let memory = Code(.memory)
        /// The disk failed; see ``HintError/cause``.
        package static let disk = Code(.disk)

        package var description: String { wrapped.rawValue }
    }

    package var code: Code
    package var cause: DiskError?

    package init(_ code: Code) { self.code = code }

    package init(_ cause: DiskError) {
        code = .disk
        self.cause = cause
    }

    package var description: String {
        switch code {
        case .notHints: "this is not a file of hints; it is derived and can be removed"
        case .version: "these hints were written by another version; they are derived again"
        case .length: "these hints are cut off or too long; they are derived again"
        case .checksum: "these hints are damaged; they are derived again"
        case .otherContent: "these hints describe something else than what is there; they are derived again"
        case .entry: "these hints name a place that cannot be; they are derived again"
        case .memory: "no memory for reading or writing hints"
        default: cause.map(\.description) ?? "the disk failed"
        }
    }
}
