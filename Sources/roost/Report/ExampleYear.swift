// SPDX-License-Identifier: Apache-2.0
// The built-in example year of `roost report --demo`: a dock that flies twice a day through the seasons, with storms,
// a pack that loses capacity, a cover drive that wears, days without the dock. The same year comes out each time.

import DockModel
import Foundation
import Report
import RoostCore
import RoostDaemon
import RoostSim
import Schedule
import Settings

/// A year of a dock that never was.
struct ExampleYear {
    /// The days, and the local date of the first.
    private static let days = 365, first = 20_418
    /// Days on which the dock did not run, counted from the first.
    private static let missing: Set<Int> = [70, 71, 240]

    private let dock: DockConfiguration

    /// The year of a dock with this configuration.
    init(dock: DockConfiguration) { self.dock = dock }

    /// The days, oldest first: from 2025-11-26 to 2026-11-25.
    var records: [DayRecord] {
        (0..<Self.days).filter { !Self.missing.contains($0) }.map { record($0) }
    }

    /// How far the year has gone.
    private func share(_ day: Int) -> Double { Double(day) / Double(Self.days) }

    /// The second at which a day ends: 18:00 of the dock's zone.
    private func end(_ day: Int) -> Int64 {
        let local = (Self.first + day) * 86_400 + 64_800
        return Int64(local - dock.dock.dock.timeZone.offset(at: local))
    }

    private func record(_ day: Int) -> DayRecord {
        var random = SplitMix(seed: 7_919 &* UInt64(day + 1))
        let end = end(day)
        var tally = DayTally()
        tally.day = DayName.text(Self.first + day)
        tally.begun = WallTime(milliseconds: (end - 86_400) * 1_000)
        tally.ended = WallTime(milliseconds: end * 1_000)
        let season = -cos(2 * .pi * (share(day) + 0.1))
        let mildness = 9 + 10 * season + 3 * random.normal()
        tally.airTemperature = Span(
            low: mildness - 4 - 2 * random.uniform(), high: mildness + 4 + 3 * random.uniform())
        tally.padTemperature = Span(low: mildness - 2, high: mildness + 22 + 2 * random.normal())
        let isStorm = day % 23 == 11 || random.uniform() < 0.04
        var log = DayLog()
        addWind(to: &log, &tally, strength: isStorm ? 2.6 : 0.8 + 0.5 * random.uniform(), end: end, &random)
        tally.rainMillimetres = isStorm ? 11 * random.uniform() : random.uniform() < 0.3 ? 4 * random.uniform() : 0
        addMissions(to: &log, &tally, day: day, isStorm: isStorm, end: end, &random)
        addCharge(to: &log, &tally, day: day, end: end, &random)
        log.watched = 86_400 - (day % 41 == 5 ? 20_700 : 0)
        log.weatherKnown = log.watched
        log.flyable = log.watched * (isStorm ? 0.2 : 0.93)
        log.backupCharge = 98
        tally.battery = Percent(97)
        if day % 41 == 5 { tally.incidents[IncidentKind.hardwareSilent.rawValue] = 1 }
        if isStorm { tally.incidents[IncidentKind.deviceLost.rawValue] = 1 }
        var record = DayRecord(tally: tally, version: RoostVersion.text)
        record.log = log
        addParts(to: &record, day: day, &random)
        addSystem(to: &record, end: end)
        return record
    }

    private func addWind(
        to log: inout DayLog, _ tally: inout DayTally, strength: Double, end: Int64, _ random: inout SplitMix
    ) {
        let phase = random.uniform()
        for slot in 0..<144 {
            let hour = Double(slot) / 6
            let breeze = strength * (2.4 + 1.6 * sin(2 * .pi * (hour / 24 + phase))) + 0.35 * random.normal()
            let mean = max(0.1, breeze), gust = mean * (1.35 + 0.25 * random.uniform())
            let start = (end - 86_400) / 600 * 600 + Int64(slot) * 600
            log.wind.append(
                DayLog.WindSlot(
                    start: start, sum: (mean * 60 * 100).rounded() / 100, count: 60,
                    gust: (gust * 100).rounded() / 100))
            tally.windSum += mean * 60
            tally.windSamples += 60
            tally.gust = max(tally.gust ?? 0, (gust * 10).rounded() / 10)
        }
    }

    private func addMissions(
        to log: inout DayLog, _ tally: inout DayTally, day: Int, isStorm: Bool, end: Int64, _ random: inout SplitMix
    ) {
        for (index, hour) in [9.0, 15.5].enumerated() {
            let due = end - 64_800 + Int64(hour * 3_600)
            var line = MissionLine(
                id: "perimeter@\(due)", schedule: "perimeter", outcome: .flown,
                due: WallTime(milliseconds: due * 1_000))
            if isStorm, index == 1 {
                (line.outcome, line.reason) = (.expired, "gusts of \(tally.gust ?? 0) m/s, limit 12.0 m/s")
            } else if day % 17 == 9, index == 0 {
                (line.outcome, line.reason) = (.partial, "battery reserve reached after 7 of 12 items")
            }
            tally.missions.append(line)
            tally.outcomes[line.outcome, default: 0] += 1
            guard line.outcome != .expired else { continue }
            let seconds = Int64((line.outcome == .partial ? 800 : 1_310) + 20 * random.normal())
            tally.flightSeconds += Double(seconds)
            log.flights.append(DayLog.Flight(from: due + 90, to: due + 90 + seconds))
            tally.coverTravels += 4
            for travel in 0..<4 {
                let isOpening = travel.isMultiple(of: 2)
                let current = coverCurrent(day) + (isOpening ? 0.18 : 0) + 0.05 * random.normal()
                let seconds = 18 + 1.4 * share(day) + 0.2 * random.normal()
                log.moves.append(
                    DayLog.CoverMove(
                        at: due + Int64(travel) * 420, isOpening: isOpening,
                        current: (current * 100).rounded() / 100,
                        seconds: (seconds * 100).rounded() / 100))
            }
        }
    }

