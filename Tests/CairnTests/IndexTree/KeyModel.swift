import Cairn

/// What a tree must be: an array that is sorted by the standard library's comparison.
struct KeyModel {
    private(set) var keys: [[UInt8]] = []

    /// How many keys are before `key`, and those that are the same if `isAfter`.
    func rank(_ key: [UInt8], isAfter: Bool = false) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            let isBefore = keys[middle].lexicographicallyPrecedes(key) || (isAfter && keys[middle] == key)
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func contains(_ key: [UInt8]) -> Bool {
        let place = rank(key)
        return place < keys.count && keys[place] == key
    }

    mutating func insert(_ key: [UInt8]) -> Bool {
        let place = rank(key)
        if place < keys.count, keys[place] == key { return false }
        keys.insert(key, at: place)
        return true
    }

    mutating func remove(_ key: [UInt8]) -> Bool {
        let place = rank(key)
        guard place < keys.count, keys[place] == key else { return false }
        keys.remove(at: place)
        return true
    }

    func slice(_ lower: IndexBound, _ upper: IndexBound) -> ArraySlice<[UInt8]> {
        let from =
            switch lower {
            case .unbounded: 0
            case .inclusive(let key): rank(key)
            case .exclusive(let key): rank(key, isAfter: true)
            }
        let to =
            switch upper {
            case .unbounded: keys.count
            case .inclusive(let key): rank(key, isAfter: true)
            case .exclusive(let key): rank(key)
            }
        return keys[from..<max(from, to)]
    }
}
