internal import CairnDisk
package import CairnLines

/// Records that one rewritten segment stands for, of which some may have been dropped.
package struct CompactedStretch: Sendable {
    package var records: Range<UInt64>
    /// When it was finished: what made its lines superfluous was written before.
    package var sealed: Timestamp
}

extension Log {
    /// What compaction keeps of each kind, as the store has it written down.
    package var retention: TextMap<Retention> { core.manifest.state.retention }

    /// The stretches of the log that were compacted, in their order. Errors: `.inputOutput`, `.damaged`.
    package func compactedStretches() throws(LogError) -> [CompactedStretch] {
        var stretches: [CompactedStretch] = []
        for segment in core.catalog.all {
            guard let own = segment.record.own else { continue }
            let records = segment.record.first.number..<max(segment.record.first.number, own.next.number)
            stretches.append(CompactedStretch(records: records, sealed: try segment.sealTime(own.bytes)))
        }
        return stretches
    }
}

extension SegmentFile {
    /// A seal is a few hundred bytes.
    private static let mostSealBytes: Int64 = 4 << 10

    /// The time of the last line that ends at `end`.
    fileprivate func sealTime(_ end: Int64) throws(LogError) -> Timestamp {
        let from = max(0, end - Self.mostSealBytes)
        var bytes = [UInt8](repeating: 0, count: Int(clamping: end - from))
        do throws(DiskError) {
            let count = try readBytes(&bytes, at: from)
            bytes.removeLast(bytes.count - count)
        } catch { throw LogError(.inputOutput, "\(record.fileName) cannot be read", cause: error) }
        if bytes.last == 0x0A { bytes.removeLast() }
        let line = bytes[(bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)...]
        let time = line.withUnsafeBytes { line -> Timestamp? in
            guard let envelope = try? LineReader.read(line) else { return nil }
            return Timestamp(parsing: UnsafeRawBufferPointer(rebasing: line[envelope.timestamp]))
        }
        guard let time else {
            throw LogError(.damaged, "the last line of \(record.fileName) is not its seal; run `cairn verify`")
        }
        return time
    }

    private func readBytes(_ bytes: inout [UInt8], at offset: Int64) throws(DiskError) -> Int {
        let result = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(DiskError) in try file.read(into: buffer, at: ByteOffset(offset), .readSegment) }
        }
        return try result.get()
    }
}
