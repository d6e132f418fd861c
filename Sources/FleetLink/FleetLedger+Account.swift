// SPDX-License-Identifier: Apache-2.0
// Keeps account of what batches brought: what arrived of each stream, what each dock said last, and what is missing.
// One instance does it at a time; running it twice changes nothing, for it only unites sets.

internal import Fleet

/// Documents that a dock is to be asked for.
struct MissingDocuments: Equatable {
    var dock: String
    var note: RangeNote
}

extension FleetLedger {
    /// Brings the account up to date. False when another instance is about it.
    func account() throws(PostgresError) -> Bool {
        try transaction { () throws(PostgresError) in
            guard try link.rows("SELECT pg_try_advisory_xact_lock(\(FleetSchema.accountLock))")[0][0] == "t"
            else {
                return false
            }
            for statement in Self.accounting { try link.run(statement) }
            return true
        }
    }

    /// What is missing for longer than a span, of docks that are on the line, and not asked for lately; it counts as
    /// asked for from now on.
    func missing(longerThan seconds: Double) throws(PostgresError) -> [MissingDocuments] {
        let rows = try transaction { () throws(PostgresError) in
            guard try link.rows("SELECT pg_try_advisory_xact_lock(\(FleetSchema.accountLock))")[0][0] == "t"
            else {
                return [[String?]]()
            }
            return try link.rows(Self.asking, [String(seconds)])
        }
        return rows.compactMap { row in
            guard row.count == 4, let dock = row[0], let epoch = row[1].flatMap({ Int64($0) }),
                let stream = row[2].flatMap(FleetStream.init), let ranges = row[3].map(Self.ranges)
            else { return nil }
            return MissingDocuments(dock: dock, note: RangeNote(epoch: epoch, stream: stream, ranges: ranges))
        }
    }

    /// The ranges of PostgreSQL's text: "{[1,4),[7,8)}".
    static func ranges(_ text: String) -> [SequenceRange] {
        let numbers = text.split { !$0.isNumber }.compactMap { Int64($0) }
        return stride(from: 0, to: numbers.count - 1, by: 2).compactMap {
            SequenceRange(numbers[$0], numbers[$0 + 1] - 1)
        }
    }

    private static let missingRanges = "(int8multirange(int8range(1, s.head + 1)) - s.received - s.gone)"

    private static let accounting = [
        """
        WITH taken AS (DELETE FROM roost.tally RETURNING *)
        INSERT INTO pg_temp.touched (dock, epoch, stream, ranges, received)
        SELECT dock, epoch, stream, range_agg(ranges), max(received) FROM taken GROUP BY 1, 2, 3
        """,
        """
        INSERT INTO roost.stream AS s (dock, epoch, stream, received, head, last_received)
        SELECT dock, epoch, stream, ranges, coalesce(upper(ranges) - 1, 0), received FROM pg_temp.touched
        ON CONFLICT (dock, epoch, stream) DO UPDATE SET received = s.received + excluded.received,
            gone = s.gone - excluded.received, head = greatest(s.head, excluded.head),
            last_received = greatest(s.last_received, excluded.last_received)
        """,
        """
        INSERT INTO roost.dock AS d (name, last_seen) SELECT dock, max(received) FROM pg_temp.touched GROUP BY 1
        ON CONFLICT (name) DO UPDATE SET last_seen = greatest(d.last_seen, excluded.last_seen)
        """,
        """
        UPDATE roost.dock d SET epoch = x.epoch, state_sequence = x.sequence, state_received = x.received,
            state = x.body, shed = x.shed, heads = x.heads,
            clock_off_ms = x.sent_ms - (extract(epoch FROM x.received) * 1000)::bigint
        FROM (
            SELECT DISTINCT ON (t.dock) o.* FROM pg_temp.touched t CROSS JOIN LATERAL (
                SELECT * FROM roost.document o WHERE o.dock = t.dock AND o.stream = 'state' AND o.epoch = t.epoch
                    AND o.sequence = upper(t.ranges) - 1 LIMIT 1) o
            WHERE t.stream = 'state' ORDER BY t.dock, o.received DESC
        ) x
        WHERE d.name = x.dock AND (d.epoch IS DISTINCT FROM x.epoch OR d.state_sequence < x.sequence)
        """,
        """
        INSERT INTO roost.stream AS s (dock, epoch, stream, head)
        SELECT d.name, d.epoch, h.key, h.value::bigint FROM roost.dock d, jsonb_each_text(d.heads) h
        WHERE d.name IN (SELECT dock FROM pg_temp.touched WHERE stream = 'state') AND h.value::bigint > 0
        ON CONFLICT (dock, epoch, stream) DO UPDATE SET head = excluded.head WHERE s.head < excluded.head
        """,
        """
        UPDATE roost.stream s SET
            gap_since = CASE WHEN isempty(\(missingRanges)) THEN NULL ELSE coalesce(s.gap_since, now()) END,
            asks = CASE WHEN isempty(\(missingRanges)) THEN 0 ELSE s.asks END,
            asked = CASE WHEN isempty(\(missingRanges)) THEN NULL ELSE s.asked END
        WHERE s.dock IN (SELECT dock FROM pg_temp.touched)
            AND (s.gap_since IS NULL) <> isempty(\(missingRanges))
        """,
    ]

    /// Each time an answer stays out the next question waits twice as long, up to an hour.
    private static let asking = """
        UPDATE roost.stream s SET asked = now(), asks = s.asks + 1 FROM roost.dock d
        WHERE d.name = s.dock AND d.epoch = s.epoch AND d.link_up IS NOT FALSE
            AND s.gap_since <= now() - make_interval(secs => $1::double precision)
            AND (s.asked IS NULL
                OR s.asked < now() - least(interval '1 hour', interval '10 seconds' * power(2, least(s.asks, 9))))
        RETURNING s.dock, s.epoch, s.stream, \(missingRanges)
        """
}
