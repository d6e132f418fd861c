// SPDX-License-Identifier: Apache-2.0
// A date with or without a time as people and calendar files write it. It refuses dates that no calendar has, and it
// does not know in which zone a time without "Z" is.

import DockModel

/// A date, or a date and time.
public struct CivilMoment: Sendable, Hashable {
    /// Seconds since 1970 of the clock that shows it, as if that clock showed UTC; midnight for a date.
    public let local: Int
    /// Whether only a date is given.
    public let isDate: Bool
    /// Whether it ends with "Z".
    public let isUTC: Bool

    /// Reads "2026-11-25", "2026-11-25T08:00", "2026-11-25 08:00:30", "20261125T080000Z" and "20261125".
    public init?(_ text: String) {
        guard text.utf8.count <= 25 else { return nil }
        var bytes = Array(text.utf8)
        isUTC = bytes.last == UInt8(ascii: "Z")
        if isUTC { bytes.removeLast() }
        let cut = bytes.firstIndex { $0 == UInt8(ascii: "T") || $0 == UInt8(ascii: " ") } ?? bytes.endIndex
        guard let date = Self.numbers(bytes[..<cut], widths: [4, 2, 2], mark: UInt8(ascii: "-")),
            date.count == 3, (1...9_999).contains(date[0]), (1...12).contains(date[1]),
            (1...CivilDate.length(ofMonth: date[1], in: date[0])).contains(date[2])
        else { return nil }
        let day = CivilDate.daysSince1970(year: date[0], month: date[1], day: date[2])
        guard cut < bytes.endIndex else {
            guard !isUTC else { return nil }
            (local, isDate) = (day * 86_400, true)
            return
        }
        guard let time = Self.numbers(bytes[(cut + 1)...], widths: [2, 2, 2], mark: UInt8(ascii: ":")),
            time.count >= 2, time[0] < 24, time[1] < 60, time.count < 3 || time[2] <= 60
        else { return nil }
        // A leap second is the last second of its minute to every clock of ours.
        let second = time.count == 3 ? min(59, time[2]) : 0
        (local, isDate) = (day * 86_400 + time[0] * 3_600 + time[1] * 60 + second, false)
    }

    /// Numbers of fixed width, all divided by `mark` or none.
    private static func numbers(_ bytes: ArraySlice<UInt8>, widths: [Int], mark: UInt8) -> [Int]? {
        var rest = bytes, found: [Int] = []
        let isMarked = bytes.contains(mark)
        for width in widths {
            if rest.isEmpty { break }
            if isMarked, !found.isEmpty {
                guard rest.first == mark else { return nil }
                rest = rest.dropFirst()
            }
            let digits = rest.prefix(width)
            guard digits.count == width, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
            found.append(digits.reduce(0) { $0 * 10 + Int($1 - 48) })
            rest = rest.dropFirst(width)
        }
        return rest.isEmpty ? found : nil
    }
}
