// SPDX-License-Identifier: Apache-2.0
// `roost why gate`: what each launch gate says and why, with value, limit and age, and when it could pass. It reads the
// dock's store and its configuration and changes nothing.

import ArgumentParser
import DockModel
import Foundation
import RoostCore
import RoostDaemon
import Settings
import Store

/// Explains what the dock decides.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Say why the dock does not do something.",
        discussion: """
            Example:
              roost why gate wind --config /etc/roost
            """,
        subcommands: [WhyGate.self])
}

/// Explains the launch gates.
struct WhyGate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate", abstract: "Say what the launch gates answer, and when they could pass.",
        discussion: """
            The answers are for the run at hand, or for the next one as if it were due now, from what the dock knew
            when it committed last (at most a minute ago while it runs). Without a name all gates are listed. Exit
            codes: 0 all pass, 1 one does not, 69 no dock has run here.

            Example:
              roost why gate --config /etc/roost
              roost why gate wind --config /etc/roost --json
            """)

    @Argument(help: "The gate, by its name; all of them without one.")
    var name: String?
    @OptionGroup var store: ScheduleStoreOptions

    private struct View: Encodable {
        var run: String
        var isInHand: Bool
        var asOf: String
        var gates: [GateView]
    }

    private struct GateView: Encodable {
        var gate: String
        /// "pass", "hold" or "refuse".
        var answer: String
        var because: String?
        var value: String
        var limit: String?
        var ageSeconds: Double?
        var ageLimitSeconds: Double?
        /// When what closes it is over; nil when it waits for a reading.
        var opens: String?
        var next: String
        var isWaived: Bool
    }

    func validate() throws {
        guard let name, LaunchGate(rawValue: name) == nil else { return }
        let names = LaunchGate.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\"\(CommandOutput.printable(name))\" is no gate (there are: \(names))")
    }

    func run() throws {
        let dock = try store.configuration.load()
        let snapshot: DockSnapshot?
        do { snapshot = try DockSnapshot.read(from: try store.database(dock)) } catch let error as StoreError {
            throw CommandExit.fail(error)
        }
        guard let snapshot else {
            CommandOutput.complain("no dock has run here yet; start it with roost run")
            throw ExitCode(69)
        }
        guard let report = try GateReport(snapshot, dock) else {
            CommandOutput.complain("no run is planned; see roost schedule list")
            throw ExitCode(69)
        }
        let zone = dock.dock.dock.timeZone
        let view = View(
            run: report.mission.id, isInHand: report.isInHand, asOf: snapshot.committed.utc,
            gates: report.gates.filter { name == nil || $0.record.gate.rawValue == name }.map { outlook in
                var view = gateView(outlook, report.mission) { "\($0.shown(in: zone)) \(zone)" }
                if view.gate == LaunchGate.vehicleReady.rawValue, view.answer == "hold", !report.isInHand {
                    view.next = "the vehicle is made ready when the run begins"
                }
                return view
            })
        if store.configuration.json { try CommandOutput.sayJSON(view) } else { try say(view) }
        if view.gates.contains(where: { $0.answer != "pass" }) { throw CommandExit.finding }
    }

    private func gateView(
        _ outlook: GateOutlook, _ mission: DueMission, _ shown: (WallTime) -> String
    ) -> GateView {
        let record = outlook.record
        let answer: String, next: String
        let end = "the run may start until \(shown(mission.latest))"
        switch record.answer {
        case .pass: (answer, next) = ("pass", "it passes now")
        case .refuse: (answer, next) = ("refuse", "not without a change; the run ends when it is asked")
        case .hold(_, let wait):
            answer = "hold"
            if let opens = outlook.opens {
                next = opens <= mission.latest ? "from \(shown(opens)) on; \(end)" : "not in this run: \(end)"
            } else {
                next = "when the reading changes, asked every \(Int(wait.inSeconds)) s; there is no forecast; \(end)"
            }
        }
        return GateView(
            gate: record.gate.rawValue, answer: answer, because: record.answer.reason, value: record.value,
            limit: record.limit, ageSeconds: outlook.age?.inSeconds, ageLimitSeconds: outlook.ageLimit?.inSeconds,
            opens: outlook.opens?.utc, next: next, isWaived: outlook.isWaived)
    }

    private func say(_ view: View) throws {
        var text = "\(view.run)\(view.isInHand ? ", in hand" : ", the next run"); as of \(view.asOf)\n"
        if name == nil {
            let rows = view.gates.map { gate in
                [gate.gate, gate.answer, gate.value, gate.limit ?? "-", age(gate)]
            }
            text += ScheduleTable([["gate", "answer", "value", "limit", "age"]] + rows).text
        }
        for gate in view.gates where name != nil || gate.answer != "pass" {
            text += "\n\(gate.gate): \(gate.answer)\n"
            if let because = gate.because { text += "  because: \(because)\n" }
            text += "  value: \(gate.value)\n  limit: \(gate.limit ?? "none")\n  age: \(age(gate))\n"
            text += "  next: \(gate.next)\n"
        }
        try CommandOutput.say(
            text.split(separator: "\n", omittingEmptySubsequences: false)
                .map { CommandOutput.printable(String($0)) }.joined(separator: "\n"))
    }

    private func age(_ gate: GateView) -> String {
        guard let limit = gate.ageLimitSeconds else { return "-" }
        guard let age = gate.ageSeconds else { return "never read, limit \(Int(limit)) s" }
        return "\((age * 10).rounded() / 10) s, limit \(Int(limit)) s"
    }
}
