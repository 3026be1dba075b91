import Cairn
import Testing

@Suite struct RunTests {
    @Test func `a cancelled run drains, closes and returns, and those who come late are told`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let service = Task { try await state.run() }
        let writes = (0..<64).map { number in
            Task { try await state.create(Account(id: "\(number)", balance: number), durability: .volatile) }
        }
        for write in writes { _ = try await write.value }
        service.cancel()
        try await service.value
        let late = await #expect(throws: StateError.self) { try await state.create(Account(id: "late", balance: 0)) }
        #expect(late?.code == .closed)
        let again = try await folder.open()
        #expect(try again.count(of: Account.all) == 64)
        try await again.close()
    }

    @Test func `a run ends with the store, and one that begins behind it ends at once`() async throws {
        let folder = try ScratchState()
        let state = try await folder.open()
        let services = (0..<3).map { _ in Task { try await state.run() } }
        try await state.close()
        for service in services { try await service.value }
        try await state.run()
    }
}
