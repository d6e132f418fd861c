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

    /// Bytes that an earlier attempt had brought.
    var resumed = 0
    /// The protocol it came by: `ftp` or `log`.
    var route = ""
    /// Whether the vehicle's checksum of it is the same; nil where it was not asked.
    var isVerified: Bool?

    /// Fetches the newest log of a session's vehicle into a directory; an existing file is never replaced, and what an
    /// earlier attempt left is not fetched again.
    static func pull(
        _ session: VehicleSession, into directory: String, named name: String, by route: LogRoute = .best
    ) async throws -> PulledLog {
        let start = ContinuousClock.now
        let bar = TransferBar()
        defer { bar.clear() }
        let time = Date().formatted(
            Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt))
        let fetched = try await session.pullNewestLog(into: directory, named: "\(name)-\(time)", by: route) {
            bar.show($0)
        }
        return PulledLog(fetched, seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    /// A fetched file, and what it took.
    init(_ fetched: FetchedFile, seconds: Double) {
        (file, bytes, self.seconds) = (fetched.path, fetched.size, seconds)
        (resumed, route, isVerified) = (fetched.resumed, fetched.route.rawValue, fetched.isVerified)
    }

    /// The log as a JSON object.
    var json: JSONFields {
        JSONFields([
            "file": file, "bytes": bytes, "complete": true, "s": rounded(seconds, places: 2),
            "kB_per_s": rounded(rate, places: 1), "resumed_bytes": resumed, "by": route, "checksum_ok": isVerified,
        ])
    }

    /// The log as a line.
    var line: String {
        "\(file), \(bytes) octets in \(String(format: "%.1f", seconds)) s, \(String(format: "%.1f", rate)) kB/s"
            + (resumed > 0 ? ", \(resumed) of them from an earlier attempt" : "")
            + (isVerified == true ? ", checksum as on the vehicle" : "")
    }

    private var rate: Double { Double(bytes - resumed) / 1_000 / max(seconds, 0.001) }
}

/// The progress of a download, told from the session's actor.
// Unchecked: only the session's actor draws, and the caller clears after its download has ended.
final class TransferBar: @unchecked Sendable {
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

extension LogRoute: ExpressibleByArgument {}

/// Fetches the newest flight log.
struct VehiclePullCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Fetch the newest flight log of a disarmed vehicle.",
        discussion: """
            Comes by MAVFTP where the vehicle offers it and it is the faster way, else by LOG_REQUEST_DATA; --by
            chooses. A pull that was cut or killed goes on where it stopped when it is started again with the same --to.

            Exit codes: 0 fetched, 1 no log or not all of it, 64 wrong usage, 69 no heartbeat.

            Example:
              roost vehicle pull --connect udpin:0.0.0.0:14550 --to logs
            """)

    @OptionGroup var link: VehicleLinkOptions
    @Option(help: ArgumentHelp("Where to put it.", valueName: "directory"))
    var to = "."
    @Option(help: "The protocol: best, ftp or log.")
    var by = LogRoute.best
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() async throws {
        CommandOutput.surviveSignals()
        let (session, clock, _) = try link.open()
        let log = try await link.withVehicle(session) {
            _ = try await link.awaitVehicle(session, clock)
            do {
                return try await PulledLog.pull(session, into: to, named: "vehicle", by: by)
            } catch {
                CommandOutput.complain(CommandOutput.printable("\(error)"))
                throw CommandExit.finding
            }
        }
        if json { return try CommandOutput.sayJSON(log.json) }
        try CommandOutput.say(CommandOutput.printable(log.line) + "\n")
    }
}
