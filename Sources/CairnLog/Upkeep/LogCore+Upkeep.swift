internal import CairnDisk
internal import Synchronization

extension LogCore {
    /// The maintenance thread.
    func runUpkeep() {
        while staging.withLock({ $0.isRunning }) {
            maintenance.wait()
            guard staging.withLock({ $0.isRunning }) else { return }
            fillAhead(paced: true)
            prepareSpare(paced: true)
            keepHouse()
        }
    }

    /// Fills the growing segment ahead of its writer.
    func fillAhead(paced: Bool) {
        let now = committer.withLock { $0.trusted.map { (record: $0.record, room: $0.room, end: $0.end) } }
        guard let now, upkeep.withLock({ $0.fillFailedAt }) != now.end else { return }
        let target = SegmentRoom.target(end: now.end, limit: Int64(options.segmentBytes))
        guard target > now.room.filledTo else { return }
        // By a handle of its own: the kernel tells each handle once of bytes that it could not write. A sync in here on
        // the committer's would take the bad news away from it, and it would acknowledge what is lost.
        guard let file = try? environment.folder.open(now.record.fileName, .readWrite, .fillRoom) else { return }
        defer { file.close() }
        do throws(DiskError) {
            while try now.room.fill(file, to: target) { pause(paced) }
        } catch {
            // Room is a kindness. Without it writes are slower, and whether they fail is theirs to find out.
            upkeep.withLock { $0.fillFailedAt = now.end }
            return
        }
        // Not for durability but for speed: after this the writer's syncs need no journal. But when it fails, the
        // writer's bytes may be among those that were not written.
        do throws(DiskError) { try file.sync(.fillRoom) } catch {
            let reason = committer.withLock { $0.distrust(CommitFailure.unsynced(error).reason).reason }
            stopWriting(reason)
        }
    }

    /// Fills a whole segment to come, once the growing one is half full.
    func prepareSpare(paced: Bool) {
        let growing = committer.withLock { $0.trusted.map { (id: $0.record.id, end: $0.end) } }
        guard let growing, growing.end > Int64(options.segmentBytes) / 2 else { return }
        // Tried once for each segment: where it fails, the next one grows as it is written.
        let isTried = upkeep.withLock { upkeep in
            defer { upkeep.spareBehind = growing.id }
            return upkeep.spareBehind == growing.id
        }
        guard !isTried else { return }
        let unfinished = "filling" + FileName.unfinished
        do throws(DiskError) {
            try environment.folder.unlinkIfPresent(unfinished, .createSegment)
            let spare = try environment.folder.open(unfinished, .create, .createSegment)
            defer { spare.close() }
            let room = SegmentRoom(filledTo: 0)
            while try room.fill(spare, to: Int64(options.segmentBytes)) { pause(paced) }
            try spare.sync(.fillRoom)
            try environment.folder.rename(unfinished, to: FileName.spare, .createSegment)
        } catch {
            try? environment.folder.unlink(unfinished, .createSegment)
        }
    }

    /// Unpaced background writes take most of the foreground's syncs away; at 100 MB/s it does not feel them.
    private func pause(_ paced: Bool) {
        guard paced else { return }
        _ = maintenance.wait(nanoseconds: UInt64(SegmentRoom.step) * 10)
    }
}
