import CairnDisk
import FieldKit
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct RealFolderTests {
    @Test func `a store's folder and files belong to the owner alone`() throws {
        let place = try Place()
        try place.make("a")
        _ = try place.folder.folder("quarantine", create: true, .quarantine)
        for (name, mode) in [(place.path, 0o700), (place.path + "/a", 0o600), (place.path + "/quarantine", 0o700)] {
            var status = stat()
            #expect(stat(name, &status) == 0)
            #expect(status.st_mode & 0o777 == mode_t(mode), "\(name)")
        }
    }

    @Test func `a folder that is there already is opened as it is`() throws {
        let place = try Place()
        try place.make("a", "kept")
        let again = try RealFolder.open(path: place.path, create: true)
        #expect(try again.list(.openStore).map(\.name) == ["a"])
    }

    @Test func `a store that is missing is not created by looking`() throws {
        let outside = try TemporaryFolder()
        #expect(code { _ = try RealFolder.open(path: outside.file("no"), create: false) } == .missing)
        #expect(code { _ = try RealFolder.open(path: outside.file("no/deeper"), create: true) } == .missing)
        #expect(code { _ = try RealFolder.open(path: "", create: true) } == .missing)
        #expect(code { _ = try RealFolder.open(path: outside.path + "\0x", create: true) } == .missing)
    }

    @Test func `a file in place of a folder is told apart from a missing one`() throws {
        let place = try Place()
        try place.make("a")
        symlink(place.path, place.path + "/link")
        #expect(code { _ = try RealFolder.open(path: place.path + "/a", create: true) } == .notAFolder)
        #expect(code { _ = try place.folder.folder("a", create: true, .quarantine) } == .notAFolder)
        #expect(code { _ = try place.folder.folder("link", create: true, .quarantine) } == .notAFolder)
        #expect(code { _ = try place.folder.folder("no", create: false, .quarantine) } == .missing)
    }

    @Test func `create refuses what exists and open refuses what does not`() throws {
        let place = try Place()
        try place.make("a")
        #expect(code { _ = try place.folder.open("a", .create, .createSegment) } == .exists)
        #expect(code { _ = try place.folder.open("b", .read, .readSegment) } == .missing)
        #expect(code { _ = try place.folder.open("b", .readWrite, .readSegment) } == .missing)
    }

    @Test func `a link, a pipe, a socket or a folder is refused at once and left alone`() throws {
        let place = try Place()
        try place.make("target", "secret")
        symlink(place.path + "/target", place.path + "/link")
        symlink("/dev/null", place.path + "/device")
        symlink(place.path + "/nowhere", place.path + "/dangling")
        #expect(mkfifo(place.path + "/pipe", 0o600) == 0)
        #expect(mkdir(place.path + "/folder", 0o700) == 0)
        try bindSocket(place.path + "/socket")
        for name in ["link", "device", "dangling", "pipe", "folder", "socket"] {
            for access in [FileAccess.read, .readWrite] {
                #expect(code { _ = try place.folder.open(name, access, .readSegment) } == .notAPlainFile, "\(name)")
            }
            #expect(code { _ = try place.folder.open(name, .create, .createSegment) } == .exists, "\(name)")
            #expect(code { _ = try place.folder.lock(name, holder: "me") } == .notAPlainFile, "\(name)")
        }
        #expect(try place.content("target") == "secret")
        #expect(access(place.path + "/nowhere", F_OK) != 0)
    }

    @Test(arguments: ["", ".", "..", "a/b", "/etc/passwd", "../a", "a\0b"])
    func `a name that is more than one component never reaches the system`(name: String) throws {
        let place = try Place()
        try place.make("a")
        #expect(code { _ = try place.folder.open(name, .create, .createSegment) } == .notAPlainFile)
        #expect(code { try place.folder.unlink(name, .dropSegment) } == .notAPlainFile)
        #expect(code { try place.folder.rename("a", to: name, .publishSegment) } == .notAPlainFile)
        #expect(code { try place.folder.rename(name, to: "b", .publishSegment) } == .notAPlainFile)
        #expect(code { _ = try place.folder.folder(name, create: true, .quarantine) } == .notAPlainFile)
        #expect(code { _ = try place.folder.lock(name, holder: "me") } == .notAPlainFile)
        #expect(try place.folder.list(.openStore).map(\.name) == ["a"])
    }

    @Test func `rename replaces and unlink removes`() throws {
        let place = try Place()
        try place.make("old", "old")
        try place.make("new", "new")
        try place.folder.rename("new", to: "old", .publishSegment)
        try place.folder.sync(.publishSegment)
        #expect(try place.content("old") == "new")
        try place.folder.unlink("old", .dropSegment)
        #expect(try place.folder.list(.openStore).isEmpty)
        #expect(code { try place.folder.unlink("old", .dropSegment) } == .missing)
        #expect(code { try place.folder.rename("old", to: "x", .publishSegment) } == .missing)
        #expect(mkdir(place.path + "/folder", 0o700) == 0)
        #expect(code { try place.folder.unlink("folder", .dropSegment) } == .notAPlainFile)
    }

    @Test func `a listing says what each name is and how large`() throws {
        let place = try Place()
        try place.make("file", "12345")
        symlink("file", place.path + "/link")
        mkfifo(place.path + "/pipe", 0o600)
        mkdir(place.path + "/folder", 0o700)
        let entries = try place.folder.list(.openStore).sorted { $0.name < $1.name }
        #expect(entries.map(\.name) == ["file", "folder", "link", "pipe"])
        #expect(entries.map(\.kind) == [.file, .folder, .link, .other])
        #expect(entries[0].size == 5)
    }

    @Test func `a listing is whole however long, and twice the same`() throws {
        let place = try Place()
        let names = (0..<2_000).map { "seg-\($0)" }
        for name in names { try place.make(name) }
        #expect(try Set(place.folder.list(.openStore).map(\.name)) == Set(names))
        #expect(try place.folder.list(.openStore).count == names.count)
    }

    @Test func `a folder stays the same folder when its path is moved`() throws {
        let place = try Place()
        #expect(Glibc.rename(place.path, place.outside.file("moved")) == 0)
        try place.make("a", "here")
        #expect(access(place.outside.file("moved/a"), F_OK) == 0)
        #expect(access(place.path, F_OK) != 0)
    }

    @Test func `free room is what the system says`() throws {
        let place = try Place()
        var status = statvfs()
        #expect(statvfs(place.path, &status) == 0)
        let expected = Int64(status.f_bavail) * Int64(status.f_frsize)
        let free = try place.folder.freeBytes()
        #expect(free > 0)
        #expect(abs(free - expected) < 1 << 30)  // others write to this disk too
    }

    @Test func `running out of descriptors is a typed error, and passes`() async {
        await #expect(processExitsWith: .success) {
            let place = try Place()
            try place.make("a", "still here")
            var limit = rlimit(rlim_cur: 64, rlim_max: 64)
            #expect(setrlimit(Glibc.__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
            var files: [any DiskFile] = []
            var refusal: DiskError?
            while refusal == nil && files.count < 100 {
                do throws(DiskError) {
                    files.append(try place.folder.open("a", .read, .readSegment))
                } catch {
                    refusal = error
                }
            }
            #expect(refusal?.code == .tooManyFiles)
            #expect(code { _ = try place.folder.list(.openStore) } == .tooManyFiles)
            #expect(code { _ = try place.folder.lock("LOCK", holder: "me") } == .tooManyFiles)
            for file in files { file.close() }
            #expect(try place.content("a") == "still here")
        }
    }

    private func bindSocket(_ path: String) throws {
        let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try #require(fd >= 0)
        defer { close(fd) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { room in
            for (index, byte) in path.utf8.prefix(room.count - 1).enumerated() { room[index] = byte }
        }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(fd, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0)
    }
}
