import CairnDisk
import CairnLines
import CairnLog
import CrashLab
import Testing

@Suite struct OpeningTests {
    @Test func `an option that cannot be is refused before anything is touched`() async throws {
        let folder = try ScratchStore()
        var options = LogOptions()
        options.segmentBytes = 1
        await #expect(throws: LogError.self) { _ = try await Log.open(folder.path, options: options) }
        options = LogOptions()
        options.bytesInFlight = 0
        await #expect(throws: LogError.self) { _ = try await Log.open(folder.path, options: options) }
        #expect(folder.names.isEmpty)
    }

    @Test func `a place without a store is named as such`() async throws {
        let folder = try ScratchStore()
        var options = LogOptions()
        options.createIfMissing = false
        #expect(code { _ = try Log.openNow(folder.path, options: options) } == .notAStore)
        #expect(code { _ = try Log.openNow(folder.path + "/none", options: options) } == .notAStore)
        try await Log.open(folder.path).close()
        let file = folder.path + "/" + (folder.names.first { $0.hasPrefix("MANIFEST") } ?? "")
        #expect(code { _ = try Log.openNow(file, options: options) } == .inputOutput)
        for mode in RecoveryMode.allCases {
            do throws(LogError) {
                _ = try await Log.recover(file, mode: mode, dryRun: true)
                Issue.record("a file was opened as a store")
            } catch {
                #expect(error.code == .inputOutput)
                #expect(error.message.contains("is not a folder"), "nobody is told to remove the file")
            }
        }
        #expect(code { _ = try CaseStore().open(.readOnly) } == .notAStore)
        #expect(code { _ = try Log.verifyNow(CaseStore().environment) } == .notAStore)
    }

    @Test func `a folder with a name of the engine's is a stranger, and is left alone`() throws {
        let store = try CaseStore.filled()
        _ = try store.folder.folder("seg-00000099-000000000999.jsonl", create: true, .openStore)
        #expect(code { _ = try store.open() } == .foreign)
        #expect(code { _ = try store.open(.salvage) } == .foreign)
        #expect(code { _ = try Log.verifyNow(store.environment) } == .foreign)
    }

    @Test func `retention is written into the store, and a new word replaces the old one`() throws {
        var store = try CaseStore.filled(4, retention: ["note": .versions(2), "": .seconds(60)])
        store.options.retention = ["note": .latest, "plan": .everything]
        try store.open().closeNow()
        store.restart()
        store.options.retention = [:]
        try store.open().closeNow()
        let text = String(decoding: store.folder.disk.bytes(of: store.folder.disk.manifest) ?? [], as: UTF8.self)
        let words = text.split(separator: "\n").filter { $0.contains("cairn.retention") }.compactMap {
            $0.split(separator: "\"").dropLast().last.map(String.init)
        }
        #expect(words == ["60s", "2", "latest", "all"])
    }

