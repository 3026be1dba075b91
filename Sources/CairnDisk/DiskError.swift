/// What went wrong on the disk: a code to act on, the call and file it happened in, and a sentence that helps.
package struct DiskError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure; compare with the static members.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Wrapped: String {
            case noSpace, quota, fileTooLarge, inputOutput, readOnly, denied, missing, exists,
                tooManyFiles, notAPlainFile, notAFolder, locked, closed, interrupted, unsupported, other
        }
        private var wrapped: Wrapped
        private init(_ wrapped: Wrapped) { self.wrapped = wrapped }

        /// ENOSPC
        package static let noSpace = Code(.noSpace)
        /// EDQUOT
        package static let quota = Code(.quota)
        /// EFBIG
        package static let fileTooLarge = Code(.fileTooLarge)
        /// EIO and its kin: the device failed
        package static let inputOutput = Code(.inputOutput)
        /// EROFS
        package static let readOnly = Code(.readOnly)
        /// EACCES, EPERM
        package static let denied = Code(.denied)
        /// ENOENT
        package static let missing = Code(.missing)
        /// EEXIST
        package static let exists = Code(.exists)
        /// EMFILE, ENFILE
        package static let tooManyFiles = Code(.tooManyFiles)
        /// a link, pipe, socket or directory stands where a plain file should be
        package static let notAPlainFile = Code(.notAPlainFile)
        /// ENOTDIR: something else stands where a directory should be
        package static let notAFolder = Code(.notAFolder)
        /// somebody else holds the store
        package static let locked = Code(.locked)
        /// the handle was closed before
        package static let closed = Code(.closed)
        /// EINTR more often than the limit allows
        package static let interrupted = Code(.interrupted)
        /// EINVAL, ENOSYS, EOPNOTSUPP: this file system cannot do it
        package static let unsupported = Code(.unsupported)
        package static let other = Code(.other)

        package var description: String { wrapped.rawValue }
    }

    package var code: Code
    /// The system call's name.
    package var call: String
    /// The path or name it was about.
    package var path: String
    package var purpose: Purpose
    /// The raw errno, 0 where none applies.
    package var errno: Int32
    /// More that is known, such as who holds a lock.
    package var detail: String

    package init(
        _ code: Code, call: String, path: String, purpose: Purpose, errno: Int32 = 0, detail: String = ""
    ) {
        self.code = code
        self.call = call
        self.path = path
        self.purpose = purpose
        self.errno = errno
        self.detail = detail
    }

    package var description: String {
        var text = "\(call) of \(path) failed while \(purpose.rawValue): \(explanation)"
        if !detail.isEmpty { text += " (\(detail))" }
        return text
    }

    /// Room may come back, so writing may resume by itself.
    package var isAboutSpace: Bool { code == .noSpace || code == .quota || code == .fileTooLarge }
}
