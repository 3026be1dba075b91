#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension DiskError {
    /// The one place where an errno becomes an error. `number` is passed in, because anything in between may change it.
    package static func fromErrno(_ number: Int32, call: String, path: String, purpose: Purpose) -> DiskError {
        DiskError(code(of: number), call: call, path: path, purpose: purpose, errno: number)
    }

    private static func code(of number: Int32) -> Code {
        switch number {
        case ENOSPC: .noSpace
        case EDQUOT: .quota
        case EFBIG: .fileTooLarge
        case EIO, ENXIO, ENODEV: .inputOutput
        case EROFS: .readOnly
        case EACCES, EPERM: .denied
        case ENOENT: .missing
        case ENOTDIR: .notAFolder
        case EEXIST: .exists
        case EMFILE, ENFILE: .tooManyFiles
        case ELOOP, EISDIR: .notAPlainFile
        case EAGAIN: .locked
        case EBADF: .closed
        case EINTR: .interrupted
        case EINVAL, ENOSYS, EOPNOTSUPP: .unsupported
        default: .other
        }
    }

    /// What happened and what to do about it, for a person.
    package var explanation: String {
        switch code {
        case .noSpace: "the disk is full; free some room, writing resumes by itself"
        case .quota: "the disk quota is used up; raise it or free some room, writing resumes by itself"
        case .fileTooLarge: "the file would grow beyond what the system allows (see `ulimit -f`)"
        case .inputOutput: "the device reported an error; check the disk before you trust it again"
        case .readOnly: "the file system is mounted read-only; remount it, or open the store read-only"
        case .denied: "permission denied; check the owner and mode of the store's directory"
        case .missing: "no such file or directory"
        case .exists: "it exists already"
        case .tooManyFiles: "too many open files; raise `ulimit -n`"
        case .notAPlainFile: "it is not a plain file; remove the link, pipe or directory that stands in its place"
        case .notAFolder: "it is not a directory; remove what stands in its place"
        case .locked: "another writer has the store open; close it there, or open read-only"
        case .closed: "the file was closed before"
        case .interrupted: "signals interrupted the call again and again"
        case .unsupported: "this file system does not support it"
        default: "errno \(errno)"
        }
    }
}
