// SPDX-License-Identifier: Apache-2.0
// A delivery queue in memory for tests, with the rules of the protocol and a failure on demand.

import DockModel
import Post

final class MemoryQueue: DeliveryQueue {
    struct Entry {
        var mail: QueuedMail
        var due: WallTime
        var owner: String?
        var results: [String: DeliveryOutcome] = [:]
    }

    struct DiskFull: Error {}

    var entries: [Int64: Entry] = [:]
    var isFull = false
    /// After how many failures the disk has room again; nil: never by itself.
    var mendsAfter: Int?
    /// Told the id of each mail that is leased.
    var onLease: (Int64) -> Void = { _ in }
    /// Ids in the order of their first outcome.
    private(set) var order: [Int64] = []

    init(_ mails: [QueuedMail]) {
        for mail in mails { entries[mail.id] = Entry(mail: mail, due: WallTime(milliseconds: 0)) }
    }

    func lease(limit: Int, owner: String, now: WallTime, span: Duration, includeDeferred: Bool) throws
        -> [QueuedMail]
    {
        let due = entries.values
            .filter { $0.owner == nil && !$0.mail.recipients.isEmpty && (includeDeferred || $0.due <= now) }
            .sorted { ($0.mail.priority, $0.mail.id) < ($1.mail.priority, $1.mail.id) }.prefix(limit)
        for entry in due {
            entries[entry.mail.id]?.owner = owner
            onLease(entry.mail.id)
        }
        return due.map(\.mail)
    }

    private func checkRoom() throws {
        guard isFull else { return }
        mendsAfter = mendsAfter.map { $0 - 1 }
        isFull = mendsAfter != 0
        throw DiskFull()
    }

    func renew(owner: String, now: WallTime, span: Duration) throws {}

    func record(_ outcomes: [RecipientOutcome], of mail: Int64, owner: String, now: WallTime) throws {
        try checkRoom()
        if !order.contains(mail) { order.append(mail) }
        for outcome in outcomes {
            entries[mail]?.results[outcome.recipient] = outcome.outcome
            switch outcome.outcome {
            case .sent, .refused: entries[mail]?.mail.recipients.removeAll { $0 == outcome.recipient }
            case .deferred(_, _, let retryAfter): entries[mail]?.due = now + retryAfter
            }
        }
        if outcomes.contains(where: { if case .deferred = $0.outcome { true } else { false } }) {
            entries[mail]?.mail.attempts += 1
            entries[mail]?.owner = nil
        }
        if entries[mail]?.mail.recipients.isEmpty == true { entries[mail]?.owner = nil }
    }

    func release(_ mails: [Int64], owner: String, now: WallTime) throws {
        for id in mails { entries[id]?.owner = nil }
    }

    func releaseAll(of owner: String, now: WallTime) throws {
        try checkRoom()
        for (id, entry) in entries where entry.owner == owner { entries[id]?.owner = nil }
    }

    /// What `sentCount` says of the time before this queue.
    var sentBefore = 0

    func sentCount(since time: WallTime) throws -> Int {
        sentBefore + entries.values.reduce(0) { count, entry in
            count + entry.results.values.count { if case .sent = $0 { true } else { false } }
        }
    }

    /// Octets that crossed the wire as it was told: while a connection lasted, and at its end.
    private(set) var countedUnderWay = 0, countedAtEnd = 0
    private(set) var sessionsCounted = 0

    func count(octets: Int, isSessionOver: Bool) throws {
        if isSessionOver {
            countedAtEnd += octets
            sessionsCounted += 1
        } else {
            countedUnderWay += octets
        }
    }

    func waitingCount() throws -> Int { entries.values.count { !$0.mail.recipients.isEmpty } }
}
