// SPDX-License-Identifier: Apache-2.0
// `roost payload map`: which maps are made of flights' pictures, how far each is, what the verdict says; and a person's
// wish to stop one or to begin it again, which the running dock takes up.

import ArgumentParser
import DockModel
import Foundation
import Payload
import RoostDaemon
import Store

/// `roost payload map`: maps of flights.
struct PayloadMap: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map", abstract: "Say how far the maps of flights are, and what they are worth.",
        discussion: """
            Example:
              roost payload map list --storage /var/lib/roost
              roost payload map show survey@2026-11-26T09:00:00Z --json
              roost payload map stop survey@2026-11-26T09:00:00Z
            """,
        subcommands: [PayloadMapList.self, PayloadMapShow.self, PayloadMapStop.self, PayloadMapAgain.self],
        defaultSubcommand: PayloadMapList.self)
}

/// One map as `--json` shows it.
private struct MapView: Encodable {
    var flight: String
    var schedule: String
    var changed: String
    var isOpen: Bool
    var stage: String?
    var task: String?
    var progress: Double?
    var imagesSent: Int?
    var imagesWaiting: Int?
    var imagesLeftOut: Int?
    var trouble: String?
    var verdict: String?
    var reasons: [String]?
    var link: String?
    var figures: MapFigures?

    init(_ map: ArchivedMap) {
        (flight, schedule, isOpen) = (map.flight, map.schedule, map.isOpen)
        changed = OutboxTime.text(map.time)
        (stage, task) = (map.job?.stage.rawValue, map.job?.uuid)
        if map.job?.stage == .wait { progress = map.job?.progress }
        (imagesSent, imagesWaiting) = (map.images?.sent ?? map.outcome?.sent, map.images?.waiting)
        imagesLeftOut = map.images?.leftOut
        trouble = map.job.flatMap { $0.trouble.isEmpty ? nil : $0.trouble }
        (verdict, reasons) = (map.outcome?.verdict?.grade.rawValue, map.outcome?.verdict?.reasons)
        (link, figures) = (map.outcome?.link, map.outcome?.figures)
    }

    /// One line: how far it is, or what became of it.
    func line(_ map: ArchivedMap) -> String {
        guard let job = map.job else { return "\(changed)  \(flight)  not readable" }
        guard map.isOpen else { return "\(changed)  \(flight)  \(map.outcome?.line ?? job.stage.rawValue)" }
        var text = "\(changed)  \(flight)  \(job.stage.rawValue)"
        switch job.stage {
        case .wait:
            text += job.isRunning ? " \(Int(min(max(job.progress, 0), 100))) %" : " in the server's queue"
        case .greet, .seek, .create, .upload, .commit, .check:
            let images = map.images ?? MapImageCounts()
            text += " \(images.sent) of \(images.all) pictures"
        case .cancel, .restart, .fetch, .done, .failed, .cancelled: break
        }
        return job.trouble.isEmpty ? text : "\(text) (\(job.trouble))"
    }
}

/// Lists maps.
struct PayloadMapList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List maps, the one that changed last first.",
        discussion: """
            Example:
              roost payload map list --storage /var/lib/roost
            """)

    @OptionGroup var storage: IncidentsStorage
    @Flag(help: "Print one JSON document.")
    var json = false
    @Option(help: "At most so many, 1 to 10000.")
    var limit = 20

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be 1 to 10000") }
    }

    func run() throws {
        let database = try storage.open()
        let maps = try CommandExit.giving { () throws(StoreError) in try database.archivedMaps(limit: limit) }
        if json { return try CommandOutput.sayJSON(maps.map(MapView.init)) }
        let lines = maps.map { CommandOutput.printable(MapView($0).line($0)) + "\n" }
        try CommandOutput.say(lines.isEmpty ? "no maps yet\n" : lines.joined())
    }
}

/// Shows one map.
struct PayloadMapShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a flight's map: how far it is, its verdict and its figures.",
        discussion: """
            Exit code 1 when there is none, when it failed, or when it has to be flown again.

            Example:
              roost payload map show survey@2026-11-26T09:00:00Z --storage /var/lib/roost
            """)

    @OptionGroup var storage: IncidentsStorage
    @Argument(help: "The flight, as roost payload map list prints it.")
    var flight: String
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let map = try PayloadMapWish.map(of: flight, storage)
        let view = MapView(map)
        if json {
            try CommandOutput.sayJSON(view)
        } else {
            var lines = [view.line(map)]
            if let link = view.link { lines.append("  \(link)") }
            lines += (view.reasons ?? []).map { "  \($0)" }
            if let facts = map.outcome?.facts, !facts.isEmpty { lines.append("  \(facts)") }
            if let task = view.task, !task.isEmpty { lines.append("  task \(task)") }
            try CommandOutput.say(lines.map { CommandOutput.printable($0) + "\n" }.joined())
        }
        let isFailed = map.job?.stage == .failed || map.outcome?.verdict?.grade == .refly
        if isFailed { throw CommandExit.finding }
    }
}

/// Stops a map.
struct PayloadMapStop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop a map under way; the running dock tells the server.",
        discussion: """
            Example:
              roost payload map stop survey@2026-11-26T09:00:00Z --storage /var/lib/roost
            """)

    @OptionGroup var storage: IncidentsStorage
    @Argument(help: "The flight, as roost payload map list prints it.")
    var flight: String

    func run() throws {
        let map = try PayloadMapWish.map(of: flight, storage)
        guard map.isOpen else {
            CommandOutput.complain("the map of \(CommandOutput.printable(flight)) has come to its end")
            throw CommandExit.finding
        }
        try PayloadMapWish.note(.stop, flight, storage)
        try CommandOutput.say("the dock stops it within some seconds of running\n")
    }
}

/// Begins a map again.
struct PayloadMapAgain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "again",
        abstract: "Begin a map that has ended again, from the pictures that are still here.",
        discussion: """
            Example:
              roost payload map again survey@2026-11-26T09:00:00Z --storage /var/lib/roost
            """)

    @OptionGroup var storage: IncidentsStorage
    @Argument(help: "The flight, as roost payload map list prints it.")
    var flight: String

    func run() throws {
        let map = try PayloadMapWish.map(of: flight, storage)
        guard !map.isOpen else {
            CommandOutput.complain(
                "the map of \(CommandOutput.printable(flight)) is under way; stop it first: roost payload map stop"
            )
            throw CommandExit.finding
        }
        try PayloadMapWish.note(.again, flight, storage)
        try CommandOutput.say("the dock begins it within some seconds of running\n")
    }
}

/// What the verbs about one map share.
private enum PayloadMapWish {
    static func map(of flight: String, _ storage: IncidentsStorage) throws -> ArchivedMap {
        let database = try storage.open()
        let map = try CommandExit.giving { () throws(StoreError) in try database.archivedMap(of: flight) }
        guard let map else {
            CommandOutput.complain(
                "there is no map of \(CommandOutput.printable(flight)); see: roost payload map list")
            throw CommandExit.finding
        }
        return map
    }

    static func note(_ wish: MapJobRecord.Wish, _ flight: String, _ storage: IncidentsStorage) throws {
        let database = try storage.open()
        _ = try CommandExit.giving { () throws(StoreError) in try database.wish(wish, ofMap: flight) }
    }
}
