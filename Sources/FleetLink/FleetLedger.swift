// SPDX-License-Identifier: Apache-2.0
// Stores batches of documents in PostgreSQL: whole or not at all, each document once, and what cannot be kept put aside
// alone. Acknowledging is not its business, and it never asks a dock for its word on who it is: the topic tells.

internal import DockModel
internal import Fleet

/// A message as it arrived.
struct Arrival {
    var topic: String
    var octets: [UInt8]
}

/// What became of a batch.
struct BatchOutcome: Equatable {
    var stored = 0, doubled = 0, poisoned = 0, notes = 0
}

/// A batch, judged.
struct JudgedBatch {
    var documents: [(arrival: Arrival, document: ArrivedDocument)] = []
    var links: [(dock: String, note: LinkNote)] = []
    var gone: [(dock: String, note: RangeNote)] = []
    var poison: [(arrival: Arrival, fault: DocumentFault)] = []

    init(_ batch: [Arrival]) {
        documents.reserveCapacity(batch.count)
        for arrival in batch {
            do throws(DocumentFault) { try take(arrival) } catch { poison.append((arrival, error)) }
        }
    }

    private mutating func take(_ arrival: Arrival) throws(DocumentFault) {
        switch FleetTopic(arrival.topic) {
        case .document(let dock, let stream):
            documents.append((arrival, try ArrivedDocument(arrival.octets, dock: dock, stream: stream)))
        case .link(let dock):
            guard let note = LinkNote(arrival.octets) else { throw .malformed(at: 0) }
            links.append((dock, note))
        case .gone(let dock):
            guard let note = RangeNote(arrival.octets) else { throw .malformed(at: 0) }
            gone.append((dock, note))
        case .request, .bundle, nil: throw .strangeTopic
        }
    }
}

/// The fleet's tables, for whoever receives.
struct FleetLedger {
    /// Messages of one batch that are put aside at most; further ones are counted only.
    static let poisonPerBatch = 100
    /// Messages of one dock that are put aside at most.
    static let poisonPerDock = 1_000
    /// Octets that are kept of one that is put aside.
    static let poisonOctets = 4_096
    /// How often a batch is tried that another instance stands in the way of.
    static let tries = 5

    let link: PostgresLink

    /// A ledger over tables that are brought up to date.
    init(_ link: PostgresLink) throws(PostgresError) {
        self.link = link
        try FleetSchema.prepare(link)
    }

    /// Stores a batch durably.
    func store(_ batch: [Arrival]) throws(PostgresError) -> BatchOutcome {
        let judged = JudgedBatch(batch)
        var outcome = BatchOutcome(notes: judged.links.count + judged.gone.count)
        for (dock, note) in judged.links { try keep(note, of: dock) }
        for (dock, note) in judged.gone { try keep(note, of: dock) }
        try keep(judged.poison, in: &outcome)
        // Halves of what cannot be kept, until the one that spoils it is found.
        var parts = [judged.documents[...]]
        while let part = parts.popLast() {
            do throws(PostgresError) {
                let stored = try insert(part)
                outcome.stored += stored
                outcome.doubled += part.count - stored
            } catch {
                guard case .badData(let reason) = error else { throw error }
                let middle = part.startIndex + part.count / 2
                if part.count == 1 {
                    try keep(part.map { ($0.arrival, .refused(reason)) }, in: &outcome)
                } else {
                    parts += [part[..<middle], part[middle...]]
                }
            }
        }
        return outcome
    }

    private typealias Documents = ArraySlice<(arrival: Arrival, document: ArrivedDocument)>

