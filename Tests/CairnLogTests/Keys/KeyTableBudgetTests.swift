import Testing

import CairnLog

@Suite struct KeyTableBudgetTests {
    @Test func `a key costs at most 32 bytes at every size from 4096 to three million`() throws {
        let table = KeyTable()
        var (count, bytes, checks) = (0, 0, 0)
        while count < 3_000_000 {
            // Small steps at first, so that no growth of a shard is passed over; then a thousandth at a time.
            let step = max(1, count / 1_000)
            try table.load((count..<count + step).map { KeyEntry(hash: sampleHash($0), place: samplePlace($0)) })
            count += step
            let now = table.bytes
            if count >= 4_096, now != bytes {
                #expect(now <= 32 * count, "\(now) bytes for \(count) keys")
                checks += 1
            }
            bytes = now
        }
        #expect(table.count == count)
        #expect(checks > 1_000)
        print("walked through \(checks) growths, \(Double(bytes) / Double(count)) bytes a key at the end")
    }

    @Test func `a reserved table does not grow while it fills and keeps the budget`() throws {
        let table = KeyTable()
        try table.reserve(200_000)
        let reserved = table.bytes
        #expect(reserved <= 32 * 200_000)
        for number in 0..<200_000 { _ = try table.replace(sampleHash(number), with: samplePlace(number)) }
        #expect(table.bytes <= 32 * 200_000)
        #expect(table.bytes - reserved <= reserved / 5)
    }

    @Test func `memory comes back after most keys are gone`() throws {
        let table = KeyTable()
        for number in 0..<100_000 { _ = try table.replace(sampleHash(number), with: samplePlace(number)) }
        let full = table.bytes
        for number in 0..<95_000 { #expect(table.remove(sampleHash(number)) != nil) }
        #expect(table.count == 5_000)
        #expect(table.bytes < full / 8)
        for number in 95_000..<100_000 { #expect(table.find(sampleHash(number)) == samplePlace(number)) }
    }
}
