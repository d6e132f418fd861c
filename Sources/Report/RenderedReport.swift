// SPDX-License-Identifier: Apache-2.0
// What the report writer hands over: the words of one mail. It knows no addresses and sends nothing.
// It must never change a word of what the writer put in.

/// A file that goes with a mail.
public struct ReportAttachment: Sendable, Equatable {
    /// Its file name: only letters, digits, dots and hyphens.
    public var name: String
    /// Its media type: "text/csv".
    public var mediaType: String
    /// Its content.
    public var text: String
}

/// One mail, ready to be put into MIME.
public struct RenderedReport: Sendable, Equatable {
    /// One line, without control characters.
    public var subject: String
    /// Complete by itself, at most 76 columns, lines ended by a line feed.
    public var text: String
    /// The same content for mail programs that show HTML; needs nothing from outside.
    public var html: String
    /// Tables with every row, where the mail shows only the first.
    public var attachments: [ReportAttachment]
}
