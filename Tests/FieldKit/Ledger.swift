/// What was sent to one store and what it acknowledged: the judge of what is found there later.
package struct Ledger: Sendable {
    private var sent: [Note] = []
    /// Where each run of `put` began: the store keeps a prefix of each run.
    private var runs: [Int] = []
    /// The next note of the present run that an acknowledgement may be about.
    private var awaited = 0
    private var sequences: [Int: UInt64] = [:]
    private var owners: [UInt64: Int] = [:]
    /// The highest acknowledged note of each id.
    private var latest: [String: Int] = [:]
    /// Broken promises that were seen while the acknowledgements came in.
    package private(set) var violations: [String] = []

    package init() {}

    package var acknowledged: Int { sequences.count }
    package var count: Int { sent.count }
    package var anyAcknowledged: Note? { sequences.keys.min().map { sent[$0] } }

    /// From here on a new process is spoken to.
    package mutating func beginRun() {
        runs.append(sent.count)
        awaited = sent.count
    }

    /// The next note to send. Every eighth replaces one that was sent before, so that there is something to compact.
    package mutating func next() -> Note {
        let number = sent.count
        let id = number % 8 == 7 ? sent[number / 2].id : "note-\(number)"
        let note = Note(number: number, id: id)
        sent.append(note)
        return note
    }

    /// Takes in one line that `put` printed.
    package mutating func acknowledge(_ line: some Collection<UInt8>) {
        let text = String(decoding: line, as: UTF8.self)
        guard let sequence = JSONGlance.number("seq", in: line), let id = JSONGlance.text("id", in: line) else {
            violations.append("unreadable acknowledgement: \(text)")
            return
        }
        // Acknowledgements come in the order of sending; a note that was refused is passed over.
        guard let number = sent[awaited...].firstIndex(where: { $0.id == id }) else {
            violations.append("acknowledged what was not sent: \(text)")
            return
        }
        awaited = number + 1
        if let other = owners[sequence] {
            violations.append("sequence \(sequence) was given to note \(other) and to note \(number)")
        }
        owners[sequence] = number
        sequences[number] = sequence
        latest[id] = max(number, latest[id] ?? 0)
    }

    /// Compares the lines of `cairn log` with what was promised. With `wholeRuns`, a note that is missing from the
    /// middle of a run is a broken promise too, even when nobody was told that it was kept.
    package func judge(_ lines: [[UInt8]], wholeRuns: Bool) -> [String] {
        var found = violations
        var present = Set<Int>()
        var last: UInt64?
        for line in lines {
            guard let sequence = JSONGlance.number("seq", in: line) else { continue }
            if let last, sequence <= last { found.append("sequence \(sequence) comes after \(last)") }
            last = sequence
            guard let number = JSONGlance.number("n", in: line).flatMap({ Int(exactly: $0) }) else { continue }
            found += judge(line, sequence, number)
            if !present.insert(number).inserted { found.append("note \(number) is there twice") }
        }
        var newest: [String: Int] = [:]
        for number in present where sent.indices.contains(number) {
            newest[sent[number].id] = max(number, newest[sent[number].id] ?? 0)
        }
        for number in latest.values where number > newest[sent[number].id] ?? -1 {
            found.append("lost: note \(number), \(sent[number].id), acknowledged as \(sequences[number] ?? 0)")
        }
        if wholeRuns { found += gaps(newest, present) }
        return found
    }

    private func judge(_ line: [UInt8], _ sequence: UInt64, _ number: Int) -> [String] {
        guard sent.indices.contains(number) else { return ["note \(number) was never sent"] }
        let note = sent[number]
        var found: [String] = []
        if JSONGlance.text("id", in: line) != note.id || JSONGlance.text("body", in: line) != note.body {
            found.append("note \(number) is not what was sent: \(String(decoding: line, as: UTF8.self))")
        }
        if let promised = sequences[number], promised != sequence {
            found.append("note \(number) was acknowledged as \(promised) and is \(sequence)")
        }
        if let owner = owners[sequence], owner != number {
            found.append("sequence \(sequence) was note \(owner) and is now note \(number)")
        }
        return found
    }

    /// A note that a later one of the same id has replaced may be gone.
    private func gaps(_ newest: [String: Int], _ present: Set<Int>) -> [String] {
        var found: [String] = []
        for (run, start) in runs.enumerated() {
            let end = run + 1 < runs.count ? runs[run + 1] : sent.count
            guard let highest = (start..<end).last(where: present.contains) else { continue }
            for number in start..<highest where number > newest[sent[number].id] ?? -1 {
                found.append("note \(number) is missing before note \(highest) of the same run")
            }
        }
        return found
    }
}
