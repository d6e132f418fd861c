// SPDX-License-Identifier: Apache-2.0
// The numbered, forward-only migrations. A released step is never edited: a change is a new step at the end,
// and a fixture database of the released version joins the tests.

/// One step of the schema.
struct Migration: Sendable {
    /// The schema number after this step; the first is 1, and each is more than the last.
    let number: Int
    /// The statements of the step, run in one transaction with the new number.
    let sql: String
}

/// The schema of `roost.db`.
enum Schema {
    /// Marks the file as Roost's ("Rost" in ASCII), kept in SQLite's application_id.
    static let applicationID: Int64 = 0x526F_7374

    /// All steps, oldest first.
    static let migrations: [Migration] = [
        Migration(number: 1, sql: first), Migration(number: 2, sql: second), Migration(number: 3, sql: third),
        Migration(number: 4, sql: fourth), Migration(number: 5, sql: fifth), Migration(number: 6, sql: sixth),
        Migration(number: 7, sql: seventh), Migration(number: 8, sql: eighth),
        Migration(number: 9, sql: ninth), Migration(number: 10, sql: tenth),
        Migration(number: 11, sql: eleventh), Migration(number: 12, sql: twelfth),
        Migration(number: 14, sql: fourteenth),
    ]

    /// No table changes. The state is packed from here on, which a Roost of an older schema would not understand: the
    /// number makes it say so instead.
    private static let fourteenth = "-- state.body is a zlib stream, filled up with zeros"

    /// The files on a vehicle's cards, for the pictures that are fetched from it: which are known, and how often the
    /// vehicle refused one.
    private static let twelfth = """
        CREATE TABLE card (name TEXT PRIMARY KEY, emptied_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE card_file (
            card TEXT NOT NULL, path TEXT NOT NULL, octets INTEGER,
            is_done INTEGER NOT NULL CHECK (is_done IN (0, 1)), attempts INTEGER NOT NULL,
            PRIMARY KEY (card, path)
        ) STRICT, WITHOUT ROWID;
        """

    /// Documents for the fleet: state 0 waits and was never shown to a broker, 1 may have reached one, 2 did. The
    /// numbers of a stream go on whatever becomes of its documents.
    private static let eleventh = """
        CREATE TABLE fleet_stream (
            stream TEXT PRIMARY KEY, head INTEGER NOT NULL,
            delivered INTEGER NOT NULL DEFAULT 0, shed INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE fleet_document (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            stream TEXT NOT NULL, sequence INTEGER NOT NULL, rank INTEGER NOT NULL,
            state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),
            wall_ms INTEGER NOT NULL, size INTEGER NOT NULL, octets BLOB NOT NULL, checksum INTEGER NOT NULL,
            UNIQUE (stream, sequence)
        ) STRICT;
        CREATE INDEX fleet_document_waits ON fleet_document (rank, id, size) WHERE state < 2;
        CREATE INDEX fleet_document_delivered ON fleet_document (id) WHERE state = 2;
        """

    /// Maps at a server that makes them, with the pictures that it has; and what somebody wishes about one.
    private static let tenth = """
        CREATE TABLE map_job (
            flight TEXT PRIMARY KEY, schedule TEXT NOT NULL, uuid TEXT NOT NULL, wall_ms INTEGER NOT NULL,
            is_open INTEGER NOT NULL CHECK (is_open = 0 OR is_open = 1), wish TEXT,
            body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX map_job_open ON map_job (wall_ms) WHERE is_open = 1;

        CREATE TABLE map_image (
            flight TEXT NOT NULL, picture INTEGER NOT NULL, name TEXT NOT NULL, octets INTEGER NOT NULL,
            path TEXT NOT NULL,
            state TEXT NOT NULL
                CHECK (state = 'waiting' OR state = 'sending' OR state = 'sent' OR state = 'left-out'),
            PRIMARY KEY (flight, picture)
        ) STRICT, WITHOUT ROWID;
        """

    /// Who may use the console, who does, and who has changed what. Secrets are here as hashes alone.
    private static let ninth = """
        CREATE TABLE console_user (
            name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL,
            added_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL, sign_in_ms INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE console_session (
            hash TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES console_user (name) ON DELETE CASCADE,
            boot TEXT NOT NULL, begun_ns INTEGER NOT NULL, seen_ns INTEGER NOT NULL, address TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX console_session_user ON console_session (user, begun_ns);

        CREATE TABLE console_token (
            name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, role TEXT NOT NULL,
            made_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            wall_ms INTEGER NOT NULL, boot_ns INTEGER NOT NULL, is_wall_trusted INTEGER NOT NULL,
            who TEXT NOT NULL, role TEXT NOT NULL, way TEXT NOT NULL, address TEXT NOT NULL,
            action TEXT NOT NULL, subject TEXT NOT NULL, before TEXT, after TEXT, result TEXT NOT NULL
        ) STRICT;
        CREATE INDEX audit_who ON audit (who, id);
        """

