import FieldKit
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One run of the probe with a failure in it, and what the probe said about it.
struct FaultRun {
    let lines: [String]
    let ending: Child.Ending
    let log: FaultShim.Log

    /// Hits the `ordinal`-th call of this name that the probe makes.
    init(_ name: String, _ errno: String, at ordinal: Int = 1, forever: Bool = false) throws {
        let places = Self.trace.enumerated().filter { $0.element == name }
        try #require(ordinal <= places.count, "the probe makes no such call: \(name)")
        try self.init(.init(index: places[ordinal - 1].offset + 1, errno: errno, isForever: forever))
        #expect(log.struck == name)
    }

    init(_ fault: FaultShim.Fault?) throws {
        let kit = try #require(Self.kit)
        let folder = try TemporaryFolder("cairn-fault")
        let store = folder.file("store")
        let settings = kit.shim.environment(fault, root: store, log: folder.file("log"))
        let result = try Child.run([Self.probe, store], environment: settings, seconds: 10)
        lines = result.lines.map { String(decoding: $0, as: UTF8.self) }
        ending = result.ending
        log = try #require(FaultShim.log(folder.file("log")))
    }

    /// Needs Linux and a C compiler.
    static var canPreload: Bool { kit != nil && access(probe, X_OK) == 0 }

    /// The compiled library, in a folder that lives as long as the tests.
    private static let kit: (folder: TemporaryFolder, shim: FaultShim)? = {
        let words = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        let source = words.dropLast(2).joined(separator: "/") + "/FaultShim/shim.c"
        guard let folder = try? TemporaryFolder("cairn-shim") else { return nil }
        atexit { Cleanup.shared.settleAll() }
        guard let shim = try? FaultShim(source: source, into: folder) else { return nil }
        return (folder, shim)
    }()

    /// The names of the probe's calls in their order: each is hit once, and the library tells which it was.
    private static let trace: [String] = {
        var names: [String] = []
        while names.count < 200 {
            let fault = FaultShim.Fault(index: names.count + 1, errno: "SHORT", isForever: false)
            guard let run = try? FaultRun(fault), run.log.hits > 0 else { break }
            names.append(run.log.struck)
        }
        return names
    }()

    /// Executables lie beside the tests that depend on them.
    private static let probe: String = {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = max(0, readlink("/proc/self/exe", &bytes, bytes.count))
        let own = String(decoding: bytes[..<count], as: UTF8.self)
        return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/disk-probe"
    }()
}
