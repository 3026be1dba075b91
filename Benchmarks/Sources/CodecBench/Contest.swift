@_spi(Measuring) import Cairn
import Foundation

/// Both pairs of coders at the same work, in turns, so that whatever slows the machine slows them alike.
struct Contest {
    private let players = Player.crowd(1_000)
    let texts: [[UInt8]]
    private let theirTexts: [Data]
    private let encoder = RecordEncoder()
    private let decoder = RecordDecoder()
    private let theirEncoder = JSONEncoder()
    private let theirDecoder = JSONDecoder()

    /// How often the crowd is gone through in one measurement.
    private static let passes = 20

    private struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    init() throws {
        // A number is the cheapest date that they have: their own text of it would take them another microsecond.
        theirEncoder.dateEncodingStrategy = .deferredToDate
        theirDecoder.dateDecodingStrategy = .deferredToDate
        texts = try players.map { [encoder] in try encoder.encode($0) }
        theirTexts = try players.map { [theirEncoder] in try theirEncoder.encode($0) }
        let read = try texts.map { [decoder] in try decoder.decode(Player.self, from: $0) }
        guard read == players else { throw Failure(description: "what was read is not what was written") }
    }

    /// Cairn's alone.
    func repeatOurs(_ what: String, times: Int) throws {
        for _ in 0..<times { _ = try what == "encode" ? ours(encoding: true) : ours(encoding: false) }
    }

    func run(rounds: Int) throws {
        var times: [[Double]] = [[], [], [], []]
        for _ in 0..<rounds {
            times[0].append(try ours(encoding: true))
            times[1].append(try theirs(encoding: true))
            times[2].append(try ours(encoding: false))
            times[3].append(try theirs(encoding: false))
        }
        let bytes = Double(texts.map(\.count).reduce(0, +)) / Double(texts.count)
        print("a record of \(Int(bytes)) bytes; median, least and most of \(rounds) rounds in turns")
        print(Row.text("encode, Cairn", "ns", times[0]))
        print(Row.text("encode, Foundation", "ns", times[1]))
        print(Row.text("encode, ratio", "x", zip(times[0], times[1]).map { $1 / $0 }, goal: 5))
        print(Row.text("decode, Cairn", "ns", times[2]))
        print(Row.text("decode, Foundation", "ns", times[3]))
        print(Row.text("decode, ratio", "x", zip(times[2], times[3]).map { $1 / $0 }, goal: 5))
    }

    private func ours(encoding: Bool) throws -> Double {
        try nanoseconds {
            if encoding {
                for player in players { _ = try encoder.encode(player) }
            } else {
                for text in texts { _ = try decoder.decode(Player.self, from: text) }
            }
        }
    }

    private func theirs(encoding: Bool) throws -> Double {
        try nanoseconds {
            if encoding {
                for player in players { _ = try theirEncoder.encode(player) }
            } else {
                for text in theirTexts { _ = try theirDecoder.decode(Player.self, from: text) }
            }
        }
    }

    /// What one record takes.
    private func nanoseconds(_ body: () throws -> Void) throws -> Double {
        let took = try ContinuousClock().measure {
            for _ in 0..<Self.passes { try body() }
        }
        return took / .nanoseconds(1) / Double(Self.passes * players.count)
    }
}
