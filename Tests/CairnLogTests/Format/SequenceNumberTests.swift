import CairnLog
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite struct SequenceNumberTests {
    @Test func `a sequence is a bare number in JSON, and a receipt is readable by others`() throws {
        let numbers = [SequenceNumber.none, .first, SequenceNumber(.max)]
        let text = try JSONEncoder().encode(numbers)
        #expect(String(decoding: text, as: UTF8.self) == "[0,1,18446744073709551615]")
        #expect(try JSONDecoder().decode([SequenceNumber].self, from: text) == numbers)
        let receipt = try JSONDecoder().decode(Receipt.self, from: Data(#"{"sequence":7,"id":"a"}"#.utf8))
        #expect(receipt.sequence == SequenceNumber(7) && receipt.id == "a")
        #expect(throws: (any Error).self) {
            _ = try JSONDecoder().decode(SequenceNumber.self, from: Data("-1".utf8))
        }
    }
}
