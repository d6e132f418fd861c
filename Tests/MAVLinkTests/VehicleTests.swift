// SPDX-License-Identifier: Apache-2.0
// What is known of vehicles: presence on the link, flight modes, and the report with its unknowns as nil.

import DockModel
import Testing

@testable import MAVLink

@Suite struct LinkMonitorTests {
    private func heartbeat(_ system: UInt8, component: UInt8 = 1, _ autopilot: MAVAutopilot = .px4)
        -> MAVLinkFrame
    {
        frame(
            HeartbeatMessage(type: .quadrotor, autopilot: autopilot),
            from: MAVLinkAddress(system: system, component: component))
    }

    @Test func `a vehicle is found, lost after the time-out and regained`() throws {
        var monitor = LinkMonitor(timeout: .seconds(5))
        guard case .found(let presence) = monitor.receive(heartbeat(1), at: seconds(1)) else {
            Issue.record("not found")
            return
        }
        #expect(presence.autopilot == .px4 && presence.address == vehicle && presence.isPresent)
        #expect(monitor.receive(heartbeat(1), at: seconds(2)) == nil)
        #expect(monitor.deadline == seconds(7))
        #expect(monitor.tick(at: seconds(6.9)).isEmpty)
        guard case .lost = try #require(monitor.tick(at: seconds(7)).first) else {
            Issue.record("not lost")
            return
        }
        #expect(monitor.tick(at: seconds(8)).isEmpty && monitor.deadline == nil)
        guard case .regained = monitor.receive(heartbeat(1), at: seconds(9)) else {
            Issue.record("not regained")
            return
        }
    }

    @Test func `systems are told apart and one's loss is not the other's`() {
        var monitor = LinkMonitor(timeout: .seconds(5))
        _ = monitor.receive(heartbeat(1), at: seconds(0))
        _ = monitor.receive(heartbeat(2, .ardupilotmega), at: seconds(0))
        _ = monitor.receive(heartbeat(2, .ardupilotmega), at: seconds(4))
        #expect(monitor.tick(at: seconds(5)).count == 1)
        #expect(monitor.vehicles[1]?.isPresent == false && monitor.vehicles[2]?.isPresent == true)
        #expect(monitor.vehicles[2]?.autopilot == .ardupilot)
    }

    @Test func `equipment that calls itself an autopilot is no vehicle`() {
        var monitor = LinkMonitor(timeout: .seconds(5))
        for type in [5, 26, 27, 30, 31, 32, 33, 34, 36, 37, 38, 39, 40, 41, 42] as [UInt8] {
            let equipment = HeartbeatMessage(type: MAVType(rawValue: type), autopilot: .ardupilotmega)
            let source = MAVLinkAddress(system: 1, component: 154)
            #expect(monitor.receive(frame(equipment, from: source), at: seconds(0)) == nil, "type \(type)")
            #expect(monitor.receive(frame(equipment), at: seconds(0)) == nil, "type \(type)")
        }
        #expect(monitor.vehicles.isEmpty)
        for type in [2, 13, 14, 20, 28, 29, 35, 43] as [UInt8] {
            let craft = HeartbeatMessage(type: MAVType(rawValue: type), autopilot: .px4)
            let heard = frame(craft, from: MAVLinkAddress(system: type, component: 1))
            #expect(monitor.receive(heard, at: seconds(0)) != nil)
        }
    }

    @Test func `a lost autopilot is not replaced by another component of its system`() {
        var monitor = LinkMonitor(timeout: .seconds(5))
        _ = monitor.receive(heartbeat(1), at: seconds(0))
        _ = monitor.tick(at: seconds(6))
        #expect(monitor.receive(heartbeat(1, component: 191), at: seconds(7)) == nil)
        #expect(monitor.vehicles[1]?.isPresent == false && monitor.vehicles[1]?.address == vehicle)
        guard case .regained(let presence) = monitor.receive(heartbeat(1), at: seconds(8)) else {
            Issue.record("not regained")
            return
        }
        #expect(presence.address == vehicle)
        // One that was never the autopilot proper gives way to whoever is heard.
        _ = monitor.receive(heartbeat(2, component: 191), at: seconds(8))
        _ = monitor.tick(at: seconds(20))
        #expect(monitor.receive(heartbeat(2, component: 192), at: seconds(21)) != nil)
    }

    @Test func `ground stations, cameras and other messages keep no vehicle alive`() {
        var monitor = LinkMonitor()
        let station = HeartbeatMessage(type: .gcs, autopilot: .invalid)
        #expect(monitor.receive(frame(station, from: dock), at: seconds(0)) == nil)
        #expect(monitor.receive(heartbeat(1, component: 100, .invalid), at: seconds(0)) == nil)
        #expect(monitor.receive(frame(SysStatusMessage()), at: seconds(0)) == nil)
        #expect(monitor.receive(heartbeat(0), at: seconds(0)) == nil)
        #expect(monitor.vehicles.isEmpty)
    }

    @Test func `the systems followed are limited and a lost one makes room`() {
        var monitor = LinkMonitor(timeout: .seconds(5))
        for system in UInt8(1)...40 { _ = monitor.receive(heartbeat(system), at: seconds(0)) }
        #expect(monitor.vehicles.count == LinkMonitor.systemLimit && monitor.vehicles[40] == nil)
        _ = monitor.tick(at: seconds(5))
        _ = monitor.receive(heartbeat(40), at: seconds(6))
        #expect(monitor.vehicles.count == LinkMonitor.systemLimit && monitor.vehicles[40] != nil)
    }
}

