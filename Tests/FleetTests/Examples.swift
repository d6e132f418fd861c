// SPDX-License-Identifier: Apache-2.0
// One full document of each stream, and the same with all unknown; the golden files show them.

import DockModel

@testable import Fleet

enum Example {
    static let time = WallTime(milliseconds: 1_795_694_400_000)

    static func envelope(_ stream: FleetStream, _ sequence: Int64 = 7) -> FleetEnvelope {
        let heads: [FleetStream: Int64]? =
            stream == .state ? [.incident: 4, .flight: 12, .wear: 300, .state: sequence, .rollup: 9] : nil
        return FleetEnvelope(
            dock: "NORTH", epoch: 6_141_592_653_589, stream: stream, sequence: sequence, sent: time,
            isClockTrusted: true, heads: heads, shed: stream == .state ? 0 : nil)
    }

    static func document(_ report: FleetReport, _ sequence: Int64 = 7) -> [UInt8] {
        envelope(report.stream, sequence).document(body: report.body)
    }

    static var state: StateReport {
        var report = StateReport()
        (report.version, report.name, report.phase) = ("1.0.0", "North field \"A\"", "hold")
        (report.latitude, report.longitude, report.interval) = (47.39775, 8.5455941, 60)
        (report.openIncidents, report.worst, report.nextRun) = (2, .error, time + .seconds(3_600))
        (report.battery, report.mailsWaiting) = (87.5, 3)
        (report.bundle, report.bundleJudged, report.bundleTrouble) = (1_795_690_000, 1_795_694_000, "in flight")
        return report
    }

    static var incident: IncidentReport {
        var report = IncidentReport(
            id: "1795694400000-4", kind: "COVER.pinched", subject: "cover", detail: "42 A at 30 %\nagain",
            severity: .error, opened: time)
        (report.mission, report.resolved, report.needsVisit) = (
            "fence@2026-11-26T08:00", time + .seconds(60), true
        )
        return report
    }

    static var flight: FlightReport {
        var report = FlightReport(
            id: "fence@2026-11-26T08:00", schedule: "fence", outcome: "flown", due: time)
        (report.takeoff, report.landed, report.airSeconds) = (
            time + .seconds(20), time + .seconds(620), 600.1234
        )
        (report.batteryStart, report.batteryEnd, report.height) = (98, 41.25, 60)
        (report.distance, report.travelled, report.holds) = (812.5, 4_100, 1)
        report.reasons = ["held by wind: gusts of 12.4 m/s"]
        return report
    }

    static var wear: WearReport {
        var report = WearReport(part: "cover_motor", serial: "M-17", kind: "row", at: time)
        (report.use, report.measure, report.unit, report.endOfLife) = (1_204, 3.125, "A", 6.5)
        return report
    }

    static var rollup: RollUpReport {
        var report = RollUpReport(day: "2026-11-26")
        report.outcomes = [("flown", 3), ("refused", 1)]
        (report.flightSeconds, report.coverTravels, report.chargedWattHours, report.charges) = (
            1_800.5, 8, 412, 3
        )
        (report.gust, report.battery) = (11.2, 95)
        report.incidents = [("COVER.pinched", 1)]
        var part = PartReport(
            part: "cover_motor", name: "Cover motor", serial: "M-17", use: 1_204, useUnit: "travels",
            daysP10: 40,
            daysP50: 92.5, leadDays: 21)
        (part.measure, part.unit, part.stage) = (3.125, "A", "plan")
        report.parts = [part]
        return report
    }

    static let full: [FleetReport] = [
        .state(state), .incident(incident), .flight(flight), .wear(wear), .rollup(rollup),
    ]
    static let bare: [FleetReport] = [
        .state(StateReport()),
        .incident(
            IncidentReport(
                id: "1", kind: "COVER.pinched", subject: "", detail: "", severity: .trace, opened: time)),
        .flight(FlightReport(id: "1", schedule: "s", outcome: "refused", due: time)),
        .wear(WearReport(part: "p", serial: "", kind: "kept", at: time)),
        .rollup(RollUpReport(day: "2026-11-26")),
    ]
}
