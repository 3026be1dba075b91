extension Array where Element == UInt8 {
    /// As C libraries take bytes.
    func withChars<R>(_ body: (UnsafePointer<CChar>, Int) throws -> R) rethrows -> R {
        try withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { preconditionFailure("a record has bytes") }
            return try body(start.assumingMemoryBound(to: CChar.self), bytes.count)
        }
    }
}

extension SampleText {
    /// Key and record.
    func withChars<R>(_ body: (UnsafePointer<CChar>, Int, UnsafePointer<CChar>, Int) throws -> R) rethrows -> R {
        try key.withChars { key, keyCount in
            try json.withChars { json, count in try body(key, keyCount, json, count) }
        }
    }
}