@Suite struct FlightModeTests {
    @Test func `every named mode has the same number both ways`() {
        let numbers: [(Autopilot, UInt32, FlightMode)] = [
            (.px4, 0x0001_0000, .manual), (.px4, 0x0003_0000, .position), (.px4, 0x0304_0000, .hold),
            (.px4, 0x0404_0000, .mission), (.px4, 0x0504_0000, .returning), (.px4, 0x0604_0000, .land),
            (.px4, 0x0204_0000, .takeoff), (.px4, 0x0006_0000, .guided), (.px4, 0x0904_0000, .precisionLand),
            (.ardupilot, 0, .stabilized), (.ardupilot, 3, .mission), (.ardupilot, 4, .guided),
            (.ardupilot, 5, .hold), (.ardupilot, 6, .returning), (.ardupilot, 9, .land),
            (.ardupilot, 17, .brake), (.ardupilot, 21, .smartReturning),
        ]
        for (autopilot, number, mode) in numbers {
            #expect(FlightMode(customMode: number, autopilot: autopilot) == mode, "\(number)")
            #expect(mode.customMode(for: autopilot) == number, "\(mode)")
        }
    }

    @Test func `numbers without a meaning stay numbers`() {
        #expect(FlightMode(customMode: 99, autopilot: .ardupilot) == .other(99))
        #expect(FlightMode(customMode: 3, autopilot: .other) == .other(3))
        #expect(FlightMode(customMode: 3, autopilot: .ardupilot, vehicleType: .fixedWing) == .other(3))
        #expect(FlightMode(customMode: 0xFF04_0000, autopilot: .px4) == .other(0xFF04_0000))
        #expect(FlightMode(customMode: 0x0203_0000, autopilot: .px4) == .position)
        #expect(FlightMode.other(123).customMode(for: .px4) == 123)
        #expect(FlightMode.takeoff.customMode(for: .ardupilot) == nil)
        #expect(CommandLongMessage.set(.takeoff, on: .ardupilot) == nil)
    }

    @Test
    func `the command to change the mode carries main and sub mode for PX4 and the number for ArduPilot`()
        throws
    {
        let px4 = try #require(CommandLongMessage.set(.mission, on: .px4))
        #expect(px4.command == .doSetMode && px4.param1 == 1 && px4.param2 == 4 && px4.param3 == 4)
        let ardupilot = try #require(CommandLongMessage.set(.returning, on: .ardupilot))
        #expect(ardupilot.param1 == 1 && ardupilot.param2 == 6 && ardupilot.param3 == 0)
    }
}

