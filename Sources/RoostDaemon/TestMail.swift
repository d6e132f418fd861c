// SPDX-License-Identifier: Apache-2.0
// The mail that a person sends to try the way of the alerts, by `roost test-mail` or the button of the console. It goes
// as urgently as an alert, and tells nothing but where it comes from.

public import DockModel
internal import Foundation
internal import Post
public import Settings
public import Store

/// The test mail of a dock.
public enum TestMail {
    /// The mail to the readers of alerts, or to `recipients`.
    /// - Throws: `MailAddressError` or `MailDraftError` when the settings name no address that can be used.
    public static func mail(_ dock: DockSettings, to recipients: [String] = [], at moment: Moment) throws -> NewMail {
        try NewMail(
            alertOf: dock, kind: "test", to: recipients, subject: "Dock \(dock.dock.id.text): test mail",
            text: "This is a test mail of the dock \(dock.dock.name).\nIt went the way that alerts go.\n", at: moment)
    }
}

extension NewMail {
    /// A mail as urgent as an alert that no event of the dock has raised.
    /// - Parameters:
    ///   - kind: what it is, for lists and for the header X-Roost-Kind.
    ///   - recipients: who gets it; the readers of alerts if empty.
    ///   - dedupe: a key that is queued only once, ever; nil for a mail that is queued each time.
    /// - Throws: `MailAddressError` or `MailDraftError` when the settings name no address that can be used.
    public init(
        alertOf dock: DockSettings, kind: String, to recipients: [String] = [], subject: String, text: String,
        dedupe: String? = nil, at moment: Moment
    ) throws {
        let from = try MailAddress(dock.mail.from)
        let readers = try (recipients.isEmpty ? dock.mail.recipients.alerts : recipients).map { try MailAddress($0) }
        let unique = "\(kind).\(moment.wall.milliseconds).\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        let draft = MailDraft(
            from: Mailbox(name: "Roost \(dock.dock.name)", address: from),
            to: readers.map { Mailbox(address: $0) }, subject: subject, text: text, date: moment.wall,
            messageID: try MailDraft.messageID(unique: unique, domain: from.domain),
            extraHeaders: [MailHeader(name: "X-Roost-Kind", value: kind)])
        try self.init(kind: kind, priority: .alert, draft: draft, dedupe: dedupe)
    }
}
