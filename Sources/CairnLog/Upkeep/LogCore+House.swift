internal import CairnDisk
internal import Synchronization

extension LogCore {
    /// What is done by itself now and then: hints of sealed segments, a snapshot after much was written, compaction
    /// when more than half is dead. None of it is needed for anything but speed and space, so a failure is left for
    /// the next time.
    func keepHouse() {
        writeMissingHints()
        if options.compactsByItself, isCompactionDue {
            do throws(LogError) { _ = try compactNow(all: false, progress: nil) } catch {
                note(failed: "compaction.failed", error)
            }
        }
        if options.snapshotEveryBytes > 0, bytesSinceSnapshot >= UInt64(options.snapshotEveryBytes) {
            // One that fails is tried again after as many bytes, not at once: what it failed of may last.
            do throws(LogError) { _ = try takeSnapshot(progress: nil) } catch {
                note(failed: "snapshot.failed", error)
                let bytes = meters.withLock { $0.bytes }
                upkeep.withLock { $0.bytesAtSnapshot = bytes }
            }
        }
    }

    /// Each segment whose end is known gets its hints once.
    func writeMissingHints() {
        let state = manifest.state
        let hints = SegmentHints(environment.folder, seed: identity.seed)
        for (position, record) in state.segments.enumerated() {
            guard let end = state.end(at: position), !upkeep.withLock({ $0.hinted.contains(record.id) }),
                let segment = catalog[record.id]
            else { continue }
            upkeep.withLock { _ = $0.hinted.insert(record.id) }
            if let file = try? environment.folder.open(record.hintsName, .read, .readHints) {
                file.close()
                continue
            }
            let scanner = SegmentScanner(
                SegmentScanner.Request(
                    record: record, limit: end.bytes, next: record.stands?.next ?? end.next, store: identity,
                    checks: environment.checks))
            guard let scan = try? scanner.run(segment.file), scan.stretches.isEmpty else { continue }
            try? hints.write(scan.effects, of: record, end)
        }
    }

    private var bytesSinceSnapshot: UInt64 {
        meters.withLock { $0.bytes } &- upkeep.withLock { $0.bytesAtSnapshot }
    }
}
