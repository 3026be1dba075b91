import CairnDisk
import CrashLab
import Testing

@Suite struct CrashStatesTests {
    let folder = RecordedFolder()

    /// tmp is written, perhaps synced, renamed to a, the folder perhaps synced; then it is promised.
    private func publish(fileSync: Bool, folderSync: Bool) throws -> Trace {
        let file = try folder.open("tmp", .create, .writeSnapshot)
        try file.put("hello")
        if fileSync { try file.sync(.writeSnapshot) }
        try folder.rename("tmp", to: "a", .publishSnapshot)
        if folderSync { try folder.sync(.publishSnapshot) }
        folder.mark(1)
        return folder.trace
    }

    @Test(arguments: CrashModel.allCases)
    func `with both syncs only the published file is left`(model: CrashModel) throws {
        let trace = try publish(fileSync: true, folderSync: true)
        #expect(pictures(trace, model, mark: 1) == ["a=hello"])
    }

    @Test(arguments: CrashModel.allCases)
    func `without the folder's sync the file has either name or none`(model: CrashModel) throws {
        let trace = try publish(fileSync: true, folderSync: false)
        #expect(pictures(trace, model, mark: 1) == ["", "tmp=hello", "a=hello"])
    }

    @Test func `a rename without the file's sync may lay an empty file in place, and only where data is not ordered`()
        throws
    {
        let trace = try publish(fileSync: false, folderSync: true)
        #expect(pictures(trace, .ordered, mark: 1) == ["a=hello"])
        #expect(pictures(trace, .dataReordered, mark: 1) == ["a=hello"])
        #expect(pictures(trace, .allReordered, mark: 1) == ["a=", "a=00000", "a=?", "a=hello"])
    }

    @Test func `before the rename the file is whatever the model lets it be`() throws {
        let trace = try publish(fileSync: true, folderSync: true)
        #expect(pictures(trace, .ordered, mark: nil) == ["", "tmp=", "tmp=hello", "a=hello"])
        let torn: Set = ["", "tmp=", "tmp=00000", "tmp=?", "tmp=hello", "a=hello"]
        #expect(pictures(trace, .dataReordered, mark: nil) == torn)
        #expect(pictures(trace, .allReordered, mark: nil) == torn)
    }

    @Test func `names land in order, or in any subset where they are reordered`() throws {
        for name in ["a", "b", "c"] { _ = try folder.open(name, .create, .createSegment) }
        folder.mark(1)
        #expect(pictures(folder.trace, .ordered, mark: 1) == ["", "a=", "a= b=", "a= b= c="])
        #expect(pictures(folder.trace, .dataReordered, mark: 1) == ["", "a=", "a= b=", "a= b= c="])
        #expect(pictures(folder.trace, .allReordered, mark: 1).count == 8)
    }

    @Test func `a replacing rename leaves the old file or the new one, never neither`() throws {
        let disk = Disk(["a": Array("old".utf8), "tmp": Array("new".utf8)])
        let folder = RecordedFolder(disk)
        try folder.rename("tmp", to: "a", .publishSnapshot)
        folder.mark(1)
        for model in CrashModel.allCases {
            #expect(pictures(folder.trace, model, mark: 1) == ["a=old tmp=new", "a=new"])
        }
    }

    @Test func `an overwritten sector lands by itself in every model, its neighbour too`() throws {
        let folder = RecordedFolder(Disk(["a": [UInt8](repeating: 0x78, count: 1024)]))
        let file = try folder.open("a", .readWrite, .commitGroup)
        try file.put(String(repeating: "y", count: 1024))
        folder.mark(1)
        let (x, y) = (String(repeating: "x", count: 512), String(repeating: "y", count: 512))
        let four: Set = ["a=\(x)\(x)", "a=\(x)\(y)", "a=\(y)\(x)", "a=\(y)\(y)"]
        #expect(pictures(folder.trace, .ordered, mark: 1) == four)
        #expect(pictures(folder.trace, .dataReordered, mark: 1).isSuperset(of: four))
        #expect(count(folder.trace, .dataReordered, mark: 1) == 16)
    }

    @Test func `a growing file stops growing at a sector, with its data in place where data is ordered`() throws {
        let file = try folder.open("a", .create, .createSegment)
        try folder.sync(.createSegment)
        try file.put(String(repeating: "y", count: 1200))
        folder.mark(1)
        let ordered = pictures(folder.trace, .ordered, mark: 1)
        #expect(ordered == Set([0, 512, 1024, 1200].map { "a=" + String(repeating: "y", count: $0) }))
        let zeros = "a=" + String(repeating: "0", count: 1200)
        #expect(pictures(folder.trace, .dataReordered, mark: 1).contains(zeros))
    }

