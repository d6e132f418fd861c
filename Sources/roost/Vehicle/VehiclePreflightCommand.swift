// SPDX-License-Identifier: Apache-2.0
// `roost vehicle preflight`: everything Roost asks of a vehicle before a launch, line by line with the reason. It arms
// nothing; the dock's own gates (weather, cover, charger) are not asked here.

import ArgumentParser
import DockModel
import Foundation
import Settings
import VehicleLink

/// Asks a vehicle what is asked before a launch.
struct VehiclePreflightCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preflight", abstract: "Ask a vehicle everything that is asked before a launch.",
        discussion: """
            Each line is pass, hold (not now, it may mend itself) or refuse (a person must act), with the reason.
            With --config the required parameters and the limits of the battery are those of dock.yaml; without it no
            parameter is required and a launch needs 50 % of charge.

            Exit codes: 0 every line passes, 1 a line holds or refuses, 64 wrong usage, 69 no heartbeat, 78 bad
            configuration.

            Example:
              roost vehicle preflight --config /etc/roost --json
            """)

    @OptionGroup var link: VehicleLinkOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    func run() async throws {
        CommandOutput.surviveSignals()
        var wanted = PreflightTerms()
        if let dock = try link.configuration()?.dock {
            wanted.parameters = dock.vehicle.parameters
            wanted.batteryLaunch = dock.limits.batteryLaunch.value
            wanted.batteryFloor = dock.limits.batteryFloor.value
        }
        let terms = wanted
        let (session, clock, endpoint) = try link.open()
        let (head, lines) = try await link.withVehicle(session) {
            let report = try await link.awaitVehicle(session, clock)
            do throws(VehicleLinkError) {
                let lines = try await session.preflight(terms)
                return (ParametersHead(endpoint: endpoint, vehicle: report.vehicle), lines)
            } catch {
                CommandOutput.complain(CommandOutput.printable("\(error)"))
                throw CommandExit.finding
            }
        }
        let worst = lines.map(\.verdict).max() ?? .refuse
        if json {
            var fields = JSONFields(head.members)
            fields.add([
                "verdict": worst.rawValue,
                "checks": lines.map {
                    JSONFields(["check": $0.check, "verdict": $0.verdict.rawValue, "reason": $0.reason])
                },
            ])
            try CommandOutput.sayJSON(fields)
        } else {
            for line in lines {
                let head = line.verdict.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
                let name = line.check.padding(toLength: 13, withPad: " ", startingAt: 0)
                try CommandOutput.say(CommandOutput.printable("\(head)\(name)\(line.reason)") + "\n")
            }
        }
        if worst != .pass { throw CommandExit.finding }
    }
}
