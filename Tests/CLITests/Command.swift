#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import FieldKit
import Testing

/// The built program, run as a user runs it.
struct Command {
    let folder: TemporaryFolder
    /// A store that does not exist yet.
    var store: String { folder.path + "/store" }

    /// What a run left behind.
    struct Result {
        var code: Int32?
        var lines: [String]
        var errors: String
        /// Standard output as a whole, for what people read.
        var text: String { lines.joined(separator: "\n") }
    }

    init() throws { folder = try TemporaryFolder("cairn-cli") }

    /// Executables lie beside the tests that depend on them.
    static let program: String = {
        #if os(Linux)
            var bytes = [UInt8](repeating: 0, count: 4_096)
            let count = max(0, readlink("/proc/self/exe", &bytes, bytes.count))
            let own = String(decoding: bytes[..<count], as: UTF8.self)
        #else
            let bundle = CommandLine.arguments.first { $0.contains(".xctest/") } ?? CommandLine.arguments[0]
            let own = bundle.replacing(/\.xctest\/.*/, with: ".xctest")
        #endif
        return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/cairn"
    }()

    /// Runs it to its end with `input` on standard input.
    func run(_ words: [String], input: [String] = []) throws -> Result {
        try run(with: [Self.program] + words, input: input)
    }

    /// Runs it, with whatever is arranged on its pipes.
    func converse(_ words: [String], _ arrange: (inout Child.Conversation) -> Void) throws -> Result {
        try converse(with: [Self.program] + words) { _, conversation in arrange(&conversation) }
    }

    /// As above, for any program; `arrange` is told about the child as well, so that it can send signals.
    func converse(
        with words: [String], _ arrange: (Child, inout Child.Conversation) -> Void
    ) throws -> Result {
        let errors = folder.path + "/errors-\(UInt64.random(in: 0...UInt64.max))"
        let child = try Child(words, errors: errors)
        var lines: [String] = []
        var conversation = Child.Conversation()
        conversation.limit = 60
        arrange(child, &conversation)
        let hear = conversation.hear
        conversation.hear = { line in
            lines.append(String(decoding: line, as: UTF8.self))
            hear(line)
        }
        let ending = child.hold(conversation)
        let code: Int32? = if case .exit(let code) = ending { code } else { nil }
        return Result(code: code, lines: lines, errors: TextFile.read(errors) ?? "")
    }

    /// Runs it again until it succeeds, for at most five seconds: a reader beside a writer sees an acknowledged record
    /// as soon as the store itself bears witness to the acknowledgement, which is a moment later.
    func runUntilFine(_ words: [String]) throws -> Result {
        let watch = Stopwatch()
        while true {
            let result = try run(words)
            if result.code == 0 || watch.seconds > 5 { return result }
        }
    }

    /// A store with records `r1`, `r2`, … of kind `plan`.
    @discardableResult
    func fill(_ count: Int) throws -> Result {
        let result = try run(["put", store, "plan"], input: (1...count).map { #"{"id":"r\#($0)","n":\#($0)}"# })
        try #require(result.code == 0, "\(result.errors)")
        return result
    }

    /// The names of the store's segment files, oldest first.
    func segments() throws -> [String] {
        let listing = try run(with: ["sh", "-c", "cd '\(store)' && ls | grep '^seg-.*jsonl$'"])
        return listing.lines.sorted()
    }

    /// Runs another program, with `input` on its standard input.
    func run(with words: [String], input: [String] = []) throws -> Result {
        try converse(with: words) { _, conversation in
            var pieces = input.isEmpty ? [] : [Array((input.joined(separator: "\n") + "\n").utf8)]
            conversation.say = { pieces.isEmpty ? nil : pieces.removeFirst() }
        }
    }
}
