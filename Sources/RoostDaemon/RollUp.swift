// SPDX-License-Identifier: Apache-2.0
// When a week or a month is over, as the settings want to be told of it: with the first digest after its end, also
// when the dock was off on that day. It never tells of a time of which no day is stored.

internal import DockModel
internal import Report
internal import Settings
internal import Store

extension MailKind {
    /// The digest of a week or a month. It is no sign of life: its days were.
    static let rollUp = "rollup"
}

/// The digest of a longer time that is due.
struct RollUp: Equatable {
    /// Its first and last day.
    var first: String, last: String
    /// Of how long a time it tells.
    var period: DigestPeriod
    /// What keeps it single: "month.2026-11".
    var name: String

    /// Those that come with the digest of a day.
    static func due(with day: String, _ settings: ReportSettings, _ database: RoostDatabase) throws -> [RollUp] {
        let before = try DigestShelf(database).lastDay(
            notAfter: DayName.number(of: day).map { DayName.text($0 - 1) } ?? "")
        guard let before else { return [] }
        return due(with: day, after: before, settings)
    }

    /// Those that come with the digest of a day when another was the last before it.
    static func due(with day: String, after before: String, _ settings: ReportSettings) -> [RollUp] {
        guard let number = DayName.number(of: day), let last = DayName.number(of: before), last < number else {
            return []
        }
        var due: [RollUp] = []
        if let weekday = settings.weekly.weekday {
            // The newest day of the week that is named; the week before it is over.
            let end = number - (CivilDate.weekday(daysSince1970: number) - weekday + 7) % 7
            if last < end, last >= end - 7 {
                due.append(
                    RollUp(
                        first: DayName.text(end - 7), last: DayName.text(end - 1), period: .week,
                        name: "week.\(DayName.text(end - 7))"))
            }
        }
        let month = String(before.prefix(7))
        if settings.monthly == .first, month != day.prefix(7), let ends = DayName.month(month) {
            due.append(RollUp(first: ends.first, last: ends.last, period: .month, name: "month.\(month)"))
        }
        return due
    }
}
