// The use that the README shows, as a program: what it prints is what a reader gets.
//
//     swift run LogTour
//
// The README's block is what stands between the two marks, byte for byte.

// tour: begin
import CairnLog

let log = try await Log.open("tour.state")

// A record. When this returns, it survives a power cut.
let plan = try Entry.record(kind: "plan", id: "p1", json: #"{"name":"Lighthouse","height":30}"#.utf8)
let receipt = try await log.append(plan)
print("\(receipt.id) is record \(receipt.sequence) of the store")

// A change is a JSON merge patch; what is read back is the record with its changes applied.
_ = try await log.append(.update(kind: "plan", id: "p1", changes: #"{"height":32}"#.utf8))
if let record = try log.get(kind: "plan", id: "p1") { print(String(decoding: record.json, as: UTF8.self)) }

// Entries that count only together, whatever happens.
_ = try await log.append(transaction: [
    .record(kind: "step", id: "s1", json: #"{"plan":"p1","title":"survey the rock"}"#.utf8),
    .delete(kind: "step", id: "s0"),
])

// Many tasks write at once and share their syncs. Without an id, a record is given one.
try await withThrowingTaskGroup(of: Void.self) { group in
    for number in 1...64 {
        group.addTask { _ = try await log.append(.record(kind: "note", json: #"{"number":\#(number)}"#.utf8)) }
    }
    try await group.waitForAll()
}

// Every line in its order, in chunks; `following: true` goes on with what comes.
var lines = 0
for try await chunk in log.lines() { lines += chunk.count }
print("\(lines) lines, \(log.statistics.syncs) syncs")

let snapshot = try await log.snapshot()  // one LZ4 frame that lz4cat opens
let compaction = try await log.compact()  // gives back what nobody needs any more
print("\(snapshot.file); \(compaction.linesDropped) lines dropped")
try await log.close()
// tour: end
