import Cairn
import Testing

extension QueryTests {
    @Suite struct CursorTests {
        private let keys = [SortKey(FieldPath(member: "score"), .descending), SortKey(FieldPath(member: "name"))]

        private func cursor(_ json: String, _ id: String) -> Cursor {
            Array(json.utf8).withUnsafeBytes { SortOrder(keys).cursor(after: $0, id: Array(id.utf8)) }
        }

        @Test func `a cursor reads back from its text, which is safe anywhere`() throws {
            let cursor = cursor(#"{"score":12.5,"name":"Zo\u00eb\u0000"}"#, "id-\u{0}é")
            #expect(try Cursor(parsing: cursor.text) == cursor)
            #expect(cursor.text.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil)
            let zeros = String(repeating: "\\u0000", count: 600)
            let long = self.cursor(#"{"name":"\#(zeros)"}"#, String(repeating: "i", count: 1024))
            #expect(try Cursor(parsing: long.text) == long)
            #expect(long.text.utf8.count <= Cursor.maxTextBytes)
        }

        @Test func `no letter of it can change or be lost`() {
            let text = cursor(#"{"score":1,"name":"a"}"#, "x").text
            for place in text.indices {
                var changed = text
                changed.replaceSubrange(place...place, with: text[place] == "A" ? "B" : "A")
                #expect(throws: StateError.self) { try Cursor(parsing: changed) }
                changed.remove(at: place)
                #expect(throws: StateError.self) { try Cursor(parsing: changed) }
            }
            for text in ["", "A", "é", String(repeating: "A", count: 100_000), text + "A", text + text] {
                #expect(throws: StateError.self) { try Cursor(parsing: text) }
            }
        }

        @Test func `a cursor of another order is refused`() throws {
            let cursor = cursor(#"{"score":1}"#, "x")
            try QueryRequest(sort: keys, after: cursor).check()
            for sort in [[], [keys[0]], [keys[1], keys[0]], [SortKey(keys[0].path), keys[1]]] {
                let error = #expect(throws: StateError.self) { try QueryRequest(sort: sort, after: cursor).check() }
                #expect(error?.code == .invalidQuery)
            }
            #expect(throws: StateError.self) { try QueryRequest(limit: -1).check() }
        }
    }
}
