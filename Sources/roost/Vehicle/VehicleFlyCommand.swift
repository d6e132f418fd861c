// SPDX-License-Identifier: Apache-2.0
// `roost vehicle fly`: one flight of a plan, told live, with the same summary for every autopilot.
// It tells and sums up; the flight itself is `Sortie` of VehicleLink.

import ArgumentParser
import DockModel
import Foundation
import Host
import MAVLink
import RoostDaemon
import Settings
import VehicleLink

/// Flies a plan.
struct VehicleFlyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fly", abstract: "Fly a QGroundControl plan, tell it live, and sum it up.",
        discussion: """
            Uploads mission, fence and rally points and reads them back, arms as soon as the vehicle's checks pass,
            starts, and watches until it stands disarmed on the ground. It is called home when the flight takes longer
            than --timeout, when its mission ends in the air, and at the first Ctrl-C; a second Ctrl-C leaves it to its
            own failsafe. THE MOTORS TURN: clear the place first. Nothing of a dock is watched or moved.
            A plan that leaves its own fence or, with --config, breaks the limits of that dock is not flown without
            --force-plan; see roost plan check. --resume-from flies the rest of an interrupted flight.

            Exit codes: 0 flown and landed, 1 not flown as planned, 64 wrong usage, 69 no heartbeat, 78 bad plan.

            Example:
              roost vehicle fly survey.plan --connect udpin:0.0.0.0:14540 --log-dir logs --json
            """)

    @Argument(help: ArgumentHelp("The plan, a .plan file of QGroundControl.", valueName: "plan"))
    var plan: String
    @OptionGroup var link: VehicleLinkOptions
    @OptionGroup var force: PlanForce
    @Option(
        help: ArgumentHelp(
            "Fly only the rest after this item, the last_reached_item of an interrupted flight; from 0.",
            valueName: "item"))
    var resumeFrom: Int?
    @Option(help: ArgumentHelp("Draw the flown path over its plan.", valueName: "file.svg"))
    var svg: String?
    @Option(help: ArgumentHelp("Longest flight, in seconds of the vehicle's time.", valueName: "seconds"))
    var timeout = 3_600.0
    @Option(help: ArgumentHelp("Longest wait until its pre-arm checks pass.", valueName: "seconds"))
    var armTimeout = 90.0
    @Option(help: ArgumentHelp("Where to put the newest flight log after the landing.", valueName: "directory"))
    var logDir: String?
    @Flag(help: "Print the summary as one JSON document; what happens is told on standard error.")
    var json = false

    func validate() throws {
        guard (1...86_400).contains(timeout) else { throw ValidationError("--timeout must be 1 to 86400 s") }
        guard (0...3_600).contains(armTimeout) else { throw ValidationError("--arm-timeout must be 0 to 3600 s") }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        let whole = try PlanFile.open(plan)
        let rest = try resumeFrom.map { try restOfPlan(whole, after: $0) }
        let flown = rest?.plan ?? whole
        try flown.demandFlyable(link.planRules(), file: plan, isForced: force.forcePlan)
        let items = flown.flightItems
        let (session, clock, endpoint) = try link.open()
        var options = SortieOptions()
        options.connect = .seconds(link.wait)
        options.flight = .seconds(timeout)
        options.arming = .seconds(armTimeout)
        let sortie = Sortie(session: session, clock: clock, options: options)
        let start = ContinuousClock.now, patience = options.connect
        let view = try await link.withVehicle(session) {
            let result = await fly(items, sortie, clock)
            var view = SortieView(
                endpoint: endpoint, plan: URL(fileURLWithPath: plan).lastPathComponent, result: result,
                trace: sortie.trace, receipt: sortie.receipt, armingRefusals: sortie.armingRefusals, seconds: 0)
            (view.resumedFrom, view.rest) = (resumeFrom, rest)
            await pullLog(session, clock, &view)
            view.seconds = (ContinuousClock.now - start) / .seconds(1)
            if case .noVehicle = result {
                throw VehicleLinkOptions.absent(await session.report, endpoint, patience)
            }
            return view
        }
        if let svg { try FlightDrawing.write(view.trace, over: whole, title: view.plan, to: svg) }
        if json {
            try CommandOutput.sayJSON(view.json)
        } else {
            for line in view.lines { try CommandOutput.say(CommandOutput.printable(line) + "\n") }
        }
        if view.result != .flown { throw CommandExit.finding }
    }

    private func restOfPlan(_ whole: PlanFile, after item: Int) throws -> PlanRest {
        do throws(PlanRestError) {
            return try whole.rest(after: item)
        } catch {
            CommandOutput.complain(CommandOutput.printable("\(plan): \(error)"))
            throw CommandExit.badConfiguration
        }
    }

    /// Flies and tells until the flight or the patience of the caller ends.
    private func fly(_ items: FlightPlanItems, _ sortie: Sortie, _ clock: any DockClock) async -> SortieResult {
        let teller = SortieTeller(sortie: sortie, clock: clock, isOnStandardError: json)
        let interrupts = Interrupts(), names = interrupts.names
        defer { withExtendedLifetime(interrupts) {} }
        return await withTaskGroup(of: SortieResult?.self) { group in
            group.addTask { await sortie.fly(items) }
            group.addTask { await teller.tell() }
            group.addTask {
                var count = 0
                for await name in names {
                    count += 1
                    guard count == 1 else { return .notLanded(reason: "left by \(name) while it was called home") }
                    sortie.recall(because: "interrupted by \(name)")
                }
                return nil
            }
            while let ended = await group.next() {
                guard let ended else { continue }
                group.cancelAll()
                return ended
            }
            return .notLanded(reason: "given up")
        }
    }

    private func pullLog(_ session: VehicleSession, _ clock: any DockClock, _ view: inout SortieView) async {
        guard let logDir, view.trace.hasFlown, view.trace.isArmed == false else { return }
        do {
            // The autopilot closes its log a moment after it disarms.
            try await clock.sleep(for: .seconds(2))
            let name = URL(fileURLWithPath: plan).deletingPathExtension().lastPathComponent
            view.log = try await PulledLog.pull(session, into: logDir, named: name)
        } catch {
            view.logError = "\(error)"
        }
    }
}

