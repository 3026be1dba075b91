/// The bounds of the codec.
enum CodingLimits {
    /// How deep values may nest, those included that take no bracket of their own, such as an optional. A line allows
    /// 512 brackets and puts one around the record; and a type's own `encode(to:)` recurses on the stack of whoever
    /// called, some hundreds of bytes a level, which must also fit a thread of half a megabyte.
    static let maxDepth = 511

    /// How much of a text a message quotes: enough to recognise it, not enough to fill a log with somebody's data.
    static let maxQuotedBytes = 32

    /// From so many members on, an object that is not read in its own order gets an index of its names. Below, walking
    /// along is faster than what the index costs.
    static let fewMembers = 24
}
