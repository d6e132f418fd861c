// SPDX-License-Identifier: Apache-2.0
// What the verbs of `roost schedule` share: the configuration, times as people write and read them, and a run as it is
// shown. It decides nothing about a run.

import ArgumentParser
import DockModel
import Foundation
import Schedule
import Settings

/// Which configuration.
struct ScheduleOptions: ParsableArguments {
    @Option(help: "Directory with dock.yaml and schedules/.")
    var config = "/etc/roost"
    @Flag(help: "Print one JSON document.")
    var json = false

    /// The configuration; its problems end the command.
    func load() throws -> DockConfiguration {
        CommandOutput.surviveSignals()
        return try CommandExit.configuration(in: config)
    }
}

extension DockConfiguration {
    /// The schedule of a name; an unknown name ends the command.
    func schedule(named name: String) throws -> ScheduleRule {
        if let rule = schedules.first(where: { $0.name.text == name }) { return rule }
        let names = schedules.map(\.name.text).joined(separator: ", ")
        throw ValidationError(
            "there is no schedule \"\(CommandOutput.printable(name))\" (there are: \(names))")
    }

    /// The runs of all schedules, or of one, earliest first.
    func runs(
        of name: String?, after: WallTime, through: WallTime, limit: Int, withWithheld: Bool
    ) throws -> [(rule: ScheduleRule, run: PlannedRun)] {
        let rules = try name.map { [try schedule(named: $0)] } ?? schedules
        let found = rules.flatMap { rule in
            let runs =
                withWithheld
                ? rule.plannedRuns(after: after, through: through, limit: limit)
                : rule.occurrences(after: after, through: through, limit: limit).map { PlannedRun(flown: $0) }
            return runs.map { (rule: rule, run: $0) }
        }
        return Array(
            found.sorted {
                ($0.run.occurrence.due, $0.run.occurrence.id) < ($1.run.occurrence.due, $1.run.occurrence.id)
            }.prefix(limit))
    }
}

/// A point of time given on the command line: RFC 3339 with Z or an offset, or a time or date of the dock's zone.
struct ScheduleTime: ExpressibleByArgument {
    private let moment: CivilMoment
    private let offset: Int?

    init?(argument: String) {
        var text = argument, offset: Int?
        let signs = text.indices.filter { (text[$0] == "+" || text[$0] == "-") && text[..<$0].contains(":") }
        if let sign = signs.last {
            let parts = text[text.index(after: sign)...].split(separator: ":").compactMap { Int($0) }
            guard parts.count == 2, (0...23).contains(parts[0]), (0...59).contains(parts[1]) else {
                return nil
            }
            offset = (parts[0] * 3_600 + parts[1] * 60) * (text[sign] == "-" ? -1 : 1)
            text = String(text[..<sign])
        }
        guard let moment = CivilMoment(text), offset == nil || !moment.isUTC else { return nil }
        self.moment = moment
        self.offset = moment.isUTC ? 0 : offset
    }

    /// The instant, read in `zone` when it names none.
    func wall(in zone: Zone) -> WallTime {
        let seconds = offset.map { moment.local - $0 } ?? zone.instant(showing: moment)
        return WallTime(milliseconds: Int64(seconds) * 1_000)
    }
}

extension WallTime {
    /// Now, by the machine's clock.
    static var now: WallTime { WallTime(seconds: Date().timeIntervalSince1970) }

    /// "2026-11-25 17:25 +01:00" in a zone; with seconds where there are any.
    func shown(in zone: Zone) -> String {
        let seconds = Int(milliseconds / 1_000)
        let offset = zone.offset(at: seconds), local = seconds + offset
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let second = local % 86_400
        let date = CivilDate(daysSince1970: local / 86_400)
        let rest = second % 60 == 0 ? "" : ":\(two(second % 60))"
        let sign = offset < 0 ? "-" : "+"
        return "\(date) \(two(second / 3_600)):\(two(second / 60 % 60))\(rest) "
            + "\(sign)\(two(abs(offset) / 3_600)):\(two(abs(offset) / 60 % 60))"
    }

    /// "2026-11-25T16:25:00Z".
    var utc: String { shown(in: .utc).replacing(" +00:00", with: "Z").replacing(" ", with: "T").withSeconds }
}

extension String {
    /// A time in UTC with its seconds written out.
    fileprivate var withSeconds: String { utf8.count == 17 ? String(dropLast()) + ":00Z" : self }
}

/// One run as it is shown.
struct ScheduleRunView: Encodable {
    var id: String
    var schedule: String
    var plan: String
    var due: String
    var dueLocal: String
    var latest: String
    var latestLocal: String
    var zone: String
    var priority: Int
    var retries: Int
    /// Whether its local time does not exist on that day, so that it is due at the first moment after the gap.
    var isMovedByGap: Bool
    /// The run that must have flown before.
    var follows: String?
    /// "flies", or one word for why it does not.
    var state: String
    /// Why it does not.
    var because: String?

    init(_ run: PlannedRun, zone: Zone) {
        let occurrence = run.occurrence
        id = occurrence.id
        schedule = occurrence.schedule.text
        plan = occurrence.plan
        due = occurrence.due.utc
        dueLocal = occurrence.due.shown(in: zone)
        latest = occurrence.latest.utc
        latestLocal = occurrence.latest.shown(in: zone)
        self.zone = zone.identifier
        priority = occurrence.priority
        retries = occurrence.retryBudget
        isMovedByGap = occurrence.isMovedByGap
        follows = occurrence.follows
        state = run.withheld?.code ?? "flies"
        because = run.withheld?.description
    }
}

extension ScheduleRule {
    /// When it recurs, in a few words.
    var recurrenceText: String {
        switch recurrence {
        case .cron(let cron): return "cron \(cron)"
        case .daily(let daily): return "daily at " + daily.times.map(\.description).joined(separator: ", ")
        case .rule(let set): return set.text
        case .sun(let sun):
            let days = sun.days.map { " on \($0.text)" } ?? ""
            return sun.event.rawValue + Self.signed(sun.offset) + days
        case .after(let chain): return "after \(chain.after)" + Self.signed(chain.delay)
        case .triggered: return "when triggered"
        }
    }

    /// The window in words, with its unit.
    var windowText: String {
        var text = Self.minutes(window)
        if terms.lead > .zero { text += ", from \(Self.minutes(terms.lead)) before" }
        if let earliest = terms.earliest { text += ", not before \(earliest)" }
        if let latest = terms.latest { text += ", before \(latest)" }
        return text
    }

    private static func signed(_ span: Duration) -> String {
        if span == .zero { return "" }
        return span < .zero ? " - \(minutes(.zero - span))" : " + \(minutes(span))"
    }

    private static func minutes(_ span: Duration) -> String {
        let seconds = span.components.seconds
        return seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds) s"
    }
}

/// Columns as wide as their widest cell.
struct ScheduleTable {
    private let rows: [[String]]

    init(_ rows: [[String]]) { self.rows = rows.map { $0.map(CommandOutput.printable) } }

    var text: String {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1
                    ? cell : cell + String(repeating: " ", count: widths[column] - cell.count + 2)
            }.joined() + "\n"
        }.joined()
    }
}
