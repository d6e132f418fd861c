// SPDX-License-Identifier: Apache-2.0
// The tables of a fleet in PostgreSQL, in a schema of their own, and how partitions are made ahead. Steps are numbered
// and forward only; several instances may start at once, and an advisory lock lets one of them work.

/// The tables of a fleet.
enum FleetSchema {
    /// The number after the last step.
    static let newest = 2
    /// Taken by whoever changes tables ("Rost" in ASCII).
    private static let lock = 0x526F_7374
    /// Held by whoever keeps account.
    static let accountLock = 0x526F_7375
    /// Months made ahead, beside the present one.
    static let monthsAhead = 2

    /// Brings a database up to date.
    /// - Throws: `PostgresError`, also when a newer Roost has made the tables.
    static func prepare(_ link: PostgresLink) throws(PostgresError) {
        try link.run("BEGIN; SELECT pg_advisory_xact_lock(\(lock))")
        do throws(PostgresError) {
            try link.run("CREATE SCHEMA IF NOT EXISTS roost")
            try link.run("CREATE TABLE IF NOT EXISTS roost.version (number int NOT NULL)")
            let found =
                try link.rows("SELECT coalesce(max(number), 0) FROM roost.version")[0][0].flatMap { Int($0) }
                ?? 0
            guard found <= newest else {
                throw PostgresError.failed(
                    state: "roost",
                    "the tables are of a newer Roost (\(found), this one knows \(newest)); upgrade this one")
            }
            for (number, step) in zip(1..., [first, second]) where number > found {
                try link.run(step)
                try link.run("INSERT INTO roost.version (number) VALUES (\(number))")
            }
            try link.run("COMMIT")
        } catch {
            // The first error is the one that counts; a connection that is gone rolls back by itself.
            _ = try? link.run("ROLLBACK")
            throw error
        }
        try makePartitions(link)
        // Nobody else sees these; their rows are gone with each transaction.
        try link.run(
            """
            CREATE TEMP TABLE IF NOT EXISTS arrival (
                filed date NOT NULL, dock text NOT NULL, epoch bigint NOT NULL, stream text NOT NULL,
                sequence bigint NOT NULL, sent_ms bigint NOT NULL, clock_trusted boolean NOT NULL,
                shed bigint, heads jsonb, body jsonb NOT NULL
            ) ON COMMIT DELETE ROWS;
            CREATE TEMP TABLE IF NOT EXISTS touched (
                dock text NOT NULL, epoch bigint NOT NULL, stream text NOT NULL, ranges int8multirange NOT NULL,
                received timestamptz NOT NULL
            ) ON COMMIT DELETE ROWS
            """)
    }

    /// Makes the partitions of this month and the next ones. What came for such a month before, from docks whose
    /// clocks are ahead, move into it.
    static func makePartitions(_ link: PostgresLink) throws(PostgresError) {
        try link.run("BEGIN; SELECT pg_advisory_xact_lock(\(lock))")
        do throws(PostgresError) {
            try link.run(
                "SELECT roost.make_partition((date_trunc('month', now()) + make_interval(months => n))::date) "
                    + "FROM generate_series(0, \(monthsAhead)) n")
            try link.run("COMMIT")
        } catch {
            _ = try? link.run("ROLLBACK")  // See above.
            throw error
        }
    }

