import BenchProcess
import Foundation

/// `store-bench`: what the log and the records on it cost, as ratios to the bare disk of the same minute where it has a
/// say.
///
/// `--only NAME` (again for more), `--rounds N`, `--json FILE`, `--folder DIR`, `--records N` for `large`. Exit 0
/// whatever the numbers say, 1 where a measurement failed, 64 for a word that it does not know.
@main
enum StoreBench {
    static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        if words.first == ChildProcess.mark { return await ChildTask.run(Array(words.dropFirst())) }
        do {
            try await measure(try BenchOptions(words, names: cases.map(\.name)))
        } catch let error as BenchOptions.Failure {
            Console.complain(error.description)
            exit(64)
        } catch {
            Console.complain("\(error)")
            exit(1)
        }
    }

    private static let cases: [any Measurement] = [
        LoneWriter(), ManyWriters(), Batches(), OpeningWithoutHelp(), OpeningWithSnapshot(), CompactionSpeed(),
        CompactionBeside(), KeyMemory(), Amplification(), RecordCreation(), RecordTransactions(), RecordReads(),
        RecordReadsBeside(), IndexBuilds(), LargeStore(),
    ]

    private static func measure(_ options: BenchOptions) async throws {
        var rows: [Row] = []
        for one in cases where options.only.isEmpty || options.only.contains(one.name) {
            Console.progress("\(one.name): \(one.sentence)")
            let folder = try Workplace(in: options.folder, one.name)
            let setting = Setting(folder: folder.path, rounds: options.rounds, records: options.records)
            let measured = try await one.run(setting)
            rows += measured
        }
        Console.clear()
        print(Table(rows).text)
        if let file = options.json { try Table(rows).writeJSON(to: file) }
    }
}
