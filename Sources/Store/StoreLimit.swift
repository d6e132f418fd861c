// SPDX-License-Identifier: Apache-2.0
// The named limits of the database and of the outgoing mail queue. It decides numbers only; who enforces each
// one is said beside it.

/// Limits of the database.
public enum StoreLimit {
    /// How long a write waits for another process before it fails.
    public static let busyTimeout = Duration.seconds(10)
    /// Journal rows kept; older ones leave with the commit that passes a multiple of a thousand.
    public static let journalRows: Int64 = 1_000_000
    /// Events of the exception filter that are kept; older ones leave with an event whose number is a multiple of a
    /// thousand. They are years of a quiet dock.
    public static let eventRows: Int64 = 200_000
    /// Lines of the audit trail that are kept: a hundred changes a day for ten years. Older ones leave as the journal's
    /// do.
    public static let auditRows: Int64 = 400_000
    /// Lines of the journal of wear that are kept: decades of a busy dock. Older ones leave as the journal's do.
    public static let wearRows: Int64 = 1_000_000
    /// Words about pictures that are kept: decades of flights.
    public static let pictureWords: Int64 = 100_000
    /// Words whose picture is kept too; a mail that waits has its own copy.
    public static let shownPictures: Int64 = 500
    /// How long the rows of pictures are kept whose files are gone: what was found in a place is compared with the
    /// flights of some seasons, and a dock that flies each day would otherwise keep a hundred thousand rows a year.
    public static let pictureAge = Duration.seconds(3 * 365 * 86_400)
    /// Pictures that one round forgets at most: the write stays short, and no dock takes as many in the ten minutes
    /// between two rounds.
    public static let picturesForgotten = 500
    /// Days that are kept: ten years and more. Older ones leave with each new one.
    public static let days = 4_000
    /// Bytes of the largest body of one row (state, journal, mission, incident, wear).
    public static let bodyBytes = 64 << 20
    /// Rows that one call of a reader returns at most.
    public static let rowsPerRead = 10_000
}

/// Limits of the outgoing mail queue.
public enum OutboxLimit {
    /// Mails that may wait at once; beyond it a new mail pushes out a less urgent one or is refused. Alerts
    /// that find nothing to push out may use as much again.
    public static let waitingMails = 100_000
    /// Octets that may wait at once, all mails together; alerts may use as much again.
    public static let waitingOctets = 1 << 30
    /// Octets of one rendered message.
    public static let mailOctets = 48 << 20
    /// Octets of the short form of a mail, its header included.
    public static let shortOctets = 4_096
    /// Days whose use of each link is kept.
    public static let linkDays = 400
    /// Recipients of one mail (RFC 5321 asks every server to take 100).
    public static let recipients = 100
    /// Free space that only alerts may use; smaller on small disks (a twentieth of the disk).
    public static let alertReserveBytes = 8 << 20
    /// The longest wait between two attempts that a deferral may ask for.
    public static let longestRetryWait = Duration.seconds(24 * 3_600)
    /// Sent mails whose octets are kept as proof; older and larger ones keep only their row.
    public static let sentBodiesKept = 1_000
    /// Octets above which a sent mail's body is dropped at once.
    public static let sentBodyOctets = 256 << 10
    /// After so many mails the history is cut back: looking for what is too old costs time for each mail that was sent.
    static let mailsBetweenCuts: Int64 = 1_024
    /// Finished mails whose row is kept; the counters go on counting the others.
    public static let finishedRows: Int64 = 100_000
    /// Late mails that are given up at once: one mail names them all, and one commit ends them.
    public static let expiredAtOnce = 200
    /// How long a mail may wait by default before it expires: longer than a month without a link.
    public static let defaultExpiry = Duration.seconds(45 * 86_400)
}
