import CairnLog

/// Everything that a workload staged, in the order of the sequences, and what a store must show at each prefix of it.
struct History {
    struct Written {
        var change: Change
        /// A store may end behind it: it is no line of a transaction but the last.
        var endsWhole: Bool
        /// The record behind it as JSON; nil where there is none.
        var after: [UInt8]?
        /// The line as the running engine gave it back, once it was seen.
        var line: [UInt8] = []
    }

    private(set) var written: [Written] = []
    /// The records as they stand in the end, by key.
    private(set) var records: [String: ModelRecord] = [:]
    /// The places in `written` of each key, ascending.
    private var places: [String: [Int]] = [:]
    private(set) var keys: [(name: String, kind: String, id: String)] = []

    var count: Int { written.count }

    mutating func append(_ changes: [Change], isTransaction: Bool) {
        for (index, change) in changes.enumerated() {
            if places[change.key] == nil { keys.append((change.key, change.kind, change.id)) }
            places[change.key, default: []].append(written.count)
            apply(change)
            written.append(
                Written(
                    change: change, endsWhole: !isTransaction || index == changes.count - 1,
                    after: records[change.key]?.json))
        }
    }

    private mutating func apply(_ change: Change) {
        switch change.form {
        case .record: records[change.key] = change.record
        case .update: records[change.key]?.apply(change.members)
        case .delete: records[change.key] = nil
        }
    }

    /// Only the first `count` survived; the next sequence is given out again.
    mutating func cut(to count: Int) {
        guard count < written.count else { return }
        written.removeLast(written.count - count)
        records = [:]
        for one in written { apply(one.change) }
        for key in places.keys { places[key]?.removeAll { $0 >= count } }
    }

    mutating func note(line: [UInt8], at index: Int) { written[index].line = line }

    /// Whether a store may end behind `count` records.
    func isWhole(_ count: Int) -> Bool { count == 0 || written[count - 1].endsWhole }

    /// The record of a key after the first `count` writes; nil where there is none.
    func record(_ key: String, after count: Int) -> [UInt8]? {
        guard let last = places[key]?.last(where: { $0 < count }) else { return nil }
        return written[last].after
    }

    /// The sequences of the lines that a key's record after the first `count` writes is made of; none where there is no
    /// record.
    func lines(of key: String, after count: Int) -> [UInt64] {
        let all = (places[key] ?? []).filter { $0 < count }
        guard let last = all.last, written[last].after != nil,
            let whole = all.lastIndex(where: { written[$0].change.form == .record })
        else { return [] }
        return all[whole...].map { UInt64($0 + 1) }
    }

    /// The sequences of all writes to a key among the first `count`.
    func sequences(_ key: String, after count: Int) -> [UInt64] {
        (places[key] ?? []).filter { $0 < count }.map { UInt64($0 + 1) }
    }

    /// What is wrong with `lines`, which are to be the first `count` records. A compaction may have dropped what is
    /// neither needed for the state of its key nor among its newest `versions`, which are those of notes alone.
    /// `rewritten`: keys that were written whole since.
    func complaint(
        _ lines: [StoredLine], count: Int, afterCompaction: Bool, versions: Int, rewritten: Set<String> = []
    ) -> String? {
        var missing = Set(0..<count)
        var last = -1
        for line in lines {
            let index = Int(clamping: line.sequence.number) - 1
            guard index > last, index < count else { return "record \(line.sequence) is out of its place" }
            if let complaint = complaint(line, at: index) { return complaint }
            missing.remove(index)
            last = index
        }
        guard !missing.isEmpty else { return nil }
        guard afterCompaction else {
            return "\(missing.count) records are missing, such as \((missing.min() ?? 0) + 1)"
        }
        for key in keys {
            let all = (places[key.name] ?? []).filter { $0 < count }
            let whole = all.lastIndex { written[$0].change.form != .update } ?? 0
            let isGone = all.isEmpty || written[all[whole]].change.form == .delete && whole == all.count - 1
            let state = isGone || rewritten.contains(key.name) ? 0 : all.count - whole
            let kept = max(
                state, key.kind == "note" && versions > 1 ? versions - (rewritten.contains(key.name) ? 1 : 0) : 0)
            if let lost = all.suffix(kept).first(where: missing.contains) {
                return "record \(lost + 1) of \(key.name) was needed and is missing"
            }
        }
        return nil
    }

    /// What is wrong with a line that claims to be the one at `index`; nil where nothing is.
    func complaint(_ stored: StoredLine, at index: Int) -> String? {
        guard index < written.count else { return "record \(stored.sequence) was never written" }
        let expected = written[index]
        guard stored.sequence.number == UInt64(index + 1) else {
            return "record \(index + 1) was expected and \(stored.sequence) found"
        }
        if !expected.line.isEmpty {
            return stored.bytes == expected.line ? nil : "record \(index + 1) is not what was written, to the byte"
        }
        let change = expected.change
        guard stored.form == change.form, stored.kind == change.kind, stored.id == change.id,
            Array(stored.json) == change.json
        else { return "record \(index + 1) is not what was written" }
        return nil
    }
}
