/// One aligned piece of a file, a sector or a page, that pending changes touch, with everything it may hold after a
/// power cut: what was certain, what the page cache held after each change, zeros, garbage.
struct Piece {
    struct Alternative {
        enum Kind: String { case version, zeros, garbage }
        let kind: Kind
        /// Index of the change that made it, -1 for what was certain.
        let operation: Int
        let bytes: [UInt8]
        let hash: UInt64
    }

    let start: Int
    let end: Int
    /// What was certain first, then the versions in order, then zeros and garbage where the model has them.
    private(set) var alternatives: [Alternative]
    /// Index of the latest version: everything has landed.
    private(set) var present = 0
    private var written: [Range<Int>] = []

    init(start: Int, size: Int, certain: FileContent) {
        self.start = start
        end = start + size
        alternatives = []
        add(.version, operation: -1, certain.bytes(in: start..<end))
    }

    var versions: ArraySlice<Alternative> { alternatives[...present] }

    /// Index of the last version made by a change up to `operation`.
    func version(upTo operation: Int) -> Int {
        versions.lastIndex { $0.operation <= operation } ?? 0
    }

    /// Adds what the page cache holds after a change, unless the change changed nothing here.
    mutating func land(_ content: FileContent, after operation: Int, in operations: [PendingOperation]) {
        let bytes = content.bytes(in: start..<end)
        let last = alternatives[present]
        let wasCut = operations[(last.operation + 1)..<operation].contains { ($0.cut ?? end) < end }
        guard wasCut || bytes != last.bytes else { return }
        add(.version, operation: operation, bytes)
        present = alternatives.count - 1
        if case .write(let offset, let data) = operations[operation].change {
            written.append(max(offset, start)..<min(offset + data.count, end))
        }
    }

    /// Forgets what lay beyond a cut: only what is still there can be torn.
    mutating func cut(to length: Int) {
        written = written.compactMap { $0.lowerBound < length ? $0.lowerBound..<min($0.upperBound, length) : nil }
    }

    /// Adds what a torn write may leave where it was writing: zeros, and garbage, which is random, or `stale` bytes
    /// where those are given.
    mutating func addTorn(_ random: inout Seeded, stale: [UInt8]) {
        guard !written.isEmpty else { return }
        let isStale = !stale.isEmpty && random.below(2) == 0
        let latest = alternatives[present]
        var zeros = latest.bytes
        var garbage = latest.bytes
        for range in written {
            for index in range {
                zeros[index - start] = 0
                garbage[index - start] =
                    isStale ? stale[(index - start) % stale.count] : UInt8(truncatingIfNeeded: random.next())
            }
        }
        for (kind, bytes) in [(Alternative.Kind.zeros, zeros), (.garbage, garbage)]
        where !alternatives.contains(where: { $0.bytes == bytes }) {
            add(kind, operation: latest.operation, bytes)
        }
    }

    private mutating func add(_ kind: Alternative.Kind, operation: Int, _ bytes: [UInt8]) {
        let hash = bytes.withUnsafeBytes { SectorHash.sum($0, first: start / SectorHash.sectorSize) }
        alternatives.append(Alternative(kind: kind, operation: operation, bytes: bytes, hash: hash))
    }
}
