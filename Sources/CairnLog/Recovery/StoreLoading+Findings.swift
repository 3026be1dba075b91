internal import CairnDisk
internal import CairnLines

extension StoreLoading {
    mutating func note(
        _ kind: Finding.Kind, _ file: String, _ offset: Int64, _ bytes: Int64, _ message: String,
        first: SequenceNumber? = nil, last: SequenceNumber? = nil
    ) {
        report.findings.append(
            Finding(kind, file: file, offset: offset, bytes: bytes, first: first, last: last, message: message))
    }

    mutating func noteTorn(_ record: SegmentRecord, _ scan: SegmentScan, _ from: Int64) {
        let end = scan.stretches.last?.end ?? from
        let expected = scan.stretches.first?.expected
        if scan.isInsideTransaction {
            note(
                .tornTransaction, record.fileName, from, end - from,
                "a transaction was being written at a crash; it was never acknowledged and is dropped as a whole",
                first: expected)
        } else {
            note(
                .tornTail, record.fileName, from, end - from,
                "bytes were being written at a crash; they were never acknowledged and do not count. Opening the store "
                    + "for writing puts them aside", first: expected)
        }
    }

    /// Damage that salvage has accepted before is only mentioned.
    mutating func noteDamage(_ record: SegmentRecord, _ stretch: SegmentScan.BadStretch) {
        let last = stretch.following.map { SequenceNumber($0.number &- 1) }
        let isAccepted = manifest.state.gaps.contains { $0.segment == record.id && $0.offset == stretch.offset }
        let lost = last.map { $0 >= stretch.expected } ?? true
        var finding = Finding(
            isAccepted ? .acceptedGap : .damage, file: record.fileName, offset: stretch.offset,
            bytes: stretch.end - stretch.offset, first: lost ? stretch.expected : nil, last: lost ? last : nil,
            message: isAccepted
                ? "damage that was accepted by salvage"
                : "bytes that had been acknowledged are not what they were; everything else is readable. "
                    + "`cairn recover --mode salvage` keeps what is intact and opens for writing, "
                    + "`cairn reseal` accepts a line that was edited on purpose")
        finding.ids = ids(in: record, stretch)
        report.findings.append(finding)
        guard !isAccepted else { return }
        isDamaged = true
        damage.append((record, stretch, finding))
    }

    /// Ids that can still be made out in damaged bytes: at most 100, from at most 1 MiB.
    private func ids(in record: SegmentRecord, _ stretch: SegmentScan.BadStretch) -> [String] {
        guard let file = try? environment.folder.open(record.fileName, .read, .readSegment) else { return [] }
        defer { file.close() }
        var feed = LineFeed(file, from: stretch.offset, to: min(stretch.end, stretch.offset + 1 << 20), .readSegment)
        var ids: [String] = []
        while ids.count < 100, let line = try? feed.next() {
            guard let object = line.bytes.object(after: "\"data\":"),
                let range = FieldFinder.find("id", in: object), range.count > 2
            else { continue }
            ids.append(String(decoding: object[range].dropFirst().dropLast(), as: UTF8.self))
        }
        return ids
    }

    mutating func conclude() {
        report.keys = index.count
        report.lastSequence = SequenceNumber(next.number &- 1)
        if isDamaged {
            report.verdict = .damaged
        } else if tornFrom != nil {
            report.verdict = .torn
        } else {
            report.verdict = .clean
        }
        report.findings.sort { $0.kind.gravity > $1.kind.gravity }
    }

    /// - Throws: what the strict mode refuses to open.
    func refuseAnythingOdd() throws(LogError) {
        if isDamaged, let finding = report.findings.first { throw LogError(.damaged, finding.summary) }
        if tornFrom != nil, let finding = report.findings.first { throw LogError(.torn, finding.summary) }
        if let finding = report.findings.first { throw LogError(.torn, finding.summary) }
    }
}

extension Finding {
    var summary: String { "\(file) at byte \(offset): \(message)" }
}

extension Finding.Kind {
    /// Worse is higher.
    var gravity: Int {
        switch self {
        case .damage, .brokenChain: 4
        case .acceptedGap, .healed: 3
        case .tornTail, .tornTransaction: 2
        case .badSnapshot: 1
        case .badHints, .leftover: 0
        }
    }
}

extension UnsafeRawBufferPointer {
    /// What follows the first occurrence of `mark`.
    fileprivate func object(after mark: StaticString) -> UnsafeRawBufferPointer? {
        let length = mark.utf8CodeUnitCount
        guard count > length else { return nil }
        return mark.withUTF8Buffer { mark in
            for start in 0..<count - length
            where self[start] == mark[0] && self[start..<start + length].elementsEqual(mark) {
                return UnsafeRawBufferPointer(rebasing: self[(start + length)...])
            }
            return nil
        }
    }
}
