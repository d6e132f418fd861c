// SPDX-License-Identifier: Apache-2.0
// The outgoing mail queue as the console shows it. The counts come from the queue itself, so that they stay
// true when only the first rows are listed.

public import DockModel

/// Where a queued mail stands.
public enum OutboxState: String, Sendable, Equatable, CaseIterable {
    /// Waits for its first attempt.
    case waiting
    /// Is being handed to the server now.
    case sending
    /// An attempt failed for now; it will be tried again.
    case deferred
    /// The server took it.
    case sent
    /// The server refused it for good.
    case failed
}

/// Counts of the mail queue.
public struct MailCounts: Sendable, Equatable {
    /// Waiting for a first attempt or in sending.
    public var waiting: Int
    /// Waiting for another attempt.
    public var deferred: Int
    /// Taken by the server.
    public var sent: Int
    /// Refused for good.
    public var failed: Int
    /// When the oldest unsent mail was queued.
    public var oldestUnsent: WallTime?

    /// Counts of the queue.
    public init(
        waiting: Int = 0, deferred: Int = 0, sent: Int = 0, failed: Int = 0, oldestUnsent: WallTime? = nil
    ) {
        self.waiting = waiting
        self.deferred = deferred
        self.sent = sent
        self.failed = failed
        self.oldestUnsent = oldestUnsent
    }
}

/// One queued mail.
public struct OutboxRow: Sendable, Equatable {
    /// Its id in the queue.
    public var id: String
    /// The recipient.
    public var to: String
    /// The subject, decoded.
    public var subject: String
    /// Its class.
    public var severity: Severity?
    /// Where it stands.
    public var state: OutboxState
    /// Attempts so far.
    public var attempts: Int
    /// When it was queued.
    public var queued: WallTime?
    /// When it is tried next.
    public var nextAttempt: WallTime?
    /// The server's last answer or the last fault of the link.
    public var lastAnswer: String?

    /// A queued mail.
    public init(
        id: String, to: String, subject: String, severity: Severity? = nil, state: OutboxState,
        attempts: Int = 0,
        queued: WallTime? = nil, nextAttempt: WallTime? = nil, lastAnswer: String? = nil
    ) {
        self.id = id
        self.to = to
        self.subject = subject
        self.severity = severity
        self.state = state
        self.attempts = attempts
        self.queued = queued
        self.nextAttempt = nextAttempt
        self.lastAnswer = lastAnswer
    }
}

/// What the outbox page shows.
public struct OutboxPage: Sendable, Equatable {
    /// The dock's wall clock when the snapshot was taken.
    public var now: WallTime
    /// Counts of the whole queue.
    public var counts: MailCounts?
    /// The uplink, in words: "up", "down since 10:12".
    public var link: String?
    /// The mails to list, unsent first.
    public var rows: [OutboxRow]

    /// A snapshot of the queue.
    public init(now: WallTime, counts: MailCounts? = nil, link: String? = nil, rows: [OutboxRow] = []) {
        self.now = now
        self.counts = counts
        self.link = link
        self.rows = rows
    }
}
