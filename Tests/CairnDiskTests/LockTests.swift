import CairnDisk
import FieldKit
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct LockTests {
    /// What the refused one is told; nil when it was let in.
    private func refusal(_ folder: RealFolder, _ name: String = "LOCK") -> DiskError? {
        do throws(DiskError) {
            try folder.lock(name, holder: "intruder").release()
            return nil
        } catch {
            return error
        }
    }

    @Test func `the same process is refused a second time and told who holds it`() throws {
        let place = try Place()
        let lock = try HeldLock("LOCK", in: place.folder, holder: "the first one")
        let other = try RealFolder.open(path: place.path, create: false)
        for folder in [place.folder, other] {
            let error = try #require(refusal(folder))
            #expect(error.code == .locked)
            #expect(error.detail == "the first one")
            #expect(error.description.contains("the first one"))
        }
        lock.release()
        #expect(refusal(other) == nil)
    }

    @Test func `a released lock is free although its handle still lives`() throws {
        let place = try Place()
        let lock = try place.folder.lock("LOCK", holder: "first")
        lock.release()
        lock.release()
        #expect(refusal(place.folder) == nil)
        withExtendedLifetime(lock) {}
    }

    @Test func `reading the lock file and closing it does not give the lock away`() throws {
        let place = try Place()
        let lock = try HeldLock("LOCK", in: place.folder, holder: "holder")
        #expect(try place.content("LOCK") == "holder\n")  // locks of the older kind would end here
        #expect(refusal(place.folder)?.code == .locked)
        lock.release()
    }

    @Test func `a shorter holder replaces a longer one whole`() throws {
        let place = try Place()
        try place.folder.lock("LOCK", holder: "a rather long holder").release()
        let lock = try HeldLock("LOCK", in: place.folder, holder: "short")
        #expect(refusal(place.folder)?.detail == "short")
        #expect(try place.content("LOCK") == "short\n")
        lock.release()
    }

    @Test func `a holder's text cannot flood or steer the terminal of who reads it`() throws {
        let place = try Place()
        let lock = try HeldLock("LOCK", in: place.folder, holder: String(repeating: "x", count: 5_000))
        #expect(refusal(place.folder)?.detail.utf8.count == 512)
        lock.release()
        let sly = try HeldLock("LOCK", in: place.folder, holder: "name\u{1b}[2J and more")
        #expect(refusal(place.folder)?.detail == "name")
        sly.release()
    }

    @Test func `a lock ends with the process that held it, even by kill -9`() throws {
        let place = try Place()
        // Python's lockf is the older kind of lock; both kinds refuse each other.
        let script = """
            import fcntl, sys
            f = open(sys.argv[1], "w"); fcntl.lockf(f, fcntl.LOCK_EX); f.write("a python"); f.flush()
            print("held", flush=True); sys.stdin.read()
            """
        let child = try Child(["python3", "-c", script, place.path + "/LOCK"])
        var conversation = Child.Conversation()
        conversation.say = { [] }  // its input stays open
        var seen: DiskError?
        conversation.hear = { _ in
            seen = refusal(place.folder)
            child.kill()
        }
        #expect(child.hold(conversation) == .signal(SIGKILL))
        #expect(seen?.code == .locked)
        #expect(seen?.detail == "a python")
        #expect(refusal(place.folder) == nil)
    }

    @Test func `the holder's line names process, host and time`() {
        let me = ProcessIdentity.current
        #expect(me.pid == getpid())
        #expect(!me.host.isEmpty)
        #expect(me.since.utf8.count == 20)
        #expect("\(me)" == "process \(getpid()) on \(me.host), since \(me.since)")
        #expect(ProcessIdentity.text(seconds: 1_795_205_580) == "2026-11-20T20:13:00Z")
        #expect(ProcessIdentity.text(seconds: -1) == "1969-12-31T23:59:59Z")
        #expect(ProcessIdentity.text(seconds: .max) == "\(Int64.max) s after 1970")
    }
}
