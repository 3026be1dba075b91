public import CairnLog

/// One thing to ask of a store, as a value: the reply's type follows from the message, and a wrong pairing does not
/// compile.
///
/// The verbs of ``StateManager`` are these messages by another name; messages can be kept, queued and handed on.
public struct StateMessage<Reply: Sendable>: Sendable {
    /// What is asked, for logs and traces: `create player`.
    public let name: String
    private let perform: @Sendable (StateManager) async throws -> Reply

    init(_ name: String, _ perform: @escaping @Sendable (StateManager) async throws -> Reply) {
        self.name = name
        self.perform = perform
    }

    func run(_ state: StateManager) async throws -> Reply { try await perform(state) }
}

extension StateManager {
    /// Does what the message asks and gives its reply.
    ///
    /// - Errors: those of the verb that the message stands for.
    @discardableResult
    public func send<Reply>(_ message: StateMessage<Reply>) async throws -> Reply { try await message.run(self) }
}

extension StateMessage where Reply: Record {
    /// ``StateManager/create(_:durability:)``
    public static func create(_ record: Reply) -> Self {
        Self("create \(Reply.kind)") { try await $0.create(record) }
    }

    /// ``StateManager/upsert(_:expecting:durability:)``
    public static func upsert(_ record: Reply, expecting revision: SequenceNumber? = nil) -> Self {
        Self("upsert \(Reply.kind)") { try await $0.upsert(record, expecting: revision) }
    }

    /// ``StateManager/update(_:_:expecting:durability:_:)``
    public static func update(
        _ type: Reply.Type, _ id: Reply.ID, expecting revision: SequenceNumber? = nil,
        _ change: @escaping @Sendable (inout Reply) throws -> Void
    ) -> Self {
        Self("update \(Reply.kind)") { try await $0.update(type, id, expecting: revision, change) }
    }

    /// ``StateManager/patch(_:_:expecting:durability:_:)``
    public static func patch(
        _ type: Reply.Type, _ id: Reply.ID, expecting revision: SequenceNumber? = nil, _ changes: [UInt8]
    ) -> Self {
        Self("patch \(Reply.kind)") { try await $0.patch(type, id, expecting: revision, changes) }
    }

    /// ``StateManager/patch(_:_:expecting:durability:with:)``
    public static func patch(
        _ type: Reply.Type, _ id: Reply.ID, expecting revision: SequenceNumber? = nil,
        with changes: some Encodable & Sendable
    ) -> Self {
        Self("patch \(Reply.kind)") { try await $0.patch(type, id, expecting: revision, with: changes) }
    }
}

extension StateMessage {
    /// ``StateManager/create(all:durability:)``
    public static func create<R: Record>(all records: [R]) -> Self where Reply == [R] {
        Self("create \(R.kind)") { try await $0.create(all: records) }
    }

    /// ``StateManager/get(_:_:)``
    public static func get<R: Record>(_ type: R.Type, _ id: R.ID) -> Self where Reply == R? {
        Self("get \(R.kind)") { try $0.get(type, id) }
    }

    /// ``StateManager/query(_:)``
    public static func query<R: Record>(_ query: Query<R>) -> Self where Reply == [R] {
        Self("query \(R.kind)") { try $0.query(query) }
    }

    /// ``StateManager/delete(_:_:expecting:durability:)``
    public static func delete<R: Record>(
        _ type: R.Type, _ id: R.ID, expecting revision: SequenceNumber? = nil
    ) -> Self where Reply == Bool {
        Self("delete \(R.kind)") { try await $0.delete(type, id, expecting: revision) }
    }

    /// ``StateManager/transaction(durability:_:)``
    public static func transaction(_ body: @escaping @Sendable (inout Transaction) throws -> Reply) -> Self {
        Self("transaction") { try await $0.transaction(body) }
    }
}

extension StateMessage where Reply == StateSnapshot {
    /// ``StateManager/snapshot()``
    public static func snapshot() -> Self { Self("snapshot") { $0.snapshot() } }
}

extension StateMessage where Reply == CompactionReport {
    /// ``StateManager/compact(all:progress:)``
    public static func compact(all: Bool = false) -> Self { Self("compact") { try await $0.compact(all: all) } }
}
