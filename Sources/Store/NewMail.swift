// SPDX-License-Identifier: Apache-2.0
// A mail at the moment the queue takes it: frozen octets, envelope, urgency. It decides what the queue
// refuses to take (R32, R33); it never alters a mail to make it fit.

public import DockModel
public import Post

/// How urgently a mail is sent; smaller numbers go first.
public struct MailPriority: Sendable, Hashable, Comparable, RawRepresentable {
    /// 0 to 9.
    public let rawValue: Int

    /// Incident alerts: sent first, never pushed out of a full queue.
    public static let alert = MailPriority(clamping: 0)
    /// Notices and answers.
    public static let normal = MailPriority(clamping: 1)
    /// Digests and heartbeats: pushed out first when the queue is full.
    public static let low = MailPriority(clamping: 2)

    /// A priority; nil outside 0 to 9.
    public init?(rawValue: Int) {
        guard (0...9).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    private init(clamping rawValue: Int) { self.rawValue = min(max(rawValue, 0), 9) }

    /// More urgent priorities order first.
    public static func < (left: MailPriority, right: MailPriority) -> Bool { left.rawValue < right.rawValue }
}

/// The short form of an alert, for a satellite link: a message of its own with the same recipients.
public struct ShortMail: Sendable, Equatable {
    /// The Message-ID inside the octets, with its angle brackets.
    public var messageID: String
    /// The RFC 5322 message with CRLF line ends.
    public var octets: [UInt8]

    /// A short form from its parts.
    public init(messageID: String, octets: [UInt8]) {
        self.messageID = messageID
        self.octets = octets
    }
}

/// A mail for the queue. Its octets are final: every attempt sends exactly these (R4).
public struct NewMail: Sendable, Equatable {
    /// A short stable word for lists ("alert", "digest", "heartbeat", "notice", "mail").
    public var kind: String
    /// How urgent it is.
    public var priority: MailPriority
    /// The envelope sender, without angle brackets.
    public var sender: String
    /// The envelope recipients, without angle brackets.
    public var recipients: [String]
    /// The Message-ID inside the octets, with its angle brackets.
    public var messageID: String
    /// The subject, for lists.
    public var subject: String
    /// The RFC 5322 message with CRLF line ends.
    public var octets: [UInt8]
    /// A key that may be queued only once for ever ("digest 2026-11-25"); nil when repeats are welcome.
    public var dedupe: String?
    /// The class of the incident it tells of; nil when it tells of none.
    public var severity: Severity?
    /// The form that a satellite link carries; nil when there is none.
    public var short: ShortMail?
    /// Not to be sent before this time (quiet hours); nil for at once.
    public var heldUntil: WallTime?

    /// A mail from its parts.
    public init(
        kind: String, priority: MailPriority, sender: String, recipients: [String], messageID: String,
        subject: String, octets: [UInt8], dedupe: String? = nil
    ) {
        self.kind = kind
        self.priority = priority
        self.sender = sender
        self.recipients = recipients
        self.messageID = messageID
        self.subject = subject
        self.octets = octets
        self.dedupe = dedupe
    }

    /// A mail from a draft, rendered and frozen now.
    /// - Throws: `MailDraftError` when the draft cannot be rendered.
    public init(
        kind: String, priority: MailPriority, draft: MailDraft, dedupe: String? = nil
    ) throws(MailDraftError) {
        self.init(
            kind: kind, priority: priority, sender: draft.from.address.text,
            recipients: Self.distinct(draft.to.map(\.address.text)), messageID: draft.messageID,
            subject: draft.subject,
            octets: try draft.rendered(), dedupe: dedupe)
    }
}

/// Why the queue does not take a mail.
public enum MailRefusal: Error, Sendable, Equatable {
    /// No recipient, or more than `OutboxLimit.recipients`.
    case recipientCount(Int)
    /// An address, Message-ID, kind or key holds a control character, a space or an angle bracket, or is
    /// empty.
    case badField(name: String)
    /// The message is empty or larger than `OutboxLimit.mailOctets`.
    case size(Int)
    /// The message holds a CR or LF that is not part of a CRLF, or a NUL.
    case badLineEnd(offset: Int)
    /// As many mails wait as may wait, and none is less urgent than this one.
    case queueFull(waiting: Int)
    /// What is left of the disk is kept for alerts.
    case diskReserved(freeBytes: Int64)
}

extension MailRefusal: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .recipientCount(let count):
            "\(count) recipients; name 1 to \(OutboxLimit.recipients)"
        case .badField(let name):
            "\(name) is empty, repeated, malformed or holds a control character; correct it"
        case .size(let size):
            "the message has \(size) bytes; it must have 1 to \(OutboxLimit.mailOctets)"
        case .badLineEnd(let offset):
            "the message has a bare CR, LF or NUL at byte \(offset); lines must end with CR LF"
        case .queueFull(let waiting):
            "the queue is full (\(waiting) mails wait, none less urgent); flush it or drop mails"
        case .diskReserved(let free):
            "only \(free) bytes are free on the disk and they are kept for alerts; free some space"
        }
    }
}

extension NewMail {
    /// The texts in their order, each once.
    private static func distinct(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    /// The first reason why this mail cannot be taken, whatever the state of the queue; nil when there is
    /// none.
    var fault: MailRefusal? {
        guard (1...OutboxLimit.recipients).contains(recipients.count) else {
            return .recipientCount(recipients.count)
        }
        guard Self.isBare(sender) else { return .badField(name: "the sender") }
        for recipient in recipients where !Self.isBare(recipient) { return .badField(name: "a recipient") }
        guard Set(recipients).count == recipients.count else {
            return .badField(name: "a repeated recipient")
        }
        guard !messageID.isEmpty, Self.isPrintable(messageID) else {
            return .badField(name: "the Message-ID")
        }
        guard !kind.isEmpty, Self.isPrintable(kind) else { return .badField(name: "the kind") }
        if let dedupe, dedupe.isEmpty || !Self.isPrintable(dedupe) {
            return .badField(name: "the dedupe key")
        }
        guard (1...OutboxLimit.mailOctets).contains(octets.count) else { return .size(octets.count) }
        if let short {
            guard !short.messageID.isEmpty, Self.isPrintable(short.messageID) else {
                return .badField(name: "the Message-ID of the short form")
            }
            guard (1...OutboxLimit.shortOctets).contains(short.octets.count) else { return .size(short.octets.count) }
            if let offset = Self.badLineEnd(short.octets) { return .badLineEnd(offset: offset) }
        }
        return Self.badLineEnd(octets).map { .badLineEnd(offset: $0) }
    }

    /// Whether an address may stand between the angle brackets of a command (R32).
    private static func isBare(_ text: String) -> Bool {
        do {
            _ = try MailAddress(text)
            return true
        } catch {
            return false
        }
    }

    private static func isPrintable(_ text: String) -> Bool {
        text.utf8.count <= 998 && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// The offset of the first CR, LF or NUL that does not belong to a CRLF.
    private static func badLineEnd(_ octets: [UInt8]) -> Int? {
        // Every index is below the count; without the checks of arrays, as this is on the way of every commit.
        unsafe octets.withUnsafeBytes { octets in
            var index = 0
            while index < octets.count {
                unsafe index += octets.ordinaryRun(from: index, below: octets.count) { !$0.hasOctet(below: 14) }
                guard index < octets.count else { break }
                switch unsafe octets[index] {
                case 0x00, 0x0A: return index
                case 0x0D:
                    guard index + 1 < octets.count, unsafe octets[index + 1] == 0x0A else { return index }
                    index += 2
                default: index += 1
                }
            }
            return nil
        }
    }
}
