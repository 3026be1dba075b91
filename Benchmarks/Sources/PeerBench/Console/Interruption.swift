import Foundation
import Synchronization

/// Control-C: the first asks everything to end, and what was made is removed; the second does not wait for that.
enum Interruption {
    struct Asked: Error {}

    private static let asked = Atomic(false)

    static var isAsked: Bool { asked.load(ordering: .relaxed) }

    static func check() throws { if isAsked { throw Asked() } }

    static func listen() {
        signal(SIGINT) { _ in
            // A second one finds the system's own answer.
            signal(SIGINT, SIG_DFL)
            Interruption.asked.store(true, ordering: .relaxed)
        }
    }
}
