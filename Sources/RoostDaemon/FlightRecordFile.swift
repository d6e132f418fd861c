// SPDX-License-Identifier: Apache-2.0
// Flight records as commands see them: the facts of a row and its files, from the dock's store without the daemon. A
// file that is not what the record says is never handed out as the record's.

internal import DockModel
internal import Foundation
public import Paper
public import Store

/// Reads flight records of a store.
public enum FlightRecordFile {
    /// The facts of a version; its path and its plan are in its files.
    /// - Throws: when they cannot be read.
    public static func facts(of row: FlightRecordRow) throws -> FlightRecord {
        try StateCoding.decode(FlightRecord.self, from: row.body)
    }

    /// The octets of a file of a version: "pdf", "csv", "kml" or "p7s"; nil when there is none as it was written.
    public static func octets(_ kind: String, of row: FlightRecordRow, in database: RoostDatabase) throws(StoreError)
        -> [UInt8]?
    {
        guard let file = row.files.first(where: { $0.kind == kind }) else { return nil }
        return try RecordFolder(storage: database.directory).read(file)
    }

    /// The columns in which the facts of a run differ from its CSV files that are as they were; empty when there are
    /// none or they cannot be compared.
    public static func columnsChanged(ofRun run: String, in database: RoostDatabase) -> [String] {
        var found: [String] = []
        // A row that does not match its own checksum is compared all the same: that is what was changed.
        guard let rows = try? database.flightRecordsAsTheyAre(run: run) else { return [] }
        for row in rows {
            // What cannot be read cannot be compared either; that it was changed is told all the same.
            guard let facts = try? facts(of: row), let octets = try? octets("csv", of: row, in: database)
            else { continue }
            found += facts.columnsThatDiffer(fromCSV: octets).filter { !found.contains($0) }
        }
        return found
    }
}
