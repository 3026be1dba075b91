import CrashLab
import FieldKit
import Laboratory

/// The verb and its options.
struct LabOptions {
    enum Verb: String { case states, bits, faults, tamper, mutants, door }

    let verb: Verb
    private(set) var seed: UInt64 = 1
    /// So many distinct disks are wanted.
    private(set) var budget: Int?
    /// So many runs are wanted, each from a seed of its own.
    private(set) var seeds: Int?
    private(set) var seconds: Double = .infinity
    private(set) var models = CrashModel.allCases
    private(set) var workloads = WorkloadKind.allCases
    private(set) var replay: String?
    /// A part of a mutant's name.
    private(set) var only: String?

    /// Errors: an unknown verb or option, or a value that cannot be read.
    init(_ arguments: [String]) throws {
        guard let first = arguments.first, let verb = Verb(rawValue: first) else {
            throw FieldError("unknown: \(arguments.first ?? "")")
        }
        self.verb = verb
        var rest = arguments.dropFirst().makeIterator()
        while let name = rest.next() {
            guard let value = rest.next() else { throw FieldError("\(name) needs a value") }
            try set(name, value)
        }
    }

    private mutating func set(_ name: String, _ value: String) throws {
        switch name {
        case "--seed": seed = try Self.read(value, UInt64.init)
        case "--seeds": seeds = try Self.read(value) { Int($0) }
        case "--budget": budget = try Self.read(value) { Int($0) }
        case "--seconds": seconds = try Self.read(value) { Double($0) }
        case "--model": models = [try Self.read(value, CrashModel.init)]
        case "--workload": workloads = [try Self.read(value, WorkloadKind.init)]
        case "--replay": replay = value
        case "--only": only = value
        default: throw FieldError("unknown: \(name)")
        }
    }

    private static func read<T>(_ text: String, _ parse: (String) -> T?) throws -> T {
        guard let value = parse(text) else { throw FieldError("cannot be read: \(text)") }
        return value
    }
}
