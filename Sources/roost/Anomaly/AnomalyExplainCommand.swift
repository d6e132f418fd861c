// SPDX-License-Identifier: Apache-2.0
// `roost anomaly explain`: why rows scored: which context, what is usual there and what was seen. The scores are those
// of `roost anomaly score`.

import ArgumentParser
import DockModel
import Triage

/// Says why rows scored high.
struct AnomalyExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why rows of a series scored high.",
        discussion: """
            For each row that scores \(AnomalyWords.advised) or more (or as --threshold says, or the rows that
            --row names): the score, the context that found it strange, the usual range there (5 to 95 % of the past,
            or the levels seen after this one), what was seen and how rare it is, in the unit of the series.
            Exit codes are those of `roost anomaly score`.

            Example:
              roost anomaly explain < cabinet-temperature.csv
              roost anomaly explain --row 1412 --json cabinet-temperature.csv
            """)

    @Argument(help: ArgumentHelp("The series, or - for standard input.", valueName: "file"))
    var file = "-"
    @Option(help: ArgumentHelp("Explain rows with this score or more, above 0 up to 1.", valueName: "score"))
    var threshold = SignalDetector.advisedThreshold
    @Option(
        help: ArgumentHelp(
            "Explain this row, counted from 1 without the header; may be repeated.", valueName: "n"))
    var row: [Int] = []
    @Flag(help: "Print one JSON document for each explained row.")
    var json = false

    func validate() throws {
        guard threshold > 0, threshold <= 1 else {
            throw ValidationError("--threshold is a score above 0 up to 1")
        }
        guard row.allSatisfy({ $0 > 0 }) else { throw ValidationError("--row counts from 1") }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let name = AnomalyWords.name(of: file)
        let input = try AnomalyInput.open(file)
        let wanted = Set(row)
        var run = AnomalyRun()
        var tally = AnomalyTally(name: name)
        var pending: [AnomalyExplained] = []
        var last = 0
        try AnomalyInput.lines(of: input, name: name) { line in
            run.take(line, keepsBefore: true) { row, before in
                last = row.number
                tally.note(line: row.line, row.verdict)
                let isWanted = wanted.isEmpty ? row.score >= threshold : wanted.contains(row.number)
                if isWanted { pending.append(AnomalyExplained(row, before: before)) }
            }
        } blockDone: {
            for explained in pending {
                if json { try CommandOutput.sayJSON(explained) } else { try CommandOutput.say(explained.text) }
            }
            pending.removeAll(keepingCapacity: true)
        }
        if let missing = wanted.filter({ $0 > last }).min() {
            CommandOutput.complain("\(name): there is no row \(missing); the last is row \(last)")
            throw CommandExit.finding
        }
        try tally.close()
    }
}

/// An explained row, for people and programs.
struct AnomalyExplained: Encodable {
    /// One view's word.
    struct Word: Encodable {
        var view: String
        var context: String
        var seen: Double
        var usualFrom: Double?
        var usualTo: Double?
        var oneIn: Double?
        var isRecord: Bool

        init(_ word: Explanation.Word) {
            view = "\(word.view)"
            context = word.context
            seen = word.seen
            usualFrom = word.usual?.lowerBound
            usualTo = word.usual?.upperBound
            // Of a record no share of the past can be told.
            oneIn = word.isRecord ? nil : word.oneIn
            isRecord = word.isRecord
            text = word.words()
        }

        /// The same in words.
        let text: String

        private enum CodingKeys: CodingKey {
            case view, context, seen, usualFrom, usualTo, oneIn, isRecord
        }
    }

    var row: Int
    var line: Int
    var time: String?
    var value: Double?
    var quality: String
    var score: Double
    var readingsBefore: UInt64?
    var leading: Word?
    var others: [Word]?

    init(_ row: AnomalyRow, before: SignalDetector?) {
        self.row = row.number
        line = row.line
        quality = AnomalyWords.quality(of: row)
        score = row.score
        guard case .assessed(let sample, _) = row.verdict else { return }
        time = AnomalyWords.time(sample.time)
        value = sample.value
        guard let explanation = before?.explanation(of: sample) else { return }
        readingsBefore = explanation.readings
        leading = Word(explanation.leading)
        others = explanation.others.map { Word($0) }
    }

    /// The lines for people.
    var text: String {
        var octets: [UInt8] = []
        AnomalyWords.append(score, to: &octets)
        var text = "row \(row) (line \(line))"
        if let time { text += ", \(time)" }
        if let value { text += ": value \(AnomalyWords.shown(value))" }
        text += ", score \(String(decoding: octets, as: UTF8.self)), quality \(quality)\n"
        guard let leading, let readingsBefore else { return text + "  not judged\n" }
        text += "  \(leading.text)\n"
        for other in others ?? [] { text += "  also: \(other.text)\n" }
        return text + "  after \(readingsBefore) readings\n"
    }
}
