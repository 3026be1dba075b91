public import FoundationEssentials

/// One part of a plan, exact enough to be worked on.
public struct Spec: Record, Hashable {
    /// Ids sort by the time of their making.
    public var id: UUID
    /// The plan that it is part of, which must be there; with it goes the spec.
    public var planID: UUID
    /// What people call it.
    public var name: String
    /// How far it has come.
    public var status: WorkStatus
    /// When it was made.
    public var createdAt: Date

    /// A spec that is new.
    public init(
        id: UUID = .timed(), planID: UUID, name: String, status: WorkStatus = .draft, createdAt: Date = Date()
    ) {
        self.id = id
        self.planID = planID
        self.name = name
        self.status = status
        self.createdAt = createdAt
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case planID = "plan_id"
        case name, status
        case createdAt = "created_at"
    }

    /// By plan, by status, by time.
    public static let indices: [Index<Spec>] = [
        .relation("plan_id", \.planID, to: Plan.self, onDelete: .cascade),
        .status("status", \.status, first: WorkStatus.first, allows: WorkStatus.following),
        .time("created_at", \.createdAt),
    ]
}

/// A change of some of a spec's members; those that are nil stay as they are.
public struct SpecUpdate: Encodable, Sendable, Hashable {
    /// Another plan.
    public var planID: UUID?
    /// Another name.
    public var name: String?
    /// The next status.
    public var status: WorkStatus?

    /// A change of what is named.
    public init(planID: UUID? = nil, name: String? = nil, status: WorkStatus? = nil) {
        self.planID = planID
        self.name = name
        self.status = status
    }

    private enum CodingKeys: String, CodingKey {
        case name, status
        case planID = "plan_id"
    }
}
