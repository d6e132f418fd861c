// SPDX-License-Identifier: Apache-2.0
// What the submission engine asks of the durable queue, and the words both share. It decides no storage and
// no schedule. An implementation must never return from `record` before the result is on the disk (R5).

import DockModel

/// One mail that waits, with the bytes that were frozen when it was accepted (R4).
public struct QueuedMail: Sendable, Equatable {
    /// The queue's own number of this mail.
    public var id: Int64
    /// The Message-ID inside the octets, with its angle brackets.
    public var messageID: String
    /// 0 is an alert; higher numbers go later.
    public var priority: Int
    /// The envelope sender: the bare address, without angle brackets.
    public var sender: String
    /// The envelope recipients that have neither accepted nor finally refused this mail yet.
    public var recipients: [String]
    /// The RFC 5322 message with CRLF line ends, exactly as every attempt sends it.
    public var octets: [UInt8]
    /// Attempts that ended in a deferral so far; the queue counts, the engine only reads.
    public var attempts: Int
    /// When the mail was accepted.
    public var created: WallTime

    /// A queued mail.
    public init(
        id: Int64, messageID: String, priority: Int, sender: String, recipients: [String], octets: [UInt8],
        attempts: Int, created: WallTime
    ) {
        self.id = id
        self.messageID = messageID
        self.priority = priority
        self.sender = sender
        self.recipients = recipients
        self.octets = octets
        self.attempts = attempts
        self.created = created
    }
}

/// What became of one recipient of one mail in one attempt.
public enum DeliveryOutcome: Sendable, Equatable {
    /// The server has taken responsibility: never send to this recipient again.
    case sent(SMTPReply)
    /// Not now: keep the recipient and make it due after `retryAfter`. `reply` is nil for a lost connection.
    case deferred(reason: String, reply: SMTPReply?, retryAfter: Duration)
    /// Never: move this recipient to the dead letters with the reply (R9). Other recipients are not touched.
    case refused(SMTPReply)
}

/// An outcome with the recipient it belongs to.
public struct RecipientOutcome: Sendable, Equatable {
    /// The recipient exactly as `QueuedMail.recipients` spelled it.
    public var recipient: String
    /// What became of it.
    public var outcome: DeliveryOutcome

    /// An outcome of one recipient.
    public init(recipient: String, outcome: DeliveryOutcome) {
        self.recipient = recipient
        self.outcome = outcome
    }
}

/// The durable queue as the submission engine sees it. All calls block until their effect is durable, and all
/// come from the one thread that runs the flush.
public protocol DeliveryQueue {
    /// Takes up to `limit` due mails for `owner`, lowest `priority` number first, then oldest first (R8), and
    /// keeps them from every other owner until `now + span` (R6). A mail that `owner` already holds is not
    /// returned again. `includeDeferred` also takes mails whose retry time has not come: the link has just
    /// come back (R9). The engine skips what it has tried in the same flush. A lease of a dead owner is free
    /// once its expiry has passed.
    func lease(limit: Int, owner: String, now: WallTime, span: Duration, includeDeferred: Bool) throws
        -> [QueuedMail]

    /// Prolongs all leases of `owner` until `now + span`. The engine calls it while a long mail makes
    /// progress.
    func renew(owner: String, now: WallTime, span: Duration) throws

    /// Stores outcomes of one mail at once, in one durable transaction (R5). A call may name only some of the
    /// recipients; the mail's lease ends when the last leased recipient has its outcome. A call that holds at
    /// least one deferral raises `attempts` by one and makes the mail due at the latest `retryAfter` of the
    /// call. Results are stored even if the lease has expired meanwhile: a mail that was sent was sent.
    func record(_ outcomes: [RecipientOutcome], of mail: Int64, owner: String, now: WallTime) throws

    /// Gives mails back that were leased and not attempted: due at once, `attempts` unchanged.
    func release(_ mails: [Int64], owner: String, now: WallTime) throws

    /// Gives back all that `owner` still holds: its flush has ended because the queue failed, so none of it is
    /// under way.
    func releaseAll(of owner: String, now: WallTime) throws

    /// How many mails still wait (due, deferred or leased), for the report.
    func waitingCount() throws -> Int

    /// How many recipients a server has taken a mail for since `time`, for the day's allowance (R31).
    func sentCount(since time: WallTime) throws -> Int

    /// Octets that crossed the wire, both ways, since the last call, for the link's budget. It is called before each
    /// lease and, with `isSessionOver`, when a connection has ended.
    func count(octets: Int, isSessionOver: Bool) throws
}

extension DeliveryQueue {
    /// A queue without a budget counts nothing.
    public func count(octets: Int, isSessionOver: Bool) throws {}
}
