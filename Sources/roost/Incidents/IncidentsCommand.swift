// SPDX-License-Identifier: Apache-2.0
// The verb `roost incidents`: its parts, the option they share and the forms in which they show what is stored. Only
// `ack`, `shelve` and `unshelve` write: that somebody has taken note, or wants quiet for a while.

import ArgumentParser
import DockModel
import Foundation
import RoostCore
import RoostDaemon
import Store

/// `roost incidents`: what went wrong, and what was not mailed.
struct IncidentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incidents", abstract: "Say what went wrong, why, and what was not mailed one by one.",
        discussion: """
            Reads the dock's store, also while the daemon runs.

            Example:
              roost incidents list --open --storage /var/lib/roost
              roost incidents show 1790300000000-12
              roost incidents ack 1790300000000-12 --by Kim
              roost incidents shelve 1790300000000-12 --for 8h --reason "the mechanic comes at noon"
              roost incidents held --json
            """,
        subcommands: [
            IncidentsList.self, IncidentsShow.self, IncidentsAck.self, IncidentsShelve.self, IncidentsUnshelve.self,
            IncidentsShelves.self, IncidentsHeld.self, IncidentsKinds.self,
        ],
        defaultSubcommand: IncidentsList.self)
}

/// The option that every part of `roost incidents` has.
struct IncidentsStorage: ParsableArguments {
    @Option(name: .customLong("storage"), help: "Directory of the dock's database.")
    var directory = "./var"

    /// Opens the store, or ends the command with a reason and an exit code.
    func open() throws -> RoostDatabase {
        CommandOutput.surviveSignals()
        guard FileManager.default.fileExists(atPath: directory + "/roost.db") else {
            CommandOutput.complain(
                "\(directory): no dock has run here yet; name its directory with --storage, or start it with roost run"
            )
            throw ExitCode(69)
        }
        do throws(StoreError) {
            return try RoostDatabase.open(directory: directory)
        } catch {
            throw CommandExit.fail(error)
        }
    }
}

/// One incident as `--json` shows it.
struct IncidentView: Encodable {
    var id: String
    var kind: String
    var family: String?
    var origin: String?
    var severity: String
    var title: String?
    var subject: String?
    var detail: String?
    var mission: String?
    var opened: String
    var resolved: String?
    var isOpen: Bool
    var checkFirst: String?
    /// Nil when it depends on what is found.
    var needsVisit: Bool?

    init(_ row: IncidentRecord) {
        (id, kind, severity, isOpen) = (row.id, row.kind, row.severity.label, row.isOpen)
        opened = OutboxTime.text(row.opened)
        guard let incident = ArchivedIncident(row)?.incident else { return }
        (family, origin) = (incident.kind.family, incident.kind.origin.rawValue)
        (title, detail, mission) = (incident.kind.title, incident.detail, incident.missionID)
        subject = incident.subject.isEmpty ? nil : incident.subject
        resolved = incident.resolved.map(OutboxTime.text)
        (checkFirst, needsVisit) = (incident.kind.remedy, incident.kind.needsVisit)
    }

    /// The line of `roost incidents list`.
    var line: String {
        let what = [title ?? kind, subject].compactMap { $0 }.joined(separator: ": ")
        return CommandOutput.printable(
            "\(id)  \(severity)  \(kind)  \(opened)  \(resolved ?? (isOpen ? "open" : "ended"))  \(what)")
    }

    /// The page of `roost incidents show`.
    var page: [String] {
        var lines = [
            "incident    \(id), \(severity) \(kind)",
            "what        \(title ?? "-")\(subject.map { ": \($0)" } ?? "")",
        ]
        if let detail { lines.append("detail      \(detail)") }
        lines.append("opened      \(opened)")
        lines.append("resolved    \(resolved ?? "no, it is open")")
        if let mission { lines.append("mission     \(mission)") }
        if let checkFirst { lines.append("check first \(checkFirst)") }
        lines.append(
            "visit       \(needsVisit.map { $0 ? "needed" : "not needed" } ?? "depends on what is found")")
        return lines
    }
}

/// One event as `--json` shows it.
struct EventView: Encodable {
    var event: Int64
    var time: String
    var kind: String
    var severity: String
    var source: String
    var incident: String?
    var sort: String
    var bin: String?
    var waitsIn: String?
    var mail: String?
    var rule: String
    var detail: String?
    var rootCause: String?
    var stages: [ArchivedEvent.Word]

    init(_ row: EventRecord) {
        let event = ArchivedEvent(row)
        self.event = event.id
        time = OutboxTime.text(event.time)
        (kind, severity, source, incident) = (event.kind, event.severity.label, event.source, event.incident)
        (sort, bin, waitsIn, mail, rule) = (event.sort, event.bin, event.waitsIn, event.mail, event.rule)
        (detail, rootCause, stages) = (event.detail, event.rootCause, event.words)
    }

    /// Where it ended, in words.
    var place: String { bin ?? "waits in \(waitsIn ?? "-")" }

    /// The line of a list.
    var line: String {
        CommandOutput.printable(
            "\(event)  \(time)  \(severity)  \(kind)  \(source)  \(sort)  \(place)  \(rule)")
    }
}
