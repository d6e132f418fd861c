// SPDX-License-Identifier: Apache-2.0
// `roost status`: what the dock does now, read from its store, and whether the daemon is
// alive. It changes nothing in the dock.

import ArgumentParser
import DockModel
import Foundation
import RoostCore
import RoostDaemon
import Store

/// Says what the dock does now.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say what the dock does now.",
        discussion: """
            Reads the dock's store. Exit codes: 0 well, 1 an incident is open or a person is needed (lost, diverted,
            fault, service, locked out), 69 the daemon has not committed anything for three minutes.
            With --may-stop: 0 the daemon may be stopped, as for an upgrade, 1 a mission is under way or the cover is
            not known to be closed.

            Example:
              roost status --storage /var/lib/roost --json
            """)

    @Option(help: "Directory of the dock's database.")
    var storage = "./var"
    @Flag(help: "Print one JSON document.")
    var json = false
    @Flag(help: "Only say whether the daemon may be stopped now.")
    var mayStop = false

    private struct View: Encodable {
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
        var openIncidents: [String]
        var mailWaiting: Int
        var mailSent: Int
        var mailDead: Int
    }

    func run() throws {
        let view: View
        do {
            guard FileManager.default.fileExists(atPath: storage) else {
                CommandOutput.complain(
                    "\(storage): there is no such directory; start the dock with roost run or roost demo")
                throw ExitCode(69)
            }
            let database = try RoostDatabase.open(directory: storage)
            guard let snapshot = try DockSnapshot.read(from: database) else {
                CommandOutput.complain(
                    "\(storage): no dock has run here yet; start it with roost run or roost demo")
                throw ExitCode(69)
            }
            if mayStop { return try sayWhetherItMayStop(snapshot) }
            view = try self.view(snapshot, Outbox(database))
        } catch let error as StoreError {
            throw CommandExit.fail(error)
        }
        try say(view)
        if !view.isDaemonAlive { throw ExitCode(69) }
        if view.needsPerson || !view.openIncidents.isEmpty { throw CommandExit.finding }
    }

    private func sayWhetherItMayStop(_ snapshot: DockSnapshot) throws {
        struct Answer: Encodable {
            var mayStop: Bool
            var because: String?
        }
        let hindrance = snapshot.hindersStop(at: WallTime(seconds: Date().timeIntervalSince1970))
        if json {
            try CommandOutput.sayJSON(Answer(mayStop: hindrance == nil, because: hindrance))
        } else {
            try CommandOutput.say(hindrance.map { "no: \(CommandOutput.printable($0))\n" } ?? "yes\n")
        }
        if hindrance != nil { throw CommandExit.finding }
    }

    private func view(_ snapshot: DockSnapshot, _ outbox: Outbox) throws -> View {
        let now = WallTime(seconds: Date().timeIntervalSince1970)
        let age = Int(snapshot.committed.duration(to: now).inSeconds)
        let stats = try outbox.stats(now: now)
        let state = snapshot.state
        return View(
            phase: state.phase.rawValue, needsPerson: state.awaitsPerson, waitsFor: state.waitsFor,
            lockOut: state.lockOut?.reason, lockOutBy: state.lockOut?.cause.rawValue,
            divert: state.divert?.place.name, divertBecause: state.divert?.reason,
            isInService: state.phase == .service,
            committed: DockEventLine.time(snapshot.committed), ageSeconds: age,
            isDaemonAlive: snapshot.isAlive(at: now),
            mission: state.run?.mission.id, waitingMissions: state.waiting.count,
            openIncidents: state.incidents.values.map { "\($0.kind.severity.label) \($0.key): \($0.detail)" }
                .sorted(),
            mailWaiting: stats.queued + stats.leased, mailSent: stats.sent, mailDead: stats.dead)
    }

    private func say(_ view: View) throws {
        if json { return try CommandOutput.sayJSON(view) }
        var text = "phase      \(view.phase)\(view.needsPerson ? " (a person is needed)" : "")\n"
        if let waitsFor = view.waitsFor { text += "waits for  \(CommandOutput.printable(waitsFor))\n" }
        if let lockOut = view.lockOut { text += "locked out \(CommandOutput.printable(lockOut))\n" }
        if let divert = view.divert {
            text += "sent to    \(CommandOutput.printable("\(divert): \(view.divertBecause ?? "")"))\n"
        }
        text += "committed  \(view.committed), \(view.ageSeconds) s ago"
        text += view.isDaemonAlive ? "\n" : "; the daemon does not run\n"
        if let mission = view.mission { text += "mission    \(mission)\n" }
        text += "waiting    \(view.waitingMissions) missions\n"
        text += "mail       \(view.mailWaiting) waiting, \(view.mailSent) sent, \(view.mailDead) given up\n"
        for incident in view.openIncidents { text += "incident   \(CommandOutput.printable(incident))\n" }
        try CommandOutput.say(text)
    }
}
