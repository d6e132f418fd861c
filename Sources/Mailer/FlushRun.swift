// SPDX-License-Identifier: Apache-2.0
// The queue's side of one flush: which mails are held, which results are still missing, and how a verdict
// becomes an outcome with a time for the next attempt. A failure of the queue stops the flush at once.

import DockModel
import Post

/// The queue's side of one flush.
struct FlushRun<Queue: DeliveryQueue> {
    let queue: Queue
    let owner: String
    let includeDeferred: Bool
    let settings: SubmissionSettings
    let clock: () -> Moment
    let jitter: () -> Double
    var report = FlushReport()
    /// Whether the server ended the session because of a limit (R20).
    var sawLimit = false
    /// What the queue threw inside a session; it ends the flush.
    var queueFailure: (any Error)?
    /// Octets of the present connection so far.
    var wireOctets = 0
    /// Of these, octets that the queue knows of.
    private var countedOctets = 0

    private struct Held {
        var mail: QueuedMail
        var missing: Set<String>
    }

    /// Results that the queue could not store.
    private(set) var unrecorded: [(mail: Int64, outcomes: [RecipientOutcome])] = []
    private var held: [Int64: Held] = [:]
    /// Mails this flush has had in its hands: none is tried twice in one flush.
    private var seen: Set<Int64> = []
    /// Mails that came out of the queue although there is nothing to do with them in this flush.
    private var skipped: Set<Int64> = []
    private var lastRenewal: Instant
    /// Recipients that were served in the day before this flush.
    private var sentBefore: Int?

    init(
        queue: Queue, owner: String, includeDeferred: Bool, settings: SubmissionSettings,
        clock: @escaping () -> Moment,
        jitter: @escaping () -> Double
    ) {
        self.queue = queue
        self.owner = owner
        self.includeDeferred = includeDeferred
        self.settings = settings
        self.clock = clock
        self.jitter = jitter
        lastRenewal = realNow()
    }

    /// Leases the most urgent mail, or nil when none is left for this flush.
    mutating func nextMail() throws -> QueuedMail? {
        try countWire(isSessionOver: false)
        while true {
            let mails = try queue.lease(
                limit: 1, owner: owner, now: clock().wall, span: settings.leaseSpan,
                includeDeferred: includeDeferred)
            guard let mail = mails.first else { return nil }
            if mail.priority > 0, try isAllowanceSpent(by: mail) {
                // Behind the most urgent mail stand only less urgent ones.
                report.isAllowanceSpent = true
                try queue.release([mail.id], owner: owner, now: clock().wall)
                return nil
            }
            if seen.insert(mail.id).inserted, !mail.recipients.isEmpty {
                held[mail.id] = Held(mail: mail, missing: Set(mail.recipients))
                return mail
            }
            // Kept on lease until the end, so that the mails behind it come out.
            skipped.insert(mail.id)
        }
    }

    /// Tells the queue what crossed the wire since the last time.
    mutating func countWire(isSessionOver: Bool) throws {
        let octets = wireOctets - countedOctets
        countedOctets = isSessionOver ? 0 : wireOctets
        if isSessionOver { wireOctets = 0 }
        guard octets > 0 || isSessionOver else { return }
        try queue.count(octets: octets, isSessionOver: isSessionOver)
    }

    /// Whether the recipients of the last 24 h, those under way and those of `mail` are more than the provider takes.
    private mutating func isAllowanceSpent(by mail: QueuedMail) throws -> Bool {
        guard let allowance = settings.recipientsPerDay else { return false }
        let day = Duration.seconds(86_400)
        let before = try sentBefore ?? queue.sentCount(since: clock().wall + (.zero - day))
        sentBefore = before
        let underWay = held.values.reduce(0) { $0 + $1.missing.count }
        return before + report.sent + underWay + mail.recipients.count > allowance
    }

    /// As `nextMail`, but notes a failure of the queue instead of throwing it.
    mutating func takeMail() -> QueuedMail? {
        guard queueFailure == nil else { return nil }
        do {
            return try nextMail()
        } catch {
            queueFailure = error
            return nil
        }
    }

    /// Stores the outcomes of one mail at once (R5).
    mutating func note(_ verdicts: [String: RecipientVerdict], of id: Int64) {
        guard let mail = held[id]?.mail else { return }
        var outcomes: [RecipientOutcome] = []
        for recipient in mail.recipients where held[id]?.missing.contains(recipient) == true {
            guard let verdict = verdicts[recipient], let outcome = outcome(of: verdict, mail) else {
                continue
            }
            held[id]?.missing.remove(recipient)
            outcomes.append(RecipientOutcome(recipient: recipient, outcome: outcome))
        }
        guard !outcomes.isEmpty else { return }
        guard queueFailure == nil else { return unrecorded.append((id, outcomes)) }
        do {
            try queue.record(outcomes, of: id, owner: owner, now: clock().wall)
        } catch {
            queueFailure = error
            unrecorded.append((id, outcomes))
            return
        }
        for outcome in outcomes { count(outcome, mail) }
        guard held[id]?.missing.isEmpty == true else { return }
        held[id] = nil
        // What was sent to everybody does not come out of the queue again; only the others need to be remembered.
        let sent = outcomes.count { if case .sent = $0.outcome { true } else { false } }
        if sent == mail.recipients.count { seen.remove(id) }
    }

    private mutating func count(_ outcome: RecipientOutcome, _ mail: QueuedMail) {
        switch outcome.outcome {
        case .sent:
            report.sent += 1
            return
        case .deferred: report.deferred += 1
        case .refused: report.refused += 1
        }
        report.troubles.append(FlushOutcome(mail: mail.id, messageID: mail.messageID, outcome: outcome))
    }

    /// The outcome behind a verdict; nil when nothing was attempted.
    private func outcome(of verdict: RecipientVerdict, _ mail: QueuedMail) -> DeliveryOutcome? {
        let (failures, overflow) = max(mail.attempts, 0).addingReportingOverflow(1)
        let delay = RetryPlan.delay(afterFailures: overflow ? .max : failures, jitter: jitter())
        switch verdict {
        case .sent(let reply): return .sent(reply)
        case .refused(let reply): return .refused(reply)
        case .postponed(let reply):
            return .deferred(reason: reply.description, reply: reply, retryAfter: delay)
        case .unfinished(let fault, let mayBeSent):
            let doubt = mayBeSent ? "; the final reply was lost, so it may have arrived" : ""
            return .deferred(reason: fault.description + doubt, reply: nil, retryAfter: delay)
        case .untouched: return nil
        }
    }

    /// Gives back, at the end of the flush, what it could do nothing with.
    mutating func releaseSkipped() throws {
        guard !skipped.isEmpty else { return }
        try queue.release(skipped.sorted(), owner: owner, now: clock().wall)
        skipped = []
    }

    /// Gives back what was leased and not attempted.
    mutating func releaseHeld() throws {
        guard !held.isEmpty else { return }
        let ids = held.keys.sorted()
        try queue.release(ids, owner: owner, now: clock().wall)
        held = [:]
        // They were not tried, so the next connection of this flush may take them again.
        seen.subtract(ids)
    }

    /// Prolongs the leases while a long mail is on its way.
    mutating func renewIfNeeded() {
        guard !held.isEmpty, queueFailure == nil else { return }
        guard lastRenewal.duration(to: realNow()) > settings.leaseSpan / 3 else { return }
        lastRenewal = realNow()
        do {
            try queue.renew(owner: owner, now: clock().wall, span: settings.leaseSpan)
        } catch {
            queueFailure = error
        }
    }
}
