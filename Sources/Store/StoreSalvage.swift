// SPDX-License-Identifier: Apache-2.0
// What an older copy takes over from the store that it replaces: mails and how they ended, flights, incidents, records,
// what people said of the calendar. It reads what can still be read, believes no body without its checksum, writes into
// the copy only, and counts what it must leave behind.

internal import Foundation
internal import GRDB

/// What was taken over, and what was not.
public struct SalvageReport: Sendable, Equatable, Codable {
    /// Something that is in the replaced store only.
    public struct Loss: Sendable, Equatable, Codable {
        /// What it is, in the plural.
        public var what: String
        /// How much.
        public var count: Int
    }

    /// Whether the replaced store could be read at all.
    public var isReadable = false
    /// Whether every row of it could be read.
    public var isWhole = false
    /// Mails that were queued or ended since the copy, taken over.
    public var mailsTaken = 0
    /// Mails that wait in the copy and have ended since: they do not go a second time.
    public var mailsEnded = 0
    /// Mails that wait in the copy and may have been sent since: they go again, with the same Message-ID.
    public var mailsDoubtful = 0
    /// Mails that waited and whose text cannot be read: they are dead letters.
    public var mailsLost = 0
    /// Rows of flights, incidents, days and records that were taken over.
    public var rowsTaken = 0
    /// What the copy does not have.
    public var losses: [Loss] = []
}

/// Takes rows over from one store into a copy of an older one.
struct StoreSalvage {
    private let old: Database
    private let new: Database
    private var report = SalvageReport(isReadable: true, isWhole: true)

    /// Takes over what can be read of the database at `path`, in one transaction of the copy.
    static func take(from path: String, into copy: DatabaseQueue) throws -> SalvageReport {
        try copy.inDatabase { new in
            var report = SalvageReport()
            try new.inTransaction(.immediate) {
                if let queue = readable(path) {
                    report = try queue.inDatabase { old in
                        var salvage = StoreSalvage(old: old, new: new)
                        try salvage.run()
                        return salvage.report
                    }
                    try queue.close()
                }
                if !report.isReadable {
                    report.mailsDoubtful = try Int.fetchOne(new, sql: Self.waiting) ?? 0
                }
                return .commit
            }
            return report
        }
    }

    private static let waiting = "SELECT COUNT(*) FROM outbox WHERE state = 'queued' OR state = 'leased'"

    /// A connection to a store that may be torn; nil when not even its tables can be listed, or it is not Roost's.
    private static func readable(_ path: String) -> DatabaseQueue? {
        do {
            guard try StoredFile.identity(of: path) != nil else { return nil }
            let queue = try DatabaseQueue(path: path, configuration: StoreFiles.looking)
            let isOurs = try queue.inDatabase { db in
                try Int64.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID
                    && Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'outbox'") == 1
            }
            return isOurs ? queue : nil
        } catch {
            return nil
        }
    }

    private mutating func run() throws {
        try takeMails()
        let isChained = try takeChain()
        for table in Self.tables where isChained || !table.isChained { try take(table) }
        try takeNotes()
        for (what, table, number) in Self.counted { try count(what, table, number) }
        if !isChained { for table in Self.tables where table.isChained { try countMissing(table) } }
    }

    // MARK: Rows

    /// All rows that can be read: from the front, and where that ends at a torn page, from the end as well.
    private mutating func rows(of table: String, hasNumber: Bool = true) -> [Row] {
        var found: [Row] = []
        func read(_ order: String) -> Bool {
            do {
                let cursor = try Row.fetchCursor(old, sql: "SELECT * FROM \(table)\(order)")
                while let row = try cursor.next() { found.append(row.copy()) }
                return true
            } catch {
                return false
            }
        }
        guard (try? old.tableExists(table)) == true else { return [] }  // a table that cannot be looked for is not read
        if read("") { return found }
        report.isWhole = false
        if hasNumber { _ = read(" ORDER BY rowid DESC") }
        return found
    }

