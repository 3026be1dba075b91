// The door's users meet options, reports and durability of the log; they should not have to import its room for that.
@_exported public import CairnLog
