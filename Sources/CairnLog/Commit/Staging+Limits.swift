internal import CairnLines

/// What is counted before more is staged.
extension Staging {
    /// The last number is not passed: a record behind it could not be read.
    func hasNumbers(for count: Int) -> Bool {
        next <= SequenceNumber.last.number && UInt64(count) <= SequenceNumber.last.next.number &- next
    }

    /// The changes of a key that are not done yet. Complexity: O(1).
    func changes(of hash: KeyHash) -> Int { changes[hash] ?? 0 }

    /// How many changes a key will have in a row when all that is staged is in the log. Complexity: O(lines in flight).
    ///
    /// - Parameters:
    ///   - visible: Lines up to here are counted in `count`.
    func length(of hash: KeyHash, behind visible: UInt64, from count: Int) -> Int {
        var length = count
        for line in writing where line.hash == hash && line.sequence > visible { add(line, to: &length) }
        for line in lines where line.hash == hash { add(line, to: &length) }
        return length
    }

    private func add(_ line: StagedLine, to length: inout Int) {
        length = line.form == .update ? length + 1 : 0
    }

    mutating func forgetChanges(of done: [StagedLine]) {
        guard !changes.isEmpty else { return }
        for line in done where line.form == .update {
            guard let count = changes[line.hash] else { continue }
            changes[line.hash] = count > 1 ? count - 1 : nil
        }
    }
}
