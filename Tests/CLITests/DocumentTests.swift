import FieldKit
import Testing

/// The pages about the command line say what happens.
@Suite struct DocumentTests {
    /// A command of the page, and what stands below it.
    private struct Step {
        var command: String
        var output: [String] = []
    }

    private static func steps(_ document: String) throws -> [Step] {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        let page = try #require(TextFile.read("\(root)/Docs/\(document)"))
        var steps: [Step] = []
        var isConsole = false
        for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                isConsole = line == "```console"
            } else if isConsole, line.hasPrefix("$ ") {
                steps.append(Step(command: String(line.dropFirst(2))))
            } else if isConsole, !steps.isEmpty {
                steps[steps.count - 1].output.append(line)
            }
        }
        return steps
    }

    /// What differs from run to run: times of day and how long things take.
    private static func masked(_ line: String) -> String {
        line.replacing(/20\d\d-\d\d-\d\dT[0-9:.]+Z/, with: "TIME").replacing(/^time +[0-9.]+ m?s$/, with: "time")
    }

    @Test(arguments: [("CommandLine.md", 20), ("Operations.md", 12)])
    func `every command of the page answers as the page says`(document: String, least: Int) throws {
        let command = try Command()
        let steps = try Self.steps(document)
        try #require(steps.count > least)
        let bin = Command.program.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
        for step in steps {
            // What is said of errors stands in front of the data, as one sees it in a terminal.
            let script = "cd '\(command.folder.path)' && PATH=\"\(bin):$PATH\" && { \(step.command); } 2>&1"
            let result = try command.run(with: ["sh", "-c", script])
            #expect(result.lines.map(Self.masked) == step.output.map(Self.masked), "$ \(step.command)")
        }
    }
}
