// SPDX-License-Identifier: Apache-2.0
// Takes days from the store for digests: one day, or a week, a month or a range put together from its days. It reads
// a few days at a time, so that a year needs no more memory than a week, and says which days are missing.

internal import DockModel
internal import Foundation
public import Report
internal import RoostCore
public import Store

/// The days of a dock in its store.
public struct DigestShelf: Sendable {
    /// Days that are read at once.
    static let page = 16
    /// Most mission lines and notices of a longer time.
    static let mostLines = 1_000
    /// Most held events of a longer time.
    static let mostHeld = 5_000

    private enum Source {
        case store(RoostDatabase)
        case records([DayRecord])
    }

    private let source: Source

    /// The days of a store.
    public init(_ database: RoostDatabase) { source = .store(database) }

    /// Days that are not in a store, oldest first.
    public init(_ records: [DayRecord]) { source = .records(records) }

    /// The digest of a day; nil when nothing is known of it.
    /// - Throws: `StoreError`, or `DayRecordError` when the row cannot be used.
    public func day(_ day: String) throws -> DigestPress.Matter? {
        var found: DayRecord?
        try each(from: day, through: day) { found = $0 }
        guard let record = found else { return nil }
        return DigestPress.Matter(record: record, history: try history(through: day).with(record))
    }

    /// The last day not after another; nil when there is none.
    public func lastDay(notAfter day: String) throws -> String? {
        switch source {
        case .store(let database): try database.day(before: day + " ")?.day
        case .records(let records): records.last { $0.tally.day <= day }?.tally.day
        }
    }

    /// The first and the last day, and how many there are; nil when there is none.
    public func bounds() throws -> (first: String, last: String, count: Int)? {
        switch source {
        case .store(let database): return try database.dayBounds()
        case .records(let records):
            guard let first = records.first, let last = records.last else { return nil }
            return (first.tally.day, last.tally.day, records.count)
        }
    }

    /// The year up to a day.
    func history(through day: String) throws(StoreError) -> DigestHistory {
        switch source {
        case .store(let database): return try DigestHistory(through: day, in: database)
        case .records(let records):
            let days = records.filter { $0.tally.day <= day }.suffix(DigestHistory.longestDays)
            return DigestHistory(days: days.map { DigestHistory.Day($0) })
        }
    }

    /// The digest of the days from one date to another; nil when nothing is stored of any of them.
    /// - Parameter progress: told after each day how many are done.
    public func days(
        from first: String, through last: String, period: DigestPeriod, progress: (Int) -> Void = { _ in }
    ) throws -> DigestPress.Matter? {
        var sum: DayRecord?
        var count = 0
        try each(from: first, through: last) { record in
            if sum == nil { sum = record } else { sum?.append(record) }
            count += 1
            progress(count)
        }
        guard var record = sum else { return nil }
        record.isWithoutPictures = false
        var history = try history(through: record.tally.day)
        // A week shows the year behind it, a longer time itself.
        if count > 7 { history.days = history.days.filter { $0.day >= first } }
        var matter = DigestPress.Matter(record: record, history: history)
        matter.period = period
        if let from = DayName.number(of: first), let to = DayName.number(of: last), to - from + 1 > count {
            matter.gaps = [.daysMissing(to - from + 1 - count, of: to - from + 1)]
        }
        return matter
    }

    /// The facts of each day from one date to another, oldest first.
    public func each(from first: String, through last: String, _ take: (DayRecord) throws -> Void) throws {
        switch source {
        case .records(let records):
            for record in records where (first...max(first, last)).contains(record.tally.day) { try take(record) }
        case .store(let database):
            try Self.rows(of: database, from: first, through: last, withFacts: true) { try take(DayRecord($0)) }
        }
    }

    /// The figures of each day from one date to another, oldest first.
    public func eachFigures(
        from first: String, through last: String, _ take: (DigestHistory.Day) throws -> Void
    ) throws {
        switch source {
        case .records(let records):
            for record in records where (first...max(first, last)).contains(record.tally.day) {
                try take(DigestHistory.Day(record))
            }
        case .store(let database):
            try Self.rows(of: database, from: first, through: last, withFacts: false) {
                try take(DigestHistory.Day($0))
            }
        }
    }

    private static func rows(
        of database: RoostDatabase, from first: String, through last: String, withFacts: Bool,
        _ take: (DayRow) throws -> Void
    ) throws {
        var from = first
        while true {
            let rows = try database.days(from: from, through: last, withFacts: withFacts, limit: page)
            for row in rows { try take(row) }
            guard rows.count == page, let end = rows.last?.day else { return }
            // The next text after the last date.
            from = end + " "
        }
    }
}

extension DayRecord {
    /// Adds the day that followed: counts are summed, what stood at its end stands now.
    mutating func append(_ next: DayRecord) {
        tally.append(next.tally, mostLines: DigestShelf.mostLines)
        log.append(next.log)
        (version, wear, measured, upcoming, link, system) = (
            next.version, next.wear, next.measured, next.upcoming, next.link, next.system
        )
        cycles = next.cycles ?? cycles
        packHealth = next.packHealth ?? packHealth
        cellSpread = next.cellSpread ?? cellSpread
        vibration = [vibration, next.vibration].compactMap { $0 }.max()
        (windLimit, gustLimit, pinchCurrent) = (next.windLimit, next.gustLimit, next.pinchCurrent)
        var counts = Dictionary(suppressed.map { ($0.rule, $0.count) }, uniquingKeysWith: { $0 &+ $1 })
        for line in next.suppressed { counts[line.rule, default: 0] &+= line.count }
        suppressed = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            DigestCount(rule: $0.key, count: $0.value)
        }
        held = Array((held + next.held).prefix(DigestShelf.mostHeld))
        for trouble in next.filterTroubles where !filterTroubles.contains(trouble) {
            filterTroubles.append(trouble)
        }
    }
}
