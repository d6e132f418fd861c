// SPDX-License-Identifier: Apache-2.0
// A short life of a dock as the store sees it: decisions, mails queued, leased, sent, refused, retried and dropped,
// a second connection, checkpoints, restarts, an upgrade. Every step makes at most one transaction, so that a step
// has happened or not.

import DockModel
import GRDB
import Post

@testable import Store

/// One step; it can be tried again after it failed.
struct WorkStep: Sendable {
    let name: String
    let run: @Sendable (Workshop) throws -> Void

    init(_ name: String, _ run: @escaping @Sendable (Workshop) throws -> Void) {
        self.name = name
        self.run = run
    }
}

/// What the steps work on.
final class Workshop {
    let directory: String
    /// Set on every connection after it is opened.
    let pragmas: [String]
    /// What the Roost of this connection knows; a step may be an upgrade.
    var migrations = Schema.migrations
    private var database: RoostDatabase?
    private var neighbour: RoostDatabase?
    fileprivate var held: [QueuedMail] = []

    /// A checkpoint every few decisions, so that a short life sees many.
    static let pragmas = ["wal_autocheckpoint = 40"]

    init(directory: String, pragmas: [String] = Workshop.pragmas) {
        self.directory = directory
        self.pragmas = pragmas
    }

    /// The open database; it is opened when it is not.
    func open() throws -> RoostDatabase {
        if let database { return database }
        let opened = try RoostDatabase.open(directory: directory, migrations: migrations)
        try opened.queue.inDatabase { db in for pragma in pragmas { try db.execute(sql: "PRAGMA \(pragma)") }
        }
        database = opened
        return opened
    }

    /// The queue on a boot clock that stands still.
    func outbox() throws -> Outbox {
        Outbox(try open(), holder: .current(), bootClock: { 1_000_000_000 })
    }

    /// A second connection, as another process has it.
    fileprivate func openNeighbour() throws -> RoostDatabase {
        let opened = try neighbour ?? RoostDatabase.open(directory: directory, migrations: migrations)
        neighbour = opened
        return opened
    }

    func close() throws {
        let closing = [neighbour, database]
        (neighbour, database) = (nil, nil)
        for connection in closing { try connection?.close() }
    }
}

/// The steps and what they store.
enum FaultWorkload {
    static let noteKey = "smtp"
    private static let owner = "daemon"

    /// Decision number `number`, counted from 1: everything in it bears the number.
    static func decision(_ number: Int) -> DecisionCommit {
        var moment = noon
        moment.wall = later(number)
        var decision = DecisionCommit(
            moment: moment, state: bytes("\(number) " + String(repeating: "s", count: 300 * (number % 7))))
        decision.journal = (0...number % 3).map {
            JournalEntry(kind: "event", body: bytes("d\(number) e\($0)"))
        }
        decision.wear = [WearRecord(part: "belt", kind: "row", body: bytes("\(number)"))]
        decision.missions = [
            MissionRecord(
                occurrence: "roof/\(number / 2)", schedule: "roof", planned: later(number / 2),
                outcome: number % 2 == 1 ? "flown" : nil, body: bytes("m\(number)"))
        ]
        if number % 2 == 0 {
            decision.incidents = [
                IncidentRecord(
                    id: "i\(number / 4)", severity: .critical, kind: "COVER", opened: noon.wall,
                    isOpen: number % 4 == 0, body: bytes("i\(number)"))
            ]
        }
        decision.mails = (0..<1 + number % 2).map { index in
            var alert = mail(
                "d\(number)-\(index)", to: ["ops@example.org", "owner@example.org"], priority: .alert)
            // Some mails need overflow pages.
            let filling = String(repeating: "0123456789abcdef\r\n", count: number % 4 == 0 ? 500 : 8)
            alert.octets += bytes(filling)
            return alert
        }
        return decision
    }

    private static func commit(_ number: Int) -> WorkStep {
        WorkStep("decision \(number)") { _ = try $0.open().commit(decision(number)) }
    }

    private static func lease(_ limit: Int) -> WorkStep {
        WorkStep("lease \(limit)") { shop in
            shop.held = try shop.outbox().lease(
                limit: limit, owner: owner, now: noon.wall, span: .seconds(60), includeDeferred: false)
        }
    }

    /// Stores an outcome of the `index`-th leased mail for its first recipients.
    private static func record(
        _ index: Int, first count: Int = 2, _ outcome: @escaping @Sendable (String) -> RecipientOutcome
    ) -> WorkStep {
        WorkStep("record \(index)") { shop in
            let mail = shop.held[index]
            try shop.outbox().record(
                mail.recipients.prefix(count).map(outcome), of: mail.id, owner: owner, now: later(5))
        }
    }

    private static let release = WorkStep("release") { shop in
        try shop.outbox().release(shop.held.map(\.id), owner: owner, now: noon.wall)
    }

    struct NotDone: Error { let answer: OperatorAnswer }

    private static func done(_ answer: OperatorAnswer) throws {
        guard answer == .done else { throw NotDone(answer: answer) }
    }

    private static let restart = [
        WorkStep("close") { try $0.close() }, WorkStep("open") { _ = try $0.open() },
    ]

    /// All steps in order; the first makes the database.
    static let steps: [WorkStep] =
        [WorkStep("make") { _ = try $0.open() }]
        + (1...4).map(commit)
        + [
            lease(3), record(0) { sent($0) }, record(1, first: 1) { sent($0) }, commit(5),
            record(1) { $0 == "ops@example.org" ? sent($0) : refused($0) },
            record(2) { deferred($0, for: .seconds(10)) },
            WorkStep("retry") { try done($0.outbox().retry(id: 2)) },
            commit(6),
        ] + restart + [
            commit(7), lease(2),
            WorkStep("renew") { try $0.outbox().renew(owner: owner, now: noon.wall, span: .seconds(90)) },
            release,
            WorkStep("drop") { try done($0.outbox().drop(id: 3, now: later(9))) },
            WorkStep("note") { try $0.open().setNote(noteKey, to: "no pipelining") },
            WorkStep("neighbour queues") { shop in
                _ = try Outbox(shop.openNeighbour()).enqueue(
                    [mail("n1", dedupe: "n1"), mail("n2")], at: noon)
            },
            commit(8),
            WorkStep("checkpoint") { shop in
                _ = try shop.open().queue.inDatabase { db in try db.checkpoint(.truncate) }
            },
            commit(9), lease(10), record(0) { refused($0) }, record(3) { sent($0) },
            release,
            WorkStep("drop") { try done($0.outbox().drop(id: 4, now: later(11))) },
        ] + restart + (10...13).map(commit)
        + [lease(2), record(0) { sent($0) }, commit(14), WorkStep("close") { try $0.close() }]

    /// The schema of a Roost to come.
    static let nextMigrations =
        Schema.migrations + [
            Migration(number: (Schema.migrations.last?.number ?? 0) + 1, sql: "ALTER TABLE meta ADD COLUMN note TEXT")
        ]

    /// An upgrade, with rows in the log and in the main file.
    static let upgrade: [WorkStep] =
        [WorkStep("make") { _ = try $0.open() }] + (1...3).map(commit)
        + [
            WorkStep("close") { try $0.close() },
            WorkStep("upgrade") { shop in
                shop.migrations = nextMigrations
                _ = try shop.open()
            },
            commit(4),
        ]
}
