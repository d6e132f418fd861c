// SPDX-License-Identifier: Apache-2.0
// How the queue looks on paper: JSON documents for programs and lines for people. Foreign text (subjects,
// replies) never reaches a terminal with its control characters.

import DockModel
import Foundation
import Host
import RoostDaemon
import Store

/// A mail as `--json` shows it.
struct OutboxMailView: Encodable {
    var id: Int64
    var state: String
    var priority: Int
    var kind: String
    var to: [String]
    var subject: String
    var size: Int
    var attempts: Int
    var created: String
    var notBefore: String?
    var finished: String?
    var reply: String?
    var dismissed: Bool
    var severity: String?
    /// "for ever" while a person holds it.
    var heldUntil: String?
    var shortForm: String?
    /// "held", "budget" or "link"; nil for a mail that waits for nothing but its turn.
    var waitsFor: String?

    init(_ mail: MailSummary) {
        id = mail.id
        state = mail.state.rawValue
        priority = mail.priority
        kind = mail.kind
        to = mail.recipients
        subject = mail.subject
        size = mail.size
        attempts = mail.attempts
        created = OutboxTime.text(mail.created)
        notBefore = mail.notBefore.map(OutboxTime.text)
        finished = mail.finished.map(OutboxTime.text)
        reply = mail.reply
        dismissed = mail.isDismissed
        severity = mail.severity.map { "P\($0)" }
        heldUntil = mail.heldUntil.map { $0 == .never ? "for ever" : OutboxTime.text($0) }
        shortForm = mail.shortForm
    }

    /// The line of `roost outbox list`.
    var line: String {
        let recipients = to.count > 1 ? "\(to[0]) +\(to.count - 1)" : to.first ?? "-"
        let state = dismissed ? "\(state)*" : state
        var text = "\(id)\t\(state)\tp\(priority)\t\(attempts)\t\(created)\t\(recipients)\t\(subject)"
        if let reply { text += "\t[\(reply)]" }
        if let waitsFor {
            let until = heldUntil.map { waitsFor == "held" ? " until \($0)" : "" } ?? ""
            text += "\t(waits: \(waitsFor)\(until))"
        }
        return text.split(separator: "\t", omittingEmptySubsequences: false)
            .map { CommandOutput.printable(String($0)) }.joined(separator: "  ")
    }
}

/// Everything about one mail as `--json` shows it.
struct OutboxDetailView: Encodable {
    var mail: OutboxMailView
    var messageID: String
    var sender: String
    var dedupe: String?
    var leaseOwner: String?
    var recipients: [RecipientSummary]
    var deliveries: [Delivery]
    /// The frozen message; octets that are no UTF-8 are replaced here, not in the queue.
    var message: String?

    /// One line of the delivery log.
    struct Delivery: Encodable {
        var at: String
        var recipient: String
        var outcome: String
        var reply: String
    }

    init(_ details: MailDetails) {
        mail = OutboxMailView(details.summary)
        messageID = details.messageID
        sender = details.sender
        dedupe = details.dedupe
        leaseOwner = details.leaseOwner
        recipients = details.recipients
        deliveries = details.deliveries.map {
            Delivery(
                at: OutboxTime.text($0.at), recipient: $0.recipient, outcome: $0.outcome, reply: $0.reply)
        }
        message = details.octets.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The page of `roost outbox show`.
    var page: String {
        var lines = [
            "mail        \(mail.id), \(mail.state), priority \(mail.priority), \(mail.kind), "
                + "\(mail.size) octets",
            "message id  \(messageID)", "from        \(sender)", "created     \(mail.created)",
            "attempts    \(mail.attempts)",
        ]
        if let severity = mail.severity { lines.append("class       \(severity)") }
        if let held = mail.heldUntil { lines.append("held until  \(held)") }
        if let short = mail.shortForm { lines.append("short form  \(short)") }
        if let notBefore = mail.notBefore { lines.append("not before  \(notBefore)") }
        if let finished = mail.finished { lines.append("finished    \(finished)") }
        if let dedupe { lines.append("dedupe      \(dedupe)") }
        if let leaseOwner { lines.append("sent by     \(leaseOwner)") }
        if let reply = mail.reply { lines.append("reply       \(reply)") }
        lines += recipients.map {
            "to          \($0.address): \($0.state)\($0.reply.map { " - \($0)" } ?? "")"
        }
        lines += deliveries.map { "log         \($0.at) \($0.recipient): \($0.outcome) - \($0.reply)" }
        let head = lines.map(CommandOutput.printable).joined(separator: "\n") + "\n\n"
        guard let message else { return head + "(the octets are no longer kept)\n" }
        let body = message.replacingOccurrences(of: "\r\n", with: "\n").split(
            separator: "\n", omittingEmptySubsequences: false)
        return head + body.map { CommandOutput.printable(String($0)) }.joined(separator: "\n") + "\n"
    }
}

/// The link as the daemon last saw it, with what it has carried.
struct OutboxLinkView: Encodable {
    var status: LinkStatus
    var use: LinkUse

    /// The link of the queue's dock; nil when its daemon has not told of one.
    static func load(_ outbox: Outbox) throws -> OutboxLinkView? {
        try CommandExit.giving { () throws(StoreError) in
            guard let status = try LinkStatus.load(from: outbox.database) else { return nil }
            return OutboxLinkView(
                status: status, use: try outbox.use(of: status.terms.link, today: status.today))
        }
    }

    /// The line of `roost outbox stats`.
    var text: String { status.text(use) }
}

/// Times for people and programs.
enum OutboxTime {
    /// This machine's clock.
    static var now: WallTime { SystemClock(trust: .set).now().wall }


    /// ISO 8601 in UTC with milliseconds.
    static func text(_ time: WallTime) -> String {
        Date(timeIntervalSince1970: time.seconds).formatted(
            Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
