// SPDX-License-Identifier: Apache-2.0
// The year behind a digest: one row of figures a day, from the store. A year is a few hundred short rows; the facts
// of the days themselves are not read.

public import DockModel
internal import Foundation
internal import RoostCore
public import Store

/// The days up to one digest, as its charts need them.
public struct DigestHistory: Sendable {
    /// How many days a chart looks back on.
    public static let longestDays = 366

    /// One day.
    public struct Day: Sendable {
        /// Its local date.
        public var day: String
        /// When it ended.
        public var ended: WallTime
        /// Its figures.
        public var figures: DayFigures

        /// The day of a record.
        public init(_ record: DayRecord) {
            (day, ended, figures) = (record.tally.day, record.ended, DayFigures(record))
        }

        init(_ row: DayRow) throws {
            (day, ended) = (row.day, row.ended)
            figures = try StateCoding.decode(DayFigures.self, from: row.figures)
        }
    }

    /// The days, oldest first; the last one is the digest's own.
    public var days: [Day]

    /// Some days.
    public init(days: [Day]) { self.days = days }

    /// The year up to a day; a day whose figures cannot be read is left out, as one that is not there.
    public init(through day: String, in database: RoostDatabase) throws(StoreError) {
        let first = DayName.number(of: day).map { DayName.text($0 - Self.longestDays + 1) }
        days = try database.days(from: first ?? "", through: day, limit: Self.longestDays).compactMap { row in
            // Left out: see above.
            try? Day(row)
        }
    }

    /// How long a travel of the cover usually takes: the median of the days before the last, s.
    public var usualTravel: Double? { DayFigures.median(days.dropLast().suffix(60).compactMap(\.figures.travel)) }

    /// The days with this one at their end.
    public func with(_ record: DayRecord) -> DigestHistory {
        let own = Day(record)
        return DigestHistory(days: days.filter { $0.day < own.day } + [own])
    }
}
