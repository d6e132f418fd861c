-- A store of schema 3 with rows in every table. Made by Scripts/schema-fixture; it never changes.
PRAGMA application_id = 1383035764;
PRAGMA user_version = 3;
BEGIN TRANSACTION;
CREATE TABLE delivery (
            seq INTEGER PRIMARY KEY,
            mail INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
            wall_ms INTEGER NOT NULL, owner TEXT NOT NULL, address TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'deferred', 'refused')),
            code INTEGER, reply TEXT NOT NULL
        ) STRICT;
INSERT INTO "delivery" VALUES(1,2,1790000000000,'post','ops@example.org','sent',250,'250 taken');
CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            wall_ms INTEGER NOT NULL, kind TEXT NOT NULL, severity INTEGER NOT NULL, incident TEXT,
            bin TEXT, rule TEXT NOT NULL, waits_in TEXT, mail TEXT,
            body BLOB NOT NULL, checksum INTEGER NOT NULL,
            CHECK ((bin IS NULL) <> (waits_in IS NULL))
        ) STRICT;
INSERT INTO "event" VALUES(1,1790000000000,'COVER.jammed',2,'i1','mailedAlone','safety',NULL,'k1',X'7B226576656E74223A317D',8924130324051861695);
INSERT INTO "event" VALUES(2,1790000000000,'WEATHER.gusts',4,NULL,NULL,'group','weather',NULL,X'7B226576656E74223A327D',-8727013414559927384);
CREATE TABLE incident (
            id TEXT PRIMARY KEY, severity INTEGER NOT NULL, kind TEXT NOT NULL,
            opened_ms INTEGER NOT NULL, is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
            wall_ms INTEGER NOT NULL, body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;
INSERT INTO "incident" VALUES('i1',2,'COVER.jammed',1790000000000,1,1790000000000,X'7B22696E636964656E74223A317D',950156220833339751);
INSERT INTO "incident" VALUES('i2',2,'COVER.jammed',1790000000000,0,1790000000000,X'7B22696E636964656E74223A327D',-1147247223284233616);
CREATE TABLE journal (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            boot_ns INTEGER NOT NULL, wall_ms INTEGER NOT NULL, is_wall_trusted INTEGER NOT NULL,
            kind TEXT NOT NULL, body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;
INSERT INTO "journal" VALUES(1,5000000000,1790000000000,1,'decision',X'7B226576656E74223A317D',8924130324051861695);
INSERT INTO "journal" VALUES(2,5000000000,1790000000000,1,'decision',X'7B226576656E74223A327D',-8727013414559927384);
CREATE TABLE kept (
            name TEXT PRIMARY KEY, wall_ms INTEGER NOT NULL, body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
INSERT INTO "kept" VALUES('day',1790000000000,X'7B2277617463686564223A317D',-2247468127115471387);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('mail.server','{}');
CREATE TABLE mission (
            occurrence TEXT PRIMARY KEY,
            schedule TEXT NOT NULL, planned_ms INTEGER NOT NULL, outcome TEXT,
            wall_ms INTEGER NOT NULL, body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;
INSERT INTO "mission" VALUES('roof/2026-09-21','roof',1790000000000,'flown',1790000000000,X'7B226D697373696F6E223A317D',3039891946169104119);
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
INSERT INTO "outbox" VALUES(1,'k1','<1@example.org>','incident',1,'roost@example.org','mail 1',20,'queued',0,0,1790000000000,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "outbox" VALUES(2,'k2','<2@example.org>','incident',1,'roost@example.org','mail 2',20,'sent',0,1,1790000000000,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1790000000000,'250 taken');
INSERT INTO "outbox" VALUES(3,'k3','<3@example.org>','incident',1,'roost@example.org','mail 3',20,'dead',0,1,1790000000000,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1790000000000,'550 nobody');
INSERT INTO "outbox" VALUES(4,'k4','<4@example.org>','incident',1,'roost@example.org','mail 4',20,'leased',0,0,1790000000000,1,NULL,NULL,NULL,'post',1,1,'gone',1,NULL,NULL);
CREATE TABLE outbox_body (
            mail INTEGER PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
            octets BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;
INSERT INTO "outbox_body" VALUES(1,X'5375626A6563743A206B6570740D0A0D0A626F64790D0A',5802410827723868892);
INSERT INTO "outbox_body" VALUES(2,X'5375626A6563743A206B6570740D0A0D0A626F64790D0A',5802410827723868892);
INSERT INTO "outbox_body" VALUES(3,X'5375626A6563743A206B6570740D0A0D0A626F64790D0A',5802410827723868892);
INSERT INTO "outbox_body" VALUES(4,X'5375626A6563743A206B6570740D0A0D0A626F64790D0A',5802410827723868892);
CREATE TABLE outbox_recipient (
            mail INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
            position INTEGER NOT NULL, address TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'dead')),
            is_in_flight INTEGER NOT NULL DEFAULT 0,
            code INTEGER, reply TEXT,
            PRIMARY KEY (mail, position)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "outbox_recipient" VALUES(1,0,'ops@example.org','queued',0,NULL,NULL);
INSERT INTO "outbox_recipient" VALUES(2,0,'ops@example.org','sent',0,NULL,NULL);
INSERT INTO "outbox_recipient" VALUES(3,0,'ops@example.org','dead',0,NULL,NULL);
INSERT INTO "outbox_recipient" VALUES(4,0,'ops@example.org','queued',0,NULL,NULL);
CREATE TABLE state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            boot_ns INTEGER NOT NULL, wall_ms INTEGER NOT NULL, is_wall_trusted INTEGER NOT NULL,
            body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;
INSERT INTO "state" VALUES(1,5000000000,1790000000000,1,X'7B227068617365223A2269646C65227D',8795049630092490912);
CREATE TABLE wear_event (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, part TEXT NOT NULL, wall_ms INTEGER NOT NULL, kind TEXT NOT NULL,
            body BLOB NOT NULL, checksum INTEGER NOT NULL
        ) STRICT;
INSERT INTO "wear_event" VALUES(1,'cover-motor',1790000000000,'row',X'7B22726F77223A317D',5557225611582133811);
CREATE INDEX mission_planned ON mission (planned_ms, occurrence);
CREATE INDEX incident_opened ON incident (opened_ms, id);
CREATE INDEX outbox_due ON outbox (state, priority, id, size);
CREATE INDEX delivery_mail ON delivery (mail, seq);
CREATE INDEX event_waits ON event (waits_in) WHERE waits_in IS NOT NULL;
CREATE INDEX event_bin ON event (bin, id);
CREATE INDEX event_incident ON event (incident, id) WHERE incident IS NOT NULL;
CREATE INDEX wear_event_part ON wear_event (part, seq);
COMMIT;