    @Test func `newlines over newlines are not pending`() throws {
        let folder = RecordedFolder(Disk(["a": [UInt8](repeating: 0x0a, count: 65536)]))
        let file = try folder.open("a", .readWrite, .fillRoom)
        try file.put(String(repeating: "\n", count: 65536))
        folder.mark(1)
        for model in CrashModel.allCases { #expect(count(folder.trace, model, mark: 1) == 1) }
    }

    @Test func `a cut lands or does not, and what is appended behind it needs it`() throws {
        let folder = RecordedFolder(Disk(["a": Array("abcdef".utf8)]))
        let file = try folder.open("a", .readWrite, .trimRoom)
        try file.truncate(to: ByteOffset(2), .trimRoom)
        folder.mark(1)
        #expect(pictures(folder.trace, .ordered, mark: 1) == ["a=abcdef", "a=ab0000", "a=ab"])
        try file.put("xyz", at: 2)
        folder.mark(2)
        let after: Set = ["a=abcdef", "a=ab0000", "a=abxyz0", "a=ab", "a=abxyz"]
        #expect(pictures(folder.trace, .ordered, mark: 2) == after)
    }

    @Test func `what was there before a cut never comes back behind it`() throws {
        let folder = RecordedFolder(Disk(["a": Array("abcdef".utf8)]))
        let file = try folder.open("a", .readWrite, .trimRoom)
        try file.put("ghijkl")
        try file.truncate(to: ByteOffset(2), .trimRoom)
        try file.put("xyz", at: 4)
        folder.mark(1)
        let uncut: Set = ["a=abcdef", "a=ghijkl", "a=gh0000", "a=gh00xy"]
        let ordered = uncut.union(["a=ab", "a=gh", "a=gh00xyz"])
        #expect(pictures(folder.trace, .ordered, mark: 1) == ordered)
        let torn: Set = ["a=000000", "a=00", "a=0000000", "a=?", "a=ab00000", "a=gh00000"]
        #expect(pictures(folder.trace, .dataReordered, mark: 1) == ordered.union(torn))
    }

    @Test func `room behind a cut belongs to the file only once the cut has landed, and is empty then`() throws {
        let folder = RecordedFolder(Disk(["a": [UInt8](repeating: 0x78, count: 1536)]))
        let file = try folder.open("a", .readWrite, .trimRoom)
        try file.truncate(to: ByteOffset(100), .trimRoom)
        try file.put(String(repeating: "y", count: 100), at: 1024)
        folder.mark(1)
        let kept = String(repeating: "x", count: 100)
        let first = kept + String(repeating: "0", count: 412)
        let gap = String(repeating: "0", count: 512)
        let old = String(repeating: "x", count: 1024)
        let expected: Set = [
            "a=\(kept)\(String(repeating: "x", count: 412))\(old)", "a=\(first)\(old)", "a=\(kept)", "a=\(first)",
            "a=\(first)\(gap)", "a=\(first)\(gap)\(String(repeating: "y", count: 100))",
        ]
        #expect(pictures(folder.trace, .ordered, mark: 1) == expected)
    }

    @Test func `the same bytes written again behind a cut are there`() throws {
        let folder = RecordedFolder(Disk(["a": Array("abc".utf8)]))
        let file = try folder.open("a", .readWrite, .trimRoom)
        try file.truncate(to: .zero, .trimRoom)
        try file.put("abc")
        folder.mark(1)
        #expect(pictures(folder.trace, .ordered, mark: 1) == ["a=abc", "a="])
    }

    @Test func `disks that differ in an inner folder alone are told apart`() throws {
        let inner = try folder.folder("q", create: true, .quarantine)
        try folder.sync(.quarantine)
        let file = try inner.open("b", .create, .quarantine)
        try inner.sync(.quarantine)
        try file.put("tail")
        folder.mark(1)
        #expect(pictures(folder.trace, .ordered, mark: 1) == ["q/b=", "q/b=tail"])
    }

    @Test func `a state under a new promise is shown again`() throws {
        let file = try folder.open("a", .create, .createSegment)
        try folder.sync(.createSegment)
        try file.put("x")
        folder.mark(1)
        #expect(pictures(folder.trace, .ordered, mark: nil).contains("a="))
        #expect(pictures(folder.trace, .ordered, mark: 1) == ["a=", "a=x"])
    }

    @Test func `a folder that did not land hides what is in it`() throws {
        let inner = try folder.folder("q", create: true, .quarantine)
        _ = try inner.open("b", .create, .quarantine)
        try inner.sync(.quarantine)
        folder.mark(1)
        #expect(pictures(folder.trace, .ordered, mark: 1) == ["q/b="])
        let states = CrashStates(folder.trace, model: .allReordered).filter { $0.mark == 1 }
        #expect(states.map(\.disk.picture).sorted() == ["", "q/b="])
    }

    @Test(arguments: CrashModel.allCases)
    func `of many pending sectors those states are made that break programs`(model: CrashModel) throws {
        let sectors = 40
        let folder = RecordedFolder(Disk(["a": [UInt8](repeating: 0x78, count: sectors * 512)]))
        let file = try folder.open("a", .readWrite, .commitGroup)
        try file.put(String(repeating: "y", count: sectors * 512))
        // one letter a sector: what landed
        var found: Set<String> = []
        for state in CrashStates(folder.trace, model: model) {
            let bytes = state.disk.bytes(of: "a") ?? []
            found.insert(String(decoding: (0..<sectors).map { bytes[$0 * 512] }, as: UTF8.self))
        }
        func picture(_ landed: (Int) -> Bool) -> String {
            String(decoding: (0..<sectors).map { landed($0) ? 0x79 : 0x78 }, as: UTF8.self)
        }
        for one in 0..<sectors {
            #expect(found.contains(picture { $0 < one }))
            #expect(found.contains(picture { $0 >= one }))
            #expect(found.contains(picture { $0 == one }))
            #expect(found.contains(picture { $0 != one }))
        }
        for page in 0..<sectors / 8 { #expect(found.contains(picture { $0 / 8 == page || $0 / 8 == 2 })) }
        let pairs = found.filter { $0.count { $0 == "y" } == 2 && !$0.contains { $0 != "x" && $0 != "y" } }
        #expect(pairs.count >= 200)
        #expect(found.count > 600)
    }

    private func count(_ trace: Trace, _ model: CrashModel, mark: UInt64) -> Int {
        CrashStates(trace, model: model).reduce(0) { $0 + ($1.mark == mark ? 1 : 0) }
    }
}
