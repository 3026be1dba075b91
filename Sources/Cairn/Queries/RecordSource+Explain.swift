extension RecordSource {
    /// The plan in words, and which indices it could not consider.
    func explain(_ request: QueryRequest, _ kind: String) throws(StateError) -> String {
        let plan = try QueryRun<Self>.plan(request, kind, self).description
        return ([plan] + (indices(kind)?.troubles ?? [])).joined(separator: "\n")
    }
}

extension KindIndices {
    /// Why some indices cannot be used now, a line each.
    fileprivate var troubles: [String] {
        definitions.indices.compactMap { place in
            let name = definitions[place].name
            switch states[place] {
            case .ready, .shared: return nil
            case .building, .lost: return "not used: index \(name), which is being built"
            case .degraded(let reason): return "not used: index \(name), which is degraded: \(reason.message)"
            }
        }
    }
}
