// SPDX-License-Identifier: Apache-2.0
// What the digest says about the link: how many mails wait for another link or another day, and how much of the budget
// is used. It holds nothing back itself.

internal import DockModel
internal import Store

extension ReportFacts {
    /// Mails that the link keeps waiting, and its name with its use; nil when nothing is known of a link.
    func keptByLink(_ now: Moment) -> (count: Int, name: String)? {
        // A store that cannot answer takes no digest either.
        guard let status = try? LinkStatus.load(from: outbox.database) else { return nil }
        // As above.
        guard let reasons = try? outbox.waitReasons(over: status.terms, today: status.today, now: now.wall) else {
            return nil
        }
        let count = reasons.values.count { $0 != .held }
        // Without its use the name alone is said.
        let use = try? outbox.use(of: status.terms.link, today: status.today)
        let budget = status.terms.octetsPerDay.flatMap { most in use.map { ": \($0.octets) / \(most) B" } }
        return (count, status.terms.link + (budget ?? ""))
    }
}
