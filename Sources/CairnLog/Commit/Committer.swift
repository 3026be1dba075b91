internal import CairnDisk
internal import CairnLines
internal import Synchronization

/// Writes groups: one write, one sync where anybody asked for it, then the index, then the acknowledgements.
///
/// Only the committer's thread calls it (or the laboratory's driver), so it needs no lock of its own.
struct Committer: ~Copyable {
    let environment: LogEnvironment
    let options: LogOptions
    let identity: StoreIdentity
    let manifest: ManifestWriter
    let catalog: SegmentCatalog

    /// nil until the first write after opening, after a seal, and after a failure that stopped a segment.
    var active: ActiveSegment?
    /// Where the newest segment that takes no more lines ends; nil in an empty store.
    var previous: SegmentEnd?
    var nextSegment: SegmentID
    /// Up to here everything is on the device.
    var durable: SequenceNumber
    /// The highest acknowledgement that a line in the log tells of.
    var told: SequenceNumber
    /// The last group of this opening was written together with a seal, and no segment follows it yet.
    var hasSealedGroup = false
    /// Why nothing is trusted any more: a sync failed. It must never be tried again, because the second one succeeds.
    private(set) var poison: LogError?
    /// Since opening.
    var bytes: UInt64 = 0
    var syncs: UInt64 = 0

    /// The last group stands in the segment, but not in its digest yet: whoever waits for it is told first.
    private(set) var isUndigested = false

    /// What was committed, for the index.
    struct Outcome {
        var segment: SegmentID
        /// Where the group's buffer begins in it.
        var base: Int64
        var isSynced: Bool
    }

    /// Writes a group. What it throws says what became of the store.
    mutating func commit(_ group: borrowing Group) throws(CommitFailure) -> Outcome {
        do throws(CommitFailure) {
            return try write(group)
        } catch {
            guard case .refused(let reason) = error, reason.isDeviceFailure else { throw error }
            // The device refused a write. What stands is synced and named by a new segment; one attempt there.
            if let stopped = active { try stop(stopped) }
            do throws(CommitFailure) { return try write(group) } catch {
                if case .refused(let reason) = error { throw .stopped(reason) }
                throw error
            }
        }
    }

    /// From now on every step fails for this reason.
    mutating func distrust(_ reason: LogError) -> CommitFailure {
        if poison == nil { poison = reason }
        return .unknown(reason)
    }

    private mutating func write(_ group: borrowing Group) throws(CommitFailure) -> Outcome {
        if let poison { throw .unknown(poison) }
        var segment = try activeSegment()
        let digest = try digest(of: segment)
        segment.digest = digest
        var framed = ByteBuffer()
        if segment.isFresh { try appendHeader(of: segment, to: &framed) }
        let base = segment.end + Int64(framed.count)
        let seals = base + Int64(group.buffer.count + Self.sealRoom) >= Int64(options.segmentBytes)
        segment.lines += group.lines.count + (segment.isFresh ? 1 : 0)
        segment.next = SequenceNumber(group.last &+ 1)
        if segment.isFresh || seals { group.buffer.withBytes { framed.append($0) } }
        if seals { try appendSeal(of: &segment, digest, to: &framed) }
        if framed.isEmpty {
            try put(group.buffer, in: &segment)
            isUndigested = true
        } else {
            try put(framed, in: &segment, digest)
        }
        // From here on the bytes are in the file: a failure to sync them must not make anybody write over them.
        active = segment
        told = durable
        if group.needsSync || seals { try sync() }
        if seals { try retire() }
        return Outcome(segment: segment.record.id, base: base, isSynced: group.needsSync || seals)
    }

    /// More than a seal line ever takes.
    private static let sealRoom = 512

    /// Takes the last group into the segment's digest, once it is acknowledged: hashing needs a tenth of the time that
    /// a sync does, and nobody has to wait for it. After a failed sync it may be left out: nothing is written then.
    mutating func digest(_ group: borrowing Group) {
        guard isUndigested, let digest = active?.digest else { return }
        group.buffer.withBytes { digest.update($0) }
        isUndigested = false
    }

    mutating func put(
        _ buffer: borrowing ByteBuffer, in segment: inout ActiveSegment, _ digest: RunningDigest
    ) throws(CommitFailure) {
        try put(buffer, in: &segment)
        buffer.withBytes { digest.update($0) }
    }

    /// One write at the segment's end. After a failure the file is cut back to where it was.
    private mutating func put(
        _ buffer: borrowing ByteBuffer, in segment: inout ActiveSegment
    ) throws(CommitFailure) {
        let newEnd = segment.end + Int64(buffer.count)
        var failure: DiskError?
        buffer.withBytes { bytes in
            do throws(DiskError) { try segment.room.write(bytes, to: segment.file, at: segment.end) } catch {
                failure = error
            }
        }
        if let failure {
            try cutBack()
            throw CommitFailure.unwritten(failure)
        }
        bytes &+= UInt64(buffer.count)
        segment.end = newEnd
        segment.shared.end = newEnd
        segment.isFresh = false
        segment.isDirty = true
    }

    /// `active` still is what it was before the write. What landed of the group must not come back after a power cut,
    /// because its writer is told that nothing of it is stored; so the cut is made durable before that.
    private mutating func cutBack() throws(CommitFailure) {
        guard let before = active else { return }
        do throws(DiskError) {
            try before.room.cut(before.file, to: before.end)
            try before.file.sync(.cutBack)
        } catch { throw distrust(CommitFailure.unsynced(error).reason) }
    }

