/// What a floor above does when the lines that it staged become visible: the indices of records follow their lines.
///
/// One effect may stand for many that stage one behind the other: it is taken with the group that their lines are in.
package protocol StagedEffect: AnyObject, Sendable {
    /// The lines that were staged so far are being written now; those that are staged from here on belong to another
    /// effect. With the staging locked; it must be short, and must not stage.
    func beTaken()
    /// The lines are in the log, as durably as was asked, and readers are about to see them. On the committer's thread,
    /// in the order of staging; it must be short. Not called for lines that failed.
    func becomeVisible()
}
