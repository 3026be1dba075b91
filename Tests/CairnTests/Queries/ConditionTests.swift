import Cairn
import Testing

extension QueryTests {
    @Suite struct ConditionTests {
        /// The table at the head of the type, in its order of columns.
        @Test(arguments: [
            (#"{"score":5}"#, [true, false, true, false, true]),
            (#"{"score":5.0}"#, [true, false, true, false, true]),
            (#"{"score":"5"}"#, [false, true, false, false, true]),
            (#"{"score":null}"#, [false, true, false, true, true]),
            (#"{}"#, [false, true, false, false, false]),
            (#"{"score":[5]}"#, [false, true, false, false, true]),
        ])
        func `absent is equal to nothing, and an order holds within one sort`(json: String, expected: [Bool]) throws {
            let texts = ["score == 5", "score != 5", "score < 9", "score == null", "exists(score)"]
            for (text, expected) in zip(texts, expected) {
                #expect(try Condition(parsing: text).matches(Array(json.utf8)) == expected, "\(text) of \(json)")
                #expect(try Condition(parsing: "!(\(text))").matches(Array(json.utf8)) != expected)
            }
        }

        @Test func `one meets what the whole language can say`() throws {
            let record = Array(
                (#"{"id":"1","status":"active","score":100,"name":"Zo\u00eb \"Z\"","tags":["x",1e0],"age":29,"#
                    + #""owner":null,"at":{"city":"Rom"},"a.b":7,"created":"2026-03-01T12:00:00.000000Z"}"#).utf8)
            let holding = [
                #"status == "active" && score >= 100 && !(name.startsWith("A") || tags contains "q")"#,
                "age in 18..<30 and status in ['active', 'b'] and not exists(nobody)",
                "created >= 2026-03-01 && created < 2026-03-01T12:00:00.5Z && created in 2026-01-01...2026-12-31",
                "owner == null && exists(owner) && !exists(at.street) && at.city startsWith 'Ro'",
                "`a.b` == 7 || false", "tags.contains('x') && tags contains 1.0", #"name contains "\"Z" "#,
                "score not in [1, 2] && score != '100' && true", #"name == 'Zoë "Z"'"#, "age in 29...29",
            ]
            for text in holding { #expect(try Condition(parsing: text).matches(record), "\(text)") }
            let failing = [
                "age in 18..<29", "tags contains 'X'", "owner != null", "exists(`a`.b)", "status < 5", "score in []",
                "name startsWith 'Zoe'", "at == null", "status contains 1",
            ]
            for text in failing { #expect(try !Condition(parsing: text).matches(record), "\(text)") }
        }

        @Test func `conditions mean what the oracle says, normalized or not`() {
            var dice = QueryDice(seed: 11)
            let records = (0..<60).map { ToyRecord.random(id: $0, &dice) }
            for _ in 0..<1_500 {
                let condition = dice.condition(depth: 3)
                let normal = condition.normalized
                for record in records {
                    let expected = ConditionOracle.holds(condition, record)
                    #expect(condition.matches(record.json) == expected, "\(condition)")
                    #expect(normal.matches(record.json) == expected, "\(condition) -> \(normal)")
                }
            }
        }

        @Test(arguments: [
            ("!(a > 1 || b == 2) && c >= 3 && c < 9 && c >= 5", "!(a > 1) && b != 2 && c in 5..<9"),
            ("a == 1 && a == 2", "false"), ("a < 5 && a > 7 && b == 1", "false"), ("a == 1 || !(a == 1)", "true"),
            ("s == 'a' || s == 'b' || s == 'a'", #"s in ["a", "b"]"#), ("a > 5 && a > 7", "a > 7"),
            ("a > 1 && (b == 1 && (c == 1 && true))", "a > 1 && b == 1 && c == 1"), ("!(!(a < 1))", "a < 1"),
            ("a == 1 && exists(a)", "a == 1"), ("!exists(a) && a != null", "!exists(a)"),
            ("n startsWith 'ab' && n startsWith 'a'", #"n startsWith "ab""#), ("a in []", "false"),
            ("a != 1 && a != 2", "!(a in [1, 2])"), ("a in [1, 1.0, 1e0]", "a == 1"),
            ("!(a in 1..<3)", "!(a in 1..<3)"),
            ("x contains 'a' && x contains 'a'", #"x contains "a""#), ("a in 5..<5", "false"),
        ])
        func `a condition has a short form`(text: String, expected: String) throws {
            #expect(try Condition(parsing: text).normalized.description == expected)
        }

        @Test func `limits refuse and do not exhaust`() throws {
            var deep = Condition.exists(.id)
            for _ in 0..<Condition.maxDepth { deep = .not(deep) }
            #expect(throws: StateError.self) { try deep.check() }
            #expect(throws: StateError.self) {
                try Condition.any(Array(repeating: .exists(.id), count: Condition.maxTerms)).check()
            }
            let many = (0...Condition.maxListed).map { FieldValue.integer(Int64($0)) }
            #expect(throws: StateError.self) { try Condition.among(.id, many).check() }
            #expect(throws: StateError.self) { try Condition.compare(.id, .equal, .double(.nan)).check() }
            #expect(throws: StateError.self) {
                try Condition.range(.id, .init(low: .integer(1), high: .string("a"), isClosed: true)).check()
            }
            let text = String(repeating: "x", count: Condition.maxContainedBytes + 1)
            #expect(throws: StateError.self) { try Condition.contains(.id, .string(text)).check() }
            try Condition.prefix(.id, text).check()
            let far = FieldPath(Array(repeating: "a", count: FieldPath.maxMembers + 1))
            #expect(throws: StateError.self) { try Condition.exists(far).check() }
        }
    }
}
