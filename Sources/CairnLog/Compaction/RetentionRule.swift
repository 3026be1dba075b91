internal import CairnLines

/// Decides which superseded lines stay. For "the newest n versions" it must know how many newer ones there are, which
/// is counted beforehand.
struct RetentionRule {
    private let byKind: TextMap<Retention>
    private let fallback: Retention
    private let now: UInt32
    /// Lines of a key that have not been passed yet, this one included.
    private var left: [KeyHash: Int] = [:]

    init(_ retention: TextMap<Retention>, nowMicroseconds: Int64) {
        byKind = retention.filter { !$0.key.isEmpty }
        fallback = retention[""] ?? .latest
        now = UInt32(clamping: nowMicroseconds / 1_000_000)
    }

    /// Nothing but the newest is ever kept.
    var isLatestOnly: Bool { byKind.values.allSatisfy { $0 == .latest } && fallback == .latest }

    /// More than the newest of this kind may be kept.
    func keepsHistory(of kind: UnsafeRawBufferPointer) -> Bool { policy(kind) != .latest }

    /// Versions must be counted before anything is judged.
    var countsVersions: Bool {
        ([fallback] + byKind.values).contains { if case .versions = $0 { true } else { false } }
    }

    mutating func count(_ hash: KeyHash) { left[hash, default: 0] += 1 }

    /// Whether a line that is not its key's newest stays. Must be asked for every line, in the order of the log.
    mutating func keeps(_ effect: KeyEffect, kind: UnsafeRawBufferPointer) -> Bool {
        let newer = (left[effect.hash] ?? 1) - 1
        if left[effect.hash] != nil { left[effect.hash] = newer }
        switch policy(kind) {
        case .latest: return false
        case .everything: return true
        case .versions(let count): return newer < count
        case .seconds(let seconds): return seconds >= Int(now) - Int(effect.seconds)
        }
    }

    private func policy(_ kind: UnsafeRawBufferPointer) -> Retention {
        guard !byKind.isEmpty else { return fallback }
        return byKind[String(decoding: kind, as: UTF8.self)] ?? fallback
    }
}
