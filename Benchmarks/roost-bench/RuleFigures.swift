// SPDX-License-Identifier: Apache-2.0
// What the small rules cost: a row of wear, the next run of a schedule, the text of a digest.

import DockModel
import Foundation
import Report
import RoostSim
import Schedule
import Wear

/// The figures of the small rules.
func ruleFigures(_ bench: Bench) async throws -> [Figure] {
    [try wearFigure(bench.rounds), try scheduleFigure(bench.rounds), try digestFigure(bench.rounds)]
}

private func wearFigure(_ rounds: Rounds) throws -> Figure {
    guard let part = try PartDescription.referenceParts().first else {
        throw BenchError("there are no parts")
    }
    let start = WallTime(seconds: 1_790_000_000)
    var random = SplitMix(seed: 3)
    let rows = (1...rounds.turns(5_000)).map { use in
        WearRow(
            at: start + .seconds(Int64(use) * 21_600), use: Double(use),
            measure: 4 + 1.2 * Double(use) / 20_000 + 0.03 * random.normal())
    }
    let times = try rounds.compare([
        {
            var wear = PartWear(installing: "one", of: part, at: start)
            return effort(each: rows.count) { keep(wear.take(rows[$0], of: part)) }
        },
        {
            var mean = 0.0
            var squares = 0.0
            return effort(each: rows.count) { index in
                let value = rows[index].measure ?? 0
                let step = value - mean
                mean += step / Double(index + 1)
                squares += step * (value - mean)
                keep(squares)
            }
        },
    ])
    return Figure(
        "wear, one row with its forecast", times[0] * 1e6, "µs", reference: "running mean and variance",
        times[1] * 1e6)
}

private func scheduleFigure(_ rounds: Rounds) throws -> Figure {
    guard let zone = Zone("Europe/Zurich"), let foundationZone = TimeZone(identifier: "Europe/Zurich") else {
        throw BenchError("Europe/Zurich is not known here; install tzdata")
    }
    let rule = try ScheduleRule(
        name: "bench", plan: "bench.plan", recurrence: .cron(try CronExpression("25 17 * * 1-5")), zone: zone)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = foundationZone
    let turns = rounds.turns(1_000)
    let begin = 1_790_000_000.0
    let times = try rounds.compare([
        { effort(each: turns) { keep(rule.next(after: WallTime(seconds: begin + Double($0) * 86_400))) } },
        {
            effort(each: turns) { index in
                let day = Date(timeIntervalSince1970: begin + Double(index) * 86_400)
                let wanted = DateComponents(hour: 17, minute: 25)
                keep(calendar.nextDate(after: day, matching: wanted, matchingPolicy: .nextTime))
            }
        },
    ])
    return Figure(
        "next run of a cron rule", times[0] * 1e6, "µs", reference: "Foundation's Calendar.nextDate",
        times[1] * 1e6)
}

private func digestFigure(_ rounds: Rounds) throws -> Figure {
    let writer = ReportWriter(zone: "Europe/Zurich")
    let day = digestDay()
    let sample = writer.digest(day)
    let pieces = (sample.text + sample.html).split(separator: " ").map(String.init)
    let turns = rounds.turns(200)
    let times = try rounds.compare([
        { effort(each: turns) { _ in keep(writer.digest(day)) } },
        { effort(each: turns) { _ in keep(pieces.joined(separator: " ")) } },
    ])
    return Figure(
        "digest, text and HTML", times[0] * 1e6, "µs", reference: "joining its words", times[1] * 1e6)
}

/// A day with missions, parts and an open incident.
private func digestDay() -> DigestInput {
    let end = WallTime(seconds: 1_790_000_000)
    let begin = end + .seconds(-86_400)
    var day = DigestInput(source: ReportSource(dock: "NORTH", version: "0.1.0"), from: begin, to: end)
    day.changes = ["Cover motor: notice \"plan\" issued"]
    day.tasks = [DigestTask(what: "Order a cover motor", by: end + .seconds(86_400))]
    day.missions = (0..<6).map { index in
        DigestMission(
            name: "perimeter", plannedAt: begin + .seconds(Int64(index) * 14_400), verdict: .held,
            reason: "gusts of 13.4 m/s, limit 12.0 m/s")
    }
    day.upcoming = [DigestUpcoming(name: "perimeter", at: end + .seconds(14_400))]
    day.wear = ["Cover motor", "Charge contacts", "Flight battery", "Propeller set"].map { name in
        DigestPart(
            name: name, serial: "SN-7", stage: nil, daysLeft: DaysLeft(p10: 61, p50: 92, p90: 127),
            leadDays: 14,
            orderDays: 2, basis: .measured(rows: 212))
    }
    day.incidents = [
        IncidentLine(
            id: "18", severity: .critical, title: "Cover does not close", since: end + .seconds(-7_200))
    ]
    return day
}
