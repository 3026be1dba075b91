/// One step of a kind's migration: makes a record of one version from a record of the version before.
///
///     static let migrations: [Migration] = [
///         .step(to: 2) { try $0.rename("name", to: "fullName") },
///         .step(to: 3, from: PlayerOfTwo.self) { Player(id: $0.id, fullName: $0.fullName, points: $0.score * 10) },
///     ]
///
/// A step must give the same for the same record whenever it is asked: an old record is migrated anew each time it is
/// read until it is written again, and what indices say of it was made by another run of the same step. So a step
/// reads no clock, draws no random numbers, and makes no ids.
public struct Migration: Sendable {
    /// The version that the step leads to, from the one before.
    public let version: Int
    let change: @Sendable (inout RecordObject) throws -> Void

    /// A step over the members of the record's JSON.
    public static func step(
        to version: Int, _ change: @escaping @Sendable (inout RecordObject) throws -> Void
    ) -> Migration {
        Migration(version: version, change: change)
    }

    /// A step from what the record was then, as a struct, to what it is in the version that the step leads to.
    ///
    /// Members that `old` does not know are kept, those that it knows and `make` leaves out are gone.
    public static func step<Old: Codable & Sendable, New: Encodable & Sendable>(
        to version: Int, from old: Old.Type, _ make: @escaping @Sendable (Old) throws -> New
    ) -> Migration {
        Migration(version: version) { object in
            let before = try RecordDecoder().decode(old, from: object.json)
            let after = try RecordEncoder().encode(make(before))
            object = try RecordObject(
                RecordText.keepingUnknown(of: object.json, known: RecordEncoder().encode(before), in: after))
        }
    }
}
