/// A file with its length decided: which bytes each piece contributes for each alternative, and their hashes.
struct LengthView {
    struct Patch {
        let bytes: [UInt8]
        let hash: UInt64
    }

    let length: Int
    /// What was certain, cut to what this length leaves of it.
    let base: FileContent
    /// The hash of everything outside the pieces.
    let rest: UInt64
    /// For each piece, for each alternative.
    let patches: [[Patch]]

    init(_ plan: FilePlan, _ chosen: FilePlan.Length) {
        length = chosen.length
        var base = plan.durable
        if chosen.kept < base.length { base.resize(to: chosen.kept) }
        base.resize(to: chosen.length)
        self.base = base
        var rest = SectorHash.mix(UInt64(chosen.length))
        var next = 0
        for piece in plan.pieces {
            rest &+= Self.hash(of: base, in: next..<piece.start)
            next = piece.end
        }
        self.rest = rest &+ Self.hash(of: base, in: next..<max(next, base.length))
        let plain = !plan.operations.contains { $0.cut != nil }
        patches = plan.pieces.map { piece in
            piece.alternatives.indices.map { Self.patch(plan, piece, $0, chosen, plain: plain) }
        }
    }

    private static func hash(of content: FileContent, in range: Range<Int>) -> UInt64 {
        let end = min(range.upperBound, content.length)
        guard range.lowerBound < end else { return 0 }
        return content.bytes(in: range.lowerBound..<end).withUnsafeBytes {
            SectorHash.sum($0, first: range.lowerBound / SectorHash.sectorSize)
        }
    }

    /// What piece `piece` holds when `choice` was chosen for it and the length is `chosen`.
    private static func patch(
        _ plan: FilePlan, _ piece: Piece, _ choice: Int, _ chosen: FilePlan.Length, plain: Bool
    ) -> Patch {
        if piece.start >= chosen.length { return Patch(bytes: [], hash: 0) }
        var index = choice
        if !plain { index = eligible(plan, piece, index, chosen) }
        if plan.model == .ordered { index = max(index, plan.required(piece, by: chosen.operation)) }
        let alternative = piece.alternatives[index]
        var limit = chosen.length
        if !plain {
            let later = (alternative.operation + 1)..<max(alternative.operation + 1, chosen.operation + 1)
            for cut in plan.operations[later].compactMap(\.cut) { limit = min(limit, cut) }
        }
        guard limit < piece.end else { return Patch(bytes: alternative.bytes, hash: alternative.hash) }
        let bytes = Array(alternative.bytes[..<max(0, limit - piece.start)])
        let hash = bytes.withUnsafeBytes { SectorHash.sum($0, first: piece.start / SectorHash.sectorSize) }
        return Patch(bytes: bytes, hash: hash)
    }

    /// A piece that lay wholly beyond a cut was given new room when it was written again, and that room belongs to the
    /// file only once the cut has landed.
    private static func eligible(
        _ plan: FilePlan, _ piece: Piece, _ choice: Int, _ chosen: FilePlan.Length
    ) -> Int {
        let made = piece.alternatives[choice].operation
        guard made > chosen.operation else { return choice }
        for index in (chosen.operation + 1)..<made {
            if let cut = plan.operations[index].cut, cut <= piece.start { return piece.version(upTo: index) }
        }
        return choice
    }
}