    /// One row for each operational day: its facts, for its digest to be written again, and its few figures, for
    /// charts and tables of a year.
    private static let eighth = """
        CREATE TABLE day (
            day TEXT PRIMARY KEY, wall_ms INTEGER NOT NULL, figures BLOB NOT NULL, body BLOB NOT NULL,
            checksum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// Flight records, the flights that wait for theirs, and the chain over records and incidents.
    private static let sixth = """
        CREATE TABLE flight_record (
            run TEXT NOT NULL, version INTEGER NOT NULL CHECK (version > 0),
            wall_ms INTEGER NOT NULL, flown_ms INTEGER NOT NULL, air_ms INTEGER, aircraft TEXT NOT NULL,
            missing TEXT NOT NULL, has_log INTEGER NOT NULL, thinned_ms INTEGER,
            body BLOB NOT NULL, checksum INTEGER NOT NULL,
            PRIMARY KEY (run, version)
        ) STRICT;
        CREATE INDEX flight_record_flown ON flight_record (flown_ms, run, version);
        CREATE INDEX flight_record_kept ON flight_record (wall_ms) WHERE thinned_ms IS NULL;

        CREATE TABLE flight_record_file (
            run TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL,
            name TEXT NOT NULL, octets INTEGER NOT NULL, sha256 BLOB NOT NULL,
            PRIMARY KEY (run, version, kind)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE record_due (run TEXT PRIMARY KEY, wall_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE chain (
            seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, version INTEGER NOT NULL,
            wall_ms INTEGER NOT NULL, parts TEXT NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL
        ) STRICT;
        CREATE INDEX chain_subject ON chain (subject, kind, seq);
        """

    /// The pictures of flights: what each showed, the flights they belong to, the words about them that the core takes,
    /// and the places that were hot.
    private static let seventh = """
        CREATE TABLE picture (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            flight TEXT NOT NULL, name TEXT NOT NULL, octets INTEGER NOT NULL, digest TEXT NOT NULL,
            arrived_ms INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state = 'trying' OR state = 'read' OR state = 'aside'),
            attempts INTEGER NOT NULL DEFAULT 0,
            -- Where the file lies now, below the folder of pictures; null once it is gone.
            path TEXT, waits_for_upload INTEGER NOT NULL DEFAULT 0,
            body BLOB NOT NULL, checksum INTEGER NOT NULL,
            UNIQUE (digest, octets, name)
        ) STRICT;
        CREATE INDEX picture_of_flight ON picture (flight, id);
        CREATE INDEX picture_kept ON picture (arrived_ms) WHERE path IS NOT NULL;

        CREATE TABLE picture_flight (
            flight TEXT PRIMARY KEY, schedule TEXT NOT NULL, wall_ms INTEGER NOT NULL,
            is_settled INTEGER NOT NULL CHECK (is_settled = 0 OR is_settled = 1),
            body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE picture_word (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, wall_ms INTEGER NOT NULL, flight TEXT NOT NULL, spot TEXT,
            body BLOB NOT NULL, checksum INTEGER NOT NULL,
            -- What the mail shows.
            shown BLOB, shown_checksum INTEGER
        ) STRICT;
        CREATE INDEX picture_word_spot ON picture_word (spot, seq) WHERE spot IS NOT NULL;

        CREATE TABLE hot_place (
            number INTEGER PRIMARY KEY AUTOINCREMENT, schedule TEXT NOT NULL, wall_ms INTEGER NOT NULL,
            body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX hot_place_schedule ON hot_place (schedule, number);
        """

    /// What the detector has learned of signals, and which incidents people have shelved, with who, why and until when.
    private static let fifth = """
        CREATE TABLE signal (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, wall_ms INTEGER NOT NULL,
            body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX signal_stored ON signal (wall_ms);

        CREATE TABLE shelf (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            incident TEXT NOT NULL, wall_ms INTEGER NOT NULL, is_wall_trusted INTEGER NOT NULL,
            until_ms INTEGER NOT NULL, who TEXT NOT NULL, reason TEXT NOT NULL,
            ended_ms INTEGER, ended_by TEXT,
            CHECK (until_ms > wall_ms), CHECK ((ended_ms IS NULL) = (ended_by IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX shelf_in_force ON shelf (incident) WHERE ended_ms IS NULL;
        CREATE INDEX shelf_incident ON shelf (incident, id);
        """

    /// Links and their budgets, short forms, mails held back, and who has taken note of an incident.
    private static let fourth = """
        ALTER TABLE outbox ADD COLUMN severity INTEGER;
        ALTER TABLE outbox ADD COLUMN held_until_ms INTEGER;
        CREATE INDEX outbox_held ON outbox (held_until_ms) WHERE held_until_ms IS NOT NULL;
        -- Not as a list: SQLite builds a table of its own for one, with every row.
        ALTER TABLE outbox_recipient ADD COLUMN short_state TEXT CHECK (short_state = 'queued'
            OR short_state = 'sent' OR short_state = 'dead' OR short_state = 'superseded');

        CREATE TABLE outbox_short (
            mail INTEGER PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
            message_id TEXT NOT NULL, octets BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE link_use (
            link TEXT NOT NULL, day TEXT NOT NULL,
            octets INTEGER NOT NULL, mails INTEGER NOT NULL,
            PRIMARY KEY (link, day)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE acknowledgement (
            incident TEXT PRIMARY KEY,
            wall_ms INTEGER NOT NULL, is_wall_trusted INTEGER NOT NULL, who TEXT NOT NULL, way TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- The same checks in another form, as the pages on ALTER TABLE of SQLite say: for a list of more than two words
        -- it builds a table of its own with every row, which is a third of the time that queueing a mail takes.
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''queued'', ''leased'', ''sent'', ''dead'')',
            'state = ''queued'' OR state = ''leased'' OR state = ''sent'' OR state = ''dead''')
            WHERE type = 'table' AND name = 'outbox';
        UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''queued'', ''sent'', ''dead'')',
            'state = ''queued'' OR state = ''sent'' OR state = ''dead''')
            WHERE type = 'table' AND name = 'outbox_recipient';
        UPDATE sqlite_schema SET sql = replace(sql, 'outcome IN (''sent'', ''deferred'', ''refused'')',
            'outcome = ''sent'' OR outcome = ''deferred'' OR outcome = ''refused''')
            WHERE type = 'table' AND name = 'delivery';
        PRAGMA writable_schema = RESET;
        """

    /// The journal of wear. The wear itself is in the state; its own table said the same again with each decision.
    private static let third = """
        DROP TABLE wear;
        CREATE TABLE wear_event (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, part TEXT NOT NULL, wall_ms INTEGER NOT NULL, kind TEXT NOT NULL,
            body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX wear_event_part ON wear_event (part, seq);
        """

    /// What the exception filter judged, and its memory.
    private static let second = """
        CREATE TABLE kept (
            name TEXT PRIMARY KEY, wall_ms INTEGER NOT NULL, body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            wall_ms INTEGER NOT NULL, kind TEXT NOT NULL, severity INTEGER NOT NULL, incident TEXT,
            bin TEXT, rule TEXT NOT NULL, waits_in TEXT, mail TEXT,
            body BLOB NOT NULL, checksum INTEGER NOT NULL,
            CHECK ((bin IS NULL) <> (waits_in IS NULL))
        ) STRICT;
        CREATE INDEX event_waits ON event (waits_in) WHERE waits_in IS NOT NULL;
        CREATE INDEX event_bin ON event (bin, id);
        CREATE INDEX event_incident ON event (incident, id) WHERE incident IS NOT NULL;
        """

    private static let first = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            boot_ns INTEGER NOT NULL, wall_ms INTEGER NOT NULL, is_wall_trusted INTEGER NOT NULL,
            body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE journal (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            boot_ns INTEGER NOT NULL, wall_ms INTEGER NOT NULL, is_wall_trusted INTEGER NOT NULL,
            kind TEXT NOT NULL, body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE mission (
            occurrence TEXT PRIMARY KEY,
            schedule TEXT NOT NULL, planned_ms INTEGER NOT NULL, outcome TEXT,
            wall_ms INTEGER NOT NULL, body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX mission_planned ON mission (planned_ms, occurrence);

        CREATE TABLE wear (
            part TEXT NOT NULL, serial TEXT NOT NULL,
            wall_ms INTEGER NOT NULL, body BLOB NOT NULL, checksum INTEGER NOT NULL,
            PRIMARY KEY (part, serial)
        ) STRICT;

        CREATE TABLE incident (
            id TEXT PRIMARY KEY, severity INTEGER NOT NULL, kind TEXT NOT NULL,
            opened_ms INTEGER NOT NULL, is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
            wall_ms INTEGER NOT NULL, body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX incident_opened ON incident (opened_ms, id);

        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            dedupe TEXT UNIQUE,
            message_id TEXT NOT NULL, kind TEXT NOT NULL, priority INTEGER NOT NULL CHECK (priority >= 0),
            sender TEXT NOT NULL, subject TEXT NOT NULL, size INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('queued', 'leased', 'sent', 'dead')),
            is_dismissed INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            created_ms INTEGER NOT NULL, is_created_trusted INTEGER NOT NULL,
            deferred_ms INTEGER, not_before_ms INTEGER, deferred_by TEXT,
            lease_owner TEXT, lease_pid INTEGER, lease_pid_start INTEGER,
            lease_host TEXT, lease_until_ns INTEGER,
            finished_ms INTEGER, reply TEXT
        ) STRICT;
        CREATE INDEX outbox_due ON outbox (state, priority, id, size);

        CREATE TABLE outbox_body (
            mail INTEGER PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
            octets BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE outbox_recipient (
            mail INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
            position INTEGER NOT NULL, address TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'dead')),
            is_in_flight INTEGER NOT NULL DEFAULT 0,
            code INTEGER, reply TEXT,
            PRIMARY KEY (mail, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE delivery (
            seq INTEGER PRIMARY KEY,
            mail INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
            wall_ms INTEGER NOT NULL, owner TEXT NOT NULL, address TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'deferred', 'refused')),
            code INTEGER, reply TEXT NOT NULL
        ) STRICT;
        CREATE INDEX delivery_mail ON delivery (mail, seq);
        """
}
