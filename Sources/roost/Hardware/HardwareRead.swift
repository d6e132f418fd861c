// SPDX-License-Identifier: Apache-2.0
// `roost hardware read` and `watch`: the points of a device as the dock would see them, once or as a live table. They
// use the dock's own bus, so identity, sentinels and ranges count here too. They never write.

import ArgumentParser
import DockModel
import Fieldbus
import Foundation
import Glibc
import Host
import Registers

/// Reads a device once.
struct HardwareRead: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read", abstract: "Read the points of a device once.",
        discussion: """
            A point without a good value shows the failsafe of its profile beside it: what safety logic assumes instead.
            With --counts also what happened on the wire: requests, failures by kind, exceptions by code, reply times.
            Exit codes: 0 all good, 1 a point has no good value, 69 the device does not answer or is another one.

            Example:
              roost hardware read plc pad_voltage --config /etc/roost --counts
              roost hardware read roost-dock-plc --to tcp:10.0.0.5:502 --hardware hardware
            """)

    @OptionGroup var target: HardwareDeviceOptions
    @Argument(help: "Only these points.")
    var points: [String] = []
    @Flag(help: "Also count what happened on the wire.")
    var counts = false
    @Flag(help: "Print one JSON document.")
    var json = false

    private struct View: Encodable {
        var readings: [HardwareReadingView]
        var counts: HardwareCountsView
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        let device = try target.find()
        for point in points where device.profile.point(PointID(point)) == nil {
            CommandOutput.complain(
                "profile \(device.profile.id) has no point \(point); see roost hardware read without it")
            throw CommandExit.badConfiguration
        }
        let bus = HardwareBus(device)
        let readings = await bus.read().filter { points.isEmpty || points.contains($0.point.text) }
        let why = await bus.stop()
        let counted = counts ? await bus.statistics() : nil
        let views = readings.map { HardwareReadingView($0, profile: device.profile) }
        if json, let counted {
            try CommandOutput.sayJSON(View(readings: views, counts: HardwareCountsView(counted, at: bus.now)))
        } else if json {
            try CommandOutput.sayJSON(views)
        } else {
            let rows = views.map { [$0.point, $0.shown, $0.quality] }
            try CommandOutput.say(HardwareTable([["point", "value", "quality"]] + rows).text)
            if let counted { try CommandOutput.say("\n\(device.id): \(counted.inWords(at: bus.now))\n") }
        }
        if let why {
            CommandOutput.complain(CommandOutput.printable(why))
            throw ExitCode(69)
        }
        if readings.contains(where: { $0.quality != .good }) { throw CommandExit.finding }
    }
}

/// Shows a device live.
struct HardwareWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Show the points of a device as a live table until Ctrl-C.",
        discussion: """
            A point without a good value shows the failsafe of its profile beside it: what safety logic assumes instead.
            On a terminal the table is drawn anew each second; elsewhere, and with --json, every change is one line.

            Example:
              roost hardware watch plc --config /etc/roost
            """)

    @OptionGroup var target: HardwareDeviceOptions
    @Option(help: "End after so many seconds; 0 goes on until Ctrl-C.")
    var seconds = 0.0
    @Flag(help: "Print every change as one JSON line.")
    var json = false

    func validate() throws {
        guard seconds >= 0, seconds <= 1e8 else { throw ValidationError("--seconds must be 0 to 100000000") }
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        let device = try target.find()
        let bus = HardwareBus(device, runs: true)
        let isTable = !json && isatty(STDOUT_FILENO) == 1
        let clock = ContinuousClock()
        let end = seconds > 0 ? clock.now + .seconds(seconds) : nil
        var last: [String: String] = [:]
        while end.map({ clock.now < $0 }) ?? true {
            let readings = await bus.latest()
            let views = readings.map { HardwareReadingView($0, profile: device.profile) }
            if isTable {
                try await draw(views, bus, device)
            } else {
                for view in views {
                    let shown = "\(view.shown) \(view.quality)"
                    guard last.updateValue(shown, forKey: view.point) != shown else { continue }
                    if json {
                        try CommandOutput.sayJSON(view)
                    } else {
                        try CommandOutput.say(CommandOutput.printable("\(view.point) \(shown)") + "\n")
                    }
                }
            }
            try await clock.sleep(for: .milliseconds(isTable ? 1_000 : 250))
        }
        _ = await bus.stop()
    }

    private func draw(_ views: [HardwareReadingView], _ bus: HardwareBus, _ device: FieldbusDevice) async throws {
        var text = "\u{1B}[H\u{1B}[2J\(device.id) on \(device.line) unit \(device.unit)   "
        text += Date().formatted(.iso8601) + "\n"
        if let counts = await bus.statistics() {
            text += "\(counts.isConnected ? "answers" : "away"): \(counts.inWords(at: bus.now))\n"
        }
        let rows = views.map { [$0.point, $0.shown, $0.quality] }
        try CommandOutput.say(text + "\n" + HardwareTable([["point", "value", "quality"]] + rows).text)
    }
}

/// A bus with one device.
final class HardwareBus {
    private let device: FieldbusDevice
    private let bus: DockBus
    private let clock = SystemClock(trust: .set)
    private let running: Task<Void, Never>?
    private let losses: Task<String?, Never>

    init(_ device: FieldbusDevice, runs: Bool = false) {
        self.device = device
        let bus = DockBus(devices: [device], clock: clock, seed: .random(in: 0 ... .max))
        self.bus = bus
        running = runs ? Task { await bus.run() } : nil
        let events = bus.events
        losses = Task { await lastLoss(in: events) }
    }

    /// Reads every point now, with the rest that the device needs after a connection.
    func read() async -> [Reading] {
        let rest = device.profile.transport.connectDelay
        var readings = await bus.readNow([device.id])
        guard rest > .zero, readings.allSatisfy({ $0.quality == .neverRead }) else { return readings }
        // A cancelled wait only makes the second look earlier.
        try? await Task.sleep(for: max(rest, .milliseconds(500)) + .milliseconds(100))
        readings = await bus.readNow([device.id])
        return readings
    }

    /// The time of the bus.
    var now: Instant { clock.now().boot }

    func latest() async -> [Reading] { await bus.latest([device.id]) }

    /// Sends one command; see `DockBus.write`.
    func write(_ point: PointID, _ value: ReadingValue) async throws(FieldbusError) -> WriteOutcome {
        try await bus.write(device.id, point, value)
    }

    func statistics() async -> DeviceStatistics? { await bus.statistics().first }

    /// Ends the bus; why the device was lost, if it was.
    func stop() async -> String? {
        if let running {
            running.cancel()
            await running.value
        } else {
            // A bus that never ran ends its events by running with a task that is cancelled already.
            let end = Task { [bus] in await bus.run() }
            end.cancel()
            await end.value
        }
        return await losses.value
    }
}

/// Why a device is away when the events of its bus end; nil when it is not.
private func lastLoss(in events: AsyncStream<FieldbusEvent>) async -> String? {
    var why: String?
    for await event in events { why = loss(event, before: why) }
    return why
}

private func loss(_ event: FieldbusEvent, before: String?) -> String? {
    switch event {
    case .deviceLost(_, let error, _): error.description
    case .deviceFound: nil
    case .readings, .problem: before
    }
}
