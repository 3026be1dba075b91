import CairnDisk
import CairnLog
import CrashLab
import GoldenStores
import Testing

@Suite struct CheckTests {
    private func open(_ disk: Disk, without check: Checks, _ mode: RecoveryMode, thoroughly: Bool) throws -> Log {
        var environment = GoldenStore.environment(RecordedFolder(disk))
        environment.checks = Checks.all.subtracting(check)
        var options = GoldenStore.options
        options.recovery = mode
        options.readsEverything = thoroughly
        return try Log.openNow(environment, options: options)
    }

    @Test(arguments: Checks.each.map(\.name))
    func `a sound store reads the same without any one of the checks`(_ name: String) throws {
        let check = try #require(Checks.each.first { $0.name == name }).check
        for store in [GoldenStore.clean, .compacted] {
            let disk = try store.make()
            let expected = try open(disk, without: [], .readOnly, thoroughly: true).linesNow().map(\.bytes)
            for mode in RecoveryMode.allCases {
                for isThorough in [false, true] {
                    let log = try open(disk, without: check, mode, thoroughly: isThorough)
                    #expect(log.recovery.verdict == .clean)
                    #expect(try log.linesNow().map(\.bytes) == expected)
                    #expect(try log.get(kind: "note", id: "n3") != nil)
                }
            }
            var environment = GoldenStore.environment(RecordedFolder(disk))
            environment.checks = Checks.all.subtracting(check)
            #expect(try Log.verifyNow(environment).verdict == .clean)
        }
    }
}
