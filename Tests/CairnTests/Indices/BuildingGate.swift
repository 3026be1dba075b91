import CairnLog
import Foundation
import Synchronization

/// Holds the building at its first report, until it is told to go on.
final class BuildingGate: Sendable {
    private let reached = DispatchSemaphore(value: 0)
    private let opened = DispatchSemaphore(value: 0)
    private let reports = Atomic<Int>(0)
    private let ended = Atomic<Bool>(false)

    /// For writers: whether they may rest.
    var isOver: Bool {
        get { ended.load(ordering: .relaxed) }
        set { ended.store(newValue, ordering: .relaxed) }
    }

    var report: ProgressReport {
        { progress in
            guard progress.phase == "building indices" else { return true }
            if self.reports.add(1, ordering: .relaxed).newValue == 1 {
                self.reached.signal()
                self.opened.wait()
            }
            return true
        }
    }

    /// Waits, on a thread that may wait, until the building is on its way.
    func waitUntilReached() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                self.reached.wait()
                continuation.resume()
            }
        }
    }

    func open() { opened.signal() }
}