    /// The columns that both stores have.
    private func columns(of table: String) throws -> [String] {
        let others = Set(try old.columns(in: table).map(\.name))
        return try new.columns(in: table).map(\.name).filter { others.contains($0) }
    }

    private func insert(_ row: Row, into table: String, _ columns: [String], or word: String = "OR REPLACE")
        throws
    {
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        try new.execute(
            sql: "INSERT \(word) INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))",
            arguments: StatementArguments(columns.map { row[$0] as DatabaseValue }))
    }

    /// Whether the body of a row is as its checksum says; a row without one is believed.
    private mutating func isSound(_ row: Row) -> Bool {
        guard row.hasColumn("body"), row.hasColumn("checksum") else { return true }
        let body: Data? = row["body"], checksum: Int64? = row["checksum"]
        guard let body, let checksum, Checksum.of([UInt8](body)) == checksum else {
            report.isWhole = false
            return false
        }
        return true
    }

    // MARK: History

    private struct Table {
        var name: String
        var keys: [String]
        var what: String
        var hasNumber = true
        var isChained = false
    }

    private static let tables = [
        Table(name: "mission", keys: ["occurrence"], what: "missions"),
        Table(name: "day", keys: ["day"], what: "days", hasNumber: false),
        Table(name: "acknowledgement", keys: ["incident"], what: "acknowledgements", hasNumber: false),
        Table(name: "link_use", keys: ["link", "day"], what: "days of a link's use", hasNumber: false),
        Table(name: "incident", keys: ["id"], what: "incidents", isChained: true),
        Table(name: "flight_record", keys: ["run", "version"], what: "flight records", isChained: true),
        Table(
            name: "flight_record_file", keys: ["run", "version", "kind"], what: "files of flight records",
            hasNumber: false, isChained: true),
        Table(name: "record_due", keys: ["run"], what: "flights that wait for a record", hasNumber: false),
    ]

    /// What belongs to the state and goes back with it: told by its number.
    private static let counted = [
        ("lines of the journal of wear", "wear_event", "seq"),
        ("events of the exception filter", "event", "id"),
        ("pictures", "picture", "id"), ("words about pictures", "picture_word", "seq"),
    ]

    /// Whether the copy's table is there too; an older schema may not have it.
    private func isInBoth(_ table: String) -> Bool {
        // A table that cannot be looked for is not there.
        (try? new.tableExists(table)) == true && (try? old.tableExists(table)) == true
    }

    private func key(_ row: Row, _ table: Table) -> [DatabaseValue] {
        table.keys.map { row[$0] as DatabaseValue }
    }

    private mutating func take(_ table: Table) throws {
        guard isInBoth(table.name) else { return try countMissing(table) }
        let columns = try columns(of: table.name)
        let isTimed = columns.contains("wall_ms")
        let list = (table.keys + (isTimed ? ["wall_ms"] : [])).joined(separator: ", ")
        var known: [[DatabaseValue]: Int64] = [:]
        for row in try Row.fetchAll(new, sql: "SELECT \(list) FROM \(table.name)") {
            known[key(row, table)] = isTimed ? row["wall_ms"] : 0
        }
        for row in rows(of: table.name, hasNumber: table.hasNumber) where isSound(row) {
            if let time = known[key(row, table)], !isTimed || (row["wall_ms"] as Int64? ?? 0) <= time {
                guard table.name == "link_use" else { continue }
            }
            try insert(row, into: table.name, columns)
            known[key(row, table)] = isTimed ? row["wall_ms"] : 0
            report.rowsTaken += 1
        }
    }

