public import CairnLog

/// One version of a record without its Swift type.
public struct UntypedVersion: Sendable {
    /// The revision of this version.
    public var revision: SequenceNumber
    /// When it was accepted, RFC 3339.
    public var timestamp: String
    /// What was written to make it.
    public var form: RecordChange.Form
    /// The record after it; nil where it was removed.
    public var json: [UInt8]?
    /// Members that are not what they were in the version before.
    public var changed: [String]
    /// False where compaction has dropped lines since the record was last written whole: a change may be missing.
    public var isCertain: Bool
    /// Compaction has dropped lines since the version before, or before the first one: there may have been others.
    public var followsGap: Bool
}

extension UntypedStore {
    /// The versions of a record that the store still has, oldest first, one at a time. Compaction keeps the newest and
    /// what the retention of its kind names.
    ///
    /// - Errors: `.damaged`, `.inputOutput`, `.cancelled`; what `body` throws.
    /// - Complexity: O(bytes of log): it reads all of it, and holds a chunk.
    public func forEachVersion(
        of kind: String, id: String, progress: ProgressReport? = nil,
        do body: (UntypedVersion) throws -> Void
    ) async throws {
        var past = VersionWalk(RecordName(kind: kind, id: id))
        _ = try await PastWalk(log, upTo: nil, progress).run { line in
            if let version = try past.take(line.line) { try body(version) }
            return false
        }
    }

    /// The record as it was at a moment; nil where there was none.
    ///
    /// - Errors: `.overtaken` where compaction has dropped what it may have been, `.invalidOption` for a sequence that
    ///   the store has not come to; as ``forEachVersion(of:id:progress:do:)``.
    /// - Complexity: O(bytes of log up to the moment).
    public func record(
        of kind: String, id: String, asOf moment: PastMoment, progress: ProgressReport? = nil
    ) async throws -> UntypedVersion? {
        try check(moment)
        var past = VersionWalk(RecordName(kind: kind, id: id))
        var found: UntypedVersion?
        let ending = try await PastWalk(log, upTo: moment, progress).run { line in
            guard let version = try past.take(line.line) else { return false }
            found = version
            // What is missing before a version that stands for itself is no part of it.
            return version.form != .patched
        }
        try ending.check(moment, "\(kind) \(id) at that moment")
        return found?.json == nil ? nil : found
    }

    /// Errors: `.invalidOption`.
    func check(_ moment: PastMoment) throws(StateError) {
        let last = log.statistics.lastSequence
        guard case .sequence(let wanted) = moment.bound, wanted > last else { return }
        throw StateError(.invalidOption, "the store has not come to sequence \(wanted) yet; its last one is \(last)")
    }
}

/// Makes versions of the lines of one record. Pure.
struct VersionWalk {
    private let name: RecordName
    private var json: [UInt8]?
    private var members: RecordMembers?
    private var isCertain = true
    private var hasGap = false
    private var last: UInt64 = 0

    init(_ name: RecordName) { self.name = name }

    /// Takes every line of the log in its order; gives a version where it is about the record.
    mutating func take(_ line: StoredLine) throws(StateError) -> UntypedVersion? {
        if line.sequence.number > last &+ 1 { (isCertain, hasGap) = (false, true) }
        last = line.sequence.number
        guard line.id.utf8.elementsEqual(name.id.utf8), line.kind.utf8.elementsEqual(name.kind.utf8) else { return nil }
        let change = RecordChange(line)
        switch change.form {
        case .written: (json, isCertain) = (change.json, true)
        case .removed: (json, isCertain) = (nil, true)
        case .patched:
            // A patch whose record compaction has dropped says nothing by itself.
            guard let base = json else {
                hasGap = true
                return nil
            }
            json = try RecordText.patched(base, with: change.json, name)
        }
        let now = try json.map { (json) throws(StateError) in try RecordMembers(of: json) }
        defer { (members, hasGap) = (now, false) }
        return UntypedVersion(
            revision: line.sequence, timestamp: line.timestamp, form: change.form, json: json,
            changed: now?.changed(since: members) ?? [], isCertain: isCertain, followsGap: hasGap)
    }
}
