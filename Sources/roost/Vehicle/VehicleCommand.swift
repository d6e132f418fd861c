// SPDX-License-Identifier: Apache-2.0
// `roost vehicle`: a vehicle on any MAVLink endpoint, by hand: who it is, a plan brought to it, one flight, its newest
// log. For commissioning and rehearsals; the supervisor flies by itself, behind its gates and interlocks.

import ArgumentParser
import DockModel
import Foundation
import Host
import MAVLink
import Settings
import VehicleLink

/// The verbs on a vehicle.
struct VehicleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vehicle", abstract: "Talk to a PX4 or ArduPilot vehicle on any MAVLink endpoint.",
        discussion: """
            No dock and no daemon is needed; a daemon that flies the same vehicle must be stopped first.

            Example:
              roost vehicle status --connect udpin:0.0.0.0:14550
              roost vehicle fly survey.plan --connect tcp:127.0.0.1:5760 --log-dir logs
            """,
        subcommands: [
            VehicleStatusCommand.self, VehicleUploadCommand.self, VehicleFlyCommand.self, VehiclePullCommand.self,
        ])
}

/// Where the vehicle is, as every verb takes it.
struct VehicleLinkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where it is heard: udpin:HOST:PORT, udpout:HOST:PORT or tcp:HOST:PORT; or give --config.",
            valueName: "endpoint"))
    var connect: String?
    @Option(help: ArgumentHelp("Directory of a configuration with the vehicle's link.", valueName: "directory"))
    var config: String?
    @Option(help: "MAVLink system id of the vehicle, 1 to 255; without it the first one heard.")
    var system: UInt8?
    @Option(help: "How much faster than life a simulated vehicle runs; 1 for a real one.")
    var speed = 1.0
    @Option(help: ArgumentHelp("Longest wait for its heartbeat.", valueName: "seconds"))
    var wait = 30.0

    func validate() throws {
        guard (connect == nil) != (config == nil) else {
            throw ValidationError("name the vehicle by --connect udpin:0.0.0.0:14550 or by --config DIRECTORY")
        }
        guard (0.1...100).contains(speed) else { throw ValidationError("--speed must be 0.1 to 100") }
        guard system != 0 else { throw ValidationError("--system must be 1 to 255") }
        guard (0.1...3_600).contains(wait) else { throw ValidationError("--wait must be 0.1 to 3600 s") }
    }

    /// The session on the endpoint, which is not running yet, and its clock.
    func open() throws -> (session: VehicleSession, clock: any DockClock, endpoint: String) {
        var options = SessionOptions()
        options.vehicleSystem = system
        let text: String
        if let config {
            let vehicle = try CommandExit.configuration(in: config).dock.vehicle
            text = vehicle.link.description
            options.vehicleSystem = system ?? UInt8(exactly: vehicle.system)
        } else {
            text = connect ?? ""
        }
        let now = WallTime(seconds: Date().timeIntervalSince1970)
        let clock: any DockClock = speed == 1 ? SystemClock() : PacedClock(start: now, speed: speed)
        do throws(VehicleLinkError) {
            let endpoint = try LinkEndpoint(text)
            let session = VehicleSession(transport: endpoint.link(clock: clock), clock: clock, options: options)
            return (session, clock, endpoint.description)
        } catch {
            CommandOutput.complain(CommandOutput.printable("\(error)"))
            throw CommandExit.badConfiguration
        }
    }

    /// Runs the link beside `body` until that ends.
    func withVehicle<Value: Sendable>(
        _ session: VehicleSession, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let link = Task { await session.run() }
        defer { link.cancel() }
        return try await body()
    }

    /// Waits until the vehicle is heard and says where it stands; exit code 69 when it is not heard.
    func awaitVehicle(_ session: VehicleSession, _ clock: any DockClock) async throws -> SessionReport {
        let start = clock.now().boot
        while true {
            let report = await session.report
            let waited = start.duration(to: clock.now().boot)
            let isKnown = report.landed.basis != .nothing && report.vehicle?.softwareVersion != nil
            if report.isHeard, isKnown || waited >= .seconds(5) { return report }
            guard waited.inSeconds < wait else {
                throw Self.absent(report, await session.endpoint, waited)
            }
            try await clock.sleep(for: .milliseconds(100))
        }
    }

    /// Says that no vehicle is heard, and why as far as the system knows; the exit code for it.
    static func absent(_ report: SessionReport, _ endpoint: String, _ waited: Duration) -> ExitCode {
        let error = VehicleLinkError.noVehicle(endpoint: endpoint, silentFor: waited)
        let trouble = report.trouble.map { "; the link says: \($0)" } ?? ""
        let frames = report.statistics.accepted
        let others = frames > 0 ? "; \(frames) frames came, none of them from an autopilot of that system id" : ""
        CommandOutput.complain(CommandOutput.printable("\(error)\(trouble)\(others)"))
        return ExitCode(69)
    }
}

extension PlanFile {
    /// Reads a plan for the command line; problems end the command.
    static func open(_ path: String) throws -> PlanFile {
        let octets: Data
        do {
            octets = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            CommandOutput.complain(CommandOutput.printable("\(path): \(error.localizedDescription)"))
            throw CommandExit.badConfiguration
        }
        do throws(SettingsError) {
            return try PlanFile(from: Array(octets), file: path)
        } catch {
            throw CommandExit.fail(error)
        }
    }
}
