internal import CairnDisk

extension StateError {
    /// What the disk said, and what it was about.
    init(_ error: DiskError, _ what: String) {
        let code: Code =
            switch error.code {
            case .closed: .closed
            case _ where error.isAboutSpace: .noSpace
            case .readOnly, .denied: .readOnly
            case .tooManyFiles: .exhausted
            default: .inputOutput
            }
        self.init(code, code == .closed ? "the store was closed; open it again" : what, cause: error)
    }
}
