// SPDX-License-Identifier: Apache-2.0
// One due run from start to end, undisturbed and with the daemon killed on the way. Whatever happens to the
// process, the run is flown at most once, recorded once, told once, and nothing touches the vehicle.

import DockModel
import Foundation
import Glibc
import Paper
import RoostDaemon
import RoostSim
import Store
import Testing

/// All tests with a daemon, one after the other: each wants the machine for itself.
@Suite(.serialized) struct TheDaemon {}

/// Dock seconds a second.
private let speed = 20.0

/// Where on its way a daemon is killed.
struct KillPoint: Sendable, CustomTestStringConvertible, CustomStringConvertible {
    /// The text that its log has just shown.
    var line: String
    /// How long after that, in real milliseconds.
    var delay: Int

    /// After a phase has begun.
    init(phase: String, delay: Int) { (line, self.delay) = ("-> \(phase)", delay) }
    /// After the vehicle has said something.
    init(word: String, delay: Int) { (line, self.delay) = ("vehicle says: \(word)", delay) }

    var description: String { "\(delay) ms after \"\(line)\"" }
    var testDescription: String { description }
}

extension TheDaemon {
    @Suite(.serialized) struct Flights {
        @Test(.timeLimit(.minutes(2)))
        func `a due run is flown, recorded and told once, and SIGTERM ends the daemon`() throws {
            let outcome = try flight(killing: [])
            #expect(outcome == "flown")
        }

        @Test(
            .timeLimit(.minutes(2)),
            arguments: [
                KillPoint(phase: "gating", delay: 30), KillPoint(phase: "opening", delay: 300),
                KillPoint(phase: "launching", delay: 40), KillPoint(word: "Armed", delay: 0),
                KillPoint(word: "Takeoff", delay: 0), KillPoint(phase: "flying", delay: 400),
                KillPoint(word: "Landing", delay: 5), KillPoint(phase: "closing", delay: 350),
                KillPoint(phase: "offloading", delay: 5),
            ])
        func `a daemon that is killed goes on from what it finds`(point: KillPoint) throws {
            _ = try flight(killing: [point])
        }

        @Test(.timeLimit(.minutes(2)))
        func `a daemon that is killed again and again on one flight still brings it to its end`() throws {
            let outcome = try flight(killing: [
                KillPoint(phase: "flying", delay: 100), KillPoint(phase: "landing", delay: 50),
                KillPoint(phase: "closing", delay: 100), KillPoint(phase: "charging", delay: 20),
            ])
            #expect(outcome == "flown" || outcome == "partial")
        }
    }
}

/// Lets the due run happen, kills the daemon at some points, and compares what is left with what must be.
/// - Returns: the outcome in the record.
private func flight(killing points: [KillPoint]) throws -> String? {
    let field = try Rehearsal(speed: speed)
    defer { field.stop() }
    try field.leaveDatabase()
    var daemon = try field.daemon()
    for point in points {
        let isThere = daemon.waitForLine(point.line, within: 40)
        try #require(isThere, "\(point): never reached\n\(daemon.tail)")
        daemon.listen(for: Double(point.delay) / 1_000)
        try #require(daemon.killNow(), "\(point): cannot be killed")
        daemon = try field.daemon()
    }
    let isAtRest = daemon.wait(60) {
        // The record of an undisturbed flight comes a little after the confirmation.
        daemon.phase == "idle" && field.arrived("mission") > 0
            && (!points.isEmpty || field.arrived("flight-record") > 0)
    }
    #expect(isAtRest, "\(points): no rest\n\(daemon.tail)")
    let begun = ContinuousClock.now
    daemon.signal(SIGTERM)
    #expect(daemon.end(within: 20) == 0, "\(points): SIGTERM\n\(daemon.tail)")
    #expect(ContinuousClock.now - begun < .seconds(5), "\(points): slow end")
    let outcome = try compare(field, points)
    return outcome
}

/// A started mission has its record, or waits for it; the chain is whole.
private func compareRecords(_ database: RoostDatabase, _ points: [KillPoint]) throws {
    var audit = ChainAudit(database)
    #expect(try audit.run().findings == [], "\(points)")
    let records = try database.flightRecords(run: Rehearsal.occurrence)
    #expect(try (records.map(\.run) + database.dueRecords()) == [Rehearsal.occurrence], "\(points)")
    guard points.isEmpty else { return }
    let row = try #require(records.first)
    let record = try FlightRecordFile.facts(of: row)
    #expect(row.hasLog && record.missing.contains(.remotePilot))
    #expect(record.takeOff != nil && record.landing != nil && !record.gates.isEmpty, "\(record)")
    #expect(record.versions.contains { $0.name == "Vehicle" } && record.remoteID != nil, "\(record.versions)")
    let kml = try #require(try FlightRecordFile.octets("kml", of: row, in: database))
    #expect(String(decoding: kml, as: UTF8.self).contains("<name>Flown</name>"))
}

/// What must be true after a run, whatever happened to the daemon.
private func compare(_ field: Rehearsal, _ points: [KillPoint]) throws -> String? {
    let database = try field.database()
    let missions = try database.missions(limit: 100)
    #expect(missions.map(\.occurrence) == [Rehearsal.occurrence], "\(points)")
    #expect(missions.first?.outcome != nil, "\(points)")
    let mails = try Outbox(database).list(limit: 1_000).filter { $0.kind == "mission" }
    #expect(mails.map(\.state) == [.sent], "\(points): \(mails)")
    #expect(field.arrived("mission") == 1, "\(points)")
    try compareRecords(database, points)
    let (isClosed, isDown) = (
        field.world.withPlant { $0.isClosedSwitchMade && !$0.isOpenSwitchMade },
        field.vehicle.withVehicle { $0.isOnGround && !$0.isArmed && $0.distanceFromPad < 1.5 }
    )
    #expect(isClosed && isDown, "\(points): cover closed \(isClosed), vehicle home \(isDown)")
    let seen = field.watch.report
    #expect(seen.violations == [], "\(points)")
    #expect(seen.takeoffs <= 1, "\(points)")
    #expect(seen.looks > 100, "the watch slept")
    let armings = field.vehicle.withVehicle { $0.logs.count + ($0.isArmed ? 1 : 0) }
    #expect(armings <= 1, "\(points)")
    if missions.first?.outcome == "flown" { #expect(seen.takeoffs == 1, "\(points)") }
    try database.close()
    return missions.first?.outcome
}
