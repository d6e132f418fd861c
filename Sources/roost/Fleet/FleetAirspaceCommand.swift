// SPDX-License-Identifier: Apache-2.0
// `roost fleet airspace`: whether planned runs of docks that stand near one another meet in the air, from their
// configurations. It moves no schedule; what it proposes a person decides.

import ArgumentParser
import DockModel
import Foundation
import Settings

/// Runs that meet in the air.
struct FleetAirspaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "airspace", abstract: "Find planned runs of neighbouring docks that meet in the air.",
        discussion: """
            Each CONFIG is a dock's directory with dock.yaml. Runs meet when they overlap in time, with --margin before
            and after, and their ways come closer than --sideways and --above. For each pair of schedules the second
            one's smallest move that meets nobody is proposed. Ways are those of the plans: detours, holds and the way
            to an alternate place are not known. Exit codes: 0 none meet, 1 some do, 78 a configuration cannot be used.

            Example:
              roost fleet airspace ./docks/NORTH ./docks/SOUTH --days 14
            """)

    @Argument(help: ArgumentHelp("Directories of docks.", valueName: "config"))
    var directories: [String]
    @Option(help: "Days to look ahead, 1 to 90.")
    var days = 7
    @Option(help: "The first moment to look at, RFC 3339; now if left out.")
    var from: String?
    @Option(help: "Metres sideways that keep ways apart.")
    var sideways = 50.0
    @Option(help: "Metres of height that keep ways apart.")
    var above = 20.0
    @Option(help: "Minutes between two runs.")
    var margin = 5.0
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var first: String, second: String
        var at: String
        var count: Int
        var metres: Double
        var shiftMinutes: Int?
    }

    private var start: WallTime? {
        guard let from else { return WallTime(seconds: Date().timeIntervalSince1970) }
        return ISO8601DateFormatter().date(from: from).map { WallTime(seconds: $0.timeIntervalSince1970) }
    }

    func validate() throws {
        guard directories.count >= 2 else { throw ValidationError("name at least two docks' directories") }
        guard (1...90).contains(days) else { throw ValidationError("--days must be 1 to 90") }
        guard (0...10_000).contains(sideways), (0...10_000).contains(above), (0...1_440).contains(margin)
        else {
            throw ValidationError("--sideways and --above are 0 to 10000 m, --margin 0 to 1440 minutes")
        }
        guard start != nil else { throw ValidationError("--from is no time such as 2026-11-26T00:00:00Z") }
    }

    func run() throws {
        guard let start else { throw ExitCode(64) }
        var runs: [AirspaceRun] = [], names: Set<String> = []
        for directory in directories {
            let configuration = try CommandExit.configuration(in: directory)
            let name = configuration.dock.dock.id.text
            guard names.insert(name).inserted else {
                CommandOutput.complain(CommandOutput.printable("\(directory): dock \(name) is named twice"))
                throw CommandExit.badConfiguration
            }
            runs += Airspace.runs(of: configuration, after: start, through: start + .seconds(days * 86_400))
        }
        var terms = AirspaceTerms()
        (terms.sideways, terms.above, terms.margin) = (sideways, above, .seconds(margin * 60))
        let found = Airspace.conflicts(runs, terms)
        let views = found.map { conflict in
            View(
                first: "\(conflict.first.dock)/\(conflict.first.schedule)",
                second: "\(conflict.second.dock)/\(conflict.second.schedule)",
                at: Date(timeIntervalSince1970: conflict.at.seconds).formatted(.iso8601),
                count: conflict.count,
                metres: conflict.metres.rounded(), shiftMinutes: conflict.shiftMinutes)
        }
        if json {
            try CommandOutput.sayJSON(views)
        } else if views.isEmpty {
            try CommandOutput.say("\(runs.count) runs of \(names.count) docks: none meet\n")
        } else {
            for view in views {
                let move =
                    view.shiftMinutes.map { "move \(view.second) by \($0) min" }
                    ?? "no move within \(terms.mostMinutes) min helps"
                try CommandOutput.say(
                    CommandOutput.printable(
                        "\(view.first) and \(view.second): \(view.count) times, first at \(view.at), "
                            + "\(Int(view.metres)) m apart; \(move)") + "\n")
            }
        }
        if !views.isEmpty { throw CommandExit.finding }
    }
}
