import CairnLines

func bytes(_ string: String) -> [UInt8] { Array(string.utf8) }

/// The bytes of a literal, for the life of the program.
func text(_ literal: StaticString) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
}

func string(_ bytes: [UInt8], _ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

/// A whole line without its newline, as the writer makes it.
func written(
    _ draft: LineDraft, _ sequence: UInt64, _ acknowledged: UInt64, _ transaction: Envelope.Transaction? = nil
) -> [UInt8] {
    var buffer = ByteBuffer()
    buffer.append(0xaa)  // a line seldom stands at the start of its buffer
    let range = LineWriter.append(
        draft, sequence: sequence, acknowledged: acknowledged, transaction: transaction,
        timestamp: text("2026-11-20T20:13:00.123456Z"), to: &buffer)
    return buffer.withBytes { Array($0[range].dropLast()) }
}

/// What stands after the sum, newline included.
func frame(
    _ draft: LineDraft, _ sequence: UInt64, _ acknowledged: UInt64, _ transaction: Envelope.Transaction? = nil
) -> String {
    String(decoding: written(draft, sequence, acknowledged, transaction)[26...], as: UTF8.self) + "\n"
}

func read(_ line: [UInt8], checkingSum: Bool = true) throws(LineError) -> Envelope {
    try line.withUnsafeBufferPointer { (bytes) throws(LineError) in
        try LineReader.read(UnsafeRawBufferPointer(bytes), checkingSum: checkingSum)
    }
}

/// A line with whatever comes after `{`, sealed with the right sum.
func sealed(_ members: String) -> [UInt8] { sealed(bytes(members)) }

func sealed(_ members: [UInt8]) -> [UInt8] {
    var buffer = ByteBuffer()
    buffer.append("{\"sum\":\"")
    buffer.appendHex16(members.withUnsafeBytes { LineSum.of($0) })
    buffer.append("\",")
    buffer.append(members)
    return buffer.withBytes { Array($0) }
}
