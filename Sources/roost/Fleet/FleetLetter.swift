// SPDX-License-Identifier: Apache-2.0
// The words of mails about the fleet: what is worst stands first, and a silence is said before all that is well. It
// knows facts only, and neither addresses nor clocks.

import FleetLink
import Foundation
import Post
import Report

/// A mail about the fleet before it is addressed.
struct FleetLetter {
    /// "fleet-silence" or "fleet-digest".
    var kind: String
    var subject: String, text: String
    var attachments: [MailAttachment] = []

    /// What a digest rests on.
    struct Facts {
        var docks: [FleetDock]
        var parts: [FleetPart]
        var silences: [FleetSilence]
    }

    /// Docks that a subject or a line names at most.
    private static let named = 3
    /// Silences and parts that a mail lists at most.
    private static let listed = 50

    /// The mail that tells of docks that fell silent.
    static func silences(_ silences: [FleetSilence]) -> FleetLetter {
        let names = silences.prefix(named).map(\.dock).joined(separator: ", ")
        let subject =
            silences.count == 1
            ? "Fleet: dock \(names) is silent"
            : "Fleet: \(silences.count) docks are silent: \(names)" + (silences.count > named ? ", …" : "")
        var text = "Nothing was heard for longer than they had promised:\n\n"
        for silence in silences.prefix(listed) { text += "  \(line(silence))\n" }
        if silences.count > listed { text += "  and \(silences.count - listed) more\n" }
        text += """

            What it can mean: the dock, its power or its uplink is down; or the broker is. The dock goes on by itself
            and keeps what it has to tell.
            What to do: roost fleet docks --only silent; call the site.

            """
        return FleetLetter(kind: "fleet-silence", subject: clean(subject), text: clean(text))
    }

    /// The digest of a day.
    static func digest(_ facts: Facts, day: String, most: Int) -> FleetLetter {
        let troubled = facts.docks.filter { $0.concern != .well }
        var counts = ""
        for concern in DockConcern.allCases {
            let count = facts.docks.count { $0.concern == concern }
            if count > 0 { counts += (counts.isEmpty ? "" : ", ") + "\(count) \(concern.rawValue)" }
        }
        let standing = troubled.isEmpty ? "all well" : "\(troubled.count) not well"
        var text = "\(facts.docks.count) docks" + (counts.isEmpty ? "" : ": \(counts)") + "\n\n"
        if troubled.isEmpty {
            text += "No dock needs anybody.\n"
        } else {
            text += "WORST FIRST\n\n" + FleetTable.text(Array(troubled.prefix(most)))
            if troubled.count > most { text += "and \(troubled.count - most) more, see docks.csv\n" }
        }
        let ended = facts.silences.filter { $0.endedAfterSeconds != nil }
        if !ended.isEmpty {
            text += "\nHEARD AGAIN IN THE LAST 24 HOURS\n\n"
            for silence in ended.prefix(listed) { text += "  \(line(silence))\n" }
        }
        if !facts.parts.isEmpty {
            text += "\nPARTS TO ORDER\n\n"
            for part in facts.parts.prefix(listed) { text += "  \(FleetTable.line(part))\n" }
        }
        let csv = ReportTable.csv(header: FleetTable.head, rows: facts.docks.map(FleetTable.cells))
        return FleetLetter(
            kind: "fleet-digest", subject: clean("Fleet \(day): \(facts.docks.count) docks, \(standing)"),
            text: clean(text),
            attachments: [
                MailAttachment(fileName: "docks.csv", mediaType: "text/csv", octets: Array(csv.utf8))
            ])
    }

    private static func line(_ silence: FleetSilence) -> String {
        // A line feed in a name would begin a line of its own.
        let name = silence.name.map { " (\(CommandOutput.printable($0)))" } ?? ""
        guard let span = silence.endedAfterSeconds else {
            return "\(silence.dock)\(name): last heard \(FleetTable.span(silence.heardSecondsAgo)) ago"
        }
        return "\(silence.dock)\(name): was silent for \(FleetTable.span(span))"
    }

    /// Text of docks may hold anything; lines of ours stay lines.
    private static func clean(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map {
            CommandOutput.printable(String($0))
        }
        .joined(separator: "\n")
    }
}
