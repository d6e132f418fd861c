// SPDX-License-Identifier: Apache-2.0
// The queue as one link sees it: short forms over a satellite, large mails for another day, a budget of octets and
// mails that is counted on the wire and kept in the store. Alerts of class P0 to P2 pass any budget.

public import DockModel
internal import Foundation
internal import GRDB
public import Post

/// What a link carries.
public struct LinkTerms: Sendable, Equatable, Codable {
    /// The link's name.
    public var link: String
    /// Whether alerts go in their short form.
    public var usesShortForm = false
    /// Whether a long form follows by another link once its short form was taken.
    public var isLongToFollow = true
    /// Octets of the largest mail; larger ones wait for another link. nil for no limit.
    public var largestMail: Int?
    /// Octets on the wire a day; nil for no limit.
    public var octetsPerDay: Int?
    /// Mails a day; nil for no limit.
    public var mailsPerDay: Int?

    /// A link without limits.
    public init(link: String) { self.link = link }
}

/// What a link has carried on a day.
public struct LinkUse: Sendable, Equatable, Codable {
    /// The link's name.
    public var link: String
    /// The dock's local day, "2026-11-26"; empty for what was carried while the clock was not trusted.
    public var day: String
    /// Octets on the wire, both ways.
    public var octets: Int
    /// Mails that a server took.
    public var mails: Int
}

/// Why a waiting mail waits.
public enum WaitReason: String, Sendable, Codable, CaseIterable {
    /// A person holds it, or quiet hours do.
    case held
    /// The link's budget of the day is used.
    case budget
    /// It is too large for the link, or its short form was sent and the long one waits for another link.
    case link
}

/// The queue over one link. Use it from the one thread that runs the flush, and make a new one for each flush.
public final class LinkQueue: DeliveryQueue {
    private let outbox: Outbox
    private let terms: LinkTerms
    private let today: () -> String?
    private var octets = 0
    private var mails = 0
    private var forms: [Int64: MailForm] = [:]
    /// Octets of mails that are leased and may not have crossed the wire yet.
    private var underWay: [Int64: Int] = [:]
    /// Of these, mails with an answer: their octets are in the next count of the wire.
    private var answered: [Int64] = []

    /// Whether the budget kept back a mail in this flush.
    public private(set) var isBudgetSpent = false

    /// The queue over a link. `today` is the dock's local day; nil while its clock is not trusted, and then no new day
    /// begins.
    public init(_ outbox: Outbox, terms: LinkTerms, today: @escaping () -> String?) {
        (self.outbox, self.terms, self.today) = (outbox, terms, today)
    }

    /// Takes due mails that the link carries; see `DeliveryQueue`.
    public func lease(limit: Int, owner: String, now: WallTime, span: Duration, includeDeferred: Bool)
        throws(StoreError) -> [QueuedMail]
    {
        let leased = try outbox.database.write("leasing mail") { db in
            try settleUse(in: db)
            let gate = try gate(in: db)
            let leased = try outbox.lease(
                limit: limit, owner: owner, now: now, span: span, includeDeferred: includeDeferred,
                through: gate,
                in: db)
            if leased.isEmpty, !isBudgetSpent, gate.room != .max {
                var open = gate
                open.room = .max
                isBudgetSpent =
                    try Outbox.count(waitingAt: now, through: open, in: db)
                    > Outbox.count(waitingAt: now, through: gate, in: db)
            }
            return leased
        }
        for one in leased {
            forms[one.mail.id] = one.isShort ? .short(isFinal: !terms.isLongToFollow) : .long
            underWay[one.mail.id] = one.mail.octets.count
        }
        return leased.map(\.mail)
    }

    /// Prolongs all leases of `owner`; see `DeliveryQueue`.
    public func renew(owner: String, now: WallTime, span: Duration) throws(StoreError) {
        try outbox.renew(owner: owner, now: now, span: span)
    }

