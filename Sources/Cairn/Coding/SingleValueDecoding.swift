internal import CairnLines

/// A value that is no container of its own, or that another type's is taken for.
struct SingleValueDecoding: SingleValueDecodingContainer {
    let frame: DecodingFrame
    let place: JSONTape.Place

    var codingPath: [any CodingKey] { frame.path }

    func decodeNil() -> Bool { frame.view.isNull(place) }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard let value = frame.view.bool(place) else { throw frame.refusal(type, .true, place, nil) }
        return value
    }

    func decode(_ type: String.Type) throws -> String {
        guard let value = frame.view.string(place) else { throw frame.refusal(type, .string, place, nil) }
        return value
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard let value = frame.view.double(place) else { throw frame.refusal(type, .number, place, nil) }
        return value
    }

    func decode(_ type: Float.Type) throws -> Float {
        guard let value = frame.view.float(place) else { throw frame.refusal(type, .number, place, nil) }
        return value
    }

    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: Int128.Type) throws -> Int128 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
    func decode(_ type: UInt128.Type) throws -> UInt128 { try integer(type) }

    func decode<T: Decodable>(_ type: T.Type) throws -> T { try frame.value(type, at: place, key: nil) }

    @inline(__always)
    private func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
        guard let number = frame.view.integer(place, type) else { throw frame.refusal(type, .number, place, nil) }
        return number
    }
}
