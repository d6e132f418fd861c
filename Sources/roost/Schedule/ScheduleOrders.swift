// SPDX-License-Identifier: Apache-2.0
// `roost schedule run-now`, `skip`, `pause` and `resume`: what a person says about the calendar. The words are kept in
// the dock's store and hold whether or not the dock runs; nothing here passes a gate by.

import ArgumentParser
import DockModel
import Foundation
import RoostDaemon
import Schedule
import Settings
import Store

/// The store of the dock that a configuration describes.
struct ScheduleStoreOptions: ParsableArguments {
    @OptionGroup var configuration: ScheduleOptions
    @Option(help: "Directory of the dock's database (default: storage.directory of dock.yaml).")
    var storage: String?

    /// The database; one that is not there ends the command.
    func database(_ dock: DockConfiguration) throws -> RoostDatabase {
        try OperatorDeskOptions.database(
            in: dock.storageDirectory(given: storage, base: configuration.config))
    }

    /// One line of words as a reason; anything else ends the command.
    static func reason(_ text: String) throws -> String {
        guard OperatorWord.lockOut(because: text) != nil else {
            throw ValidationError("--reason must be one line of 1 to \(OperatorWord.longestReason) characters")
        }
        return text
    }
}

extension DockConfiguration {
    /// Where the dock's database is.
    func storageDirectory(given storage: String?, base: String) -> String {
        let named = dock.storageDirectory
        return storage ?? (named.hasPrefix("/") ? named : base + "/" + named)
    }
}

/// Flies a schedule now.
struct ScheduleRunNow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run-now", abstract: "Fly a schedule's plan now, through the same gates.",
        discussion: """
            The dock takes the run within seconds, as due now and with the schedule's own window; it is named after
            this moment. Seasons, quiet hours and a pause do not hold it; a blackout, the weather and every other gate
            do. See what follows with roost status.

            Example:
              roost schedule run-now perimeter --config /etc/roost
            """)

    @Argument(help: "The schedule.")
    var name: String
    @OptionGroup var store: ScheduleStoreOptions

    private struct View: Encodable {
        var schedule: String
        var left: String
    }

    func run() throws {
        let dock = try store.configuration.load()
        let rule = try dock.schedule(named: name)
        let word = OperatorWord.runNow(schedule: rule.name)
        try OperatorDeskOptions.leave(word, in: try store.database(dock))
        if store.configuration.json {
            return try CommandOutput.sayJSON(View(schedule: rule.name.text, left: word.text))
        }
        try CommandOutput.say("left for the dock: \(word.text); see what follows with roost status\n")
    }
}

/// Skips one run.
struct ScheduleSkip: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip", abstract: "Skip one run that is still to come.",
        discussion: """
            ID is the name of a run as schedule next shows it, or the name of a schedule for its next run. The run is
            recorded and told as left out, with the reason. A run that the dock has taken already is no longer
            skipped: see roost call-home and roost lock-out.

            Example:
              roost schedule skip perimeter@2026-11-25T16:25:00Z --reason "harvest next door" --config /etc/roost
            """)

    @Argument(help: "The run, NAME@TIME, or the name of a schedule.")
    var id: String
    @Option(help: "Why, one line; it goes into the record.")
    var reason: String
    @Flag(help: "Take the word back: the run flies.")
    var undo = false
    @OptionGroup var store: ScheduleStoreOptions

    private struct View: Encodable {
        var run: String
        var isSkipped: Bool
        var reason: String?
    }

    func run() throws {
        let reason = try ScheduleStoreOptions.reason(reason)
        let dock = try store.configuration.load()
        let parts = id.split(separator: "@", maxSplits: 1).map(String.init)
        let rule = try dock.schedule(named: parts.first ?? "")
        let run = try coming(rule, time: parts.count == 2 ? parts[1] : nil)
        do {
            try ScheduleBook(store.database(dock)).setSkip(undo ? nil : reason, of: run.id)
        } catch let error as StoreError {
            throw CommandExit.fail(error)
        }
        if store.configuration.json {
            return try CommandOutput.sayJSON(View(run: run.id, isSkipped: !undo, reason: undo ? nil : reason))
        }
        let due = run.due.shown(in: rule.zone)
        try CommandOutput.say("\(run.id), due \(due) \(rule.zone), \(undo ? "flies again" : "is skipped")\n")
    }

    /// The run that is meant; one that is past, or that there is none of, ends the command.
    private func coming(_ rule: ScheduleRule, time: String?) throws -> Occurrence {
        let run: Occurrence?
        if let time {
            guard let moment = ScheduleTime(argument: time) else {
                throw ValidationError(
                    "\"\(CommandOutput.printable(time))\" is no time (write for example 2026-11-25T16:25:00Z)")
            }
            let due = moment.wall(in: rule.zone)
            run = rule.next(after: WallTime(milliseconds: due.milliseconds - 1)).flatMap { $0.due == due ? $0 : nil }
        } else {
            run = rule.next(after: .now)
        }
        guard let run, run.due > .now else {
            throw ValidationError(
                "\(CommandOutput.printable(id)) is no run that is still to come (see roost schedule next)")
        }
        return run
    }
}

