#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Console {
    /// Says what went wrong and what the process ends with. What had been written to standard output still goes out:
    /// a reader must never miss an acknowledgement.
    func report(_ error: any Error) -> ExitCode {
        do {
            try output.flush()
        } catch is OutputStream.Closed {
            return .fine
        } catch {
            complain(Complaint(error))
        }
        let complaint = Complaint(error)
        complain(complaint)
        return complaint.exit
    }

    /// For the moment before there is a console.
    static func lastWords(_ text: String) {
        let stream = OutputStream(descriptor: STDERR_FILENO)
        try? stream.write(text)
        try? stream.flush()
    }
}
