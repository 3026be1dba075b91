// Throws random bytes at the line language and checks what must hold for any bytes at all.
//
//     .ci/fuzz --seconds 60 LineFuzz
//
// What reaches new code is kept in the build folder and started from the next time, besides the seeds in testdata. A
// finding is written to `fuzz/findings` in the build folder; run the program with that file as its only argument to see
// it again, make it a named test, and add it to the seeds.

import CairnLines

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    // The address sanitizer guards a heap block of exactly this size, so that one byte too far is noticed.
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    LineFuzz.lines(bytes)
    LineFuzz.texts(bytes)
    LineFuzz.patches(bytes)
    return 0
}

/// The package manager links an executable by this name; it hands over to libFuzzer's own driver.
@_cdecl("LineFuzz_main")
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

enum LineFuzz {
    /// A broken promise ends the run, as a trap would.
    static func expect(_ holds: Bool, _ promise: StaticString, line: UInt = #line) {
        if !holds { fatalError("\(promise)", line: line) }
    }

    /// As a line with whatever sum it has, without a sum, and sealed with the right one.
    static func lines(_ bytes: UnsafeRawBufferPointer) {
        _ = try? LineReader.read(bytes)
        if let envelope = try? LineReader.read(bytes, checkingSum: false) { look(at: envelope, in: bytes) }
        _ = LineReader.readCanonical(bytes)
        guard bytes.count > LineSum.coveredFrom else { return }
        let covered = UnsafeRawBufferPointer(rebasing: bytes[LineSum.coveredFrom...])
        var sealed = ByteBuffer()
        sealed.append("{\"sum\":\"")
        sealed.appendHex16(LineSum.of(covered))
        sealed.append("\",")
        sealed.append(covered)
        let line = sealed.withBytes { [UInt8]($0) }  // a block of its exact size
        line.withUnsafeBytes { agree(on: $0) }
    }

    /// Both paths give one verdict, but for what is wrong inside a body, for which the sum vouches.
    static func agree(on line: UnsafeRawBufferPointer) {
        let slow: Envelope?
        var offset = 0
        do {
            slow = try LineReader.readAnyOrder(line)
        } catch {
            slow = nil
            offset = error.offset
        }
        let read = try? LineReader.read(line)
        if let slow {
            expect(read.map { "\($0)" } == "\(slow)", "both paths find the same")
            look(at: slow, in: line)
        } else if let read {
            expect(read.body.map { $0.lowerBound <= offset } == true, "only a body is taken on trust")
            look(at: read, in: line)
        }
    }

    /// All ranges lie within the line, and the key has its two parts.
    static func look(at envelope: Envelope, in line: UnsafeRawBufferPointer) {
        for range in [envelope.kind, envelope.timestamp, envelope.id, envelope.body ?? 0..<0] {
            expect(range.lowerBound >= 0 && range.upperBound <= line.count, "ranges lie within the line")
        }
        let key = LineReader.keyBytes(of: envelope, in: line)
        let hash = key.withUnsafeBytes { KeyHash.of(keyBytes: $0, seed: 7) }
        expect(LineReader.keyHash(of: envelope, in: line, seed: 7) == hash, "a key has one hash")
        expect(key.contains(0), "a key has a kind and an id")
        if let body = envelope.body {
            _ = FieldFinder.find("id", in: UnsafeRawBufferPointer(rebasing: line[body]))
        }
    }

    /// As a JSON text, as data for a draft, as a time.
    static func texts(_ bytes: UnsafeRawBufferPointer) {
        _ = Timestamp(parsing: bytes)
        if let range = FieldFinder.find("a", in: bytes) {
            expect(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a field lies within its object")
        }
        var tape = JSONTape()
        let isJSON = (try? tape.scan(bytes)) != nil
        if let canonical = try? CanonicalJSON.bytes(of: bytes) {
            expect(isJSON, "only JSON has a canonical text")
            let again = canonical.withUnsafeBytes { try? CanonicalJSON.bytes(of: $0) }
            expect(again == canonical, "a canonical text is its own")
        }
        for id in [nil, [0x0a, 0x22]] as [[UInt8]?] {
            guard let draft = try? LineDraft.record(kind: Array("plan".utf8), id: id, data: bytes) else { continue }
            expect(isJSON, "only JSON makes a record")
            var buffer = ByteBuffer()
            let stamp: StaticString = "2026-11-20T20:13:00.123456Z"
            let time = UnsafeRawBufferPointer(start: stamp.utf8Start, count: stamp.utf8CodeUnitCount)
            LineWriter.append(draft, sequence: 1, acknowledged: 0, timestamp: time, to: &buffer)
            let line = buffer.withBytes { [UInt8]($0.dropLast()) }
            line.withUnsafeBytes { line in
                let envelope = try? LineReader.read(line)
                let slow = try? LineReader.readAnyOrder(line)
                expect(envelope != nil && slow != nil, "what was written can be read")
                if let envelope {
                    expect(LineReader.keyBytes(of: envelope, in: line) == draft.keyBytes, "a record keeps its key")
                }
                expect(!line.contains(0x0a), "a line is one line")
            }
        }
    }

    /// What is before the first newline patches what is after it.
    static func patches(_ bytes: UnsafeRawBufferPointer) {
        guard let cut = bytes.firstIndex(of: 0x0a) else { return }
        let patch = UnsafeRawBufferPointer(rebasing: bytes[..<cut])
        let target = UnsafeRawBufferPointer(rebasing: bytes[(cut + 1)...])
        guard let merged = try? MergePatch.apply(patch: patch, to: target) else { return }
        var tape = JSONTape()
        let isJSON = merged.withUnsafeBytes { bytes in
            (try? tape.scan(bytes)) != nil && (try? tape.refuseDuplicateNames(in: bytes)) != nil
        }
        expect(isJSON, "a patched text is JSON")
        let twice = merged.withUnsafeBytes { try? MergePatch.apply(patch: patch, to: $0) }
        expect(twice == merged, "patching twice is patching once")
    }
}
