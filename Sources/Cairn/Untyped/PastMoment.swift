internal import CairnLines
public import CairnLog
public import FoundationEssentials

/// A moment of a store's past: a place in its order, or a time.
public struct PastMoment: Sendable {
    enum Bound {
        case sequence(SequenceNumber)
        case time(Timestamp)
    }
    let bound: Bound

    /// When the store had come to this sequence. A transaction counts as a whole, at its last record.
    public init(_ sequence: SequenceNumber) { bound = .sequence(sequence) }

    /// A time, by the clock of the program that wrote. Before the year 1 and after 9999 it is the first or last moment.
    public init(_ date: Date) {
        bound = .time(DateText.timestamp(of: date) ?? (date < Date(timeIntervalSince1970: 0) ? .earliest : .latest))
    }

    /// Reads a sequence (`1200`), a moment in UTC (`2026-11-20T20:13:00Z`, with a fraction or without), or a day
    /// (`2026-11-20`), which stands for its first moment.
    ///
    /// Errors: `.invalidOption` for anything else.
    public init(parsing text: String) throws(StateError) {
        if let number = UInt64(text), text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) {
            bound = .sequence(SequenceNumber(number))
            return
        }
        let isDay = text.utf8.count == 10
        var moment = Array((isDay ? text + "T00:00:00Z" : text).utf8)
        guard let time = moment.withUnsafeMutableBytes({ Timestamp(parsing: UnsafeRawBufferPointer($0)) }) else {
            throw StateError(
                .invalidOption,
                "`\(text)` is no moment: write a sequence (1200), a day (2026-11-20) or a time in UTC "
                    + "(2026-11-20T20:13:00Z)")
        }
        bound = .time(time)
    }

    /// Whether a line belongs to the store as it was then. A transaction that was cut in two does not.
    func includes(_ line: PastLine) -> Bool {
        switch bound {
        case .sequence(let limit): line.whole <= limit
        case .time(let limit): line.time <= limit
        }
    }

    /// Whether lines behind this one may be looked at no more.
    func isBefore(_ line: PastLine) -> Bool {
        switch bound {
        case .sequence(let limit): line.line.sequence > limit
        case .time(let limit): line.time > limit
        }
    }
}

/// A line with what it takes to place it in time.
struct PastLine {
    let line: StoredLine
    let time: Timestamp
    /// The last record of its transaction; its own sequence where it is in none.
    let whole: SequenceNumber

    init(_ line: StoredLine) throws(StateError) {
        self.line = line
        var time: Timestamp?
        var rest: UInt64 = 0
        do throws(LineError) {
            try line.bytes.withUnsafeBufferPointer { (bytes) throws(LineError) in
                let bytes = UnsafeRawBufferPointer(bytes)
                // Its sum was checked when it was read.
                let envelope = try LineReader.read(bytes, checkingSum: false)
                time = Timestamp(parsing: UnsafeRawBufferPointer(rebasing: bytes[envelope.timestamp]))
                if let own = envelope.transaction { rest = UInt64(own.count) &- UInt64(min(own.index, own.count)) }
            }
        } catch { throw StateError(.damaged, "line \(line.sequence) cannot be read", cause: error) }
        self.time = time ?? .earliest
        whole = SequenceNumber(line.sequence.number &+ rest)
    }
}
