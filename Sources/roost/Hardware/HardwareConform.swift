// SPDX-License-Identifier: Apache-2.0
// `roost hardware conform`: the test a hardware vendor runs with a new profile against a live device. This file is the
// command and what it prints; ConformRun.swift makes the checks. It never writes to the device.

import ArgumentParser
import DockModel
import Fieldbus
import Foundation
import Registers

/// How a check ended.
enum ConformVerdict: String, Encodable {
    /// Device and profile agree.
    case pass
    /// They agree, and a person should look all the same.
    case warn
    /// They do not agree.
    case fail
    /// It does not apply here.
    case skip
}

/// One check.
struct ConformCheck: Encodable {
    var check: String
    var point: String?
    var verdict: ConformVerdict
    var detail: String
}

/// Tests a profile against a device.
struct HardwareConform: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conform", abstract: "Test a profile against a live device; for vendors.",
        discussion: """
            Checks: the unit answers under its id and no other; identity; every point is read, has a value and lies in
            its range; reads are answered well within timeout_ms; max_regs and gaps are as the profile says; an
            unmapped address gives an exception and keeps the connection; a heartbeat beats. Nothing is written.
            Exit codes: 0 no check failed, 1 one did, 69 the device does not answer, 78 the profile cannot be used.

            Example:
              roost hardware conform hardware/roost-dock-plc.yaml --to tcp:10.0.0.5:502 --json
            """)

    @Argument(help: "The profile: a .yaml file, or an id in --hardware.")
    var profile: String
    @Option(help: ArgumentHelp("The device.", valueName: "tcp:HOST:PORT"))
    var to: HardwareLine
    @Option(help: "Unit id; the profile's own when not given.")
    var unit: Int?
    @Option(help: "Firmware family, when the profile has some.")
    var variant: String?
    @Option(help: "Reads to take the times from.")
    var reads = 100
    @OptionGroup var shelf: HardwareShelfOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var profile: String
        var line: String
        var unit: Int
        var passed: Int
        var warned: Int
        var failed: Int
        var skipped: Int
        var isConforming: Bool
        var checks: [ConformCheck]

        enum CodingKeys: String, CodingKey {
            case profile, line, unit, passed, warned, failed, skipped, checks
            case isConforming = "is_conforming"
        }
    }

    func validate() throws {
        guard (10...100_000).contains(reads) else { throw ValidationError("--reads must be 10 to 100000") }
        if let unit, !(0...255).contains(unit) { throw ValidationError("--unit must be 0 to 255") }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        let profile = try shelf.profile(profile, variant: variant)
        let device = FieldbusDevice(
            id: DeviceID(profile.id), profile: profile, line: to.line, unit: unit ?? profile.transport.unit)
        var run = ConformRun(device: device, reads: reads)
        await run.all()
        func count(_ verdict: ConformVerdict) -> Int { run.checks.filter { $0.verdict == verdict }.count }
        let view = View(
            profile: profile.id, line: "\(device.line)", unit: device.unit, passed: count(.pass),
            warned: count(.warn), failed: count(.fail), skipped: count(.skip), isConforming: count(.fail) == 0,
            checks: run.checks)
        if json {
            try CommandOutput.sayJSON(view)
        } else {
            let rows = view.checks.map { [$0.verdict.rawValue, $0.check, $0.point ?? "", $0.detail] }
            try CommandOutput.say(HardwareTable(rows).text)
            try CommandOutput.say(
                "\(view.passed) passed, \(view.warned) to look at, \(view.failed) failed, \(view.skipped) skipped\n"
            )
        }
        if !run.isReachable { throw ExitCode(69) }
        if !view.isConforming { throw CommandExit.finding }
    }
}
