/// What lay on the disk before: a file that grows may be given room that still holds it. Valid old lines in a new
/// place are a harder test than random bytes.
struct StaleBytes {
    /// Less than a line is no test of anything.
    private static let shortest = 16

    private let base: [FileContent]
    private let writes: [(event: Int, bytes: [UInt8])]

    init(_ trace: Trace) {
        base = trace.base.files.filter { $0.length >= Self.shortest }
        writes = trace.events.enumerated().compactMap { index, event in
            guard case .write(_, _, let bytes) = event.operation, bytes.count >= Self.shortest else { return nil }
            return (index, bytes)
        }
    }

    /// Up to a page of what was written before `event`, none if nothing was. Complexity: O(log of the trace).
    func pick(before event: Int, _ random: inout Seeded) -> [UInt8] {
        var (low, high) = (0, writes.count)
        while low < high {
            let middle = (low + high) / 2
            if writes[middle].event < event { low = middle + 1 } else { high = middle }
        }
        guard base.count + low > 0 else { return [] }
        let choice = random.below(base.count + low)
        guard choice < base.count else { return Array(writes[choice - base.count].bytes.prefix(FileContent.pageSize)) }
        let content = base[choice]
        let start = random.below((content.length - 1) / SectorHash.sectorSize + 1) * SectorHash.sectorSize
        return content.bytes(in: start..<min(start + FileContent.pageSize, content.length))
    }
}
