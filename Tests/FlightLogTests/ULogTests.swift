// SPDX-License-Identifier: Apache-2.0
// What the ULog format allows and what damaged logs do.

import Testing

@testable import FlightLog

/// A small log with each kind of message: a status, a ground sensor, GPS as old firmware wrote it, a battery.
func smallULog(start: UInt64 = 1_000_000, flags: [UInt8] = [], parts: [UInt64] = [0, 0, 0]) -> ULogBuilder {
    var log = ULogBuilder(start: start, flags: flags, parts: parts)
    log.word("char[4] ver_hw", Array("SITL".utf8))
    log.word("char[3] sys_name", Array("PX4".utf8))
    log.format("vehicle_status:uint64_t timestamp;uint8_t nav_state;uint8_t arming_state;bool failsafe;")
    log.format("vehicle_land_detected:uint64_t timestamp;bool landed;uint8_t[7] _padding0;")
    log.format(
        "vehicle_gps_position:uint64_t timestamp;int32_t lat;int32_t lon;int32_t alt;uint8_t fix_type;"
            + "uint8_t satellites_used;float hdop;")
    log.format(
        "battery_status:uint64_t timestamp;float voltage_v;float current_a;float discharged_mah;float remaining;"
    )
    log.format("inner:float[3] values;uint8_t mode;uint8_t[3] _padding0;")
    log.format("outer:uint64_t timestamp;inner[2] parts;inner last;uint8_t end;uint8_t[7] _padding0;")
    log.word("float MPC_XY_VEL_MAX", little(Float(12)), type: "P")
    log.word("int32_t COM_RC_LOSS_T", little(Int32(5)), type: "P")
    log.subscribe("vehicle_status", id: 0)
    log.subscribe("vehicle_land_detected", id: 1)
    log.subscribe("vehicle_gps_position", id: 2)
    log.subscribe("battery_status", id: 3)
    log.subscribe("outer", id: 300)
    return log
}

private func status(_ time: UInt64, _ mode: UInt8) -> [UInt8] { little(time) + [mode, 2, 0] }

/// A flight of 20 s with the log of `smallULog`; or its beginning.
func smallFlight(seconds: UInt64 = 30) -> ULogBuilder {
    var log = smallULog()
    for second in UInt64(2)...seconds {
        let time = second * 1_000_000
        log.sample(0, status(time, second < 10 ? 4 : 3))
        log.sample(1, little(time) + [second < 5 || second >= 25 ? 1 : 0])
        let north = Int32(473_977_000 + second * 100)
        log.sample(
            2,
            little(time) + little(north) + little(Int32(85_456_000)) + little(Int32(488_000)) + [3, 12]
                + little(Float(0.8)))
        log.sample(
            3,
            little(time) + little(Float(16) - Float(second) / 10) + little(Float(-1)) + little(Float(0))
                + little(Float(0.9)))
        log.sample(300, little(time) + [UInt8](repeating: 7, count: 49))
        if second == 12 { log.add("O", little(UInt16(250))) }
        log.text("second \(second)", at: time, level: second == 20 ? "3" : "6")
    }
    log.word("float MPC_XY_VEL_MAX", little(Float(5)), type: "P")
    return log
}

