// SPDX-License-Identifier: Apache-2.0
// What the detector has learned of each signal, one row each, written with the decision it led to. What is in a row
// belongs to the detector; a row that is damaged is said to be, and never read.

public import DockModel
internal import Foundation
internal import GRDB

/// The memory of one watched signal.
public struct SignalRecord: Sendable, Equatable {
    /// The signal, as "weather.wind_speed".
    public var name: String
    /// Its memory.
    public var body: [UInt8]

    /// A memory.
    public init(name: String, body: [UInt8]) {
        (self.name, self.body) = (name, body)
    }
}

extension RoostDatabase {
    /// Signals whose memory is kept; beyond it those that were stored longest ago leave.
    static let mostSignals = 256

    static func insert(_ signals: [SignalRecord], at moment: Moment, in db: Database) throws {
        for signal in signals {
            let body = Data(signal.body), sum = Checksum.of(signal.body)
            try db.cachedStatement(sql: "UPDATE signal SET wall_ms = ?, body = ?, checksum = ? WHERE name = ?")
                .execute(arguments: [moment.wall.milliseconds, body, sum, signal.name])
            guard db.changesCount == 0 else { continue }
            try db.cachedStatement(sql: "INSERT INTO signal (name, wall_ms, body, checksum) VALUES (?, ?, ?, ?)")
                .execute(arguments: [signal.name, moment.wall.milliseconds, body, sum])
            try db.cachedStatement(
                sql: "DELETE FROM signal WHERE id NOT IN (SELECT id FROM signal ORDER BY wall_ms DESC, id DESC LIMIT ?)"
            ).execute(arguments: [mostSignals])
        }
    }

    /// The memories of all signals by name; nil for one whose row is damaged.
    public func signals() throws(StoreError) -> [(name: String, stored: WallTime, body: [UInt8]?)] {
        try read("reading what is known of signals") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM signal ORDER BY name LIMIT ?", arguments: [StoreLimit.rowsPerRead]
            ).map { row in
                let name: String = row["name"]
                // Learned anew by the caller, who says so.
                let body = try? Self.body(row, table: "signal", name: name)
                return (name, WallTime(milliseconds: row["wall_ms"]), body)
            }
        }
    }
}
