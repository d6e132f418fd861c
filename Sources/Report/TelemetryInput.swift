// SPDX-License-Identifier: Apache-2.0
// What was measured in the seconds before an incident, as its mail shows it. A value that was not told in a second is
// nil; none is drawn from its neighbours.

import DockModel

/// The seconds before an incident.
public struct TelemetryInput: Sendable, Equatable, Codable {
    /// One row: what was last told up to a moment.
    public struct Row: Sendable, Equatable, Codable {
        /// Seconds before the incident.
        public var before: Double
        /// The values, one a column; nil where nothing was told.
        public var values: [String?]

        /// A row.
        public init(before: Double, values: [String?]) {
            self.before = before
            self.values = values
        }
    }

    /// The columns with their units: "height m".
    public var columns: [String]
    /// The rows, oldest first.
    public var rows: [Row]
    /// The columns that the text shows; the attached table has all.
    public var shown: [Int]

    /// A table.
    public init(columns: [String], rows: [Row], shown: [Int]) {
        self.columns = columns
        self.rows = rows
        self.shown = shown.filter { columns.indices.contains($0) }
    }
}

extension ReportWriter {
    /// The section that shows the seconds before an incident, and the table with every row.
    func telemetry(_ input: TelemetryInput, of source: ReportSource, incident: String) -> (
        Section, ReportAttachment
    ) {
        func cell(_ row: TelemetryInput.Row, _ column: Int) -> String? {
            column < row.values.count ? row.values[column] : nil
        }
        let header =
            [wording(.columnBefore)] + input.shown.map { CleanText.line(input.columns[$0], most: 14) }
        let rows = input.rows.map { row in
            [Cell(Figures.decimal(row.before) ?? "-")]
                + input.shown.map { Cell(cell(row, $0).map { CleanText.line($0, most: 14) } ?? "-") }
        }
        let stem = "\(CleanText.fileName(source.dock.text))-\(CleanText.fileName(incident))"
        let table = ReportAttachment(
            name: "\(stem)-before.csv", mediaType: "text/csv",
            text: CSVTable.text(
                header: ["seconds_before"] + input.columns,
                rows: input.rows.map { row in
                    [Figures.decimal(row.before) ?? ""] + input.columns.indices.map { cell(row, $0) ?? "" }
                }))
        let blocks: [Block] =
            rows.isEmpty ? [.paragraph(wording(.notMeasured))] : [.table(header: header, rows: rows)]
        return (Section(title: wording(.sectionBefore), blocks: blocks), table)
    }
}