    /// Inserts documents in one transaction; how many were new.
    private func insert(_ documents: Documents) throws(PostgresError) -> Int {
        guard !documents.isEmpty else { return 0 }
        let rows = CopyRows.text(documents.map { ($0.arrival.octets, $0.document) })
        var triesLeft = Self.tries
        while true {
            do throws(PostgresError) {
                return try transaction { () throws(PostgresError) in
                    try link.copy("COPY pg_temp.arrival FROM STDIN", rows)
                    return try link.rows(Self.insertion)[0][0].flatMap { Int($0) } ?? 0
                }
            } catch {
                // Class 40: another instance inserts the same documents in another order.
                guard case .failed(let state, _) = error, state.hasPrefix("40"), triesLeft > 1 else {
                    throw error
                }
                triesLeft -= 1
            }
        }
    }

    private static let insertion = """
        WITH stored AS (
            INSERT INTO roost.document
                (filed, dock, epoch, stream, sequence, sent_ms, clock_trusted, shed, heads, body)
            SELECT filed, dock, epoch, stream, sequence, sent_ms, clock_trusted, shed, heads, body FROM pg_temp.arrival
            ON CONFLICT DO NOTHING RETURNING dock, epoch, stream, sequence
        ), told AS (
            INSERT INTO roost.tally (dock, epoch, stream, ranges)
            SELECT dock, epoch, stream, range_agg(int8range(sequence, sequence + 1)) FROM stored GROUP BY 1, 2, 3
        )
        SELECT count(*) FROM stored
        """

    private func keep(_ note: LinkNote, of dock: String) throws(PostgresError) {
        _ = try link.rows(
            """
            INSERT INTO roost.dock (name, last_seen, link_up, link_changed) VALUES ($1, now(), $2::boolean, now())
            ON CONFLICT (name) DO UPDATE SET link_up = excluded.link_up, link_changed = now()
            """, [dock, note.isUp ? "true" : "false"])
    }

    private func keep(_ note: RangeNote, of dock: String) throws(PostgresError) {
        let ranges = "{" + note.ranges.map { "[\($0.first),\($0.last)]" }.joined(separator: ",") + "}"
        _ = try link.rows(
            """
            INSERT INTO roost.stream AS s (dock, epoch, stream, gone) VALUES ($1, $2::bigint, $3, $4::int8multirange)
            ON CONFLICT (dock, epoch, stream) DO UPDATE SET gone = s.gone + (excluded.gone - s.received)
            """, [dock, String(note.epoch), note.stream.rawValue, ranges])
        // Whether the gap is closed is seen when the stream is looked at again.
        _ = try link.rows(
            "INSERT INTO roost.tally (dock, epoch, stream, ranges) VALUES ($1, $2::bigint, $3, '{}')",
            [dock, String(note.epoch), note.stream.rawValue])
    }

    private func keep(_ poison: [(arrival: Arrival, fault: DocumentFault)], in outcome: inout BatchOutcome)
        throws(PostgresError)
    {
        outcome.poisoned += poison.count
        for (arrival, fault) in poison.prefix(Self.poisonPerBatch) {
            let digits = Array("0123456789abcdef".utf8)
            let octets = arrival.octets.prefix(Self.poisonOctets).flatMap {
                [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
            }
            // A topic may hold what PostgreSQL cannot; U+0000 is no part of any.
            _ = try link.rows(
                """
                INSERT INTO roost.poison (topic, dock, reason, octets) SELECT $1, $2, $3, $4::bytea
                WHERE (SELECT count(*) FROM roost.poison WHERE dock IS NOT DISTINCT FROM $2) < \(Self.poisonPerDock)
                """,
                [
                    String(arrival.topic.prefix(200)), FleetTopic(arrival.topic)?.dock, "\(fault)",
                    "\\x" + String(decoding: octets, as: UTF8.self),
                ])
        }
    }

    func transaction<Value>(_ body: () throws(PostgresError) -> Value) throws(PostgresError) -> Value {
        try link.run("BEGIN")
        do throws(PostgresError) {
            let value = try body()
            try link.run("COMMIT")
            return value
        } catch {
            // The first error is the one that counts; a connection that is gone rolls back by itself.
            _ = try? link.run("ROLLBACK")
            throw error
        }
    }
}
