/// What an index has of a record: the key of the member's value, and then the record's id.
enum IndexEntry {
    static func of(_ json: [UInt8], _ id: String, _ definition: IndexDefinition) -> [UInt8] {
        var entry = json.withUnsafeBytes { FieldValue(at: definition.path, in: $0) }.key
        entry.append(contentsOf: id.utf8)
        return entry
    }

    static func fits(_ entry: [UInt8]) -> Bool { entry.count <= IndexLimits.maxKeyBytes }

    static func tooLong(_ definition: IndexDefinition) -> StateError {
        StateError(
            .tooLarge,
            "the id and the \(definition.name) of a record may have \(IndexLimits.maxKeyBytes) bytes together")
    }
}

extension IndexTree {
    /// How many entries of a unique index are one too many, and the first of them. Complexity: O(n).
    func sharedValues() -> (count: Int, first: [UInt8])? {
        var found: (count: Int, first: [UInt8])?
        var last: ArraySlice<UInt8> = []
        var cursor = cursor()
        while let entry = cursor.next() {
            guard let decoded = DecodedKey(entry), decoded.value != .absent, decoded.value != .null else { continue }
            let key = entry[..<decoded.length]
            if key == last { found = ((found?.count ?? 0) + 1, found?.first ?? entry) }
            last = key
        }
        return found
    }
}
