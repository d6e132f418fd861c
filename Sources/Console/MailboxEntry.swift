// SPDX-License-Identifier: Apache-2.0
// Delivered mails as the console shows them: decoded by others, hostile until escaped. Nothing here parses
// a mail.

public import DockModel

/// One delivered mail in the list.
public struct MailboxEntry: Sendable, Equatable {
    /// Its name in the mailbox: letters, digits and `._@+=-`, at most 128; others are listed but cannot be
    /// opened.
    public var id: String
    /// The sender, decoded.
    public var from: String?
    /// The recipients, decoded.
    public var to: [String]
    /// The subject, decoded.
    public var subject: String?
    /// When it was sent or delivered.
    public var date: WallTime?
    /// The date as its header writes it; shown when `date` is nil.
    public var dateText: String?
    /// What kind of mail it is: "digest", "part notice", "mission".
    public var kind: String?

    /// A mail in the list.
    public init(
        id: String, from: String? = nil, to: [String] = [], subject: String? = nil, date: WallTime? = nil,
        dateText: String? = nil, kind: String? = nil
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.dateText = dateText
        self.kind = kind
    }
}

/// One header field of a mail.
public struct ShownHeader: Sendable, Equatable {
    /// The name of the field.
    public var name: String
    /// Its value, unfolded and decoded.
    public var value: String

    /// A header field.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// An attachment, named but not served by itself: the whole mail can be downloaded.
public struct ShownAttachment: Sendable, Equatable {
    /// Its file name.
    public var name: String?
    /// Its media type.
    public var type: String
    /// Its decoded size in bytes.
    public var sizeBytes: Int

    /// An attachment.
    public init(name: String? = nil, type: String, sizeBytes: Int) {
        self.name = name
        self.type = type
        self.sizeBytes = sizeBytes
    }
}

/// One delivered mail, decoded.
public struct MailView: Sendable, Equatable {
    /// What the list shows of it.
    public var entry: MailboxEntry
    /// All header fields in order.
    public var headers: [ShownHeader]
    /// The plain text part.
    public var text: String?
    /// The HTML part; shown only in a sandbox without script, network or forms.
    public var html: String?
    /// The attachments.
    public var attachments: [ShownAttachment]

    /// A decoded mail.
    public init(
        entry: MailboxEntry, headers: [ShownHeader] = [], text: String? = nil, html: String? = nil,
        attachments: [ShownAttachment] = []
    ) {
        self.entry = entry
        self.headers = headers
        self.text = text
        self.html = html
        self.attachments = attachments
    }
}
