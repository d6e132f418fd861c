// SPDX-License-Identifier: Apache-2.0
// `roost fleet mail`: queues what people should hear of the fleet: docks that fell silent, each silence once, and the
// digest of a day, worst docks first. Sending is the queue's affair (roost outbox flush); it changes no dock.

import ArgumentParser
import DockModel
import FleetLink
import Foundation
import Post
import Schedule
import Store

/// Queues mails about the fleet.
struct FleetMailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Queue mails about the fleet: docks that fell silent, and the digest of the day.",
        discussion: """
            Each silence is told once, also when this is killed and started again; with --digest the day's digest is
            queued too, once a date. Run it every minute, and once a day with --digest, by a timer, and send with roost
            outbox flush. A dock is silent as roost fleet status says.

            Exit codes: 0 queued or nothing to tell, 75 PostgreSQL is away or the queue takes nothing now.

            Example:
              roost fleet mail --queue /var/lib/roost-fleet --from fleet@example.org --to ops@example.org --digest
              roost outbox flush --queue /var/lib/roost-fleet --host mail.example.org --user fleet@example.org \\
                --password-file /etc/roost/smtp.secret
            """)

    @OptionGroup var queue: OutboxQueueOption
    @Option(help: "The sender's address.")
    var from: String
    @Option(help: "A recipient; may be repeated.")
    var to: [String]
    @Flag(help: "Also the digest of the day.")
    var digest = false
    @Option(help: "The zone of the day and of times, by its IANA name.")
    var timeZone = "UTC"
    @Option(help: "Docks that the digest names at most.")
    var most = 40
    @Flag(name: .customLong("print"), help: "Print the texts and queue nothing.")
    var isPrinting = false
    @OptionGroup var database: FleetDatabaseOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var silences = 0, isDigest = false, queued = 0, repeated = 0
    }

    func validate() throws {
        guard !to.isEmpty else { throw ValidationError("name a recipient: --to ops@example.org") }
        for address in [from] + to where (try? MailAddress(address)) == nil {  // The reason is said here.
            throw ValidationError("\"\(CommandOutput.printable(address))\" is no mail address")
        }
        guard Zone(timeZone) != nil else {
            throw ValidationError("--time-zone \"\(CommandOutput.printable(timeZone))\" is not an IANA zone")
        }
        guard (1...1_000).contains(most) else { throw ValidationError("--most must be 1 to 1000") }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let overview = try database.overview()
        let now = WallTime(seconds: Date().timeIntervalSince1970)
        var view = View()
        try CommandExit.giving { () throws(PostgresError) in try overview.noteMailSilence() }
        let letter = try CommandExit.giving { () throws(PostgresError) in try overview.silenceLetter() }
        let store: RoostDatabase? = try isPrinting ? nil : queue.open()
        if let letter {
            view.silences = letter.silences.count
            try send(
                FleetLetter.silences(letter.silences), key: "fleet.silence.\(letter.number)", .alert, at: now,
                store, &view)
            if store != nil {
                try CommandExit.giving { () throws(PostgresError) in try overview.told(letter) }
            }
        }
        if digest {
            view.isDigest = true
            let facts = try CommandExit.giving { () throws(PostgresError) in
                FleetLetter.Facts(
                    docks: try overview.docks(), parts: try overview.parts(),
                    silences: try overview.silences(within: 86_400))
            }
            let day = day(at: now)
            try send(
                FleetLetter.digest(facts, day: day, most: most), key: "fleet.digest.\(day)", .low, at: now,
                store, &view)
        }
        if json {
            try CommandOutput.sayJSON(view)
        } else if !isPrinting {
            try CommandOutput.say("queued \(view.queued), queued before \(view.repeated)\n")
        }
    }

    private func day(at now: WallTime) -> String {
        let offset = Zone(timeZone)?.offset(at: Int(now.milliseconds / 1_000)) ?? 0
        let local = Double(now.milliseconds) / 1_000 + Double(offset)
        return "\(CivilDate(daysSince1970: Int((local / 86_400).rounded(.down))))"
    }

    private func send(
        _ letter: FleetLetter, key: String, _ priority: MailPriority, at now: WallTime,
        _ store: RoostDatabase?,
        _ view: inout View
    ) throws {
        guard let store else {
            if !json {
                try CommandOutput.say(
                    "Subject: \(CommandOutput.printable(letter.subject))\n\n\(letter.text)\n")
            }
            return
        }
        let mail: NewMail
        do {
            let sender = try MailAddress(from)
            // The queue of another fleet's receiver may be read by the same people.
            let id = try MailDraft.messageID(unique: "\(key).\(now.milliseconds)", domain: sender.domain)
            let draft = MailDraft(
                from: Mailbox(name: "Roost fleet", address: sender),
                to: try to.map { Mailbox(address: try MailAddress($0)) },
                subject: letter.subject, text: letter.text, isFlowed: false, attachments: letter.attachments,
                date: now,
                utcOffsetSeconds: Zone(timeZone)?.offset(at: Int(now.milliseconds / 1_000)) ?? 0,
                messageID: id,
                extraHeaders: [MailHeader(name: "X-Roost-Kind", value: letter.kind)])
            mail = try NewMail(kind: letter.kind, priority: priority, draft: draft, dedupe: key)
        } catch {
            CommandOutput.complain(CommandOutput.printable("the mail cannot be written: \(error)"))
            throw CommandExit.badConfiguration
        }
        let moment = Moment(boot: Instant(seconds: 0), wall: now, isWallTrusted: true)
        let answers = try CommandExit.giving { () throws(StoreError) in
            try Outbox(store).enqueue([mail], at: moment)
        }
        switch answers.first {
        case .queued: view.queued += 1
        case .duplicate: view.repeated += 1
        case .refused(let reason):
            CommandOutput.complain(CommandOutput.printable("the queue does not take the mail: \(reason)"))
            throw CommandExit.tryLater
        case nil: break
        }
    }
}
