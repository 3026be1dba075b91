import Foundation
import Testing

@_spi(Measuring) import Cairn

/// What is written is what is read, by us and by Foundation.
@Suite struct RoundTripCodingTests {
    private let encoder = RecordEncoder()
    private let decoder = RecordDecoder()

    @Test(arguments: 0..<40) func `a value of every shape comes back, from either to either`(seed: Int) throws {
        var dice = SeededDice(seed: UInt64(seed))
        for _ in 0..<10 {
            let value = dice.everything()
            let ours = try encoder.encode(value)
            let theirs = try [UInt8](FoundationCoding.encoder.encode(value))
            #expect(try decoder.decode(Everything.self, from: ours) == value)
            #expect(try decoder.decode(Everything.self, from: theirs) == value)
            #expect(try FoundationCoding.decoder.decode(Everything.self, from: Data(ours)) == value)
            #expect(try FoundationCoding.meaning(of: ours) == FoundationCoding.meaning(of: theirs))
        }
    }

    @Test func `every double comes back to the bit`() throws {
        var dice = SeededDice(seed: 7)
        for _ in 0..<20_000 {
            let value = dice.double()
            let text = try encoder.encode(value)
            #expect(try decoder.decode(Double.self, from: text).bitPattern == value.bitPattern)
            let theirs = try FoundationCoding.decoder.decode(Double.self, from: Data(text))
            #expect(theirs.bitPattern == value.bitPattern)
        }
    }

    @Test func `every float comes back to the bit`() throws {
        var dice = SeededDice(seed: 8)
        for _ in 0..<20_000 {
            let value = dice.float()
            #expect(try decoder.decode(Float.self, from: encoder.encode(value)).bitPattern == value.bitPattern)
        }
    }

    @Test func `a number is read as the nearest double, however it is written`() throws {
        var dice = SeededDice(seed: 9)
        for _ in 0..<20_000 {
            var text = dice.chance(30) ? "-" : ""
            text += String(dice.next() >> UInt64(dice.number(0...60)))
            if dice.chance(60) { text += "." + String(dice.next() >> UInt64(dice.number(0...60))) }
            if dice.chance(60) { text += "e" + String(dice.number(-40...40)) }
            let read = try decoder.decode(Double.self, from: Array(text.utf8))
            #expect(read.bitPattern == Double(text)?.bitPattern, "\(text)")
        }
    }

    @Test func `integers of all widths keep their ends`() throws {
        func check<T: FixedWidthInteger & Codable>(_ type: T.Type) throws {
            for value in [T.min, T.min + 1, 0, 1, T.max - 1, T.max] {
                let text = try encoder.encode([value])
                #expect(String(decoding: text, as: UTF8.self) == "[\(value)]")
                #expect(try decoder.decode([T].self, from: text) == [value])
            }
        }
        try check(Int8.self)
        try check(Int16.self)
        try check(Int32.self)
        try check(Int64.self)
        try check(Int.self)
        try check(UInt8.self)
        try check(UInt16.self)
        try check(UInt32.self)
        try check(UInt64.self)
        try check(UInt.self)
        try check(Int128.self)
        try check(UInt128.self)
    }

    @Test func `dates of all years come back`() throws {
        var dice = SeededDice(seed: 10)
        for _ in 0..<10_000 {
            let seconds = Double(dice.number(-63_113_904_000...252_423_993_599))
            let date = Date(timeIntervalSinceReferenceDate: seconds + Double(dice.number(0...999_999)) / 1e6)
            #expect(try decoder.decode(Date.self, from: encoder.encode(date)) == date)
        }
    }

    @Test func `decimal numbers keep all of their digits`() throws {
        let texts = [
            "0", "0.1", "-12345678901234567890.123456789012345678", "99999999999999999999999999999999999999", "1e100",
            "340282366920938463463374607431768211455", "0.00000000000000000000000000000000000001",
        ]
        for text in texts {
            let value = try #require(Decimal(string: text))
            #expect(try decoder.decode(Decimal.self, from: encoder.encode(value)) == value)
            #expect(try decoder.decode(Decimal.self, from: Array(text.utf8)) == value)
        }
        let tooLong = Array("1234567890123456789012345678901234567890.5".utf8)
        #expect(throws: DecodingError.self) { try decoder.decode(Decimal.self, from: tooLong) }
    }

    @Test func `classes come back with their superclass's members`() throws {
        let dog = Dog(name: "Rex", age: 3, isGood: true)
        let text = try encoder.encode(dog)
        #expect(String(decoding: text, as: UTF8.self) == #"{"age":3,"super":{"name":"Rex"},"isGood":true}"#)
        let read = try decoder.decode(Dog.self, from: text)
        #expect(read.name == "Rex" && read.age == 3 && read.isGood == true)
        let cat = try encoder.encode(Cat(name: "Tom", lives: 9))
        #expect(String(decoding: cat, as: UTF8.self) == #"{"name":"Tom","lives":9}"#)
        #expect(try decoder.decode(Cat.self, from: cat).name == "Tom")
    }

    @Test func `a scalar may be the whole text`() throws {
        #expect(try encoder.encode("a") == Array("\"a\"".utf8))
        #expect(try encoder.encode(Int?.none) == Array("null".utf8))
        #expect(try decoder.decode(Int?.self, from: Array(" null ".utf8)) == nil)
        let id = UUID()
        #expect(try encoder.encode(id) == Array("\"\(id.uuidString)\"".utf8))
        #expect(try decoder.decode(UUID.self, from: Array("\"\(id.uuidString.lowercased())\"".utf8)) == id)
    }
}
