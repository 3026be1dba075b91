import Cairn
import CairnLines
import CairnLog

/// An error as it is shown: to people as a sentence, to machines as an object.
struct Complaint {
    /// For machines: the log's own codes, `usage`, or `failed`.
    var code: String
    /// For people.
    var message: String
    /// The line of the input that is to blame.
    var line: Int?
    /// What the process ends with.
    var exit: ExitCode

    init(_ error: any Error, line: Int? = nil) {
        self.line = line
        switch error {
        case let error as LogError:
            code = error.code.description
            message = error.message + (error.cause.map { ": \($0)" } ?? "")
            exit = Self.exit(for: error.code)
        case let error as StateError:
            code = error.code.description
            message = error.message + (error.cause.map { ": \($0)" } ?? "")
            exit = error.code == .damaged ? .damage : .failure
        case let error as UsageError:
            code = "usage"
            message = error.description
            exit = .usage
        case let error as CommandFailure:
            code = error.code
            message = error.message
            exit = .failure
        default:
            code = "failed"
            message = "\(error)"
            exit = .failure
        }
        if let line { message = "line \(Quantity.count(line)): \(message)" }
    }

    /// `{"error":{"code":…,"line":…,"message":…}}`
    var json: String {
        var text = ByteBuffer()
        text.append("{\"error\":{\"code\":")
        text.append(quoted: code)
        if let line {
            text.append(",\"line\":")
            text.appendDecimal(UInt64(line))
        }
        text.append(",\"message\":")
        text.append(quoted: message)
        text.append("}}")
        return text.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    private static func exit(for code: LogError.Code) -> ExitCode {
        if [.damaged, .missing, .foreign].contains(code) { return .damage }
        return code == .torn ? .torn : .failure
    }
}
