internal import CairnLines

// The order of a query's rows is that of byte strings, so that an index, a heap and a cursor agree on it: the keys of
// the sorted fields one after the other, then the id, which tells rows of equal fields apart. What is sorted in
// descending order has its bits turned over. The id goes the way of the last key: that is how an index gives it when it
// is walked backwards.
//
// A key keeps the first bytes of a long string (``FieldValue/maxKeyTextBytes``); texts that are equal so far are in the
// order of their ids. So a row takes bounded memory, whatever it is sorted by.

/// The order of a query's rows: by its keys, then by id. Without keys by id alone.
package struct SortOrder: Sendable, Hashable {
    package let keys: [SortKey]

    package init(_ keys: [SortKey]) { self.keys = keys }

    /// The direction in which ids break ties.
    package var idDirection: SortKey.Direction { keys.last?.direction ?? .ascending }

    /// The index keys of the sorted fields of a record. Complexity: O(keys · bytes).
    package func fieldKeys(of record: UnsafeRawBufferPointer) -> [[UInt8]] {
        keys.map { FieldValue(at: $0.path, in: record).key }
    }

    /// Where a row stands: memcmp's order of positions is the order of rows. Bounded by
    /// `SortKey.maxKeys · FieldValue.maxKeyBytes` and twice the longest id.
    package func position(of record: UnsafeRawBufferPointer, id: [UInt8]) -> [UInt8] {
        position(fieldKeys: fieldKeys(of: record), id: id)
    }

    /// Where the row stands that a cursor was made of.
    package func position(of cursor: Cursor) -> [UInt8] { position(fieldKeys: cursor.fieldKeys, id: cursor.id) }

    private func position(fieldKeys: [[UInt8]], id: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (key, field) in zip(keys, fieldKeys) { Self.append(field, key.direction, to: &bytes) }
        var ended: [UInt8] = []
        id.withUnsafeBytes { FieldValue.append($0, to: &ended) }
        Self.append(ended + [0, 0], idDirection, to: &bytes)
        return bytes
    }

    private static func append(_ part: [UInt8], _ direction: SortKey.Direction, to bytes: inout [UInt8]) {
        if direction == .ascending {
            bytes += part
        } else {
            for byte in part { bytes.append(~byte) }
        }
    }

    /// The cursor after this row.
    package func cursor(after record: UnsafeRawBufferPointer, id: [UInt8]) -> Cursor {
        Cursor(fieldKeys: fieldKeys(of: record), id: id, order: mark)
    }

    /// Tells this order from others, so that a cursor of one is not used with another.
    var mark: UInt64 {
        description.withRawBytes { KeyHash.of(keyBytes: $0, seed: 0).low }
    }
}

extension SortOrder: CustomStringConvertible {
    package var description: String {
        let id = idDirection == .ascending ? "then id" : "then id descending"
        return keys.isEmpty ? "id" : keys.map(\.description).joined(separator: ", ") + ", " + id
    }
}
