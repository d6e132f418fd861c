// SPDX-License-Identifier: Apache-2.0
// What is known of docks that only mail tells of: every mail is kept once, and the dock's row is made of all of them
// anew, so that their order and their number of copies do not matter. A dock that speaks through the broker keeps what
// it says there; mail adds nothing to it.

internal import DockModel
public import Fleet
internal import Post
internal import Triage

/// A mail that was put aside.
public struct MailAside: Sendable {
    /// Where it was found.
    public var place: String
    /// Its octets.
    public var octets: [UInt8]
    /// Why.
    public var fault: MailFault

    /// A mail and the reason.
    public init(place: String, octets: [UInt8], fault: MailFault) {
        (self.place, self.octets, self.fault) = (place, octets, fault)
    }
}

/// What became of mails.
public struct MailroomOutcome: Sendable, Equatable, Encodable {
    /// Mails that are new, such that were known, and such that were put aside now or earlier.
    public var stored = 0, repeated = 0, putAside = 0
    /// Docks that they tell of.
    public var docks: Set<String> = []

    /// Nothing yet.
    public init() {}
}

/// Keeps the mails of docks in the fleet's tables.
public final class FleetMailroom {
    /// The epoch of documents that were made of mails; docks draw theirs from 1 on.
    static let epoch: Int64 = 0
    /// Seconds within which a dock that sends no heartbeat is expected to send a digest.
    static let digestInterval = 86_400

    private let ledger: FleetLedger

    /// A mailroom over a database, whose tables are made where they are missing.
    public init(_ link: PostgresLink) throws(PostgresError) { ledger = try FleetLedger(link) }

    /// Keeps words and makes the rows of their docks anew, in one transaction; those that the database does not take
    /// are put aside alone.
    public func take(_ words: [MailWord], aside: [MailAside]) throws(PostgresError)
        -> MailroomOutcome
    {
        var outcome = MailroomOutcome()
        for mail in aside { try putAside(mail, in: &outcome) }
        var parts = [words[...]]
        while let part = parts.popLast() {
            guard !part.isEmpty else { continue }
            do throws(PostgresError) {
                try ledger.transaction { () throws(PostgresError) in try keep(part, in: &outcome) }
            } catch {
                guard case .badData(let reason) = error else { throw error }
                if part.count == 1, let word = part.first {
                    let octets = Array("\(word.dock) \(word.kind) \(word.identity)".utf8)
                    try putAside(MailAside(place: "", octets: octets, fault: .refused(reason)), in: &outcome)
                } else {
                    let middle = part.startIndex + part.count / 2
                    parts += [part[..<middle], part[middle...]]
                }
            }
        }
        return outcome
    }

    private func keep(_ words: ArraySlice<MailWord>, in outcome: inout MailroomOutcome) throws(PostgresError)
    {
        let link = ledger.link
        // Of the copies of one mail the first to arrive counts, in whatever order they are found.
        let single = Dictionary(words.map { ($0.identity, $0) }) { $0.arrived <= $1.arrived ? $0 : $1 }
        let rows = "[" + single.values.map(Self.row).joined(separator: ",") + "]"
        let count = try link.rows(Self.insertion, [rows])[0][0].flatMap { Int($0) } ?? 0
        let docks = Set(words.map(\.dock))
        let names = "{" + docks.sorted().joined(separator: ",") + "}"
        _ = try link.rows(Self.rollups, [names])
        _ = try link.rows(Self.docks, [names])
        outcome.stored += count
        outcome.repeated += words.count - count
        outcome.docks.formUnion(docks)
    }

    private func putAside(_ mail: MailAside, in outcome: inout MailroomOutcome) throws(PostgresError) {
        let identity = SHA256.hexadecimal(SHA256.of(mail.octets))
        let octets = "\\x" + SHA256.hexadecimal(Array(mail.octets.prefix(FleetLedger.poisonOctets)))
        // Whose it is is not proved, so it is nobody's: a forger must not stain a dock.
        _ = try ledger.link.rows(
            """
            INSERT INTO roost.poison (topic, reason, octets, identity)
            SELECT $1, $2, $3::bytea, $4 WHERE (SELECT count(*) FROM roost.poison WHERE identity IS NOT NULL)
                < \(FleetLedger.poisonPerDock)
            ON CONFLICT (identity) DO NOTHING
            """,
            [
                "mail " + Self.clean(mail.place, most: 200), Self.clean("\(mail.fault)", most: 500), octets,
                identity,
            ])
        outcome.putAside += 1
    }

