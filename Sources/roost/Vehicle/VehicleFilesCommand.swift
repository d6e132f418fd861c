// SPDX-License-Identifier: Apache-2.0
// `roost vehicle ls` and `roost vehicle get`: directories and files on the vehicle's card, by MAVFTP. They change
// nothing there.

import ArgumentParser
import DockModel
import Foundation
import MAVLink
import VehicleLink

/// Whose files are meant.
struct FileOwnerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "MAVLink component whose files they are: 100 a camera, 191 a companion computer; else the autopilot.",
            valueName: "number"))
    var component: UInt8?

    func validate() throws {
        guard component != 0 else { throw ValidationError("--component must be 1 to 255") }
    }
}

/// Lists a directory of the vehicle.
struct VehicleListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List a directory on the vehicle.",
        discussion: """
            PX4 keeps its logs below /fs/microsd/log, ArduPilot in /APM/LOGS (its simulator in logs).

            Exit codes: 0 listed, 1 refused or unanswered, 64 wrong usage, 69 no heartbeat, 78 bad configuration.

            Example:
              roost vehicle ls /fs/microsd/log --connect udpin:0.0.0.0:14550
            """)

    @Argument(help: ArgumentHelp("The directory.", valueName: "path"))
    var path = "/"
    @OptionGroup var link: VehicleLinkOptions
    @OptionGroup var owner: FileOwnerOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() async throws {
        CommandOutput.surviveSignals()
        let (session, clock, _) = try link.open()
        let (path, owner) = (path, owner)
        let listing = try await link.withVehicle(session) {
            _ = try await link.awaitVehicle(session, clock)
            do {
                return try await session.list(path, of: owner.component)
            } catch {
                CommandOutput.complain(CommandOutput.printable("\(error)"))
                throw CommandExit.finding
            }
        }
        if !listing.isWhole { CommandOutput.complain("\(path) has more entries than are shown") }
        if json {
            return try CommandOutput.sayJSON(
                JSONFields([
                    "path": path, "whole": listing.isWhole,
                    "entries": listing.entries.map { entry in
                        JSONFields(["name": entry.name, "directory": entry.isDirectory, "bytes": entry.size])
                    },
                ]))
        }
        for entry in listing.entries {
            let size = entry.isDirectory ? "directory" : entry.size.map { "\($0) octets" } ?? "unknown size"
            try CommandOutput.say(CommandOutput.printable(Self.padded(size) + "  " + entry.name) + "\n")
        }
    }

    private static func padded(_ text: String) -> String {
        String(repeating: " ", count: max(0, 18 - text.count)) + text
    }
}

/// Fetches a file of the vehicle.
struct VehicleGetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Fetch a file from a disarmed vehicle.",
        discussion: """
            The file appears only when it is whole, and when its checksum is the vehicle's where it computes one. A
            fetch that was cut or killed goes on where it stopped (FILE.part beside it); no file is ever replaced.

            Exit codes: 0 fetched, 1 refused or not all of it, 64 wrong usage, 69 no heartbeat, 78 bad configuration.

            Example:
              roost vehicle get /fs/microsd/log/2026-03-01/10_11_12.ulg --to flight.ulg --connect udpin:0.0.0.0:14550
            """)

    @Argument(help: ArgumentHelp("The file on the vehicle.", valueName: "path"))
    var path: String
    @OptionGroup var link: VehicleLinkOptions
    @OptionGroup var owner: FileOwnerOptions
    @Option(help: ArgumentHelp("Where to put it; without it under its own name here.", valueName: "file"))
    var to: String?
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard to != nil || Self.ownName(path) != nil else {
            throw ValidationError("\(path) has no file name: say --to FILE")
        }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        guard let target = to ?? Self.ownName(path) else { throw ExitCode(64) }
        let (session, clock, _) = try link.open()
        let (path, owner) = (path, owner), start = ContinuousClock.now
        let bar = TransferBar()
        defer { bar.clear() }
        let fetched = try await link.withVehicle(session) {
            _ = try await link.awaitVehicle(session, clock)
            do {
                return try await session.fetch(path, of: owner.component, to: target) { bar.show($0) }
            } catch {
                bar.clear()
                CommandOutput.complain(CommandOutput.printable("\(error)"))
                throw CommandExit.finding
            }
        }
        bar.clear()
        let file = PulledLog(fetched, seconds: (ContinuousClock.now - start) / .seconds(1))
        if json { return try CommandOutput.sayJSON(file.json) }
        try CommandOutput.say(CommandOutput.printable(file.line) + "\n")
    }

    /// The last part of a path, when it can be a file's name here.
    private static func ownName(_ path: String) -> String? {
        path.split(separator: "/").last.map(String.init).flatMap { [".", ".."].contains($0) ? nil : $0 }
    }
}
