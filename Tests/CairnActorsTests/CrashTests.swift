import Cairn
import CairnActors
import CairnDisk
import CairnLog
import CrashLab
import Testing

/// Power cuts at every write of a conversation: whatever disk they leave, no reply and no message had left before its
/// line was safe, and no line that somebody heard of is lost.
@Suite struct CrashTests {
    /// Tells another actor about each of its own steps.
    struct Teller: Behavior {
        struct State: Codable, Sendable, EmptyStart { var told = 0 }
        struct Tell: Request { typealias Reply = Int }
        static var body: BehaviorBody<State> {
            On(Tell.self) { state, _, context in
                state.told += 1
                context.send(Heard.News(number: state.told), to: try context.actor(Heard.self, context.address.id))
                return .reply(state.told)
            }
        }
    }

    struct Heard: Behavior {
        struct State: Codable, Sendable, EmptyStart { var news: [Int] = [] }
        struct News: Message { var number: Int }
        struct Count: Request { typealias Reply = Int }
        static var body: BehaviorBody<State> {
            On(News.self) { state, news, _ in state.news.append(news.number) }
            On(Count.self) { state, _, _ in .reply(state.news.count) }
        }
    }

    private static func open(_ folder: any Folder, threads: Bool) throws -> (Log, StateManager) {
        var options = LogOptions()
        options.segmentBytes = 64 << 10
        options.snapshotEveryBytes = 0
        options.compactsByItself = false
        let environment = LogEnvironment(
            folder: folder, clock: FixedClock(now: 1_795_205_580_000_000), hasThreads: threads,
            identity: StoreIdentity(name: "0f0e0d0c-0b0a-4908-8706-050403020100", seed: 1))
        let log = try Log.openNow(environment, options: options)
        return (log, try StateManager(log, kinds: [ActorLine.kind: [], ActorEntry.kind: []]))
    }

    /// The trace of a conversation in which each reply that came is promised.
    private static func conversation(_ steps: Int) async throws -> Trace {
        let folder = RecordedFolder(Disk())
        let (log, state) = try open(folder, threads: true)
        let system = try ActorSystem(state, options: .still)
        let teller = try system.actor(Teller.self, "a")
        for step in 1...steps {
            #expect(try await teller.ask(Teller.Tell()) == step)
            folder.mark(UInt64(step))
        }
        let heard = try system.actor(Heard.self, "a")
        while try await heard.ask(Heard.Count()) < steps { await Task.yield() }
        try await system.close()
        let trace = folder.trace
        try await log.close()
        return trace
    }

    private static func examine(_ crashed: CrashState) throws {
        let folder = crashed.mount()
        let (log, state) = try open(folder, threads: false)
        defer { try? log.closeNow() }
        let system = try ActorSystem(state, options: .still)
        let (teller, heard) = (try ActorAddress("teller/a"), try ActorAddress("heard/a"))
        for actor in [teller, heard] { #expect(try system.verify(actor).isWhole, "\(crashed.label)") }
        let told = try system.state(of: Teller.self, "a")?.told ?? 0
        #expect(told >= Int(crashed.mark ?? 0), "\(crashed.label): an answered request is lost")
        let lines = try system.history(of: heard).filter { $0.cause?.actor == teller }
        for line in lines {
            #expect(
                line.cause?.number ?? 0 <= (try system.history(of: teller).last?.number ?? 0),
                "\(crashed.label): a message had left before its line")
        }
        let news = try system.state(of: Heard.self, "a")?.news ?? []
        #expect(news == Array(1..<(news.count + 1)) && news.count <= told, "\(crashed.label)")
    }

    @Test(arguments: CrashModel.allCases)
    func `no reply and no message comes before its line, whatever a power cut leaves`(model: CrashModel) async throws {
        let trace = try await Self.conversation(8)
        #if DEBUG || SANITIZED
            let keepOneIn: UInt64 = 12
        #else
            let keepOneIn: UInt64 = 2
        #endif
        var examined = 0
        for crashed in CrashStates(trace, model: model, budget: 4_000) where crashed.hash % keepOneIn == 0 {
            try Self.examine(crashed)
            examined += 1
        }
        #expect(examined > 10)
    }
}
