import Foundation

/// Pictures by gnuplot.
struct Plots {
    private let folder: String
    private let report: Report

    init(_ report: Report, in folder: String) {
        self.report = report
        self.folder = folder
    }

    /// Names of the files that were drawn; none where gnuplot is missing.
    func draw() throws -> [String] {
        var drawn: [String] = []
        for plot in plots where !plot.curves.isEmpty {
            let name = "\(plot.name).svg"
            try script(plot, name).write(toFile: "\(folder)/\(plot.name).gnuplot", atomically: true, encoding: .utf8)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["gnuplot", "\(plot.name).gnuplot"]
            process.currentDirectoryURL = URL(fileURLWithPath: folder)
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            if process.terminationStatus == 0 { drawn.append(name) }
        }
        return drawn
    }

    private struct Plot {
        var name: String
        var title: String
        var x: String
        var y: String
        var curves: [Curve]
        var more = ""
    }

    private var plots: [Plot] {
        [
            Plot(
                name: "writers", title: "Durable writes a second against clients", x: "clients", y: "records/s",
                curves: writers,
                more: "set logscale xy\nset xrange [1:256]\nset xtics (1, 16, 64, 256)\nset key left top"),
            Plot(
                name: "latency-quarter",
                title: "Latency of durable writes, arrivals at a quarter of the bare disk's rate",
                x: "percentile", y: "µs", curves: curves("latency-quarter"), more: Self.percentiles),
            Plot(
                name: "latency-twice", title: "Latency of durable writes, arrivals at twice the bare disk's rate",
                x: "percentile", y: "µs", curves: curves("latency-twice"), more: Self.percentiles),
            Plot(
                name: "recovery", title: "Opening after kill -9 against size", x: "records", y: "ms",
                curves: curves("recovery"), more: "set logscale xy\nset key below"),
            Plot(
                name: "compaction", title: "Slowest write of each 20 ms; a compaction begins at 200 ms", x: "ms",
                y: "µs", curves: curves("compaction"),
                more: "set logscale y\nset key below\nset arrow from 200, graph 0 to 200, graph 1 nohead dt 2"),
        ]
    }

    private static let percentiles = """
        set logscale xy
        set xtics ("p50" 2, "p90" 10, "p99" 100, "p99.9" 1000, "p99.99" 10000)
        set key left top
        """

    private func curves(_ name: String) -> [Curve] {
        report.findings.curves.filter { $0.plot == name && !$0.points.isEmpty }
    }

    private var writers: [Curve] {
        report.contenders(of: report.lines(of: "speed")).compactMap { name in
            let points = report.findings.series.filter { $0.workload == "fillsync" && $0.contender == name }
                .compactMap { series in series.clients.map { Curve.Point(x: Double($0), y: series.median) } }
            return points.count > 1 ? Curve(plot: "writers", contender: name, points: points) : nil
        }
    }

    private func script(_ plot: Plot, _ output: String) -> String {
        var text = """
            set terminal svg size 960,540 dynamic font "Helvetica,14" background "#ffffff"
            set output "\(output)"
            set title "\(plot.title)"
            set xlabel "\(plot.x)"
            set ylabel "\(plot.y)"
            set grid lc rgb "#dddddd"
            set border 3 lc rgb "#888888"
            set tics nomirror
            \(plot.more)

            """
        for (index, curve) in plot.curves.enumerated() {
            text += "$data\(index) << EOD\n"
            text += curve.points.map { "\($0.x) \($0.y)\n" }.joined() + "EOD\n"
        }
        let drawings = plot.curves.enumerated().map { "$data\($0) \(Self.look($1))" }
        return text + "plot " + drawings.joined(separator: ", \\\n     ") + "\n"
    }

    /// The same colour for a name in every picture; what is a variant is dashed, and Cairn's lines are thick.
    private static func look(_ curve: Curve) -> String {
        let name = colours.keys.filter { curve.contender.hasPrefix($0) }.max { $0.count < $1.count } ?? ""
        let isOurs = name.hasPrefix("Cairn")
        let marks = curve.points.count > mostMarks ? "lines" : "linespoints pt 7 ps 0.5"
        return "with \(marks) lw \(isOurs ? 3 : 1.5) lc rgb \"\(colours[name] ?? "#000000")\" "
            + (name == curve.contender ? "" : "dt \(curve.contender.hasSuffix("hints") ? 3 : 2) ")
            + "title \"\(curve.contender)\""
    }

    private static let mostMarks = 100

    /// Told apart by those who do not see every colour alike (Okabe and Ito).
    private static let colours = [
        "bare disk": "#999999", "SQLite": "#0072b2", "RocksDB": "#d55e00", "LevelDB": "#009e73", "LMDB": "#cc79a7",
        "naive JSONL": "#e69f00", "Cairn log": "#000000", "Cairn": "#56b4e9",
    ]
}
