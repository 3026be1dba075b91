// Throws random bytes at the engine as a segment and as a manifest of a real store, and checks what must hold whatever
// they are: opening, verifying, reading and salvaging answer or refuse with a code, and what is served is intact.
//
//     .ci/fuzz --seconds 60 SegmentFuzz
//
// The first byte of an input says what the others are: its two lowest bits choose the file, the next one gives every
// line the checksum that fits, so that the search gets past the checksums. See LineFuzz for what to do with a finding.

import CairnDisk
import CairnLines
import CairnLog
import CrashLab
import GoldenStores

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeRawBufferPointer(start: start, count: count))
    guard let first = bytes.first, let fuzz = SegmentFuzz(choice: first, Array(bytes.dropFirst())) else { return 0 }
    for mode in RecoveryMode.allCases { fuzz.open(mode) }
    fuzz.verify()
    fuzz.salvage()
    return 0
}

/// The package manager links an executable by this name; it hands over to libFuzzer's own driver.
@_cdecl("SegmentFuzz_main")
public func fuzzMain(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var count = count
    var words = words
    return runFuzzer(&count, &words, fuzzOne)
}

@_silgen_name("LLVMFuzzerRunDriver")
// tidy: it is declared here and defined by the fuzzer, so it has no body to end at
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ one: @convention(c) (UnsafeRawPointer?, Int) -> CInt
) -> CInt

struct SegmentFuzz {
    /// A store that is in order, made once.
    private static let honest: Disk? = try? GoldenStore.clean.make()
    private let disk: Disk

    init?(choice: UInt8, _ bytes: [UInt8]) {
        guard var disk = Self.honest else { return nil }
        let segments = disk.names.filter { $0.hasPrefix("seg-") && $0.hasSuffix(".jsonl") }
        let manifest = disk.names.last { $0.hasPrefix("MANIFEST") }
        let name: String?
        switch choice & 3 {
        case 0: name = segments.last
        case 1: name = segments.first
        case 2: name = manifest
        default: name = "seg-000000000099-00000099.jsonl"
        }
        guard let name else { return nil }
        disk.put(name, FileContent(choice & 4 == 0 ? bytes : Self.sealed(bytes)))
        self.disk = disk
    }

    /// A broken promise ends the run, as a trap would.
    static func expect(_ holds: Bool, _ promise: StaticString, line: UInt = #line) {
        if !holds { fatalError("\(promise)", line: line) }
    }

    /// The same lines, each with the checksum that its bytes have.
    private static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if line.count > LineSum.coveredFrom {
                let covered = Array(line.dropFirst(LineSum.coveredFrom))
                let digits = Array(String(covered.withUnsafeBytes { LineSum.of($0) }, radix: 16).utf8)
                result += Array("{\"sum\":\"".utf8) + [UInt8](repeating: 0x30, count: 16 - digits.count) + digits
                result += Array("\",".utf8) + covered
            } else {
                result += line
            }
            result.append(0x0A)
        }
        result.removeLast()
        return result
    }

    private func environment(_ folder: RecordedFolder) -> LogEnvironment { GoldenStore.environment(folder) }

    /// Opening in each mode answers or refuses; a reader changes nothing.
    func open(_ mode: RecoveryMode) {
        let folder = RecordedFolder(disk)
        var options = GoldenStore.options
        options.recovery = mode
        do throws(LogError) {
            let log = try Log.openNow(environment(folder), options: options)
            look(at: log)
            if mode == .readOnly {
                Self.expect(folder.trace.events.isEmpty, "a reader changes nothing")
            } else {
                log.idleNow(trims: true)
                _ = try? log.compactNow(all: true)
                look(at: log)
                _ = try? log.snapshotNow()
            }
            try? log.closeNow()
        } catch {
            Self.expect(!error.description.isEmpty, "a refusal says why")
        }
    }

    func verify() {
        let folder = RecordedFolder(disk)
        _ = try? Log.verifyNow(environment(folder))
        _ = try? Log.resealNow(environment(folder), dryRun: true)
        Self.expect(folder.trace.events.isEmpty, "looking changes nothing")
    }

    /// What salvage accepted opens for writing again, without damage, and with the same lines and one more.
    func salvage() {
        let folder = RecordedFolder(disk)
        var options = GoldenStore.options
        options.recovery = .salvage
        guard let log = try? Log.openNow(environment(folder), options: options) else { return }
        var before = log.intactNow().lines.map(\.bytes)
        do {
            let entry = try CairnLog.Entry.record(kind: "note", json: Array(#"{"id":"new"}"#.utf8))
            _ = try log.stageNow([entry])
        } catch { return }
        log.drive()
        let isWritten = log.refusal == nil
        try? log.closeNow()
        options.recovery = .acknowledged
        guard isWritten else { return }
        let again = try? Log.openNow(environment(RecordedFolder(folder.disk)), options: options)
        Self.expect(again != nil, "what was salvaged can be opened")
        guard let again else { return }
        Self.expect(again.recovery.isWritable, "what was salvaged is no damage any more")
        var after = again.intactNow().lines.map(\.bytes)
        Self.expect(after.popLast()?.isEmpty == false, "what was written is there")
        if after.count < before.count { before = before.filter { after.contains($0) } }
        Self.expect(after == before, "what was salvaged is still there")
    }

    /// Whatever is served has the checksum that it should have, and is of the key that was asked for.
    private func look(at log: Log) {
        for line in log.intactNow().lines {
            let isGood = line.bytes.withUnsafeBytes { (try? LineReader.read($0)) != nil }
            Self.expect(isGood, "a line that is served is intact")
            guard let found = try? log.get(kind: line.kind, id: line.id) else { continue }
            Self.expect(found.sequence.number > 0, "a record has a number")
            let id = found.json.withUnsafeBytes { json in FieldFinder.find("id", in: json).map { [UInt8](json[$0]) } }
            Self.expect(id != nil, "a record has its id")
        }
    }
}
