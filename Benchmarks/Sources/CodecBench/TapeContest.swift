@_spi(Measuring) import Cairn
import CSimdJSON

/// Cairn's tape beside the DOM of simdjson, which is the fastest that there is: both check the whole text and know
/// where each value is; simdjson decodes strings and numbers besides, which Cairn leaves to whoever asks for them.
final class TapeContest {
    private let decoder = RecordDecoder()
    private let reader: OpaquePointer
    /// Texts with room behind them, as simdjson wants it.
    private let texts: [(name: String, all: [(text: UnsafeRawBufferPointer, padded: UnsafeMutableRawPointer)])]

    /// - Errors: where one of the two refuses a text.
    init(_ records: [[UInt8]]) throws {
        guard let reader = simdjson_open() else { throw Failure(description: "simdjson has no memory") }
        self.reader = reader
        let many = [UInt8(ascii: "[")] + records.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
        texts = [("records", records.map(Self.padded)), ("an array of them", [Self.padded(many)])]
        for (name, all) in texts {
            for (text, _) in all where try ours(text) != theirs(text) {
                throw Failure(description: "they do not agree about \(name)")
            }
        }
    }

    deinit {
        for (_, all) in texts { for (_, memory) in all { memory.deallocate() } }
        simdjson_close(reader)
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private static func padded(_ bytes: [UInt8]) -> (text: UnsafeRawBufferPointer, padded: UnsafeMutableRawPointer) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes.count + simdjson_padding(), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes.count + simdjson_padding())
        memory.copyMemory(from: bytes, byteCount: bytes.count)
        return (UnsafeRawBufferPointer(start: memory, count: bytes.count), memory)
    }

    private func ours(_ text: UnsafeRawBufferPointer) throws -> Int { try decoder.scan(text) }

    private func theirs(_ text: UnsafeRawBufferPointer) throws -> Int {
        let children = simdjson_parse(reader, text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count)
        guard children >= 0 else { throw Failure(description: "simdjson refuses a text") }
        return Int(children)
    }

    func run(rounds: Int) throws {
        print("simdjson \(String(cString: simdjson_version())), \(String(cString: simdjson_instructions())), DOM")
        for (name, all) in texts {
            var times: [[Double]] = [[], []]
            let bytes = all.reduce(0) { $0 + $1.text.count }
            for _ in 0..<rounds {
                times[0].append(try speed(bytes) { for (text, _) in all { _ = try ours(text) } })
                times[1].append(try speed(bytes) { for (text, _) in all { _ = try theirs(text) } })
            }
            print(Row.text("tape, \(name)", "MB/s", times[0]))
            print(Row.text("simdjson, \(name)", "MB/s", times[1]))
            print(Row.text("tape, ratio", "x", zip(times[0], times[1]).map { $0 / $1 }, goal: 0.3))
        }
    }

    private func speed(_ bytes: Int, _ body: () throws -> Void) throws -> Double {
        let passes = 40
        let took = try ContinuousClock().measure { for _ in 0..<passes { try body() } }
        return Double(bytes * passes) / 1e6 / (took / .seconds(1))
    }
}
