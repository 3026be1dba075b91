internal import CairnDisk
internal import CairnLines

extension Committer {
    /// The segment that takes the next group, created if there is none.
    mutating func activeSegment() throws(CommitFailure) -> ActiveSegment {
        if let active { return active }
        let created = try createSegment()
        active = created
        return created
    }

    /// A new segment: its file and name durable, then its line in the manifest durable, and only then may a record be
    /// acknowledged in it.
    private mutating func createSegment() throws(CommitFailure) -> ActiveSegment {
        guard nextSegment <= .last else {
            throw .stopped(LogError(.exhausted, "all segment numbers are used; export the store and import it anew"))
        }
        let id = nextSegment
        nextSegment = id.next
        let first = previous?.next ?? .first
        let record = SegmentRecord(id: id, first: first, previous: previous)
        let file: any DiskFile
        let filled: Int64
        do throws(CommitFailure) { (file, filled) = try openFile(record) } catch {
            takeBack(record)
            throw error
        }
        do throws(DiskError) { try environment.folder.sync(.publishSegment) } catch {
            file.close()
            throw distrust(CommitFailure.unsynced(error).reason)
        }
        do throws(LogError) {
            try manifest.append([.added(record)], acknowledged: durable)
        } catch {
            file.close()
            // A line that may be there needs its file.
            if error.code == .durabilityUnknown { throw distrust(error) }
            takeBack(record)
            throw .refused(error)
        }
        let shared = SegmentFile(record, file, end: 0)
        catalog.add(shared)
        return ActiveSegment(
            file: file, record: record, shared: shared, end: 0, lines: 0, next: first, digest: nil,
            isFresh: true, room: SegmentRoom(filledTo: filled))
    }

    /// A segment that did not come into being. Its number is given again, under the same name: whoever writes on a full
    /// disk tries again and again, and would use up all of them. Where a file may be in the way, it is not.
    private mutating func takeBack(_ record: SegmentRecord) {
        do throws(DiskError) { try environment.folder.unlinkIfPresent(record.fileName, .dropSegment) } catch { return }
        nextSegment = record.id
    }

    /// A number for a segment that somebody else writes. nil when all are used.
    mutating func takeSegmentID() -> SegmentID? {
        guard nextSegment <= .last else { return nil }
        defer { nextSegment = nextSegment.next }
        return nextSegment
    }

    /// Seals the growing segment before it is full.
    mutating func sealNow() throws(CommitFailure) {
        try sync()
        guard var segment = active, !segment.isFresh else { return }
        let digest = try digest(of: segment)
        segment.digest = digest
        var buffer = ByteBuffer()
        try appendSeal(of: &segment, digest, to: &buffer)
        try put(buffer, in: &segment, digest)
        active = segment
        told = durable
        try sync()
        try retire()
    }

    /// The file under its name: the spare that was filled ahead if there is one, else an empty one.
    private func openFile(_ record: SegmentRecord) throws(CommitFailure) -> (any DiskFile, Int64) {
        let folder = environment.folder
        do throws(DiskError) {
            do throws(DiskError) {
                try folder.rename(FileName.spare, to: record.fileName, .publishSegment)
                let file = try folder.open(record.fileName, .readWrite, .createSegment)
                return (file, try file.size(.createSegment).bytes)
            } catch {
                guard error.code == .missing else { throw error }
            }
            let file = try folder.open(record.fileName, .create, .createSegment)
            return (file, 0)
        } catch { throw CommitFailure.unwritten(error) }
    }
}
