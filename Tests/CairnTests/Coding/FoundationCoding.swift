import Foundation

@_spi(Measuring) import Cairn

/// Foundation's coders, told to write dates as Cairn does.
enum FoundationCoding {
    static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var value = encoder.singleValueContainer()
            try value.encode(text(of: date))
        }
        return encoder
    }()

    static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let value = try decoder.singleValueContainer()
            guard let date = date(of: try value.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: value, debugDescription: "no date")
            }
            return date
        }
        return decoder
    }()

    /// The same, which leaves the reading of dates to us, where something else is compared.
    static let decoderWithOurDates: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            return try RecordDecoder().decode(Date.self, from: RecordEncoder().encode(text))
        }
        return decoder
    }()

    private static func text(of date: Date) -> String {
        let time = date.timeIntervalSinceReferenceDate
        let micros = ((time - time.rounded(.down)) * 1e6).rounded()
        let carried = micros == 1e6 ? 1.0 : 0
        let whole = Date(timeIntervalSinceReferenceDate: time.rounded(.down) + carried)
        let seconds = whole.formatted(Date.ISO8601FormatStyle()).dropLast()
        let digits = String(Int(micros) % 1_000_000)
        return seconds + "." + String(repeating: "0", count: 6 - digits.count) + digits + "Z"
    }

    private static func date(of text: String) -> Date? {
        let parts = text.dropLast().split(separator: ".")
        guard parts.count == 2, let micros = Double(parts[1]),
            let whole = try? Date.ISO8601FormatStyle().parse(parts[0] + "Z")
        else { return nil }
        return Date(timeIntervalSinceReferenceDate: whole.timeIntervalSinceReferenceDate + micros / 1e6)
    }

    /// What a JSON text says, whatever the order of its members.
    static func meaning(of json: [UInt8]) throws -> NSObject {
        let object = try JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed)
        return object as? NSObject ?? NSNull()
    }
}
