/// Why the engine touches the disk at this place. Every operation carries one.
///
/// It makes an error say what was going on ("while sealing a segment"), and it gives each sync, rename and
/// directory sync a name, so that the crash laboratory can take exactly one of them away and see that it was needed.
package enum Purpose: String, Sendable, CaseIterable {
    // the commit path
    case commitGroup = "committing a group"
    case fillRoom = "filling room ahead of the writer"
    case trimRoom = "trimming unused room"
    case cutBack = "cutting a failed group off"
    // segments
    case createSegment = "creating a segment"
    case publishSegment = "giving a new segment its name"
    case readSegment = "reading a segment"
    case dropSegment = "removing a superseded segment"
    case settleSegment = "settling a segment found at open"
    // manifest
    case readManifest = "reading the manifest"
    case appendManifest = "adding a line to the manifest"
    case writeManifest = "writing a new manifest"
    case publishManifest = "publishing a new manifest"
    case dropManifest = "removing an old manifest"
    // derived hints
    case readHints = "reading hints"
    case writeHints = "writing hints"
    case publishHints = "publishing hints"
    case dropHints = "removing old hints"
    // what indices have no memory for
    case readIndices = "reading a page of an index"
    case writeIndices = "writing a page of an index"
    case publishIndices = "giving pages of indices their name"
    case dropIndices = "removing pages of indices"
    // snapshots
    case readSnapshot = "reading a snapshot"
    case writeSnapshot = "writing a snapshot"
    case publishSnapshot = "publishing a snapshot"
    case dropSnapshot = "removing an old snapshot"
    // compaction
    case writeCompacted = "writing a compacted segment"
    case publishCompacted = "publishing a compacted segment"
    // the house itself
    case createStore = "creating the store"
    case openStore = "opening the store"
    case settleStore = "settling the store's directory"
    case lockStore = "locking the store"
    case quarantine = "putting damaged bytes aside"
    case publishQuarantine = "publishing what was put aside"
    case measure = "measuring the disk"
}
