/// Who takes part, in the order of the tables.
enum EntrantList {
    static let all = [
        FloorContender.entrant, SQLiteContender.entrant, RocksContender.entrant, LevelContender.entrant,
        LMDBContender.entrant, NaiveContender.entrant, CairnLogContender.entrant, CairnDoor.entrant,
    ]
}
