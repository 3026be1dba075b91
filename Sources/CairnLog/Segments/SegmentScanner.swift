package import CairnDisk
internal import CairnLines

/// Performs a `SegmentScan`.
package struct SegmentScanner: ~Copyable {
    package struct Request {
        package var record: SegmentRecord
        /// Bytes behind this are not looked at: the successor says that they do not count.
        package var limit: Int64
        /// What the record behind it has, where that is known: no line in it may have this number or a higher one.
        package var next: SequenceNumber?
        package var store: StoreIdentity
        package var checks: Checks
    }

    private let request: Request
    // Asked for each line: taken out of the request once, which has strings and ends in it that would be retained.
    private let checksSum: Bool
    private let checksOrder: Bool
    private let isRewritten: Bool
    private let seed: UInt64
    private let next: UInt64
    private var scan: SegmentScan
    private var hasHeader = false
    private var clock = LineClock()
    /// Effects of a transaction whose last line has not come yet.
    private var open: [KeyEffect] = []
    private var openEnd: (index: UInt32, count: UInt32)?
    private var stretchStart: Int64?
    private var stretchExpected = SequenceNumber.none
    /// End of the last line that is not empty, good or bad.
    private var textEnd: Int64 = 0

    package init(_ request: Request) {
        self.request = request
        checksSum = request.checks.contains(.lineSum)
        checksOrder = request.checks.contains(.order)
        isRewritten = request.record.isRewritten
        seed = request.store.seed
        next = checksOrder ? (request.next ?? SequenceNumber.last.next).number : .max
        scan = SegmentScan(first: request.record.first)
    }

    /// Reads the file once.
    package consuming func run(_ file: any DiskFile) throws(DiskError) -> SegmentScan {
        var feed = LineFeed(file, from: 0, to: request.limit, .readSegment)
        while let line = try feed.next() { take(line) }
        finish()
        return scan
    }

    private mutating func take(_ line: LineFeed.Line) {
        textEnd = line.offset + line.length
        guard line.isWhole, !line.isTooLong,
            let envelope = try? LineReader.read(line.bytes, checkingSum: checksSum),
            envelope.sequence < next || envelope.form == .control && envelope.sequence == next,
            envelope.acknowledged <= SequenceNumber.last.number
        else { return bad(line) }
        if case .control = envelope.form {
            takeControl(line, envelope)
        } else {
            takeRecord(line, envelope)
        }
    }

    private mutating func takeControl(_ line: LineFeed.Line, _ envelope: Envelope) {
        let data = envelope.body.map { UnsafeRawBufferPointer(rebasing: line.bytes[$0]) }
        let kind = ControlKind(UnsafeRawBufferPointer(rebasing: line.bytes[envelope.kind]))
        if line.offset == 0 {
            guard kind == .segment, let data, let header = SegmentHeader(ControlData.Reader(data)),
                isOurs(header, envelope)
            else { return bad(line) }
            scan.header = header
            hasHeader = true
        } else if !hasHeader && scan.stretches.isEmpty && stretchStart == nil {
            return bad(line)
        }
        guard isExpected(envelope) else { return bad(line) }
        if openEnd != nil { beginStretch(at: line.offset) }
        endStretch(at: line.offset, resumes: envelope)
        if kind == .seal, let data { scan.seal = SegmentEnd(ControlData.Reader(data)) }
        count(line, envelope)
    }

    private func isOurs(_ header: SegmentHeader, _ envelope: Envelope) -> Bool {
        guard request.checks.contains(.header) else { return true }
        return header.store == request.store.name && header.segment == request.record.id
            && header.first == request.record.first && header.previous == request.record.previous
            && header.stands == request.record.stands && envelope.sequence == header.first.number
    }

    /// Records go up by one; in a rewritten segment they only go up. Control lines carry the next record's number.
    private func isExpected(_ envelope: Envelope) -> Bool {
        guard checksOrder else { return true }
        if isRewritten || stretchStart != nil { return envelope.sequence >= scan.next.number }
        return envelope.sequence == scan.next.number
    }

    /// Enough lines to tell how long the others may be.
    private static let sampleLines = 512

    /// Room for all lines of a segment, if they are as long as its first ones: growing by doubling costs twice the
    /// memory, and the system clears each page of it first.
    private mutating func makeRoom(behind offset: Int64) {
        let each = max(offset / Int64(Self.sampleLines), Int64(LineSum.coveredFrom))
        scan.effects.reserveCapacity(Int(clamping: request.limit / each + request.limit / each / 16))
    }

    /// Nothing was odd so far and no transaction is open, which is so for nearly all lines.
    private var isCalm: Bool {
        hasHeader && scan.stretches.isEmpty && stretchStart == nil && openEnd == nil && open.isEmpty
    }

    private mutating func takeRecord(_ line: LineFeed.Line, _ envelope: Envelope) {
        if envelope.transaction == nil, isCalm, isExpected(envelope) {
            if scan.effects.count == Self.sampleLines { makeRoom(behind: line.offset) }
            scan.effects.append(effect(of: line, envelope))
            scan.next = SequenceNumber(envelope.sequence &+ 1)
            return countGood(line, envelope)
        }
        guard hasHeader || !scan.stretches.isEmpty || stretchStart != nil else { return bad(line) }
        if !isExpected(envelope) {
            guard envelope.sequence > scan.next.number else { return bad(line) }
            // Lines are missing where this one stands: an empty stretch, and then it is intact.
            beginStretch(at: line.offset)
        }
        if !continuesTransaction(envelope) { beginStretch(at: line.offset) }
        endStretch(at: line.offset, resumes: envelope)
        let effect = effect(of: line, envelope)
        if takesPart(envelope) { open.append(effect) } else { settle(effect) }
        scan.next = SequenceNumber(envelope.sequence &+ 1)
        count(line, envelope)
    }

    private mutating func effect(of line: LineFeed.Line, _ envelope: Envelope) -> KeyEffect {
        let time = clock.microseconds(UnsafeRawBufferPointer(rebasing: line.bytes[envelope.timestamp]))
        scan.lastMicroseconds = max(scan.lastMicroseconds, time)
        return KeyEffect(
            hash: LineReader.keyHash(of: envelope, in: line.bytes, seed: seed),
            sequence: SequenceNumber(envelope.sequence), offset: UInt32(truncatingIfNeeded: line.offset),
            length: UInt32(truncatingIfNeeded: line.length), form: envelope.form,
            seconds: UInt32(clamping: time / 1_000_000))
    }

    /// Without this check a transaction counts line by line.
    private var watchesTransactions: Bool {
        !isRewritten && scan.stretches.isEmpty && request.checks.contains(.wholeTransaction)
    }

    /// The lines of a transaction stand together: each is followed by the next, and the first is the first.
    private func continuesTransaction(_ envelope: Envelope) -> Bool {
        guard watchesTransactions, stretchStart == nil else { return true }
        let index = envelope.transaction?.index ?? 1
        guard let openEnd else { return index == 1 }
        return index == openEnd.index &+ 1 && envelope.transaction?.count == openEnd.count
    }

    /// True while the line belongs to a transaction, whose lines count only together.
    private mutating func takesPart(_ envelope: Envelope) -> Bool {
        openEnd = nil
        guard watchesTransactions, let tx = envelope.transaction else { return false }
        if tx.index < tx.count { openEnd = (tx.index, tx.count) }
        return true
    }

    private mutating func settle(_ effect: KeyEffect) {
        if scan.stretches.isEmpty { scan.effects.append(effect) } else { scan.later.append(effect) }
    }

    /// Counts a good line, and moves the end where no transaction is open.
    private mutating func count(_ line: LineFeed.Line, _ envelope: Envelope) {
        guard scan.stretches.isEmpty else {
            scan.laterLines += 1
            scan.proof = max(scan.proof, SequenceNumber(envelope.acknowledged))
            return
        }
        countGood(line, envelope)
    }

    /// The same where nothing was bad so far.
    private mutating func countGood(_ line: LineFeed.Line, _ envelope: Envelope) {
        scan.lines += 1
        scan.acknowledged = max(scan.acknowledged, SequenceNumber(envelope.acknowledged))
        guard openEnd == nil else { return }
        if !open.isEmpty {
            for effect in open { settle(effect) }
            open.removeAll(keepingCapacity: true)
        }
        scan.end = line.offset + line.length
    }

    private mutating func bad(_ line: LineFeed.Line) { beginStretch(at: line.offset) }

    private mutating func beginStretch(at offset: Int64) {
        guard stretchStart == nil else { return }
        stretchStart = offset
        stretchExpected = scan.next
        if !open.isEmpty {
            // The transaction that was open here never became whole.
            scan.isInsideTransaction = true
            stretchStart = scan.end
            stretchExpected = open[0].sequence
            scan.lines -= open.count
            scan.later.append(contentsOf: open)
            open.removeAll()
        }
        openEnd = nil
    }

    private mutating func endStretch(at offset: Int64, resumes: Envelope?) {
        guard let start = stretchStart else { return }
        let record = resumes.flatMap { $0.form == .control ? nil : SequenceNumber($0.sequence) }
        scan.stretches.append(
            SegmentScan.BadStretch(
                offset: start, end: offset, expected: stretchExpected, resumes: record,
                following: resumes.map { SequenceNumber($0.sequence) },
                acknowledged: SequenceNumber(record == nil ? 0 : resumes?.acknowledged ?? 0)))
        stretchStart = nil
        if let resumes { scan.next = max(scan.next, SequenceNumber(resumes.sequence)) }
    }

    private mutating func finish() {
        if !open.isEmpty { beginStretch(at: scan.end) }
        endStretch(at: textEnd, resumes: nil)
    }
}
