import Cairn

/// One of the rows of transactions that a client makes beside each other; all of it follows from its number and turn.
struct Lane: Record, Equatable {
    var id: Int
    /// How many transactions it has made.
    var turn: Int

    static let count = 4
}

/// What a lane's transactions move: their sum stays.
struct Purse: Record, Equatable {
    /// `2-0`: of the second lane the first.
    var id: String
    var lane: Int
    var balance: Int

    static let count = 3
    static let first = 1_000
    static let indices: [Index<Purse>] = [
        .relation("lane", \.lane, to: Lane.self, onDelete: .restrict), .ordered("balance", \.balance),
    ]
}

/// What one transaction leaves behind; it goes when its mark is wanted again.
struct Slip: Record, Equatable {
    /// `2-17`: of the second lane's seventeenth transaction.
    var id: String
    /// Taken by one slip at a time: that it goes and another gets it is one transaction.
    var mark: String
    var purse: String
    var amount: Int

    static let marks = 10
    static let indices: [Index<Slip>] = [
        .unique("mark", \.mark), .ordered("amount", \.amount),
        .relation("purse", \.purse, to: Purse.self, onDelete: .restrict),
    ]
}

/// One transaction of a lane, from its number alone.
struct Turn {
    let lane: Int
    let number: Int
    let from: String
    let to: String
    let slip: Slip
    /// The slip whose mark it takes.
    let gone: String?

    init(lane: Int, number: Int) {
        (self.lane, self.number) = (lane, number)
        let purse = number % Purse.count
        from = "\(lane)-\(purse)"
        to = "\(lane)-\((purse + 1 + number / 7 % (Purse.count - 1)) % Purse.count)"
        slip = Slip(
            id: "\(lane)-\(number)", mark: "\(lane)-\(number % Slip.marks)", purse: from, amount: 1 + number * 31 % 97)
        gone = number > Slip.marks ? "\(lane)-\(number - Slip.marks)" : nil
    }
}
