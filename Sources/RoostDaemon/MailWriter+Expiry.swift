// SPDX-License-Identifier: Apache-2.0
// The mail about mails that were given up because no server took them in time. It names each of them, and never says
// of one that it was delivered.

internal import DockModel
internal import Report
internal import RoostCore
internal import Settings
internal import Store

extension MailWriter {
    func mails(aboutExpired mails: [MailSummary], after span: Duration, now: Moment) throws -> [NewMail] {
        let ids = mails.map(\.id)
        let lines = mails.map { ExpiryInput.Line(at: $0.created, kind: $0.kind, subject: $0.subject) }
        return try self.mails(
            Sheet(
                kind: MailKind.expiry, priority: .alert,
                shares: router.shares(.expiry, else: router.mail.recipients.alerts, now: now),
                unique: "expiry.\(ids.min() ?? 0).\(ids.max() ?? 0).\(ids.count)",
                page: {
                    Words(report($0).expiry(ExpiryInput(source: source, lines: lines, days: span.inSeconds / 86_400)))
                }), now: now)
    }
}
