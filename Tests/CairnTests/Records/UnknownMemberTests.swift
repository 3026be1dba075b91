import Cairn
import Foundation
import Testing

/// What an older program knows of a record, and what a newer one does.
private struct OldNote: Record {
    struct Place: Codable { var room: String }

    static let kind = "note"
    var id: String
    var text: String
    var place: Place?
    var tags: [String: Int] = [:]
}

private struct NewNote: Record, Equatable {
    struct Place: Codable, Equatable {
        var room: String
        var shelf: Int
    }

    static let kind = "note"
    var id: String
    var text: String
    var place: Place?
    var tags: [String: Int] = [:]
    var color: String
    static let indices: [Index<NewNote>] = [.ordered("color", \.color)]
}

@Suite struct UnknownMemberTests {
    @Test func `an older program changes what it knows and leaves the rest`() async throws {
        let folder = try ScratchState()
        let new = try await StateManager.open(folder.path, records: NewNote.self)
        var note = NewNote(
            id: "n", text: "a", place: .init(room: "hall", shelf: 3), tags: ["x": 1, "y": 2], color: "red")
        try await new.create(note)
        try await new.create(NewNote(id: "m", text: "b", place: .init(room: "hall", shelf: 4), color: "blue"))
        try await new.close()
        let old = try await StateManager.open(folder.path, records: OldNote.self)
        try await old.update(OldNote.self, "n") {
            $0.text = "changed"
            $0.place?.room = "attic"
            $0.tags["x"] = nil
        }
        try await old.update(OldNote.self, "n") { $0.tags["z"] = 3 }
        try await old.update(OldNote.self, "m") { $0.place = nil }
        try await old.close()
        let again = try await StateManager.open(folder.path, records: NewNote.self)
        note.text = "changed"
        note.place?.room = "attic"
        note.tags = ["y": 2, "z": 3]
        #expect(try again.get(NewNote.self, "n") == note)
        #expect(try again.get(NewNote.self, "m")?.place == nil)
        #expect(try again.query(NewNote.where(\.color == "blue")).map(\.id) == ["m"])
        try await again.close()
    }
}
