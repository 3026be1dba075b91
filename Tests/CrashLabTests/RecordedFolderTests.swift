import CairnDisk
import CrashLab
import Testing

@Suite struct RecordedFolderTests {
    let folder = RecordedFolder()

    @Test func `what was written is read back, and a gap reads as zeros`() throws {
        let file = try folder.open("a", .create, .createSegment)
        try file.put("hello", at: 5000)
        #expect(try file.size(.readSegment) == ByteOffset(5005))
        #expect(try file.text() == String(repeating: "\0", count: 5000) + "hello")
    }

    @Test func `a cut file grows back with zeros and not with what it held`() throws {
        let file = try folder.open("a", .create, .createSegment)
        try file.put("hello")
        try file.truncate(to: ByteOffset(2), .trimRoom)
        try file.truncate(to: ByteOffset(4), .fillRoom)
        #expect(try file.text() == "he\0\0")
    }

    @Test func `an open file outlives its name, and follows a rename`() throws {
        let file = try folder.open("a", .create, .createSegment)
        try folder.rename("a", to: "b", .publishSegment)
        try file.put("x")
        #expect(folder.disk.picture == "b=x")
        try folder.unlink("b", .dropSegment)
        #expect(try file.text() == "x")
        #expect(folder.disk.picture == "")
    }

    @Test func `a rename replaces what had the name, whose handle stays`() throws {
        let old = try folder.open("a", .create, .createSegment)
        try old.put("old")
        try folder.open("b", .create, .createSegment).put("new")
        try folder.rename("b", to: "a", .publishSegment)
        #expect(folder.disk.picture == "a=new")
        #expect(try old.text() == "old")
    }

    @Test func `opening refuses what is missing, what exists and what is a folder`() throws {
        _ = try folder.folder("q", create: true, .quarantine)
        _ = try folder.open("a", .create, .createSegment)
        #expect(code { _ = try folder.open("z", .read, .readSegment) } == .missing)
        #expect(code { _ = try folder.open("a", .create, .readSegment) } == .exists)
        #expect(code { _ = try folder.open("q", .read, .readSegment) } == .notAPlainFile)
        #expect(code { try folder.rename("z", to: "y", .publishSegment) } == .missing)
        #expect(code { try folder.rename("a", to: "q", .publishSegment) } == .notAPlainFile)
        #expect(code { try folder.unlink("q", .dropSegment) } == .notAPlainFile)
        #expect(code { _ = try folder.folder("p", create: false, .quarantine) } == .missing)
        #expect(code { _ = try folder.folder("a", create: true, .quarantine) } == .notAFolder)
        #expect(code { _ = try folder.open("../a", .create, .createSegment) } == .unsupported)
    }

    @Test func `a closed handle and a handle for reading refuse to write`() throws {
        let file = try folder.open("a", .create, .createSegment)
        let reader = try folder.open("a", .read, .readSegment)
        #expect(code { try reader.put("x") } == .closed)
        file.close()
        file.close()
        #expect(code { try file.put("x") } == .closed)
        #expect(code { try file.sync(.commitGroup) } == .closed)
        #expect(code { _ = try file.text() } == .closed)
    }

    @Test func `a lock is refused while it is held and says who holds it`() throws {
        let lock = try folder.lock("LOCK", holder: "writer 7")
        let error = #expect(throws: DiskError.self) { try folder.lock("LOCK", holder: "writer 8") }
        #expect(error?.code == .locked)
        #expect(error?.detail == "writer 7")
        lock.release()
        _ = try folder.lock("LOCK", holder: "writer 8")
        #expect(try folder.list(.openStore).map(\.name) == ["LOCK"])
    }

    @Test func `only what changes the disk is counted, and reading leaves no trace`() throws {
        let file = try folder.open("a", .create, .createSegment)
        try file.put("x")
        try file.sync(.commitGroup)
        try folder.sync(.createSegment)
        folder.mark(1)
        #expect(folder.mutations == 2)
        #expect(folder.trace.events.count == 5)
        _ = try file.text()
        _ = try folder.list(.openStore)
        _ = try folder.lock("LOCK", holder: "")
        #expect(folder.trace.events.count == 5)
        #expect(RecordedFolder(folder.disk).mutations == 0)
    }

    @Test func `a folder inside is listed, filled and found again`() throws {
        let inner = try folder.folder("quarantine", create: true, .quarantine)
        try inner.open("tail", .create, .quarantine).put("bytes")
        let again = try folder.folder("quarantine", create: false, .quarantine)
        #expect(try again.list(.openStore) == [FolderEntry(name: "tail", kind: .file, size: 5)])
        #expect(try folder.list(.openStore).map(\.kind) == [.folder])
        #expect(folder.disk.picture == "quarantine/tail=bytes")
    }

    @Test func `a mounted disk does not see what is written to another mount of it`() throws {
        try folder.open("a", .create, .createSegment).put("same")
        let disk = folder.disk
        let (one, two) = (RecordedFolder(disk), RecordedFolder(disk))
        try one.open("a", .readWrite, .commitGroup).put("else")
        #expect(one.disk.picture == "a=else")
        #expect(two.disk.picture == "a=same")
        #expect(folder.disk.picture == "a=same")
    }

}
