import Cairn
import CairnLog
import Testing

@Suite struct StateErrorTests {

    @Test func `what the log says keeps its words and its cause`() {
        let below = LogError(.noSpace, "the disk is full; make room", cause: LogError(.inputOutput, "28"))
        let error = StateError(below)
        #expect(error.code == .noSpace)
        #expect(error.message == "the disk is full; make room")
        #expect(error.cause is LogError)
        #expect(error.description == "the disk is full; make room [noSpace]: 28 [inputOutput]")
    }
}