/// Tells a flight while it happens.
private struct SortieTeller: Sendable {
    /// Dock time between two lines when nothing changes.
    static let period = Duration.seconds(10)

    let sortie: Sortie
    let clock: any DockClock
    let isOnStandardError: Bool

    /// Tells until it is cancelled.
    func tell() async -> SortieResult? {
        let start = clock.now().boot
        var stage: SortieStage?, last = start, texts = 0, reached = 0
        while !Task.isCancelled {
            let now = clock.now().boot
            let trace = sortie.trace
            let head = String(format: "%8.1f s  ", start.duration(to: now).inSeconds)
            for text in trace.texts.dropFirst(texts) { say("\(head)vehicle says: \(text.text)") }
            for item in trace.reached.dropFirst(reached) { say("\(head)reached item \(item)") }
            (texts, reached) = (trace.texts.count, trace.reached.count)
            if sortie.stage != stage || last.duration(to: now) >= Self.period {
                stage = sortie.stage
                last = now
                say(head + Self.line(sortie.stage, trace))
            }
            do { try await clock.sleep(for: .milliseconds(200)) } catch { break }
        }
        return nil
    }

    private func say(_ line: String) {
        let line = CommandOutput.printable(line)
        if isOnStandardError { return CommandOutput.complain(line) }
        // A closed pipe does not end a flight; the summary tells of it.
        try? CommandOutput.say(line + "\n")
    }

    private static func line(_ stage: SortieStage, _ trace: SortieTrace) -> String {
        var parts = [stage.rawValue]
        guard let report = trace.latest, let vehicle = report.vehicle else { return parts[0] }
        if !report.isHeard { parts.append("LINK LOST") }
        if let mode = vehicle.mode?.value { parts.append("mode \(mode)") }
        if let item = vehicle.missionCurrent?.value.item, stage == .flying { parts.append("item \(item)") }
        if let position = vehicle.position?.value {
            parts.append(String(format: "%.1f m up", position.relativeAltitude.value))
        }
        if let battery = vehicle.battery?.value.remaining {
            parts.append(String(format: "battery %.0f %%", battery.value))
        }
        return parts.joined(separator: ", ")
    }
}
