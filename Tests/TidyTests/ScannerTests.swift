import Testing

/// The tests above trust these two.
@Suite struct ScannerTests {
    @Test func `strings and comments are no code`() {
        let text = SwiftText(
            ##"""
            let a = "func x() { // no" // yes {
            let b = "\(call("}" + { "}" }()))" /* one /* two */ } */ + 1
            let c = #"\(no) " \#(f("{"))"#
            """##)
        #expect(text.code[0].contains("let a =") && !text.code[0].contains("func"))
        #expect(text.comments[0] == "// yes {")
        #expect(text.code[1].filter { $0 == "{" }.count == 1 && text.code[1].filter { $0 == "}" }.count == 1)
        #expect(text.code[1].hasSuffix("+ 1"))
        #expect(!text.code[2].contains("{") && text.code[2].contains("f("))
    }

    @Test func `a long string may hold anything`() {
        let quotes = "\"\"\""
        let text = SwiftText("let a = \(quotes)\n  func b() { \\(x)\n  \(quotes)\nlet c = 1")
        #expect(text.code.count == 4)
        #expect(!text.code[1].contains("func") && text.code[1].contains("x"))
        #expect(text.code[3] == "let c = 1")
    }

    @Test func `a function ends where its bracket closes`() {
        let text = SwiftText(
            """
            protocol P { func none() }
            struct S {
                func one(
                    a: Int = { 1 }()
                ) -> Int {
                    if true { }
                    return 1
                }
                init(b: Int) { self.init() }
                var p: Int {
                    1
                }
            }
            """)
        let functions = FunctionLengths(text).functions
        #expect(functions.map(\.name) == ["one", "init", "p"])
        #expect(functions.map(\.lineCount) == [6, 1, 3])
    }

    @Test func `links are found outside of code`() {
        #expect(LinkTests.links(in: "[a](b.md#c) `[d](e)` ![f](<g.png>)\n```\n[h](i)\n```") == ["b.md#c", "g.png"])
        #expect(LinkTests.resolve("../x/y.md", from: "Docs/a/b.md") == "Docs/x/y.md")
    }
}
