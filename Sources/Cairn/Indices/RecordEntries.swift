/// What all indices of a kind have of one record, each entry behind the other.
struct RecordEntries: Sendable {
    private var bytes: [UInt8] = []
    /// Where each entry ends, by the place of its index.
    private var ends: [Int] = []

    init(_ json: [UInt8], _ id: String, _ definitions: [IndexDefinition]) {
        guard !definitions.isEmpty else { return }
        bytes.reserveCapacity(definitions.count * (id.utf8.count + Self.usualKeyBytes))
        ends.reserveCapacity(definitions.count)
        json.withUnsafeBytes { json in
            for definition in definitions {
                FieldValue(at: definition.path, in: json).appendKey(to: &bytes)
                bytes.append(contentsOf: id.utf8)
                ends.append(bytes.count)
            }
        }
    }

    /// A number, a date, or a short text.
    private static let usualKeyBytes = 32

    private func range(_ place: Int) -> Range<Int> {
        guard place < ends.count else { return 0..<0 }
        return (place > 0 ? ends[place - 1] : 0)..<ends[place]
    }

    /// How long the entry of an index is.
    func count(_ place: Int) -> Int { range(place).count }

    /// The entry of an index, for the length of the call.
    func withEntry<R>(_ place: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range(place)])) }
    }

    /// The entry of an index, on its own.
    func entry(_ place: Int) -> [UInt8] { Array(bytes[range(place)]) }

    /// Whether an index has the same of both; of no record it has nothing.
    static func areSame(_ one: RecordEntries?, _ other: RecordEntries?, _ place: Int) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        return one.withEntry(place) { one in
            other.withEntry(place) { one.count == $0.count && KeyOrder.compare(one, $0) == 0 }
        }
    }
}
