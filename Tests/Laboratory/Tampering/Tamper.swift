import CairnDisk
import CairnLines
import CairnLog
import CrashLab

/// Something done to a store on purpose, by somebody who knows its format, and what must notice it.
struct Tamper: Sendable {
    enum Noticed: Sendable {
        case atOpening
        /// The bytes are as they should be, only not the ones that were sealed.
        case atVerifying
        /// Derived: it may not make an answer wrong, that is all.
        case never
        /// Derived and forged: a key may be missing, but is never answered with another's record.
        case forged
    }

    var name: String
    var noticed: Noticed
    var apply: @Sendable (inout Disk, SampleStore) -> Void

    init(
        _ name: String, _ noticed: Noticed = .atOpening, _ apply: @escaping @Sendable (inout Disk, SampleStore) -> Void
    ) {
        (self.name, self.noticed, self.apply) = (name, noticed, apply)
    }

    static let all: [Tamper] = files + lines + manifests + derived
}

extension Tamper {
    private static let files: [Tamper] = [
        Tamper("two segments exchanged") { disk, store in
            disk.exchange(store.segments[0], store.segments[1])
        },
        Tamper("the first segment removed") { disk, store in disk.remove(store.segments[0]) },
        Tamper("a middle segment removed") { disk, store in disk.remove(store.segments[1]) },
        Tamper("the last segment removed") { disk, store in disk.remove(store.segments[store.segments.count - 1]) },
        Tamper("a segment copied under a new number") { disk, store in
            disk.put(
                FileName.segment(SegmentID(77), first: SequenceNumber(90)),
                disk.content(of: store.segments[1]) ?? FileContent())
        },
        Tamper("a segment renamed") { disk, store in
            disk.put("seg-000000000001-00000055.jsonl", disk.content(of: store.segments[1]) ?? FileContent())
            disk.remove(store.segments[1])
        },
        Tamper("a segment of another store in a segment's place") { disk, store in
            disk.put(store.segments[1], (try? SampleStore.foreign())?.content(of: store.segments[1]) ?? FileContent())
        },
        Tamper("the last segment of another store in the last segment's place") { disk, store in
            let last = store.segments[store.segments.count - 1]
            disk.put(last, (try? SampleStore.foreign(saying: "forged"))?.content(of: last) ?? FileContent())
        },
        Tamper("a segment of another store beside the others") { disk, store in
            let foreign = (try? SampleStore.foreign())?.content(of: store.segments[0]) ?? FileContent()
            disk.put(FileName.segment(SegmentID(40), first: SequenceNumber(400)), foreign)
        },
        Tamper("a sealed segment cut behind a line") { disk, store in
            let lines = store.lines.filter { $0.file == store.segments[0] }
            disk.resize(store.segments[0], to: lines[lines.count - 2].range.upperBound)
        },
        Tamper("a sealed segment cut behind its last record") { disk, store in
            let lines = store.lines.filter { $0.file == store.segments[0] && !$0.isControl }
            disk.resize(store.segments[0], to: lines[lines.count - 1].range.upperBound)
        },
        Tamper("a sealed segment emptied") { disk, store in disk.resize(store.segments[0], to: 0) },
    ]

    private static let lines: [Tamper] = [
        Tamper("two lines exchanged") { disk, store in
            let lines = store.lines.filter { $0.file == store.segments[0] && !$0.isControl }
            disk.edit(store.segments[0]) { bytes in
                let (a, b) = (Array(bytes[lines[0].range]), Array(bytes[lines[1].range]))
                bytes.replaceSubrange(lines[0].range.lowerBound..<lines[1].range.upperBound, with: b + a)
            }
        },
        Tamper("a line in the last segment written twice") { disk, store in
            guard let line = store.lines.last(where: { !$0.isControl }) else { return }
            disk.edit(line.file) { bytes in
                bytes.insert(contentsOf: Array(bytes[line.range]), at: line.range.upperBound)
            }
        },
        Tamper("a line in the last segment removed") { disk, store in
            let last = store.segments[store.segments.count - 1]
            guard let line = store.lines.first(where: { $0.file == last && !$0.isControl }) else { return }
            disk.edit(line.file) { bytes in bytes.removeSubrange(line.range) }
        },
        Tamper("a line edited, its checksum made anew", .atVerifying) { disk, store in
            guard let line = store.lines.first(where: { !$0.isControl }) else { return }
            disk.edit(line.file) { bytes in
                guard let at = bytes[line.range].lastIndex(of: UInt8(ascii: "x")) else { return }
                bytes[at] = UInt8(ascii: "y")
                var edited = Array(bytes[line.range])
                edited.makeSum()
                bytes.replaceSubrange(line.range, with: edited)
            }
        },
    ]

