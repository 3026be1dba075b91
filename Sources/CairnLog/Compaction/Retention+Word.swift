extension Retention {
    /// As the manifest has it: `latest`, `all`, `5`, `3600s`.
    package var word: String {
        switch self {
        case .latest: "latest"
        case .everything: "all"
        case .versions(let count): String(count)
        case .seconds(let seconds): "\(seconds)s"
        }
    }

    /// nil for a word that is none of these.
    package init?(word: String) {
        if word == "latest" {
            self = .latest
        } else if word == "all" {
            self = .everything
        } else if word.hasSuffix("s"), let seconds = Int(word.dropLast()), seconds >= 0 {
            self = .seconds(seconds)
        } else if let count = Int(word), count > 0 {
            self = .versions(count)
        } else {
            return nil
        }
    }
}
