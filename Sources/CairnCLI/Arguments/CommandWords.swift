/// The words of the command line, checked to be text.
enum CommandWords {
    /// The words after the program's name.
    ///
    /// Swift's own `CommandLine.arguments` mends bytes that are not UTF-8, and a mended path or id names
    /// something else.
    ///
    /// - Throws: `UsageError` for a word that is not UTF-8.
    static func read() throws(UsageError) -> [String] {
        var words: [String] = []
        for index in 1..<max(1, Int(CommandLine.argc)) {
            guard let bytes = CommandLine.unsafeArgv[index] else { break }
            guard let word = String(validatingCString: bytes) else {
                throw UsageError("word \(index) of the command line is not UTF-8")
            }
            words.append(word)
        }
        return words
    }
}
