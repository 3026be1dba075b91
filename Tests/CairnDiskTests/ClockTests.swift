import CairnDisk
import Testing

struct ClockTests {
    @Test func `the system's clocks tell the time and never go back`() {
        let clock = SystemClock()
        #expect(clock.now() > 1_700_000_000_000_000)
        var last = clock.monotonic()
        for _ in 0..<1_000 {
            let next = clock.monotonic()
            #expect(next >= last)
            last = next
        }
    }

    @Test func `a fixed clock stands until it is moved, in any direction`() {
        let clock = FixedClock(now: 1_000, monotonic: 5)
        #expect(clock.now() == 1_000 && clock.now() == 1_000)
        clock.advance(nanoseconds: 2_500)
        #expect(clock.now() == 1_002)
        #expect(clock.monotonic() == 2_505)
        clock.set(now: -7)
        #expect(clock.now() == -7)
        #expect(clock.monotonic() == 2_505)
    }
}
