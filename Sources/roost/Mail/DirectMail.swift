// SPDX-License-Identifier: Apache-2.0
// One mail of a command on the way that every mail takes: queue, submission, stored reply. The daemon may run
// meanwhile, or not run at all; the mail stays in the books like any other.

import DockModel
import Foundation
import Glibc
import Host
import Mailer
import Post
import RoostDaemon
import Settings
import Store

/// Queues a mail of a dock and sends it at once.
struct DirectMail {
    let dock: DockSettings
    let database: RoostDatabase
    private let way: OutboxFlushWay
    private let outbox: Outbox
    private let memory: MailServerMemory

    private var server: String { "\(way.settings.host):\(way.settings.port)" }
    /// The dock's clocks.
    var now: Moment { way.clock.now() }

    /// Opens the queue of a configuration; problems end the command.
    init(_ place: MailConfigurationOption) throws {
        let way = try OutboxFlushWay(place.directory)
        guard let dock = way.dock?.settings else { throw CommandExit.badConfiguration }
        let database = try OutboxFlushWay.open(dock, place.directory)
        (self.way, self.dock, self.database, outbox) = (way, dock, database, Outbox(database))
        memory = try CommandExit.giving { () throws(StoreError) in
            try MailServerMemory.load("\(way.settings.host):\(way.settings.port)", from: database)
        }
    }

    /// Ends the command while the server must not be asked: it has just refused this log-in.
    func holdOff(isWaived: Bool) throws {
        guard !isWaived, let until = memory.holdOff(for: way.login, now: now.wall) else { return }
        CommandOutput.complain(
            "the server refused this log-in; not tried again before \(OutboxTime.text(until)) so that the account "
                + "is not locked; correct the secret, or use --now")
        throw CommandExit.tryLater
    }

    /// Queues a mail and answers its number.
    func enqueue(_ mail: (DockSettings, Moment) throws -> NewMail) throws -> Int64 {
        do {
            let now = now
            switch try outbox.enqueue([try mail(dock, now)], at: now).first {
            case .queued(let id), .duplicate(of: let id): return id
            case .refused(let refusal):
                CommandOutput.complain("not queued: \(refusal)")
                throw CommandExit.tryLater
            case nil: throw CommandExit.finding
            }
        } catch let fault as StoreError {
            throw CommandExit.fail(fault)
        } catch let fault as MailAddressError {
            CommandOutput.complain("dock.yaml: mail: an address cannot be used: \(fault)")
            throw CommandExit.badConfiguration
        }
    }

    /// Sends what waits, waits for the result of one mail, and tells it.
    func flush(_ id: Int64, timeout: Double, json: Bool) throws {
        var settings = way.settings
        settings.limitWaits(to: .seconds(timeout))
        let submission = Submission(
            settings: settings, traits: memory.traits, secret: way.secret,
            clock: { [clock = way.clock] in clock.now() })
        let report: FlushReport
        do {
            report = try OutboxFlushLink(way, database, isAny: false).flush(
                outbox, by: submission, includeDeferred: false, previousFailures: memory.failures)
        } catch let fault as StoreError {
            throw CommandExit.fail(fault)
        }
        var learnt = memory
        learnt.learn(from: report, traits: submission.traits, account: way.login, now: now.wall)
        try learnt.save(server, over: memory, in: database)
        try conclude(id, report, timeout: timeout, json: json)
    }

    /// The document of `--json`.
    private struct View: Encodable {
        var id: Int64
        var state: String
        var recipients: [RecipientSummary]
        var fault: String?
        var remedy: String?
    }

    private func conclude(_ id: Int64, _ report: FlushReport, timeout: Double, json: Bool) throws {
        let details = try waitForResult(of: id, atMost: timeout)
        let state = details?.summary.state ?? .queued
        let recipients = details?.recipients ?? []
        if json {
            try CommandOutput.sayJSON(
                View(
                    id: id, state: state.rawValue, recipients: recipients, fault: report.fault?.description,
                    remedy: report.fault?.remedy))
        } else {
            var text = ""
            for recipient in recipients {
                text += "mail \(id) to \(recipient.address): \(recipient.state)"
                text += recipient.reply.map { ", the server said: \(CommandOutput.printable($0))\n" } ?? "\n"
            }
            try CommandOutput.say(text)
        }
        if let fault = report.fault {
            CommandOutput.complain(CommandOutput.printable("\(fault)"))
            if let remedy = fault.remedy { CommandOutput.complain("  -> \(remedy)") }
        }
        switch state {
        case .sent: return
        case .dead: throw CommandExit.finding
        case .queued, .leased: throw CommandExit.tryLater
        }
    }

    /// The mail's rows; waits while another process is sending it.
    private func waitForResult(of id: Int64, atMost timeout: Double) throws -> MailDetails? {
        let end = Date(timeIntervalSinceNow: timeout)
        while true {
            let details = try CommandExit.giving { () throws(StoreError) in try outbox.mail(id: id) }
            guard details?.summary.state == .leased, Date() < end else { return details }
            usleep(200_000)
        }
    }
}