    /// Stores outcomes of one mail durably; see `DeliveryQueue`.
    public func record(_ outcomes: [RecipientOutcome], of mail: Int64, owner: String, now: WallTime)
        throws(StoreError)
    {
        guard !outcomes.isEmpty else { return }
        try outbox.database.write("storing a delivery result") { db in
            try outbox.record(outcomes, of: mail, form: forms[mail] ?? .long, owner: owner, now: now, in: db)
        }
        if outcomes.contains(where: { if case .sent = $0.outcome { true } else { false } }) { mails += 1 }
        answered.append(mail)
    }

    /// Gives mails back unattempted; see `DeliveryQueue`.
    public func release(_ mails: [Int64], owner: String, now: WallTime) throws(StoreError) {
        try outbox.release(mails, owner: owner, now: now)
        for mail in mails { underWay[mail] = nil }
    }

    /// Gives back all mails of an owner; see `DeliveryQueue`.
    public func releaseAll(of owner: String, now: WallTime) throws(StoreError) {
        try outbox.releaseAll(of: owner, now: now)
        underWay = [:]
    }

    /// How many mails wait, whatever the link; see `DeliveryQueue`.
    public func waitingCount() throws(StoreError) -> Int { try outbox.waitingCount() }

    /// How many recipients were served since a time, over any link; see `DeliveryQueue`.
    public func sentCount(since time: WallTime) throws(StoreError) -> Int {
        try outbox.sentCount(since: time)
    }

    /// Counts what crossed the wire; it is stored with the next lease, or at once when the session is over.
    public func count(octets: Int, isSessionOver: Bool) throws(StoreError) {
        self.octets += max(0, octets)
        for mail in answered { underWay[mail] = nil }
        answered = []
        guard isSessionOver else { return }
        underWay = [:]
        guard self.octets > 0 || mails > 0 else { return }
        try outbox.database.write("counting what a link carried") { db in try settleUse(in: db) }
    }

    // MARK: - The budget

    /// Adds what was carried to the day it belongs to. What was carried on an unknown day belongs to the first day
    /// that is known.
    private func settleUse(in db: Database) throws {
        let day = today()
        if let day { try Outbox.adoptUnknownDay(terms.link, into: day, in: db) }
        guard octets > 0 || mails > 0 else { return }
        try Outbox.add(octets: octets, mails: mails, to: terms.link, on: day ?? "", in: db)
        (octets, mails) = (0, 0)
    }

    /// What a link lets through while its budget lasts.
    fileprivate static func gate(_ terms: LinkTerms) -> LeaseGate {
        var gate = LeaseGate(usesShortForm: terms.usesShortForm)
        if let largest = terms.largestMail, terms.isLongToFollow { gate.largest = max(0, largest) }
        return gate
    }

    private func gate(in db: Database) throws -> LeaseGate {
        var gate = Self.gate(terms)
        guard terms.octetsPerDay != nil || terms.mailsPerDay != nil else { return gate }
        let used = try Outbox.use(of: terms.link, on: today(), in: db)
        gate.room = Self.room(terms, used: used, underWay: (underWay.values.reduce(0, +), underWay.count))
        return gate
    }

    /// Octets that the budget has left for what is not urgent: none when the mails of the day are used up.
    fileprivate static func room(_ terms: LinkTerms, used: LinkUse, underWay: (octets: Int, mails: Int)) -> Int {
        if let most = terms.mailsPerDay, used.mails + underWay.mails >= most { return -1 }
        guard let most = terms.octetsPerDay else { return .max }
        return max(-1, most - used.octets - underWay.octets)
    }
}