    /// The links behind the copy's newest one, as far as each continues the one before it.
    /// - Returns: whether the copy now has all of them.
    private mutating func takeChain() throws -> Bool {
        guard isInBoth("chain") else { return false }
        let newest = try Row.fetchOne(new, sql: "SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1")
        var sequence: Int64 = newest?["seq"] ?? 0
        var hash: Data = newest?["hash"] ?? Data(ChainLink.beginning)
        let columns = try columns(of: "chain")
        let links = rows(of: "chain").sorted { ($0["seq"] as Int64) < ($1["seq"] as Int64) }
        // Another dock's chain, or one that was written anew.
        if sequence > 0, let same = links.first(where: { $0["seq"] == sequence }),
            same["hash"] as Data? != hash
        {
            return false
        }
        var isWhole = true, last: Int64 = 0
        for link in links where link["seq"] as Int64 > sequence && link["seq"] as Int64 != last {
            last = link["seq"]
            guard last == sequence + 1, link["previous"] as Data? == hash else {
                isWhole = false
                break
            }
            try insert(link, into: "chain", columns, or: "")
            (sequence, hash) = (last, link["hash"])
            report.rowsTaken += 1
        }
        return isWhole
    }

    /// What people said of the calendar and left for the dock: it holds, whatever the copy says.
    private mutating func takeNotes() throws {
        let wanted = ["note.schedule.", "note.operator."]
        let found = rows(of: "meta", hasNumber: false).filter { row in
            let key: String? = row["key"]
            return wanted.contains { key?.hasPrefix($0) == true }
        }
        if report.isWhole {
            for prefix in wanted {
                try new.execute(
                    sql: "DELETE FROM meta WHERE key >= ? AND key < ?",
                    arguments: [prefix, prefix + "\u{7F}"])
            }
        }
        for row in found { try insert(row, into: "meta", ["key", "value"]) }
    }

    private mutating func count(_ what: String, _ table: String, _ number: String) throws {
        // What cannot be counted is not told as a number; `isWhole` says that there was something.
        guard (try? old.tableExists(table)) == true else { return }
        let newest =
            try new.tableExists(table)
            ? Int64.fetchOne(new, sql: "SELECT COALESCE(MAX(\(number)), 0) FROM \(table)") ?? 0 : 0
        do {
            let count =
                try Int.fetchOne(
                    old, sql: "SELECT COUNT(*) FROM \(table) WHERE \(number) > ?", arguments: [newest]) ?? 0
            if count > 0 { report.losses.append(.init(what: what, count: count)) }
        } catch {
            report.isWhole = false
        }
    }

    private mutating func countMissing(_ table: Table) throws {
        let found = rows(of: table.name, hasNumber: table.hasNumber)
        guard !found.isEmpty else { return }
        var known: Set<[DatabaseValue]> = []
        if isInBoth(table.name) {
            let list = table.keys.joined(separator: ", ")
            known = Set(
                try Row.fetchAll(new, sql: "SELECT \(list) FROM \(table.name)").map { key($0, table) })
        }
        let count = found.count { !known.contains(key($0, table)) }
        if count > 0 { report.losses.append(.init(what: table.what, count: count)) }
    }
}

// MARK: - Mails

extension StoreSalvage {
    private mutating func takeMails() throws {
        var inCopy: [String: (id: Int64, isWaiting: Bool)] = [:]
        var keys: Set<String> = []
        for row in try Row.fetchAll(new, sql: "SELECT id, message_id, dedupe, state FROM outbox") {
            let state: String = row["state"]
            inCopy[row["message_id"]] = (row["id"], state == "queued" || state == "leased")
            if let key: String = row["dedupe"] { keys.insert(key) }
        }
        let recipients = Dictionary(grouping: rows(of: "outbox_recipient", hasNumber: false)) {
            $0["mail"] as Int64
        }
        var seen: Set<String> = []
        for mail in rows(of: "outbox").sorted(by: { ($0["id"] as Int64) < ($1["id"] as Int64) }) {
            guard let message: String = mail["message_id"], seen.insert(message).inserted else { continue }
            let people = recipients[mail["id"]] ?? []
            if let copy = inCopy[message] {
                guard copy.isWaiting else { continue }
                try bring(mail, people, to: copy.id)
            } else {
                try add(mail, people, keys: &keys)
            }
        }
        for (message, mail) in inCopy where mail.isWaiting && !seen.contains(message) {
            report.mailsDoubtful += 1
        }
    }

