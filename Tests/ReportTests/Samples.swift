// SPDX-License-Identifier: Apache-2.0
// The days, notices, missions and incidents that the report tests write about.

import DockModel
import Report

enum Sample {
    static let writer = ReportWriter(zone: "Europe/Berlin")
    static let source = ReportSource(dock: "NORTH", version: "0.1.0")
    /// 2026-03-02T06:00:00Z.
    static let morning = WallTime(milliseconds: 1_772_431_200_000)

    static func hours(_ hours: Double) -> WallTime {
        WallTime(milliseconds: morning.milliseconds + Int64(hours * 3_600_000))
    }

    static func part(
        _ name: String, stage: PartStage?, p10: Double, p50: Double, p90: Double,
        basis: PartBasis = .measured(rows: 212)
    ) -> DigestPart {
        DigestPart(
            name: name, serial: "SN-7", stage: stage, daysLeft: DaysLeft(p10: p10, p50: p50, p90: p90),
            leadDays: 14,
            orderDays: 2, basis: basis)
    }

    /// A good day with one part due.
    static func day() -> DigestInput {
        var day = DigestInput(source: source, from: hours(-24), to: morning)
        day.changes = ["Cover motor: notice \"plan\" issued", "Vehicle firmware 1.15.4 replaced 1.15.2"]
        day.tasks = [DigestTask(what: "Order a cover motor", by: hours(24))]
        day.missions = [DigestMission(name: "North fence", plannedAt: hours(-14), verdict: .done)]
        day.upcoming = [
            DigestUpcoming(name: "North fence", at: hours(4)),
            DigestUpcoming(name: "Solar field", at: hours(8.5)),
        ]
        var vehicle = DigestVehicle()
        vehicle.flights = 1
        vehicle.airTime = .seconds(1_385)
        vehicle.charge = Percent(96)
        vehicle.health = Percent(94)
        vehicle.cycles = 87.4
        vehicle.cellSpreadMillivolts = 11
        day.vehicle = vehicle
        var dock = DigestDock()
        dock.coverMoves = 2
        dock.coverTravelSeconds = 14.2
        dock.usualCoverTravelSeconds = 13.1
        dock.chargeEnergy = WattHours(212)
        dock.cabinetLow = Celsius(6.4)
        dock.cabinetHigh = Celsius(19.8)
        day.dock = dock
        day.wear = [
            part("Flight battery", stage: nil, p10: 140, p50: 214, p90: 320),
            part("Cover motor", stage: .plan, p10: 9.4, p50: 16.2, p90: 25.1),
            part("Propeller set", stage: nil, p10: 61, p50: 92, p90: 127, basis: .catalogue),
            part("Main contactor", stage: nil, p10: 3_900, p50: 9_000, p90: 20_000, basis: .catalogue),
        ]
        var weather = DigestWeather()
        weather.windMean = MetresPerSecond(3.4)
        weather.gust = MetresPerSecond(7.9)
        weather.low = Celsius(-1.2)
        weather.high = Celsius(8.6)
        weather.rainMillimetres = 0.4
        weather.flyableHours = 21.5
        day.weather = weather
        var link = DigestLink()
        link.waiting = 0
        link.sent = 3
        link.failed = 0
        link.down = .seconds(372)
        day.link = link
        day.suppressed = [DigestCount(rule: "short link loss under 2 min", count: 7)]
        day.versions = [
            DigestVersion(name: "Roost", version: "0.1.0"),
            DigestVersion(name: "Configuration", version: "9f2c41d7"),
            DigestVersion(name: "Vehicle firmware", version: "PX4 1.15.4"),
        ]
        return day
    }

