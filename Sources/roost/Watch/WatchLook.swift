// SPDX-License-Identifier: Apache-2.0
// One look into a mailbox: what is known of each dock, what was found, and which of it still counts. The judgement is
// the pure watch's; this only says what is new.

import DockModel
import Foundation
import Triage

/// What one look found, as `--json` shows it.
struct WatchReport: Encodable {
    struct Dock: Encodable {
        var dock: String
        var sequence: Int64
        var sent: String
        var next: String
        /// By when the next must be in the mailbox.
        var due: String
        var isOverdue: Bool
        var isInFlight: Bool
        var phase: String
        var incidents: Int
        var superseded: Int
        var count: Int
    }

    struct Finding: Encodable, Hashable {
        var kind: String
        var isAlarm: Bool
        /// Whether it is recent enough to count.
        var counts: Bool
        var dock: String
        var sequence: Int64?
        var at: String?
        var text: String
        var place: String
    }

    var at: String
    var isWell: Bool
    var docks: [Dock]
    var findings: [Finding]
}

/// Looks into a mailbox again and again.
struct WatchLook {
    var mailbox: HeartbeatMailbox
    let rules: HeartbeatWatch
    let docks: [String]
    /// Seconds for which what was found counts.
    let within: Double
    private var told: Set<WatchReport.Finding> = []
    private var newest: [String: Int64] = [:]
    private var wasWell: Bool?

    init(mailbox: HeartbeatMailbox, rules: HeartbeatWatch, docks: [String], within: Double) {
        self.mailbox = mailbox
        self.rules = rules
        self.docks = docks
        self.within = within
    }

    /// Looks once.
    mutating func take(at now: WallTime) throws -> WatchReport {
        let sights = try mailbox.sights()
        var (states, findings) = rules.judge(sights, docks: docks, now: now)
        if states.isEmpty, docks.isEmpty, !findings.contains(where: { $0.kind == .none }) {
            findings.append(
                HeartbeatFinding(
                    kind: .none, dock: "", text: "no signed sign of life in this mailbox", place: ""))
        }
        let shown = findings.map { finding in
            let age = finding.at.map { Double(now.milliseconds - $0.milliseconds) / 1_000 } ?? 0
            return WatchReport.Finding(
                kind: finding.kind.rawValue, isAlarm: finding.kind.isAlarm,
                // What is wrong now counts however long it lasts.
                counts: finding.kind == .overdue || finding.kind == .none || age <= within,
                dock: finding.dock,
                sequence: finding.sequence, at: finding.at.map(OutboxTime.text), text: finding.text,
                place: finding.place)
        }
        return WatchReport(
            at: OutboxTime.text(now), isWell: !shown.contains { $0.isAlarm && $0.counts },
            docks: states.map { state in
                let note = state.newest
                return WatchReport.Dock(
                    dock: note.dock, sequence: note.sequence, sent: OutboxTime.text(note.sent),
                    next: OutboxTime.text(note.next), due: OutboxTime.text(state.due),
                    isOverdue: state.isOverdue,
                    isInFlight: note.isInFlight, phase: note.phase, incidents: note.incidents,
                    superseded: note.superseded, count: state.count)
            }, findings: shown)
    }

    /// The lines of what was not said before.
    mutating func news(in report: WatchReport) -> [String] {
        var lines: [String] = []
        for finding in report.findings where finding.counts && told.insert(finding).inserted {
            let which = finding.dock.isEmpty ? "" : " dock \(finding.dock)"
            let place = finding.place.isEmpty ? "" : " (\(finding.place))"
            let word = finding.isAlarm ? "ALARM" : "notice"
            lines.append("\(report.at) \(word) \(finding.kind)\(which): \(finding.text)\(place)")
        }
        // What is no longer so may be said again when it returns.
        told.formIntersection(report.findings)
        for dock in report.docks where newest[dock.dock] != dock.sequence {
            newest[dock.dock] = dock.sequence
            let flight = dock.isInFlight ? ", in flight" : ""
            lines.append(
                "\(report.at) dock \(dock.dock): number \(dock.sequence) of \(dock.sent), \(dock.phase)\(flight), "
                    + "\(dock.incidents) open incidents, next due \(dock.due)")
        }
        if let wasWell, wasWell != report.isWell {
            lines.append("\(report.at) \(report.isWell ? "all is well again" : "ALARM stands")")
        }
        wasWell = report.isWell
        return lines
    }
}
