// Plans and specs are records and messages of the door; who uses them should not have to import it for that.
@_exported public import Cairn
