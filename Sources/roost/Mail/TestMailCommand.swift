// SPDX-License-Identifier: Apache-2.0
// `roost test-mail`: one mail on the way that every mail takes - queue, submission, stored reply - and what the server
// said to it. It is the test button of the mail settings.

import ArgumentParser
import DockModel
import Foundation
import Glibc
import Host
import Mailer
import Post
import RoostDaemon
import Settings
import Store

/// Sends one mail and tells the reply.
struct TestMailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test-mail",
        abstract: "Send one test mail the usual way and show the server's reply.",
        discussion: """
            The mail is queued in the dock's outbox and sent at once, before all others. It stays in the books like any
            other mail. The daemon may run meanwhile.

            Exit codes: 0 the server took it, 1 the server refused it, 75 it waits in the queue, 78 bad configuration.

            Example:
              roost test-mail --config /etc/roost --to ops@example.org
            """)

    @OptionGroup var place: MailConfigurationOption
    @Option(help: "Recipient; those of alerts if left out.")
    var to: [String] = []
    @Option(help: "Longest wait in seconds for the result.")
    var timeout = 120.0
    @Flag(help: "Also when the server has refused this log-in a short while ago.")
    var now = false
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard timeout >= 1, timeout <= 3_600 else {
            throw ValidationError("--timeout must be 1 to 3600 seconds")
        }
        for address in to {
            do {
                _ = try MailAddress(address)
            } catch {
                throw ValidationError(
                    "--to \"\(CommandOutput.printable(address))\" is not a mail address (\(error))")
            }
        }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let dock = try place.load()
        let clock = place.clock(dock)
        let account = place.account(dock)
        let storage = dock.storageDirectory
        let directory = storage.hasPrefix("/") ? storage : place.directory + "/" + storage
        let database = try CommandExit.giving { () throws(StoreError) in
            try RoostDatabase.open(directory: directory)
        }
        let outbox = Outbox(database)
        let server = "\(account.submission.host):\(account.submission.port)"
        let login = "\(account.submission.user ?? "") \(account.secretVersion)"
        var memory = try CommandExit.giving { () throws(StoreError) in
            try MailServerMemory.load(server, from: database)
        }
        if !now, let until = memory.holdOff(for: login, now: clock.now().wall) {
            CommandOutput.complain(
                "the server refused this log-in; not tried again before \(OutboxTime.text(until)) so that the account "
                    + "is not locked; correct the secret, or use --now")
            throw CommandExit.tryLater
        }
        let id = try enqueue(dock, in: outbox, at: clock.now())
        var settings = account.submission
        settings.limitWaits(to: .seconds(timeout))
        let submission = Submission(
            settings: settings, traits: memory.traits, secret: account.secret, clock: { clock.now() })
        let report: FlushReport
        do {
            report = try submission.flush(
                outbox, owner: "test \(getpid()) \(UInt64.random(in: 0 ... .max))",
                previousFailures: memory.failures)
        } catch let fault as StoreError {
            throw CommandExit.fail(fault)
        }
        let old = memory
        memory.learn(from: report, traits: submission.traits, account: login, now: clock.now().wall)
        try memory.save(server, over: old, in: database)
        try conclude(id, report, outbox)
    }

    private func enqueue(_ dock: DockSettings, in outbox: Outbox, at moment: Moment) throws -> Int64 {
        do {
            let from = try MailAddress(dock.mail.from)
            let recipients = try (to.isEmpty ? dock.mail.recipients.alerts : to).map { try MailAddress($0) }
            let unique =
                "test.\(moment.wall.milliseconds).\(String(UInt64.random(in: 0 ... .max), radix: 36))"
            let draft = MailDraft(
                from: Mailbox(name: "Roost \(dock.dock.name)", address: from),
                to: recipients.map { Mailbox(address: $0) }, subject: "Dock \(dock.dock.id.text): test mail",
                text: "This is a test mail of the dock \(dock.dock.name).\nIt went the way that alerts go.\n",
                date: moment.wall, messageID: try MailDraft.messageID(unique: unique, domain: from.domain),
                extraHeaders: [MailHeader(name: "X-Roost-Kind", value: "test")])
            let mail = try NewMail(kind: "test", priority: .alert, draft: draft)
            switch try outbox.enqueue([mail], at: moment).first {
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

    /// The document of `--json`.
    private struct View: Encodable {
        var id: Int64
        var state: String
        var recipients: [RecipientSummary]
        var fault: String?
        var remedy: String?
    }

    private func conclude(_ id: Int64, _ report: FlushReport, _ outbox: Outbox) throws {
        let details = try waitForResult(of: id, in: outbox)
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
    private func waitForResult(of id: Int64, in outbox: Outbox) throws -> MailDetails? {
        let end = Date(timeIntervalSinceNow: timeout)
        while true {
            let details = try CommandExit.giving { () throws(StoreError) in try outbox.mail(id: id) }
            guard details?.summary.state == .leased, Date() < end else { return details }
            usleep(200_000)
        }
    }
}
