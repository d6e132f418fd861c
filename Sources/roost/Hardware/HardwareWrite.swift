// SPDX-License-Identifier: Apache-2.0
// `roost hardware write`: one checked command to one device, by hand. It shows what it would send and sends it only
// when told to, with the service key turned and no dock running. What a profile forbids is never sent.

import ArgumentParser
import DockModel
import Fieldbus
import Foundation
import Registers
import RoostDaemon
import Settings

/// Writes one point.
struct HardwareWrite: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write", abstract: "Write one point of a device, in service mode only.",
        discussion: """
            Without --send nothing is sent: the command shows the checked raw words. With --send the dock must not run,
            dock.yaml must name a service key, and the key must read as turned. The write is sent once and read back.
            Exit codes: 0 done, 1 the effect is not known or not there, 75 the dock runs, 77 not in service mode,
            78 refused by the profile.

            Example:
              roost hardware write plc hvac_setpoint 21.5 --config /etc/roost
              roost hardware write plc hvac_setpoint 21.5 --config /etc/roost --send
            """)

    @Argument(help: "Id of the device in dock.yaml.")
    var device: String
    @Argument(help: "The point.")
    var point: String
    @Argument(help: "The value: a number in the point's unit, on, off, or a name of its enumeration.")
    var value: String
    @Option(help: "Directory with dock.yaml.")
    var config = "/etc/roost"
    @Flag(help: "Really send it.")
    var send = false
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var device: String
        var point: String
        var function: Int
        var address: Int
        var words: [UInt16]
        var isGuarded: Bool
        var result: String

        enum CodingKeys: String, CodingKey {
            case device, point, function, address, words, result
            case isGuarded = "is_guarded"
        }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        let configuration = try CommandExit.configuration(in: config)
        let target = try configuration.device(named: device, directory: config)
        let (write, meant) = try check(target)
        var view = View(
            device: device, point: point, function: write.function, address: write.address, words: write.words,
            isGuarded: write.isGuarded, result: "not sent")
        if send {
            try HardwareOwner.refuseWhileDockRuns(configuration, directory: config)
            try await proveService(configuration)
            view.result = try await sent(target, meant)
        }
        if json { return try CommandOutput.sayJSON(view) }
        let words = write.words.map { "0x" + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
        try CommandOutput.say(
            """
            \(device).\(point): function \(write.function), address \(write.address), words \(words)\
            \(write.isGuarded ? ", guarded" : "")
            \(view.result)\(send ? "" : "; add --send to send it")

            """)
    }

    /// The write as raw words, or why the profile refuses it.
    private func check(_ target: FieldbusDevice) throws -> (CheckedWrite, ReadingValue) {
        let id = PointID(point)
        let meant: ReadingValue?
        if let named = target.profile.point(id)?.enumeration.first(where: { $0.value == value }) {
            meant = .number(Double(named.key))
        } else if value == "on" || value == "off" {
            meant = .flag(value == "on")
        } else {
            meant = Double(value).flatMap { $0.isFinite ? .number($0) : nil }
        }
        guard let meant else {
            CommandOutput.complain(
                "\"\(CommandOutput.printable(value))\" is no number, on, off or name of point \(point)")
            throw ExitCode(64)
        }
        do throws(WriteRefusal) {
            return (try target.profile.checkedWrite(id, meant), meant)
        } catch {
            CommandOutput.complain("refused, nothing was sent: \(CommandOutput.printable("\(error)"))")
            throw CommandExit.badConfiguration
        }
    }

    /// Ends the command unless the service key reads as turned now.
    private func proveService(_ configuration: DockConfiguration) async throws {
        guard let place = configuration.dock.points[.serviceKey],
            let settings = configuration.dock.devices.first(where: { $0.id == place.device }),
            let holder = configuration.fieldbusDevice(settings)
        else {
            CommandOutput.complain(
                "dock.yaml names no points.service_key, so service mode cannot be proven; nothing was sent")
            throw CommandExit.notAllowed
        }
        let bus = HardwareBus(holder)
        let key = await bus.read().first { $0.point == place.point }
        let why = await bus.stop()
        guard key?.quality == .good, key?.value?.flag == true else {
            let shown =
                why ?? "it reads \(key?.value?.flag == false ? "not turned" : key?.quality.rawValue ?? "nothing")"
            CommandOutput.complain(
                "turn the service key first (\(place)): \(CommandOutput.printable(shown)); nothing was sent")
            throw CommandExit.notAllowed
        }
    }

    private func sent(_ target: FieldbusDevice, _ meant: ReadingValue) async throws -> String {
        let bus = HardwareBus(target)
        _ = await bus.read()
        let outcome: Result<WriteOutcome, FieldbusError>
        do throws(FieldbusError) {
            outcome = .success(try await bus.write(PointID(point), meant))
        } catch {
            outcome = .failure(error)
        }
        _ = await bus.stop()
        switch outcome {
        case .success(.accepted): return "the device confirmed it; the profile names no point to read back"
        case .success(.confirmed(let reading)):
            return "confirmed: reads \(HardwareReadingView(reading, profile: target.profile).shown)"
        case .success(.observed(let reading)):
            let view = HardwareReadingView(reading, profile: target.profile)
            return "the device confirmed it; \(view.point) shows \(view.shown)"
        case .failure(let error):
            CommandOutput.complain(CommandOutput.printable("\(error)"))
            throw CommandExit.finding
        }
    }
}
