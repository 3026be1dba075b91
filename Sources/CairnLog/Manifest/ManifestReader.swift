package import CairnDisk
internal import CairnLines

/// Reads a manifest file and judges its end.
package struct ManifestReader {
    /// Far above what checkpointing lets a manifest grow to.
    package static let maxBytes = 64 << 20

    package struct Result: Sendable {
        package var state = ManifestState()
        package var generation: UInt64 = 0
        /// Bytes up to the end of the last good line.
        package var goodEnd: Int64 = 0
        package var size: Int64 = 0
        /// The number that the next line will have.
        package var nextLine: UInt64 = 1
        /// The highest acknowledgement that a line tells of.
        package var acknowledged = SequenceNumber.none
        /// Good lines exist behind bad bytes: acknowledged entries are lost.
        package var isDamaged = false
        /// What was found, where the state was made from the segments instead of a file.
        package var rebuilt: [Finding]?

        package var isTorn: Bool { goodEnd < size && !isDamaged }
    }

    package static func read(
        _ folder: any Folder, generation: UInt64, checks: Checks
    ) throws(LogError) -> Result {
        let name = FileName.manifest(generation)
        let bytes: [UInt8]
        do throws(DiskError) {
            let file = try folder.open(name, .read, .readManifest)
            defer { file.close() }
            // After a sync that failed, the page cache may show a line that the device does not have.
            file.dropCache(from: .zero)
            bytes = try file.readAll(limit: maxBytes, .readManifest)
        } catch {
            throw LogError(
                error.code == .notAPlainFile ? .foreign : .inputOutput, "the manifest \(name) cannot be read",
                cause: error)
        }
        var result = Result()
        result.generation = generation
        result.size = Int64(bytes.count)
        bytes.withUnsafeBytes { read($0, into: &result, checks) }
        if let format = bytes.withUnsafeBytes({ Self.format($0) }), format > SegmentHeader.format {
            throw LogError(
                .newerFormat, "the store has format \(format); this version knows formats up to \(SegmentHeader.format)"
            )
        }
        guard result.state.identity != nil || result.isTorn || result.size == 0 else {
            throw LogError(.damaged, "the manifest \(name) does not say which store it is of; restore it from a backup")
        }
        return result
    }

    private static func read(_ bytes: UnsafeRawBufferPointer, into result: inout Result, _ checks: Checks) {
        var at = 0
        var isGood = true
        while at < bytes.count {
            let end = bytes.newline(from: at) ?? bytes.count
            let line = UnsafeRawBufferPointer(rebasing: bytes[at..<end])
            let isWhole = end < bytes.count
            if line.isEmpty {
                at = end + 1
                continue
            }
            let entry = isWhole ? parse(line, checkingSum: checks.contains(.lineSum)) : nil
            let isNext = entry?.number == result.nextLine || !checks.contains(.manifestOrder)
            if let entry, isNext, isGood, result.state.apply(entry.entry) {
                result.nextLine &+= 1
                result.goodEnd = Int64(end + 1)
                result.acknowledged = max(result.acknowledged, entry.acknowledged)
            } else {
                // A line is written when the one before it is durable. So the next one, or a later one, proves that no
                // crash left this; anything else is only what the disk had at this place before.
                if isWhole, let later = parse(line), later.number >= result.nextLine { result.isDamaged = true }
                isGood = false
            }
            at = end + 1
        }
        if isGood { result.goodEnd = result.size }
    }

    /// The format that the first line tells of.
    private static func format(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
        let line = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.newline(from: 0) ?? 0)])
        guard let envelope = try? LineReader.read(line), envelope.form == .control, let body = envelope.body else {
            return nil
        }
        return ControlData.Reader(UnsafeRawBufferPointer(rebasing: line[body])).number("format")
    }

    static func parse(
        _ line: UnsafeRawBufferPointer, checkingSum: Bool = true
    ) -> (entry: ManifestEntry, number: UInt64, acknowledged: SequenceNumber)? {
        guard let envelope = try? LineReader.read(line, checkingSum: checkingSum),
            envelope.form == .control, envelope.acknowledged <= SequenceNumber.last.number, let body = envelope.body,
            let kind = ControlKind(UnsafeRawBufferPointer(rebasing: line[envelope.kind])),
            let entry = ManifestEntry(
                kind: kind, data: ControlData.Reader(UnsafeRawBufferPointer(rebasing: line[body])))
        else { return nil }
        return (entry, envelope.sequence, SequenceNumber(envelope.acknowledged))
    }
}
