package import CairnDisk

/// Why a snapshot could not be written, or was refused.
package struct SnapshotError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure; compare with the static members.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Wrapped: String {
            case empty, notSnapshot, unsupported, truncated, corrupt, checksum, trailingBytes,
                tooLarge, lineTooLong, unendedLine, refused, library, disk
        }
        private var wrapped: Wrapped
        private init(_ wrapped: Wrapped) { self.wrapped = wrapped }

        /// The file has no bytes.
        package static let empty = Code(.empty)
        /// It is no LZ4 frame.
        package static let notSnapshot = Code(.notSnapshot)
        /// An LZ4 frame without a content checksum, or with a dictionary, or of a form unknown here.
        package static let unsupported = Code(.unsupported)
        /// The file ends before its frame does.
        package static let truncated = Code(.truncated)
        /// The frame contradicts itself.
        package static let corrupt = Code(.corrupt)
        /// A checksum of the header, a block or the content does not match.
        package static let checksum = Code(.checksum)
        /// The file goes on after its frame's end.
        package static let trailingBytes = Code(.trailingBytes)
        /// More text than ``SnapshotLimits/contentBytes``.
        package static let tooLarge = Code(.tooLarge)
        /// A line longer than ``SnapshotLimits/lineBytes``.
        package static let lineTooLong = Code(.lineTooLong)
        /// The text does not end with a newline.
        package static let unendedLine = Code(.unendedLine)
        /// Whoever was given the lines refused one; for them to throw.
        package static let refused = Code(.refused)
        /// LZ4 or OpenSSL gave up, for want of memory as a rule.
        package static let library = Code(.library)
        /// The disk failed; see ``SnapshotError/cause``.
        package static let disk = Code(.disk)

        package var description: String { wrapped.rawValue }
    }

    package var code: Code
    package var cause: DiskError?
    /// More that is known.
    package var detail: String

    package init(_ code: Code, detail: String = "") {
        self.code = code
        self.detail = detail
    }

    package init(_ cause: DiskError) {
        code = .disk
        self.cause = cause
        detail = ""
    }

    package var description: String {
        if let cause { return cause.description }
        return detail.isEmpty ? explanation : "\(explanation) (\(detail))"
    }

    private var explanation: String {
        switch code {
        case .empty: "the snapshot is an empty file, as a crash of the system can leave it"
        case .notSnapshot: "the snapshot does not begin as an LZ4 frame does"
        case .unsupported: "the snapshot is an LZ4 frame of a form that the store never writes"
        case .truncated: "the snapshot ends too early"
        case .corrupt: "the snapshot is damaged"
        case .checksum: "the snapshot's checksum does not match its content"
        case .trailingBytes: "there are bytes after the snapshot's end"
        case .tooLarge: "the snapshot claims more text than the store can have written"
        case .lineTooLong: "the snapshot has a line longer than any that a store takes"
        case .unendedLine: "the snapshot's last line does not end"
        case .refused: "the snapshot has a line that cannot be used"
        case .library: "a snapshot could not be processed for want of memory"
        default: "the disk failed"
        }
    }
}
