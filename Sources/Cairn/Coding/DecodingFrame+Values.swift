internal import CairnLines
internal import FoundationEssentials

extension DecodingFrame {
    /// Reads any value. `key` is that of a member or element; nil for what this value consists of.
    ///
    /// Errors: those of `RecordDecoder.decode`.
    @inline(__always)
    func value<T: Decodable>(
        _ type: T.Type, at place: Place, key: @autoclosure () -> (any CodingKey)?, outermost: Bool = false
    ) throws -> T {
        if type == UUID.self {
            guard let uuid = view.uuid(place) else { throw refusal(type, .string, place, key()) }
            return same(uuid, as: type)
        }
        if type == Date.self {
            guard let date = view.date(place) else { throw refusal(type, .string, place, key()) }
            return same(date, as: type)
        }
        return try seldom(type, place, key(), outermost)
    }

    /// Other types with a text of their own, and those that collections ask for without saying what they are.
    @inline(never)
    private func seldom<T: Decodable>(
        _ type: T.Type, _ place: Place, _ key: @autoclosure () -> (any CodingKey)?, _ outermost: Bool
    ) throws -> T {
        if type == String.self {
            guard let string = view.string(place) else { throw refusal(type, .string, place, key()) }
            return same(string, as: type)
        } else if type == Int.self {
            guard let number = view.integer(place, Int.self) else { throw refusal(type, .number, place, key()) }
            return same(number, as: type)
        } else if type == Double.self {
            guard let number = view.double(place) else { throw refusal(type, .number, place, key()) }
            return same(number, as: type)
        } else if type == Data.self {
            guard let data = view.data(place) else { throw refusal(type, .string, place, key()) }
            return same(data, as: type)
        } else if type == Decimal.self {
            guard let number = view.decimal(place) else { throw refusal(type, .number, place, key()) }
            return same(number, as: type)
        } else if type == URL.self {
            guard let url = view.url(place) else { throw refusal(type, .string, place, key()) }
            return same(url, as: type)
        } else if type == RawJSON.self {
            return same(place < 0 ? .null : RawJSON(trusted: [UInt8](view.part(place))), as: type)
        }
        return try T(from: ValueDecoder(frame: outermost ? self : inner(key()), place: place))
    }

    /// Reads the value that this frame is for. Errors: those of `RecordDecoder.decode`.
    @inline(__always)
    func whole<T: Decodable>(_ type: T.Type, at place: Place) throws -> T {
        try value(type, at: place, key: nil, outermost: true)
    }

    /// The value as `T`, which is its type, as the caller has found.
    @inline(__always)
    private func same<T, U>(_ value: U, as type: T.Type) -> T {
        // unsafe: both types are the same one
        unsafeBitCast(value, to: type)
    }
}
