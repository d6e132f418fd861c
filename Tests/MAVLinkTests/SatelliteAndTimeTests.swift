// SPDX-License-Identifier: Apache-2.0
// TIMESYNC asked and answered, and the facts of HIGH_LATENCY2.

import DockModel
import Testing

@testable import MAVLink

@Suite struct SatelliteAndTimeTests {
    private func satellite(_ change: (inout HighLatency2Message) -> Void = { _ in }) -> HighLatency2Message {
        var message = HighLatency2Message(
            type: .quadrotor, autopilot: .px4, customMode: 0x0404, latitude: 473_977_420, longitude: 85_455_940,
            altitude: 520, heading: 45, groundspeed: 50, windspeed: 20, battery: 63, wpNum: 4,
            failureFlags: [.battery, .gps])
        change(&message)
        return message
    }

    @Test func `a satellite message fills place, battery, mode and failures`() throws {
        var report = VehicleReport(address: vehicle)
        report.receive(
            frame(HomePositionMessage(latitude: 473_977_420, longitude: 85_455_940, altitude: 488_000)), at: seconds(1))
        report.receive(frame(satellite()), at: seconds(2))
        #expect(report.position?.value.latitude == 47.397742)
        #expect(report.position?.value.relativeAltitude == Metres(32))
        #expect(report.position?.value.heading == 90)
        #expect(report.battery?.value.remaining == Percent(63))
        #expect(report.battery?.value.voltage == nil)
        #expect(report.mode?.value == .mission)
        #expect(report.groundSpeed?.value == MetresPerSecond(10))
        #expect(report.wind?.value == MetresPerSecond(4))
        #expect(report.missionCurrent?.value.item == 4)
        #expect(report.highLatency?.value.failureWords == ["satellite navigation", "battery"])
        // It says nothing about armed and landed, so nothing is known.
        #expect(report.isArmed == nil)
        #expect(report.landed(at: seconds(2), notOlderThan: .seconds(3)).basis == .nothing)
    }

    @Test func `what a satellite message does not know stays unknown`() {
        var report = VehicleReport(address: vehicle)
        let message = satellite { message in
            (message.latitude, message.longitude, message.battery, message.heading) = (0, 0, -1, 255)
            message.windspeed = 0
        }
        report.receive(frame(message), at: seconds(2))
        #expect(report.position == nil && report.battery == nil && report.wind == nil)
        #expect(report.highLatency?.value.heading == nil)
        #expect(report.highLatency?.value.latitude == nil)
        report.receive(frame(satellite()), at: seconds(3))
        #expect(report.position == nil, "without a home there is no height above it")
    }

    @Test func `a satellite link is lost after two minutes, a heartbeat's after five seconds`() {
        var monitor = LinkMonitor()
        guard case .found(let presence) = monitor.receive(frame(satellite()), at: seconds(0)) else {
            Issue.record("not found")
            return
        }
        #expect(presence.isHighLatency && presence.autopilot == .px4)
        #expect(monitor.tick(at: seconds(119)).isEmpty)
        #expect(monitor.tick(at: seconds(120)).count == 1)
        _ = monitor.receive(frame(satellite()), at: seconds(130))
        let heartbeat = HeartbeatMessage(type: .quadrotor, autopilot: .px4, systemStatus: .active, mavlinkVersion: 3)
        _ = monitor.receive(frame(heartbeat), at: seconds(131))
        #expect(monitor.vehicles[1]?.isHighLatency == false)
        #expect(monitor.tick(at: seconds(137)).count == 1)
    }

    @Test func `a question for the time is answered to its asker`() throws {
        var sync = TimeSync(own: dock)
        let said = sync.receive(frame(TimesyncMessage(tc1: 0, ts1: 77)), at: seconds(3))
        let answer = try #require(said)
        #expect(answer == TimesyncMessage(tc1: 3_000_000_000, ts1: 77, targetSystem: 1, targetComponent: 1))
        let toOther = TimesyncMessage(tc1: 0, ts1: 77, targetSystem: 9, targetComponent: 1)
        #expect(sync.receive(frame(toOther), at: seconds(3)) == nil)
        var answers = 0
        for _ in 0..<500 {
            if sync.receive(frame(TimesyncMessage(tc1: 0, ts1: 1)), at: seconds(3)) != nil { answers += 1 }
        }
        #expect(answers < 100)
    }

    @Test func `the shortest round trip gives the offset`() throws {
        var sync = TimeSync(own: dock)
        for (start, delay, ahead) in [(10.0, 0.4, 0.1), (20.0, 0.1, 0.0), (30.0, 0.9, 0.4)] {
            let asked = sync.ask(vehicle, at: seconds(start))
            let question = try #require(asked)
            #expect(sync.ask(vehicle, at: seconds(start + 1)) == nil)
            let theirs = Int64((start + delay / 2 + ahead + 100) * 1e9)
            let answer = TimesyncMessage(tc1: theirs, ts1: question.ts1, targetSystem: 255, targetComponent: 190)
            #expect(sync.receive(frame(answer), at: seconds(start + delay)) == nil)
        }
        let report = try #require(sync.report)
        #expect(abs(report.roundTrip.inSeconds - 0.1) < 1e-6)
        #expect(abs(report.offset.inSeconds - 100) < 1e-6)
        #expect(abs(report.newest.inSeconds - 0.9) < 1e-6)
        #expect(report.count == 3)
    }

    @Test func `answers to nothing, of extremes, and too late are no measurement`() throws {
        var sync = TimeSync(own: dock)
        for (tc1, ts1) in [(1, 1), (.max, .min), (.min, .max), (5, 0)] as [(Int64, Int64)] {
            _ = sync.receive(frame(TimesyncMessage(tc1: tc1, ts1: ts1)), at: seconds(1))
        }
        let asked = sync.ask(vehicle, at: seconds(2))
        let question = try #require(asked)
        _ = sync.receive(frame(TimesyncMessage(tc1: .min, ts1: question.ts1)), at: seconds(3))
        #expect(sync.report == nil)
        let askedLater = sync.ask(vehicle, at: seconds(10))
        let late = try #require(askedLater)
        _ = sync.receive(frame(TimesyncMessage(tc1: 5, ts1: late.ts1)), at: seconds(60))
        #expect(sync.report == nil)
    }
}
