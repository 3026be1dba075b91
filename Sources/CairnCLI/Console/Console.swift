import CairnLog
import FoundationEssentials
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a verb's words go, and where the user's wishes come from. Data goes to standard output, everything else to
/// standard error.
struct Console: Sendable {
    var output = OutputStream(descriptor: STDOUT_FILENO)
    var diagnostics = OutputStream(descriptor: STDERR_FILENO)
    var interruption: Interruption
    /// Machines are reading.
    var isJSON: Bool
    /// No progress, no notes.
    var isQuiet: Bool

    /// For text on standard output.
    var style: Style { Style(isOn: output.isTerminal && Self.wantsColour) }
    /// For text on standard error.
    var noteStyle: Style { Style(isOn: diagnostics.isTerminal && Self.wantsColour) }

    /// https://no-color.org, and terminals that can do nothing.
    private static var wantsColour: Bool {
        let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? true
        return getenv("NO_COLOR") == nil && !isDumb
    }

    /// Something worth knowing that is not an error.
    func note(_ text: String) {
        guard !isQuiet, !isJSON else { return }
        say("\(noteStyle.dim("note:")) \(text)\n")
    }

    /// One object of data as a line of JSON, its members in alphabetical order.
    func writeJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try output.write(try encoder.encode(value))
        try output.write("\n")
    }

    /// An error, as words or as an object.
    func complain(_ complaint: Complaint) {
        if isJSON {
            say(complaint.json + "\n")
        } else {
            say("\(noteStyle.red("cairn:")) \(complaint.message)\n")
        }
    }

    /// Straight to standard error. Where even that cannot be written there is nobody left to tell.
    func say(_ text: String) {
        try? diagnostics.write(text)
        try? diagnostics.flush()
    }

    /// A bar for a person, where one is watching; besides, the way in which Ctrl-C reaches long work.
    func progress() -> ProgressBar {
        ProgressBar(stream: progressStream, interruption: interruption)
    }

    /// Where a bar would be drawn; nil where nobody is watching.
    var progressStream: OutputStream? { !isQuiet && !isJSON && diagnostics.isTerminal ? diagnostics : nil }
}
