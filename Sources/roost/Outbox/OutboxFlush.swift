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
import Synchronization

/// Sends what waits.
struct OutboxFlush: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flush",
        abstract: "Send what waits, once.",
        discussion: """
            Mail goes only over verified TLS. The password (or, for xoauth2 and oauthbearer, the access token)
            is read from a file; it is never an argument and never logged.

            Exit codes: 0 nothing is left (dead letters are told on stderr), 75 something is left and stays
            queued, 77 the queue is not accessible, 78 an option or a file is unusable.

            Example:
              roost outbox flush --host mail.example.org --port 587 --security starttls \\
                  --user dock@example.org --password-file /etc/roost/smtp.secret
            """)

    @OptionGroup var queue: OutboxQueueOption
    @Option(help: "Mail server: the name its certificate bears, or an IP address in it.")
    var host: String
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
    @Flag(help: "Print the result as one JSON document.")
    var json = false

    func validate() throws {
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
        if let timeout, !(timeout >= 1 && timeout <= 86_400) {
            throw ValidationError("--timeout must be 1 to 86400 seconds")
        }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        OutboxStop.listen()
        let secret = try readySecret()
        let settings = try settings()
        if let authorityFile, unsafe access(authorityFile, R_OK) != 0 {
            CommandOutput.complain(
                "\(authorityFile): the certificate file cannot be read; check its name and owner")
            throw CommandExit.badConfiguration
        }
        let database = try queue.open()
        let outbox = Outbox(database)
        let server = "\(settings.host):\(settings.port)"
        let memory = try CommandExit.giving { () throws(StoreError) in
            try MailServerMemory.load(server, from: database)
        }
        let account = "\(user ?? "") \(secret?.version ?? "")"
        if !now, try holdsOff(memory, account, outbox) { throw CommandExit.tryLater }
        let submission = Submission(
            settings: settings, traits: memory.traits,
            secret: { _ in try secret?.secret() ?? "" }, clock: { SystemClock(trust: .set).now() },
            shouldStop: { OutboxStop.isWanted })
        let report: FlushReport
        do {
            report = try submission.flush(
                outbox, owner: Self.owner(), includeDeferred: now, previousFailures: memory.failures)
        } catch let fault as StoreError {
            throw CommandExit.fail(fault)
        }
        try remember(report, submission.traits, memory, account: account, server: server, in: database)
        try conclude(report, outbox)
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

    /// Unique for each flush of each process.
    private static func owner() -> String {
        "flush \(getpid()) \(String(UInt64.random(in: 0 ... .max), radix: 36))"
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

    private func settings() throws -> SubmissionSettings {
        guard let security = SubmissionSecurity(rawValue: security) else {
            throw CommandExit.badConfiguration
        }
        let standardPort = security == .tls ? 465 : 587
        let name = ProcessInfo.processInfo.hostName
        let isPlainName =
            !name.isEmpty
            && name.utf8.allSatisfy { octet in
                octet < 0x80
                    && (Character(Unicode.Scalar(octet)).isLetter || Character(Unicode.Scalar(octet)).isNumber
                        || octet == UInt8(ascii: "-") || octet == UInt8(ascii: "."))
            }
        var settings = SubmissionSettings(
            host: host, port: port ?? standardPort, security: security, caFile: authorityFile,
            helloName: isPlainName ? name : "localhost", user: user)
        settings.mechanisms = Self.mechanisms(auth)
        settings.privateRelay = privateRelay
        settings.stopGrace = OutboxStop.replyGrace
        guard let timeout else { return settings }
        let span = Duration.seconds(timeout)
        settings.connectTimeout = min(settings.connectTimeout, span)
        settings.unacknowledgedTimeout = min(settings.unacknowledgedTimeout, span)
        settings.timeouts.reply = span
        settings.timeouts.dataStart = span
        settings.timeouts.handshake = span
        settings.timeouts.writing = span
        settings.timeouts.finalReply = span
        settings.timeouts.quit = min(settings.timeouts.quit, span)
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

    private func conclude(_ report: FlushReport, _ outbox: Outbox) throws {
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
                    + "--queue \(queue.directory)"
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

/// Whether a signal has asked the flush to end.
enum OutboxStop {
    private static let wanted = Atomic(false)

    /// Whether SIGTERM, SIGINT or SIGHUP came.
    static var isWanted: Bool { wanted.load(ordering: .relaxed) }

    /// Lets these signals end the flush in order; a server that does not answer holds it up no longer than
    /// `graceSeconds`, then the process ends at once. Both ways lose nothing: a lease ends with its process.
    static func listen() {
        for number in [SIGTERM, SIGINT, SIGHUP] {
            signal(number) { _ in
                OutboxStop.wanted.store(true, ordering: .relaxed)
                alarm(OutboxStop.graceSeconds)
            }
        }
        signal(SIGALRM) { _ in _exit(75) }
        // A parent may have handed its blocked signals down; they must reach this process.
        var wakers = sigset_t()
        unsafe sigemptyset(&wakers)
        for number in [SIGTERM, SIGINT, SIGHUP, SIGALRM] { unsafe sigaddset(&wakers, number) }
        unsafe pthread_sigmask(SIG_UNBLOCK, &wakers, nil)
    }

    /// How long the replies to what is under way are awaited after a signal.
    static let replyGrace = Duration.seconds(4)
    /// More than `replyGrace`, so that in the usual case the results are stored and the leases given back.
    private static let graceSeconds: UInt32 = 6
}
