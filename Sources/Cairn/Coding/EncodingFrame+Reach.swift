extension EncodingFrame {
    /// Makes this the container that the next bytes belong to.
    ///
    /// Most often it is already. Otherwise what was opened inside it ends here; and if it has ended itself, it goes on
    /// in a writer of its own. Errors: `EncodingError.invalidValue` if the value's own code has returned.
    @inline(__always)
    func reach() throws {
        if text.pointee.top != ObjectIdentifier(self) { try reachFromElsewhere() }
    }

    @inline(never)
    private func reachFromElsewhere() throws {
        guard isOpen else { return try reopen() }
        while let top = writer.top, top !== self { top.close() }
    }

    /// Writes the closing bracket. The frame is its writer's innermost one.
    func close() {
        isOpen = false
        let isBottom = writer.bottom == ObjectIdentifier(self)
        let hasBracket = isBottom && writer.borrowsBracket
        if isDictionary, !hasBracket { sortMembers() }
        closedAt = text.pointee.count
        switch kind {
        case .object: if !hasBracket { text.pointee.append(0x7d) }
        case .array: if !hasBracket { text.pointee.append(0x5d) }
        case .undecided: if !isBottom { writer.add(Late(position: closedAt, frame: self)) }
        case .scalar: break
        }
        writer.setTop(isBottom ? nil : parent)
    }

    /// Ends everything. Most often nothing but the outermost object is open.
    @inline(__always)
    func closeOutermost() {
        guard text.pointee.top == ObjectIdentifier(self), kind == .object, !isDictionary else {
            return writer.finish(self)
        }
        isOpen = false
        text.pointee.append(0x7d)
    }

    /// Goes on with a container that something was written behind.
    private func reopen() throws {
        var frame: EncodingFrame? = self
        while let here = frame {
            if here.isFinished { throw error("its container is no longer being written") }
            frame = here.parent
        }
        let late = JSONWriter.make(capacity: 0, userInfo: writer.givenInfo)
        late.begin(late: self, borrowsBracket: kind != .undecided)
        if kind == .undecided {
            writer.supply(late, for: self)
        } else {
            writer.add(Late(position: closedAt, frame: self, writer: late))
        }
        writer = late
        isOpen = true
    }

    /// An error that names this place.
    func error(_ message: String) -> EncodingError {
        let value = path.last?.stringValue ?? "the record"
        return .invalidValue(value, EncodingError.Context(codingPath: path, debugDescription: message))
    }
}