    /// Makes everything written so far durable.
    mutating func sync() throws(CommitFailure) {
        if let poison { throw .unknown(poison) }
        guard let segment = active, segment.isDirty else { return }
        do throws(DiskError) { try segment.file.sync(.commitGroup) } catch {
            throw distrust(CommitFailure.unsynced(error).reason)
        }
        syncs &+= 1
        active?.isDirty = false
        durable = SequenceNumber(segment.next.number &- 1)
    }

    /// A segment that takes no more writes without having been sealed. Its successor names its end.
    private mutating func stop(_ segment: ActiveSegment) throws(CommitFailure) {
        try sync()
        guard let stopped = active else { return }
        previous = stopped.position(try value(try digest(of: stopped)))
        active = nil
    }

    /// After its seal was synced.
    mutating func retire() throws(CommitFailure) {
        guard let sealed = active, let digest = sealed.digest else { return }
        previous = sealed.position(try value(digest))
        // Room that cannot be given back is harmless: newlines behind the last line.
        try? sealed.room.trim(sealed.file, to: sealed.end, .trimRoom)
        active = nil
        hasSealedGroup = true
    }

    private func value(
        _ digest: RunningDigest, adding more: UnsafeRawBufferPointer? = nil
    ) throws(CommitFailure) -> SHA256Value {
        do throws(LogError) { return try digest.value(adding: more) } catch { throw .stopped(error) }
    }

    private mutating func appendHeader(
        of segment: ActiveSegment, to buffer: inout ByteBuffer
    ) throws(CommitFailure) {
        let header = SegmentHeader(
            store: identity.name, segment: segment.record.id, first: segment.record.first,
            previous: segment.record.previous)
        try append(.segment, header.data, next: segment.record.first, to: &buffer)
    }

    /// Appends the seal to the last group of a segment, so that it costs no sync of its own.
    mutating func appendSeal(
        of segment: inout ActiveSegment, _ digest: RunningDigest, to buffer: inout ByteBuffer
    ) throws(CommitFailure) {
        var value: SHA256Value?
        var failure: CommitFailure?
        buffer.withBytes { bytes in
            do throws(CommitFailure) { value = try self.value(digest, adding: bytes) } catch { failure = error }
        }
        if let failure { throw failure }
        guard let value else { return }
        let end = SegmentEnd(
            segment: segment.record.id, bytes: segment.end + Int64(buffer.count), lines: segment.lines,
            next: segment.next, digest: value)
        var data = ControlData()
        end.write(to: &data)
        try append(.seal, data, next: segment.next, to: &buffer)
        segment.lines += 1
    }

    func append(
        _ kind: ControlKind, _ data: ControlData?, next: SequenceNumber, to buffer: inout ByteBuffer
    ) throws(CommitFailure) {
        do throws(LogError) {
            try ControlLine.append(
                kind, data, next: next, acknowledged: durable, microseconds: environment.clock.now(), to: &buffer)
        } catch { throw .stopped(error) }
    }

    /// The running digest of a segment; read from the file on the first write after opening.
    mutating func digest(of segment: ActiveSegment) throws(CommitFailure) -> RunningDigest {
        if let digest = segment.digest { return digest }
        do throws(LogError) {
            let digest = try RunningDigest()
            do throws(DiskError) { try digest.update(file: segment.file, to: segment.end, .readSegment) } catch {
                throw LogError(.inputOutput, "the segment could not be read back", cause: error)
            }
            active?.digest = digest
            return digest
        } catch { throw .refused(error) }
    }

    /// Tells later readers that everything so far was acknowledged. Only when there is something to tell.
    mutating func mark() throws(CommitFailure) {
        try sync()
        guard durable > told else { return }
        if active == nil, hasSealedGroup {
            // The last group went with a seal, so nothing behind it tells. That a segment follows it, does.
            _ = try activeSegment()
            told = durable
            hasSealedGroup = false
        }
        guard let segment = active, !segment.isFresh else { return }
        try note(.mark, nil)
    }

    /// Writes one of the engine's own lines behind everything written so far, and makes it durable.
    mutating func note(_ kind: ControlKind, _ data: ControlData?) throws(CommitFailure) {
        try sync()
        var segment = try activeSegment()
        let digest = try digest(of: segment)
        segment.digest = digest
        var buffer = ByteBuffer()
        if segment.isFresh {
            try appendHeader(of: segment, to: &buffer)
            segment.lines += 1
        }
        try append(kind, data, next: segment.next, to: &buffer)
        segment.lines += 1
        try put(buffer, in: &segment, digest)
        active = segment
        told = durable
        try sync()
    }

    /// The growing segment, unless a sync has failed.
    var trusted: ActiveSegment? { poison == nil ? active : nil }

    /// Gives unused room back.
    mutating func trim() {
        guard let segment = trusted else { return }
        // Room that cannot be given back is harmless: newlines behind the last line.
        try? segment.room.trim(segment.file, to: segment.end, .trimRoom)
    }

    /// The room ahead runs out, or a segment was just sealed.
    var wantsUpkeep: Bool {
        guard let active else { return true }
        return active.room.filledTo - active.end < SegmentRoom.smallest / 2
    }
}

extension LogError {
    /// The device itself failed a write, as opposed to a full disk or a missing permission.
    fileprivate var isDeviceFailure: Bool { (cause as? DiskError)?.code == .inputOutput }
}
