internal import CairnLines

/// What a file of pages says of itself behind its last page, so that a later opening can use it: of which moment of
/// which store it is, and which leaves make up which index. Pure.
struct IndexTable: Sendable, Equatable {
    /// One leaf of a tree, in the order of keys.
    struct Leaf: Sendable, Equatable {
        var place: PagePlace
        var count: Int
        /// What parts it from the leaf before; empty for the first.
        var separator: [UInt8]
    }

    /// One index.
    struct Tree: Sendable, Equatable {
        var kind: String
        var name: String
        var field: [String]
        var sort: String
        /// The version of the records that its values were taken from.
        var form: Int
        var leaves: [Leaf]
    }

    /// The store's name.
    var store: String
    /// All records up to here are in the indices, and none behind.
    var sequence: UInt64
    /// The sum of the line with this sequence.
    var line: UInt64
    /// How many records the store has.
    var records: Int
    var trees: [Tree]
}

extension IndexTable {
    /// The end of the file: a word, where the table begins, its length, and the sum of the table and these.
    static let footBytes = 32
    private static let word = Array("cairnpgs".utf8)
    /// Entries stand in the file as this version of the format makes them.
    private static let version = 1
    private static let leafBytes = 16
    /// A table of this size has leaves of half a terabyte.
    static let mostBytes: UInt64 = 1 << 32

    private struct Head: Codable {
        struct Tree: Codable {
            var kind: String
            var name: String
            var field: [String]
            var sort: String
            var form: Int
            var leaves: Int
        }
        var cairn = "indices"
        var version: Int
        var store: String
        var sequence: UInt64
        var line: String
        var records: Int
        var trees: [Tree]
    }

    /// The table and the foot, for a place in the file.
    ///
    /// - Throws: `.invalidRecord`, which it never does.
    func bytes(at offset: UInt64) throws(StateError) -> [UInt8] {
        let head = Head(
            version: Self.version, store: store, sequence: sequence, line: String(line, radix: 16), records: records,
            trees: trees.map {
                Head.Tree(
                    kind: $0.kind, name: $0.name, field: $0.field, sort: $0.sort, form: $0.form,
                    leaves: $0.leaves.count)
            })
        var bytes: [UInt8]
        do { bytes = try RecordEncoder().encode(head) } catch {
            throw StateError(.invalidRecord, "what a file of pages says of itself cannot be written", cause: error)
        }
        bytes.append(0x0A)
        for leaf in trees.lazy.flatMap(\.leaves) {
            bytes.put(leaf.place.slot)
            bytes.put(UInt16(truncatingIfNeeded: leaf.count))
            bytes.put(UInt16(truncatingIfNeeded: leaf.separator.count))
            bytes.put(leaf.place.sum)
            bytes += leaf.separator
        }
        let length = UInt64(bytes.count)
        bytes += Self.word
        bytes.put(offset)
        bytes.put(length)
        bytes.put(bytes.withUnsafeBytes { LineSum.of($0) })
        return bytes
    }

    /// Where the table of a file of this size begins, as its foot has it; nil for what is no foot.
    static func offset(foot: [UInt8], size: UInt64) -> UInt64? {
        guard foot.count == footBytes, Array(foot[..<8]) == word else { return nil }
        var reader = ByteReader(foot[8...])
        guard let offset = reader.number(UInt64.self), let length = reader.number(UInt64.self),
            length <= mostBytes, offset <= size, size - offset == length + UInt64(footBytes)
        else { return nil }
        return offset
    }

    /// Reads a table with its foot; nil where it is not what was written.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > Self.footBytes else { return nil }
        var end = ByteReader(bytes[(bytes.count - 8)...])
        let covered = bytes.withUnsafeBytes { LineSum.of(UnsafeRawBufferPointer(rebasing: $0.dropLast(8))) }
        guard end.number(UInt64.self) == covered, let newline = bytes.firstIndex(of: 0x0A) else { return nil }
        guard let head = try? RecordDecoder().decode(Head.self, from: Array(bytes[..<newline])),
            head.cairn == "indices", head.version == Self.version, let line = UInt64(head.line, radix: 16)
        else { return nil }
        var reader = ByteReader(bytes[(newline + 1)..<(bytes.count - Self.footBytes)])
        (store, sequence, records, self.line) = (head.store, head.sequence, head.records, line)
        trees = []
        for tree in head.trees {
            guard let leaves = Self.leaves(tree.leaves, &reader) else { return nil }
            trees.append(
                Tree(
                    kind: tree.kind, name: tree.name, field: tree.field, sort: tree.sort, form: tree.form,
                    leaves: leaves))
        }
        guard reader.isAtEnd else { return nil }
    }

    private static func leaves(_ count: Int, _ reader: inout ByteReader) -> [Leaf]? {
        guard count >= 0, count <= reader.left / leafBytes else { return nil }
        var leaves: [Leaf] = []
        leaves.reserveCapacity(count)
        for _ in 0..<count {
            guard let slot = reader.number(UInt32.self), let keys = reader.number(UInt16.self),
                let length = reader.number(UInt16.self), let sum = reader.number(UInt64.self),
                let separator = reader.bytes(Int(length)), keys > 0
            else { return nil }
            leaves.append(
                Leaf(place: PagePlace(slot: slot, sum: sum), count: Int(keys), separator: Array(separator)))
        }
        return leaves
    }
}

/// Takes numbers and bytes off the beginning of some; nil where there are not as many. Numbers begin with the least
/// byte.
private struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var left: Int { rest.count }
    var isAtEnd: Bool { rest.isEmpty }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func number<N: FixedWidthInteger>(_ type: N.Type) -> N? {
        bytes(N.bitWidth / 8)?.reversed().reduce(0) { $0 << 8 | N($1) }
    }
}

extension [UInt8] {
    /// Numbers begin with the least byte.
    fileprivate mutating func put(_ number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
