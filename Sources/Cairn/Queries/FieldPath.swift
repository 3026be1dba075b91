internal import CairnLines

/// The way to a member of a record: its name, or the names from object to object.
package struct FieldPath: Sendable, Hashable {
    /// The most names a path has; nobody nests what he asks for deeper.
    package static let maxMembers = 16

    /// The names, from the outermost; never none. A name may contain dots.
    package let members: [String]

    /// A path by its names; one without names is that to a member without a name.
    package init(_ members: [String]) { self.members = members.isEmpty ? [""] : members }

    /// The path to one member of the record itself.
    package init(member: String) { members = [member] }

    /// Reads `address.city`; see ``description``.
    ///
    /// Errors: `.invalidQuery` with the column and what was expected.
    package init(parsing text: String) throws(StateError) {
        do throws(QueryMistake) {
            var parser = try QueryParser(text)
            self = try parser.parsePath()
        } catch {
            throw error.error(in: text)
        }
    }

    /// Where a record keeps its id.
    package static let id = FieldPath(member: "id")

    /// The text of the value in a record's JSON; nil if the record has none. Nothing is decoded on the way.
    ///
    /// The result is part of `record`. Complexity: O(bytes before the end of the value).
    package func find(in record: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var found = record
        for member in members {
            guard let range = member.withRawBytes({ FieldFinder.find($0, in: found) }) else { return nil }
            found = UnsafeRawBufferPointer(rebasing: found[range])
        }
        return found
    }
}

extension FieldPath {
    /// By the bytes of the names, by which records have their members.
    package static func == (left: FieldPath, right: FieldPath) -> Bool {
        left.members.elementsEqual(right.members) { $0.isSameText(as: $1) }
    }

    package func hash(into hasher: inout Hasher) {
        for member in members { ExactText(member).hash(into: &hasher) }
    }
}

extension FieldPath: CustomStringConvertible {
    /// Names with dots between them, those that are not plain words in back quotes.
    package var description: String { members.map(Self.quoted).joined(separator: ".") }

    private static func quoted(_ name: String) -> String {
        let isPlain = QueryWord.isPlain(name) && QueryWord(rawValue: name) == nil
        return isPlain ? name : "`" + name.map { $0 == "`" ? "``" : String($0) }.joined() + "`"
    }
}

/// The words of the query language; a member of such a name is written in back quotes.
enum QueryWord: String, CaseIterable {
    case and, or, not, contains, startsWith, exists
    case yes = "true"
    case no = "false"
    case null
    case among = "in"

    /// Whether the text is one word: letters, digits, `_`, `$`, `@`, and everything beyond ASCII; no digit in front.
    static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isFirst(first) else { return false }
        return text.utf8.allSatisfy(isRest)
    }

    static func isFirst(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte == 0x5f || byte == 0x24 || byte == 0x40 || byte >= 0x80
    }

    static func isRest(_ byte: UInt8) -> Bool { isFirst(byte) || byte &- 0x30 < 10 }
}
