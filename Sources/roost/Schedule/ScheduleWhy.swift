// SPDX-License-Identifier: Apache-2.0
// `roost schedule why`: what a schedule's own terms say about one run, and what the dock's store knows of it. The gates
// are asked elsewhere; nothing is decided here.

import ArgumentParser
import DockModel
import Foundation
import RoostCore
import RoostDaemon
import Schedule
import Settings
import Store

/// Explains one run.
struct ScheduleWhy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Say why a run flies or does not, by its schedule's terms.",
        discussion: """
            ID is the name of a run as schedule next shows it, or the name of a schedule for its next run. Exit codes:
            0 it flies by its schedule, 1 it is withheld or there is no such run.

            Example:
              roost schedule why perimeter@2026-11-25T16:25:00Z --config /etc/roost
            """)

    @Argument(help: "The run, NAME@TIME, or the name of a schedule.")
    var id: String
    @OptionGroup var options: ScheduleOptions
    @Option(help: "Directory of the dock's database; its word is added when there is one.")
    var storage: String?

    private struct View: Encodable {
        var id: String
        /// "flies", "withheld" or "no-such-run".
        var answer: String
        var because: String
        var facts: [String]
        var run: ScheduleRunView?
        /// What the dock's store says.
        var dock: String?
    }

    func run() throws {
        let configuration = try options.load()
        let parts = id.split(separator: "@", maxSplits: 1).map(String.init)
        let rule = try configuration.schedule(named: parts.first ?? "")
        var view = try view(of: rule, time: parts.count == 2 ? parts[1] : nil)
        view.dock = dockSays(view.id, configuration)
        if options.json {
            try CommandOutput.sayJSON(view)
        } else {
            var text = "\(view.id)  \(view.answer)\n  \(view.because)\n"
            for fact in view.facts { text += "  \(fact)\n" }
            if let dock = view.dock { text += "  the dock: \(dock)\n" }
            try CommandOutput.say(
                text.split(separator: "\n").map { CommandOutput.printable(String($0)) }.joined(
                    separator: "\n") + "\n")
        }
        if view.answer != "flies" { throw CommandExit.finding }
    }

    private func view(of rule: ScheduleRule, time: String?) throws -> View {
        guard let time else {
            let far = WallTime(milliseconds: .max)
            guard let run = rule.plannedRuns(after: .now, through: far, limit: 1).first else {
                return noRun(rule, id, "no run of it is due any more", near: .now)
            }
            return explained(rule, run)
        }
        guard let moment = ScheduleTime(argument: time) else {
            let text = CommandOutput.printable(time)
            throw ValidationError("\"\(text)\" is no time (write for example 2026-11-25T16:25:00Z)")
        }
        let due = moment.wall(in: rule.zone)
        let before = WallTime(milliseconds: due.milliseconds - 1)
        if let run = rule.plannedRuns(after: before, through: due, limit: 1).first {
            return explained(rule, run)
        }
        return noRun(rule, "\(rule.name)@\(due.utc)", "the schedule has no run at that time", near: due)
    }

    private func explained(_ rule: ScheduleRule, _ run: PlannedRun) -> View {
        let occurrence = run.occurrence, zone = rule.zone
        var facts = [
            "due \(occurrence.due.shown(in: zone)) \(zone), may start until \(occurrence.latest.shown(in: zone))",
            "recurs: \(rule.recurrenceText), window \(rule.windowText)",
        ]
        if occurrence.isMovedByGap {
            facts.append("its local time does not exist that day: it is due after the gap")
        }
        if let follows = occurrence.follows {
            facts.append("it follows \(follows) and needs that run to have flown")
        }
        if let least = rule.terms.minimumBatteryPercent {
            facts.append("it asks for a battery of \(least) %")
        }
        for gate in rule.terms.gateOverrides {
            facts.append(
                "gate \(gate.gate): \(gate.limit.map { "limit \($0)" } ?? "waived"), because \(gate.reason)")
        }
        if occurrence.latest < .now {
            let policy = rule.missedRuns.rawValue
            facts.append(
                "its window is over; if it was not flown, it counts as missed (missed_runs: \(policy))")
        }
        if run.withheld != nil, let next = rule.next(after: occurrence.due) {
            facts.append("the next run that flies: \(next.id), \(next.due.shown(in: zone)) \(zone)")
        }
        return View(
            id: occurrence.id, answer: run.withheld == nil ? "flies" : "withheld",
            because: run.withheld?.description
                ?? "its schedule's terms allow it; the gates decide at the launch",
            facts: facts, run: ScheduleRunView(run, zone: zone))
    }

    private func noRun(_ rule: ScheduleRule, _ id: String, _ because: String, near time: WallTime) -> View {
        var facts = ["recurs: \(rule.recurrenceText), zone \(rule.zone)"]
        if !rule.isEnabled { facts.append("the schedule is disabled (enabled: false)") }
        if let next = rule.plannedRuns(after: time, through: WallTime(milliseconds: .max), limit: 1).first {
            let due = next.occurrence.due.shown(in: rule.zone)
            facts.append("the next run: \(next.occurrence.id), \(due) \(rule.zone)")
        }
        return View(id: id, answer: "no-such-run", because: because, facts: facts)
    }

    /// What the dock's store says about a run; nil when there is no store.
    private func dockSays(_ run: String, _ configuration: DockConfiguration) -> String? {
        let directory = configuration.storageDirectory(given: storage, base: options.config)
        guard FileManager.default.fileExists(atPath: directory + "/roost.db") else {
            return storage.map { "\($0): no dock has run there" }
        }
        do {
            let database = try RoostDatabase.open(directory: directory)
            let book = ScheduleBook(database)
            if let reason = try book.skip(of: run) { return "somebody said to skip it: \(reason)" }
            let name = ScheduleID(String(run.prefix { $0 != "@" }))
            if let pause = try book.pause(of: name), pause.holds(at: .now) {
                return "the schedule is paused: \(pause.reason)"
            }
            if let ended = try database.mission(id: run)?.outcome { return "it ended as \(ended)" }
            guard let state = try DockSnapshot.read(from: database)?.state else {
                return "it has not committed anything"
            }
            if state.run?.mission.id == run {
                return "it has this run in hand now, phase \(state.phase.rawValue)"
            }
            if state.waiting.contains(where: { $0.id == run }) {
                return "this run waits; the dock waits for \(state.waitsFor ?? "its turn")"
            }
            return "it has nothing to do with this run now, phase \(state.phase.rawValue)"
        } catch {
            return "its store cannot be read: \(error)"
        }
    }
}
