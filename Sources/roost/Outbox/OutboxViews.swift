// SPDX-License-Identifier: Apache-2.0
// How the queue looks on paper: JSON documents for programs and lines for people. Foreign text (subjects,
// replies) never reaches a terminal with its control characters.

import DockModel
import Foundation
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
    }

    /// The line of `roost outbox list`.
    var line: String {
        let recipients = to.count > 1 ? "\(to[0]) +\(to.count - 1)" : to.first ?? "-"
        let state = dismissed ? "\(state)*" : state
        var text = "\(id)\t\(state)\tp\(priority)\t\(attempts)\t\(created)\t\(recipients)\t\(subject)"
        if let reply { text += "\t[\(reply)]" }
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

/// Times for people and programs.
enum OutboxTime {
    /// ISO 8601 in UTC with milliseconds.
    static func text(_ time: WallTime) -> String {
        Date(timeIntervalSince1970: time.seconds).formatted(
            Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
