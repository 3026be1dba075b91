public import FoundationEssentials

/// Something that is to be done, in so many specs.
public struct Plan: Record, Hashable {
    /// Ids sort by the time of their making.
    public var id: UUID
    /// What people call it.
    public var name: String
    /// How far it has come.
    public var status: WorkStatus
    /// When it was made. When it was changed, its lines say: `history(of:_:)`.
    public var createdAt: Date

    /// A plan that is new.
    public init(id: UUID = .timed(), name: String, status: WorkStatus = .draft, createdAt: Date = Date()) {
        self.id = id
        self.name = name
        self.status = status
        self.createdAt = createdAt
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, status
        case createdAt = "created_at"
    }

    /// By name, by status, by time.
    public static let indices: [Index<Plan>] = [
        .ordered("name", \.name),
        .status("status", \.status, first: WorkStatus.first, allows: WorkStatus.following),
        .time("created_at", \.createdAt),
    ]
}

/// A change of some of a plan's members; those that are nil stay as they are.
public struct PlanUpdate: Encodable, Sendable, Hashable {
    /// Another name.
    public var name: String?
    /// The next status.
    public var status: WorkStatus?

    /// A change of what is named.
    public init(name: String? = nil, status: WorkStatus? = nil) {
        self.name = name
        self.status = status
    }
}
