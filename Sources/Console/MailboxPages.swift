// SPDX-License-Identifier: Apache-2.0
// The mailbox: the list of delivered mails, and one mail. All of it was written by others; text is escaped,
// HTML is only ever referred to, inside a frame that can run and load nothing.

/// The list of delivered mails.
struct MailboxList: Sendable {
    /// Mails on one page.
    static let pageLength = 40

    /// All mails, newest first.
    var entries: [MailboxEntry]
    /// The page to show, from 1.
    var page: Int

    /// How many pages there are, at least one.
    var pageCount: Int { max(1, (entries.count + MailboxList.pageLength - 1) / MailboxList.pageLength) }

    /// The list as a whole page; nil when it has no such page.
    func rendered(_ style: TimeStyle) -> String? {
        guard page >= 1, page <= pageCount else { return nil }
        let start = (page - 1) * MailboxList.pageLength
        let shown = Array(entries.dropFirst(start).prefix(MailboxList.pageLength))
        let table = TableView(
            columns: ["Subject", "From", "To", "Date", "Kind"], of: shown, upTo: MailboxList.pageLength,
            whenEmpty: "No mail has been delivered yet."
        ) { entry in
            [
                subject(entry), Words.text(entry.from), recipients(entry), date(entry, style),
                Words.text(entry.kind),
            ]
        }
        let content: HTML = #"""
            <h1>Mailbox</h1>
            <p class="soft">\#(entries.count) mails delivered, newest first.</p>
            <section class="card">\#(table.markup)</section>\#(paging)
            """#
        return PageFrame(title: "Mailbox", place: .mailbox, content: content).rendered
    }

    private func subject(_ entry: MailboxEntry) -> HTML {
        let subject: HTML = "\(entry.subject.flatMap { $0.isEmpty ? nil : $0 } ?? "(no subject)", upTo: 160)"
        guard ConsoleRoute.isMailID(entry.id) else { return subject }
        return #"<a href="/mailbox/\#(entry.id, upTo: ConsoleRoute.longestMailID)">\#(subject)</a>"#
    }

    private var paging: HTML {
        guard pageCount > 1 else { return .empty }
        let newer: HTML = page > 1 ? #"<a href="/mailbox?page=\#(page - 1)">Newer</a> "# : ""
        let older: HTML = page < pageCount ? #" <a href="/mailbox?page=\#(page + 1)">Older</a>"# : ""
        return #"<p>\#(newer)Page \#(page) of \#(pageCount)\#(older)</p>"#
    }
}

/// One delivered mail.
struct MailPage: Sendable {
    /// Escaped bytes of plain text shown; the rest is in the download.
    static let textLimit = 28_000
    /// Header fields shown.
    static let headerLimit = 24
    /// Attachments shown.
    static let attachmentLimit = 16

    /// The mail.
    var mail: MailView

    /// The mail as a whole page.
    func rendered(_ style: TimeStyle) -> String {
        let entry = mail.entry
        let title = entry.subject.flatMap { $0.isEmpty ? nil : $0 } ?? "(no subject)"
        let content: HTML = #"""
            <p><a href="/mailbox">Mailbox</a></p>
            <h1>\#(title, upTo: 300)</h1>
            <section class="card">\#(facts(summary(style)))
            <p><a href="\#(path)/raw" download>Download the mail (.eml)</a></p></section>
            <div class="grid">
            \#(card("Text", wide: true, text))
            \#(htmlCard)\#(attachments)\#(card("Header", wide: true, headers))
            </div>
            """#
        return PageFrame(title: title, place: .mailbox, content: content).rendered
    }

    private var path: HTML { "/mailbox/\(mail.entry.id, upTo: ConsoleRoute.longestMailID)" }

    private func summary(_ style: TimeStyle) -> [(HTML, HTML)] {
        [
            ("From", Words.text(mail.entry.from)), ("To", recipients(mail.entry)),
            ("Date", date(mail.entry, style)), ("Kind", Words.text(mail.entry.kind)),
        ]
    }

    private var text: HTML {
        guard let text = mail.text else { return #"<p class="soft">This mail has no text part.</p>"# }
        return "<pre>\(text, upTo: MailPage.textLimit)</pre>"
    }

    private var htmlCard: HTML {
        guard mail.html != nil else { return .empty }
        return card(
            "HTML part", wide: true,
            #"""
            <iframe sandbox title="HTML part of this mail" loading="lazy" referrerpolicy="no-referrer"
            src="\#(path)/html"></iframe>
            """#
        )
    }

    private var attachments: HTML {
        if mail.attachments.isEmpty { return .empty }
        let table = TableView(
            columns: ["Attachment", "Type", "Size"], of: mail.attachments, upTo: MailPage.attachmentLimit,
            whenEmpty: ""
        ) { part in
            ["\(part.name ?? "(no name)")", "\(part.type)", "\(Words.size(part.sizeBytes))"]
        }
        return card("Attachments", wide: true, table.markup)
    }

    private var headers: HTML {
        let table = TableView(
            columns: ["Field", "Value"], of: mail.headers, upTo: MailPage.headerLimit,
            whenEmpty: "No header field."
        ) { header in
            ["\(header.name, upTo: 80)", "\(header.value, upTo: 240)"]
        }
        return table.markup
    }
}

/// The recipients in one cell.
private func recipients(_ entry: MailboxEntry) -> HTML {
    entry.to.isEmpty ? Words.notMeasured : "\(entry.to.prefix(20).joined(separator: ", "))"
}

/// The date of a mail, or the text that stands for it.
private func date(_ entry: MailboxEntry, _ style: TimeStyle) -> HTML {
    entry.date.map { Words.time($0, style) } ?? Words.text(entry.dateText)
}
