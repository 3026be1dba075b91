import Cairn

/// The same kind in four versions, as four programs know it.
struct FirstRunner: Record, Equatable {
    static let kind = "runner"
    var id: Int
    var name: String
    var seconds: Int
}

struct SecondRunner: Record, Equatable {
    static let kind = "runner"
    var id: Int
    var fullName: String
    var seconds: Int
    static var migrations: [Migration] { [.step(to: 2) { try $0.rename("name", to: "fullName") }] }
}

struct ThirdRunner: Record, Equatable {
    struct Time: Codable, Equatable, Sendable { var minutes: Int, seconds: Int }

    static let kind = "runner"
    var id: Int
    var fullName: String
    var time: Time
    var team: String?
    static var indices: [Index<ThirdRunner>] {
        [.unique("fullName", \.fullName), .ordered("time.minutes", \.time.minutes)]
    }
    static var migrations: [Migration] {
        SecondRunner.migrations + [
            .step(to: 3, from: SecondRunner.self) { old in
                guard old.seconds >= 0 else { throw NoTime() }
                return ThirdRunner(
                    id: old.id, fullName: old.fullName,
                    time: Time(minutes: old.seconds / 60, seconds: old.seconds % 60))
            }
        ]
    }
}

struct NoTime: Error {}

/// The record as the type knows it.
func migrate<R: Record>(_ type: R.Type, _ id: String, _ json: [UInt8]) throws -> [UInt8] {
    try RecordForm(type).migrated(json, RecordName(kind: R.kind, id: id)) ?? json
}
