import Cairn
import CairnLog
import Foundation

/// A record that a contest can make and walk over.
protocol ContestRecord: Record where ID == String {
    init(_ text: SampleText, _ number: Int)
    var note: String { get set }
    /// So many in the order of their numbers; nil where no index has that order.
    static func inOrder(from number: Int, count: Int) -> Query<Self>?
}

extension Item: ContestRecord {
    init(_ text: SampleText, _ number: Int) {
        let strings = text.strings
        self.init(
            id: strings.id, name: strings.name, note: strings.note, score: SampleText.score(number), active: true)
    }

    static func inOrder(from number: Int, count: Int) -> Query<Item>? { nil }
}

extension OrderedItem: ContestRecord {
    init(_ text: SampleText, _ number: Int) {
        let strings = text.strings
        self.init(
            id: strings.id, name: strings.name, note: strings.note, score: SampleText.score(number), active: true)
    }

    static func inOrder(from number: Int, count: Int) -> Query<OrderedItem>? {
        let least = SampleText.score(number)
        return OrderedItem.where(\.score >= least).sorted(by: \.score).limit(count)
    }
}

/// Cairn's door: typed records behind one owner.
final class CairnContender<R: ContestRecord>: Contender {
    let state: StateManager

    init(_ folder: String, _ setup: Setup) async throws {
        state = try await StateManager.open(
            "\(folder)/store", records: R.self, options: CairnLogContender.options(setup))
    }

    var isWarned: Bool { state.recovery.verdict != .clean || !state.recovery.findings.isEmpty }
    func client(_ keeping: Keeping) -> Client { .task(CairnClient<R>(state, keeping)) }
    func compact() async throws { _ = try await state.compact(all: true) }
    func close() async throws { try await state.close() }
}

/// The door as an entrant: with an index only where scans are wanted.
enum CairnDoor {
    static let entrant = Entrant(
        name: "Cairn", version: "of this folder",
        settings:
            "typed records (Codable in, Codable out), otherwise as the log; an ordered index only where scans are "
            + "wanted, whose answers are typed, too", isOurs: true
    ) { folder, setup -> any Contender in
        if setup.isOrdered { return try await CairnContender<OrderedItem>(folder, setup) }
        return try await CairnContender<Item>(folder, setup)
    }
}

/// One task's work with it.
final class CairnClient<R: ContestRecord>: TaskClient, @unchecked Sendable {  // unsafe: one task at a time
    private let state: StateManager
    private let durability: Durability
    private var text = SampleText()

    init(_ state: StateManager, _ keeping: Keeping) {
        self.state = state
        durability = keeping.durability
    }

    func write(_ deed: Deed) async throws {
        switch deed {
        case .write(let number, let salt): try await state.upsert(record(number, salt), durability: durability)
        case .modify(let number, let salt):
            text.set(number, salt: salt)
            let (id, note) = (text.strings.id, text.strings.note)
            try await state.update(R.self, id, durability: durability) { $0.note = note }
        case .delete(let number): try await state.delete(R.self, id(number), durability: durability)
        case .batch(let numbers, let salt):
            try await state.upsert(all: numbers.map { record($0, salt) }, durability: durability)
        default: break
        }
    }

    private func record(_ number: Int, _ salt: Int) -> R {
        text.set(number, salt: salt)
        return R(text, number)
    }

    private func id(_ number: Int) -> String {
        text.setKey(number)
        return String(decoding: text.key, as: UTF8.self)
    }

    func read(_ deed: Deed) throws -> Int {
        switch deed {
        case .read(let number): try state.json(kind: R.kind, id: id(number)) == nil ? 0 : 1
        case .readTyped(let number): try state.get(R.self, id(number)) == nil ? 0 : 1
        case .scan(let first, let count), .scanTyped(let first, let count):
            try R.inOrder(from: first, count: count).map { try state.query($0).count } ?? 0
        default: 0
        }
    }

    func bytes(_ number: Int) throws -> [UInt8]? { try state.json(kind: R.kind, id: id(number)) }
}