@Suite struct VehicleReportTests {
    @Test func `items that are reached in one instant are all kept`() {
        var report = VehicleReport(address: vehicle)
        for item in [2, 3, 4] as [UInt16] {
            report.receive(frame(MissionItemReachedMessage(seq: item)), at: seconds(1))
        }
        #expect(report.reachedItems(after: 1).map(\.value) == [3, 4])
        #expect(report.missionReached?.value == 4 && report.reachedCount == 3)
        for item in 0..<500 as Range<UInt16> {
            report.receive(frame(MissionItemReachedMessage(seq: item)), at: seconds(2))
        }
        #expect(report.reachedItems.count == VehicleReport.textLimit && report.reachedItems(after: 503).isEmpty)
        #expect(report.reachedItems(after: 0).last?.value == 499)
    }

    private func report(_ frames: [MAVLinkFrame], at instant: Instant = seconds(1)) -> VehicleReport {
        var report = VehicleReport(address: vehicle)
        for frame in frames { report.receive(frame, at: instant) }
        return report
    }

    private func heartbeat(_ mode: MAVModeFlag, autopilot: MAVAutopilot = .px4, state: MAVState = .active)
        -> MAVLinkFrame
    {
        frame(
            HeartbeatMessage(
                type: .quadrotor, autopilot: autopilot, baseMode: mode.union(.customModeEnabled),
                customMode: autopilot == .px4 ? 0x0404_0000 : 3, systemStatus: state))
    }

    @Test func `a heartbeat gives arming, mode and state with the instant they were taken`() {
        let report = report([heartbeat([.safetyArmed])])
        #expect(report.isArmed == Observed(true, taken: seconds(1)))
        #expect(report.mode?.value == .mission && report.autopilot == .px4 && report.type == .quadrotor)
        #expect(report.lastHeartbeat == seconds(1) && report.systemState?.value == .active)
    }

    @Test func `frames of other systems and components change nothing`() {
        var strange = VehicleReport(address: vehicle)
        for source in [
            MAVLinkAddress(system: 2, component: 1), MAVLinkAddress(system: 1, component: 100), dock,
        ] {
            let message = HeartbeatMessage(type: .quadrotor, autopilot: .px4, baseMode: [.safetyArmed])
            strange.receive(frame(message, from: source), at: seconds(1))
            strange.receive(frame(GlobalPositionIntMessage(lat: 1, lon: 1), from: source), at: seconds(1))
        }
        #expect(strange == VehicleReport(address: vehicle))
    }

    @Test func `an empty or invalid message gives no numbers`() {
        let report = report([
            frame(GlobalPositionIntMessage(hdg: .max)), frame(HomePositionMessage()),
            frame(SysStatusMessage(voltageBattery: .max, currentBattery: -1, batteryRemaining: -1)),
            frame(
                BatteryStatusMessage(
                    temperature: .max, voltages: .init(repeating: .max), currentBattery: -1,
                    currentConsumed: -1,
                    batteryRemaining: -1)),
            frame(GPSRawIntMessage(eph: .max, satellitesVisible: .max)),
            frame(VFRHUDMessage(groundspeed: .nan)),
            frame(MissionCurrentMessage(total: .max)), frame(AutopilotVersionMessage()),
        ])
        #expect(report.position == nil && report.home == nil && report.groundSpeed == nil)
        for battery in [report.systemBattery, report.batteries[0]] {
            #expect(battery != nil && battery?.value.remaining == nil && battery?.value.voltage == nil)
            #expect(battery?.value.current == nil && battery?.value.temperature == nil)
            #expect(battery?.value.consumedMilliampereHours == nil)
        }
        #expect(report.gnss?.value.satellites == nil && report.gnss?.value.horizontalDilution == nil)
        #expect(report.gnss?.value.has3DFix == false && report.softwareVersion == nil)
        #expect(report.missionCurrent?.value.total == nil && report.missionCurrent?.value.state == nil)
        #expect(report.health?.value.isPrearmGood == nil)
    }

