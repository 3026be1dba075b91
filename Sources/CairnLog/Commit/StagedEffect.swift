/// What a floor above does when the lines that it staged become visible: the indices of records follow their lines.
package protocol StagedEffect: AnyObject, Sendable {
    /// The lines are in the log, as durably as was asked, and readers are about to see them. On the committer's thread,
    /// in the order of staging; it must be short. Not called for lines that failed.
    func becomeVisible()
}
