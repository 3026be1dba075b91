package import CairnDisk
import Synchronization

/// What a `FaultyFolder` does wrong: the n-th of certain calls fails, or each from then on.
package struct Fault: Sendable {
    /// Counted from 0 among the calls that `among` names.
    package var at: Int
    package var among: Set<DiskCall>
    package var forever: Bool
    package var code: DiskError.Code
    package var errno: Int32
    /// A write puts half of its bytes on the disk before it fails.
    package var transfersHalf: Bool
    /// A failed sync of a file loses what it should have saved, as the page cache of Linux does: the bytes still read
    /// back, the next sync succeeds, and they are not on the disk. Needs a `RecordedFolder` underneath.
    package var loses: Bool

    package init(
        at: Int, among: Set<DiskCall> = Set(DiskCall.allCases).subtracting([.dropCache]), forever: Bool = false,
        code: DiskError.Code, errno: Int32 = 0, transfersHalf: Bool = false, loses: Bool = true
    ) {
        self.at = at
        self.among = among
        self.forever = forever
        self.code = code
        self.errno = errno
        self.transfersHalf = transfersHalf
        self.loses = loses
    }
}

/// Counts calls for all folders and files of one `FaultyFolder` and says which of them fail.
final class FaultSchedule: Sendable {
    private struct State {
        var calls: [DiskSite] = []
        var counted = 0
        var failed = 0
        var fault: Fault?
    }

    private let state: Mutex<State>

    init(_ fault: Fault?) { state = Mutex(State(fault: fault)) }

    var calls: [DiskSite] { state.withLock { $0.calls } }
    var failed: Int { state.withLock { $0.failed } }

    func replace(_ fault: Fault?) {
        state.withLock {
            $0.fault = fault
            $0.counted = 0
        }
    }

    /// Counts the call; the fault if it is to fail.
    func next(_ call: DiskCall, _ purpose: Purpose) -> Fault? {
        state.withLock { state in
            state.calls.append(DiskSite(call, purpose))
            guard let fault = state.fault, fault.among.contains(call) else { return nil }
            let number = state.counted
            state.counted += 1
            guard number == fault.at || (fault.forever && number > fault.at) else { return nil }
            state.failed += 1
            return fault
        }
    }

    /// Counts the call and throws if it is to fail.
    func pass(_ call: DiskCall, _ path: String, _ purpose: Purpose) throws(DiskError) {
        if let fault = next(call, purpose) { throw error(fault, call, path, purpose) }
    }

    func error(_ fault: Fault, _ call: DiskCall, _ path: String, _ purpose: Purpose) -> DiskError {
        DiskError(
            fault.code, call: call.rawValue, path: path, purpose: purpose, errno: fault.errno, detail: "on purpose")
    }
}
