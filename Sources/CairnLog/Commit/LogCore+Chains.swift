internal import CairnLines
internal import Synchronization

/// How many changes a record takes in a row: ``KeyIndex/maxChain``, those that are on their way to the log included.
extension LogCore {
    /// Runs `body` with the staging locked, and tells it whether these lines would make a chain too long: nothing can
    /// be staged between the count and what `body` stages.
    func withRoomInChains<R>(
        _ drafts: [LineDraft], _ hashes: [KeyHash], _ body: (inout Staging, _ isTooLong: Bool) -> R
    ) -> R {
        guard drafts.contains(where: { $0.form == .update }) else {
            return staging.withLock { body(&$0, false) }
        }
        let quick: R? = staging.withLock { staging in
            // A line on its way is counted although it may stand in the index already: never too few.
            let isTooLong = Self.isTooLong(drafts, hashes) { index.chain($0).count + staging.changes(of: $0) }
            return isTooLong ? nil : body(&staging, false)
        }
        if let quick { return quick }
        // Near the limit it is counted exactly: in here a group stands in the index as a whole, or not at all.
        return turning.withLock { _ in
            let visible = visible.load(ordering: .acquiring)
            return staging.withLock { staging in
                let isTooLong = Self.isTooLong(drafts, hashes) {
                    staging.length(of: $0, behind: visible, from: index.chain($0).count)
                }
                return body(&staging, isTooLong)
            }
        }
    }

    /// Changes that are written together count together.
    private static func isTooLong(
        _ drafts: [LineDraft], _ hashes: [KeyHash], _ length: (KeyHash) -> Int
    ) -> Bool {
        var lengths: [KeyHash: Int] = [:]
        for (draft, hash) in zip(drafts, hashes) {
            guard draft.form == .update else {
                lengths[hash] = 0
                continue
            }
            let before = lengths[hash] ?? length(hash)
            guard before < KeyIndex.maxChain else { return true }
            lengths[hash] = before + 1
        }
        return false
    }
}

extension LogError {
    static let chainIsFull = LogError(
        .tooLarge, "a record takes at most \(KeyIndex.maxChain) changes in a row; write it whole once")
    static let numbersAreUsedUp = LogError(
        .exhausted, "all sequences are used; export the store and import it anew")
}
