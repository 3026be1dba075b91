import Cairn
import Foundation
import Testing

@Suite struct RawJSONTests {
    struct Note: Record, Equatable {
        var id: String
        var body: RawJSON
        var maybe: RawJSON?
        var list: [RawJSON] = []
    }

    private func raw(_ text: String) throws -> RawJSON { try RawJSON(Array(text.utf8)) }

    @Test func `a member of whatever shape is stored as it stands, and given back so`() async throws {
        let path = NSTemporaryDirectory() + "cairn-raw-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let state = try await StateManager.open(path, records: Note.self)
        // More digits than a double holds, members in no order, an escape that nobody needs.
        let body = try raw(#"{"z":123456789012345678901234567890,"a":[1.50,"\u0041"],"n":null}"#)
        let note = Note(id: "a", body: body, list: [try raw("1"), try raw("{}")])
        try await state.create(note)
        #expect(try state.get(Note.self, "a") == note)
        try await state.close()
        let log = try await Log.open(path)
        let stored = try #require(try log.get(kind: "note", id: "a"))
        let text = String(decoding: stored.json, as: UTF8.self)
        #expect(text == #"{"id":"a","body":\#(body),"list":[1,{}]}"#)
        try await log.close()
    }

    @Test func `what is no JSON is refused, and so is what is another type`() throws {
        for text in ["", "{", "1 2", "{\"a\":}"] {
            let error = #expect(throws: StateError.self) { try raw(text) }
            #expect(error?.code == .undecodable)
        }
        let error = #expect(throws: StateError.self) { try raw("{}").decode([Int].self) }
        #expect(error?.code == .undecodable)
        #expect(try raw("[1,2]").decode([Int].self) == [1, 2])
    }

    @Test func `all writers agree on the canonical form`() throws {
        #expect(try raw(#"{"b":1.0, "a":"\u0041"}"#).canonical().description == #"{"a":"A","b":1}"#)
        let error = #expect(throws: StateError.self) { try raw(#"{"a":1,"a":2}"#).canonical() }
        #expect(error?.code == .undecodable)
    }

    @Test func `other coders write it as a string`() throws {
        let body = try raw(#"{"a":1}"#)
        let text = String(decoding: try JSONEncoder().encode([body]), as: UTF8.self)
        #expect(text == #"["{\"a\":1}"]"#)
        #expect(try JSONDecoder().decode([RawJSON].self, from: Data(text.utf8)) == [body])
    }
}
