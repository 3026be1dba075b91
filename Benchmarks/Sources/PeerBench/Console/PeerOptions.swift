/// What the command line asks for.
struct PeerOptions {
    /// A word that is not understood.
    struct Failure: Error {
        var description: String
    }

    var only: [String] = []
    var rounds = 5
    var seconds = 0.4
    var records = 1_000_000
    var folder = "."
    var results = "results"
    var printsJSON = false
    var wantsHelp = false
    private static let taking = ["--only", "--rounds", "--seconds", "--records", "--folder", "--results"]

    init(_ words: [String], names: [String]) throws(Failure) {
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "--help", "-h": wantsHelp = true
            case "--json": printsJSON = true
            case _ where Self.taking.contains(word):
                guard let value = rest.popFirst() else { throw Failure(description: "\(word) takes a value") }
                try take(word, value, names)
            default: throw Failure(description: "\(word) is not known; --help tells what is")
            }
        }
    }

    private mutating func take(_ word: String, _ value: String, _ names: [String]) throws(Failure) {
        switch word {
        case "--only":
            for name in value.split(separator: ",").map(String.init) {
                guard names.contains(name) else {
                    throw Failure(description: "there is no \(name); there are \(names.joined(separator: ", "))")
                }
                only.append(name)
            }
        case "--rounds": rounds = try Self.number(word, value, in: 1...100)
        case "--records": records = try Self.number(word, value, in: 10_000...10_000_000)
        case "--seconds":
            guard let count = Double(value), (0.01...60).contains(count) else {
                throw Failure(description: "--seconds takes a number from 0.01 to 60")
            }
            seconds = count
        case "--folder": folder = value
        default: results = value
        }
    }

    private static func number(_ word: String, _ value: String, in range: ClosedRange<Int>) throws(Failure) -> Int {
        guard let count = Int(value), range.contains(count) else {
            throw Failure(description: "\(word) takes a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return count
    }

    static let help = """
        peer-bench: Cairn beside SQLite, RocksDB, LevelDB, LMDB, a naive file of lines, and the bare disk.

          --only NAME[,NAME]  a part or a workload; again for more
          --rounds N          how often everyone has a turn (5)
          --seconds S         how long each turn takes (0.4)
          --records N         the largest store that is opened again (1000000)
          --folder DIR        on the disk that is to be measured (.)
          --results DIR       where results go: peers.json, report.md, plots (results)
          --json              print the results as JSON instead of tables

        Exit 0 whatever the numbers say, 1 where a contender failed, 64 for an unknown word, 130 after Control-C.
        """
}
