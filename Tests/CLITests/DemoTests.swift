#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import FieldKit
import Testing

/// The demonstration keeps what it promises, since it is the first thing that people see.
@Suite struct DemoTests {
    @Test func `the demonstration keeps every promise within a minute and clears up`() throws {
        let command = try Command()
        let words = ["env", "TMPDIR=\(command.folder.path)", Command.program, "demo"]
        let watch = Stopwatch()
        let result = try command.run(with: words)
        #expect(isSanitized || watch.seconds < 60, "it took \(watch.seconds) s")
        #expect(result.code == 0, "\(result.text)\n\(result.errors)")
        #expect(result.text.contains("every promise was kept"))
        #expect(!result.text.contains("✘"))
        #expect(
            try command.run(with: ["sh", "-c", "ls -d '\(command.folder.path)'/cairn-demo* 2>/dev/null"]).lines.isEmpty)
    }

    @Test func `the demonstration speaks JSON`() throws {
        let command = try Command()
        let words = ["env", "TMPDIR=\(command.folder.path)", Command.program, "demo", "--seconds", "1", "--json"]
        let result = try command.run(with: words)
        #expect(result.code == 0, "\(result.text)\n\(result.errors)")
        #expect(result.lines.count == 1)
        #expect(result.text.contains(#""brokenPromises":[]"#) && result.text.contains(#""verifyExitCode":2"#))
    }
}

/// Whether this was built for a sanitizer, under which time tells nothing.
private let isSanitized = dlsym(nil, "__tsan_init") != nil || dlsym(nil, "__asan_init") != nil
