// SPDX-License-Identifier: Apache-2.0
// Whole flights of both dialects, in virtual time, over a link that loses a fifth of the frames, doubles a tenth, and
// holds each one back for up to three seconds, so that they overtake one another. Everything must end in an answer.

import DockModel
import MAVLink
import RoostSim
import Testing

/// One direction of a bad link.
private struct BadPath {
    var random: SplitMix
    private var underWay: [(due: Instant, bytes: [UInt8])] = []

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    mutating func send(_ bytes: [UInt8], at now: Instant) {
        for _ in 0..<(below(10) == 0 ? 2 : 1) where below(5) > 0 {
            underWay.append((now + .milliseconds(Int64(below(3_000))), bytes))
        }
    }

    private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    mutating func arrived(by now: Instant) -> [[UInt8]] {
        let due = underWay.filter { $0.due <= now }.sorted { $0.due < $1.due }
        underWay.removeAll { $0.due <= now }
        return due.map(\.bytes)
    }
}

/// A ground station and a vehicle at the ends of it.
private final class BadLink {
    var vehicle: SimulatedVehicle
    private var up: BadPath, down: BadPath
    private var now = Instant(nanoseconds: 0)
    private var parser = FrameParser()
    private var encoder = FrameEncoder(source: MAVLinkAddress(system: 255, component: 25))
    private var lastHeartbeat: Instant?
    let ends = Correspondents(
        own: MAVLinkAddress(system: 255, component: 25), vehicle: MAVLinkAddress(system: 1, component: 1))

    init(_ dialect: AutopilotDialect, seed: UInt64) {
        var configuration = VehicleConfiguration(dialect: dialect, home: VirtualStation.home)
        configuration.groundStationTimeout = .seconds(60)
        configuration.idleDisarm = .seconds(300)
        vehicle = SimulatedVehicle(configuration)
        (up, down) = (BadPath(seed: seed * 2 + 1), BadPath(seed: seed * 2 + 2))
    }

    private func send(_ message: any MAVLinkMessage) { up.send(encoder.encode(message), at: now) }

    func step() -> [MAVLinkFrame] {
        now = now + .milliseconds(50)
        if lastHeartbeat.map({ $0 + .seconds(1) <= now }) ?? true {
            lastHeartbeat = now
            send(HeartbeatMessage.groundStation)
        }
        for bytes in up.arrived(by: now) { vehicle.receive(bytes) }
        vehicle.advance(to: now)
        for bytes in vehicle.takeOutgoing() { down.send(bytes, at: now) }
        return down.arrived(by: now).flatMap { parser.receive($0) + parser.finish() }
    }

    /// Runs a machine to its end; nil when it did not end within `span`.
    func run<Machine: MicroProtocol>(
        _ machine: Machine, within span: Duration, _ each: (inout Machine) -> Void = { _ in }
    ) -> Machine.Outcome? {
        var machine = machine
        let end = now + span
        for message in machine.start(at: now) { send(message) }
        while machine.outcome == nil, now < end {
            for frame in step() { for message in machine.receive(frame, at: now) { send(message) } }
            for message in machine.tick(at: now) { send(message) }
            each(&machine)
        }
        return machine.outcome
    }

    func order(_ command: CommandLongMessage) -> CommandOutcome? {
        run(CommandExchange(command, between: ends, timing: CommandTiming(attempts: 12)), within: .seconds(60))
    }

    func pass(_ span: Duration, until isMet: (SimulatedVehicle) -> Bool) -> Bool {
        let end = now + span
        while now < end, !isMet(vehicle) { _ = step() }
        return isMet(vehicle)
    }
}

@Suite struct HostileLinkTests {
    @Test(arguments: AutopilotDialect.allCases, 0..<20)
    func `a flight over a link that loses, doubles, delays and reorders ends with its log`(
        dialect: AutopilotDialect, seed: Int
    ) throws {
        let link = BadLink(dialect, seed: UInt64(seed))
        let items = TestPlan.list(TestPlan.box, for: dialect)
        let upload = MissionUpload(items: items, type: .mission, between: link.ends)
        #expect(link.run(upload, within: .seconds(120)) == .accepted)
        let read = link.run(MissionDownload(type: .mission, between: link.ends), within: .seconds(120))
        guard case .items(let held)? = read else {
            Issue.record("\(String(describing: read))")
            return
        }
        #expect(held.map(\.command) == items.map(\.command))
        let autopilot: Autopilot = dialect == .px4 ? .px4 : .ardupilot
        let mission = try #require(CommandLongMessage.set(.mission, on: autopilot))
        if dialect == .ardupilot {
            #expect(link.order(try #require(.set(.guided, on: .ardupilot))) == .accepted)
        }
        #expect(link.order(.arm) == .accepted && link.vehicle.isArmed)
        #expect(link.order(mission) == .accepted)
        if dialect == .ardupilot { #expect(link.order(.missionStart) == .accepted) }
        #expect(link.pass(.seconds(400)) { !$0.isArmed && $0.isOnGround })
        #expect(link.vehicle.distanceFromPad < 1 && link.vehicle.logs.count == 1)
        var log = [UInt8](repeating: 0, count: link.vehicle.logs.last?.bytes.count ?? 0)
        let pull = LogPull(between: link.ends, of: autopilot)
        let pulled = link.run(pull, within: .seconds(2_000)) { pull in
            for piece in pull.takePieces() {
                log.replaceSubrange(piece.offset..<piece.offset + piece.bytes.count, with: piece.bytes)
            }
        }
        guard case .whole? = pulled else {
            Issue.record("\(String(describing: pulled))")
            return
        }
        #expect(log == link.vehicle.logs.last?.bytes)
    }
}
