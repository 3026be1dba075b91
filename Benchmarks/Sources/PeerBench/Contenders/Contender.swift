import Foundation

/// What a write waits for.
enum Keeping: String, Sendable {
    /// The device has it.
    case synced
    /// The operating system has it: it survives the death of the process.
    case buffered
}

/// A store that is open.
protocol Contender: AnyObject, Sendable {
    /// Whoever works with it, one at a time.
    func client(_ keeping: Keeping) throws -> Client
    /// What opening had to read of the log, where the store says so.
    var logBytesRead: Int? { get }
    /// It says of its own accord that not all was well when it was opened.
    var isWarned: Bool { get }
    /// Gives back the room of what was replaced or removed, in the way that its documentation names.
    func compact() async throws
    /// What helps the next opening, where there is such a thing.
    func snapshot() async throws
    func close() async throws
}

extension Contender {
    var logBytesRead: Int? { nil }
    var isWarned: Bool { false }
    func snapshot() async throws {}
}

/// How a program works with a store: by threads that wait, or by tasks.
enum Client {
    case thread(any ThreadClient)
    case task(any TaskClient)
}

/// Reads. The answer is how many records were met.
protocol Reader: AnyObject, Sendable {
    func read(_ deed: Deed) throws -> Int
    /// A record's JSON, for the examination.
    func bytes(_ number: Int) throws -> [UInt8]?
}

/// A reader of a store that knows bytes in the order of their keys. It lends the bytes; what they are used for is the
/// same for all of them.
protocol KeyedReader: Reader {
    var decoder: ItemDecoder { get }
    /// Lends the record's bytes. The answer is how many were met, for which `use` said so.
    func get(_ number: Int, _ use: (UnsafeRawBufferPointer) throws -> Bool) throws -> Int
    /// The same for `count` records from `first` on, until `use` says no.
    func scan(_ first: Int, _ count: Int, _ use: (UnsafeRawBufferPointer) throws -> Bool) throws -> Int
}

extension KeyedReader {
    func read(_ deed: Deed) throws -> Int {
        switch deed {
        case .read(let number): try get(number) { _ in true }
        case .readTyped(let number): try get(number) { try decoder.isItem(Data($0)) }
        case .scan(let first, let count): try scan(first, count) { _ in true }
        case .scanTyped(let first, let count): try scan(first, count) { try decoder.isItem(Data($0)) }
        default: 0
        }
    }

    func bytes(_ number: Int) throws -> [UInt8]? {
        var bytes: [UInt8]?
        _ = try get(number) {
            bytes = Array($0)
            return true
        }
        return bytes
    }
}

/// A client that keeps its thread while it waits.
protocol ThreadClient: Reader {
    func write(_ deed: Deed) throws
}

/// A client that gives its thread away while it waits.
protocol TaskClient: Reader {
    func write(_ deed: Deed) async throws
}

/// What a contender did wrong, or cannot do.
struct ContenderFailure: Error, CustomStringConvertible {
    var description: String

    init(_ name: String, _ what: String) { description = "\(name): \(what)" }
}

/// How a store is to be opened.
struct Setup: Sendable {
    /// Memory for blocks, pages or lines that were read; the same for all who keep any.
    static let cacheBytes = 64 << 20

    /// Scans are wanted, so that an index over them must be kept.
    var isOrdered = false
    /// Nothing is moved out of the log while it is written, so that opening has all of it to read.
    var keepsAllInLog = false
    /// A snapshot is taken when it is filled.
    var takesSnapshot = false
}

/// One who takes part.
struct Entrant: Sendable {
    enum Ability: Sendable { case reads, scans, deletes, compacts, recovers }

    var name: String
    var version: String
    /// Everything about it that is not its default.
    var settings: String
    var isOurs = false
    var can: Set<Ability> = [.reads, .scans, .deletes, .compacts, .recovers]
    /// Opens, or creates, the store in a folder that exists.
    var open: @Sendable (_ folder: String, _ setup: Setup) async throws -> any Contender
}
