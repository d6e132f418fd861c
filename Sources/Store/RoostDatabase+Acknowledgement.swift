// SPDX-License-Identifier: Apache-2.0
// Who has taken note of an incident, and when: the first word counts and is never overwritten. It ends no incident and
// reads none.

public import DockModel
internal import GRDB

/// A person has taken note of an incident.
public struct Acknowledgement: Sendable, Equatable, Codable {
    /// The incident.
    public var incident: String
    /// When.
    public var at: WallTime
    /// Who, as far as it is known.
    public var who: String
    /// "link", "command" or "console".
    public var way: String

    /// An acknowledgement.
    public init(incident: String, at: WallTime, who: String, way: String) {
        (self.incident, self.at, self.who, self.way) = (incident, at, who, way)
    }
}

extension RoostDatabase {
    /// Stores durably that somebody has taken note of an incident.
    /// - Parameter entry: the line in the audit trail, stored with it.
    /// - Returns: the acknowledgement that holds: an earlier one, or this; nil when there is no such incident.
    public func acknowledge(
        _ incident: String, who: String, way: String, at moment: Moment, audit entry: AuditEntry? = nil
    ) throws(StoreError) -> Acknowledgement? {
        try write("storing an acknowledgement") { db in
            let isKnown = try Int.fetchOne(
                db, sql: "SELECT 1 FROM incident WHERE id = ?", arguments: [incident])
            guard isKnown != nil else { return nil }
            if let entry {
                let before = try Self.acknowledgement(of: incident, in: db)
                try Self.insert(
                    entry.saying(
                        before: before.map { "taken note of by \($0.who)" },
                        after: "taken note of by \(before?.who ?? who)",
                        result: before == nil ? nil : "changed nothing: somebody was first"), in: db)
            }
            try db.execute(
                sql: """
                    INSERT INTO acknowledgement (incident, wall_ms, is_wall_trusted, who, way) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (incident) DO NOTHING
                    """,
                arguments: [
                    incident, moment.wall.milliseconds, moment.isWallTrusted, String(who.prefix(200)), way,
                ])
            return try Self.acknowledgement(of: incident, in: db)
        }
    }

    /// Who has taken note of an incident; nil when nobody has.
    public func acknowledgement(of incident: String) throws(StoreError) -> Acknowledgement? {
        try read("reading an acknowledgement") { db in try Self.acknowledgement(of: incident, in: db) }
    }

    private static func acknowledgement(of incident: String, in db: Database) throws -> Acknowledgement? {
        try Row.fetchOne(db, sql: "SELECT * FROM acknowledgement WHERE incident = ?", arguments: [incident])
            .map {
                Acknowledgement(
                    incident: incident, at: WallTime(milliseconds: $0["wall_ms"]), who: $0["who"],
                    way: $0["way"])
            }
    }
}
