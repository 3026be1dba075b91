#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Something outside the store failed: a pipe, a terminal, a child process.
struct CommandFailure: Error, Sendable, CustomStringConvertible {
    /// What happened.
    var message: String
    /// For machines.
    var code = "failed"

    init(_ message: String, code: String = "failed") {
        self.message = message
        self.code = code
    }

    /// The user asked for a stop before it was done.
    static let interrupted = CommandFailure("interrupted", code: "interrupted")

    /// What was asked for is not in the store.
    static func notFound(kind: String, id: String) -> CommandFailure {
        CommandFailure("there is no \(kind) with the id \(id)", code: "notFound")
    }

    /// With the system's own words behind.
    init(_ message: String, errno number: Int32) {
        self.message = "\(message): \(Self.words(for: number))"
    }

    var description: String { message }

    private static func words(for number: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard strerror_r(number, &buffer, buffer.count) == 0 else { return "errno \(number)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