    private static let first = """
        -- What docks said. `filed` is the first day of the month in which the document says it was made.
        CREATE TABLE roost.document (
            filed date NOT NULL, dock text NOT NULL, epoch bigint NOT NULL, stream text NOT NULL,
            sequence bigint NOT NULL, sent_ms bigint NOT NULL, clock_trusted boolean NOT NULL,
            received timestamptz NOT NULL DEFAULT now(), shed bigint, heads jsonb, body jsonb NOT NULL,
            PRIMARY KEY (dock, stream, sequence, epoch, filed)
        ) PARTITION BY RANGE (filed);
        -- Documents of clocks that are months or years off.
        CREATE TABLE roost.document_undated PARTITION OF roost.document DEFAULT;

        CREATE FUNCTION roost.make_partition(month date) RETURNS void LANGUAGE plpgsql AS $$
        DECLARE name text := 'document_' || to_char(month, 'YYYY_MM');
        BEGIN
            IF to_regclass('roost.' || name) IS NOT NULL THEN RETURN; END IF;
            EXECUTE format('CREATE TABLE roost.%I (LIKE roost.document INCLUDING DEFAULTS)', name);
            EXECUTE format('WITH moved AS (DELETE FROM roost.document_undated'
                || ' WHERE filed >= %L AND filed < %L RETURNING *)'
                || ' INSERT INTO roost.%I SELECT * FROM moved', month, month + interval '1 month', name);
            EXECUTE format('ALTER TABLE roost.document ATTACH PARTITION roost.%I FOR VALUES FROM (%L) TO (%L)',
                name, month, (month + interval '1 month')::date);
        END $$;

        -- What each batch brought, until it is accounted for.
        CREATE TABLE roost.tally (
            dock text NOT NULL, epoch bigint NOT NULL, stream text NOT NULL, ranges int8multirange NOT NULL,
            received timestamptz NOT NULL DEFAULT now()
        );

        CREATE TABLE roost.dock (
            name text PRIMARY KEY, first_seen timestamptz NOT NULL DEFAULT now(), last_seen timestamptz NOT NULL,
            epoch bigint, state_sequence bigint, state_received timestamptz, state jsonb, shed bigint, heads jsonb,
            clock_off_ms bigint, link_up boolean, link_changed timestamptz
        );

        -- What of each stream arrived, what is gone for ever, and up to where there must be some.
        CREATE TABLE roost.stream (
            dock text NOT NULL, epoch bigint NOT NULL, stream text NOT NULL,
            received int8multirange NOT NULL DEFAULT '{}', gone int8multirange NOT NULL DEFAULT '{}',
            head bigint NOT NULL DEFAULT 0, last_received timestamptz,
            gap_since timestamptz, asked timestamptz, asks int NOT NULL DEFAULT 0,
            PRIMARY KEY (dock, epoch, stream)
        );

        -- What could not be taken, with the reason.
        CREATE TABLE roost.poison (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, received timestamptz NOT NULL DEFAULT now(),
            topic text NOT NULL, dock text, reason text NOT NULL, octets bytea NOT NULL
        );
        CREATE INDEX poison_of_dock ON roost.poison (dock);
        """
    /// What came by mail, what the receiver noticed itself, and what is rolled out.
    private static let second = """
        -- A number of a document, whatever a dock has written there; a word that is none must not stop the rest.
        CREATE FUNCTION roost.real(value jsonb) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
            SELECT CASE WHEN jsonb_typeof(value) = 'number'
                THEN least(greatest(value::numeric, -1e15), 1e15)::double precision END
        $$;

        -- Mails of docks, each once, whatever copies there are: `identity` is a digest of what it says.
        CREATE TABLE roost.mail (
            identity text PRIMARY KEY, dock text NOT NULL, kind text NOT NULL, told_ms bigint NOT NULL,
            arrived timestamptz NOT NULL, is_signed boolean NOT NULL, facts jsonb NOT NULL
        );
        CREATE INDEX mail_of_dock ON roost.mail (dock, kind, told_ms);
        -- The same of a mail that was put aside, so that it is put aside once.
        ALTER TABLE roost.poison ADD COLUMN identity text UNIQUE;

        -- A dock that fell silent, from then until it was heard again; `letter` is the mail that tells of it.
        CREATE TABLE roost.silence (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, dock text NOT NULL,
            last_heard timestamptz NOT NULL, noticed timestamptz NOT NULL DEFAULT now(), ended timestamptz,
            letter bigint, told timestamptz
        );
        CREATE SEQUENCE roost.letter_number;
        CREATE UNIQUE INDEX silence_open ON roost.silence (dock) WHERE ended IS NULL;

        -- Bundles that are rolled out, and how far. Their numbers go up, also when this table is lost.
        CREATE TABLE roost.rollout (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL,
            number bigint NOT NULL UNIQUE, undo_number bigint NOT NULL UNIQUE,
            begun timestamptz NOT NULL DEFAULT now(), standing text NOT NULL DEFAULT 'running', reason text,
            stage int NOT NULL DEFAULT 0, stage_begun timestamptz NOT NULL DEFAULT now(),
            soak_s double precision NOT NULL, patience_s double precision NOT NULL, most_failures int NOT NULL
        );
        CREATE UNIQUE INDEX rollout_under_way ON roost.rollout ((true)) WHERE standing IN ('running', 'undoing');
        CREATE TABLE roost.rollout_dock (
            rollout bigint NOT NULL REFERENCES roost.rollout, dock text NOT NULL, stage int NOT NULL,
            bundle bytea NOT NULL, undo bytea NOT NULL,
            sent timestamptz, undone timestamptz, taken timestamptz,
            health_before int, was_silent boolean, PRIMARY KEY (rollout, dock)
        );
        """
}