    @Test func `a newer format is refused by its number`() throws {
        var data = ControlData()
        data.add("store", "0f0e0d0c-0b0a-4908-8706-050403020100")
        data.add("format", SegmentHeader.format + 1)
        data.add("seed", "1")
        var line = ByteBuffer()
        try ControlLine.append(.store, data, next: .first, acknowledged: .none, microseconds: 0, to: &line)
        let bytes = line.withBytes { [UInt8]($0) }
        let store = CaseStore(Disk([FileName.manifest(1): bytes]))
        for mode in RecoveryMode.allCases { #expect(code { _ = try store.open(mode) } == .newerFormat) }
        #expect(store.folder.disk.bytes(of: FileName.manifest(1)) == bytes)
    }

    @Test func `opening that is cancelled touches nothing`() throws {
        let store = try CaseStore.filled()
        let before = store.folder.disk.names
        let failure = code {
            _ = try Log.openNow(store.environment, options: store.options) { $0.done < 2 }
        }
        #expect(failure == .cancelled)
        #expect(store.folder.disk.names.filter { $0 != "LOCK" } == before.filter { $0 != "LOCK" })
        #expect(try store.ids(.acknowledged).count == 40)
    }

    @Test func `strict refuses a torn tail and useless hints, and opens what is in order`() throws {
        var store = try CaseStore.filled()
        try store.open(.strict).closeNow()
        store.restart { disk in
            let last = disk.segments[disk.segments.count - 1]
            disk.overwrite(last, at: disk.content(of: last)?.length ?? 0, Array("{\"sum\":\"half a li".utf8))
        }
        #expect(code { _ = try store.open(.strict) } == .torn)
        #expect(try store.open(.readOnly).recovery.verdict == .torn)
        #expect(try Log.verifyNow(store.environment).verdict == .torn)
        #expect(try store.ids(.acknowledged).count == 40)
        store.restart()
        let log = try store.open()
        log.writeHintsNow()
        try log.closeNow()
        store.restart { disk in
            for name in disk.names where name.hasSuffix(".idx") { disk.overwrite(name, at: 60, [9, 9, 9]) }
        }
        #expect(code { _ = try store.open(.strict) } == .torn)
        #expect(try store.ids().count == 40)
    }

    @Test func `a reader looks again when files move under it, and gives up where nobody moves them`() throws {
        let store = try CaseStore.filled(30)
        let folder = ForgetfulFolder(store.faulty, lists: 3)
        let environment = LogEnvironment(folder: folder, clock: FixedClock(now: 0), hasThreads: false)
        var options = store.options
        options.recovery = .readOnly
        #expect(code { _ = try Log.openNow(environment, options: options) } == .missing)
        #expect(code { _ = try Log.verifyNow(environment) } == .missing)
        let writer = try store.open()
        folder.forget(3)
        let read = try Log.openNow(environment, options: options)
        #expect(try read.linesNow().count == 30)
        folder.forget(3)
        #expect(try Log.verifyNow(environment).verdict == .clean)
        folder.forget(100)
        #expect(code { _ = try Log.openNow(environment, options: options) } == .missing)
        try writer.closeNow()
    }

    @Test func `a lock that cannot be looked at is no reason to guess`() throws {
        let store = try CaseStore.filled()
        store.faulty.replace(Fault(at: 0, among: [.lock], forever: true, code: .inputOutput, errno: 5))
        #expect(code { _ = try store.open(.readOnly) } == .inputOutput)
        #expect(code { _ = try store.open() } == .inputOutput)
    }

    @Test func `a disk that fails at any call of opening fails it with a code, and changes nothing for the next`()
        throws
    {
        let whole = try CaseStore.filled()
        let log = try whole.open()
        _ = try log.snapshotNow()
        log.writeHintsNow()
        try log.put("behind")
        try log.closeNow()
        for at in 0..<60 {
            var store = whole
            store.restart()
            store.faulty.replace(Fault(at: at, code: .denied, errno: 13, loses: false))
            do { _ = try store.open() } catch { #expect(error is LogError) }
            store.restart()
            #expect(try store.open().linesNow().count == 41, "call \(at)")
        }
    }
}

/// A folder whose listings leave out the oldest segment some times.
final class ForgetfulFolder: Folder {
    private let inner: any Folder
    private let left: Counter

    init(_ inner: any Folder, lists: Int) {
        self.inner = inner
        left = Counter(lists)
    }

    func forget(_ lists: Int) { left.set(lists) }

    var path: String { inner.path }

    func list(_ purpose: Purpose) throws(DiskError) -> [FolderEntry] {
        let all = try inner.list(purpose)
        guard left.take() else { return all }
        let oldest = all.map(\.name).filter { $0.hasPrefix("seg-") && $0.hasSuffix(".jsonl") }.min()
        return all.filter { $0.name != oldest }
    }

    func open(_ name: String, _ access: FileAccess, _ purpose: Purpose) throws(DiskError) -> any DiskFile {
        try inner.open(name, access, purpose)
    }

    func rename(_ from: String, to: String, _ purpose: Purpose) throws(DiskError) {
        try inner.rename(from, to: to, purpose)
    }

    func unlink(_ name: String, _ purpose: Purpose) throws(DiskError) { try inner.unlink(name, purpose) }

    func sync(_ purpose: Purpose) throws(DiskError) { try inner.sync(purpose) }

    func folder(_ name: String, create: Bool, _ purpose: Purpose) throws(DiskError) -> any Folder {
        try inner.folder(name, create: create, purpose)
    }

    func lock(_ name: String, holder: String) throws(DiskError) -> any FolderLock {
        try inner.lock(name, holder: holder)
    }

    func holder(of name: String) throws(DiskError) -> String? { try inner.holder(of: name) }

    func freeBytes() throws(DiskError) -> Int64 { try inner.freeBytes() }
}
