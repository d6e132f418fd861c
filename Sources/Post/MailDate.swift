// SPDX-License-Identifier: Apache-2.0
// The Date field of a mail (RFC 5322 3.3) from a wall time and an offset from UTC, and back. It knows no time zones.
// It must never write a date that RFC 5322 does not allow, so it keeps to years of four digits.

public import DockModel

/// Writing and reading of mail dates.
enum MailDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    /// 1900-01-01 to 9999-12-31, a day inside each end.
    private static let sensible: ClosedRange<Int64> = -2_208_900_000...253_402_200_000

    /// "Tue, 25 Nov 2025 09:41:48 +0100"; nil for a year outside 1900 to 9999 or an offset beyond 18 hours.
    static func text(_ time: WallTime, utcOffsetSeconds: Int) -> String? {
        let seconds = Int64((Double(time.milliseconds) / 1000).rounded(.down))
        guard sensible.contains(seconds), utcOffsetSeconds.magnitude <= 64_800 else { return nil }
        let offsetMinutes = utcOffsetSeconds / 60
        let local = seconds + Int64(offsetMinutes) * 60
        let day = Int((Double(local) / 86_400).rounded(.down))
        let second = Int(local) - day * 86_400
        let date = CivilDate(daysSince1970: day)
        let clock = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
        let weekday = days[((day % 7) + 7) % 7]
        let magnitude = abs(offsetMinutes)
        let zone = (offsetMinutes < 0 ? "-" : "+") + two(magnitude / 60) + two(magnitude % 60)
        return "\(weekday), \(date.day) \(months[date.month - 1]) \(date.year) \(clock) \(zone)"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// The time of a date as mail servers write it; nil for what is none. A comment behind it is not looked at, and a
    /// zone without a number counts as UTC, as RFC 5322 4.3 says of unknown ones.
    static func time(_ text: some StringProtocol) -> WallTime? {
        let plain = String(text.prefix { $0 != "(" })
        var words = plain.split { $0.isWhitespace || $0 == "," }.prefix(8).map(String.init)
        if let first = words.first, first.first?.isNumber != true { words.removeFirst() }
        guard words.count >= 4, let day = Int(words[0]), (1...31).contains(day),
            let month = months.firstIndex(where: { $0.lowercased() == words[1].lowercased() }),
            let written = Int(words[2]), (0...9_999).contains(written)
        else { return nil }
        let year = words[2].count > 2 ? written : written < 50 ? 2_000 + written : 1_900 + written
        let clock = words[3].split(separator: ":").map { Int($0) ?? -1 }
        guard (2...3).contains(clock.count), (0...23).contains(clock[0]), (0...59).contains(clock[1]),
            (0...60).contains(clock.count == 3 ? clock[2] : 0)
        else { return nil }
        let second = clock[0] * 3_600 + clock[1] * 60 + (clock.count == 3 ? clock[2] : 0)
        let days = CivilDate.daysSince1970(year: year, month: month + 1, day: day)
        let zone = words.count > 4 ? offset(words[4]) : 0
        return WallTime(milliseconds: Int64(days * 86_400 + second - zone) * 1_000)
    }

    /// Seconds ahead of UTC of "+0130"; 0 for any other word.
    private static func offset(_ word: String) -> Int {
        guard word.count == 5, let sign = word.first, sign == "+" || sign == "-",
            let digits = Int(word.dropFirst()), digits >= 0
        else { return 0 }
        let seconds = digits / 100 * 3_600 + digits % 100 * 60
        return sign == "-" ? -seconds : seconds
    }
}

extension ParsedMail {
    /// When its sender says it was written; nil when that cannot be read.
    public var sentTime: WallTime? { MailDate.time(date) }

    /// When the last server took it, by that server's clock: the end of the topmost Received field; nil without one.
    public var receivedTime: WallTime? {
        header("Received").flatMap { field in
            field.lastIndex(of: ";").flatMap { MailDate.time(field[field.index(after: $0)...]) }
        }
    }
}
