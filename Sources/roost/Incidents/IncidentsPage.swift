// SPDX-License-Identifier: Apache-2.0
// The catalogue of incidents as docs/incidents.md: each kind with its class, what it means, what to do, how it ends.
// It says what the core's catalogue says and nothing else.

import DockModel
import RoostCore

/// docs/incidents.md.
enum IncidentsPage {
    /// The page, whole.
    static var text: String {
        var lines = head.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for severity in Severity.allCases {
            let example = IncidentKind.allCases.first { $0.severity == severity }
            let shown = example.map { "\($0.title) (`\($0.rawValue)`)" } ?? "no incident has it"
            lines.append("| \(severity.label) | \(severity) | \(shown) |")
        }
        lines += ["", "## All kinds", "", "| Incident | Class | What happened | Visit |", "|---|---|---|---|"]
        for kind in IncidentKind.allCases.sorted(by: { ($0.severity, $0.rawValue) < ($1.severity, $1.rawValue) }) {
            lines.append(
                "| [`\(kind.rawValue)`](#\(anchor(kind))) | \(kind.severity.label) | \(kind.title) | \(visit(kind)) |")
        }
        for kind in IncidentKind.allCases.sorted(by: { $0.rawValue < $1.rawValue }) { lines += section(kind) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What stands above the kinds.
    private static let head = """
        # Incident catalogue

        <!-- Written by `roost incidents kinds --page`; a test compares it with the program. Do not edit. -->

        An incident is mailed to `mail.recipients.alerts` when it opens and again when it ends, in one thread. There is
        one open incident for each kind and device. What is told how often is the matter of the
        [exception filter](triage.md); kinds marked "never held back" pass it always.

        When the dock waits for a person (`roost status` says so), repair, make sure where the vehicle is, then say
        `roost reset --storage DIRECTORY`: the dock reads everything anew. A restart of the daemon does not end such a
        phase.

        | Class | Word | For example |
        |---|---|---|
        """

    private static func section(_ kind: IncidentKind) -> [String] {
        var lines = [
            "", "## \(kind.rawValue)", "",
            "\(kind.title). \(kind.severity.label) (\(kind.severity)), about the \(kind.origin.rawValue)"
                + (kind.isSafety ? "; never held back." : "."), "",
            "- What it means: \(kind.meaning)", "- What to do: \(kind.remedy)", "- Visit: \(visit(kind)).",
            "- It ends: \(kind.ending).",
        ]
        if !kind.causes.isEmpty {
            let causes = kind.causes.map { "[`\($0.rawValue)`](#\(anchor($0)))" }.joined(separator: ", ")
            lines.append("- Explained by, while one of them is open: \(causes).")
        }
        return lines
    }

    private static func visit(_ kind: IncidentKind) -> String {
        kind.needsVisit.map { $0 ? "needed" : "not needed" } ?? "depends on what is found"
    }

    /// The name that Markdown readers give the heading of a kind.
    private static func anchor(_ kind: IncidentKind) -> String {
        kind.rawValue.lowercased().replacing(".", with: "")
    }
}
