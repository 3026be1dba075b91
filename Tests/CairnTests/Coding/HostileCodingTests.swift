import Foundation
import Testing

@_spi(Measuring) import Cairn

/// No text, however hostile, does more than throw.
@Suite struct HostileCodingTests {
    private let decoder = RecordDecoder()

    @Test func `deep texts are refused`() throws {
        indirect enum Tree: Decodable {
            case branches([Tree])
            init(from decoder: any Decoder) throws { self = .branches(try [Tree](from: decoder)) }
        }
        for depth in [500, 513, 100_000] {
            let text = Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
            let tree = try? decoder.decode(Tree.self, from: text)
            #expect((tree != nil) == (depth < 512), "\(depth)")
        }
        let open = [UInt8](repeating: 0x5b, count: 1_000_000)
        #expect(throws: DecodingError.self) { try decoder.decode(Tree.self, from: open) }
        struct Mirror: Decodable {
            init(from decoder: any Decoder) throws { self = try decoder.singleValueContainer().decode(Mirror.self) }
        }
        #expect(throws: DecodingError.self) { try decoder.decode(Mirror.self, from: Array("1".utf8)) }
    }

    @Test func `a text cut anywhere is refused`() throws {
        var dice = SeededDice(seed: 3)
        let text = try RecordEncoder().encode(dice.everything())
        for end in 0..<text.count {
            #expect(throws: DecodingError.self) { try decoder.decode(Everything.self, from: Array(text[..<end])) }
        }
    }

    @Test(arguments: 0..<20) func `a text with changed bytes is read as Foundation reads it, or refused`(seed: Int)
        throws
    {
        var dice = SeededDice(seed: UInt64(seed) + 1_000)
        let tokens =
            [
                "\"", "\\", "\\ud800", "{", "}", "[", "]", ",", ":", "null", "true", "-", "1e5", "1e999", ".5", "0",
                "\u{0}",
                "99999999999999999999", "\\u0000", " ", "\"a\":1,", "é",
            ].map { Array($0.utf8) } + [[0xff], [0xc3], [0xed, 0xa0, 0x80]]
        for _ in 0..<20 {
            let text = try RecordEncoder().encode(dice.everything())
            for _ in 0..<20 {
                var changed = text
                for _ in 0..<dice.number(1...3) {
                    let place = dice.number(0...changed.count - 1)
                    let end = min(changed.count, place + dice.number(0...3))
                    changed.replaceSubrange(place..<end, with: dice.pick(tokens))
                }
                let ours: Everything?
                do { ours = try decoder.decode(Everything.self, from: changed) } catch is DecodingError { ours = nil }
                guard let ours else { continue }
                let theirs = try? FoundationCoding.decoderWithOurDates.decode(Everything.self, from: Data(changed))
                #expect(theirs == ours, "\(String(decoding: changed, as: UTF8.self))")
            }
        }
    }

    @Test func `any bytes are read or refused`() {
        var dice = SeededDice(seed: 5)
        for _ in 0..<20_000 {
            let bytes = dice.list(40) { UInt8.random(in: 0...255, using: &$0) }
            do { _ = try decoder.decode(Everything.self, from: bytes) } catch { #expect(error is DecodingError) }
            do { _ = try decoder.decode([String: [Double]].self, from: bytes) } catch {
                #expect(error is DecodingError)
            }
        }
    }
}
