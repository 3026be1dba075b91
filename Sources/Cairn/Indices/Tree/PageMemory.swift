/// The memory that the pages of a tree take up.
struct PageMemory {
    /// Of all pages, shared ones included.
    private(set) var all = 0
    /// Of the leaves that are here and could be in a file.
    private(set) var leaves = 0

    mutating func add(_ page: IndexPage) {
        all &+= page.footprint
        if page.view.level == 0, page.cold == nil { leaves &+= page.footprint }
    }

    mutating func remove(_ page: IndexPage) {
        all &-= page.footprint
        if page.view.level == 0, page.cold == nil { leaves &-= page.footprint }
    }
}
