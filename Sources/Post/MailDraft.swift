// SPDX-License-Identifier: Apache-2.0
// What a mail says before it is frozen into octets. Rendering is in MailDraft+Rendering.swift; a draft reads
// no clock and draws no random number, so the same draft always gives the same octets (R4).

import DockModel

/// A file that goes with a mail.
public struct MailAttachment: Sendable, Equatable, Codable {
    /// The file name people see; no path.
    public var fileName: String
    /// The media type, with its parameters: "application/pdf", "text/calendar; method=PUBLISH; charset=utf-8".
    public var mediaType: String
    /// The content.
    public var octets: [UInt8]
    /// The name by which the HTML shows it ("cid:chart@dock"), without angle brackets; nil for a file of its own.
    public var contentID: String?

    /// An attachment; names and type are checked when the mail is rendered.
    public init(fileName: String, mediaType: String, octets: [UInt8], contentID: String? = nil) {
        self.fileName = fileName
        self.mediaType = mediaType
        self.octets = octets
        self.contentID = contentID
    }
}

/// One header field.
public struct MailHeader: Sendable, Equatable, Codable {
    /// The name before the colon.
    public var name: String
    /// The value, unfolded and decoded.
    public var value: String

    /// A header field; it is checked when the mail is rendered.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// Why a draft cannot become a mail.
public enum MailDraftError: Error, Sendable, Equatable {
    /// There is nobody to send it to.
    case noRecipient
    /// A header name or value holds CR, LF, NUL or another character that has no place there (R32).
    case unsafeHeader(name: String)
    /// The field is written by the renderer itself or by servers on the way.
    case reservedHeader(name: String)
    /// The message id or a reference is not "<unique@domain>" in printable ASCII.
    case badMessageID(String)
    /// The date lies outside the years 1900 to 9999, or its offset beyond 18 hours.
    case badDate
    /// An attachment's name is empty, too long or unsafe.
    case badFileName(String)
    /// An attachment's media type is not "type/subtype".
    case badMediaType(String)
    /// A part that the HTML shows has no content id, or there is no HTML to show it.
    case badContentID(String)
}

/// A mail before it is frozen.
public struct MailDraft: Sendable, Equatable, Codable {
    /// Who sends; the address is also the envelope sender (R35).
    public var from: Mailbox
    /// Who receives; the addresses are also the envelope recipients.
    public var to: [Mailbox]
    /// The subject, in plain text.
    public var subject: String
    /// The plain text body; any line ends. A last line without an end is given one.
    public var text: String
    /// Whether long lines of the text flow on small screens (RFC 3676).
    public var isFlowed: Bool
    /// The same content for people whose reader shows HTML.
    public var html: String?
    /// Files that go with it.
    public var attachments: [MailAttachment]
    /// When it was written.
    public var date: WallTime
    /// The offset from UTC in which the date is shown.
    public var utcOffsetSeconds: Int
    /// The Message-ID with its angle brackets; it also seeds the MIME boundaries.
    public var messageID: String
    /// Message ids of the thread, oldest first; the last one becomes In-Reply-To.
    public var references: [String]
    /// Further fields, such as List-Id and X-Roost-Incident.
    public var extraHeaders: [MailHeader]

    /// A draft; nothing is checked before it is rendered.
    public init(
        from: Mailbox, to: [Mailbox], subject: String, text: String, isFlowed: Bool = false, html: String? = nil,
        attachments: [MailAttachment] = [], date: WallTime, utcOffsetSeconds: Int = 0, messageID: String,
        references: [String] = [], extraHeaders: [MailHeader] = []
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.isFlowed = isFlowed
        self.html = html
        self.attachments = attachments
        self.date = date
        self.utcOffsetSeconds = utcOffsetSeconds
        self.messageID = messageID
        self.references = references
        self.extraHeaders = extraHeaders
    }

    /// A message id in a domain of ours: "<unique@domain>".
    public static func messageID(unique: String, domain: String) throws(MailDraftError) -> String {
        let id = "<\(unique)@\(domain)>"
        guard isMessageID(id) else { throw .badMessageID(id) }
        return id
    }

    /// Whether a text is a message id that every server and reader takes.
    static func isMessageID(_ text: String) -> Bool {
        let octets = Array(text.utf8)
        guard (5...250).contains(octets.count), octets.first == 60, octets.last == 62 else { return false }
        let parts = octets[1..<(octets.count - 1)].split(separator: 64, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        return parts.allSatisfy { part in
            part.split(separator: 46, omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty && atom.allSatisfy { $0 < 0x80 && MailAddress.isAtomText($0) }
            }
        }
    }
}
