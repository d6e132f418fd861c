// SPDX-License-Identifier: Apache-2.0
// The bench of these tests: a bus with fast polls, its events with a time limit, and a world that a served
// dock controller shows. It decides nothing that is tested.

import DockModel
import Fieldbus
import Foundation
import Host
import Registers
import RoostSim
import Synchronization

func shippedProfile(_ id: String) throws -> DeviceProfile {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let file = root.appending(path: "hardware/\(id).yaml")
    return try readProfile(String(contentsOf: file, encoding: .utf8))
}

/// What a served device shows and takes.
final class World: Sendable {
    struct State {
        var values: [PointID: ReadingValue] = [:]
        var written: [PointID] = []
        var reads = 0
        var isHeartbeating = true
        /// Points whose writes are accepted and then ignored, as by an interlock inside the device.
        var ignored: Set<PointID> = []
    }
    let state = Mutex(State())

    init(_ values: [PointID: ReadingValue] = [:]) { state.withLock { $0.values = values } }

    func set(_ point: PointID, _ value: ReadingValue) { state.withLock { $0.values[point] = value } }
    func value(_ point: PointID) -> ReadingValue? { state.withLock { $0.values[point] } }

    func served(unit: Int, _ profile: DeviceProfile) -> ServedDevice {
        ServedDevice(unit: unit, profile: profile) { [self] point in
            state.withLock { state in
                state.reads += 1
                if point == "heartbeat", state.isHeartbeating { return .number(Double(state.reads % 65_536)) }
                return state.values[point] ?? .number(0)
            }
        } write: { [self] point, value in
            state.withLock { state in
                state.written.append(point)
                if !state.ignored.contains(point) { state.values[point] = value }
                return true
            }
        }
    }
}

/// A dock controller at rest: cover closed, drone present, 25.2 V at the pad.
func restingDock() -> World {
    World([
        "map_version": .number(1), "limit_closed": .flag(true), "drone_present": .flag(true),
        "pad_voltage": .number(25.2), "pad_current": .number(-0.5), "motor_temp": .number(21.5),
        "cover_moves": .number(70_001), "pad_energy": .number(1_234.5), "hvac_setpoint": .number(22),
    ])
}

struct BenchTimeout: Error { var waitedFor: String }

/// Waits until something is so, with a cap that only a hang reaches.
func waitUntil(_ what: String, within: Duration = .seconds(60), _ isSo: () async -> Bool) async throws {
    let end = ContinuousClock.now + within
    while !(await isSo()) {
        guard ContinuousClock.now < end else { throw BenchTimeout(waitedFor: what) }
        try await ContinuousClock().sleep(for: .milliseconds(5))
    }
}

/// A running bus.
final class Bench: Sendable {
    let bus: DockBus
    private let running: Task<Void, Never>
    private let collector: Task<Void, Never>

    init(
        _ devices: [FieldbusDevice], clock: any DockClock = SystemClock(), periods: PollPeriods = .quick,
        seed: UInt64 = 1
    ) {
        bus = DockBus(devices: devices, clock: clock, pollPeriods: periods, seed: seed)
        let bus = bus
        let inbox = Inbox()
        collector = Task { for await event in bus.events { inbox.add(event) } }
        running = Task { await bus.run() }
        self.inbox = inbox
    }

    private let inbox: Inbox

    /// All events so far.
    var events: [FieldbusEvent] { inbox.events }

    /// Waits for an event from `start` on and gives its index.
    @discardableResult
    func wait(
        for what: String, from start: Int = 0, within: Duration = .seconds(60),
        _ isIt: (FieldbusEvent) -> Bool
    ) async throws -> Int {
        let (arrivals, arrival) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        inbox.tell(arrival)
        let alarm = Task {
            try await ContinuousClock().sleep(for: within)
            arrival.finish()
        }
        defer {
            alarm.cancel()
            arrival.finish()
        }
        var looked = start
        for await _ in arrivals {
            let events = events
            if looked < events.count, let found = events[looked...].firstIndex(where: isIt) { return found }
            looked = max(looked, events.count)
        }
        throw BenchTimeout(waitedFor: what)
    }

    /// Waits for a reading.
    func reading(
        _ point: PointID, of device: DeviceID, from start: Int = 0,
        _ isIt: @Sendable (Reading) -> Bool = { _ in true }
    ) async throws -> Reading {
        func match(_ event: FieldbusEvent) -> Reading? {
            guard case .readings(let readings) = event else { return nil }
            return readings.first { $0.device == device && $0.point == point && isIt($0) }
        }
        let index = try await wait(for: "\(device).\(point)", from: start) { match($0) != nil }
        return match(events[index])!
    }

    /// Stops the bus and waits until its events have ended.
    func stop() async {
        running.cancel()
        await running.value
        await collector.value
    }

    /// The statistics of one device.
    func statistics(_ device: DeviceID) async -> DeviceStatistics? {
        await bus.statistics().first { $0.device == device }
    }
}

private final class Inbox: Sendable {
    private struct State {
        var events: [FieldbusEvent] = []
        var arrivals: [AsyncStream<Void>.Continuation] = []
    }
    private let state = Mutex(State())

    var events: [FieldbusEvent] { state.withLock { $0.events } }

    func add(_ event: FieldbusEvent) {
        state.withLock { state in
            state.events.append(event)
            state.arrivals.removeAll { if case .terminated = $0.yield() { true } else { false } }
        }
    }

    /// Tells at once, and again after each event, that there may be something to see.
    func tell(_ arrival: AsyncStream<Void>.Continuation) {
        state.withLock { $0.arrivals.append(arrival) }
        arrival.yield()
    }
}

extension PollPeriods {
    /// Fast polls, so that a test sees many cycles in little time.
    static let quick = PollPeriods(
        fast: .milliseconds(20), normal: .milliseconds(40), slow: .milliseconds(80), floor: .milliseconds(5))
    /// Slow polls: a reading is not too old before a busy machine comes to look at it.
    static let slow = PollPeriods(fast: .seconds(30), normal: .seconds(30), slow: .seconds(30))
}

extension FieldbusEvent {
    func isFound(_ device: DeviceID) -> Bool {
        if case .deviceFound(device, _) = self { true } else { false }
    }
    func isLost(_ device: DeviceID) -> Bool {
        if case .deviceLost(device, _, _) = self { true } else { false }
    }
    func problem(of device: DeviceID) -> FieldbusProblem? {
        if case .problem(device, let problem, _) = self { problem } else { nil }
    }
}