    @Test func `positions outside of the globe are no positions`() {
        for (latitude, longitude) in [
            (Int32.min, Int32(0)), (.max, .max), (900_000_001, 0), (0, 1_800_000_001),
        ] {
            #expect(report([frame(GlobalPositionIntMessage(lat: latitude, lon: longitude))]).position == nil)
        }
    }

    @Test func `good fields become numbers with their units`() throws {
        let report = report([
            frame(
                GlobalPositionIntMessage(
                    lat: 473_977_419, lon: 85_455_938, alt: 488_123, relativeAlt: 30_500, vx: 300, vy: -400,
                    hdg: 35_999)),
            frame(HomePositionMessage(latitude: -338_567_844, longitude: 1_512_152_967, altitude: 12_000)),
            frame(
                BatteryStatusMessage(
                    temperature: 2_510, voltages: .init([4_100, 4_090, 4_080], filler: .max),
                    currentBattery: 1_250,
                    currentConsumed: 150, batteryRemaining: 87, voltagesExt: .init([4_000], filler: 0))),
            frame(GPSRawIntMessage(fixType: .rtkFixed, eph: 72, satellitesVisible: 18, hAcc: 14)),
            frame(MissionCurrentMessage(seq: 3, total: 12, missionState: .active)),
            frame(MissionItemReachedMessage(seq: 2)),
            frame(AutopilotVersionMessage(flightSwVersion: 0x010F_04FF)),
        ])
        let position = try #require(report.position?.value)
        #expect(
            position.latitude == 47.3977419 && position.longitude == 8.5455938 && position.heading == 359.99)
        #expect(position.relativeAltitude == Metres(30.5) && position.altitude == Metres(488.123))
        #expect(report.groundSpeed?.value == MetresPerSecond(5))
        #expect(report.home?.value.latitude == -33.8567844)
        let battery = try #require(report.battery?.value)
        #expect(
            battery.remaining == Percent(87) && battery.voltage == Volts(16.27)
                && battery.current == Amperes(12.5))
        #expect(battery.temperature == Celsius(25.1) && battery.consumedMilliampereHours == 150)
        let gnss = try #require(report.gnss?.value)
        #expect(gnss.isRTKFixed && gnss.has3DFix && gnss.satellites == 18 && gnss.horizontalDilution == 0.72)
        #expect(report.missionCurrent?.value.item == 3 && report.missionCurrent?.value.total == 12)
        #expect(report.missionCurrent?.value.state == .active && report.missionReached?.value == 2)
        #expect(report.softwareVersion?.value == "1.15.4")
    }

    @Test func `the estimate of the wind is read from either message, and forgotten when it is none`() {
        var report = report([frame(WindMessage(direction: 210, speed: 6.5, speedZ: -3))])
        #expect(report.wind?.value == MetresPerSecond(6.5))
        report.receive(frame(WindCovMessage(windX: -3, windY: 4, windZ: 9)), at: seconds(5))
        #expect(report.wind == Observed(MetresPerSecond(5), taken: seconds(5)))
        for (x, y) in [(Float.nan, Float(1)), (1, .infinity), (3e38, 3e38), (121, 0)] {
            report.receive(frame(WindCovMessage(windX: 1, windY: 1)), at: seconds(6))
            report.receive(frame(WindCovMessage(windX: x, windY: y)), at: seconds(7))
            #expect(report.wind == nil, "\(x), \(y)")
        }
        report.receive(frame(WindMessage(speed: -1)), at: seconds(8))
        #expect(report.wind == nil)
    }

    @Test func `VFR_HUD speaks for the speed while it comes`() {
        var report = report([frame(VFRHUDMessage(groundspeed: 7.5))])
        let position = frame(GlobalPositionIntMessage(lat: 1, lon: 1, vx: 100))
        report.receive(position, at: seconds(2))
        #expect(report.groundSpeed?.value == MetresPerSecond(7.5))
        report.receive(position, at: seconds(10))
        #expect(report.groundSpeed == Observed(MetresPerSecond(1), taken: seconds(10)))
    }

    @Test func `BATTERY_STATUS speaks for the battery until it stops coming`() {
        var report = report([frame(BatteryStatusMessage(batteryRemaining: 80))])
        report.receive(frame(SysStatusMessage(batteryRemaining: 70)), at: seconds(2))
        #expect(report.battery?.value.remaining == Percent(80))
        report.receive(frame(SysStatusMessage(batteryRemaining: 60)), at: seconds(20))
        #expect(report.battery?.value.remaining == Percent(60))
    }

    @Test func `the land detector decides while it is fresh and the heartbeat stands in after it`() {
        var report = report([
            heartbeat([.safetyArmed]), frame(ExtendedSysStateMessage(landedState: .takeoff)),
        ])
        let age = Duration.seconds(3)
        #expect(
            report.landed(at: seconds(2), notOlderThan: age)
                == .init(state: .takingOff, basis: .landedMessage))
        report.receive(heartbeat([]), at: seconds(10))
        #expect(
            report.landed(at: seconds(10), notOlderThan: age) == .init(state: .onGround, basis: .heartbeat))
        report.receive(heartbeat([.safetyArmed]), at: seconds(11))
        #expect(
            report.landed(at: seconds(11), notOlderThan: age) == .init(state: .unknown, basis: .heartbeat))
        report.receive(heartbeat([.safetyArmed], autopilot: .ardupilotmega), at: seconds(12))
        #expect(report.landed(at: seconds(12), notOlderThan: age) == .init(state: .inAir, basis: .heartbeat))
        #expect(report.landed(at: seconds(99), notOlderThan: age) == .init(state: .unknown, basis: .nothing))
    }

    @Test(arguments: [
        (MAVLandedState.undefined, LandedState.unknown), (.onGround, .onGround), (.inAir, .inAir),
        (.takeoff, .takingOff), (.landing, .landing), (.init(rawValue: 200), .unknown),
    ])
    func `each landed state is read as what it says`(raw: MAVLandedState, state: LandedState) {
        #expect(report([frame(ExtendedSysStateMessage(landedState: raw))]).landedMessage?.value == state)
    }

    @Test func `the pre-arm bit is read only where the vehicle has it`() throws {
        let bits: MAVSysStatusSensor = [.prearmCheck, .gps, .mag]
        let good = try #require(
            report([
                frame(
                    SysStatusMessage(
                        onboardControlSensorsPresent: bits, onboardControlSensorsEnabled: bits,
                        onboardControlSensorsHealth: bits))
            ]).health?.value)
        #expect(good.isPrearmGood == true && good.failing == [])
        let bad = try #require(
            report([
                frame(
                    SysStatusMessage(
                        onboardControlSensorsPresent: bits, onboardControlSensorsEnabled: bits,
                        onboardControlSensorsHealth: [.gps]))
            ]).health?.value)
        #expect(bad.isPrearmGood == false && bad.failing == [.mag])
    }

    @Test func `an observation is nil when it is too old`() {
        let fact = Observed(5, taken: seconds(10))
        #expect(fact.value(at: seconds(13), notOlderThan: .seconds(3)) == 5)
        #expect(fact.value(at: seconds(13.1), notOlderThan: .seconds(3)) == nil)
    }
}

