import CairnDisk
import FieldKit
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Failures that a healthy disk does not give, made by a library between a probe and the system.
@Suite(.enabled(if: FaultRun.canPreload, "needs Linux and a C compiler"))
struct FaultTests {
    @Test func `without a fault everything works, and a new store's parent is synced`() throws {
        let run = try FaultRun(nil)
        #expect(run.lines == ["content 0123456789abcdef", "done"])
        #expect(run.log.perCall["fsync"] == 2)  // the directory above at creation, and the one asked for
        #expect(run.log.perCall["fdatasync"] == 1)
        #expect(run.log.perCall["posix_fadvise"] == 1)
        #expect(run.log.hits == 0)
    }

    @Test func `a failed sync is reported and never repeated`() throws {
        for errno in ["EIO", "ENOSPC", "EDQUOT", "EINTR"] {
            let run = try FaultRun("fdatasync", errno)
            #expect(run.log.perCall["fdatasync"] == 1)
            #expect(run.lines.first?.hasPrefix("sync: ") == true)
        }
        let folder = try FaultRun("fsync", "EINTR", at: 2)
        #expect(folder.log.perCall["fsync"] == 2)
        #expect(folder.lines.contains("sync folder: interrupted"))
    }

    @Test func `an interrupted call is made again, up to a limit`() throws {
        for name in ["pwrite", "pread", "openat", "fstat", "ftruncate", "renameat", "unlinkat", "fcntl", "mkdirat"] {
            let once = try FaultRun(name, "EINTR")
            #expect(once.lines == ["content 0123456789abcdef", "done"], "\(name)")
            let forever = try FaultRun(name, "EINTR", forever: true)
            #expect(forever.lines.contains { $0.hasSuffix(": interrupted") }, "\(name)")
            #expect(forever.ending == .exit(0))
        }
    }

    @Test func `short transfers are continued`() throws {
        for name in ["pwrite", "pread"] {
            for forever in [false, true] {
                #expect(
                    try FaultRun(name, "SHORT", at: name == "pwrite" ? 2 : 1, forever: forever).lines
                        == ["content 0123456789abcdef", "done"])
            }
        }
    }

    @Test func `a device's read error gets one second chance`() throws {
        #expect(try FaultRun("pread", "EIO").lines == ["content 0123456789abcdef", "done"])
        let dead = try FaultRun("pread", "EIO", forever: true)
        #expect(dead.lines == ["read: inputOutput", "done"])
        #expect(dead.log.perCall["pread"] == 2)
    }

    @Test func `a full disk keeps nobody from taking the lock`() throws {
        let run = try FaultRun("pwrite", "ENOSPC", at: 1)
        #expect(run.lines == ["content 0123456789abcdef", "done"])
        #expect(try FaultRun("pwrite", "ENOSPC", at: 2).lines.first == "write: noSpace")
    }

    @Test func `a read-only disk says so when the lock is asked for`() throws {
        #expect(try FaultRun("openat", "EROFS", at: 3).lines.first == "lock: readOnly")
    }

    @Test func `a close that fails is over, and a hint that fails is none`() throws {
        for errno in ["EIO", "EINTR"] {
            #expect(try FaultRun("close", errno, forever: true).lines == ["content 0123456789abcdef", "done"])
            #expect(try FaultRun("posix_fadvise", errno).lines == ["content 0123456789abcdef", "done"])
        }
    }
}
