// SPDX-License-Identifier: Apache-2.0
// `roost vehicle params`: the vehicle's parameters, some of them, or what differs from the required ones. It
// reads only; nothing is ever set from here.

import ArgumentParser
import DockModel
import Foundation
import MAVLink
import Settings
import VehicleLink

/// Reads the parameters of a vehicle.
struct VehicleParametersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "params",
        abstract: "Read a vehicle's parameters and compare them with the required ones.",
        discussion: """
            Without an option every parameter with its value and type. --diff compares with vehicle.parameters of
            dock.yaml (--config), or, without them, with the list that Roost recommends for the vehicle's family.

            Exit codes: 0 read, and equal with --diff; 1 not all read, a name is missing, or a difference; 64 wrong
            usage, 69 no heartbeat, 78 bad configuration.

            Example:
              roost vehicle params --connect udpin:0.0.0.0:14550 --diff --json
              roost vehicle params --connect tcp:127.0.0.1:5760 --get RTL_ALT --get FENCE_ENABLE
            """)

    @OptionGroup var link: VehicleLinkOptions
    @Flag(help: "Say what differs from the required parameters.")
    var diff = false
    @Option(help: ArgumentHelp("Read only this parameter; may be given several times.", valueName: "name"))
    var get: [String] = []
    @Flag(help: "Print one JSON document.")
    var json = false

    func validate() throws {
        guard !diff || get.isEmpty else { throw ValidationError("--diff and --get exclude each other") }
        if let bad = get.first(where: { !Parameter.isName($0) }) {
            throw ValidationError("\"\(bad)\" is no parameter's name: 1 to 16 letters, digits and '_'")
        }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        let required = try link.configuration()?.dock.vehicle.parameters ?? []
        let (session, clock, endpoint) = try link.open()
        let (view, isGood) = try await link.withVehicle(session) {
            let report = try await link.awaitVehicle(session, clock)
            do throws(VehicleLinkError) {
                let head = ParametersHead(endpoint: endpoint, vehicle: report.vehicle)
                if diff { return try await compare(session, head, required) }
                return get.isEmpty ? try await readAll(session, head) : try await read(session, head)
            } catch {
                CommandOutput.complain(CommandOutput.printable("\(error)"))
                throw CommandExit.finding
            }
        }
        if json {
            try CommandOutput.sayJSON(view.json)
        } else {
            try CommandOutput.say(view.lines.map { CommandOutput.printable($0) + "\n" }.joined())
        }
        if !isGood { throw CommandExit.finding }
    }

    private func readAll(
        _ session: VehicleSession, _ head: ParametersHead
    ) async throws(VehicleLinkError) -> (ParametersView, Bool) {
        let bar = ParameterBar()
        defer { bar.clear() }
        let list = try await session.readParameters { progress in bar.show(progress) }
        if !list.isSteady {
            CommandOutput.complain(
                "the parameters changed while they were read, some values may be of before")
        }
        return (ParametersView(head: head, parameters: list.parameters, list: list), true)
    }

    private func read(
        _ session: VehicleSession, _ head: ParametersHead
    ) async throws(VehicleLinkError) -> (ParametersView, Bool) {
        let held = try await session.readParameters(named: get)
        let found = get.compactMap { name in held[name].map { Parameter(name: name, value: $0) } }
        let missing = get.filter { held[$0] == nil }
        for name in missing { CommandOutput.complain("the vehicle has no parameter \(name)") }
        return (ParametersView(head: head, parameters: found, missing: missing), missing.isEmpty)
    }

    private func compare(
        _ session: VehicleSession, _ head: ParametersHead, _ required: [ParameterRequirement]
    ) async throws(VehicleLinkError) -> (ParametersView, Bool) {
        let wanted =
            required.isEmpty
            ? ParameterRequirement.recommended(for: head.vehicle?.autopilot ?? .other) : required
        let found = try await session.differences(to: wanted)
        let comparison = ParametersView.Comparison(
            source: required.isEmpty ? "recommended" : "dock.yaml", required: wanted.count, differences: found
        )
        return (ParametersView(head: head, parameters: [], comparison: comparison), found.isEmpty)
    }
}

/// Which vehicle the parameters are of.
struct ParametersHead: Sendable {
    var endpoint: String
    var vehicle: VehicleReport?

    /// The members that every document begins with.
    var members: KeyValuePairs<String, (any Encodable & Sendable)?> {
        [
            "endpoint": endpoint, "system": vehicle.map { Int($0.address.system) },
            "autopilot": vehicle?.autopilot?.publicName, "version": vehicle?.softwareVersion?.value,
        ]
    }
}

/// Parameters as `params` shows them.
private struct ParametersView: Sendable {
    struct Comparison: Sendable {
        var source: String
        var required: Int
        var differences: [ParameterDifference]
    }

    var head: ParametersHead
    var parameters: [Parameter]
    var missing: [String] = []
    var list: ParameterList?
    var comparison: Comparison?

    var json: JSONFields {
        var fields = JSONFields(head.members)
        if let comparison {
            fields.add([
                "required_by": comparison.source, "required": comparison.required,
                "equal": comparison.differences.isEmpty,
                "differences": comparison.differences.map { Self.json($0) },
            ])
            return fields
        }
        fields.add([
            "count": parameters.count, "parameters": parameters.map { Self.json($0) }, "missing": missing,
            "hash": list?.hash.map { String(format: "%08x", $0) }, "steady": list?.isSteady,
        ])
        return fields
    }

    var lines: [String] {
        if let comparison {
            guard !comparison.differences.isEmpty else {
                return ["all \(comparison.required) parameters are as required (\(comparison.source))"]
            }
            return comparison.differences.map(\.description)
        }
        return parameters.map {
            $0.name.padding(toLength: 18, withPad: " ", startingAt: 0)
                + $0.value.text.padding(
                    toLength: max(16, $0.value.text.count + 1), withPad: " ", startingAt: 0)
                + $0.value.type.word
        }
    }

    private static func json(_ parameter: Parameter) -> JSONFields {
        JSONFields([
            "name": parameter.name, "value": parameter.value.plainNumber, "type": parameter.value.type.word,
        ])
    }

    private static func json(_ difference: ParameterDifference) -> JSONFields {
        JSONFields([
            "name": difference.requirement.name, "value": difference.held?.plainNumber,
            "type": difference.held?.type.word, "min": difference.requirement.least,
            "max": difference.requirement.most, "reason": difference.requirement.reason,
            "text": difference.description,
        ])
    }
}

extension ParameterValue {
    /// The number in the fewest digits; nil where JSON has none for it.
    fileprivate var plainNumber: Double? {
        guard let number, number.isFinite else { return nil }
        return Double(text) ?? number
    }
}

/// The progress of a read, told from the session's actor.
// Unchecked: only the session's actor draws, and the caller clears after the read has ended.
private final class ParameterBar: @unchecked Sendable {
    private let bar = ProgressBar()

    func show(_ progress: LogProgress) {
        bar.show {
            ProgressBar.Showing(
                share: Double(progress.received) / Double(max(progress.expected, 1)),
                text: "\(progress.received) of \(progress.expected) parameters", secondsLeft: nil)
        }
    }

    func clear() { bar.clear() }
}
