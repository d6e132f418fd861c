// SPDX-License-Identifier: Apache-2.0
// Turns one input line into a mail for the queue: which keys there are, what they mean, what is refused
// (R32). The mail is rendered here, once; its octets are final.

import DockModel
import Post
import Store

/// One line of `roost outbox enqueue`, understood.
struct OutboxMailLine: Equatable {
    var recipients: [MailAddress]
    var subject: String
    var body: String
    var html: String?
    var priority: MailPriority
    var kind: String
    var dedupe: String?

    private static let known = ["to", "subject", "body", "html", "priority", "kind", "dedupe"]

    /// Reads and checks a line.
    init(_ octets: [UInt8]) throws(OutboxLineFault) {
        let members = try OutboxLineParser.members(of: octets)
        for key in members.keys.sorted() where !Self.known.contains(key) {
            let keys = Self.known.joined(separator: ", ")
            throw OutboxLineFault(
                column: members[key]?.column,
                problem: "unknown key \"\(key.prefix(60))\"; the keys are \(keys)")
        }
        recipients = try Self.recipients(members["to"])
        guard let subject = try Self.header("subject", members["subject"]) else {
            throw Self.missing("subject")
        }
        self.subject = subject
        guard let body = try Self.text("body", members["body"]) else { throw Self.missing("body") }
        self.body = body
        html = try Self.text("html", members["html"])
        priority = try Self.priority(members["priority"])
        kind = try Self.word("kind", members["kind"]) ?? "mail"
        dedupe = try Self.word("dedupe", members["dedupe"])
    }

    /// Renders the mail with a Message-ID of its own.
    func newMail(from sender: MailAddress, unique: String, at moment: Moment) throws(OutboxLineFault)
        -> NewMail
    {
        do {
            let draft = MailDraft(
                from: Mailbox(address: sender), to: recipients.map { Mailbox(address: $0) }, subject: subject,
                text: body, html: html, date: moment.wall,
                messageID: try Self.messageID(unique: unique, domain: sender.domain))
            return try NewMail(kind: kind, priority: priority, draft: draft, dedupe: dedupe)
        } catch {
            throw OutboxLineFault(column: nil, problem: "the mail cannot be written: \(error)")
        }
    }

    /// A Message-ID in the sender's domain, or in one that never exists when that is an address literal.
    private static func messageID(unique: String, domain: String) throws(MailDraftError) -> String {
        let isPlain = domain.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "[") }
        return try MailDraft.messageID(unique: unique, domain: isPlain ? domain : "roost.invalid")
    }

    private typealias Member = (value: OutboxLineValue, column: Int)

    private static func missing(_ key: String) -> OutboxLineFault {
        OutboxLineFault(column: nil, problem: "the key \"\(key)\" is missing; add it")
    }

    private static func recipients(_ member: Member?) throws(OutboxLineFault) -> [MailAddress] {
        guard let member else { throw missing("to") }
        let texts: [String]
        switch member.value {
        case .text(let text): texts = [text]
        case .texts(let list): texts = list
        case .number, .null:
            throw OutboxLineFault(
                column: member.column,
                problem: "\"to\" is \(member.value.name); give an address or a list of them")
        }
        var addresses: [MailAddress] = []
        for text in texts {
            do {
                let address = try MailAddress(text)
                if !addresses.contains(address) { addresses.append(address) }
            } catch {
                let shown = CommandOutput.printable(String(text.prefix(80)))
                throw OutboxLineFault(
                    column: member.column,
                    problem:
                        "\"to\": \"\(shown)\" is not a mail address (\(error)); write it like ops@example.org"
                )
            }
        }
        guard (1...OutboxLimit.recipients).contains(addresses.count) else {
            throw OutboxLineFault(
                column: member.column,
                problem: "\"to\" names \(addresses.count) addresses; name 1 to \(OutboxLimit.recipients)")
        }
        return addresses
    }

    private static func text(_ key: String, _ member: Member?) throws(OutboxLineFault) -> String? {
        guard let member, member.value != .null else { return nil }
        guard case .text(let text) = member.value else {
            throw OutboxLineFault(
                column: member.column, problem: "\"\(key)\" is \(member.value.name); it must be a text")
        }
        return text
    }

    private static func header(_ key: String, _ member: Member?) throws(OutboxLineFault) -> String? {
        guard let text = try text(key, member) else { return nil }
        let isOneLine = text.unicodeScalars.allSatisfy { scalar in
            scalar == "\t"
                || !(scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
                    || scalar.value == 0x2028 || scalar.value == 0x2029)
        }
        guard isOneLine else {
            throw OutboxLineFault(
                column: member?.column,
                problem: "\"\(key)\" holds a line break or control character; a header is one line")
        }
        return text
    }

    private static func word(_ key: String, _ member: Member?) throws(OutboxLineFault) -> String? {
        guard let text = try header(key, member) else { return nil }
        guard (1...200).contains(text.utf8.count), !text.contains("\t") else {
            throw OutboxLineFault(column: member?.column, problem: "\"\(key)\" must have 1 to 200 characters")
        }
        return text
    }

    private static func priority(_ member: Member?) throws(OutboxLineFault) -> MailPriority {
        guard let member, member.value != .null else { return .normal }
        switch member.value {
        case .text("alert"): return .alert
        case .text("normal"): return .normal
        case .text("low"): return .low
        case .number(let number):
            if let priority = MailPriority(rawValue: number) { return priority }
        case .text, .texts, .null: break
        }
        throw OutboxLineFault(
            column: member.column,
            problem: "\"priority\" must be \"alert\", \"normal\", \"low\" or a number from 0 (alert) to 9")
    }
}
