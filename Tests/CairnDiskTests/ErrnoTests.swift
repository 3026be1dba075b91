import CairnDisk
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct ErrnoTests {
    @Test(arguments: [
        (ENOSPC, DiskError.Code.noSpace), (EDQUOT, .quota), (EFBIG, .fileTooLarge), (EIO, .inputOutput),
        (ENXIO, .inputOutput), (ENODEV, .inputOutput), (EROFS, .readOnly), (EACCES, .denied), (EPERM, .denied),
        (ENOENT, .missing), (ENOTDIR, .notAFolder), (EEXIST, .exists), (EMFILE, .tooManyFiles),
        (ENFILE, .tooManyFiles), (ELOOP, .notAPlainFile), (EISDIR, .notAPlainFile), (EAGAIN, .locked),
        (EBADF, .closed), (EINTR, .interrupted), (EINVAL, .unsupported), (ENOSYS, .unsupported),
        (EOPNOTSUPP, .unsupported), (ENOMEM, .other), (0, .other), (-1, .other),
    ])
    func `each errno has its code and a sentence that helps`(number: Int32, code: DiskError.Code) {
        let error = DiskError.fromErrno(number, call: "pwrite", path: "seg-1", purpose: .commitGroup)
        #expect(error.code == code)
        #expect(error.errno == number)
        #expect(error.description.hasPrefix("pwrite of seg-1 failed while committing a group: "))
        #expect(code == .other ? error.explanation == "errno \(number)" : !error.explanation.contains("errno"))
    }

    @Test func `only a lack of room may pass by itself`() {
        for number in 0..<Int32(140) {
            let error = DiskError.fromErrno(number, call: "pwrite", path: "a", purpose: .commitGroup)
            #expect(error.isAboutSpace == [ENOSPC, EDQUOT, EFBIG].contains(number))
        }
    }

    @Test func `a detail is part of what a person reads`() {
        let error = DiskError(.locked, call: "lock", path: "LOCK", purpose: .lockStore, detail: "process 1")
        #expect(error.description.hasSuffix("(process 1)"))
    }
}
