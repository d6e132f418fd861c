// SPDX-License-Identifier: Apache-2.0
// When a dock counts as silent, and the silences on record: each is one row from the last word until the next, and is
// told in one mail. Only the receiver's clock counts, and only time in which the receiver could hear.

/// When a dock counts as silent.
public enum SilenceRule {
    /// Promised intervals that may pass: a link that is tried again takes a while.
    static let factor = 3.0
    /// Never less than this, s.
    static let floor = 180.0
    /// The promise of a dock that made none, s.
    static let interval = 60.0

    /// The span after which a dock of `roost.dock d` is silent, in SQL.
    static let span = """
        make_interval(secs => greatest(\(floor), \(factor) * coalesce(roost.real(d.state->'interval_s'), \(interval))))
        """
}

/// A silence of a dock.
public struct FleetSilence: Sendable, Encodable, Equatable {
    /// The dock, and its name for people.
    public var dock: String, name: String?
    /// Seconds since it was heard last; and for how long it was silent, when it was heard again.
    public var heardSecondsAgo: Double, endedAfterSeconds: Double?
}

/// Silences that are told in one mail.
public struct SilenceLetter: Sendable, Equatable {
    /// The number of the mail; the same each time until it is marked as told.
    public var number: Int64
    /// What it tells.
    public var silences: [FleetSilence]
}

extension FleetLedger {
    /// Notes docks that are silent now and such that are heard again; the former. Those of which only mail tells are
    /// left to `noteMailSilence`.
    /// - Parameter seconds: for how long the receiver could hear; a silence from before it says nothing.
    func noteSilence(heardFor seconds: Double) throws(PostgresError) -> [String] {
        try Self.noteSilence(link, "coalesce(d.epoch, 1) <> 0", heardFor: seconds)
    }

    /// Notes silences of the docks that a condition names.
    static func noteSilence(_ link: PostgresLink, _ which: String, heardFor seconds: Double?)
        throws(PostgresError)
        -> [String]
    {
        try link.run(
            """
            UPDATE roost.silence s SET ended = d.last_seen FROM roost.dock d
            WHERE d.name = s.dock AND s.ended IS NULL AND d.last_seen > s.last_heard AND \(which)
            """)
        let since =
            seconds.map { "greatest(d.last_seen, now() - make_interval(secs => \($0)))" } ?? "d.last_seen"
        return try link.rows(
            """
            INSERT INTO roost.silence (dock, last_heard) SELECT d.name, d.last_seen FROM roost.dock d
            WHERE now() - \(since) > \(SilenceRule.span) AND \(which)
            ON CONFLICT (dock) WHERE ended IS NULL DO NOTHING RETURNING dock
            """
        ).compactMap { $0.first ?? nil }
    }
}

extension FleetOverview {
    /// Notes silences of the docks of which only mail tells.
    public func noteMailSilence() throws(PostgresError) {
        _ = try FleetLedger.noteSilence(link, "d.epoch = 0", heardFor: nil)
    }

    /// The silences that nobody was told of yet, under the number of their mail; nil when there are none. A letter that
    /// was begun and not marked as told comes again, with no silence more.
    public func silenceLetter() throws(PostgresError) -> SilenceLetter? {
        let open = try link.rows(
            "SELECT min(letter) FROM roost.silence WHERE letter IS NOT NULL AND told IS NULL")
        var number = open.first?.first.flatMap { $0 }.flatMap { Int64($0) }
        if number == nil {
            number = try link.rows(
                """
                WITH n AS (SELECT nextval('roost.letter_number') AS number)
                UPDATE roost.silence SET letter = n.number FROM n WHERE letter IS NULL AND ended IS NULL
                RETURNING letter
                """
            ).first?.first.flatMap { $0 }.flatMap { Int64($0) }
        }
        guard let number else { return nil }
        return SilenceLetter(number: number, silences: try silences("s.letter = \(number)"))
    }

    /// A letter is with the post.
    public func told(_ letter: SilenceLetter) throws(PostgresError) {
        try link.run("UPDATE roost.silence SET told = now() WHERE letter = \(letter.number) AND told IS NULL")
    }

    /// Silences that last, or ended within a span.
    public func silences(within seconds: Double) throws(PostgresError) -> [FleetSilence] {
        try silences("(s.ended IS NULL OR s.ended > now() - make_interval(secs => \(seconds)))")
    }

    /// Silences that one look returns at most.
    private static let mostSilences = 1_000

    private func silences(_ which: String) throws(PostgresError) -> [FleetSilence] {
        try link.rows(
            """
            SELECT s.dock, d.state->>'name', extract(epoch FROM now() - s.last_heard),
                extract(epoch FROM s.ended - s.last_heard)
            FROM roost.silence s JOIN roost.dock d ON d.name = s.dock WHERE \(which)
            ORDER BY s.ended IS NOT NULL, s.last_heard, s.dock LIMIT \(Self.mostSilences)
            """
        ).compactMap { row in
            guard row.count == 4, let dock = row[0], let heard = row[2].flatMap({ Double($0) }) else {
                return nil
            }
            return FleetSilence(
                dock: dock, name: row[1], heardSecondsAgo: heard,
                endedAfterSeconds: row[3].flatMap { Double($0) })
        }
    }
}
