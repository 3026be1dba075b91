internal import CairnLines

/// The elements of an array, one after the other. What cannot be read is not passed over.
struct UnkeyedDecoding: UnkeyedDecodingContainer {
    private let frame: DecodingFrame
    private var next: JSONTape.Place
    private(set) var currentIndex = 0

    /// Errors: `DecodingError.typeMismatch` or `.valueNotFound` if there is no array.
    init(_ frame: DecodingFrame, _ place: JSONTape.Place) throws {
        guard frame.view.kindOrNull(place) == .array else { throw frame.refusal([Any].self, .array, place, nil) }
        self.frame = frame
        frame.enter(place)
        next = place &+ 2
    }

    var codingPath: [any CodingKey] { frame.path }

    var count: Int? { frame.view.children(frame.container) }

    var isAtEnd: Bool { next >= frame.end }

    mutating func decodeNil() throws -> Bool {
        let place = try place(Any?.self)
        guard frame.view.isNull(place) else { return false }
        advance()
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool {
        let place = try place(type)
        guard let value = frame.view.bool(place) else { throw frame.refusal(type, .true, place, key) }
        advance()
        return value
    }

    mutating func decode(_ type: String.Type) throws -> String {
        let place = try place(type)
        guard let value = frame.view.string(place) else { throw frame.refusal(type, .string, place, key) }
        advance()
        return value
    }

    mutating func decode(_ type: Double.Type) throws -> Double {
        let place = try place(type)
        guard let value = frame.view.double(place) else { throw frame.refusal(type, .number, place, key) }
        advance()
        return value
    }

    mutating func decode(_ type: Float.Type) throws -> Float {
        let place = try place(type)
        guard let value = frame.view.float(place) else { throw frame.refusal(type, .number, place, key) }
        advance()
        return value
    }

    mutating func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    mutating func decode(_ type: Int128.Type) throws -> Int128 { try integer(type) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
    mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try integer(type) }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let value = try frame.value(type, at: place(type), key: key)
        advance()
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        let place = try place(KeyedDecodingContainer<Nested>.self)
        let container = try KeyedDecodingContainer(KeyedDecoding<Nested>(frame.inner(key), place))
        advance()
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try UnkeyedDecoding(frame.inner(key), place((any UnkeyedDecodingContainer).self))
        advance()
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let decoder = try ValueDecoder(frame: frame.inner(key), place: place((any Decoder).self))
        advance()
        return decoder
    }

    private var key: IndexKey { IndexKey(currentIndex) }

    /// Errors: `DecodingError.valueNotFound` behind the last element.
    @inline(__always)
    private func place<T>(_ type: T.Type) throws -> JSONTape.Place {
        guard next < frame.end else { throw frame.atEnd(type, key) }
        return next
    }

    @inline(__always)
    private mutating func advance() {
        next = frame.view.after(next)
        currentIndex &+= 1
    }

    @inline(__always)
    private mutating func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
        let place = try place(type)
        guard let number = frame.view.integer(place, type) else { throw frame.refusal(type, .number, place, key) }
        advance()
        return number
    }
}
