// SPDX-License-Identifier: Apache-2.0
// Users, their sessions and the tokens of programs. No password and no secret is ever here, only their hashes; each
// change of them and its line in the audit trail are one transaction. What a role may is decided elsewhere.

public import DockModel
internal import GRDB

/// Somebody who may sign in.
public struct AccountRecord: Sendable, Equatable {
    /// The name.
    public var name: String
    /// "view", "operate" or "administer".
    public var role: String
    /// The hash of the password.
    public var password: String
    /// When it was added, and when its role or password was changed last.
    public var added: WallTime, changed: WallTime
    /// When somebody signed in with it last; nil for never.
    public var lastSignIn: WallTime?
}

/// A sign-in that lasts.
public struct SessionRecord: Sendable, Equatable {
    /// Who.
    public var user: String
    /// The role that the user has now.
    public var role: String
    /// The boot of the machine in which it began.
    public var boot: String
    /// When it began, and when it was used last, on the boot clock.
    public var begun: Instant, seen: Instant
    /// From where.
    public var address: String
}

/// A program that may ask.
public struct TokenRecord: Sendable, Equatable {
    /// What it is called.
    public var name: String
    /// "view", "operate" or "administer".
    public var role: String
    /// When it was made, and until when it is good.
    public var made: WallTime, until: WallTime

    /// A token.
    public init(name: String, role: String, made: WallTime, until: WallTime) {
        (self.name, self.role, self.made, self.until) = (name, role, made, until)
    }
}

extension RoostDatabase {
    /// This boot of the machine: a session of another one counts on a clock that is gone.
    public static var boot: String { String(LeaseHolder.current().bootID) }

    // MARK: Users

