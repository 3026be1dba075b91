import BenchProcess
import Foundation

/// `peer-bench`: Cairn beside its peers, with the same promise, the same records and the same number of clients. Its
/// `--help` says what it takes.
@main
enum PeerBench {
    private static let parts: [any Part] = [
        SpeedContest(), LatencyContest(), Amplification(), CompactionContest(), RecoveryContest(),
        DamageContest(),
    ]

    private static var names: [String] {
        parts.map(\.name) + ["beside"] + WorkloadList.all.map(\.name)
    }

    static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        if words.first == ChildProcess.mark { return await ChildTask.live(Array(words.dropFirst())) }
        let options: PeerOptions
        do throws(PeerOptions.Failure) { options = try PeerOptions(words, names: names) } catch {
            complain(error.description)
            exit(64)
        }
        if options.wantsHelp {
            print(
                PeerOptions.help + "\n\nParts: " + parts.map { "\($0.name) (\($0.sentence))" }.joined(separator: "; "))
            print("Workloads: " + WorkloadList.all.map(\.name).joined(separator: ", "))
            return
        }
        Interruption.listen()
        let setting = Setting(options)
        let status: Int32
        do {
            try await measure(setting, options)
            status = 0
        } catch is Interruption.Asked {
            complain("interrupted; nothing is kept")
            status = 130
        } catch {
            complain("\(error)")
            status = 1
        }
        FileTools.remove(setting.folder)
        exit(status)
    }

    private static func measure(_ setting: Setting, _ options: PeerOptions) async throws {
        try FileTools.make(setting.folder)
        var machine = Machine(folder: setting.folder)
        setting.progress.begin(parts.reduce(0) { $0 + $1.steps(setting) })
        try await Examination.examine(setting)
        var findings = Findings()
        for part in parts { findings.add(try await part.run(setting)) }
        machine.loadAfter = Machine.load()
        setting.progress.clear()
        let report = Report(setting, machine, findings)
        try FileTools.make(options.results)
        try report.write(json: "\(options.results)/peers.json")
        let plots = try Plots(report, in: options.results).draw()
        try report.markdown(plots: plots).write(
            toFile: "\(options.results)/report.md", atomically: true, encoding: .utf8)
        if options.printsJSON {
            FileHandle.standardOutput.write(try Data(contentsOf: URL(fileURLWithPath: "\(options.results)/peers.json")))
            return
        }
        print(report.table)
        print("Rules:\n" + report.rules.map { "- \($0)" }.joined(separator: "\n"))
        if plots.isEmpty, !findings.curves.isEmpty { print("\nNo plots: gnuplot is missing.") }
        print("\nresults: \(options.results)/report.md, peers.json" + plots.map { ", \($0)" }.joined())
    }

    private static func complain(_ text: String) { FileHandle.standardError.write(Data("peer-bench: \(text)\n".utf8)) }
}

extension Setting {
    init(_ options: PeerOptions) {
        self.init(
            folder: "\(options.folder)/peer-bench-\(getpid())", rounds: options.rounds, seconds: options.seconds,
            entrants: EntrantList.all, only: options.only, records: options.records, progress: ProgressBar())
    }
}
