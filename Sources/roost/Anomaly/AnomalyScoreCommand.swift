// SPDX-License-Identifier: Apache-2.0
// `roost anomaly score`: one score for each row of a series, in the order of the rows. It prints as it reads, so that
// it can stand in a pipe.

import ArgumentParser
import DockModel
import Triage

/// Prints one score in [0,1] for each row.
struct AnomalyScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Print one score from 0 to 1 for each row of `timestamp,value`.",
        discussion: """
            Times are like 2026-11-25 17:40:00 or 2026-11-25T17:40:00+02:00 (UTC without a zone), or seconds since
            1970; a first line of names is passed over. 0 is usual; \(AnomalyWords.advised) and more is worth a line
            in a digest. One episode scores once: rows after it score 0 for a while unless they are clearly stranger.

            A row without a number (empty, NaN, infinite), at the time of the row before or earlier than it scores 0, is
            not learned from and is named on stderr. A row that cannot be read scores 0 too; then the exit code is 1.
            Every row of the input is one line of the output.

            Example:
              roost anomaly score < cabinet-temperature.csv
              roost anomaly score --json cabinet-temperature.csv
            """)

    @Argument(help: ArgumentHelp("The series, or - for standard input.", valueName: "file"))
    var file = "-"
    @Flag(help: "Print one JSON document a row: row, line, time, score, quality.")
    var json = false

    func run() throws {
        CommandOutput.surviveSignals()
        let name = AnomalyWords.name(of: file)
        let input = try AnomalyInput.open(file)
        var run = AnomalyRun()
        var tally = AnomalyTally(name: name)
        var pending: [UInt8] = []
        try AnomalyInput.lines(of: input, name: name) { line in
            run.take(line, keepsBefore: false) { row, _ in
                if json {
                    AnomalyWords.appendJSON(row, to: &pending)
                } else {
                    AnomalyWords.append(row.score, to: &pending)
                }
                pending.append(0x0A)
                tally.note(line: row.line, row.verdict)
            }
        } blockDone: {
            try CommandOutput.say(String(decoding: pending, as: UTF8.self))
            pending.removeAll(keepingCapacity: true)
        }
        try tally.close()
    }
}
