// SPDX-License-Identifier: Apache-2.0
// `roost log verify`: goes along the chain over flight records and incidents, and says the first place at which
// something was changed, removed or put in. It reads a dock's store and changes nothing.

import ArgumentParser
import DockModel
import Foundation
import Paper
import RoostDaemon
import Store

/// Proves that records and incidents are as they were written.
struct LogVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Prove that flight records and incidents are as they were written.",
        discussion: """
            Compares each link of the chain with the one before, with the rows it is about and with the files of the
            records (see docs/records.md). That links at the end were removed shows only against the head of an older
            digest: give it with --head. Works also while the daemon runs. Exit codes: 0 whole, 1 something was changed,
            64 wrong usage, 69 no dock has run here, 75 the store cannot be read now, 77 not allowed, 78 no such store.

            Example:
              roost log verify --storage /var/lib/roost
              roost log verify --head 4c0f1f0e63c2b0f6d0b3d5a8e7c1f29a53f1c6de0f6e3f0fb7d1a9b8c2e4d6f8
            """)

    @OptionGroup var store: IncidentsStorage
    @Flag(help: "Print one JSON document.")
    var json = false
    @Option(help: ArgumentHelp("The chain's head as an older digest shows it.", valueName: "hash"))
    var head: String?

    func validate() throws {
        guard let head else { return }
        guard head.count == 64, ChainLink.octets(ofHexadecimal: head) != nil else {
            throw ValidationError(
                "--head takes the 64 hexadecimal digits that a digest shows as chain, not "
                    + "\"\(CommandOutput.printable(head))\"")
        }
    }

    func run() throws {
        let database = try store.open()
        let bar = ProgressBar()
        let report: ChainReport
        do throws(StoreError) {
            var audit = ChainAudit(database)
            report = try audit.run(head: head?.lowercased()) { done, all in
                bar.show {
                    ProgressBar.Showing(
                        share: all > 0 ? Double(done) / Double(all) : 1, text: "\(done) of \(all) links",
                        secondsLeft: nil)
                }
            }
        } catch {
            bar.clear()
            throw CommandExit.fail(error)
        }
        bar.clear()
        let findings = report.findings.map { FindingView($0, in: database) }
        if json {
            try CommandOutput.sayJSON(ReportView(report, findings, head: head))
        } else {
            for line in lines(report, findings) { try CommandOutput.say(CommandOutput.printable(line) + "\n") }
        }
        if !report.isWhole { throw CommandExit.finding }
    }

    private func lines(_ report: ChainReport, _ findings: [FindingView]) -> [String] {
        var lines = [
            "links      \(report.links)",
            "records    \(report.records), \(report.files) files compared"
                + (report.thinned > 0 ? ", \(report.thinned) without files after their time" : ""),
            "incidents  \(report.incidents)"
                + (report.incidentsBefore > 0 ? ", \(report.incidentsBefore) older than the chain" : ""),
            "head       \(report.head ?? "none: the chain is empty")",
        ]
        guard let first = findings.first else {
            return lines + [
                head == nil
                    ? "The chain is whole. Whether its end was cut off shows only against --head of an older digest."
                    : "The chain is whole and goes on from the given head."
            ]
        }
        let count = "\(report.faults) \(report.faults == 1 ? "finding" : "findings")"
        lines.append("NOT WHOLE  \(count), the first: \(first.line)")
        lines += findings.dropFirst().prefix(50).map { "           \($0.line)" }
        if report.faults > 51 { lines.append("           and \(report.faults - 51) more; --json shows up to 1000") }
        return lines
    }
}

/// What an audit found, for `--json`.
private struct ReportView: Encodable {
    var isWhole: Bool
    var links: Int64
    var records: Int
    var files: Int
    var thinned: Int
    var incidents: Int
    var incidentsBefore: Int
    var head: String?
    var comparedWith: String?
    var faults: Int
    var firstBroken: Int64?
    var findings: [FindingView]

    init(_ report: ChainReport, _ findings: [FindingView], head: String?) {
        (isWhole, links, records, files) = (report.isWhole, report.links, report.records, report.files)
        (thinned, incidents, incidentsBefore) = (report.thinned, report.incidents, report.incidentsBefore)
        (self.head, comparedWith, faults) = (report.head, head?.lowercased(), report.faults)
        (firstBroken, self.findings) = (findings.lazy.compactMap(\.link).first, findings)
    }
}

/// One finding, for people and programs.
private struct FindingView: Encodable {
    var kind: String
    var link: Int64?
    var subject: String
    var detail: String
    /// The columns of the record's CSV file, which is as it was, in which the changed facts differ.
    var changed: [String]?

    init(_ finding: ChainFinding, in database: RoostDatabase) {
        (kind, link, subject, detail) = (finding.kind.rawValue, finding.link, finding.subject, finding.detail)
        guard finding.kind == .rowChanged, !finding.subject.isEmpty else { return }
        let columns = FlightRecordFile.columnsChanged(ofRun: finding.subject, in: database)
        if !columns.isEmpty { changed = columns }
    }

    var line: String {
        let place = link.map { "link \($0)" } ?? "no link"
        let about = subject.isEmpty ? "" : ", \(subject)"
        let columns = changed.map { "; against its CSV file these differ: \($0.joined(separator: ", "))" } ?? ""
        return "\(place)\(about): \(detail)\(columns)"
    }
}
