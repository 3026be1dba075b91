import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Child {
    /// What is said to a child, what it answers, and what happens to it in the middle.
    package struct Conversation {
        /// The next piece of its input: empty while there is nothing to say, nil at the end.
        package var say: () -> [UInt8]? = { nil }
        /// Called for each whole line of its output, without the newline.
        package var hear: (ArraySlice<UInt8>) -> Void = { _ in }
        /// Called again and again, several times a second, whether or not anything is said.
        package var look: () -> Void = {}
        /// Something to do once, `moment` seconds after the start; all that was said before has then been heard.
        package var moment: Double?
        package var act: () -> Void = {}
        /// After this time it counts as hanging.
        package var limit: Double = 10

        package init() {}
    }

    /// Feeds and listens until the child has closed its output and ended. Nil means that it hung and was killed.
    ///
    /// One thread does it all with `poll`, so that neither side can block the other however full the pipes are.
    package func hold(_ conversation: Conversation) -> Ending? {
        var state = ConversationState(conversation, input: input.withLock { $0 }, output: output)
        let watch = Stopwatch()
        while state.isListening {
            let now = watch.seconds
            if now > conversation.limit {
                kill()
                state.drain()
                return nil
            }
            if let moment = state.pendingMoment, now >= moment {
                state.pendingMoment = nil
                state.drain()
                conversation.act()
            }
            conversation.look()
            state.turn(waiting: min(conversation.limit, state.pendingMoment ?? conversation.limit) - now)
            if state.inputEnded { closeInput() }
        }
        closeInput()
        if let ending = wait(seconds: max(0.1, conversation.limit - watch.seconds)) { return ending }
        kill()
        return nil
    }

    /// Runs a program to its end and returns what it printed. Errors: it cannot be started, or hangs.
    @discardableResult
    package static func run(
        _ arguments: [String], environment: [String: String] = [:], errors: String = "/dev/null", seconds: Double
    ) throws -> (ending: Ending, lines: [[UInt8]]) {
        let child = try Child(arguments, environment: environment, errors: errors)
        var lines: [[UInt8]] = []
        var conversation = Conversation()
        conversation.hear = { lines.append(Array($0)) }
        conversation.limit = seconds
        guard let ending = child.hold(conversation) else {
            throw FieldError("\(arguments.joined(separator: " ")) did not end within \(seconds) s")
        }
        return (ending, lines)
    }
}

/// The two pipes of a conversation and what is under way in them.
private struct ConversationState {
    let conversation: Child.Conversation
    let input: Int32
    let output: Int32
    var pendingMoment: Double?
    var inputEnded = false
    var isListening = true
    private var unsent: ArraySlice<UInt8> = []
    private var unfinished: [UInt8] = []

    init(_ conversation: Child.Conversation, input: Int32, output: Int32) {
        self.conversation = conversation
        self.input = input
        self.output = output
        pendingMoment = conversation.moment
        for fd in [input, output] { _ = fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) }
    }

    mutating func turn(waiting seconds: Double) {
        if unsent.isEmpty && !inputEnded {
            if let piece = conversation.say() { unsent = piece[...] } else { inputEnded = true }
        }
        var ends = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
        if !unsent.isEmpty { ends.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
        let milliseconds = Int32(max(0, min(seconds, 0.2) * 1_000))
        guard poll(&ends, nfds_t(ends.count), milliseconds) > 0 else { return }
        if ends[0].revents != 0 { listen() }
        if ends.count > 1, ends[1].revents != 0 { speak() }
    }

    private mutating func speak() {
        let count = unsent.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        if count > 0 {
            unsent = unsent.dropFirst(count)
        } else if errno != EAGAIN && errno != EINTR {
            unsent = []
            inputEnded = true
        }
    }

    private mutating func listen() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(output, &buffer, buffer.count)
        if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
        guard count > 0 else {
            isListening = false
            return
        }
        unfinished += buffer[..<count]
        var start = unfinished.startIndex
        while let newline = unfinished[start...].firstIndex(of: UInt8(ascii: "\n")) {
            conversation.hear(unfinished[start..<newline])
            start = newline + 1
        }
        unfinished.removeFirst(start)
    }

    /// Hears what the child has said so far.
    mutating func drain() {
        while isListening {
            var end = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard poll(&end, 1, 0) > 0 else { return }
            listen()
        }
    }
}
