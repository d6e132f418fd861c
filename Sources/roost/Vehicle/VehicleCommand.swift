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
            VehicleStatusCommand.self, VehicleParametersCommand.self, VehiclePreflightCommand.self,
            VehicleMessagesCommand.self, VehicleUploadCommand.self, VehicleFlyCommand.self, VehiclePullCommand.self,
            VehicleListCommand.self, VehicleGetCommand.self,
        ])
}

/// Where the vehicle is, as every verb takes it.
struct VehicleLinkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where it is heard: udpin:HOST:PORT, udpout:HOST:PORT, tcp:HOST:PORT or "
                + "serial:/dev/ttyUSB0:57600; else as --config says.",
            valueName: "endpoint"))
    var connect: String?
    @Option(help: ArgumentHelp("Directory of a configuration with the vehicle's link.", valueName: "directory"))
    var config: String?
    @Option(
        help: ArgumentHelp(
            "File (mode 0600) with the key of a signed link: 64 hex digits or a passphrase; else as --config says.",
            valueName: "file"))
    var signingKey: String?
    @Option(help: "MAVLink system id of the vehicle, 1 to 255; without it the first one heard.")
    var system: UInt8?
    @Option(help: "How much faster than life a simulated vehicle runs; 1 for a real one.")
    var speed = 1.0
    @Option(help: ArgumentHelp("Longest wait for its heartbeat.", valueName: "seconds"))
    var wait = 30.0

    func validate() throws {
        guard connect != nil || config != nil else {
            throw ValidationError("name the vehicle by --connect udpin:0.0.0.0:14550 or by --config DIRECTORY")
        }
        guard (0.1...100).contains(speed) else { throw ValidationError("--speed must be 0.1 to 100") }
        guard system != 0 else { throw ValidationError("--system must be 1 to 255") }
        guard (0.1...3_600).contains(wait) else { throw ValidationError("--wait must be 0.1 to 3600 s") }
    }

    /// The configuration of `--config`; nil without one.
    func configuration() throws -> DockConfiguration? { try config.map { try CommandExit.configuration(in: $0) } }

    /// By what a plan is judged: the dock of `--config`, or only the plan itself.
    func planRules() throws -> PlanRules { try configuration().map { PlanRules($0.dock) } ?? PlanRules() }

    /// The endpoint, the clock to talk by, and the system id of the vehicle where one is named.
    func endpoint() throws -> (endpoint: LinkEndpoint, clock: any DockClock, system: UInt8?) {
        let vehicle = try configuration()?.dock.vehicle
        let now = WallTime(seconds: Date().timeIntervalSince1970)
        let clock: any DockClock = speed == 1 ? SystemClock() : PacedClock(start: now, speed: speed)
        do throws(VehicleLinkError) {
            let endpoint = try LinkEndpoint(connect ?? vehicle?.link.description ?? "")
            return (endpoint, clock, system ?? vehicle.flatMap { UInt8(exactly: $0.system) })
        } catch {
            CommandOutput.complain(CommandOutput.printable("\(error)"))
            throw CommandExit.badConfiguration
        }
    }

    /// The session on the endpoint, which is not running yet, and its clock.
    func open() throws -> (session: VehicleSession, clock: any DockClock, endpoint: String) {
        let (endpoint, clock, system) = try endpoint()
        var options = SessionOptions()
        options.vehicleSystem = system
        options.own = try configuration()?.dock.vehicle.station ?? options.own
        try sign(&options)
        let session = VehicleSession(transport: endpoint.link(clock: clock), clock: clock, options: options)
        return (session, clock, endpoint.description)
    }

    /// Reads the key of a signed link, where one is named; its timestamps are kept beside it, or with the dock's data.
    private func sign(_ options: inout SessionOptions) throws {
        do throws(SecretError) {
            if let signingKey {
                options.signingKey = try SecretSource(baseDirectory: ".").signingKey(.file(path: signingKey))
                options.signingState = signingKey + ".timestamps"
                // What is wrong with the configuration is said where it is needed.
            } else if let config, let dock = try? configuration()?.dock, let reference = dock.vehicle.signingKey {
                // The configuration was read before, so that its problems were told.
                options.signingKey = try SecretSource(baseDirectory: config).signingKey(reference)
                let storage = dock.storageDirectory
                options.signingState = (storage.hasPrefix("/") ? storage : config + "/" + storage) + "/vehicle-signing"
            }
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

    /// How long a vehicle that is heard may take to say what it is asked for.
    private static let longestIntroduction = Duration.seconds(5)

    /// Waits in real time until the vehicle is heard and says how it is, or a few seconds longer; exit code 69 when it
    /// is not heard.
    func awaitVehicle(_ session: VehicleSession, _ clock: any DockClock) async throws -> SessionReport {
        let start = ContinuousClock.now
        var heardSince: ContinuousClock.Instant?
        while true {
            let report = await session.report
            let waited = ContinuousClock.now - start
            heardSince = report.isHeard ? heardSince ?? .now : nil
            if let heardSince {
                let isTold = report.vehicle.map(Self.isTold) ?? false && report.landed.basis != .nothing
                if isTold || .now - heardSince >= Self.longestIntroduction { return report }
            }
            guard report.isHeard || waited.inSeconds < wait else {
                throw Self.absent(report, await session.endpoint, waited)
            }
            try await clock.sleep(for: .milliseconds(100))
        }
    }

    /// Whether a vehicle has said all that `status` shows; ArduPilot says most of it only when it is asked.
    private static func isTold(_ vehicle: VehicleReport) -> Bool {
        vehicle.softwareVersion != nil && vehicle.health != nil && vehicle.gnss != nil && vehicle.battery != nil
    }

    /// Says that no vehicle is heard, and why as far as the system knows; the exit code for it.
    static func absent(_ report: SessionReport, _ endpoint: String, _ waited: Duration) -> ExitCode {
        let error = VehicleLinkError.noVehicle(endpoint: endpoint, silentFor: waited)
        let trouble = report.trouble.map { "; the link says: \($0)" } ?? ""
        let frames = report.statistics.accepted
        let others = frames > 0 ? "; \(frames) frames came, none of them from an autopilot of that system id" : ""
        let refused = report.statistics.signatureFailures
        let unsigned = refused > 0 ? "; \(refused) frames were refused for their signature: compare the keys" : ""
        CommandOutput.complain(CommandOutput.printable("\(error)\(trouble)\(others)\(unsigned)"))
        return ExitCode(69)
    }
}
