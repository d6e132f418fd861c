// SPDX-License-Identifier: Apache-2.0
// Flights of the simulated vehicle in virtual time: missions, failsafes, refusals. No socket, no real clock.

import DockModel
import MAVLink
import RoostSim
import Testing

@Suite struct SimulatedFlightTests {
    @Test(arguments: AutopilotDialect.allCases)
    func `a plan is flown to a landing on the pad and an automatic disarm`(dialect: AutopilotDialect) {
        let station = VirtualStation(dialect)
        #expect(station.upload(TestPlan.list(TestPlan.box, for: dialect)) == .accepted)
        #expect(station.launch())
        #expect(station.pass(.seconds(60)) { $0.vehicle.offsetFromPad.up > 10 })
        #expect(station.report.isArmed?.value == true)
        #expect(station.pass(.seconds(300)) { !$0.vehicle.isArmed })
        station.pass(.seconds(2))
        #expect(station.vehicle.isOnGround)
        #expect(station.vehicle.distanceFromPad < 0.5)
        #expect(station.report.isArmed?.value == false)
        #expect(station.report.landedMessage?.value == .onGround || dialect == .ardupilot)
        let first: UInt16 = dialect == .px4 ? 0 : 1
        #expect(station.reachedOnce == [first, first + 1, first + 2, first + 3])
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `equal calls give equal bytes however time is cut into slices`(dialect: AutopilotDialect) {
        func bytes(_ slice: Duration) -> [[UInt8]] {
            var vehicle = SimulatedVehicle(VehicleConfiguration(dialect: dialect, home: VirtualStation.home))
            var now = Instant(nanoseconds: 0)
            while now < Instant(seconds: 30) {
                now = now + slice
                vehicle.advance(to: now)
            }
            return vehicle.takeOutgoing()
        }
        let fine = bytes(.milliseconds(50))
        // ArduPilot sends only its heartbeat unasked.
        #expect(fine.count >= (dialect == .px4 ? 100 : 30))
        #expect(fine == bytes(.milliseconds(1_500)))
    }

    @Test func `a flight draws charge and a charger puts it back`() {
        let station = VirtualStation(.px4)
        _ = station.upload(TestPlan.box)
        #expect(station.launch())
        #expect(station.pass(.seconds(300)) { !$0.vehicle.isArmed })
        let left = station.vehicle.pack.stateOfCharge
        #expect(left < 0.94)
        station.vehicle.pack.charge(amperes: 8, seconds: 3_600)
        #expect(station.vehicle.pack.stateOfCharge == 1)
    }

    @Test func `a low battery turns the craft home before its mission ends`() {
        let station = VirtualStation(.px4) { $0.pack = FlightPack(stateOfCharge: 0.31) }
        var items = TestPlan.box
        items[1].param1 = 3_000
        _ = station.upload(items)
        #expect(station.launch())
        #expect(station.pass(.seconds(900)) { $0.report.mode?.value == .returning })
        #expect(station.texts.contains { $0.contains("Low battery") })
        #expect(station.pass(.seconds(200)) { !$0.vehicle.isArmed })
        #expect(station.vehicle.distanceFromPad < 0.5)
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a craft that hears no ground station returns after its time-out`(dialect: AutopilotDialect) {
        let station = VirtualStation(dialect) { $0.groundStationTimeout = .seconds(10) }
        var items = TestPlan.box
        items[1].param1 = 600
        _ = station.upload(TestPlan.list(items, for: dialect))
        #expect(station.launch())
        #expect(station.pass(.seconds(60)) { $0.vehicle.distanceFromPad > 15 })
        station.sendsHeartbeats = false
        station.pass(.seconds(9))
        #expect(station.report.mode?.value == .mission)
        #expect(station.pass(.seconds(5)) { $0.report.mode?.value == .returning })
        #expect(station.pass(.seconds(200)) { !$0.vehicle.isArmed })
        #expect(station.vehicle.distanceFromPad < 0.5)
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `arming is refused with a reason in a status text`(dialect: AutopilotDialect) {
        func refusal(_ change: (VirtualStation) -> Void) -> (CommandOutcome?, [String]) {
            let station = VirtualStation(dialect)
            _ = station.upload(TestPlan.list(TestPlan.box, for: dialect))
            change(station)
            if dialect == .ardupilot, let guided = CommandLongMessage.set(.guided, on: .ardupilot) {
                _ = station.order(guided)
            }
            return (station.order(.arm), station.texts)
        }
        let cases: [((VirtualStation) -> Void, String)] = [
            ({ $0.vehicle.faults.refusesArming = "Compass not calibrated" }, "Compass not calibrated"),
            ({ $0.vehicle.pack.stateOfCharge = 0.1 }, dialect == .px4 ? "low battery" : "minimum arming"),
            ({ _ = $0.upload([]) }, dialect == .px4 ? "no valid mission" : "requires mission"),
        ]
        for (change, words) in cases {
            let (outcome, texts) = refusal(change)
            guard case .refused = outcome else {
                Issue.record("armed although: \(words)")
                continue
            }
            #expect(texts.contains { $0.contains(words) }, "\(texts)")
        }
    }

    @Test func `without a fix neither family arms and the position says nothing`() {
        for dialect in AutopilotDialect.allCases {
            let station = VirtualStation(dialect)
            _ = station.upload(TestPlan.list(TestPlan.box, for: dialect))
            station.vehicle.faults.hasNoFix = true
            station.pass(.seconds(3))
            #expect(station.report.gnss?.value.has3DFix == false)
            #expect(!station.launch())
        }
    }

    @Test func `a craft armed and left alone on the ground disarms`() {
        let station = VirtualStation(.px4)
        _ = station.upload(TestPlan.box)
        #expect(station.order(.arm) == .accepted)
        #expect(station.pass(.seconds(15)) { !$0.vehicle.isArmed })
        #expect(station.vehicle.logs.count == 1)
    }

    @Test func `a disarm in the air is refused`() {
        let station = VirtualStation(.px4)
        _ = station.upload(TestPlan.box)
        #expect(station.launch())
        #expect(station.pass(.seconds(60)) { $0.vehicle.offsetFromPad.up > 8 })
        #expect(station.order(.disarm) != .accepted)
        #expect(station.vehicle.isArmed)
    }

    @Test func `return and land orders bring the craft down`() {
        for (order, isHome) in [(CommandLongMessage.returnToLaunch, true), (.land, false)] {
            let station = VirtualStation(.ardupilot)
            _ = station.upload(TestPlan.list(TestPlan.box, for: .ardupilot))
            #expect(station.launch())
            #expect(station.pass(.seconds(60)) { $0.vehicle.distanceFromPad > 18 })
            #expect(station.order(order) == .accepted)
            #expect(station.pass(.seconds(200)) { !$0.vehicle.isArmed })
            #expect((station.vehicle.distanceFromPad < 0.5) == isHome)
        }
    }

    @Test func `a jump is repeated as often as it says and an endless one comes to an end`() {
        let station = VirtualStation(.px4)
        var items = TestPlan.box
        items.insert(TestPlan.item(.doJump, parameters: [1, 2, 0, 0], frame: .mission), at: 3)
        _ = station.upload(items)
        #expect(station.launch())
        #expect(station.pass(.seconds(400)) { !$0.vehicle.isArmed })
        #expect(station.reachedOnce.filter { $0 == 2 }.count == 3)
        let circle = VirtualStation(.px4)
        let endless = [
            TestPlan.item(.navTakeoff, 47.397742, 8.545594, 5),
            TestPlan.item(.doJump, parameters: [1, -1, 0, 0], frame: .mission),
        ]
        _ = circle.upload(endless)
        #expect(circle.launch())
        #expect(
            circle.pass(.seconds(60)) { $0.report.mode?.value == .hold && $0.vehicle.offsetFromPad.up > 4 })
    }

    @Test func `wind stronger than the craft carries it away and a weaker one does not`() {
        func distance(_ wind: Double) -> Double {
            let station = VirtualStation(.px4)
            var items = TestPlan.box
            items[1].param1 = 60
            _ = station.upload(items)
            station.vehicle.wind = Vector(east: wind)
            _ = station.launch()
            station.pass(.seconds(60))
            return station.vehicle.distanceFromPad
        }
        #expect(distance(8) < 30)
        #expect(distance(25) > 100)
    }

    @Test func `faults show on the wire`() {
        let station = VirtualStation(.px4)
        _ = station.upload(TestPlan.box)
        station.vehicle.faults.landsBeside = Vector(north: 1.5)
        station.vehicle.faults.neverDisarms = true
        #expect(station.launch())
        #expect(station.pass(.seconds(300)) { $0.vehicle.isOnGround && $0.now > Instant(seconds: 60) })
        station.pass(.seconds(30))
        #expect(station.vehicle.isArmed)
        #expect(abs(station.vehicle.distanceFromPad - 1.5) < 0.5)
        station.vehicle.faults.claimsLandedState = 2
        station.pass(.seconds(2))
        #expect(station.report.landedMessage?.value == .inAir)
        let count = station.frames.count
        station.vehicle.faults.dropsTelemetry = true
        station.pass(.seconds(5))
        #expect(station.frames.count == count)
    }

    @Test func `a reboot forgets requested streams and time but not the mission`() {
        let station = VirtualStation(.ardupilot)
        _ = station.upload(TestPlan.list(TestPlan.box, for: .ardupilot))
        #expect(
            station.order(.interval(of: ExtendedSysStateMessage.messageID, microseconds: 500_000))
                == .accepted)
        station.pass(.seconds(2))
        #expect(station.frames.contains { $0.messageID == ExtendedSysStateMessage.messageID })
        station.vehicle.reboot()
        station.frames = []
        station.pass(.seconds(3))
        #expect(!station.frames.contains { $0.messageID == ExtendedSysStateMessage.messageID })
        #expect(station.order(.request(SystemTimeMessage.messageID)) == .accepted)
        let boot = station.frames.compactMap { $0.decode(SystemTimeMessage.self)?.timeBootMs }.first
        #expect(boot.map { $0 < 5_000 } == true)
        #expect(station.vehicle.storedItemCounts.mission == 5)
    }

    @Test func `the boot clock of the wire wraps after 49 days and nothing else does`() {
        let station = VirtualStation(.px4) { $0.uptimeAtPowerUp = .milliseconds(0xFFFF_FFFF - 2_000) }
        station.pass(.seconds(6))
        let times = station.frames.compactMap { $0.decode(SystemTimeMessage.self) }
        #expect(times.contains { $0.timeBootMs > 0xFFFF_0000 })
        #expect(times.contains { $0.timeBootMs < 10_000 })
        #expect(zip(times, times.dropFirst()).allSatisfy { $0.timeUnixUsec < $1.timeUnixUsec })
    }

    @Test func `a parked year passes in a moment`() {
        var vehicle = SimulatedVehicle(VehicleConfiguration(dialect: .px4, home: VirtualStation.home))
        for day in 1...365 {
            vehicle.advance(to: Instant(seconds: Double(day) * 86_400))
            _ = vehicle.takeOutgoing()
        }
        #expect(vehicle.now > Instant(seconds: 364.9 * 86_400))
        #expect(vehicle.pack.stateOfCharge == 0)
    }
}
