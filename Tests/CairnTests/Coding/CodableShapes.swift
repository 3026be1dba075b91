import Foundation

// Types of every shape that Codable knows, as the compiler writes their coding.

enum Colour: String, Codable, CaseIterable { case red, green = "gr\u{fc}n", blue = "b\"l\\u/e" }

enum Level: Int, Codable, CaseIterable { case low = -1, high = 7 }

/// A key of a dictionary that is an enum: an array of keys and values in JSON, unless it says otherwise.
enum Side: String, Codable, CodingKeyRepresentable, CaseIterable { case left, right }

indirect enum Shape: Codable, Equatable {
    case nothing
    case circle(radius: Double)
    case labelled(String, colour: Colour?)
    case pair(Shape, Shape)
}

struct Place: Codable, Equatable {
    var x: Float
    var y: Double?
    var tags: [String]
}

struct Everything: Codable, Equatable {
    var small: [Int8]
    var narrow: Int16
    var middle: Int32
    var wide: Int64
    var number: Int
    var byte: UInt8
    var word: UInt16
    var half: UInt32
    var whole: UInt64
    var unsigned: UInt
    var float: Float
    var double: Double
    var text: String
    var flag: Bool
    var id: UUID
    var moment: Date
    var bytes: Data
    var price: Decimal
    var link: URL
    var colour: Colour
    var level: Level?
    var shape: Shape
    var place: Place?
    var places: [Place]
    var matrix: [[Int?]]
    var byName: [String: Place]
    var byNumber: [Int: String]
    var bySide: [Side: Int]
    var byID: [UUID: Date]
    var dates: [Date?]
    var set: Set<Int>
}

/// A class with a superclass that keeps its members in an object of its own.
class Animal: Codable {
    var name: String
    init(name: String) { self.name = name }
}

final class Dog: Animal {
    var age: Int
    var isGood: Bool?

    private enum CodingKeys: String, CodingKey { case age, isGood }

    init(name: String, age: Int, isGood: Bool?) {
        self.age = age
        self.isGood = isGood
        super.init(name: name)
    }

    required init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        age = try members.decode(Int.self, forKey: .age)
        isGood = try members.decodeIfPresent(Bool.self, forKey: .isGood)
        try super.init(from: members.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(age, forKey: .age)
        try super.encode(to: members.superEncoder())
        try members.encodeIfPresent(isGood, forKey: .isGood)
    }
}

/// A class that writes its members into the same object as its superclass.
final class Cat: Animal {
    var lives: Int

    private enum CodingKeys: String, CodingKey { case lives }

    init(name: String, lives: Int) {
        self.lives = lives
        super.init(name: name)
    }

    required init(from decoder: any Decoder) throws {
        lives = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .lives)
        try super.init(from: decoder)
    }

    override func encode(to encoder: any Encoder) throws {
        try super.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(lives, forKey: .lives)
    }
}

/// As deep as one likes.
final class Chain: Codable {
    var next: Chain?

    init(length: Int) {
        next = nil
        for _ in 1..<max(length, 1) { next = Chain(next: next) }
    }

    private init(next: Chain?) { self.next = next }

    var length: Int {
        var count = 1
        var link = next
        while let here = link {
            count += 1
            link = here.next
        }
        return count
    }
}
