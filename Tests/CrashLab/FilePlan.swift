/// Everything one file may be after a power cut: a length out of several, and for each pending piece an alternative.
final class FilePlan {
    struct Length {
        let length: Int
        /// The change it comes from, -1 for what was certain.
        let operation: Int
        let event: Int
        /// How much of what was certain is left: the landed changes may have cut the file on the way.
        let kept: Int
    }

    let file: FileNumber
    let model: CrashModel
    let granularity: Int
    let durable: FileContent
    let operations: [PendingOperation]
    let floor: Int
    let lengths: [Length]
    let pieces: [Piece]
    private var views: [LengthView?]

    init(
        _ file: FileNumber, _ pending: PendingFile, model: CrashModel, granularity: Int, lengths: Int,
        stale: StaleBytes, seed: UInt64
    ) {
        self.file = file
        self.model = model
        self.granularity = granularity
        durable = pending.durable
        operations = pending.operations
        floor = pending.floor
        self.lengths = Self.lengths(of: pending, granularity: granularity, limit: lengths)
        let event = pending.operations.first?.event ?? 0
        var random = Seeded(seed, file.index, event)
        var pieces = Self.pieces(of: pending, granularity: granularity)
        if model != .ordered {
            let old = stale.pick(before: event, &random)
            for index in pieces.indices {
                // room that the file had already holds its own bytes: only new room shows those of others
                let isNew = pieces[index].start >= pending.durable.length
                pieces[index].addTorn(&random, stale: isNew ? old : [])
            }
        }
        self.pieces = pieces
        views = self.lengths.map { _ in nil }
    }

    /// What the file is with this length, for any choice of pieces. Built when first asked for.
    func view(_ length: Int) -> LengthView {
        if let view = views[length] { return view }
        let view = LengthView(self, lengths[length])
        views[length] = view
        return view
    }

    /// Whether a piece follows from the length alone: the change that wrote it is the one by which the file grew into
    /// it, and data comes before length.
    func isDetermined(_ piece: Piece) -> Bool {
        guard model == .ordered, piece.alternatives.count == 2, piece.start >= durable.length else { return false }
        return operations[piece.alternatives[1].operation].lengthBefore <= piece.start
            && !operations.contains { $0.cut != nil }
    }

    /// The version of a piece that was there before a length that comes from `operation` could refer to it: that of the
    /// last change by which the file grew into the piece or on in it.
    func required(_ piece: Piece, by operation: Int) -> Int {
        piece.versions.lastIndex { version in
            guard version.operation >= 0, version.operation <= operation else { return false }
            let change = operations[version.operation]
            return change.lengthAfter > change.lengthBefore && piece.end > change.lengthBefore
        } ?? 0
    }

    /// The choice of a length once changes before `event` are certain.
    func length(_ choice: Int, atLeast event: Int) -> Int {
        max(choice, lengths.lastIndex { $0.event < event } ?? 0)
    }

    /// The choice of an alternative once changes before `event` are certain.
    func alternative(_ choice: Int, of piece: Piece, atLeast event: Int) -> Int {
        let certain = piece.versions.lastIndex { $0.operation < 0 || operations[$0.operation].event < event } ?? 0
        if choice <= piece.present { return max(choice, certain) }
        return certain == piece.present ? certain : choice
    }

    private static func lengths(of pending: PendingFile, granularity: Int, limit: Int) -> [Length] {
        var result = [Length(length: pending.durable.length, operation: -1, event: -1, kept: pending.durable.length)]
        var kept = pending.durable.length
        for (index, operation) in pending.operations.enumerated() {
            guard operation.lengthAfter != operation.lengthBefore else { continue }
            kept = min(kept, operation.lengthAfter)
            if case .write = operation.change {
                let first = operation.lengthBefore / granularity + 1
                let last = (operation.lengthAfter - 1) / granularity
                let count = max(0, last - first + 1)
                let taken = min(count, limit)
                for step in 0..<taken {
                    let boundary = (first + step * count / taken) * granularity
                    guard boundary > operation.lengthBefore else { continue }
                    result.append(
                        Length(length: boundary, operation: index, event: operation.event, kept: kept))
                }
            }
            result.append(
                Length(length: operation.lengthAfter, operation: index, event: operation.event, kept: kept))
        }
        return result
    }

    private static func pieces(of pending: PendingFile, granularity: Int) -> [Piece] {
        var found: [Int: Piece] = [:]
        var content = pending.durable
        for (index, operation) in pending.operations.enumerated() {
            var touched = 0..<0
            switch operation.change {
            case .write(let offset, let bytes):
                bytes.withUnsafeBytes { content.write($0, at: offset) }
                touched = offset / granularity..<(offset + bytes.count - 1) / granularity + 1
            case .resize:
                content.resize(to: operation.lengthAfter)
                // the piece that the cut goes through is written back with zeros behind the cut
                if operation.cut != nil, operation.lengthAfter % granularity != 0 {
                    let piece = operation.lengthAfter / granularity
                    touched = piece..<piece + 1
                }
            }
            if let cut = operation.cut { for key in found.keys { found[key]?.cut(to: cut) } }
            for number in touched {
                found[
                    number,
                    default: Piece(start: number * granularity, size: granularity, certain: pending.durable)
                ].land(content, after: index, in: pending.operations)
            }
        }
        return found.values.filter { $0.present > 0 }.sorted { $0.start < $1.start }
    }
}
