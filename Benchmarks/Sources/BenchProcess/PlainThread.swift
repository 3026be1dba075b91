import Foundation

/// Runs what blocks on a thread of its own, as a program without tasks would.
public enum PlainThread {
    public static func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result { try body() }) }.start()
        }
    }
}
