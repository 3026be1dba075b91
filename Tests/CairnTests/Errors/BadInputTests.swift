import Cairn
import CairnLog
import Foundation
import Testing

/// What cannot be done says so with a code of its own, leaves the store as it was, and leaves it working.
@Suite struct BadInputTests {
    private func open(_ path: String) async throws -> StateManager {
        try await StateManager.open(
            path, records: Board.self, Person.self, Card.self, Remark.self, Member.self, Gauge.self)
    }

    private func fill(_ path: String) async throws {
        let state = try await open(path)
        try await state.create(all: (1...3).map { Member(id: $0, email: "m\($0)", score: $0, note: "same") })
        try await state.create(Board(id: 1))
        try await state.create(Card(id: "c1", board: 1))
        try await state.create(Card(id: "c2", board: 1, after: "c1"))
        try await state.close()
        let log = try await Log.open(path)
        _ = try await log.append(.record(kind: "gauge", json: #"{"id":"later","_version":2,"value":1}"#.utf8))
        try await log.close()
    }

    /// Everything that the store says: each record with its revision, the last sequence, the definitions of indices.
    private func picture(_ path: String) async throws -> [String] {
        var options = LogOptions()
        options.recovery = .readOnly
        let log = try await Log.open(path, options: options)
        let store = UntypedStore(log)
        var lines: [String] = []
        try store.forEach(of: nil) { record in
            lines.append(
                "\(record.kind) \(record.id) \(record.revision) \(String(decoding: record.json, as: UTF8.self))")
            return true
        }
        lines.append("last \(log.statistics.lastSequence), keys \(log.statistics.keys)")
        for kind in store.indexedKinds { lines.append("\(kind): \(store.indices(of: kind).map(\.name))") }
        try await log.close()
        return lines.sorted()
    }

    @Test(arguments: BadInput.all) func `what cannot be done leaves nothing half done`(_ input: BadInput) async throws {
        let folder = try ScratchState()
        try await fill(folder.path)
        let before = try await picture(folder.path)
        let state = try await open(folder.path)
        let error = await refusal { try await input.act(BadInput.Scene(state: state, path: folder.path)) }
        #expect(error?.code == input.code, "\(error.map { "\($0)" } ?? "no error of the store")")
        #expect((error?.message.count ?? 0) > 10, "it says what happened")
        try await state.close()
        #expect(try await picture(folder.path) == before)
        let again = try await open(folder.path)
        try await again.create(Member(id: 100, email: "after", score: 1))
        #expect(try again.query(Member.where(\.email == "after")).map(\.id) == [100])
        #expect(try await again.checkIndices().allSatisfy(\.isSound))
        try await again.close()
    }

    private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        .joined(separator: "/")

    private func text(_ file: String) throws -> String {
        try String(contentsOfFile: "\(Self.root)/\(file)", encoding: .utf8)
    }

    @Test func `the page of errors has the rows of the suite`() throws {
        let page = try text("Docs/Errors.md")
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.hasSuffix("` |") }.map(String.init)
        #expect(rows == BadInput.all.map { "| \($0.what) | `.\($0.code)` |" })
    }

    @Test func `the page of errors explains each code`() throws {
        let (page, source) = (try text("Docs/Errors.md"), try text("Sources/Cairn/StateError.swift"))
        let codes = source.matches(of: /public static let (\w+) = Code/).map { String($0.1) }
        #expect(codes.count > 20)
        for code in codes { #expect(page.contains("- **`.\(code)`**"), "\(code)") }
    }
}