    /// A bad day: held, partial and lost runs, open incidents, mail that waits.
    static func badDay() -> DigestInput {
        var day = day()
        day.missions = [
            DigestMission(name: "North fence", plannedAt: hours(-20), verdict: .done),
            DigestMission(
                name: "Solar field", plannedAt: hours(-16), verdict: .held,
                reason: "gusts of 13.4 m/s, limit 12.0 m/s",
                nextTry: hours(-12)),
            DigestMission(
                name: "Solar field", plannedAt: hours(-12), verdict: .partial,
                reason: "battery reserve reached after 7 of 12 items"),
            DigestMission(
                name: "East gate", plannedAt: hours(-8), verdict: .refused,
                reason: "no wind reading since start"),
        ]
        day.incidents = [
            IncidentLine(
                id: "17", severity: .warning, title: "Link poor", since: hours(-30), count: 12),
            IncidentLine(id: "18", severity: .critical, title: "Cover does not close", since: hours(-2)),
        ]
        day.link?.waiting = 4
        day.link?.oldestWaiting = hours(-29)
        return day
    }

    static func notice(stage: PartStage = .plan, kind: PartNoticeKind = .issued) -> PartNoticeInput {
        var notice = PartNoticeInput(
            source: source, at: morning, part: "cover-motor", name: "Cover motor", serial: "CM-2291",
            stage: stage,
            kind: kind, daysLeft: DaysLeft(p10: 9.4, p50: 16.2, p90: 25.1),
            usesLeft: UsesLeft(p10: 141, p50: 243, p90: 377), useUnit: "moves", use: 18_204,
            basis: .measured(rows: 9_102), leadDays: 5, orderDays: 2)
        notice.installedAt = WallTime(milliseconds: 1_680_000_000_000)
        notice.measure = PartMeasure(kind: "travel current", unit: "A", value: 5.07, new: 4, endOfLife: 5.2)
        notice.reasons = [
            "1 chance in 10 that it ends within 9 days; a new one takes 7 days"
        ]
        notice.steps = ["Grease the hinge while the cover is off."]
        return notice
    }

    static func flown() -> MissionInput {
        var run = MissionInput(
            source: source, name: "North fence", run: "2026-03-02-1", verdict: .done, plannedAt: hours(1))
        run.takeOff = hours(1.02)
        run.landing = hours(1.405)
        run.gates = [
            GateLine(name: "wind", answer: .pass, value: "gusts 5.2 m/s", limit: "12.0 m/s"),
            GateLine(name: "battery", answer: .pass, value: "96 %", limit: "50 %"),
            GateLine(name: "cover", answer: .pass, value: "open", limit: nil),
        ]
        run.batteryAtTakeOff = Percent(96)
        run.batteryAfterLanding = Percent(51)
        run.distance = Metres(4_230)
        run.greatestHeight = Metres(58)
        run.itemsReached = 12
        run.itemsPlanned = 12
        run.nextRun = hours(25)
        return run
    }

    static func held() -> MissionInput {
        var run = MissionInput(
            source: source, name: "Solar field", run: "2026-03-02-2", verdict: .held, plannedAt: hours(4))
        run.reason = "gusts of 13.4 m/s, limit 12.0 m/s"
        run.gates = [
            GateLine(name: "battery", answer: .pass, value: "96 %", limit: "50 %"),
            GateLine(name: "wind", answer: .hold, value: "gusts 13.4 m/s", limit: "12.0 m/s"),
            GateLine(name: "rain", answer: .refuse, value: nil, limit: "2.0 mm/h"),
        ]
        run.nextTry = hours(4.5)
        run.nextRun = hours(28)
        return run
    }

    static func incident() -> IncidentInput {
        var incident = IncidentInput(
            source: source, id: "18", severity: .critical, title: "Cover does not close", at: hours(0.01),
            since: morning)
        incident.what = "The cover stopped at 34 % while closing and was driven open again."
        incident.value = "motor current 9.8 A"
        incident.limit = "8.0 A"
        incident.lastGood = "4.9 A, 2 h ago"
        incident.action = "Look through the camera for something on the rim; then try: roost cover close"
        incident.isVisitNeeded = true
        return incident
    }
}
