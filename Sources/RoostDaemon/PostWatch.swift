// SPDX-License-Identifier: Apache-2.0
// Counts the mail queue for the core (I30, I32) and gives up, with a mail about it, what has waited too long. It sends
// nothing and judges nothing: the counts are the store's own.

internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import RoostCore
internal import Store
internal import Synchronization

/// Writes the mail about mails that were given up.
protocol ExpiryWriter: Sendable {
    /// The mails; empty when nobody is to be told.
    func mails(aboutExpired mails: [MailSummary], after span: Duration, now: Moment) throws -> [NewMail]
}

/// The watch over the mail queue.
final class PostWatch: Sendable {
    /// Dock time between two counts.
    static let countPeriod = Duration.seconds(60)
    /// Dock time between two looks for mails that have waited too long.
    static let expiryPeriod = Duration.seconds(3_600)

    private let outbox: Outbox
    private let writer: any ExpiryWriter
    private let logger: Logger
    private let lastDigest = Mutex("")

    /// A watch over one queue.
    init(outbox: Outbox, writer: any ExpiryWriter, logger: Logger) {
        self.outbox = outbox
        self.writer = writer
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

    /// Gives up what has waited longer than `span`, and queues a mail that says so (I30). The mail is queued first: a
    /// process that ends in between repeats both, and what expires is told twice rather than never.
    func expire(olderThan span: Duration = OutboxLimit.defaultExpiry, at now: Moment) {
        do {
            guard now.isWallTrusted, let oldest = try outbox.stats(now: now.wall).oldestWaiting,
                oldest < now.wall + (.zero - span)
            else { return }
            let late = try outbox.list(state: .queued, limit: StoreLimit.rowsPerRead)
                .filter { $0.created < now.wall + (.zero - span) }
            let isTold = try tell(late, span, now)
            let gone = try outbox.expire(olderThan: span, at: now)
            guard !gone.isEmpty else { return }
            // A queue without room took no mail about it before; now there is room.
            if !isTold { _ = try tell(gone, span, now) }
            for mail in gone { logger.warning("mail \(mail.id) was given up after \(span): \(mail.subject)") }
        } catch {
            logger.error("mails that waited too long cannot be given up: \(error)")
        }
    }

    private func tell(_ mails: [MailSummary], _ span: Duration, _ now: Moment) throws -> Bool {
        guard !mails.isEmpty else { return false }
        let notes = try writer.mails(aboutExpired: mails, after: span, now: now)
        guard !notes.isEmpty else { return false }
        var isTold = false
        for answer in try outbox.enqueue(notes, at: now) {
            switch answer {
            case .queued, .duplicate: isTold = true
            case .refused(let reason):
                logger.error("the mail about \(mails.count) given-up mails was not queued: \(reason)")
            }
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
func runPostWatch(_ watch: PostWatch, clock: any DockClock, inbox: @Sendable (Event) -> Void) async {
    var looked: Instant?
    while !Task.isCancelled {
        let now = clock.now()
        if looked.map({ $0.duration(to: now.boot) >= PostWatch.expiryPeriod }) ?? true {
            watch.expire(at: now)
            // A clock that is not trusted yet is asked again with the next count.
            if now.isWallTrusted { looked = now.boot }
        }
        if let facts = watch.facts(at: now) { inbox(.outbox(facts)) }
        do { try await clock.sleep(for: PostWatch.countPeriod) } catch { return }
    }
}