    private static let manifests: [Tamper] = [
        Tamper("a line in the middle of the manifest removed") { disk, store in
            disk.editManifest { $0.remove(at: 2) }
        },
        Tamper("the last line of the manifest removed") { disk, store in
            disk.editManifest { lines in
                guard let last = lines.lastIndex(where: { $0.contains("cairn.added") }) else { return }
                lines.removeSubrange(last...)
            }
        },
        Tamper("two lines of the manifest exchanged") { disk, store in disk.editManifest { $0.swapAt(1, 2) } },
        Tamper("a line of the manifest written twice") { disk, store in disk.editManifest { $0.insert($0[1], at: 2) } },
        Tamper("the manifest removed") { disk, store in
            for name in disk.names where name.hasPrefix("MANIFEST") { disk.remove(name) }
        },
        Tamper("the manifest of another store") { disk, store in
            for name in disk.names where name.hasPrefix("MANIFEST") {
                disk.put(name, (try? SampleStore.foreign())?.content(of: name) ?? FileContent())
            }
        },
    ]

    private static let derived: [Tamper] = [
        Tamper("two snapshots exchanged", .atVerifying) { disk, store in
            let names = disk.names.filter { $0.hasPrefix("snap-") && $0.hasSuffix(".lz4") }
            if names.count > 1 { disk.exchange(names[0], names[1]) }
        },
        Tamper("hints of two segments exchanged", .never) { disk, store in
            let names = disk.names.filter { $0.hasPrefix("seg-") && $0.hasSuffix(".idx") }
            if names.count > 1 { disk.exchange(names[0], names[1]) }
        },
        Tamper("hints of two snapshots exchanged", .never) { disk, store in
            let names = disk.names.filter { $0.hasPrefix("snap-") && $0.hasSuffix(".idx") }
            if names.count > 1 { disk.exchange(names[0], names[1]) }
        },
        Tamper("hints that exchange two keys, their checksum made anew", .forged) { disk, store in
            LyingHints.write(to: &disk, store)
        },
    ]
}

extension Disk {
    mutating func exchange(_ a: String, _ b: String) {
        guard let first = content(of: a), let second = content(of: b) else { return }
        put(a, second)
        put(b, first)
    }

    mutating func edit(_ name: String, _ change: (inout [UInt8]) -> Void) {
        guard var bytes = bytes(of: name) else { return }
        change(&bytes)
        put(name, FileContent(bytes))
    }

    mutating func resize(_ name: String, to length: Int) {
        guard var content = content(of: name) else { return }
        content.resize(to: length)
        put(name, content)
    }

    mutating func editManifest(_ change: (inout [String]) -> Void) {
        guard let name = names.last(where: { $0.hasPrefix("MANIFEST") }) else { return }
        edit(name) { bytes in
            var lines = bytes.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
            guard lines.count > 3 else { return }
            change(&lines)
            bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        }
    }
}

extension String {
    fileprivate func contains(_ part: String) -> Bool {
        let (all, wanted) = (Array(utf8), Array(part.utf8))
        return all.count >= wanted.count
            && (0...all.count - wanted.count).contains { all[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}

extension [UInt8] {
    /// A whole line, newline included, gets the checksum that its bytes have.
    fileprivate mutating func makeSum() {
        let covered = self[LineSum.coveredFrom..<count - 1]
        let sum = covered.withUnsafeBytes { LineSum.of($0) }
        let digits = Array(String(sum, radix: 16).utf8)
        let padded = [UInt8](repeating: 0x30, count: 16 - digits.count) + digits
        replaceSubrange(LineSum.digitsAt..<LineSum.digitsAt + 16, with: padded)
    }
}