    private static func clean(_ text: String, most: Int) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(most).filter { $0.value != 0 }))
    }

    /// A word as a JSON object for the database.
    private static func row(_ word: MailWord) -> String {
        func quoted(_ text: String) -> String { JSONNode.quoted(text) }
        let facts: String
        switch word.content {
        case .heartbeat(let note):
            facts = """
                {"epoch":\(note.epoch),"sequence":\(note.sequence),"next_ms":\(note.next.milliseconds),\
                "phase":\(quoted(note.phase)),"in_flight":\(note.isInFlight),"incidents":\(note.incidents),\
                "clock_trusted":\(note.isClockTrusted)}
                """
        case .incident(let key, let severity, let isResolved):
            facts = """
                {"key":\(quoted(key)),"severity":\(severity.map { "\($0.rawValue)" } ?? "null"),\
                "resolved":\(isResolved)}
                """
        case .digest(let day, let rollup):
            let number = MailWord.dayNumber(of: day) ?? 0
            facts = "{\"day\":\(quoted(day)),\"day_number\":\(number),\"rollup\":\(rollup ?? "null")}"
        case .other: facts = "{}"
        }
        return """
            {"identity":\(quoted(word.identity)),"dock":\(quoted(word.dock)),"kind":\(quoted(word.kind)),\
            "told_ms":\(word.told.milliseconds),"arrived_ms":\(word.arrived.milliseconds),\
            "is_signed":\(word.isSigned),"facts":\(facts)}
            """
    }

    private static let insertion = """
        WITH stored AS (
            INSERT INTO roost.mail AS m (identity, dock, kind, told_ms, arrived, is_signed, facts)
            SELECT identity, dock, kind, told_ms, to_timestamp(arrived_ms / 1000.0), is_signed, facts
            FROM jsonb_to_recordset($1::jsonb) AS x (identity text, dock text, kind text, told_ms bigint,
                arrived_ms bigint, is_signed boolean, facts jsonb)
            ON CONFLICT (identity) DO UPDATE SET arrived = excluded.arrived WHERE excluded.arrived < m.arrived
            RETURNING xmax = 0 AS is_new
        ) SELECT count(*) FILTER (WHERE is_new) FROM stored
        """

    /// The roll-up of each day, of the mail that was written last.
    private static let rollups = """
        INSERT INTO roost.document AS o
            (filed, dock, epoch, stream, sequence, sent_ms, clock_trusted, received, body)
        SELECT DISTINCT ON (m.dock, m.facts->'day_number')
            CASE WHEN m.facts->>'day' >= '2025' AND m.facts->>'day' < '2100'
                THEN date_trunc('month', (m.facts->>'day')::date)::date ELSE '1970-01-01' END,
            m.dock, \(epoch), 'rollup', (m.facts->>'day_number')::bigint, m.told_ms, true,
            least(m.arrived, to_timestamp(m.told_ms / 1000.0)), m.facts->'rollup'
        FROM roost.mail m
        WHERE m.dock = ANY ($1::text[]) AND m.kind = 'digest' AND jsonb_typeof(m.facts->'rollup') = 'object'
            AND (m.facts->>'day_number')::bigint > 0
        ORDER BY m.dock, m.facts->'day_number', m.told_ms DESC, m.identity
        ON CONFLICT (dock, stream, sequence, epoch, filed) DO UPDATE
            SET sent_ms = excluded.sent_ms, received = excluded.received, body = excluded.body
            WHERE (o.sent_ms, o.body) IS DISTINCT FROM (excluded.sent_ms, excluded.body)
        """

    /// The row of each dock, of all its mails: the newest heartbeat of the epoch that was heard last, and incidents
    /// whose last word is not that they ended. Heartbeats that come after an incident's word count it better.
    private static let docks = """
        WITH mine AS (
            SELECT * FROM roost.mail WHERE dock = ANY ($1::text[])
        ), heard AS (
            SELECT dock, min(arrived) AS first, max(arrived) AS last FROM mine GROUP BY dock
        ), epochs AS (
            SELECT DISTINCT ON (dock) dock, (facts->>'epoch')::bigint AS epoch FROM mine WHERE kind = 'heartbeat'
            ORDER BY dock, arrived DESC, (facts->>'epoch')::bigint DESC
        ), beat AS (
            SELECT DISTINCT ON (m.dock) m.dock, m.told_ms, m.arrived, m.facts FROM mine m JOIN epochs e USING (dock)
            WHERE m.kind = 'heartbeat' AND (m.facts->>'epoch')::bigint = e.epoch
            ORDER BY m.dock, (m.facts->>'sequence')::bigint DESC, m.told_ms DESC, m.identity
        ), word AS (
            SELECT DISTINCT ON (dock, facts->>'key') dock, told_ms, facts FROM mine
            WHERE facts ? 'key' AND facts ? 'resolved'
            ORDER BY dock, facts->>'key', told_ms DESC, facts->>'resolved' DESC, identity
        ), open AS (
            SELECT w.dock, count(*) AS count, min((w.facts->>'severity')::int) AS worst, max(w.told_ms) AS last
            FROM word w LEFT JOIN beat b USING (dock)
            WHERE w.facts->>'resolved' = 'false'
                AND NOT (b.told_ms > w.told_ms AND (b.facts->>'incidents')::int = 0)
            GROUP BY w.dock
        )
        INSERT INTO roost.dock AS d (name, first_seen, last_seen, epoch, state_sequence, state_received, state,
            clock_off_ms)
        SELECT h.dock, h.first, h.last, \(epoch), 0, coalesce(b.arrived, h.last),
            jsonb_build_object('source', 'mail', 'phase', b.facts->>'phase',
                'awaits_person', coalesce(b.facts->>'phase' IN ('lost', 'diverted', 'fault', 'service'), false),
                'interval_s', CASE WHEN b.dock IS NULL THEN \(digestInterval)
                    ELSE greatest(0, (b.facts->>'next_ms')::bigint - b.told_ms) / 1000 END,
                'open_incidents', CASE WHEN b.told_ms >= coalesce(o.last, 0) THEN (b.facts->>'incidents')::bigint
                    ELSE coalesce(o.count, 0) END,
                'worst_severity', o.worst),
            -- A mail that took long says nothing of a clock; one from the future does.
            CASE WHEN (b.facts->>'clock_trusted')::boolean THEN
                greatest(0, b.told_ms - (extract(epoch FROM b.arrived) * 1000)::bigint) END
        FROM heard h LEFT JOIN beat b USING (dock) LEFT JOIN open o USING (dock)
        ON CONFLICT (name) DO UPDATE SET first_seen = least(d.first_seen, excluded.first_seen),
            last_seen = excluded.last_seen, epoch = excluded.epoch, state_sequence = 0,
            state_received = excluded.state_received, state = excluded.state, clock_off_ms = excluded.clock_off_ms
        WHERE coalesce(d.epoch, \(epoch)) = \(epoch) AND d.link_up IS NULL
        """
}