    /// The users by name.
    public func accounts() throws(StoreError) -> [AccountRecord] {
        try read("reading users") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM console_user ORDER BY name LIMIT ?",
                arguments: [StoreLimit.rowsPerRead]
            ).map(Self.account)
        }
    }

    /// The user of a name; nil when there is none.
    public func account(_ name: String) throws(StoreError) -> AccountRecord? {
        try read("reading a user") { db in try Self.account(name, in: db) }
    }

    /// Adds a user.
    /// - Returns: false when there is one of that name, or too many.
    public func addAccount(
        _ name: String, role: String, password: String, by entry: AuditEntry, most: Int
    ) throws(StoreError) -> Bool {
        try write("adding a user") { db in
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM console_user") ?? 0
            guard count < most, try Self.account(name, in: db) == nil else { return false }
            try db.execute(
                sql:
                    "INSERT INTO console_user (name, role, password, added_ms, changed_ms) VALUES (?, ?, ?, ?, ?)",
                arguments: [name, role, password, entry.at.wall.milliseconds, entry.at.wall.milliseconds])
            try Self.insert(entry.saying(after: role), in: db)
            return true
        }
    }

    /// Changes the role, the password, or both, of a user, and ends the user's sessions.
    /// - Returns: false when there is none of that name.
    public func changeAccount(
        _ name: String, role: String? = nil, password: String? = nil, by entry: AuditEntry
    ) throws(StoreError) -> Bool {
        try write("changing a user") { db in
            guard let before = try Self.account(name, in: db) else { return false }
            try db.execute(
                sql: "UPDATE console_user SET role = ?, password = ?, changed_ms = ? WHERE name = ?",
                arguments: [
                    role ?? before.role, password ?? before.password, entry.at.wall.milliseconds, name,
                ])
            try db.execute(sql: "DELETE FROM console_session WHERE user = ?", arguments: [name])
            let what = password == nil ? "" : ", another password"
            try Self.insert(entry.saying(before: before.role, after: (role ?? before.role) + what), in: db)
            return true
        }
    }

    /// Removes a user and ends the user's sessions.
    /// - Returns: false when there is none of that name.
    public func removeAccount(_ name: String, by entry: AuditEntry) throws(StoreError) -> Bool {
        try write("removing a user") { db in
            guard let before = try Self.account(name, in: db) else { return false }
            try db.execute(sql: "DELETE FROM console_user WHERE name = ?", arguments: [name])
            try Self.insert(entry.saying(before: before.role), in: db)
            return true
        }
    }

    private static func account(_ name: String, in db: Database) throws -> AccountRecord? {
        try Row.fetchOne(db, sql: "SELECT * FROM console_user WHERE name = ?", arguments: [name]).map(account)
    }

    private static func account(_ row: Row) -> AccountRecord {
        let last: Int64? = row["sign_in_ms"]
        return AccountRecord(
            name: row["name"], role: row["role"], password: row["password"],
            added: WallTime(milliseconds: row["added_ms"]),
            changed: WallTime(milliseconds: row["changed_ms"]),
            lastSignIn: last.map { WallTime(milliseconds: $0) })
    }

    // MARK: Sessions

    /// Begins a session of a user; the oldest beyond `most` end, and those of another boot.
    /// - Returns: false when the user is gone, or has another password since it was looked at.
    public func beginSession(
        _ hash: String, of user: AccountRecord, boot: String, most: Int, by entry: AuditEntry
    ) throws(StoreError) -> Bool {
        try write("beginning a session") { db in
            guard try Self.account(user.name, in: db)?.password == user.password else { return false }
            let now = entry.at.boot.nanoseconds
            try db.execute(sql: "DELETE FROM console_session WHERE boot <> ?", arguments: [boot])
            try db.execute(
                sql: """
                    INSERT INTO console_session (hash, user, boot, begun_ns, seen_ns, address) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [hash, user.name, boot, now, now, String(entry.address.prefix(64))])
            try db.execute(
                sql: """
                    DELETE FROM console_session WHERE user = ? AND hash NOT IN
                    (SELECT hash FROM console_session WHERE user = ? ORDER BY begun_ns DESC LIMIT ?)
                    """, arguments: [user.name, user.name, most])
            try db.execute(
                sql: "UPDATE console_user SET sign_in_ms = ? WHERE name = ?",
                arguments: [entry.at.wall.milliseconds, user.name])
            try Self.insert(entry, in: db)
            return true
        }
    }

    /// The session of a hash with its user's role; nil when there is none.
    public func session(_ hash: String) throws(StoreError) -> SessionRecord? {
        try read("reading a session") { db in
            try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT s.*, u.role AS role FROM console_session s JOIN console_user u ON u.name = s.user
                        WHERE s.hash = ?
                        """), arguments: [hash]
            ).map { row in
                SessionRecord(
                    user: row["user"], role: row["role"], boot: row["boot"],
                    begun: Instant(nanoseconds: row["begun_ns"]), seen: Instant(nanoseconds: row["seen_ns"]),
                    address: row["address"])
            }
        }
    }

    /// Notes that a session was used.
    public func noteSession(_ hash: String, seen: Instant) throws(StoreError) {
        try write("noting a session") { db in
            try db.execute(
                sql: "UPDATE console_session SET seen_ns = max(seen_ns, ?) WHERE hash = ?",
                arguments: [seen.nanoseconds, hash])
        }
    }

    /// Ends a session.
    public func endSession(_ hash: String, by entry: AuditEntry) throws(StoreError) {
        try write("ending a session") { db in
            try db.execute(sql: "DELETE FROM console_session WHERE hash = ?", arguments: [hash])
            if db.changesCount > 0 { try Self.insert(entry, in: db) }
        }
    }

    // MARK: Tokens

    /// The tokens by name.
    public func tokens() throws(StoreError) -> [TokenRecord] {
        try read("reading tokens") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM console_token ORDER BY name LIMIT ?",
                arguments: [StoreLimit.rowsPerRead]
            ).map(Self.token)
        }
    }

    /// The token of a hash; nil when there is none.
    public func token(hash: String) throws(StoreError) -> TokenRecord? {
        try read("reading a token") { db in
            try Row.fetchOne(
                db.cachedStatement(sql: "SELECT * FROM console_token WHERE hash = ?"), arguments: [hash]
            ).map(Self.token)
        }
    }

    /// Adds a token.
    /// - Returns: false when there is one of that name, or too many.
    public func addToken(
        _ token: TokenRecord, hash: String, by entry: AuditEntry, most: Int
    ) throws(StoreError) -> Bool {
        try write("adding a token") { db in
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM console_token") ?? 0
            let isTaken = try Int.fetchOne(
                db, sql: "SELECT 1 FROM console_token WHERE name = ?", arguments: [token.name])
            guard count < most, isTaken == nil else { return false }
            try db.execute(
                sql: "INSERT INTO console_token (name, hash, role, made_ms, until_ms) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    token.name, hash, token.role, token.made.milliseconds, token.until.milliseconds,
                ])
            try Self.insert(entry.saying(after: token.role), in: db)
            return true
        }
    }

    /// Removes a token.
    /// - Returns: false when there is none of that name.
    public func removeToken(_ name: String, by entry: AuditEntry) throws(StoreError) -> Bool {
        try write("removing a token") { db in
            let role = try String.fetchOne(
                db, sql: "SELECT role FROM console_token WHERE name = ?", arguments: [name])
            guard let role else { return false }
            try db.execute(sql: "DELETE FROM console_token WHERE name = ?", arguments: [name])
            try Self.insert(entry.saying(before: role), in: db)
            return true
        }
    }

    private static func token(_ row: Row) -> TokenRecord {
        TokenRecord(
            name: row["name"], role: row["role"], made: WallTime(milliseconds: row["made_ms"]),
            until: WallTime(milliseconds: row["until_ms"]))
    }
}
