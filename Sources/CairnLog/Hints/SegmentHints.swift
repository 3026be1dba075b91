package import CairnDisk
internal import CairnLines

/// Hints of sealed segments, kept beside them: derived, checked, written anew whenever missing or wrong.
package struct SegmentHints {
    private let folder: any Folder
    private let seed: UInt64

    package init(_ folder: any Folder, seed: UInt64) {
        self.folder = folder
        self.seed = seed
    }

    /// What hints of this segment must say of themselves. The seed is in it, because the hashes depend on it.
    func identity(_ record: SegmentRecord, _ end: SegmentEnd) -> HintIdentity {
        HintIdentity(
            kind: .segment, segment: record.id, first: record.first,
            last: SequenceNumber(max(end.next.number, 1) - 1), contentBytes: UInt64(clamping: end.bytes),
            digestPrefix: end.digest.prefix ^ seed)
    }

    /// Published by a rename without a sync: a torn file of hints is refused and derived again.
    package func write(_ effects: [KeyEffect], of record: SegmentRecord, _ end: SegmentEnd) throws(LogError) {
        let unfinished = record.hintsName + FileName.unfinished
        do throws(DiskError) {
            try folder.unlinkIfPresent(unfinished, .writeHints)
            let file = try folder.open(unfinished, .create, .writeHints)
            defer { file.close() }
            do throws(HintError) {
                var writer = try HintWriter(file)
                for effect in effects { try writer.append(effect.hint(in: record.id)) }
                _ = try writer.finish(identity(record, end))
            } catch {
                throw error.cause
                    ?? DiskError(.other, call: "write", path: unfinished, purpose: .writeHints, detail: "\(error)")
            }
            try folder.rename(unfinished, to: record.hintsName, .publishHints)
        } catch {
            throw LogError(error.isAboutSpace ? .noSpace : .inputOutput, "hints could not be written", cause: error)
        }
    }

    /// All keyed lines of a segment; nil where its hints are missing, torn, or of something else.
    package func read(_ record: SegmentRecord, _ end: SegmentEnd, checks: Checks) -> [KeyEffect]? {
        guard let file = try? folder.open(record.hintsName, .read, .readHints) else { return nil }
        defer { file.close() }
        var effects: [KeyEffect] = []
        let expected = checks.contains(.hints) ? identity(record, end) : nil
        guard let reader = try? HintReader(file, expecting: expected) else { return nil }
        effects.reserveCapacity(reader.count)
        do throws(HintError) { try reader.forEach { effects.append(KeyEffect($0)) } } catch { return nil }
        return effects
    }
}

extension KeyEffect {
    func hint(in segment: SegmentID) -> HintEntry {
        let act: HintEntry.Act =
            switch form {
            case .update: .update
            case .delete: .delete
            default: .record
            }
        return HintEntry(
            hash: hash, sequence: sequence, segment: segment, offset: offset, length: length, act: act, seconds: seconds
        )
    }

    init(_ hint: HintEntry) {
        let form: Envelope.Form =
            switch hint.act {
            case .record: .record
            case .update: .update
            case .delete: .delete
            }
        self.init(
            hash: hint.hash, sequence: hint.sequence, offset: hint.offset, length: hint.length, form: form,
            seconds: hint.seconds)
    }
}
