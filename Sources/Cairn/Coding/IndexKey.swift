/// The key of an array's element. It is a number only, so that it fits where any key is kept.
struct IndexKey: CodingKey {
    private let index: Int

    init(_ index: Int) { self.index = index }

    init?(intValue: Int) { self.init(intValue) }

    init?(stringValue: String) { nil }

    var intValue: Int? { index }

    var stringValue: String { "Index \(index)" }
}

/// The key under which a superclass keeps what is its own, unless it is told another.
enum SuperKey: String, CodingKey {
    case `super`
}
