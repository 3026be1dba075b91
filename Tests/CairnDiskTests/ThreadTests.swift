import CairnDisk
import FieldKit
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct ThreadTests {
    @Test func `a worker runs once on a thread of its own, and join waits for it`() throws {
        let result = Mutex<(id: UInt, name: String, interrupts: Bool)?>(nil)
        var none = sigset_t()
        sigemptyset(&none)
        var before = sigset_t()
        pthread_sigmask(SIG_SETMASK, &none, &before)  // a thread of a pool may block everything anyway
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let worker = try WorkerThread(name: "a-name-longer-than-15") {
            usleep(20_000)
            var mask = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &mask)
            let found = (UInt(pthread_self()), threadName(), sigismember(&mask, SIGINT) == 0)
            result.withLock { $0 = found }
        }
        worker.join()
        worker.join()
        let seen = try #require(result.withLock { $0 })
        #expect(seen.id != UInt(pthread_self()))
        #expect(seen.name == "a-name-longer-t")
        #expect(!seen.interrupts)
    }

    @Test func `a worker that nobody joins still runs to its end`() throws {
        let ended = Signal()
        do { _ = try WorkerThread(name: "alone") { ended.notify() } }
        #expect(ended.wait(nanoseconds: 10_000_000_000))
    }

    @Test(.enabled(if: !isSanitized, "a sanitizer needs the address space that this test takes away"))
    func `a system without threads left says so`() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
            #expect(setrlimit(Glibc.__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0)  // no room for a stack
            let error = #expect(throws: WorkerThread.StartError.self) { _ = try WorkerThread(name: "w") {} }
            #expect(error?.errno == EAGAIN)
            #expect(error?.description.contains("thread w") == true)
        }
    }

    @Test func `a notify before the wait is not lost, and several count as one`() {
        let signal = Signal()
        signal.notify()
        signal.notify()
        signal.wait()
        #expect(!signal.wait(nanoseconds: 1_000_000))
    }

    @Test func `a wait without a notify ends after its time`() {
        let signal = Signal()
        let watch = Stopwatch()
        #expect(!signal.wait(nanoseconds: 30_000_000))
        #expect(watch.seconds >= 0.03)
        #expect(!signal.wait(nanoseconds: 0))
        signal.notify()
        #expect(signal.wait(nanoseconds: .max))
    }

    @Test func `a notify at any moment around a wait that runs out is seen once`() throws {
        let signal = Signal()
        let rounds = 2_000
        let go = Signal()
        let notifier = try WorkerThread(name: "notifier") {
            for round in 0..<rounds {
                go.wait()
                for _ in 0..<(round % 50) * 20 { _ = getppid() }
                signal.notify()
            }
        }
        for _ in 0..<rounds {
            go.notify()
            while !signal.wait(nanoseconds: 20_000) {}
        }
        notifier.join()
        #expect(!signal.wait(nanoseconds: 100_000))
    }

    @Test func `two threads hand a word to and fro without losing one`() throws {
        let there = Signal()
        let back = Signal()
        let rounds = 20_000
        let echo = try WorkerThread(name: "echo") {
            for _ in 0..<rounds {
                there.wait()
                back.notify()
            }
        }
        for _ in 0..<rounds {
            there.notify()
            back.wait()
        }
        echo.join()
    }
}

private let isSanitized = dlsym(nil, "__tsan_init") != nil || dlsym(nil, "__asan_init") != nil

private func threadName() -> String {
    let fd = open("/proc/thread-self/comm", O_RDONLY)
    defer { close(fd) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = max(0, read(fd, &bytes, bytes.count))
    return String(decoding: bytes.prefix(count).prefix { $0 != 10 }, as: UTF8.self)
}
