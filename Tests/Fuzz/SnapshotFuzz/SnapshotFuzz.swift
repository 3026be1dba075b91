// Throws random bytes at the readers of snapshots and hints, alone and in a real store. What they give must be what a
// reader that trusts nothing gives, or they refuse.
//
//     .ci/fuzz --seconds 60 SnapshotFuzz
//
// The first byte of an input says what the others are: a snapshot; hints; a snapshot's hints in a store; a snapshot in
// a store that needs it for healing. With the third bit hints get the checksum that fits. See LineFuzz for findings.

import CLZ4
import CairnDisk
import CairnLines
import CairnLog
import CrashLab
import GoldenStores

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeRawBufferPointer(start: start, count: count))
    guard let choice = bytes.first else { return 0 }
    let rest = Array(bytes.dropFirst())
    let hints = choice & 4 == 0 ? rest : SnapshotFuzz.sealed(rest)
    switch choice & 3 {
    case 0: SnapshotFuzz.snapshot(rest)
    case 1: SnapshotFuzz.hints(hints)
    case 2: SnapshotFuzz.store(hints: hints, isForged: choice & 4 != 0)
    default: SnapshotFuzz.store(snapshot: rest)
    }
    return 0
}

/// The package manager links an executable by this name; it hands over to libFuzzer's own driver.
@_cdecl("SnapshotFuzz_main")
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

enum SnapshotFuzz {
    private static let textLimit = 1 << 20
    private static let lineLimit = 64 << 10

    /// A broken promise ends the run, as a trap would.
    static func expect(_ holds: Bool, _ promise: StaticString, line: UInt = #line) {
        if !holds { fatalError("\(promise)", line: line) }
    }

    private static func file(_ bytes: [UInt8]) -> (any DiskFile)? {
        try? RecordedFolder(Disk(["file": bytes])).open("file", .read, .readSnapshot)
    }

    static func snapshot(_ bytes: [UInt8]) {
        guard let file = file(bytes) else { return }
        var text: [UInt8] = []
        let limits = SnapshotLimits(contentBytes: textLimit, lineBytes: lineLimit)
        do throws(SnapshotError) {
            let summary = try SnapshotReader.read(file, limits: limits) { (line) throws(SnapshotError) in
                expect(line.count <= lineLimit, "a line is no longer than allowed")
                text += line
                text.append(0x0A)
                expect(text.count <= textLimit, "no more text than allowed")
            }
            expect(summary.contentBytes == text.count && summary.fileBytes == bytes.count, "both count the same")
            expect(text == plain(bytes), "the text is what LZ4 makes of the file")
            expect(summary.digest == text.withUnsafeBytes { try? SegmentDigest.of($0) }, "the digest is the text's")
        } catch { expect(!error.description.isEmpty, "a refusal says why") }
    }

    /// The whole frame at once, by LZ4 alone.
    private static func plain(_ bytes: [UInt8]) -> [UInt8]? {
        var context: OpaquePointer?
        guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0 else { return nil }
        defer { LZ4F_freeDecompressionContext(context) }
        var text = [UInt8](repeating: 0, count: textLimit + 1)
        var (from, to) = (0, 0)
        return bytes.withUnsafeBytes { source in
            text.withUnsafeMutableBytes { room in
                while from < source.count {
                    var (taken, made) = (source.count - from, room.count - to)
                    let code = LZ4F_decompress(
                        context, room.baseAddress.map { $0 + to }, &made, source.baseAddress.map { $0 + from }, &taken,
                        nil)
                    guard LZ4F_isError(code) == 0, taken > 0 || made > 0 else { return nil }
                    from += taken
                    to += made
                    if code == 0 { return from == source.count ? [UInt8](room[..<to]) : nil }
                }
                return nil
            }
        }
    }

    /// From memory and as a stream, hints say the same.
    static func hints(_ bytes: [UInt8]) {
        guard let file = file(bytes) else { return }
        var streamed: [HintEntry]? = []
        do throws(HintError) {
            try HintReader(file).forEach { streamed?.append($0) }
        } catch {
            expect(!error.description.isEmpty, "a refusal says why")
            streamed = nil
        }
        var decoded: [HintEntry]? = []
        bytes.withUnsafeBytes { bytes in
            do throws(HintError) { try HintFile.decode(bytes).forEach { decoded?.append($0) } } catch { decoded = nil }
        }
        expect(streamed == decoded, "both readers say the same")
    }

    /// The last eight bytes are the checksum of all before.
    static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count > 8, var sum = RunningSum() else { return bytes }
        let covered = Array(bytes.dropLast(8))
        covered.withUnsafeBytes { sum.update($0) }
        return covered + withUnsafeBytes(of: sum.value.littleEndian) { Array($0) }
    }
}

extension SnapshotFuzz {
    /// A store with a snapshot, and what its records are.
    private static let honest: (disk: Disk, lines: [[UInt8]], records: [[UInt8]: [UInt8]])? = {
        guard let disk = try? GoldenStore.compacted.make(), let log = open(disk) else { return nil }
        let lines = log.intactNow().lines
        var records: [[UInt8]: [UInt8]] = [:]
        for line in lines { records[key(line)] = (try? log.get(kind: line.kind, id: line.id))?.json }
        return (disk, lines.map(\.bytes), records)
    }()

    private static func key(_ line: StoredLine) -> [UInt8] { Array(line.kind.utf8) + [0] + Array(line.id.utf8) }

    private static func open(_ disk: Disk, thoroughly: Bool = false) -> Log? {
        var options = GoldenStore.options
        options.readsEverything = thoroughly
        return try? Log.openNow(GoldenStore.environment(RecordedFolder(disk)), options: options)
    }

    /// Whatever a snapshot's hints say: no record is another than it was. Forged ones may hide some.
    static func store(hints: [UInt8], isForged: Bool) {
        guard let honest, let name = honest.disk.names.first(where: { $0.hasPrefix("snap-") && $0.hasSuffix(".idx") })
        else { return }
        var disk = honest.disk
        disk.put(name, FileContent(hints))
        guard let log = open(disk) else { return expect(isForged, "bad hints keep nobody from opening") }
        for line in log.intactNow().lines {
            expect(honest.lines.contains(line.bytes), "a line is one that was written")
            let found = (try? log.get(kind: line.kind, id: line.id))?.json
            expect(isForged || found == honest.records[key(line)], "a record is what it was")
        }
        expect(isForged || log.intactNow().lines.count == honest.lines.count, "all lines are there")
    }

    /// Whatever a snapshot says: healing puts back what was written, or nothing.
    static func store(snapshot: [UInt8]) {
        guard let honest,
            let segment = honest.disk.names.first(where: { $0.hasPrefix("seg-") && $0.hasSuffix(".jsonl") }),
            let name = honest.disk.names.first(where: { $0.hasPrefix("snap-") && $0.hasSuffix(".lz4") }),
            var bytes = honest.disk.bytes(of: segment), bytes.count > 800
        else { return }
        var disk = honest.disk
        bytes[700] ^= 1
        disk.put(segment, FileContent(bytes))
        disk.put(name, FileContent(snapshot))
        guard let log = open(disk, thoroughly: true) else { return }
        for line in log.intactNow().lines {
            expect(honest.lines.contains(line.bytes), "a line is one that was written")
        }
    }
}
