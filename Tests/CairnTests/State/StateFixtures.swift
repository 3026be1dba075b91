import Cairn
import CairnDisk
import CairnLog
import CrashLab
import Foundation

struct Player: Record, Equatable {
    var id = UUID()
    var name: String
    var score = 0
}

struct Account: Record, Equatable {
    var id: String
    var balance: Int
}

struct Member: Record, Equatable {
    var id: Int
    var email: String
    var score: Int
    var team: String?
    /// No index names it.
    var note = ""
    static let indices: [Index<Member>] = [
        .unique("email", \.email), .ordered("score", \.score), .ordered("team", \.team),
    ]
}

/// A store in a folder that is there for one test.
struct ScratchState: ~Copyable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "cairn-state-" + UUID().uuidString
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func open() async throws -> StateManager {
        try await StateManager.open(path, records: Player.self, Account.self, Member.self)
    }
}

/// A store whose log commits only when it is told to, on a disk that fails when it is told to.
struct SteppedState {
    let log: Log
    let state: StateManager
    let faulty: FaultyFolder

    init() throws {
        faulty = FaultyFolder(RecordedFolder(Disk()))
        var options = LogOptions()
        options.segmentBytes = 64 << 10
        let environment = LogEnvironment(
            folder: faulty, clock: FixedClock(now: 1_795_205_580_000_000), hasThreads: false,
            identity: StoreIdentity(name: "0f0e0d0c-0b0a-4908-8706-050403020100", seed: 1))
        log = try Log.openNow(environment, options: options)
        state = try StateManager(log, kinds: ["player": [], "account": [], "member": Member.indices.map(\.definition)])
    }

    /// Waits until so many records were staged.
    func staged(_ count: UInt64) async {
        while log.stagedSequence < SequenceNumber(count) { await Task.yield() }
    }
}
