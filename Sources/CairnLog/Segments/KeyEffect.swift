package import CairnLines

/// What one good line does to the key table.
package struct KeyEffect: Sendable {
    package var hash: KeyHash
    package var sequence: SequenceNumber
    package var offset: UInt32
    /// With its newline.
    package var length: UInt32
    package var form: Envelope.Form
    /// Seconds since 1970, for retention.
    package var seconds: UInt32

    package init(
        hash: KeyHash, sequence: SequenceNumber, offset: UInt32, length: UInt32, form: Envelope.Form, seconds: UInt32
    ) {
        self.hash = hash
        self.sequence = sequence
        self.offset = offset
        self.length = length
        self.form = form
        self.seconds = seconds
    }
}
