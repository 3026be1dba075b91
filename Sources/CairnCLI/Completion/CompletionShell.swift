/// The shells that `cairn` can be completed in, and their scripts. Pure: a text made from the manuals.
enum CompletionShell: String, CaseIterable {
    case bash, zsh, fish

    /// The script for these verbs.
    func script(for manuals: [Manual]) -> String {
        switch self {
        case .bash: Self.bash(manuals)
        case .zsh: Self.zsh(manuals)
        case .fish: Self.fish(manuals)
        }
    }

    private static func options(_ manual: Manual) -> [Option] { manual.options + [.help] }

    /// What the word behind the verb can be, where it is not free.
    private static func firstWords(_ manual: Manual) -> String? {
        guard let choices = manual.operands.first?.choices, !choices.isEmpty else { return nil }
        return choices.joined(separator: " ")
    }

    // MARK: bash

    private static func bash(_ manuals: [Manual]) -> String {
        let verbs = (manuals.map(\.name) + ["help"]).joined(separator: " ")
        let cases = manuals.map { manual in
            let words = options(manual).map { "--" + $0.name }.joined(separator: " ")
            return "        \(manual.name)) options=\"\(words)\" ;;"
        }
        return """
            # cairn completion for bash; made by `cairn completion bash`
            _cairn() {
                local current="${COMP_WORDS[COMP_CWORD]}" verb="${COMP_WORDS[1]}" options=""
                local previous="${COMP_WORDS[COMP_CWORD - 1]}"
                COMPREPLY=()
                if [ "$COMP_CWORD" -eq 1 ]; then
                    COMPREPLY=($(compgen -W "\(verbs) --help --version" -- "$current"))
                    return
                fi
                case "$verb $previous" in
            \(bashValues(manuals))
                esac
                case "$verb" in
                    help) COMPREPLY=($(compgen -W "\(verbs)" -- "$current")); return ;;
            \(cases.joined(separator: "\n"))
                esac
                case "$current" in
                    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
                    *) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$current")) ;;
                esac
            }
            complete -F _cairn cairn

            """
    }

    private static func bashValues(_ manuals: [Manual]) -> String {
        var cases: [String] = []
        for manual in manuals {
            for option in options(manual) where option.value != nil {
                // A free value is nobody's to guess; not even the next option's.
                let words = option.choices.joined(separator: " ")
                let reply = words.isEmpty ? "" : " COMPREPLY=($(compgen -W \"\(words)\" -- \"$current\"));"
                cases.append("        \"\(manual.name) --\(option.name)\")\(reply) return ;;")
            }
            guard let words = firstWords(manual) else { continue }
            let name = manual.name
            cases.append(
                "        \"\(name) \(name)\") COMPREPLY=($(compgen -W \"\(words)\" -- \"$current\")); return ;;")
        }
        return cases.joined(separator: "\n")
    }

    // MARK: zsh

    private static func zsh(_ manuals: [Manual]) -> String {
        let verbs = manuals.map { "        '\($0.name):\(quoted($0.summary))'" }.joined(separator: "\n")
        let cases = manuals.map { manual in
            let first = firstWords(manual).map { ["            '1: :(\($0))'"] } ?? []
            let words = options(manual).map(zshOption) + first + ["            '*:file:_files'"]
            return "        \(manual.name)) _arguments \\\n\(words.joined(separator: " \\\n")) ;;"
        }
        return """
            #compdef cairn
            # cairn completion for zsh; made by `cairn completion zsh`
            _cairn() {
                local -a verbs
                verbs=(
            \(verbs)
                )
                if (( CURRENT == 2 )); then
                    _describe 'verb' verbs
                    return
                fi
                local verb="$words[2]"
                shift words
                (( CURRENT-- ))
                case "$verb" in
                    help) _describe 'verb' verbs ;;
            \(cases.joined(separator: "\n"))
                esac
            }
            if [ "$funcstack[1]" = "_cairn" ]; then _cairn "$@"; else compdef _cairn cairn; fi

            """
    }

    private static func zshOption(_ option: Option) -> String {
        let help = quoted(option.help).replacing("[", with: "(").replacing("]", with: ")").replacing(":", with: "\\:")
        let values = option.choices.isEmpty ? " " : "(\(option.choices.joined(separator: " ")))"
        let value = option.value.map { ":\($0):\(values)" } ?? ""
        return "            '\(option.repeats ? "*" : "")--\(option.name)[\(help)]\(value)'"
    }

    // MARK: fish

    private static func fish(_ manuals: [Manual]) -> String {
        var lines = ["# cairn completion for fish; made by `cairn completion fish`"]
        for manual in manuals {
            let help = fishText(manual.summary)
            lines.append("complete -c cairn -f -n __fish_use_subcommand -a \(manual.name) -d '\(help)'")
        }
        for manual in manuals {
            for option in options(manual) {
                let values =
                    option.value == nil
                    ? "" : option.choices.isEmpty ? " -x" : " -x -a '\(option.choices.joined(separator: " "))'"
                lines.append(
                    "complete -c cairn -n '__fish_seen_subcommand_from \(manual.name)' -l \(option.name)\(values) "
                        + "-d '\(fishText(option.help))'")
            }
            guard let words = firstWords(manual) else { continue }
            lines.append("complete -c cairn -f -n '__fish_seen_subcommand_from \(manual.name)' -a '\(words)'")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Within single quotes of bash and zsh.
    private static func quoted(_ text: String) -> String { text.replacing("'", with: #"'\''"#) }

    /// Within single quotes of fish.
    private static func fishText(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
    }
}
