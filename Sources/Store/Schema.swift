// SPDX-License-Identifier: Apache-2.0
// The numbered, forward-only migrations. A released step is never edited: a change is a new step at the end,
// and a fixture database of the released version joins the tests.

/// One step of the schema.
struct Migration: Sendable {
    /// The schema number after this step; the first is 1, and each is one more than the last.
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
        Migration(number: 4, sql: fourth),
    ]

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
