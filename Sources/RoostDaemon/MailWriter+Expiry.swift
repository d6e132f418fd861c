// SPDX-License-Identifier: Apache-2.0
// The mail about mails that were given up because no server took them in time. It names each of them, and never says
// of one that it was delivered.

internal import DockModel
internal import Foundation
internal import RoostCore
internal import Store

extension MailWriter: ExpiryWriter {
    /// Most mails named one by one.
    static let mostNamed = 50

    func mail(aboutExpired mails: [MailSummary], after span: Duration, now: Moment) throws -> NewMail? {
        let days = Int((span.inSeconds / 86_400).rounded())
        let count = mails.count == 1 ? "1 mail was" : "\(mails.count) mails were"
        var text = "\(count) given up: no mail server took them within \(days) days.\n\n"
        for mail in mails.prefix(Self.mostNamed) {
            let taken = Date(timeIntervalSince1970: mail.created.seconds).formatted(.iso8601)
            text += "\(taken)  \(mail.kind)  \(mail.subject)\n"
        }
        if mails.count > Self.mostNamed { text += "and \(mails.count - Self.mostNamed) more\n" }
        text += "\nThey are kept as dead letters: roost outbox list --state dead shows them, and roost outbox retry "
        text += "sends one again.\nCheck the uplink and the mail server.\n"
        let ids = mails.map(\.id)
        return try mail(
            kind: MailKind.expiry, subject: "\(count) given up undelivered", text: text,
            unique: "expiry.\(ids.min() ?? 0).\(ids.max() ?? 0).\(ids.count)", now: now)
    }
}