@Suite struct StatusTextTests {
    private func piece(_ text: String, id: UInt16, _ number: UInt8, component: UInt8 = 1) -> MAVLinkFrame {
        frame(
            StatusTextMessage(severity: .critical, text: FixedText(text), id: id, chunkSeq: number),
            from: MAVLinkAddress(system: 1, component: component))
    }

    private let full = String(repeating: "a", count: 50)

    @Test func `a short text comes at once and a long one when its last piece is there in any order`() {
        var report = VehicleReport(address: vehicle)
        report.receive(piece("PreArm: no GPS", id: 0, 0), at: seconds(1))
        report.receive(piece(full, id: 7, 1), at: seconds(2))
        report.receive(piece("end", id: 7, 2), at: seconds(2))
        #expect(report.texts.map(\.text) == ["PreArm: no GPS"])
        report.receive(piece(full, id: 7, 0), at: seconds(3))
        #expect(report.texts.last?.text == full + full + "end")
        #expect(report.texts.last?.severity == .critical && report.texts.last?.taken == seconds(3))
        #expect(report.textCount == 2 && report.texts(after: 1).map(\.taken) == [seconds(3)])
        #expect(report.texts(after: 2).isEmpty && report.texts(after: .max).isEmpty)
    }

    @Test func `a lost piece is shown as a gap after its time-out`() {
        var report = VehicleReport(address: vehicle)
        report.receive(piece(full, id: 7, 0), at: seconds(1))
        report.receive(piece("end", id: 7, 2), at: seconds(1))
        #expect(report.deadline == seconds(3))
        report.tick(at: seconds(2.9))
        #expect(report.texts.isEmpty)
        report.tick(at: seconds(3))
        #expect(report.texts.map(\.text) == [full + "[…]" + "end"] && report.deadline == nil)
    }

