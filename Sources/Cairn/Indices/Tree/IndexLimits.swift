/// The bounds of the tree under an index, each with its reason.
package enum IndexLimits {
    /// The longest key: an indexed value of some length and the id behind it. Any three keys fit one page, whatever
    /// they are, so that a page which is too full can always be parted.
    package static let maxKeyBytes = 1024

    /// The largest page: with the allocator's own 8 bytes and 8 that searches may read beyond the end it takes up
    /// 4 KiB of memory.
    package static let maxPageBytes = 4096 - 16

    /// Pages grow by this much. More would leave room unused in each of them, less would copy them more often.
    package static let pageStepBytes = 256

    /// A path of this many steps reaches more pages than memory holds, as each branch has two children at least.
    package static let maxHeight = 32

    /// Children of a branch. Whoever writes after a snapshot copies a branch's links, which is a microsecond at this
    /// number; and a child's place in it fits a byte.
    package static let maxChildren = 256

    /// A page that has no more than this looks for a neighbour to merge with.
    package static let smallPageBytes = maxPageBytes / 8 * 3

    /// Two pages become one if that takes no more than this, so that the next keys do not part them again.
    package static let mergedPageBytes = maxPageBytes / 4 * 3

    /// A page that has less than this after a removal, and cannot merge, takes keys from a neighbour.
    package static let starvedPageBytes = maxPageBytes / 8

    /// Room that a page gives back once keys were removed: twice what it grows by, so that it does not do both in turn.
    package static let slackBytes = 3 * pageStepBytes

    /// How full pages are built from sorted keys, so that the first keys that come later find room.
    package static let buildFill = 0.9

    /// How many changes of a batch are merged into one page at once; beyond that its memory would follow the batch.
    package static let maxMergedChanges = 4096

    /// From this many changes on, merging them into a page beats moving its keys aside for each.
    package static let minMergedChanges = 4

    /// What a leaf costs in memory that is in a file: two objects, and what the allocator adds.
    static let coldLeafBytes = 112

    /// What a page costs beside its bytes: the object, and what the allocator adds.
    static let pageOverheadBytes = 64
}
