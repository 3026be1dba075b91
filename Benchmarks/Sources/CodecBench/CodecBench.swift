import Foundation

/// `codec-bench`: a record to JSON and back, by Cairn's coders and by Foundation's, in turns; and the scanner below
/// beside simdjson.
///
/// `--rounds N` (9 unless told), `--only encode|decode` with Cairn's alone, for a profiler. Exit 0 whatever the numbers
/// say, 1 where a measurement failed, 64 for a word that it does not know.
@main
enum CodecBench {
    static func main() {
        var rounds = 9
        var only: String?
        var words = CommandLine.arguments.dropFirst()
        while let word = words.popFirst() {
            switch (word, words.popFirst()) {
            case ("--rounds", let value?): rounds = max(1, Int(value) ?? rounds)
            case ("--only", let value?) where value == "encode" || value == "decode": only = value
            default:
                print("usage: codec-bench [--rounds N] [--only encode|decode]")
                exit(64)
            }
        }
        do {
            let contest = try Contest()
            if let only { return try contest.repeatOurs(only, times: rounds * 20) }
            try contest.run(rounds: rounds)
            try TapeContest(contest.texts).run(rounds: rounds)
        } catch {
            print("codec-bench: \(error)")
            exit(1)
        }
    }
}
