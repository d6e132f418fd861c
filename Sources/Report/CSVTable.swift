// SPDX-License-Identifier: Apache-2.0
// Writes tables as CSV (RFC 4180) that a spreadsheet opens without executing anything in it.
// It must never put out a field that a spreadsheet would run as a formula.

/// A table as CSV.
enum CSVTable {
    /// The header and the rows, each ended by CR LF.
    static func text(header: [String], rows: [[String]]) -> String {
        ([header] + rows).map { row in row.map(field).joined(separator: ",") + "\r\n" }.joined()
    }

    /// One field: quoted when it needs to be; one that a spreadsheet would take for a formula gets an
    /// apostrophe.
    static func field(_ text: String) -> String {
        var clean = CleanText.line(text)
        let isNumber = Double(clean) != nil
        if let first = clean.first, "=+-@".contains(first), !isNumber { clean = "'" + clean }
        guard clean.contains(where: { "\",;".contains($0) }) else { return clean }
        return "\"" + clean.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }
}

/// Tables for commands that list what the reports list.
public enum ReportTable {
    /// A table as CSV (RFC 4180), with no field that a spreadsheet would run as a formula.
    public static func csv(header: [String], rows: [[String]]) -> String { CSVTable.text(header: header, rows: rows) }
}