    private func addCharge(
        to log: inout DayLog, _ tally: inout DayTally, day: Int, end: Int64, _ random: inout SplitMix
    ) {
        let began = end - 64_800 + 58_300
        var charge = 46 + 3 * random.normal(), course: [DayLog.ChargeCourse.Minute] = []
        for minute in 0..<110 where charge < 99 {
            // Constant current, then constant voltage from 80 % on; an older pack gets there earlier.
            let current = charge < 80 ? 9.6 : 9.6 * max(0.06, (100.5 - charge) / 20.5)
            course.append(
                DayLog.ChargeCourse.Minute(
                    minute: Double(minute), current: (current * 100).rounded() / 100,
                    charge: (charge * 10).rounded() / 10))
            charge += current / 60 / capacity(day) * 100
        }
        log.charge = DayLog.ChargeCourse(
            began: began, session: Instant(nanoseconds: began * 1_000_000_000), minutes: course)
        tally.charges = Int(tally.coverTravels) / 4
        tally.chargedWattHours = Double(tally.charges) * (128 + 4 * random.normal())
    }

    /// The pack's capacity, Ah.
    private func capacity(_ day: Int) -> Double { 12 - 1.7 * pow(share(day), 1.15) }
    /// The greatest current of a closing, A.
    private func coverCurrent(_ day: Int) -> Double { 3.2 + 0.72 * pow(share(day), 1.6) }

    private func addParts(to record: inout DayRecord, day: Int, _ random: inout SplitMix) {
        func left(_ now: Double, _ end: Double, _ perDay: Double, spread: Double) -> DaysLeft {
            let days = max(0, (end - now) / perDay)
            return DaysLeft(p10: days * (1 - spread), p50: days, p90: days * (1 + 1.4 * spread))
        }
        let pack = capacity(day) + 0.03 * random.normal(), cover = coverCurrent(day) + 0.02 * random.normal()
        let contacts = 17 + 9 * share(day) + 0.4 * random.normal()
        record.measured = [
            MeasuredPart(
                part: "pack-capacity", serial: "PK-1180", name: "Flight battery capacity", signal: "pack_capacity",
                unit: "Ah", measure: pack, endOfLife: 9.6, daysLeft: left(9.6, capacity(day), 0.0055, spread: 0.3)),
            MeasuredPart(
                part: "cover-motor", serial: "CM-2291", name: "Cover motor", signal: "cover_current", unit: "A",
                measure: cover, endOfLife: 4.16, daysLeft: left(coverCurrent(day), 4.16, 0.0063, spread: 0.35)),
            MeasuredPart(
                part: "charge-contacts", serial: "CC-0412", name: "Charge contacts", signal: "contact_resistance",
                unit: "mΩ", measure: contacts, endOfLife: 50,
                daysLeft: left(17 + 9 * share(day), 50, 0.025, spread: 0.3)),
        ]
        record.wear = record.measured.map { part in
            let stage: PartStage? = part.daysLeft.p10 < 28 ? .plan : nil
            var line = DigestPart(
                name: part.name, serial: part.serial, stage: stage, daysLeft: part.daysLeft, leadDays: 14,
                orderDays: 2,
                basis: .measured(rows: 4 * (day + 1)))
            line.part = part.part.text
            return line
        }
        var propellers = DigestPart(
            name: "Propeller set", serial: "PR-77", stage: nil,
            daysLeft: DaysLeft(p10: 61, p50: 92, p90: 127), leadDays: 7, orderDays: 2, basis: .catalogue)
        propellers.part = "propellers"
        record.wear.append(propellers)
        record.cycles = Double(2 * day + 1)
        record.packHealth = pack / 12 * 100
        record.cellSpread = 6 + 9 * share(day)
        record.vibration = 12.5 + 3 * share(day) + 0.3 * random.normal()
    }

    private func addSystem(to record: inout DayRecord, end: Int64) {
        record.upcoming = [54_000, 77_400].map { seconds in
            DigestUpcoming(name: "perimeter", at: WallTime(milliseconds: (end + seconds) * 1_000))
        }
        var link = DigestLink()
        (link.waiting, link.sent, link.failed, link.down) = (0, 4, 0, .seconds(372))
        record.link = link
        record.system = [
            DigestVersion(name: "roost", version: RoostVersion.text),
            DigestVersion(name: "clock", version: "believed"),
            DigestVersion(name: "vehicle firmware", version: "PX4 1.15.4"),
        ]
        let limits = dock.dock.limits
        (record.windLimit, record.gustLimit) = (limits.windMean.value, limits.windGust.value)
        record.pinchCurrent = limits.pinchCurrent.value
        if record.tally.incidents[IncidentKind.deviceLost.rawValue] != nil {
            record.tally.openIncidents = [
                Incident(
                    kind: .deviceLost, subject: "weather", detail: "no answer for 30 s",
                    opened: WallTime(milliseconds: (end - 21_000) * 1_000), number: Int64(end % 1_000))
            ]
        }
    }
}
