/// One thing that `cairn` can do. Made from words alone, so that a wrong command line touches nothing; then performed.
protocol Verb: Sendable {
    /// What it is, for the parser and the help text.
    static var manual: Manual { get }

    /// - Throws: `UsageError` where the words make no sense.
    init(_ arguments: Arguments) throws(UsageError)

    /// Does it. What it throws is reported by the caller.
    func run(_ console: Console) async throws -> ExitCode
}

/// What the process says when it ends. Scripts rely on these numbers.
struct ExitCode: Sendable, Equatable {
    var number: Int32

    /// Done.
    static let fine = ExitCode(number: 0)
    /// Not done, or not wholly.
    static let failure = ExitCode(number: 1)
    /// Bytes that had been acknowledged are not what they were.
    static let damage = ExitCode(number: 2)
    /// An unfinished write lies behind the last acknowledged one, as a crash leaves it.
    static let torn = ExitCode(number: 3)
    /// The command line was not understood; nothing was touched. (`EX_USAGE` of sysexits.h)
    static let usage = ExitCode(number: 64)
}