    /// Brings a mail that waits in the copy to where it stands now.
    private mutating func bring(_ mail: Row, _ people: [Row], to id: Int64) throws {
        let columns = try columns(of: "outbox").filter { !["id", "dedupe"].contains($0) }
        try new.execute(
            sql: "UPDATE outbox SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?",
            arguments: StatementArguments(columns.map { mail[$0] as DatabaseValue } + [id.databaseValue]))
        try replaceRecipients(of: id, by: people)
        let state: String = mail["state"]
        if state == "sent" || state == "dead" { report.mailsEnded += 1 }
    }

    /// Adds a mail that the copy does not have. One that has ended is only its row: it keeps the same from going twice.
    private mutating func add(_ mail: Row, _ people: [Row], keys: inout Set<String>) throws {
        let state: String = mail["state"], isWaiting = state == "queued" || state == "leased"
        let body = isWaiting ? self.body(of: mail["id"], in: "outbox_body") : nil
        let columns = try columns(of: "outbox").filter { $0 != "id" }
        try insert(mail, into: "outbox", columns.filter { $0 != "dedupe" }, or: "")
        let id = new.lastInsertedRowID
        if let key: String = mail["dedupe"], keys.insert(key).inserted {
            try new.execute(sql: "UPDATE outbox SET dedupe = ? WHERE id = ?", arguments: [key, id])
        }
        try replaceRecipients(of: id, by: people)
        report.mailsTaken += 1
        guard isWaiting else { return }
        guard let body else {
            report.mailsLost += 1
            let reply = "not sent: its text was damaged with the store that held it"
            try new.execute(
                sql: "UPDATE outbox SET state = 'dead', reply = ?, finished_ms = created_ms WHERE id = ?",
                arguments: [reply, id])
            return try new.execute(
                sql: "UPDATE outbox_recipient SET state = 'dead', is_in_flight = 0, reply = ? WHERE mail = ?",
                arguments: [reply, id])
        }
        try new.execute(
            sql: "INSERT INTO outbox_body (mail, octets, checksum) VALUES (?, ?, ?)",
            arguments: [id, body.octets, body.checksum])
        guard isInBoth("outbox_short"), let short = self.body(of: mail["id"], in: "outbox_short") else {
            return
        }
        try new.execute(
            sql: "INSERT INTO outbox_short (mail, message_id, octets, checksum) VALUES (?, ?, ?, ?)",
            arguments: [id, short.message, short.octets, short.checksum])
    }

    private func replaceRecipients(of id: Int64, by people: [Row]) throws {
        guard !people.isEmpty else { return }
        let columns = try columns(of: "outbox_recipient").filter { $0 != "mail" }
        try new.execute(sql: "DELETE FROM outbox_recipient WHERE mail = ?", arguments: [id])
        let marks = columns.map { _ in ", ?" }.joined()
        for person in people {
            try new.execute(
                sql: """
                    INSERT OR REPLACE INTO outbox_recipient (mail, \(columns.joined(separator: ", ")))
                    VALUES (?\(marks))
                    """,
                arguments: StatementArguments(
                    [id.databaseValue] + columns.map { person[$0] as DatabaseValue }))
        }
    }

    /// The octets of a mail or its short form, proven by their checksum; nil when they are gone or damaged.
    private mutating func body(of mail: Int64, in table: String) -> (
        message: String?, octets: Data, checksum: Int64
    )? {
        do {
            guard
                let row = try Row.fetchOne(
                    old, sql: "SELECT * FROM \(table) WHERE mail = ?", arguments: [mail]),
                let octets: Data = row["octets"], let checksum: Int64 = row["checksum"],
                Checksum.of([UInt8](octets)) == checksum
            else { return nil }
            return (row.hasColumn("message_id") ? row["message_id"] : nil, octets, checksum)
        } catch {
            report.isWhole = false
            return nil
        }
    }
}
