import Cairn
import Foundation
import Testing

@Suite struct TimedUUIDTests {
    private func parts(_ id: UUID) -> (time: UInt64, version: UInt8, variant: UInt8) {
        let bytes = withUnsafeBytes(of: id.uuid) { Array($0) }
        return (bytes[..<6].reduce(0) { $0 << 8 | UInt64($1) }, bytes[6] >> 4, bytes[8] >> 6)
    }

    @Test func `an id says its time, its version and its variant`() {
        var ids = TimedUUIDs()
        var dice = SeededDice(seed: 1)
        for time in [1, 1_795_205_580_123, 0xffff_ffff_ffff] as [UInt64] {
            let id = parts(ids.next(milliseconds: time, using: &dice))
            #expect(id == (time, 7, 2))
        }
    }

    @Test func `each is greater than the one before, whatever the clock does`() {
        var ids = TimedUUIDs()
        var dice = SeededDice(seed: 2)
        var now: UInt64 = 1_795_205_580_000
        var last = ""
        for _ in 0..<30_000 {
            if dice.chance(2) { now = now &+ UInt64(dice.number(0...3)) }
            if dice.chance(1) { now = now &- UInt64(dice.number(0...50)) }
            let id = ids.next(milliseconds: now, using: &dice)
            #expect(id.uuidString > last)
            #expect((parts(id).version, parts(id).variant) == (7, 2))
            last = id.uuidString
        }
    }

    @Test func `those of many tasks differ, and those of one grow`() async {
        let lists = await withTaskGroup(of: [String].self) { group in
            for _ in 0..<8 { group.addTask { (0..<2_000).map { _ in UUID.timed().uuidString } } }
            return await group.reduce(into: [[String]]()) { $0.append($1) }
        }
        #expect(lists.allSatisfy { $0 == $0.sorted() })
        #expect(Set(lists.joined()).count == 16_000)
        let now = UInt64(Date().timeIntervalSince1970 * 1_000)
        #expect(parts(.timed()).time >= now &- 60_000 && parts(.timed()).time <= now &+ 60_000)
    }
}
