// SPDX-License-Identifier: Apache-2.0
// `roost incidents shelve`, `unshelve` and `shelves`: a person keeps an incident quiet for a while, and everybody can
// see who, why and until when. The rules are the daemon's; it ends no incident.

import ArgumentParser
import DockModel
import Foundation
import Host
import RoostDaemon
import Store

/// A time on the shelf: 30min, 8h, 2d.
struct ShelfTime: ExpressibleByArgument {
    var span: Duration

    init?(argument: String) {
        let text = argument.filter { $0 != " " }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), number > 0, number <= 100_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "min": span = .seconds(number * 60)
        case "h": span = .seconds(number * 3_600)
        case "d": span = .seconds(number * 86_400)
        default: return nil
        }
    }
}

/// Puts an incident on the shelf.
struct IncidentsShelve: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shelve", abstract: "Keep an incident quiet for a while: no reminders, no escalation.",
        discussion: """
            The shelf ends with its time, with the incident, or when the incident gets worse; its end is mailed. The
            digest names what is shelved, by whom and why, and the record stays. A matter of safety cannot be shelved,
            only be taken note of with `roost incidents ack`. A later word replaces an earlier one. Within a minute the
            daemon takes it up. Exit codes: 0 done, 1 there is no such open incident, 77 it must not be shelved.

            Example:
              roost incidents shelve 1790300000000-12 --for 8h --reason "the mechanic comes at noon"
            """)

    @OptionGroup var storage: IncidentsStorage
    @Argument(help: "The incident's id, as roost incidents list prints it.")
    var id: String
    @Option(name: .customLong("for"), help: ArgumentHelp("How long: 30min, 8h, 2d; at most 7d.", valueName: "span"))
    var time: ShelfTime
    @Option(help: "Why, one line.")
    var reason: String
    @OptionGroup var person: PersonOption
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let database = try storage.open()
        let now = SystemClock(trust: .set).now()
        let shelved: ShelfRecord
        do throws(ShelfFault) {
            shelved = try IncidentShelf.shelve(
                id, for: time.span, who: person.name, reason: reason, in: database, at: now)
        } catch {
            if case .store(let error) = error { throw CommandExit.fail(error) }
            CommandOutput.complain(CommandOutput.printable("\(error)"))
            switch error {
            case .safety: throw CommandExit.notAllowed
            case .badSpan, .badText: throw ExitCode.validationFailure
            case .unknown, .ended, .store: throw CommandExit.finding
            }
        }
        try ShelfView(shelved, at: now.wall).tell(json: json)
    }
}

/// Takes an incident off the shelf.
struct IncidentsUnshelve: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unshelve", abstract: "Take an incident off the shelf before its time.",
        discussion: """
            If its last mail is older than its reminders are apart, it is told again at once. Exit codes: 0 done, 1 it
            is not on the shelf.

            Example:
              roost incidents unshelve 1790300000000-12 --by Kim
            """)

    @OptionGroup var storage: IncidentsStorage
    @Argument(help: "The incident's id, as roost incidents shelves prints it.")
    var id: String
    @OptionGroup var person: PersonOption
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let database = try storage.open()
        let now = SystemClock(trust: .set).now()
        let taken = try CommandExit.giving { () throws(StoreError) in
            try database.unshelve(id, who: person.name, at: now)
        }
        guard let taken else {
            CommandOutput.complain(
                CommandOutput.printable("incident \(id) is not on the shelf; see: roost incidents shelves"))
            throw CommandExit.finding
        }
        try ShelfView(taken, at: now.wall).tell(json: json)
    }
}

/// Lists the shelf.
struct IncidentsShelves: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shelves", abstract: "List what is shelved, by whom, why and until when.",
        discussion: """
            Exit codes: 0 nothing is shelved now, 1 something is.

            Example:
              roost incidents shelves --all --json
            """)

    @OptionGroup var storage: IncidentsStorage
    @Flag(help: "Also what is over, newest first.")
    var all = false
    @Option(help: "At most this many, 1 to 10000.")
    var limit = 100
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be 1 to 10000") }
    }

    func run() throws {
        let database = try storage.open()
        let now = SystemClock(trust: .set).now().wall
        let rows = try CommandExit.giving { () throws(StoreError) in
            all ? try database.shelfHistory(limit: limit) : Array(try database.shelves(at: now).prefix(limit))
        }
        let views = rows.map { ShelfView($0, at: now) }
        if json {
            try CommandOutput.sayJSON(views)
        } else {
            try CommandOutput.say(
                views.isEmpty ? "nothing is shelved\n" : views.map { $0.line + "\n" }.joined())
        }
        if views.contains(where: \.isInForce) { throw CommandExit.finding }
    }
}

/// A shelf as `--json` shows it.
struct ShelfView: Encodable {
    var incident: String
    var since: String
    var until: String
    var by: String
    var reason: String
    var isInForce: Bool
    var ended: String?
    var endedBy: String?

    init(_ record: ShelfRecord, at now: WallTime) {
        (incident, by, reason) = (record.incident, record.who, record.reason)
        (since, until) = (OutboxTime.text(record.since), OutboxTime.text(record.until))
        (isInForce, endedBy) = (record.isInForce(at: now), record.endedBy)
        ended = record.ended.map(OutboxTime.text)
    }

    /// Tells what became of one incident.
    func tell(json: Bool) throws {
        if json { return try CommandOutput.sayJSON(self) }
        try CommandOutput.say("incident \(line)\n")
    }

    /// "ID: shelved until TIME by NAME: REASON".
    var line: String {
        let end =
            isInForce
            ? "until \(until)"
            : ended.map { "until \(until), ended \($0) by \(endedBy ?? "-")" } ?? "until \(until), which is over"
        return CommandOutput.printable("\(incident): shelved \(since) \(end), by \(by): \(reason)")
    }
}
