import CrashLab
import Testing

@Suite struct ToyLogTests {
    @Test(arguments: CrashModel.allCases)
    func `a correct log keeps every promise in every state`(model: CrashModel) throws {
        #expect(try ToyLog.violation(model: model, without: nil) == nil)
    }

    @Test(arguments: ToyLog.Sync.allCases)
    func `a log that leaves one sync out breaks a promise in some state`(sync: ToyLog.Sync) throws {
        let found = try CrashModel.allCases.compactMap { try ToyLog.violation(model: $0, without: sync) }
        #expect(!found.isEmpty)
    }

    @Test func `a checkpoint that is renamed before its data is caught where data is not ordered, and only there`()
        throws
    {
        #expect(try ToyLog.violation(model: .ordered, without: .checkpoint) == nil)
        #expect(try ToyLog.violation(model: .allReordered, without: .checkpoint) != nil)
    }
}
