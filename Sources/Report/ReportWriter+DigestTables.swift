// SPDX-License-Identifier: Apache-2.0
// The tables that go with a digest as CSV: every row of what the page may have cut.
// Times are in UTC, units are SI.

import DockModel

extension ReportWriter {
    /// The tables of a digest; one without rows is left out.
    func tables(of input: DigestInput) -> [ReportAttachment] {
        let stem = "\(CleanText.fileName(input.source.dock.text))-\(clock.isoDay(input.to))"
        func table(_ kind: String, _ header: [String], _ rows: [[String]]) -> ReportAttachment? {
            guard !rows.isEmpty else { return nil }
            return ReportAttachment(
                name: "\(stem)-\(kind).csv", mediaType: "text/csv",
                text: CSVTable.text(header: header, rows: rows))
        }
        func days(_ value: Double) -> String { Figures.decimal(value) ?? "" }
        return [
            table(
                "missions", ["planned_utc", "name", "verdict", "reason", "next_try_utc"],
                input.missions.map {
                    [
                        clock.utc($0.plannedAt), $0.name, $0.verdict.rawValue, $0.reason ?? "",
                        $0.nextTry.map(clock.utc) ?? "",
                    ]
                }),
            table(
                "wear", ["part", "serial", "stage", "p10_days", "p50_days", "p90_days", "measured_rows"],
                input.wear.map { part in
                    let rows: String =
                        switch part.basis {
                        case .catalogue: ""
                        case .measured(let rows): "\(rows)"
                        }
                    let left = part.daysLeft
                    return [
                        part.name, part.serial, part.stage?.rawValue ?? "", days(left.p10), days(left.p50),
                        days(left.p90), rows,
                    ]
                }),
            table(
                "incidents", ["id", "class", "title", "since_utc", "count"],
                input.incidents.map {
                    [$0.id, $0.severity.label, $0.title, clock.utc($0.since), "\($0.count)"]
                }),
            table(
                "held", ["event", "time_utc", "class", "kind", "bin", "rule"],
                input.held.map {
                    ["\($0.id)", clock.utc($0.at), $0.severity.label, $0.kind, $0.bin, $0.rule]
                }),
        ].compactMap { $0 }
    }
}
