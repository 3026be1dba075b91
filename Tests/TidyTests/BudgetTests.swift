import Testing

/// Small files with one subject, small functions, lines that fit a screen.
@Suite struct BudgetTests {
    private static let maxFileLines = 300
    private static let maxFunctionLines = 50
    private static let maxColumns = 120

    @Test(arguments: Project.swift) func `no file is longer than 300 lines`(file: Project.File) {
        let count = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        guard count > Self.maxFileLines else { return }
        // The reason stands at the head of the file.
        let reason = Excuse.reason(in: file.swift.comments.prefix(5))
        Self.judge("\(file.path) has \(count) lines", reason)
    }

    @Test(arguments: Project.swift) func `no function is longer than 50 lines`(file: Project.File) {
        let text = file.swift
        for function in FunctionLengths(text).functions where function.lineCount > Self.maxFunctionLines {
            let reason = Excuse.reason(in: Excuse.comments(at: function.line, in: text))
            let place = "\(file.path):\(function.line + 1)"
            Self.judge("\(place): \(function.name) has \(function.lineCount) lines", reason)
        }
    }

    @Test(arguments: Project.swift) func `no line is wider than 120 columns`(file: Project.File) {
        let text = file.swift
        for (index, line) in file.lines.enumerated() where line.utf8.count > Self.maxColumns {
            guard line.count > Self.maxColumns else { continue }
            let reason = Excuse.reason(in: Excuse.comments(at: index, in: text))
            Self.judge("\(file.path):\(index + 1): \(line.count) columns", reason)
        }
    }

    /// An excuse is shown, so that it stays an exception.
    private static func judge(_ what: String, _ reason: String?) {
        if let reason { print("tidy: \(what), because: \(reason)") } else { Issue.record("\(what)") }
    }
}
