package import Cairn
package import Foundation

/// What the laboratory of the door writes: two kinds with every sort of index, pointing at each other in every way.
package struct Town: Record, Hashable {
    package var id: Int
    package var name: String

    package static var indices: [Index<Town>] { [.unique("name", \.name)] }
}

package struct Citizen: Record, Hashable {
    package enum Stage: String, Codable, CaseIterable, Sendable { case child, worker, idle, retired }

    package var id: String
    package var name: String?
    package var score = 0
    /// Goes with it.
    package var town: Int
    /// Keeps that one here.
    package var boss: String?
    /// Is forgotten with that one.
    package var patron: String?
    package var stage = Stage.child
    package var born: Date?
    /// No index names it.
    package var note = ""

    package static let stages: [Stage: Set<Stage>] = [
        .child: [.worker], .worker: [.idle, .retired], .idle: [.worker], .retired: [],
    ]
    package static let firstStages: Set<Stage> = [.child, .worker]

    package static var indices: [Index<Citizen>] {
        [
            .unique("name", \.name), .ordered("score", \.score),
            .relation("town", \.town, to: Town.self, onDelete: .cascade),
            .relation("boss", \.boss, to: Citizen.self, onDelete: .restrict),
            .relation("patron", \.patron, to: Citizen.self, onDelete: .detach),
            .status("stage", \.stage, first: firstStages, allows: stages), .time("born", \.born),
        ]
    }
}

/// Citizens as a patch writes them: only what is not nil, so it removes nothing.
struct CitizenChange: Encodable, Sendable {
    var score: Int?
    var stage: Citizen.Stage?
    var born: Date?
    var note: String?
}