@Suite struct ULogTests {
    @Test func `a flight has take-off, landing, way, battery and texts`() throws {
        let log = try summary(of: smallFlight().bytes)
        let detail = try #require(log.ulog)
        #expect(log.takeoffMicroseconds == 5_000_000)
        #expect(log.landingMicroseconds == 25_000_000)
        #expect(log.airborneSeconds == 20)
        #expect(log.durationSeconds == 29)
        #expect(log.gps?.points3D == 29)
        #expect(log.gps?.distanceMetres == 31.13)
        #expect(log.gps?.highestMetres == 488)
        #expect(log.battery?.startVolts == 15.8)
        #expect(log.battery?.greatestAmperes == nil)
        #expect(log.battery?.consumedMilliampereHours == nil)
        #expect(log.battery?.remainingStart == 0.9)
        #expect(detail.samples == 29 * 5)
        #expect(detail.topics == 5)
        #expect(detail.parameters == 2)
        #expect(detail.changedParameters == 1)
        #expect(detail.dropouts == 1 && detail.dropoutMilliseconds == 250)
        #expect(detail.textCount == 29 && detail.errorCount == 1)
        #expect(
            detail.navigationStates == [
                .init(microseconds: 2_000_000, value: 4), .init(microseconds: 10_000_000, value: 3),
            ])
        #expect(detail.hardware == "SITL" && detail.software == nil)
        #expect(!detail.isCorrupt && log.notes.isEmpty)
    }

    @Test func `a log that begins in the air has no take-off`() throws {
        var log = smallULog()
        log.sample(1, little(UInt64(2_000_000)) + [0])
        log.sample(1, little(UInt64(9_000_000)) + [1])
        let found = try summary(of: log.bytes)
        #expect(found.takeoffMicroseconds == nil)
        #expect(found.landingMicroseconds == 9_000_000)
        #expect(found.airborneSeconds == nil)
    }

    @Test func `padding at the end may be there or not`() throws {
        var log = smallULog()
        log.sample(1, little(UInt64(2_000_000)) + [1])
        log.sample(1, little(UInt64(3_000_000)) + [0] + [UInt8](repeating: 9, count: 7))
        let found = try summary(of: log.bytes)
        #expect(found.ulog?.samples == 2)
        #expect(found.takeoffMicroseconds == 3_000_000)
        #expect(found.ulog?.isCorrupt == false)
    }

    @Test func `the lowest instance with samples is the one that counts`() throws {
        var log = smallULog()
        log.subscribe("battery_status", id: 8, instance: 2)
        log.subscribe("battery_status", id: 9, instance: 1)
        for (id, volts) in [(UInt16(8), Float(20)), (9, 12)] {
            log.sample(
                id,
                little(UInt64(2_000_000)) + little(volts) + little(Float(3)) + little(Float(40))
                    + little(Float(-1)))
        }
        let battery = try summary(of: log.bytes).battery
        #expect(battery?.startVolts == 12)
        #expect(battery?.greatestAmperes == 3)
        #expect(battery?.consumedMilliampereHours == 40)
        #expect(battery?.remainingStart == nil)
    }

    @Test func `a message torn by an appended part is dropped and the part is read`() throws {
        func build(_ offset: UInt64) -> (log: ULogBuilder, part: UInt64) {
            var log = smallULog(flags: [1], parts: [offset, 0, 0])
            log.sample(0, status(2_000_000, 1))
            log.add("D", little(UInt16(0)) + [1, 2, 3], claiming: 13)
            let part = UInt64(log.bytes.count)
            log.word("char[6] reason", Array("reboot".utf8), type: "I")
            log.sample(0, status(7_000_000, 2))
            return (log, part)
        }
        let found = try summary(of: build(build(0).part).log.bytes)
        #expect(found.ulog?.samples == 2)
        #expect(found.endMicroseconds == 7_000_000)
        #expect(found.ulog?.isCorrupt == false)
        #expect(found.ulog?.navigationStates?.map(\.value) == [1, 2])
    }

    @Test func `appended parts beyond the end or in disorder do no harm`() throws {
        for parts in [[UInt64(1) << 62, 0, 0], [5, 9, 1], [.max, .max, .max], [200, 100, 300]] {
            var log = smallULog(flags: [1], parts: parts)
            log.sample(0, status(2_000_000, 1))
            _ = try summary(of: log.bytes)
        }
    }

    @Test func `an unknown incompatible flag is refused with its place`() {
        let error = #expect(throws: FlightLogError.self) { try summary(of: smallULog(flags: [2]).bytes) }
        #expect(error == .unknownFlag(byte: 2, offset: 27))
        #expect("\(error ?? .empty)".hasPrefix("byte 27: "))
    }

    @Test func `garbage between messages is passed over and told`() throws {
        let clean = smallFlight()
        var log = smallULog()
        log.bytes += [0xFF, 0x00, 0x13, 0x37, 0x44, 0x44, 0x01]
        log.bytes += clean.bytes[smallULog().bytes.count...]
        let found = try summary(of: log.bytes)
        #expect(found.ulog?.isCorrupt == true)
        #expect(found.ulog?.samples == 29 * 5)
        #expect(found.landingMicroseconds == 25_000_000)
        #expect(found.notes.contains { $0.contains("7 bytes") })
    }

    @Test func `a message that lost bytes is dropped and the next one is read`() throws {
        var bytes = smallFlight().bytes
        let place = smallULog().bytes.count + 14 + 30
        bytes.removeSubrange(place..<place + 5)
        let found = try summary(of: bytes)
        #expect(found.ulog?.samples ?? 0 >= 29 * 5 - 2)
        #expect(found.landingMicroseconds == 25_000_000)
        #expect(found.durationSeconds == 29)
    }

    @Test func `a message of a newer logger is passed over without a word`() throws {
        var log = smallULog()
        log.add("x", [1, 2, 3, 4])
        log.sample(0, status(2_000_000, 1))
        let found = try summary(of: log.bytes)
        #expect(found.ulog?.samples == 1)
        #expect(found.ulog?.isCorrupt == false)
    }

    @Test func `lists end and counts go on`() throws {
        var log = smallULog()
        for index in 0..<UInt64(1_500) { log.text("a", at: 2_000_000 + index) }
        let found = try summary(of: log.bytes)
        #expect(found.ulog?.texts.count == FlightLogLimit.listEntries)
        #expect(found.ulog?.textCount == 1_500)
        #expect(found.notes.contains { $0.contains("1500 texts") })
    }
}
