import FieldKit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file systems whose power we can cut.
enum FileSystem: String {
    case ext4, xfs

    /// The least that each may be made on, with some room.
    var mebibytes: Int { self == .ext4 ? 64 : 320 }

    var maker: [String] {
        self == .ext4 ? ["mkfs.ext4", "-q", "-F"] : ["mkfs.xfs", "-q", "-f"]
    }
}

/// A file system in a file, mounted through a loop device.
final class LoopDisk {
    let kind: FileSystem
    let path: String
    private let folder: TemporaryFolder
    private let mount: Mount

    /// FS_IOC_SHUTDOWN, which XFS calls XFS_IOC_GOINGDOWN: `_IOR('X', 125, __u32)`.
    private static let shutdown: UInt = 0x8004_587d

    /// What is still written at the shutdown.
    enum Manner: UInt32, CaseIterable {
        /// The journal and the data first: a machine that is turned off in order.
        case flushed = 0
        /// The journal alone.
        case logged = 1
        /// Nothing: the plug is pulled.
        case pulled = 2
    }

    /// Errors: the tools are missing, or there are no loop devices here.
    init(_ kind: FileSystem, in folder: TemporaryFolder) throws {
        self.kind = kind
        self.folder = folder
        path = folder.file("mounted")
        let image = folder.file("image")
        let fd = open(image, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard fd >= 0 else { throw FieldError.system("open", image, errno) }
        defer { close(fd) }
        guard ftruncate(fd, off_t(kind.mebibytes) << 20) == 0 else {
            throw FieldError.system("ftruncate", image, errno)
        }
        let notes = folder.file("errors")
        guard try Child.run(kind.maker + [image], errors: notes, seconds: 60).ending == .exit(0) else {
            throw FieldError("\(kind.maker[0]) failed: \(TextFile.read(notes) ?? "")")
        }
        guard mkdir(path, 0o700) == 0 else { throw FieldError.system("mkdir", path, errno) }
        mount = try Mount(["-o", "loop", image], at: path)
    }

    /// From here on nothing reaches the device until ``powerUp()``.
    func powerDown(_ manner: Manner) throws {
        let fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard fd >= 0 else { throw FieldError.system("open", path, errno) }
        defer { close(fd) }
        var flag = manner.rawValue
        guard ioctl(fd, Self.shutdown, &flag) == 0 else { throw FieldError.system("FS_IOC_SHUTDOWN", path, errno) }
    }

    func powerUp() throws { try mount.remount() }
}
