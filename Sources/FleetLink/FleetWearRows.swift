// SPDX-License-Identifier: Apache-2.0
// The measured rows of one kind of part, of all docks, in the order in which each unit gave them.
// It only reads, and judges no row.

/// One measured row of one unit.
public struct FleetWearRow: Sendable, Equatable {
    /// The dock, and the serial number of the unit that was in service.
    public var dock: String, serial: String
    /// Uses run, and the measure.
    public var use: Double, measure: Double
    /// The measure at which it is worn out, as the dock says; nil when it says none.
    public var endOfLife: Double?
}

extension FleetOverview {
    /// Rows that one look returns at most.
    public static let mostRows = 1_000_000

    /// The rows of a part that have a measure.
    public func wearRows(of part: String) throws(PostgresError) -> [FleetWearRow] {
        try link.rows(
            """
            SELECT dock, body->>'serial', body->>'use', body->>'measure', body->>'end_of_life' FROM roost.document
            WHERE stream = 'wear' AND body->>'part' = $1 AND body->>'kind' = 'row' AND body->>'measure' IS NOT NULL
            ORDER BY dock, epoch, sequence LIMIT \(Self.mostRows)
            """, [part]
        ).compactMap { row in
            guard row.count == 5, let dock = row[0], let use = row[2].flatMap({ Double($0) }),
                let measure = row[3].flatMap({ Double($0) })
            else { return nil }
            return FleetWearRow(
                dock: dock, serial: row[1] ?? "", use: use, measure: measure,
                endOfLife: row[4].flatMap { Double($0) })
        }
    }
}