/// Pauses a schedule.
struct SchedulePauseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Let a schedule's runs go by until a time, or until it is resumed.",
        discussion: """
            Each run that comes due meanwhile is recorded and told as left out, with the reason. A run that the dock
            has taken already goes on.

            Example:
              roost schedule pause perimeter --until 2026-12-01T06:00 --reason "works on the roof" --config /etc/roost
            """)

    @Argument(help: "The schedule.")
    var name: String
    @Option(help: "When it flies again: RFC 3339, or a time of the schedule's zone; without it, until resume.")
    var until: ScheduleTime?
    @Option(help: "Why, one line; it goes into the records.")
    var reason: String
    @OptionGroup var store: ScheduleStoreOptions

    func run() throws {
        let reason = try ScheduleStoreOptions.reason(reason)
        let dock = try store.configuration.load()
        let rule = try dock.schedule(named: name)
        let end = until?.wall(in: rule.zone)
        if let end, end <= .now { throw ValidationError("--until \(end.shown(in: rule.zone)) is past") }
        let pause = SchedulePause(until: end, reason: reason)
        try SchedulePauseView.keep(pause, of: rule, in: store, dock)
    }
}

/// Ends a pause.
struct ScheduleResume: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "End the pause of a schedule.",
        discussion: """
            Runs that came due during the pause are not flown afterwards.

            Example:
              roost schedule resume perimeter --config /etc/roost
            """)

    @Argument(help: "The schedule.")
    var name: String
    @OptionGroup var store: ScheduleStoreOptions

    func run() throws {
        let dock = try store.configuration.load()
        try SchedulePauseView.keep(nil, of: try dock.schedule(named: name), in: store, dock)
    }
}

/// What is said of a pause.
private struct SchedulePauseView: Encodable {
    var schedule: String
    var isPaused: Bool
    var until: String?
    var reason: String?

    static func keep(
        _ pause: SchedulePause?, of rule: ScheduleRule, in store: ScheduleStoreOptions, _ dock: DockConfiguration
    ) throws {
        do {
            try ScheduleBook(store.database(dock)).setPause(pause, of: rule.name)
        } catch let error as StoreError {
            throw CommandExit.fail(error)
        }
        if store.configuration.json {
            return try CommandOutput.sayJSON(
                SchedulePauseView(
                    schedule: rule.name.text, isPaused: pause != nil, until: pause?.until?.utc, reason: pause?.reason))
        }
        var words = "flies again"
        if let pause {
            let end = pause.until.map { "\($0.shown(in: rule.zone)) \(rule.zone)" }
            words = "is paused until \(end ?? "it is resumed")"
        }
        try CommandOutput.say("\(rule.name) \(words)\n")
    }
}
