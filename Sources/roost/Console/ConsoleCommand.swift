// SPDX-License-Identifier: Apache-2.0
// `roost console`: who may use the web console, with which role, and who has changed what. It works on the dock's
// store, whether or not the daemon runs, and every change is in the audit trail.

import Access
import ArgumentParser
import DockModel
import Foundation
import Glibc
import Host
import Store

/// `roost console` and its parts.
struct ConsoleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console", abstract: "Users, tokens and the audit trail of the web console.",
        discussion: """
            Roles: view reads; operate also takes note, shelves, records replacements and gives the dock its words;
            administer also changes the mail settings and sees the audit trail.

            Example:
              sudo -u roost roost console user add kim --role operate --storage /var/lib/roost
              roost console token add prometheus --days 365 --storage /var/lib/roost
              roost console audit --json --storage /var/lib/roost
            """,
        subcommands: [ConsoleUserCommand.self, ConsoleTokenCommand.self, ConsoleAuditCommand.self])
}

extension Role: ExpressibleByArgument {}

/// What the parts share.
struct ConsoleStoreOptions: ParsableArguments {
    @Option(help: "Directory of the dock's database.")
    var storage = "./var"
    @Flag(help: "Print one JSON document.")
    var json = false

    /// The store. Users may be added before the dock has run for the first time.
    func open() throws -> RoostDatabase {
        CommandOutput.surviveSignals()
        guard FileManager.default.fileExists(atPath: storage + "/.") else {
            CommandOutput.complain("\(storage): there is no such directory; name the dock's with --storage")
            throw ExitCode(69)
        }
        do throws(StoreError) { return try RoostDatabase.open(directory: storage) } catch {
            throw CommandExit.fail(error)
        }
    }

    /// The audit line of a change by command.
    func entry(_ action: String, _ subject: String) -> AuditEntry {
        AuditEntry(
            at: SystemClock(trust: .set).now(), who: NSUserName(), way: "command", action: action,
            subject: subject)
    }

    /// Makes a change of the store and says it; one that the store does not make ends the command with `refusal`.
    func change(
        _ refusal: String, _ line: String, _ view: ConsoleChangeView, _ body: () throws(StoreError) -> Bool
    ) throws {
        guard try CommandExit.giving(body) else {
            CommandOutput.complain(CommandOutput.printable(refusal))
            throw CommandExit.finding
        }
        try say(line, view)
    }

    /// Says what was done.
    func say(_ line: String, _ view: some Encodable) throws {
        if json { return try CommandOutput.sayJSON(view) }
        try CommandOutput.say(CommandOutput.printable(line) + "\n")
    }
}

/// What was done, as `--json` shows it.
struct ConsoleChangeView: Encodable {
    var name: String
    var role: String?
    var done: String
}

/// `roost console audit`.
struct ConsoleAuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Say who has changed what, newest first.",
        discussion: """
            Example:
              roost console audit --last 20 --storage /var/lib/roost
              roost console audit --who kim --json
            """)

    @Option(help: "How many lines, at most 10000.")
    var last = 100
    @Option(help: "Only what this user or token did.")
    var who: String?
    @OptionGroup var store: ConsoleStoreOptions

    private struct View: Encodable {
        var id: Int64
        var time: String
        var isClockTrusted: Bool
        var who: String, role: String, way: String, address: String
        var action: String, subject: String
        var before: String?, after: String?
        var result: String
    }

    func validate() throws {
        guard (1...10_000).contains(last) else { throw ValidationError("--last must be 1 to 10000") }
    }

    func run() throws {
        let database = try store.open()
        let rows = try CommandExit.giving { () throws(StoreError) in
            try database.auditTrail(who: who, limit: last)
        }
        let views = rows.map { row in
            let entry = row.entry
            return View(
                id: row.id, time: OutboxTime.text(entry.at.wall), isClockTrusted: entry.at.isWallTrusted,
                who: entry.who,
                role: entry.role, way: entry.way, address: entry.address, action: entry.action,
                subject: entry.subject,
                before: entry.before, after: entry.after, result: entry.result)
        }
        if store.json { return try CommandOutput.sayJSON(views) }
        if views.isEmpty { return try CommandOutput.say("nothing was changed\n") }
        for view in views {
            let place = view.address.isEmpty ? view.way : "\(view.way) \(view.address)"
            let course = [view.before, view.after].compactMap { $0 }.joined(separator: " -> ")
            let line =
                "\(view.id)  \(view.time)  \(view.who) (\(place))  \(view.action) \(view.subject)"
                + (course.isEmpty ? "" : "  [\(course)]") + "  \(view.result)"
            try CommandOutput.say(CommandOutput.printable(line) + "\n")
        }
    }
}

/// Reads a secret without showing it.
enum SecretInput {
    /// A line from the terminal without echo, asked for twice; or the first line of standard input when that is no
    /// terminal.
    static func password(for name: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else { return try line() }
        let first = try hidden("Password for \(name): ")
        guard try hidden("Once more: ") == first else {
            CommandOutput.complain("the two passwords differ; nothing was changed")
            throw CommandExit.finding
        }
        return first
    }

    private static func hidden(_ prompt: String) throws -> String {
        var before = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &before) == 0 else { return try line() }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            CommandOutput.complain("")
        }
        FileHandle.standardError.write(Data(prompt.utf8))
        return try line()
    }

    private static func line() throws -> String {
        var octets: [UInt8] = []
        var octet: UInt8 = 0
        while octets.count <= 4_096 {
            let count = unsafe read(STDIN_FILENO, &octet, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1, octet != 10 else { break }
            octets.append(octet)
        }
        guard let text = String(validating: octets, as: UTF8.self), !text.isEmpty else {
            CommandOutput.complain(
                "no password was given; type it, or write it on one line to standard input")
            throw CommandExit.finding
        }
        return text
    }
}
