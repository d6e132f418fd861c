// SPDX-License-Identifier: Apache-2.0
// `roost anomaly signals`: what the daemon's detector has learned of each signal, as it was stored last. It reads the
// store, also while the daemon runs, and changes nothing.

import ArgumentParser
import DockModel
import Store
import Triage

/// Lists the watched signals.
struct AnomalySignalsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signals", abstract: "List what the daemon has learned of each signal.",
        discussion: """
            Columns: signal, readings, last reading, learning, usual or unusual, readings that were not judged (no
            number, repeated, backwards) and those after a gap. Memory is stored with each finding, else once an hour.
            Exit codes: 0 none is unusual, 1 one is or a memory is damaged, 69 no dock has run here.

            Example:
              roost anomaly signals --storage /var/lib/roost
            """)

    @OptionGroup var storage: IncidentsStorage
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() throws {
        let database = try storage.open()
        let rows = try CommandExit.giving { () throws(StoreError) in try database.signals() }
        let views = rows.map { SignalView(name: $0.name, stored: $0.stored, body: $0.body) }
        if json {
            try CommandOutput.sayJSON(views)
        } else {
            try CommandOutput.say(
                views.isEmpty ? "no signal is known yet\n" : views.map { $0.line + "\n" }.joined())
        }
        if views.contains(where: { $0.state == "unusual" || $0.state == "damaged" }) { throw CommandExit.finding }
    }
}

/// One signal as `--json` shows it.
struct SignalView: Encodable {
    var signal: String
    var state: String
    var stored: String
    var readings: UInt64 = 0
    var last: String?
    var marks: [String: UInt64] = [:]
    var since: String?
    var score: Double?
    var words: String?

    init(name: String, stored: WallTime, body: [UInt8]?) {
        (signal, self.stored) = (name, OutboxTime.text(stored))
        guard let known = body.flatMap({ WatchedSignal(octets: $0) }) else {
            state = "damaged"
            return
        }
        state = known.episode != nil ? "unusual" : known.isLearning ? "learning" : "usual"
        (readings, last) = (known.readings, known.last.map(OutboxTime.text))
        for quality in SampleQuality.allCases where quality != .good {
            marks[quality.rawValue] = known.count(of: quality)
        }
        guard let episode = known.episode else { return }
        (since, score, words) = (OutboxTime.text(episode.since), episode.score, episode.words)
    }

    /// The line of the list.
    var line: String {
        let counts = marks.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        let unjudged = counts.isEmpty ? "-" : counts.joined(separator: ", ")
        var text = "\(signal)  \(readings)  \(last ?? "-")  \(state)  \(unjudged)"
        if let since, let words { text += "  since \(since): \(words)" }
        return CommandOutput.printable(text)
    }
}
