/// How much memory those may take who gather entries for indices, each of them, and where the rest goes.
struct IndexRoom: Sendable {
    var bytes: Int
    var pages: IndexPages
}
