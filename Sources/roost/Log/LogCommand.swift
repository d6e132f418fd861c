// SPDX-License-Identifier: Apache-2.0
// `roost log` and `roost log summary`: what a flight log says, for people, programs, tables and maps. They read one
// file and change nothing.

import ArgumentParser
import FlightLog
import Settings

/// The verbs on flight logs.
struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Read flight logs (ULog, DataFlash), and prove the dock's own records.",
        discussion: """
            Example:
              roost log summary 07_01_16.ulg
              roost log summary --json 00000042.BIN
              roost log verify --storage /var/lib/roost
            """,
        subcommands: [LogSummaryCommand.self, LogVerifyCommand.self])
}

/// Says what a flight log holds.
struct LogSummaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "Say what a flight log holds.",
        discussion: """
            Take-off, landing, duration, path, distance, maxima, modes, errors, battery, satellites and vibration, with
            units. What the log does not measure is unknown, not zero. The log may be of any length, cut or damaged;
            what was passed over is told. Exit codes: 0 read, 64 wrong usage, 75 the file cannot be read now, 77 not
            allowed, 78 no such file or not a flight log.

            Example:
              roost log summary 07_01_16.ulg
              roost log summary --json 00000042.BIN
              roost log summary --kml 07_01_16.ulg > flight.kml
              roost log summary 07_01_16.ulg --svg flight.svg --plan survey.plan
            """)

    @Argument(help: ArgumentHelp("The log: .ulg, .BIN, or - for standard input.", valueName: "file"))
    var file: String
    @Flag(help: "Print one JSON document.")
    var json = false
    @Flag(help: "Print lines of section, name, value and unit.")
    var csv = false
    @Flag(help: "Print the flown path as KML.")
    var kml = false
    @Option(help: ArgumentHelp("Also draw the flown path and its heights.", valueName: "file.svg"))
    var svg: String?
    @Option(help: ArgumentHelp("The plan to draw it over.", valueName: "file.plan"))
    var plan: String?

    func validate() throws {
        guard plan == nil || svg != nil else { throw ValidationError("--plan is drawn only with --svg") }
        if [json, csv, kml].filter({ $0 }).count > 1 {
            throw ValidationError("--json, --csv and --kml exclude each other")
        }
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let bar = ProgressBar()
        let summary: FlightSummary
        do throws(LogFileError) {
            summary = try LogFile.summary(of: file, wantsDigest: json || csv) { done, all in
                guard let all, all > 0 else { return }
                bar.show {
                    ProgressBar.Showing(
                        share: Double(done) / Double(all), text: "\(done / 1_000_000) MB read",
                        secondsLeft: nil)
                }
            }
        } catch {
            bar.clear()
            CommandOutput.complain(CommandOutput.printable(error.description))
            switch error.kind {
            case .missing, .noLog: throw CommandExit.badConfiguration
            case .notAllowed: throw CommandExit.notAllowed
            case .unreadable: throw CommandExit.tryLater
            }
        }
        bar.clear()
        if let svg { try FlightDrawing.write(summary, over: plan.map { try PlanFile.open($0) }, to: svg) }
        if json { return try CommandOutput.sayJSON(summary) }
        if csv { return try CommandOutput.say(summary.csv) }
        if kml {
            guard !summary.path.isEmpty else {
                CommandOutput.complain(
                    CommandOutput.printable("\(file): the log has no place with a 3D fix to draw"))
                throw CommandExit.finding
            }
            return try CommandOutput.say(summary.kml)
        }
        for line in summary.text { try CommandOutput.say(CommandOutput.printable(line) + "\n") }
    }
}
