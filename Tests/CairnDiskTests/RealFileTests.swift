import CairnDisk
import FieldKit
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct RealFileTests {
    @Test func `bytes come back from where they were written`() throws {
        let place = try Place()
        let file = try place.folder.open("a", .create, .createSegment)
        defer { file.close() }
        try file.put("hello", at: 0)
        try file.put("there", at: 8)
        try file.sync(.commitGroup)
        #expect(try file.size(.readSegment) == ByteOffset(13))
        #expect(try file.get(100, at: 0) == "hello\0\0\0there")
        #expect(try file.get(3, at: 8) == "the")
        #expect(try file.get(10, at: 13) == "")
        #expect(try file.get(0, at: 0) == "")
        #expect(file.name == "a")
    }

    @Test func `a file is cut and grown to a length`() throws {
        let place = try Place()
        let file = try place.folder.open("a", .create, .createSegment)
        defer { file.close() }
        try file.put("hello", at: 0)
        try file.truncate(to: ByteOffset(2), .cutBack)
        #expect(try file.get(9, at: 0) == "he")
        try file.truncate(to: ByteOffset(4), .cutBack)
        #expect(try file.get(9, at: 0) == "he\0\0")
    }

    @Test func `an impossible place is an error and no trap`() throws {
        let place = try Place()
        let file = try place.folder.open("a", .create, .createSegment)
        defer { file.close() }
        #expect(code { try file.put("x", at: -1) } == .unsupported)
        #expect(code { _ = try file.get(1, at: -1) } == .unsupported)
        #expect(code { try file.put("xy", at: .max) } != nil)
        #expect(code { try file.truncate(to: ByteOffset(-1), .cutBack) } == .unsupported)
        file.dropCache(from: ByteOffset(-5))
        #expect(try file.size(.readSegment) == .zero)
    }

    @Test func `a file opened for reading is not written`() throws {
        let place = try Place()
        try place.make("a", "kept")
        let file = try place.folder.open("a", .read, .readSegment)
        defer { file.close() }
        #expect(code { try file.put("x", at: 0) } == .closed)
        #expect(try file.get(9, at: 0) == "kept")
    }

    @Test func `a closed file never reaches the file that got its number`() throws {
        let place = try Place()
        let file = try place.folder.open("a", .create, .createSegment)
        file.close()
        file.close()
        let next = try place.folder.open("b", .create, .createSegment)  // the system hands the lowest number out
        defer { next.close() }
        try next.put("mine", at: 0)
        #expect(code { try file.put("x", at: 0) } == .closed)
        #expect(code { _ = try file.get(1, at: 0) } == .closed)
        #expect(code { try file.sync(.commitGroup) } == .closed)
        #expect(code { try file.truncate(to: .zero, .cutBack) } == .closed)
        #expect(code { _ = try file.size(.readSegment) } == .closed)
        file.dropCache(from: .zero)
        #expect(try next.get(9, at: 0) == "mine")
    }

    @Test func `a number that is closed while in use is given back after the last use`() throws {
        let place = try Place()
        try place.make("a")
        let descriptor = Descriptor(owning: open(place.path + "/a", O_RDONLY | O_CLOEXEC))
        var number: Int32 = -1
        try descriptor.use("pread", path: "a", .readSegment) { fd throws(DiskError) in
            number = fd
            descriptor.close()
            #expect(fcntl(fd, F_GETFD) >= 0)
            #expect(code { try descriptor.use("pread", path: "a", .readSegment) { _ in } } == .closed)
        }
        // Other tests open files at the same time and may have got the number by now, but not for this file.
        var own = stat()
        var other = stat()
        #expect(stat(place.path + "/a", &own) == 0)
        #expect(fstat(number, &other) != 0 || other.st_ino != own.st_ino)
    }

    @Test func `closing while others read gives each of them its bytes or a closed file`() async throws {
        let place = try Place()
        try place.make("a", String(repeating: "a", count: 4_096))
        try place.make("b", String(repeating: "b", count: 4_096))
        for _ in 0..<200 {
            let file = try place.folder.open("a", .read, .readSegment)
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<20 {
                            do throws(DiskError) {
                                if try file.get(1, at: 0) != "a" { return false }
                            } catch {
                                return error.code == .closed
                            }
                        }
                        return true
                    }
                }
                group.addTask {
                    file.close()
                    guard let other = try? place.folder.open("b", .read, .readSegment) else { return false }
                    other.close()
                    return true
                }
                for await isRight in group { #expect(isRight) }
            }
        }
    }

    @Test func `a file limit of the system is told as such`() async {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            let place = try Place()
            let file = try place.folder.open("a", .create, .createSegment)
            defer { file.close() }
            var limit = rlimit(rlim_cur: 10, rlim_max: 10)
            #expect(setrlimit(Glibc.__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            // The first ten bytes go in as a short write; the rest must then fail instead of being forgotten.
            #expect(code { try file.put("0123456789abc", at: 0) } == .fileTooLarge)
            #expect(try file.get(99, at: 0) == "0123456789")
        }
    }

    @Test(.enabled(if: TemporaryFolder.isOnDisk, "the temporary folder lives in memory"))
    func `what was dropped from the cache comes from the device`() throws {
        let place = try Place()
        let file = try place.folder.open("a", .create, .createSegment)
        defer { file.close() }
        let mebibyte = 1 << 20
        try file.put(String(repeating: "x", count: 8 * mebibyte), at: 0)
        try file.sync(.commitGroup)
        #expect(try residentPages(place.path + "/a").allSatisfy { $0 })
        file.dropCache(from: ByteOffset(5 * mebibyte + 100))
        let resident = try residentPages(place.path + "/a")
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        #expect(!resident[(5 * mebibyte / page)...].contains(true))
        #expect(resident[0] || page > 4_096)
    }

    private func residentPages(_ path: String) throws -> [Bool] {
        let fd = open(path, O_RDONLY)
        defer { close(fd) }
        let length = Int(lseek(fd, 0, SEEK_END))
        let address = try #require(mmap(nil, length, PROT_READ, MAP_SHARED, fd, 0))
        defer { munmap(address, length) }
        var pages = [UInt8](repeating: 0, count: length / Int(sysconf(Int32(_SC_PAGESIZE))))
        try #require(mincore(address, length, &pages) == 0)
        return pages.map { $0 & 1 == 1 }
    }
}

extension TemporaryFolder {
    /// False on tmpfs and its kin, which have no device behind the cache and a device number below 256.
    static var isOnDisk: Bool {
        var status = stat()
        guard let folder = try? TemporaryFolder(), stat(folder.path, &status) == 0 else { return false }
        return status.st_dev >= 256
    }
}
