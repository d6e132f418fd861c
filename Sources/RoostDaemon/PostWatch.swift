// SPDX-License-Identifier: Apache-2.0
// Counts the mail queue for the core (I30, I32) and finds what has waited too long. It sends nothing, gives nothing up
// and judges nothing: the counts are the store's own, and the loop gives up with an event and a mail about it.

internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import RoostCore
internal import Store
internal import Synchronization

/// The watch over the mail queue.
final class PostWatch: Sendable {
    /// Dock time between two counts.
    static let countPeriod = Duration.seconds(60)
    /// Dock time between two looks for mails that have waited too long.
    static let expiryPeriod = Duration.seconds(3_600)

    private let outbox: Outbox
    private let logger: Logger
    private let patience: MailPatience
    private let lastDigest = Mutex("")

    /// A watch over one queue.
    init(outbox: Outbox, logger: Logger, patience: MailPatience = MailPatience()) {
        self.patience = patience
        self.outbox = outbox
        self.logger = logger
    }

    /// The queue as the store counts it; nil when the store does not answer.
    func facts(at now: Moment) -> OutboxFacts? {
        do {
            let stats = try outbox.stats(now: now.wall)
            return OutboxFacts(
                created: stats.created, queued: stats.queued, sent: stats.sent, failed: stats.dead,
                lastDigestSent: try newestDigest())
        } catch {
            logger.debug("the outbox cannot be counted: \(error)")
            return nil
        }
    }

    /// The newest day whose digest a server took, for at least one of its recipients. It is remembered: a queue forgets
    /// what was sent long ago.
    private func newestDigest() throws(StoreError) -> String {
        let taken = try outbox.newestTakenKey(ofKind: MailKind.digest)
        let day = taken.flatMap(MailKind.digestDay(ofKey:)) ?? ""
        return lastDigest.withLock { newest in
            newest = max(newest, day)
            return newest
        }
    }

    /// The mails that have waited longer than is meant for their kind, by that span; none when the store does not
    /// answer.
    func late(at now: Moment) -> [(span: Duration, mails: [MailSummary])] {
        do {
            return Dictionary(grouping: try outbox.overdue(patience, at: now)) { patience.span(ofKind: $0.kind) }
                .map { (span: $0.key, mails: $0.value) }.sorted { $0.span < $1.span }
        } catch {
            logger.error("mails that waited too long cannot be looked for: \(error)")
            return []
        }
    }

    /// Gives up what is late, some mails after the others, until none is left or a round gives up none.
    /// - Returns: whether a mail about it waits.
    func giveUpLate(with loop: DockLoop, at now: Moment) async -> Bool {
        var isTold = false
        while !Task.isCancelled {
            let round = late(at: now)
            var isAnyGone = false
            for (span, mails) in round where await loop.giveUp(mails, after: span) { isAnyGone = true }
            if isAnyGone { isTold = true }
            let found = round.reduce(0) { $0 + $1.mails.count }
            guard isAnyGone, found >= OutboxLimit.expiredAtOnce else { break }
        }
        return isTold
    }
}

/// The kinds of mail, as their header and the queue name them.
enum MailKind {
    static let digest = "digest"
    static let expiry = "expiry"

    /// The day of a digest, from the key that keeps it single; nil for other mails.
    static func digestDay(ofKey key: String) -> String? {
        let prefix = "\(digest)."
        // Behind the day, "2026-11-26", a key may name a language or a wait.
        return key.hasPrefix(prefix) ? String(key.dropFirst(prefix.count).prefix(10)) : nil
    }
}

/// Counts the queue once a minute and looks for late mails once an hour, until the task is cancelled.
func runPostWatch(_ watch: PostWatch, loop: DockLoop, clock: any DockClock, ring: () -> Void) async {
    var looked: Instant?
    while !Task.isCancelled {
        let now = clock.now()
        if looked.map({ $0.duration(to: now.boot) >= PostWatch.expiryPeriod }) ?? true {
            if await watch.giveUpLate(with: loop, at: now) { ring() }
            // A clock that is not trusted yet is asked again with the next count.
            if now.isWallTrusted { looked = now.boot }
        }
        if let facts = watch.facts(at: now) { loop.inbox.yield(.outbox(facts)) }
        do { try await clock.sleep(for: PostWatch.countPeriod) } catch { return }
    }
}
