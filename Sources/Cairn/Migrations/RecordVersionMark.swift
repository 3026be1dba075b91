internal import CairnLines

/// Which version of its kind a record is: a member of its JSON, `"_version":3`, which stands behind the id. A record
/// without it is of version 1, so those whose kind never changed carry nothing.
enum RecordVersionMark {
    static let name: StaticString = "_version"

    /// - Throws: `.undecodable` where the member is no version.
    /// - Complexity: O(n), without decoding anything.
    static func read(_ json: [UInt8], _ record: RecordName) throws(StateError) -> Int {
        let found = json.withUnsafeBytes { bytes in
            FieldFinder.find(name, in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
        }
        guard let found else { return 1 }
        guard let version = Int(found), version >= 1 else {
            throw StateError(.undecodable, "the \(name) of \(record) is \(found); it must be a whole number from 1 on")
        }
        return version
    }

    /// The JSON of a record, which has no mark, with one.
    ///
    /// - Throws: `.invalidRecord` where the type has a member of this name itself.
    static func add(_ version: Int, to json: [UInt8], _ kind: String) throws(StateError) -> [UInt8] {
        let isTaken = json.withUnsafeBytes { FieldFinder.find(name, in: $0) != nil }
        guard !isTaken else {
            throw StateError(
                .invalidRecord,
                "\(kind) has a member \(name), by which the store tells versions apart; give it another name")
        }
        return version == 1 ? json : put(version, in: json)
    }

    /// - Parameter json: An object without the mark that is not empty, as records have an id.
    private static func put(_ version: Int, in json: [UInt8]) -> [UInt8] {
        let mark = Array("\"\(name)\":\(version)".utf8)
        let comma = UInt8(ascii: ",")
        let id = json.withUnsafeBytes { FieldFinder.find("id", in: $0) }
        let start = Array(#"{"id":"#.utf8)
        // Behind the id where it stands first, as it will in the line: a record and what is stored of it look the same.
        if let id, id.lowerBound == start.count, json.starts(with: start) {
            return json[..<id.upperBound] + [comma] + mark + json[id.upperBound...]
        }
        return json.prefix(1) + mark + [comma] + json.dropFirst()
    }
}
