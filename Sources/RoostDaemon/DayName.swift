// SPDX-License-Identifier: Apache-2.0
// The names of local days and months, "2026-11-25" and "2026-11", and the counting between them. A text that names no
// day of the calendar is none.

internal import DockModel

/// The names of days.
public enum DayName {
    /// The days since 1970 of "2026-11-25"; nil for what is no date of the years 1 to 9999.
    public static func number(of text: String) -> Int? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...9_999).contains(year),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let number = CivilDate.daysSince1970(year: year, month: month, day: day)
        return CivilDate(daysSince1970: number).description == text ? number : nil
    }

    /// The name of a day by its days since 1970.
    public static func text(_ number: Int) -> String { CivilDate(daysSince1970: number).description }

    /// The first and the last day of a month "2026-11"; nil for what is no month.
    public static func month(_ text: String) -> (first: String, last: String)? {
        guard text.utf8.count == 7, let first = number(of: text + "-01") else { return nil }
        let next = CivilDate(daysSince1970: first + 31)
        let last = CivilDate.daysSince1970(year: next.year, month: next.month, day: 1) - 1
        return (self.text(first), self.text(last))
    }
}
