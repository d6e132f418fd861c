// SPDX-License-Identifier: Apache-2.0
// `roost vehicle status` and `roost vehicle upload`: what a vehicle says about itself, and a plan brought to it and
// read back. They arm nothing and move nothing.

import ArgumentParser
import DockModel
import Foundation
import MAVLink
import RoostDaemon
import Settings
import VehicleLink

/// Says what a vehicle says about itself.
struct VehicleStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say what a vehicle says about itself.",
        discussion: """
            Exit codes: 0 heard and ready to arm by its own word, 1 heard and not ready or not saying so,
            64 wrong usage,
            69 no heartbeat.

            Example:
              roost vehicle status --connect udpin:0.0.0.0:14550 --json
            """)

    @OptionGroup var link: VehicleLinkOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() async throws {
        CommandOutput.surviveSignals()
        let (session, clock, endpoint) = try link.open()
        let report = try await link.withVehicle(session) { try await link.awaitVehicle(session, clock) }
        guard let vehicle = report.vehicle else { throw ExitCode(69) }
        let view = VehicleView(endpoint: endpoint, report: report, vehicle: vehicle)
        if json {
            try CommandOutput.sayJSON(view.json)
        } else {
            for line in view.lines { try CommandOutput.say(CommandOutput.printable(line) + "\n") }
        }
        if view.isReady != true { throw CommandExit.finding }
    }
}

/// A vehicle as `status` shows it.
private struct VehicleView {
    var endpoint: String
    var report: SessionReport
    var vehicle: VehicleReport

    /// Whether its checks pass: its own word, or that of its sensors; nil when it says nothing.
    var isReady: Bool? { vehicle.health?.value.isReadyToArm }

    var json: JSONFields {
        let position = vehicle.position?.value, battery = vehicle.battery?.value, gnss = vehicle.gnss?.value
        return JSONFields([
            "endpoint": endpoint, "system": Int(vehicle.address.system),
            "autopilot": vehicle.autopilot?.publicName, "version": vehicle.softwareVersion?.value,
            "armed": vehicle.isArmed?.value, "mode": vehicle.mode.map { "\($0.value)" },
            "landed": report.landed.state.rawValue, "landed_basis": report.landed.basis.rawValue,
            "ready_to_arm": isReady, "lat_deg": position?.latitude, "lon_deg": position?.longitude,
            "rel_alt_m": position?.relativeAltitude.value, "fix": gnss.map { Int($0.fix.rawValue) },
            "battery_pct": battery?.remaining?.value, "battery_v": battery?.voltage?.value,
            "round_trip_ms": report.timeSync.map { rounded($0.roundTrip.inSeconds * 1_000, places: 2) },
            "clock_offset_s": report.timeSync.map { rounded($0.offset.inSeconds, places: 6) },
            "satellite_failures": vehicle.highLatency?.value.failureWords,
            "signature_failures": Int(report.statistics.signatureFailures),
            "statustext": vehicle.texts.map { "\($0.severity.rawValue) \($0.text)" },
            "frames": Int(report.statistics.accepted), "frames_lost": Int(report.statistics.lost),
            "checksum_errors": Int(report.statistics.checksumErrors),
        ])
    }

    var lines: [String] {
        func number(_ value: Double?, _ unit: String, _ places: Int) -> String {
            value.map { "\(String(format: "%.\(places)f", $0)) \(unit)" } ?? "unknown"
        }
        let position = vehicle.position?.value, battery = vehicle.battery?.value
        let place = position.map { String(format: "%.7f°, %.7f°", $0.latitude, $0.longitude) } ?? "unknown"
        var lines = [
            "vehicle     \(vehicle.autopilot?.publicName ?? "unknown"), "
                + "version \(vehicle.softwareVersion?.value ?? "unknown"), "
                + "system \(vehicle.address.system), \(endpoint)",
            "state       \(vehicle.isArmed?.value == true ? "ARMED" : "disarmed"), "
                + "mode \(vehicle.mode.map { "\($0.value)" } ?? "unknown"), \(report.landed.state.rawValue) "
                + "(by \(report.landed.basis.rawValue))",
            "ready       \(isReady.map { $0 ? "yes" : "NO" } ?? "unknown")",
            "place       \(place), \(number(position?.relativeAltitude.value, "m", 1)) above home",
            "satellites  fix type \(vehicle.gnss.map { "\($0.value.fix.rawValue)" } ?? "unknown")",
            "battery     \(number(battery?.remaining?.value, "%", 0)), \(number(battery?.voltage?.value, "V", 2))",
        ]
        if let sync = report.timeSync {
            lines.append("link        round trip \(number(sync.roundTrip.inSeconds * 1_000, "ms", 1))")
        }
        if let said = vehicle.highLatency?.value {
            let words = said.failures.isEmpty ? "no failure" : said.failureWords.joined(separator: ", ")
            lines.append("satellite   \(words)")
        }
        lines += vehicle.texts.suffix(8).map { "says        \($0.text)" }
        return lines
    }
}

/// Uploads a plan and reads it back.
struct VehicleUploadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload", abstract: "Bring a plan to a disarmed vehicle and read it back.",
        discussion: """
            Mission, fence and rally points; what the vehicle holds afterwards is compared item by item with what was
            sent. A plan that leaves its own fence or, with --config, breaks the limits of that dock is not sent; see
            roost plan check. Exit codes: 0 equal, 1 refused or different, 64 wrong usage, 69 no heartbeat, 78 bad plan.

            Example:
              roost vehicle upload survey.plan --connect tcp:127.0.0.1:5760
            """)

    @Argument(help: ArgumentHelp("The plan, a .plan file of QGroundControl.", valueName: "plan"))
    var plan: String
    @OptionGroup var link: VehicleLinkOptions
    @OptionGroup var force: PlanForce
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() async throws {
        CommandOutput.surviveSignals()
        let file = try PlanFile.open(plan)
        try file.demandFlyable(link.planRules(), file: plan, isForced: force.forcePlan)
        let items = file.flightItems
        let (session, clock, endpoint) = try link.open()
        let receipt = try await link.withVehicle(session) {
            _ = try await link.awaitVehicle(session, clock)
            do {
                return try await session.upload(items)
            } catch {
                CommandOutput.complain(CommandOutput.printable("\(plan): \(error)"))
                throw CommandExit.finding
            }
        }
        if json {
            return try CommandOutput.sayJSON(
                JSONFields([
                    "endpoint": endpoint, "plan": plan, "items": receipt.itemCount,
                    "fence_items": receipt.fenceCount, "rally_items": receipt.rallyCount,
                    "mission_crc32": String(format: "%08x", receipt.crc32),
                ]))
        }
        try CommandOutput.say(
            CommandOutput.printable(
                "\(plan): \(receipt.itemCount) mission items, \(receipt.fenceCount) fence items and "
                    + "\(receipt.rallyCount) rally points uploaded and read back equal") + "\n")
    }
}
