/// How far a plan or a spec has come.
public enum WorkStatus: String, Codable, Sendable, CaseIterable {
    /// Being written; nobody works on it.
    case draft
    /// Ready to be worked on.
    case pending
    /// Somebody works on it.
    case running
    /// Done. Final.
    case completed
    /// Tried without success; it may be tried again.
    case failed
    /// Given up. Final.
    case cancelled
    /// Held up by something else.
    case blocked

    /// What something new may begin with.
    public static let first: Set<WorkStatus> = [.draft, .pending]

    /// What may follow on what. The store keeps to it, whichever verb makes the change.
    public static let following: [WorkStatus: Set<WorkStatus>] = [
        .draft: [.pending, .cancelled],
        .pending: [.draft, .running, .blocked, .cancelled],
        .running: [.completed, .failed, .blocked, .cancelled],
        .blocked: [.pending, .running, .cancelled],
        .failed: [.pending, .cancelled],
        .completed: [],
        .cancelled: [],
    ]
}
