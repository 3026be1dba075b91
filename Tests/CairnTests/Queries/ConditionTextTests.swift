import Cairn
import Testing

extension QueryTests {
    @Suite struct ConditionTextTests {
        @Test func `a condition reads back from its text`() throws {
            var dice = QueryDice(seed: 21)
            for _ in 0..<3_000 {
                let condition = dice.condition(depth: 4)
                #expect(try Condition(parsing: condition.description) == condition, "\(condition)")
            }
            for name in ["in", "a b", "", "`", "9", "naïve", "true", "a.b", "and"] {
                let condition = Condition.exists(FieldPath([name, "x"])) && .isNull(FieldPath(member: name))
                #expect(try Condition(parsing: condition.description) == condition, "\(condition)")
            }
        }

        @Test func `a path reads back from its text`() throws {
            for members in [["a"], ["a", "b"], ["a.b", "c`d", ""], ["in", "é", "9"], ["x y"]] {
                #expect(try FieldPath(parsing: FieldPath(members).description).members == members)
            }
            let long = Array(repeating: "a", count: FieldPath.maxMembers + 1).joined(separator: ".")
            for text in ["", "a.", "a b", "a == 1", "9", "in", "a.contains", long] {
                let error = #expect(throws: StateError.self) { try FieldPath(parsing: text) }
                #expect(error?.code == .invalidQuery)
            }
        }

        @Test func `the deepest condition that may be reads back`() throws {
            var condition = Condition.compare(.id, .equal, .integer(1))
            for _ in 1..<Condition.maxDepth { condition = .not(condition) }
            #expect(try Condition(parsing: condition.description) == condition)
        }

        @Test func `and binds tighter than or`() throws {
            let text = "a == 1 || b == 2 && !c == 3"
            let expected = Condition.any([
                .compare(FieldPath(member: "a"), .equal, .integer(1)),
                .all([
                    .compare(FieldPath(member: "b"), .equal, .integer(2)),
                    .not(.compare(FieldPath(member: "c"), .equal, .integer(3))),
                ]),
            ])
            #expect(try Condition(parsing: text) == expected)
        }

        @Test(arguments: [
            (
                "score >= && a == 1",
                "expected a value after `>=`, not `&&`, at column 10\n  score >= && a == 1\n           ^"
            ),
            ("status = 'a'", "equality is written `==`, at column 8\n  status = 'a'\n         ^"),
            ("status == active", "`active` is no value; text is written in quotes: \"active\", at column 11"),
            ("(a == 1", "expected `)` or `&&` or `||`, not the end, at column 8"),
            ("a == 1)", "`)` closes nothing, at column 7"), ("a == 1 b == 2", "expected `&&` or `||` before `b`"),
            ("", "expected a field, not the end, at column 1"), ("a", "expected a comparison after `a` (== !="),
            ("a == 'x", "the text has no closing quote, at column 6"), ("a in 5", "expected a range (18..<30"),
            ("a in 1..<'b'", "a range goes from number to number"), ("in == 1", "is written in back quotes"),
            ("a == 12x", "`12x` is no number"), ("a == 2026-13-01", "a moment is written 2026-01-31"),
            ("a startsWith 5", "`startsWith` takes a text in quotes, at column 14"), ("a & b", "`and` is written `&&`"),
            ("a ==\n 'x' ||\n\té == #", "`#` means nothing here, at line 3, column 7\n   é == #\n        ^"),
            (#"a == "\q""#, "unknown escape"), ("a == 01", "is no number"), ("exists a", "expected `(` after `exists`"),
            ("a. == 1", "expected a name after `.`"), ("a == -", "is no number"), ("a ; b", "means nothing"),
            ("`a == 1", "no closing back quote"), ("a not 5", "expected `in` after `not`"),
        ])
        func `a mistake is shown where it is`(text: String, expected: String) {
            let error = #expect(throws: StateError.self) { try Condition(parsing: text) }
            #expect(error?.code == .invalidQuery)
            #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
        }

        @Test func `a long line is shown around the mistake alone`() {
            let text = String(repeating: "a == 1 && ", count: 500) + "?" + String(repeating: " && b", count: 500)
            let error = #expect(throws: StateError.self) { try Condition(parsing: text) }
            #expect(error?.message.contains("column 5001") == true)
            #expect((error?.message.count ?? 0) < 300)
        }

        @Test func `depth and length of a text are refused and not feared`() {
            for text in [
                String(repeating: "(", count: 500_000), String(repeating: "!", count: 500_000) + "true",
                String(repeating: "x", count: Condition.maxQueryBytes + 1),
                "a in [" + String(repeating: "1,", count: 20_000) + "1]",
                Array(repeating: "a == 1", count: 2_000).joined(separator: " || "),
            ] {
                #expect(throws: StateError.self) { try Condition(parsing: text) }
            }
        }

        @Test func `no text upsets the parser`() {
            var dice = QueryDice(seed: 22)
            let pieces = [
                "a", "==", "(", ")", "&&", "||", "!", "'x'", "\"", "1", ".", "in", "[", "]", ",", "..<", "...", "not",
                "`", "2026-01-01", "exists", "null", " ", "\\", "é", "startsWith", "-", "e", "\u{0}",
            ]
            for _ in 0..<20_000 {
                let text = (0..<dice.roll(12)).map { _ in dice.pick(pieces) }.joined(separator: dice.pick(["", " "]))
                guard let condition = try? Condition(parsing: text) else { continue }
                #expect((try? Condition(parsing: condition.description)) == condition, "\(text)")
            }
        }

        @Test func `a list of sort keys is read`() throws {
            let keys = try SortKey.list(parsing: "score desc, `odd name`.x, name ascending")
            #expect(
                keys == [
                    SortKey(FieldPath(member: "score"), .descending), SortKey(FieldPath(["odd name", "x"])),
                    SortKey(FieldPath(member: "name")),
                ])
            #expect(keys.map(\.description).joined(separator: ", ") == "score descending, `odd name`.x, name")
            for text in ["", "score down", "score,", "a.contains", "a,a,a,a,a,a,a,a,a"] {
                #expect(throws: StateError.self) { try SortKey.list(parsing: text) }
            }
        }
    }
}
