internal import CairnDisk
internal import CairnLines
internal import Synchronization

extension Log {
    /// The state of a record, or nil where there is none.
    ///
    /// A log opened `.readOnly` answers as of its opening, whatever a writer in another process adds. It goes on to do
    /// so while that writer compacts, as it holds the files open; but where ``lines(from:following:)`` follows in the
    /// same log, the old files are let go, and then a moved record is `.busy` here. Open anew for the present state,
    /// as `cairn get` does.
    ///
    /// - Errors: `.damaged` where the bytes of the record are not what was written, `.inputOutput`, `.closed`.
    /// - Complexity: one table look-up and one read, plus one for each change since the record was last written whole.
    public func get(kind: String, id: String) throws(LogError) -> StoredRecord? {
        var key: [UInt8] = []
        key.reserveCapacity(kind.utf8.count + 1 + id.utf8.count)
        key.append(contentsOf: kind.utf8)
        key.append(0)
        key.append(contentsOf: id.utf8)
        return try core.get(key)
    }
}

extension LogCore {
    /// Compaction may move a line between the look-up and the read; more than once in a row is hardly possible.
    private static let maxMoves = 16

    /// The state of a key, which is kind, a zero byte and id.
    package func get(_ key: [UInt8]) throws(LogError) -> StoredRecord? {
        let hash = key.withUnsafeBytes { KeyHash.of(keyBytes: $0, seed: identity.seed) }
        for _ in 0..<Self.maxMoves {
            guard let found = index.find(hash) else {
                guard let lost else { return nil }
                throw LogError(
                    .damaged,
                    "the store has no intact record of this id, but \(lost) damaged and may have held it"
                )
            }
            do throws(LogError) {
                // Most records are one line.
                guard !found.before.isEmpty else {
                    guard let entry = try line(at: found.newest, key: key, isPassing: false) else { return nil }
                    return record(entry, json: entry.json, oldest: entry.sequence)
                }
                return try read(found.before + [found.newest], key: key)?.record
            } catch {
                if index.find(hash)?.newest == found.newest && error.code != .overtaken { throw error }
            }
        }
        throw LogError(.busy, "the record kept moving while it was read; try again")
    }

    /// The state of a key at a moment that is held, and the newest line of it. Without a key, whatever record has the
    /// hash.
    func get(
        _ hash: KeyHash, key: [UInt8]?, at moment: SequenceNumber, _ token: UInt64, isPassing: Bool = false
    ) throws(LogError) -> (newest: LineCache.Entry, record: StoredRecord)? {
        for _ in 0..<Self.maxMoves {
            switch index.find(hash, at: moment, token) {
            case .none: return nil
            case .expired:
                throw LogError(.overtaken, "too much changed while this moment was held; read from a newer one")
            case .places(let places):
                do throws(LogError) { return try read(places, key: key, isPassing: isPassing) } catch {
                    guard error.code == .overtaken else { throw error }
                }
            }
        }
        throw LogError(.busy, "the record kept moving while it was read; try again")
    }

    /// A record from its lines, oldest first. nil where they are of another key.
    private func read(
        _ places: [KeyPlace], key: [UInt8]?, isPassing: Bool = false
    ) throws(LogError) -> (newest: LineCache.Entry, record: StoredRecord)? {
        var json: [UInt8] = []
        var oldest: SequenceNumber?
        var newest: LineCache.Entry?
        for place in places {
            guard let entry = try line(at: place, key: key, isPassing: isPassing) else { return nil }
            oldest = min(oldest ?? entry.sequence, entry.sequence)
            json = entry.form == .update ? try Self.patched(json, with: entry) : entry.json
            newest = entry
        }
        guard let newest, let oldest else { return nil }
        return (newest, record(newest, json: json, oldest: oldest))
    }

    /// Damage may have taken a newer version, or a change in the middle of the chain.
    private func record(_ last: LineCache.Entry, json: [UInt8], oldest: SequenceNumber) -> StoredRecord {
        StoredRecord(
            sequence: last.sequence, timestamp: last.timestamp, json: json,
            mayBeOutdated: lost?.mayHideSuccessor(of: oldest) ?? false)
    }

    private static func patched(_ json: [UInt8], with change: LineCache.Entry) throws(LogError) -> [UInt8] {
        do throws(LineError) {
            return try change.json.withUnsafeBufferPointer { (patch) throws(LineError) in
                try json.withUnsafeBufferPointer { (base) throws(LineError) in
                    try MergePatch.apply(patch: UnsafeRawBufferPointer(patch), to: UnsafeRawBufferPointer(base))
                }
            }
        } catch {
            throw LogError(.damaged, "change \(change.sequence) cannot be applied to its record", cause: error)
        }
    }

    /// The line at a place, checked: its sum, and that it is of this key. nil where the key is another's, whose hash is
    /// the same.
    private func line(
        at place: KeyPlace, key: [UInt8]?, isPassing: Bool
    ) throws(LogError) -> LineCache.Entry? {
        guard let segment = catalog.find(place.segment) else {
            if staging.withLock({ $0.isClosed }) { throw LogError(.closed, "the log is closed; open the store again") }
            throw LogError(.overtaken, "the segment was compacted while it was read")
        }
        if let known = cache.find(place) { return isWanted(key, known.key) ? known : nil }
        return try withUnsafeTemporaryBytes(Int(place.length)) { buffer throws(LogError) in
            let got: Int
            do throws(DiskError) {
                got = try segment.file.read(into: buffer, at: ByteOffset(Int64(place.offset)), .readSegment)
            } catch {
                throw LogError(.inputOutput, "\(segment.record.fileName) cannot be read", cause: error)
            }
            let line = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<max(0, got - 1)])
            let envelope: Envelope
            do throws(LineError) {
                envelope = try LineReader.read(line, checkingSum: environment.checks.contains(.readSum))
            } catch {
                throw LogError(
                    .damaged,
                    "the line at byte \(place.offset) of \(segment.record.fileName) is not what was written; "
                        + "run `cairn verify`",
                    cause: error)
            }
            let itsKey = LineReader.keyBytes(of: envelope, in: line)
            guard isWanted(key, itsKey) else { return nil }
            guard let stored = LineCache.Entry(line, envelope, key: itsKey) else { return nil }
            cache.keep(stored, at: place, makingRoom: !isPassing)
            return stored
        }
    }

    private func isWanted(_ key: [UInt8]?, _ found: [UInt8]) -> Bool {
        key == nil || key == found || !environment.checks.contains(.readKey)
    }

    /// Lines are short: the stack serves nearly all of them.
    private func withUnsafeTemporaryBytes<R>(
        _ count: Int, _ body: (UnsafeMutableRawBufferPointer) throws(LogError) -> R
    ) throws(LogError) -> R {
        var result: Result<R, LogError>?
        withUnsafeTemporaryAllocation(byteCount: max(count, 1), alignment: 8) { buffer in
            do throws(LogError) { result = .success(try body(buffer)) } catch { result = .failure(error) }
        }
        guard let result else { throw LogError(.exhausted, "no memory for the line") }
        return try result.get()
    }
}

extension Staging {
    var isClosed: Bool { if case .closed = phase { true } else { false } }
}
