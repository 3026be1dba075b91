import Cairn
import Foundation

/// A record as a Swift value. The bytes are those of `SampleText`.
struct Item: Record {
    static let kind = "item"
    var id: String
    var name: String
    var note: String
    var score: Int
    var active: Bool
}

/// The same with an ordered index, for scans.
struct OrderedItem: Record {
    static let kind = "item"
    static let indices: [Index<OrderedItem>] = [.ordered("score", \.score)]
    var id: String
    var name: String
    var note: String
    var score: Int
    var active: Bool
}

/// What those do who store bytes and whose program wants values: Foundation's decoder.
struct ItemDecoder {
    private let decoder = JSONDecoder()

    func isItem(_ json: Data) throws -> Bool {
        let item = try decoder.decode(Item.self, from: json)
        return !item.id.isEmpty
    }
}
