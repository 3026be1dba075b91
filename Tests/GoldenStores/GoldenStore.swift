package import CairnDisk
package import CairnLog
package import CrashLab

/// The stores under `testdata/stores`, made as they were made there: to the byte, as long as the format is the same.
package enum GoldenStore: String, CaseIterable, Sendable {
    /// Closed in order: records, changes, removals and a transaction in several segments, with hints.
    case clean
    /// The process died, and half a line is at the end.
    case torn
    /// A record in a sealed segment has another letter in it.
    case damaged
    /// Compacted, with retention, a snapshot and hints.
    case compacted
    /// A line in the middle of the manifest has another digit in it.
    case manifest

    package static let now: Int64 = 1_795_205_580_000_000
    package static let identity = StoreIdentity(name: "6b1f2a3c-4d5e-4f60-8718-293a4b5c6d7e", seed: 0xCA1A)

    package static func environment(_ folder: any Folder) -> LogEnvironment {
        LogEnvironment(folder: folder, clock: FixedClock(now: now), hasThreads: false, identity: identity)
    }

    package static var options: LogOptions {
        var options = LogOptions()
        // Below what users may ask for, so that a store of a few kilobytes has several segments.
        options.segmentBytes = 2 << 10
        return options
    }

    /// Errors: whatever keeps the engine from making it.
    package func make() throws -> Disk {
        let folder = RecordedFolder()
        var options = Self.options
        if self == .compacted { options.retention = ["plan": .versions(2)] }
        let log = try Log.openNow(Self.environment(folder), options: options)
        try Self.write(log)
        switch self {
        case .torn: break
        case .compacted:
            _ = try log.compactNow(all: true, sealsActive: false)
            _ = try log.snapshotNow()
            try Self.put(log, "note", #"{"id":"behind","text":"the snapshot"}"#)
            log.writeHintsNow()
            try log.closeNow()
        case .clean, .damaged, .manifest:
            log.writeHintsNow()
            try log.closeNow()
        }
        var disk = folder.disk
        harm(&disk)
        return disk
    }

    private func harm(_ disk: inout Disk) {
        let segments = disk.names.filter { $0.hasPrefix("seg-") && $0.hasSuffix(".jsonl") }
        switch self {
        case .torn:
            let line = #"{"sum":"0123456789abcdef","seq":17,"ack":16,"type":"note","timest"#
            disk.change(segments[segments.count - 1]) { bytes in
                while bytes.last == 0x0A { bytes.removeLast() }
                bytes += Array("\n\(line)".utf8)
            }
        case .damaged:
            disk.remove(segments[0].replacingEnding(".jsonl", with: ".idx"))
            disk.change(segments[0]) { bytes in
                guard let at = bytes.first(of: "the third") else { return }
                bytes[at] = UInt8(ascii: "T")
            }
        case .manifest:
            guard let name = disk.names.last(where: { $0.hasPrefix("MANIFEST") }) else { return }
            disk.change(name) { bytes in
                guard let at = bytes.first(of: #""seq":2,"#) else { return }
                bytes[at + 6] = UInt8(ascii: "9")
            }
        case .clean, .compacted: break
        }
    }

    private static func write(_ log: Log) throws {
        for (number, word) in ["first", "second", "third", "fourth", "fifth", "sixth"].enumerated() {
            try put(log, "note", #"{"id":"n\#(number + 1)","text":"the \#(word)","size":\#(number).50}"#)
        }
        log.idleNow()
        let changes = Array(#"{"text":"changed","size":null}"#.utf8)
        _ = try log.stageNow([CairnLog.Entry.update(kind: "note", id: "n2", changes: changes)])
        log.drive()
        _ = try log.stageNow([CairnLog.Entry.delete(kind: "note", id: "n4")])
        log.drive()
        _ = try log.stageNow(
            [
                record("plan", #"{"id":"p1","name":"Lighthouse \u00e4 ä","steps":[1,2,{"a":null}]}"#),
                record("plan", #"{"id":"p2","name":"line\nbreak"}"#),
                record("note", #"{"id":"n1","text":"with plans"}"#),
            ], isTransaction: true)
        log.drive()
        for number in 1...5 { try put(log, "plan", #"{"id":"p1","name":"version \#(number)"}"#) }
    }

    private static func put(_ log: Log, _ kind: String, _ json: String) throws {
        _ = try log.stageNow([record(kind, json)])
        log.drive()
    }

    private static func record(_ kind: String, _ json: String) throws -> CairnLog.Entry {
        try CairnLog.Entry.record(kind: kind, json: Array(json.utf8))
    }
}

extension Disk {
    fileprivate mutating func change(_ name: String, _ body: (inout [UInt8]) -> Void) {
        guard var bytes = bytes(of: name) else { return }
        body(&bytes)
        put(name, FileContent(bytes))
    }
}

extension [UInt8] {
    fileprivate func first(of text: String) -> Int? {
        let wanted = Array<UInt8>(text.utf8)
        guard count >= wanted.count else { return nil }
        return (0...count - wanted.count).first { self[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}

extension String {
    fileprivate func replacingEnding(_ ending: String, with other: String) -> String {
        hasSuffix(ending) ? dropLast(ending.count) + other : self
    }
}
