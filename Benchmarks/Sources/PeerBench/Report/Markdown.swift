import Foundation

extension Report {
    /// For reading at leisure, with the plots beside it.
    func markdown(plots: [String]) -> String {
        var text = "# Cairn and its peers\n\n" + head + "\n## Rules\n\n"
        text += rules.map { "- \($0)\n" }.joined()
        text += "\n## Contenders\n\n| | version | settings |\n|---|---|---|\n"
        for entrant in EntrantList.all where versions[entrant.name] != nil {
            text += "| \(entrant.name) | \(entrant.version) | \(entrant.settings) |\n"
        }
        if !goals.isEmpty { text += "\n## Goals\n\n" + goalTable }
        for part in parts { text += "\n## \(part.capitalized)\n\n" + medians(part) + "\n" + details(part) }
        if !plots.isEmpty { text += "\n## Plots\n\n" + plots.map { "![\($0)](\($0))\n" }.joined(separator: "\n") }
        return text
    }

    private var head: String {
        """
        \(machine.processor), \(machine.cores) cores, \(machine.memoryBytes >> 30) GiB, \(machine.system), \
        \(machine.fileSystem), Swift \(machine.swift), \(machine.date). \(rounds) rounds of \(secondsOfEachTurn) s. \
        Load before and after: \(machine.loadBefore); \(machine.loadAfter).

        """
    }

    private var goalTable: String {
        var text = "| | who | median | least – most | wanted | |\n|---|---|---|---|---|---|\n"
        for goal in goals {
            text +=
                "| \(goal.what) | \(goal.contender) | \(Self.number(goal.median)) | "
                + "\(Self.number(goal.values.min() ?? 0)) – \(Self.number(goal.values.max() ?? 0)) | "
                + "\(goal.isAtLeast ? ">=" : "<=") \(Self.number(goal.limit)) | "
                + "\(goal.isMet ? "met" : "**missed**") |\n"
        }
        return text
    }

    private func medians(_ part: String) -> String {
        let lines = lines(of: part)
        let names = contenders(of: lines)
        var text =
            "Medians; the best of each row is bold.\n\n| | unit | " + names.joined(separator: " | ") + " |\n|---|---"
        text += String(repeating: "|---", count: names.count) + "|\n"
        for line in lines {
            let best = best(line)
            let cells = names.map { name -> String in
                guard let series = line.cells[name] else { return "–" }
                return series.median == best ? "**\(Self.number(series.median))**" : Self.number(series.median)
            }
            text += "| \(line.title) | \(line.unit) | " + cells.joined(separator: " | ") + " |\n"
        }
        return text
    }

    /// The bare disk is no store: it wins nothing.
    private func best(_ line: Line) -> Double? {
        let medians = line.cells.filter { $0.key != FloorContender.entrant.name }.map(\.value.median)
        return line.isBetterLower ? medians.min() : medians.max()
    }

    /// Least and most, and how often the other goes into Cairn's number, round by round.
    private func details(_ part: String) -> String {
        let lines = lines(of: part)
        var text = "Least and most of the rounds; then how often the number goes into that of the log, and of Cairn: "
        text += "median (least – most) of the rounds.\n\n"
        text += "| | | least – most | log | Cairn |\n|---|---|---|---|---|\n"
        for line in lines {
            for name in contenders(of: lines) {
                guard let series = line.cells[name] else { continue }
                text += "| \(line.title) | \(name) | \(Self.number(series.least)) – \(Self.number(series.most)) | "
                text += ratio(line.cells["Cairn log"], series) + " | " + ratio(line.cells["Cairn"], series) + " |\n"
            }
        }
        return text
    }

    private func ratio(_ own: Series?, _ other: Series) -> String {
        guard let own, own.contender != other.contender else { return "–" }
        let ratios = own.ratios(to: other)
        return "\(Self.number(Series.percentile(0.5, of: ratios))) "
            + "(\(Self.number(ratios.min() ?? 0)) – \(Self.number(ratios.max() ?? 0)))"
    }
}
