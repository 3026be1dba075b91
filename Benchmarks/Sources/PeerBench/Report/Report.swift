import Foundation

/// Everything that is said at the end: as JSON for programs, as Markdown and a table for people.
struct Report: Codable {
    var machine: Machine
    var versions: [String: String]
    var settings: [String: String]
    var rules = Rules.all
    var rounds: Int
    var secondsOfEachTurn: Double
    var goals: [Goal]
    var findings: Findings

    init(_ setting: Setting, _ machine: Machine, _ findings: Findings) {
        self.machine = machine
        self.findings = findings
        versions = Dictionary(uniqueKeysWithValues: setting.entrants.map { ($0.name, $0.version) })
        settings = Dictionary(uniqueKeysWithValues: setting.entrants.map { ($0.name, $0.settings) })
        rounds = setting.rounds
        secondsOfEachTurn = setting.seconds
        goals = GoalList(findings).all
    }

    func write(json path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: URL(fileURLWithPath: path))
    }

    /// Rows of one kind stand together: a workload with each contender's numbers.
    struct Line {
        var title: String
        var unit: String
        var isBetterLower: Bool
        var cells: [String: Series]
    }

    func lines(of part: String) -> [Line] {
        var lines: [Line] = []
        for series in findings.series where series.part == part {
            let clients = series.clients.map { $0 == 1 ? ", 1 client" : ", \($0) clients" } ?? ""
            let title = series.workload + clients
            if let place = lines.firstIndex(where: { $0.title == title }) {
                lines[place].cells[series.contender] = series
            } else {
                lines.append(
                    Line(
                        title: title, unit: series.unit, isBetterLower: series.isBetterLower,
                        cells: [series.contender: series]))
            }
        }
        return lines
    }

    /// Names that have a number in these lines, in the order of the entrants.
    func contenders(of lines: [Line]) -> [String] {
        let entrants = EntrantList.all.map { $0.name }
        let all = entrants + RecoveryCase.all(EntrantList.all).map { $0.title }.filter { !entrants.contains($0) }
        return all.filter { name in lines.contains { $0.cells[name] != nil } }
    }

    var parts: [String] {
        findings.series.reduce(into: []) { if !$0.contains($1.part) { $0.append($1.part) } }
    }

    static func number(_ value: Double) -> String {
        if value >= 10_000 { return Self.grouped(Int(value.rounded())) }
        return String(format: value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
    }

    private static func grouped(_ value: Int) -> String {
        var text = String(value)
        var place = text.count - 3
        while place > 0 {
            text.insert(",", at: text.index(text.startIndex, offsetBy: place))
            place -= 3
        }
        return text
    }
}
