/// What the command line asks for.
struct BenchOptions {
    /// A word that is not understood.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    var only: [String] = []
    var rounds = 5
    var json: String?
    var folder = "."
    /// Of the store that is larger than memory.
    var records = 10_000_000

    init(_ words: [String], names: [String]) throws(Failure) {
        var rest = words[...]
        while let word = rest.popFirst() {
            guard ["--only", "--rounds", "--json", "--folder", "--records"].contains(word), let value = rest.popFirst()
            else {
                throw Failure(
                    description: "usage: store-bench [--only NAME]… [--rounds N] [--json FILE] [--folder DIR] "
                        + "[--records N]\nnames: " + names.joined(separator: ", "))
            }
            switch word {
            case "--only":
                guard names.contains(value) else {
                    throw Failure(description: "there is no \(value); there are \(names.joined(separator: ", "))")
                }
                only.append(value)
            case "--rounds":
                guard let count = Int(value), (1...100).contains(count) else {
                    throw Failure(description: "--rounds takes a number from 1 to 100")
                }
                rounds = count
            case "--records":
                guard let count = Int(value), (1_000...100_000_000).contains(count) else {
                    throw Failure(description: "--records takes a number from 1000 to 100000000")
                }
                records = count
            case "--json": json = value
            default: folder = value
            }
        }
    }
}