    @Test func `the tabulator by which PX4 marks a text that is an event too is no part of the text`() {
        var report = VehicleReport(address: vehicle)
        report.receive(piece("Mission start denied! No valid mission\t", id: 0, 0), at: seconds(1))
        report.receive(piece(" \t", id: 0, 0), at: seconds(2))
        #expect(report.texts.map(\.text) == ["Mission start denied! No valid mission", ""])
    }

    @Test func `a repeated last piece does not begin the text anew`() {
        var report = VehicleReport(address: vehicle)
        for _ in 0..<3 { report.receive(piece("once", id: 7, 0), at: seconds(1)) }
        report.tick(at: seconds(9))
        #expect(report.texts.map(\.text) == ["once"])
        report.receive(piece("later", id: 7, 0), at: seconds(9))
        #expect(report.texts.map(\.text) == ["once", "later"])
    }

    @Test func `texts of two components with one id are kept apart`() {
        var report = VehicleReport(address: vehicle)
        report.receive(piece(full, id: 7, 0), at: seconds(1))
        report.receive(piece("b", id: 7, 0, component: 100), at: seconds(1))
        report.receive(piece("c", id: 7, 1), at: seconds(1))
        #expect(report.texts.map(\.text) == ["b", full + "c"])
        #expect(report.texts.map(\.component) == [100, 1])
    }

    @Test func `a vehicle that opens texts for ever fills a limited memory and loses none`() {
        var report = VehicleReport(address: vehicle)
        for id in UInt16(1)...500 { report.receive(piece(full, id: id, 0), at: seconds(1)) }
        #expect(report.texts.count == VehicleReport.textLimit)
        report.receive(piece("x", id: 9, 255), at: seconds(1))
        report.tick(at: seconds(10))
        #expect(report.textCount == 500)
    }

    @Test func `control characters and broken UTF-8 do not reach people`() {
        var report = VehicleReport(address: vehicle)
        var payload = StatusTextMessage(text: "a\u{1B}[2J\r\nb").payload()
        payload.setByte(0xFF, at: 1)
        report.receive(
            MAVLinkFrame(source: vehicle, messageID: StatusTextMessage.messageID, payload: payload),
            at: seconds(1))
        #expect(report.texts.map(\.text) == ["\u{FFFD} [2J  b"])
    }
}

@Suite struct RemoteIDReportTests {
    @Test func `a Remote ID transmitter of the vehicle is heard, another component and another system are not`() {
        var report = VehicleReport(address: vehicle)
        let good = OpenDroneIDArmStatusMessage(status: .goodToArm)
        let bad = OpenDroneIDArmStatusMessage(status: MAVODIDArmStatus(rawValue: 1), error: "no position")
        report.receive(frame(good, from: MAVLinkAddress(system: vehicle.system, component: 154)), at: seconds(1))
        report.receive(frame(good, from: MAVLinkAddress(system: vehicle.system + 1, component: 236)), at: seconds(2))
        #expect(report.remoteID == nil)
        report.receive(frame(bad, from: MAVLinkAddress(system: vehicle.system, component: 236)), at: seconds(3))
        #expect(report.remoteID?.value.error.text == "no position" && report.remoteID?.taken == seconds(3))
        report.receive(frame(good), at: seconds(4))
        #expect(report.remoteID?.value.status == .goodToArm)
    }
}
