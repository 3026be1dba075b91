import FieldKit
import Testing

/// The judge of the drivers must see each kind of broken promise, and none where there is none.
struct LedgerTests {
    private func line(_ sequence: Int, _ note: Note) -> [UInt8] {
        Array("{\"sum\":\"0\",\"seq\":\(sequence),\"type\":\"note\",\"data\":".utf8) + note.line.dropLast()
            + Array("}".utf8)
    }

    /// A ledger of a run in which the first `acknowledged` of `count` notes were answered, and the lines of them all.
    private func run(_ count: Int, acknowledged: Int) -> (ledger: Ledger, lines: [[UInt8]]) {
        var ledger = Ledger()
        ledger.beginRun()
        let notes = (0..<count).map { _ in ledger.next() }
        for number in 0..<acknowledged {
            ledger.acknowledge(Array("{\"seq\":\(number + 1),\"id\":\"\(notes[number].id)\"}".utf8))
        }
        return (ledger, notes.map { line($0.number + 1, $0) })
    }

    @Test func `whatever a crash may leave is accepted`() {
        let (ledger, lines) = run(7, acknowledged: 4)
        for kept in 4...7 { #expect(ledger.judge(Array(lines[..<kept]), wholeRuns: true) == []) }
    }

    @Test func `a lost, doubled, changed, moved or invented note is seen`() {
        let (ledger, lines) = run(7, acknowledged: 4)
        var changed = lines
        changed[2][changed[2].count - 3] ^= 1
        var wrong = lines
        wrong[1] = line(9, Note(number: 1, id: "note-1"))
        let broken: [[[UInt8]]] = [
            Array(lines[..<3]), lines + [lines[6]], changed, wrong, [lines[1], lines[0], lines[2], lines[3]],
            lines + [line(8, Note(number: 70, id: "note-70"))], [],
        ]
        for lines in broken { #expect(!ledger.judge(lines, wholeRuns: false).isEmpty) }
    }

    @Test func `a hole in a run is seen where runs must be whole`() {
        let (ledger, lines) = run(7, acknowledged: 4)
        let hole = lines[..<4] + lines[5...]
        #expect(ledger.judge(Array(hole), wholeRuns: false) == [])
        #expect(ledger.judge(Array(hole), wholeRuns: true).count == 1)
    }

    @Test func `a note that was replaced may be gone, the one that replaced it may not`() {
        let (ledger, lines) = run(8, acknowledged: 8)  // the eighth replaces the fourth
        #expect(ledger.judge(Array(lines[..<3] + lines[4...]), wholeRuns: true) == [])
        #expect(!ledger.judge(Array(lines[..<7]), wholeRuns: true).isEmpty)
    }

    @Test func `an acknowledgement that cannot be is seen at once`() {
        let (ledger, _) = run(4, acknowledged: 2)
        for answer in ["{\"seq\":3,\"id\":\"note-9\"}", "{\"seq\":2,\"id\":\"note-2\"}", "what", "{\"seq\":3}"] {
            var book = ledger
            book.acknowledge(Array(answer.utf8))
            #expect(book.violations.count == 1, "\(answer)")
        }
    }
}
