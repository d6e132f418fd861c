// SPDX-License-Identifier: Apache-2.0
// What is said of all docks: the worst first, silence by the receiver's clock, and the parts of all in one list.

import DockModel
import Fleet
import Foundation
import Testing

@testable import FleetLink

@Suite(.serialized, .enabled(if: Machinery.areThere, Machinery.reason), .timeLimit(.minutes(1)))
struct OverviewTests {
    private let now = WallTime(seconds: Date().timeIntervalSince1970)

    private func arrival(_ dock: String, _ report: FleetReport, _ number: Int64 = 1, off seconds: Int = 0)
        -> Arrival
    {
        let isState = report.stream == .state
        let envelope = FleetEnvelope(
            dock: dock, epoch: 3, stream: report.stream, sequence: number, sent: now + .seconds(seconds),
            isClockTrusted: true, heads: isState ? [.state: number] : nil, shed: isState ? 0 : nil)
        return Arrival(
            topic: FleetTopic.document(dock: dock, report.stream).description,
            octets: envelope.document(body: report.body))
    }

    private func state(_ change: (inout StateReport) -> Void = { _ in }) -> FleetReport {
        var report = StateReport()
        (report.name, report.phase, report.interval, report.version) = ("A dock", "idle", 60, "1")
        change(&report)
        return .state(report)
    }

    @Test func `docks stand worst first, each with what is worst about it`() throws {
        let databases = try TestDatabases.shared()
        let database = try databases.make()
        #expect(throws: PostgresError.self) { try FleetOverview(PostgresLink(database)) }
        let ledger = try FleetLedger(PostgresLink(database))
        _ = try ledger.store([
            arrival("WELL", state()), arrival("PERSON", state { $0.awaitsPerson = true }),
            arrival("LESSER", state { ($0.openIncidents, $0.worst) = (2, .error) }),
            arrival("ALARM", state { ($0.openIncidents, $0.worst) = (1, .emergency) }),
            arrival("QUIET", state()), arrival("GAP", state(), 3), arrival("CLOCK", state(), off: 3_600),
        ])
        #expect(try ledger.account())
        try ledger.link.run(
            "UPDATE roost.dock SET last_seen = now() - interval '4 minutes' WHERE name = 'QUIET'")
        let docks = try FleetOverview(PostgresLink(database)).docks()
        #expect(docks.map(\.dock) == ["ALARM", "QUIET", "PERSON", "LESSER", "GAP", "CLOCK", "WELL"])
        #expect(docks.map(\.concern) == [.alarm, .silent, .person, .incident, .gap, .clock, .well])
        let gap = try #require(docks.first { $0.dock == "GAP" })
        #expect(gap.missing == 2 && gap.name == "A dock" && gap.phase == "idle" && gap.version == "1")
        let clock = try #require(docks.first { $0.dock == "CLOCK" }?.clockAheadSeconds)
        #expect((3_000...3_700).contains(clock))
        // A later word of the dock ends its silence; an older one would not speak for it.
        _ = try ledger.store([arrival("QUIET", state { $0.phase = "flying" }, 2), arrival("GAP", state(), 1)])
        #expect(try ledger.account())
        let after = try FleetOverview(PostgresLink(database)).docks()
        #expect(after.first { $0.dock == "QUIET" }.map { "\($0.concern) \($0.phase ?? "")" } == "well flying")
        #expect(after.first { $0.dock == "GAP" }?.missing == 1)
    }

    @Test func `the parts that docks need are one list, by the last roll-up of each`() throws {
        let databases = try TestDatabases.shared()
        let database = try databases.make()
        let ledger = try FleetLedger(PostgresLink(database))
        func rollup(_ day: String, _ parts: [(part: String, days: Double, stage: String?)]) -> FleetReport {
            var report = RollUpReport(day: day)
            report.parts = parts.map { part, days, stage in
                var entry = PartReport(
                    part: part, name: part.uppercased(), serial: "1", use: 1, useUnit: "uses", daysP10: days,
                    daysP50: days + 10, leadDays: 21)
                entry.stage = stage
                return entry
            }
            return .rollup(report)
        }
        _ = try ledger.store([
            arrival("A", rollup("2026-11-25", [("fan", 1, "stop")])),
            arrival("B", rollup("2026-11-26", [("motor", 30, "plan"), ("fan", 50, "plan")])),
            arrival("C", rollup("2026-11-26", [("motor", 9, "replace")])),
        ])
        _ = try ledger.store([
            arrival("A", rollup("2026-11-26", [("fan", 400, nil), ("motor", 20, "plan")]), 2)
        ])
        #expect(try ledger.account())
        let parts = try FleetOverview(PostgresLink(database)).parts()
        #expect(
            parts == [
                FleetPart(
                    part: "motor", name: "MOTOR", count: 3, docks: ["C", "A", "B"], stage: "replace",
                    firstEndDays: 9, leadDays: 21),
                FleetPart(
                    part: "fan", name: "FAN", count: 1, docks: ["B"], stage: "plan", firstEndDays: 50,
                    leadDays: 21),
            ])
    }

    @Test func `the measured rows of a part are those of every unit, in their order`() throws {
        let databases = try TestDatabases.shared()
        let database = try databases.make()
        let ledger = try FleetLedger(PostgresLink(database))
        func wear(
            _ serial: String, _ use: Double, _ measure: Double?, part: String = "fan", kind: String = "row"
        )
            -> FleetReport
        {
            var report = WearReport(part: part, serial: serial, kind: kind, at: now)
            (report.use, report.measure, report.endOfLife) = (use, measure, 9)
            return .wear(report)
        }
        _ = try ledger.store([
            arrival("B", wear("b1", 5, 2), 1), arrival("A", wear("a1", 20, 4), 2),
            arrival("A", wear("a1", 10, 3), 1),
            arrival("A", wear("a2", 1, 1), 4), arrival("A", wear("a1", 30, nil), 3),
            arrival("A", wear("m", 1, 1, part: "motor"), 5),
            arrival("A", wear("a2", 0, 1, kind: "opened"), 6),
        ])
        let rows = try FleetOverview(PostgresLink(database)).wearRows(of: "fan")
        #expect(
            rows.map { "\($0.dock) \($0.serial) \($0.use) \($0.measure)" } == [
                "A a1 10.0 3.0", "A a1 20.0 4.0", "A a2 1.0 1.0", "B b1 5.0 2.0",
            ])
        #expect(rows.allSatisfy { $0.endOfLife == 9 })
    }
}
