extension JSONTape {
    /// A tape and its text for those who look at many places: the same answers as the tape's own, without a call into
    /// this module for each. It is plain pointers, so it holds as long as the tape and the bytes do, unchanged.
    @frozen package struct View {
        package let words: UnsafeRawPointer
        /// How many words are written.
        package let count: Int
        /// The bytes that were scanned.
        package var bytes: UnsafeRawPointer

        init(words: UnsafeRawPointer, count: Int, bytes: UnsafeRawPointer) {
            self.words = words
            self.count = count
            self.bytes = bytes
        }

        /// See ``JSONTape/kind(_:)``.
        @inlinable @inline(__always)
        package func kind(_ place: Place) -> Kind {
            Kind(rawValue: UInt8(truncatingIfNeeded: word(place) &>> 57)) ?? .null
        }

        /// The text of the value, quotes or braces included.
        @inlinable @inline(__always)
        package func part(_ place: Place) -> UnsafeRawBufferPointer {
            let word = word(place)
            return part(from: word & Self.offsetMask, to: word &>> 28 & Self.offsetMask)
        }

        /// The text of a string, inside its quotes.
        @inlinable @inline(__always)
        package func inside(_ place: Place) -> UnsafeRawBufferPointer {
            let word = word(place)
            return part(from: word & Self.offsetMask &+ 1, to: word &>> 28 & Self.offsetMask &- 1)
        }

        /// See ``JSONTape/isEscaped(_:)``.
        @inlinable @inline(__always)
        package func isEscaped(_ place: Place) -> Bool { word(place) &>> 56 & 1 != 0 }

        /// See ``JSONTape/after(_:)``.
        @inlinable @inline(__always)
        package func after(_ place: Place) -> Place {
            isContainer(place) ? Int(truncatingIfNeeded: word(place &+ 1) & 0xffff_ffff) : place &+ 1
        }

        /// See ``JSONTape/children(_:)``.
        @inlinable @inline(__always)
        package func children(_ place: Place) -> Int {
            isContainer(place) ? Int(truncatingIfNeeded: word(place &+ 1) &>> 32) : 0
        }

        @inlinable @inline(__always)
        package func isContainer(_ place: Place) -> Bool { word(place) &>> 57 <= UInt64(Kind.array.rawValue) }

        @inlinable @inline(__always)
        package func word(_ place: Place) -> UInt64 {
            precondition(place >= 0 && place < count, "a place beyond the tape")
            return words.load(fromByteOffset: place &<< 3, as: UInt64.self)
        }

        @inlinable @inline(__always)
        package func part(from start: UInt64, to end: UInt64) -> UnsafeRawBufferPointer {
            let start = Int(truncatingIfNeeded: start)
            return UnsafeRawBufferPointer(
                start: bytes + start, count: max(0, Int(truncatingIfNeeded: end) &- start))
        }

        @inlinable @inline(__always)
        package static var offsetMask: UInt64 { 1 << 28 - 1 }
    }

    /// The view of this tape over the bytes that were scanned.
    package func view(of bytes: UnsafeRawPointer) -> View {
        View(words: UnsafeRawPointer(words.base), count: count, bytes: bytes)
    }
}
