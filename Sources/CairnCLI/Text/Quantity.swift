/// Numbers as a person reads them.
enum Quantity {
    /// `1,234,567`
    static func count(_ number: some BinaryInteger) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `1 record`, `1,234 records`
    static func count(_ number: some BinaryInteger, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `64.0 MB`, in powers of ten as `ls --si` and disk vendors count.
    static func bytes(_ number: some BinaryInteger) -> String {
        var value = Double(number)
        if value < 1_000 { return "\(number) B" }
        for unit in ["kB", "MB", "GB"] {
            value /= 1_000
            if value < 1_000 { return "\(decimal(value, places: 1)) \(unit)" }
        }
        return "\(decimal(value / 1_000, places: 1)) TB"
    }

    /// `12 ms`, `3.4 s`, `2:07 min`
    static func milliseconds(_ number: Double) -> String {
        if number < 10 { return "\(decimal(number, places: 1)) ms" }
        if number < 1_000 { return "\(whole(number)) ms" }
        if number < 60_000 { return "\(decimal(number / 1_000, places: 1)) s" }
        return clock(seconds: number / 1_000) + " min"
    }

    /// `2:07`
    static func clock(seconds: Double) -> String {
        let all = whole(seconds)
        let rest = String(all % 60)
        return "\(all / 60):\(rest.count < 2 ? "0" : "")\(rest)"
    }

    /// With a fixed number of places behind the point.
    static func decimal(_ number: Double, places: Int) -> String {
        guard number.isFinite else { return "–" }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = (number.magnitude * scale).rounded()
        guard scaled < 1e18 else { return "\(number)" }
        let unit = Int(scale)
        let fraction = String(Int(scaled) % unit)
        let sign = number < 0 ? "-" : ""
        let zeros = String(repeating: "0", count: max(0, places - fraction.count))
        return places == 0 ? "\(sign)\(Int(scaled))" : "\(sign)\(Int(scaled) / unit).\(zeros)\(fraction)"
    }

    /// Rounded, and never a trap: what is not a sensible number becomes the nearest that is.
    static func whole(_ number: Double) -> Int {
        number.isNaN ? 0 : Int(min(max(number, -1e15), 1e15).rounded())
    }
}
