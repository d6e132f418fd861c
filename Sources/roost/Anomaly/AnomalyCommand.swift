// SPDX-License-Identifier: Apache-2.0
// `roost anomaly`: how strange each row of a series is, and why; and what a dock has learned of its signals. It changes
// nothing.

import ArgumentParser
import Triage

/// The verbs on series.
struct AnomalyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "anomaly", abstract: "Say how strange each row of a series is, and why.",
        discussion: """
            The detector is the one that watches the dock's own signals. It sees one row at a time, learns as it goes
            and never looks ahead; the same rows always give the same scores.

            Example:
              roost anomaly score < cabinet-temperature.csv
              roost anomaly explain < cabinet-temperature.csv
              roost anomaly signals --storage /var/lib/roost
            """,
        subcommands: [AnomalyScoreCommand.self, AnomalyExplainCommand.self, AnomalySignalsCommand.self])
}

/// What a run over a series came to, for the exit code.
struct AnomalyTally {
    /// Rows that could not be read.
    var unreadable = 0
    /// Rows without a number.
    var missing = 0
    /// Rows at the time of the row before.
    var repeated = 0
    /// Rows earlier than the row before.
    var backwards = 0
    private var told = 0
    private let name: String

    /// Complaints written in full; the rest is counted.
    static let toldAtMost = 20

    init(name: String) { self.name = name }

    /// Notes a row that was not judged, and says so on stderr while there are few.
    mutating func note(line: Int, _ verdict: AnomalyRow.Verdict) {
        var place = "\(name):\(line)"
        let what: String
        switch verdict {
        case .unreadable(let because, let column):
            unreadable += 1
            place += ":\(column)"
            what = because + "; the row scores 0"
        case .assessed(_, let assessment):
            switch assessment.quality {
            case .good, .afterGap: return
            case .missing: missing += 1
            case .repeated: repeated += 1
            case .backwards: backwards += 1
            }
            what = "\(assessment.quality.words); the row scores 0 and is not learned from"
        }
        told += 1
        if told <= Self.toldAtMost { CommandOutput.complain("\(place): \(what)") }
    }

    /// Tells what was left out.
    /// - Throws: exit code 1 when a row could not be read.
    func close() throws {
        if told > Self.toldAtMost {
            CommandOutput.complain(
                "\(name): \(told) rows were not judged: \(unreadable) unreadable, \(missing) without a number, "
                    + "\(repeated) at the time of the row before, \(backwards) earlier than the row before")
        }
        if unreadable > 0 { throw CommandExit.finding }
    }
}
