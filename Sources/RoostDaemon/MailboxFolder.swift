// SPDX-License-Identifier: Apache-2.0
// A folder of delivered mails (.eml) as the console lists them: the demonstration's mailbox, or a copy that the site
// keeps. It only reads; a file that is no mail is listed by its name.

internal import Console
internal import DockModel
internal import Foundation
internal import Post

/// A folder of `.eml` files.
struct MailboxFolder: Sendable {
    /// Most octets read of one mail.
    static let mostOctets = 32 << 20

    /// The folder; nil for a dock without one.
    let path: String?

    /// The mails, newest first by name.
    func entries(limit: Int) -> [MailboxEntry] {
        names().sorted(by: >).prefix(limit).map { name in
            guard let octets = octets(of: name) else { return MailboxEntry(id: name) }
            return Self.entry(id: name, mail: ParsedMail(octets))
        }
    }

    /// The octets of one mail; nil when there is none of this name.
    func octets(of id: String) -> [UInt8]? {
        guard let path, names().contains(id) else { return nil }
        guard let handle = FileHandle(forReadingAtPath: "\(path)/\(id)") else { return nil }
        // A mail that cannot be read is shown as absent; closing a file that was only read loses nothing.
        defer { try? handle.close() }
        // As above: what cannot be read is absent.
        return (try? handle.read(upToCount: Self.mostOctets)).flatMap { $0 }.map { [UInt8]($0) }
    }

    /// A mail for the console.
    static func view(id: String, octets: [UInt8]) -> MailView {
        let mail = ParsedMail(octets)
        return MailView(
            entry: entry(id: id, mail: mail),
            headers: mail.headers.map { ShownHeader(name: $0.name, value: $0.value) }, text: mail.text,
            html: mail.html,
            attachments: mail.attachments.map { attachment in
                ShownAttachment(
                    name: attachment.fileName, type: attachment.mediaType, sizeBytes: attachment.octets.count)
            })
    }

    private static func entry(id: String, mail: ParsedMail) -> MailboxEntry {
        MailboxEntry(
            id: id, from: mail.header("From"), to: mail.header("To").map { [$0] } ?? [],
            subject: mail.subject,
            dateText: mail.header("Date"), kind: mail.header("X-Roost-Kind"))
    }

    private func names() -> [String] {
        guard let path else { return [] }
        // A folder that cannot be read has no mails to show; the outbox page tells of undelivered ones.
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
            $0.hasSuffix(".eml") && !$0.hasPrefix(".")
        }
    }
}
