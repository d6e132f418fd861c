// SPDX-License-Identifier: Apache-2.0
// `roost outbox flush`: one pass over the queue with the submission engine. Every failure is explained;
// nothing is given up because of a connection; a signal ends it between two mails or frees what it holds.

import ArgumentParser
import DockModel
import Foundation
import Glibc
import Host
import Mailer
import Post
import RoostDaemon
import Store

/// Sends what waits.
struct OutboxFlush: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flush",
        abstract: "Send what waits, once.",
        discussion: """
            Mail goes only over verified TLS. The password (or, for xoauth2 and oauthbearer, the access token)
            is read from a file; it is never an argument and never logged.

            With --config the server, the account, the links and the queue are those of dock.yaml, and the flush goes
            the way the daemon's goes: short forms over a satellite, budgets of the day, alerts of P0 to P2 always.
            With --host the link is the one that the daemon saw last, if there was a daemon. --any-link sends long
            forms whatever the link, and counts their octets all the same.

            Exit codes: 0 nothing is left (dead letters are told on stderr), 75 something is left and stays
            queued, 77 the queue is not accessible, 78 an option or a file is unusable.

            Examples:
              roost outbox flush --config /etc/roost
              roost outbox flush --host mail.example.org --port 587 --security starttls \\
                  --user dock@example.org --password-file /etc/roost/smtp.secret
            """)

    @OptionGroup var queue: OutboxQueueOption
    @Option(name: .customLong("config"), help: "Directory with dock.yaml, in place of --host and its companions.")
    var configuration: String?
    @Option(help: "Mail server: the name its certificate bears, or an IP address in it.")
    var host: String?
    @Option(help: "Port; 465 for tls and 587 for starttls if left out.")
    var port: Int?
    @Option(help: "tls (from the first octet) or starttls.")
    var security = "tls"
    @Option(
        name: .customLong("ca"),
        help: "PEM file with the only certificates to trust; the system's if left out.")
    var authorityFile: String?
    @Option(help: "Account to log in with.")
    var user: String?
    @Option(help: "File that holds the password or access token, and nothing else.")
    var passwordFile: String?
    @Option(
        help:
            "password (scram-sha-256, else plain, else login), oauth2 (oauthbearer, else xoauth2), or one of these."
    )
    var auth = "password"
    @Option(help: "Why port 25 may be used: a relay of your own without a submission port.")
    var privateRelay: String?
    @Option(help: "Longest wait in seconds for each step; RFC 5321's times if left out.")
    var timeout: Double?
    @Flag(help: "Also mails whose retry time has not come, and a log-in that was just refused.")
    var now = false
    @Flag(help: "Long forms and no budgets, whatever the link.")
    var anyLink = false
    @Flag(help: "Print the result as one JSON document.")
    var json = false

    func validate() throws {
        guard let host else {
            guard configuration != nil else {
                throw ValidationError("say where to: --config DIRECTORY, or --host NAME")
            }
            let given = [port.map { "\($0)" }, authorityFile, user, passwordFile, privateRelay]
            guard given.allSatisfy({ $0 == nil }) else {
                throw ValidationError("--config takes server and account from dock.yaml; give them there")
            }
            return try validateTimeout()
        }
        guard configuration == nil else { throw ValidationError("give --config or --host, not both") }
        guard !host.isEmpty, host.utf8.count <= 253, host.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw ValidationError("--host is not a host name")
        }
        if let port, !(1...65_535).contains(port) { throw ValidationError("--port must be 1 to 65535") }
        guard SubmissionSecurity(rawValue: security) != nil else {
            throw ValidationError(
                "--security \"\(security)\" is neither tls nor starttls; mail without TLS is not sent")
        }
        if port == 25, privateRelay == nil {
            throw ValidationError(
                "--port 25 is for servers among themselves; use 465 or 587, or say --private-relay REASON")
        }
        guard !Self.mechanisms(auth).isEmpty else {
            throw ValidationError(
                "--auth \"\(auth)\" is none of password, scram-sha-256, plain, login, oauth2, xoauth2, oauthbearer"
            )
        }
        guard (user == nil) == (passwordFile == nil) else {
            throw ValidationError("--user and --password-file belong together")
        }
        if let user, user.isEmpty || user.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw ValidationError("--user is empty or holds a control character")
        }
        try validateTimeout()
    }

    private func validateTimeout() throws {
        if let timeout, !(timeout >= 1 && timeout <= 86_400) {
            throw ValidationError("--timeout must be 1 to 86400 seconds")
        }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        OutboxStop.listen()
        let way = try configuration.map(configuredWay) ?? optionWay()
        let database = try way.open(queue)
        let outbox = Outbox(database)
        let server = "\(way.settings.host):\(way.settings.port)"
        let memory = try CommandExit.giving { () throws(StoreError) in
            try MailServerMemory.load(server, from: database)
        }
        if !now, try holdsOff(memory, way.login, outbox) { throw CommandExit.tryLater }
        let submission = Submission(
            settings: way.settings, traits: memory.traits, secret: way.secret, clock: { way.clock.now() },
            shouldStop: { OutboxStop.isWanted })
        let link = try OutboxFlushLink(way, database, isAny: anyLink)
        let report: FlushReport
        do {
            report = try link.flush(
                outbox, by: submission, includeDeferred: now, previousFailures: memory.failures)
        } catch let fault as StoreError {
            throw CommandExit.fail(fault)
        }
        try remember(report, submission.traits, memory, account: way.login, server: server, in: database)
        try conclude(report, outbox, link)
    }

    // MARK: - Preparation

    /// The mechanisms behind a word of `--auth`; none for a word that is not known.
    private static func mechanisms(_ name: String) -> [AuthenticationMechanism] {
        switch name.lowercased() {
        case "password": AuthenticationMechanism.forPasswords
        case "oauth2": AuthenticationMechanism.forTokens
        default: AuthenticationMechanism(rawValue: name.uppercased()).map { [$0] } ?? []
        }
    }

    /// The password file, proven readable before anything is tried.
    private func readySecret() throws -> OutboxSecretFile? {
        guard let passwordFile else { return nil }
        let file = OutboxSecretFile(path: passwordFile)
        do {
            _ = try file.secret()
        } catch {
            CommandOutput.complain("\(error)")
            throw CommandExit.badConfiguration
        }
        if let warning = file.warning { CommandOutput.complain(warning) }
        return file
    }

    /// The way that the options name.
    private func optionWay() throws -> OutboxFlushWay {
        guard let host, let security = SubmissionSecurity(rawValue: security) else {
            throw CommandExit.badConfiguration
        }
        let secret = try readySecret()
        if let authorityFile, unsafe access(authorityFile, R_OK) != 0 {
            CommandOutput.complain(
                "\(authorityFile): the certificate file cannot be read; check its name and owner")
            throw CommandExit.badConfiguration
        }
        var settings = SubmissionSettings(
            host: host, port: port ?? (security == .tls ? 465 : 587), security: security, caFile: authorityFile,
            helloName: OutboxFlushWay.helloName, user: user)
        settings.mechanisms = Self.mechanisms(auth)
        settings.privateRelay = privateRelay
        return OutboxFlushWay(
            settings: limited(settings), secret: { _ in try secret?.secret() ?? "" },
            login: "\(user ?? "") \(secret?.version ?? "")", clock: SystemClock(trust: .set))
    }

    /// The way of the dock whose configuration is in a directory.
    private func configuredWay(_ directory: String) throws -> OutboxFlushWay {
        var way = try OutboxFlushWay(directory)
        way.settings = limited(way.settings)
        return way
    }

    private func limited(_ settings: SubmissionSettings) -> SubmissionSettings {
        var settings = settings
        settings.stopGrace = OutboxStop.replyGrace
        if let timeout { settings.setWaits(to: .seconds(timeout)) }
        return settings
    }

    /// Whether the log-in was refused a short while ago and something waits; then it says so.
    private func holdsOff(_ memory: MailServerMemory, _ account: String, _ outbox: Outbox) throws -> Bool {
        guard let until = memory.holdOff(for: account, now: SystemClock(trust: .set).now().wall) else {
            return false
        }
        let waiting = try CommandExit.giving { () throws(StoreError) in try outbox.waitingCount() }
        guard waiting > 0 else { return false }
        CommandOutput.complain(
            "the server refused this log-in; not tried again before \(OutboxTime.text(until)) so that the "
                + "account is not locked; correct the password file, or use --now (\(waiting) mails wait)")
        return true
    }

    // MARK: - Afterwards

    private func remember(
        _ report: FlushReport, _ traits: HostTraits, _ old: MailServerMemory, account: String,
        server: String,
        in database: RoostDatabase
    ) throws {
        guard report.connections > 0 || report.fault?.isAboutCredentials == true else { return }
        var memory = old
        memory.learn(from: report, traits: traits, account: account, now: SystemClock(trust: .set).now().wall)
        do {
            try memory.save(server, over: old, in: database)
        } catch {
            CommandOutput.complain("what was learnt about \(server) could not be kept: \(error)")
        }
    }

    /// One trouble of `--json`.
    private struct Trouble: Encodable {
        var id: Int64
        var recipient: String
        var outcome: String
        var reason: String
    }

    /// The document of `--json`.
    private struct View: Encodable {
        var sent: Int
        var deferred: Int
        var refused: Int
        var left: Int
        var dead: Int
        var connections: Int
        var resumedSession: Bool
        var octetsOnWire: Int
        var fault: String?
        var stoppedBy: String?
        var retryAfterSeconds: Int?
        var troubles: [Trouble]
    }

    private func conclude(_ report: FlushReport, _ outbox: Outbox, _ link: OutboxFlushLink) throws {
        let troubles = report.troubles.compactMap(Self.trouble)
        for trouble in troubles {
            CommandOutput.complain(
                CommandOutput.printable(
                    "mail \(trouble.id) to \(trouble.recipient): \(trouble.outcome): \(trouble.reason)"))
        }
        if let fault = report.fault { CommandOutput.complain(CommandOutput.printable("\(fault)")) }
        if let reply = report.stoppedBy {
            CommandOutput.complain(CommandOutput.printable("the server takes no more for now: \(reply)"))
        }
        for line in try link.complaints(outbox, leftInQueue: report.leftInQueue) { CommandOutput.complain(line) }
        if report.connections == 0, report.leftInQueue > 0, report.fault == nil {
            CommandOutput.complain("nothing is due now; --now also sends mails whose retry time has not come")
        }
        if OutboxStop.isWanted {
            CommandOutput.complain("stopped by a signal; what was not sent stays queued")
        }
        let wall = SystemClock(trust: .set).now().wall
        let stats = try CommandExit.giving { () throws(StoreError) in try outbox.stats(now: wall) }
        if stats.openDeadLetters > 0 {
            CommandOutput.complain(
                "\(stats.openDeadLetters) dead letters; see: roost outbox list --state dead "
                    + "--queue \(outbox.database.directory)"
            )
        }
        if json {
            try CommandOutput.sayJSON(
                View(
                    sent: report.sent, deferred: report.deferred, refused: report.refused,
                    left: report.leftInQueue,
                    dead: stats.openDeadLetters, connections: report.connections,
                    resumedSession: report.resumedSession, octetsOnWire: report.octetsOnWire,
                    fault: report.fault?.description, stoppedBy: report.stoppedBy?.description,
                    retryAfterSeconds: report.retryAfter.map { Int($0.components.seconds) },
                    troubles: troubles))
        } else {
            try CommandOutput.say(
                "sent \(report.sent), deferred \(report.deferred), refused \(report.refused), "
                    + "left \(report.leftInQueue)\n")
        }
        guard report.leftInQueue > 0 else { return }
        if case .certificateFile = report.fault { throw CommandExit.badConfiguration }
        throw CommandExit.tryLater
    }

    private static func trouble(_ outcome: FlushOutcome) -> Trouble? {
        let (word, reason): (String, String)
        switch outcome.outcome.outcome {
        case .sent: return nil
        case .refused(let reply): (word, reason) = ("refused", reply.description)
        case .deferred(let why, let reply, _):
            (word, reason) = ("deferred", reply.map { "\(why): \($0)" } ?? why)
        }
        return Trouble(
            id: outcome.mail, recipient: outcome.outcome.recipient, outcome: word, reason: reason)
    }
}
