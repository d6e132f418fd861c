// SPDX-License-Identifier: Apache-2.0
// `roost vehicle pull`: fetches the newest flight log of a disarmed vehicle. The file appears only when it is whole.
// `roost vehicle fly` fetches its log by the same code.

import ArgumentParser
import DockModel
import Foundation
import VehicleLink

/// A flight log that was fetched.
struct PulledLog: Sendable {
    var file: String
    var bytes: Int
    var seconds: Double

    /// Fetches the newest log of a session's vehicle into a directory; an existing file is never replaced.
    static func pull(_ session: VehicleSession, into directory: String, named name: String) async throws -> PulledLog {
        let start = ContinuousClock.now
        let bar = LogBar()
        defer { bar.clear() }
        let octets = try await session.downloadNewestLog { progress in bar.show(progress) }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let ending = logFileEnding(of: octets)
        let time = Date().formatted(
            Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt))
        var path = "\(directory)/\(name)-\(time).\(ending)", copy = 1
        while FileManager.default.fileExists(atPath: path) {
            copy += 1
            path = "\(directory)/\(name)-\(time)-\(copy).\(ending)"
        }
        try Data(octets).write(to: URL(fileURLWithPath: path), options: .atomic)
        return PulledLog(file: path, bytes: octets.count, seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    /// The log as a JSON object.
    var json: JSONFields {
        JSONFields([
            "file": file, "bytes": bytes, "complete": true, "s": rounded(seconds, places: 2),
            "kB_per_s": rounded(rate, places: 1),
        ])
    }

    /// The log as a line.
    var line: String {
        "\(file), \(bytes) octets in \(String(format: "%.1f", seconds)) s, \(String(format: "%.1f", rate)) kB/s"
    }

    private var rate: Double { Double(bytes) / 1_000 / max(seconds, 0.001) }
}

/// The progress of a download, told from the session's actor.
// Unchecked: only the session's actor draws, and the caller clears after its download has ended.
private final class LogBar: @unchecked Sendable {
    private let bar = ProgressBar()

    func show(_ progress: LogProgress) {
        bar.show {
            ProgressBar.Showing(
                share: Double(progress.received) / Double(max(progress.expected, 1)),
                text: "\(progress.received / 1_000) of \(progress.expected / 1_000) kB", secondsLeft: nil)
        }
    }

    func clear() { bar.clear() }
}

/// Fetches the newest flight log.
struct VehiclePullCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Fetch the newest flight log of a disarmed vehicle.",
        discussion: """
            Exit codes: 0 fetched, 1 no log or not all of it, 64 wrong usage, 69 no heartbeat.

            Example:
              roost vehicle pull --connect udpin:0.0.0.0:14550 --to logs
            """)

    @OptionGroup var link: VehicleLinkOptions
    @Option(help: ArgumentHelp("Where to put it.", valueName: "directory"))
    var to = "."
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() async throws {
        CommandOutput.surviveSignals()
        let (session, clock, _) = try link.open()
        let log = try await link.withVehicle(session) {
            _ = try await link.awaitVehicle(session, clock)
            do {
                return try await PulledLog.pull(session, into: to, named: "vehicle")
            } catch {
                CommandOutput.complain(CommandOutput.printable("\(error)"))
                throw CommandExit.finding
            }
        }
        if json { return try CommandOutput.sayJSON(log.json) }
        try CommandOutput.say(CommandOutput.printable(log.line) + "\n")
    }
}
