// SPDX-License-Identifier: Apache-2.0
// What `roost status` says of a dock, as one value: from the state that was committed last and the mail queue. It
// reads what it is given and decides nothing.

import DockModel
import Foundation
import RoostCore
import RoostDaemon
import Store

/// One thing that the dock was told, with its age at the last commit.
struct StatusReading: Encodable, Equatable {
    var name: String
    var value: String
    /// Seconds before the commit; nil when it was never told.
    var ageSeconds: Double?

    /// A fact as it stands; what could not be believed is a dash.
    init<Value>(_ name: String, _ fact: Sensed<Value>, at boot: Instant, _ words: (Value) -> String) {
        self.name = name
        value = fact.value.map(words) ?? "-"
        ageSeconds = fact.age(at: boot).map { (max(0, $0.inSeconds) * 10).rounded() / 10 }
    }
}

/// The dock now.
struct StatusView: Encodable {
    var phase: String
    var needsPerson: Bool
    /// What the dock waits for, in words.
    var waitsFor: String?
    /// Why nothing may be armed or moved until a reset.
    var lockOut: String?
    /// Who locked the dock out: an operator or the emergency stop.
    var lockOutBy: String?
    /// Where the vehicle was sent because home cannot be used.
    var divert: String?
    /// Why home cannot be used.
    var divertBecause: String?
    /// The service key is turned.
    var isInService: Bool
    var committed: String
    var ageSeconds: Int
    var isDaemonAlive: Bool
    var mission: String?
    var waitingMissions: Int
    /// When the next run is due.
    var nextRun: String?
    var openIncidents: [String]
    var mailWaiting: Int
    var mailSent: Int
    var mailDead: Int
    /// What sensors and vehicle told last.
    var readings: [StatusReading]

    init(_ snapshot: DockSnapshot, _ stats: OutboxStats, now: WallTime) {
        let state = snapshot.state
        phase = state.phase.rawValue
        (needsPerson, waitsFor, isInService) = (state.awaitsPerson, state.waitsFor, state.phase == .service)
        (lockOut, lockOutBy) = (state.lockOut?.reason, state.lockOut?.cause.rawValue)
        (divert, divertBecause) = (state.divert?.place.name, state.divert?.reason)
        committed = DockEventLine.time(snapshot.committed)
        ageSeconds = Int(snapshot.committed.duration(to: now).inSeconds)
        isDaemonAlive = snapshot.isAlive(at: now)
        (mission, waitingMissions) = (state.run?.mission.id, state.waiting.count)
        nextRun = state.agenda?.next.map(DockEventLine.time)
        openIncidents = state.incidents.values
            .map { "\($0.kind.severity.label) \($0.key): \($0.detail)" }.sorted()
        (mailWaiting, mailSent, mailDead) = (stats.queued, stats.sent, stats.dead)
        readings = Self.readings(state.evidence, at: snapshot.moment.boot)
    }

    /// What the dock was told last, for people. The cover is what both its switches prove together.
    private static func readings(_ told: Evidence, at boot: Instant) -> [StatusReading] {
        let vehicle = told.vehicle, closed = told.closedSwitch.value
        return [
            StatusReading("cover", told.openSwitch, at: boot) { open in
                closed.map { words(CoverPosition(openSwitch: open, closedSwitch: $0)) } ?? "-"
            },
            StatusReading("on pad", told.vehiclePresent, at: boot) { $0 ? "yes" : "no" },
            StatusReading("charging", told.chargerCurrent, at: boot) { "\($0)" },
            StatusReading("wind", told.wind.latest, at: boot) { speed in
                "\(speed)" + (told.wind.gust(at: boot).map { ", gusts \($0)" } ?? "")
            },
            StatusReading("rain", told.rain, at: boot) { "\($0)" },
            StatusReading("air", told.airTemperature, at: boot) { "\($0)" },
            StatusReading("link", vehicle.linked, at: boot) { $0 ? "heard" : "silent" },
            StatusReading("vehicle", vehicle.armed, at: boot) { isArmed in
                (isArmed ? "ARMED" : "disarmed")
                    + (vehicle.landed.value.map { $0.isAirborne ? ", in the air" : ", on the ground" } ?? "")
            },
            StatusReading("battery", vehicle.battery, at: boot) { "\($0)" },
            StatusReading("satellites", vehicle.fix, at: boot) { $0 >= 3 ? "3D fix" : "no fix" },
            StatusReading("height", vehicle.height, at: boot) { "\($0)" },
        ]
    }

    private static func words(_ position: CoverPosition) -> String {
        switch position {
        case .open: "open"
        case .closed: "closed"
        case .moving: "between"
        case .contradictory: "contradictory"
        }
    }

    /// The report for a terminal that is not watched.
    var text: String {
        var text = "phase      \(phase)\(needsPerson ? " (a person is needed)" : "")\n"
        if let waitsFor { text += "waits for  \(CommandOutput.printable(waitsFor))\n" }
        if let lockOut { text += "locked out \(CommandOutput.printable(lockOut))\n" }
        if let divert {
            text += "sent to    \(CommandOutput.printable("\(divert): \(divertBecause ?? "")"))\n"
        }
        text += "committed  \(committed), \(ageSeconds) s ago"
        text += isDaemonAlive ? "\n" : "; the daemon does not run\n"
        if let mission { text += "mission    \(mission)\n" }
        text += "waiting    \(waitingMissions) missions\n"
        text += "mail       \(mailWaiting) waiting, \(mailSent) sent, \(mailDead) given up\n"
        for incident in openIncidents { text += "incident   \(CommandOutput.printable(incident))\n" }
        return text
    }
}