extension Outbox {
    /// What each link carried, the latest day first.
    public func linkUse(limit: Int = 60) throws(StoreError) -> [LinkUse] {
        try database.read("reading what the links carried") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM link_use ORDER BY day DESC, link LIMIT ?",
                arguments: [RoostDatabase.bounded(limit)]
            ).map { LinkUse(link: $0["link"], day: $0["day"], octets: $0["octets"], mails: $0["mails"]) }
        }
    }

    /// What a link has carried on the present day; `today` nil while the clock is not trusted.
    public func use(of link: String, today: String?) throws(StoreError) -> LinkUse {
        try database.read("reading what a link carried") { db in try Self.use(of: link, on: today, in: db) }
    }

    /// Why each waiting mail that is not just due waits, by its number, over a link with these terms; only of mails
    /// with numbers in `range`. `today` nil while the clock is not trusted.
    public func waitReasons(
        over terms: LinkTerms?, today: String?, now: WallTime, in range: ClosedRange<Int64> = .min ... .max
    ) throws(StoreError) -> [Int64: WaitReason] {
        try database.read("looking why mails wait") { db in
            var reasons: [Int64: WaitReason] = [:]
            let bounds: StatementArguments = ["low": range.lowerBound, "high": range.upperBound]
            func note(_ reason: WaitReason, _ condition: String, _ arguments: StatementArguments) throws {
                let found = try Int64.fetchAll(
                    db,
                    // The plus keeps SQLite from walking all that waits where a few rows are asked for.
                    sql: "SELECT id FROM outbox WHERE +state = 'queued' AND id BETWEEN :low AND :high AND \(condition)",
                    arguments: arguments + bounds)
                for id in found where reasons[id] == nil { reasons[id] = reason }
            }
            try note(.held, "held_until_ms IS NOT NULL AND NOT \(LeaseGate.isFree)", ["now": now.milliseconds])
            guard let terms else { return reasons }
            var gate = LinkQueue.gate(terms)
            if gate != LeaseGate() { try note(.link, "NOT \(LeaseGate.isThrough)", gate.arguments) }
            guard terms.octetsPerDay != nil || terms.mailsPerDay != nil else { return reasons }
            gate.room = LinkQueue.room(
                terms, used: try Self.use(of: terms.link, on: today, in: db), underWay: (0, 0))
            try note(.budget, "NOT \(LeaseGate.isThrough)", gate.arguments)
            return reasons
        }
    }

    /// Waiting mails that a gate lets through.
    fileprivate static func count(waitingAt now: WallTime, through gate: LeaseGate, in db: Database) throws
        -> Int
    {
        try Int.fetchOne(
            db,
            sql: """
                SELECT COUNT(*) FROM outbox
                WHERE state = 'queued' AND \(LeaseGate.isFree) AND \(LeaseGate.isThrough)
                """, arguments: ["now": now.milliseconds] + gate.arguments) ?? 0
    }

    fileprivate static func use(of link: String, on today: String?, in db: Database) throws -> LinkUse {
        // On an unknown day the last known one goes on.
        let day =
            try today
            ?? String.fetchOne(db, sql: "SELECT MAX(day) FROM link_use WHERE link = ?", arguments: [link])
            ?? ""
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT COALESCE(SUM(octets), 0) AS octets, COALESCE(SUM(mails), 0) AS mails FROM link_use
                WHERE link = ? AND day IN (?, '')
                """, arguments: [link, day])
        return LinkUse(link: link, day: day, octets: row?["octets"] ?? 0, mails: row?["mails"] ?? 0)
    }

    fileprivate static func add(octets: Int, mails: Int, to link: String, on day: String, in db: Database)
        throws
    {
        try db.cachedStatement(
            sql: """
                INSERT INTO link_use (link, day, octets, mails) VALUES (?, ?, ?, ?)
                ON CONFLICT (link, day) DO UPDATE SET octets = octets + excluded.octets, mails = mails + excluded.mails
                """
        ).execute(arguments: [link, day, octets, mails])
    }

    fileprivate static func adoptUnknownDay(_ link: String, into day: String, in db: Database) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT octets, mails FROM link_use WHERE link = ? AND day = ''"),
            arguments: [link])
        guard let row else { return }
        try add(octets: row["octets"], mails: row["mails"], to: link, on: day, in: db)
        try db.execute(sql: "DELETE FROM link_use WHERE link = ? AND day = ''", arguments: [link])
        try db.execute(
            sql: """
                DELETE FROM link_use WHERE link = :link AND day NOT IN (
                    SELECT day FROM link_use WHERE link = :link ORDER BY day DESC LIMIT \(OutboxLimit.linkDays))
                """, arguments: ["link": link])
    }
}
