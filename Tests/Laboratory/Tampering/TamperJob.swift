import CairnDisk
import CairnLog
import CrashLab

/// Does everything to a store that somebody may do who knows its format, and sees who notices.
package struct TamperJob: Sendable {
    package var rig = Rig()

    package init(rig: Rig = Rig()) { self.rig = rig }

    package func run() -> [Violation] {
        var violations: [Violation] = []
        for form in [SampleStore.Form.closed, .kept] {
            guard let store = try? SampleStore(form, rig: rig) else {
                violations.append(Violation(replay: form.rawValue, complaint: "the store could not be made"))
                continue
            }
            guard store.segments.count > 2, store.lines.contains(where: { !$0.isControl }) else {
                violations.append(Violation(replay: form.rawValue, complaint: "the store has hardly anything in it"))
                continue
            }
            for tamper in Tamper.all {
                for complaint in examine(tamper, store, form) {
                    violations.append(Violation(replay: "\(form.rawValue)/\(tamper.name)", complaint: complaint))
                }
            }
        }
        return violations + changedUnderneath()
    }

    private func examine(_ tamper: Tamper, _ store: SampleStore, _ form: SampleStore.Form) -> [String] {
        var disk = store.disk
        tamper.apply(&disk, store)
        let examination = HarmExamination(store: store, form: form, rig: rig)
        let isChanged =
            disk.names.contains { disk.bytes(of: $0) != store.disk.bytes(of: $0) } || disk.names != store.disk.names
        // A store without hints or snapshots cannot have them exchanged.
        guard isChanged else { return [] }
        var complaints: [String] = []
        let log = try? rig.open(RecordedFolder(disk), SampleStore.options)
        if let log { complaints += misread(log, store) }
        switch tamper.noticed {
        case .never: break
        case .forged: return complaints.filter { $0 != Self.wrong }
        case .atVerifying:
            if !examination.isNoticed(disk) { complaints.append("verifying finds nothing") }
            return complaints.filter { $0 != Self.wrong }
        case .atOpening:
            if !examination.isNoticed(disk) { complaints.append("verifying finds nothing") }
            // With hints, sealed segments are not read at opening.
            if form == .kept { return complaints.filter { $0 != Self.wrong } }
        }
        return complaints
    }

    private static let wrong = "a record is missing or wrong, and the store calls itself whole"

    /// A store that does not say that it is damaged must give everything as it was.
    private func misread(_ log: Log, _ store: SampleStore) -> [String] {
        var complaints: [String] = []
        for key in store.history.keys {
            guard let found = try? log.get(kind: key.kind, id: key.id)?.json else { continue }
            // Each record names itself first.
            if !found.starts(with: "{\"id\":\"\(key.id)\"".utf8) {
                complaints.append("\(key.name) is answered with another record")
            }
        }
        guard log.recovery.verdict != .damaged else { return complaints }
        let (lines, failures) = log.intactNow()
        let isWhole = lines.count == store.history.count && failures.isEmpty
        let isRight = store.history.keys.allSatisfy { key in
            (try? log.get(kind: key.kind, id: key.id)?.json)
                == store.history.record(key.name, after: store.history.count)
        }
        if !isWhole || !isRight, failures.isEmpty { complaints.append(Self.wrong) }
        return complaints
    }

    /// Bytes that change while the store is open are not served.
    private func changedUnderneath() -> [Violation] {
        do {
            let store = try SampleStore(.closed, rig: rig)
            let folder = RecordedFolder(store.disk)
            let log = try rig.open(folder, SampleStore.options)
            for line in store.lines where !line.isControl {
                let file = try folder.open(line.file, .readWrite, .readSegment)
                try Self.spoil(file, at: line.range.upperBound - 5)
            }
            return store.history.keys.compactMap { key in
                guard let served = try? log.get(kind: key.kind, id: key.id), !served.json.isEmpty else { return nil }
                return Violation(replay: "underneath", complaint: "\(key.name) was changed underneath and is served")
            }
        } catch { return [Violation(replay: "underneath", complaint: "\(error)")] }
    }

    private static func spoil(_ file: any DiskFile, at offset: Int) throws(DiskError) {
        let byte = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
        defer { byte.deallocate() }
        byte[0] = UInt8(ascii: "~")
        try file.write(UnsafeRawBufferPointer(byte), at: ByteOffset(offset), .readSegment)
    }
}
