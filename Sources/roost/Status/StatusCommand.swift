// SPDX-License-Identifier: Apache-2.0
// `roost status`: what the dock does now, read from its store, and whether the daemon is
// alive. It changes nothing in the dock.

import ArgumentParser
import DockModel
import Foundation
import RoostDaemon
import Store

/// Says what the dock does now.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say what the dock does now.",
        discussion: """
            Reads the dock's store. Exit codes: 0 well, 1 an incident is open or a person is needed (lost, diverted,
            fault, service, locked out), 69 no daemon: nothing was committed for three minutes,
            by a resting dock that still holds its store for fifteen.
            With --watch it stays and shows every change until q or Ctrl-C: on a terminal in place, elsewhere one line a
            change. A daemon commits each decision at once and readings once a minute, of a resting dock every five
            minutes; the age of figures is shown.
            With --may-stop: 0 the daemon may be stopped, as for an upgrade, 1 a mission is under way or the cover is
            not known to be closed.

            Example:
              roost status --storage /var/lib/roost --json
              roost status --watch --storage /var/lib/roost
            """)

    @Option(help: "Directory of the dock's database.")
    var storage = "./var"
    @Flag(help: "Print one JSON document; with --watch one line a change.")
    var json = false
    @Flag(help: "Only say whether the daemon may be stopped now.")
    var mayStop = false
    @Flag(help: "Stay, and show every change.")
    var watch = false
    @Option(help: "With --watch: seconds between two looks, 0.2 to 60.")
    var every = 1.0

    func validate() throws {
        guard (0.2...60).contains(every) else { throw ValidationError("--every must be 0.2 to 60 seconds") }
        if watch, mayStop { throw ValidationError("--may-stop answers once; leave --watch out") }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        if watch { return try StatusWatch(storage: storage, every: .seconds(every), isJSON: json).run() }
        let view: StatusView
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
            view = StatusView(snapshot, try Outbox(database).stats(now: .now), now: .now)
        } catch let error as StoreError {
            throw CommandExit.fail(error)
        }
        if json { try CommandOutput.sayJSON(view) } else { try CommandOutput.say(view.text) }
        if !view.isDaemonAlive { throw ExitCode(69) }
        if view.needsPerson || !view.openIncidents.isEmpty { throw CommandExit.finding }
    }

    private func sayWhetherItMayStop(_ snapshot: DockSnapshot) throws {
        struct Answer: Encodable {
            var mayStop: Bool
            var because: String?
        }
        let hindrance = snapshot.hindersStop(at: .now)
        if json {
            try CommandOutput.sayJSON(Answer(mayStop: hindrance == nil, because: hindrance))
        } else {
            try CommandOutput.say(hindrance.map { "no: \(CommandOutput.printable($0))\n" } ?? "yes\n")
        }
        if hindrance != nil { throw CommandExit.finding }
    }
}
