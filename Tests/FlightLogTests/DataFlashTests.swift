// SPDX-License-Identifier: Apache-2.0
// What the DataFlash format allows, what old firmware wrote, and what damaged logs do.

import Testing

@testable import FlightLog

/// A small log of a flight with GPS, battery, modes and events; or its beginning.
func smallDataFlash(seconds: UInt64 = 30) -> DataFlashBuilder {
    var log = DataFlashBuilder()
    log.format(128, "FMT", "BBnNZ", "Type,Length,Name,Format,Columns")
    log.format(1, "GPS", "QBBIHBcLLeff", "TimeUS,I,Status,GMS,GWk,NSats,HDop,Lat,Lng,Alt,Spd,GCrs")
    log.format(2, "BAT", "QBffff", "TimeUS,Instance,Volt,VoltR,Curr,CurrTot")
    log.format(3, "MODE", "QMBB", "TimeUS,Mode,ModeNum,Rsn")
    log.format(4, "EV", "QB", "TimeUS,Id")
    log.format(5, "MSG", "QZ", "TimeUS,Message")
    log.format(6, "ODD", "QabhHiIfdnNcCeE", "TimeUS,a,b,c,d,e,f,g,h,i,j,k,l,m,n")
    text("ArduCopter V4.5.7", 1_000_000, &log)
    for second in UInt64(2)...seconds {
        let time = second * 1_000_000
        for instance in UInt8(0)...1 {
            let north = Int32(424_000_000 + second * 100) + Int32(instance) * 500
            log.record(
                1,
                little(time) + [instance, second < 4 ? 1 : 4] + little(UInt32(312_816_600 + second * 1_000))
                    + little(UInt16(2_046)) + [18] + little(Int16(65)) + little(north)
                    + little(Int32(-713_657_172))
                    + little(Int32(4_700 + Int32(second))) + little(Float(1)) + little(Float(0)))
        }
        log.record(
            2,
            little(time) + [0] + little(Float(16)) + little(Float(16)) + little(Float(second))
                + little(Float(second) * 10))
        if second == 6 { log.record(3, little(time) + [5, 5, 1]) }
        let events: [UInt64: UInt8] = [3: 10, 5: 28, 25: 18, 27: 11]
        if let event = events[second] { log.record(4, little(time) + [event]) }
    }
    return log
}

private func text(_ text: String, _ time: UInt64, _ log: inout DataFlashBuilder) {
    log.record(5, little(time) + Array(text.utf8) + [UInt8](repeating: 0, count: 64 - text.utf8.count))
}

@Suite struct DataFlashTests {
    @Test func `a flight has take-off, landing, modes, way and battery`() throws {
        let log = try summary(of: smallDataFlash().bytes)
        let detail = try #require(log.dataFlash)
        #expect(log.takeoffMicroseconds == 5_000_000)
        #expect(log.landingMicroseconds == 25_000_000)
        #expect(log.durationSeconds == 29)
        #expect(log.flightSeconds == 20)
        #expect(log.gps?.points == 29 && log.gps?.points3D == 27)
        #expect(log.gps?.distanceMetres == 28.91)
        #expect(log.gps?.highestMetres == 47.3)
        #expect(log.battery?.consumedMilliampereHours == 300)
        #expect(log.battery?.greatestAmperes == 30)
        #expect(detail.modes == [.init(microseconds: 6_000_000, value: 5)])
        #expect(detail.armed == [3_000_000] && detail.disarmed == [27_000_000])
        #expect(detail.texts == [.init(microseconds: 1_000_000, text: "ArduCopter V4.5.7")])
        #expect(detail.types == 6 && detail.records == 7 + 1 + 29 * 3 + 5)
        #expect(log.text.contains { $0.contains("Loiter (5)") })
    }

    @Test func `in old logs the week's time of a GPS record is no time of the log`() throws {
        var log = DataFlashBuilder()
        log.format(
            1, "GPS", "BIHBcLLeeEefI", "Status,TimeMS,Week,NSats,HDop,Lat,Lng,RelAlt,Alt,Spd,GCrs,VZ,T")
        log.format(2, "CURR", "IhIhhhf", "TimeMS,ThrOut,ThrInt,Volt,Curr,Vcc,CurrTot")
        log.format(3, "MODE", "Mh", "Mode,ThrCrs")
        for second in UInt32(10)...20 {
            log.record(
                2,
                little(second * 1_000) + little(Int16(0)) + little(UInt32(0)) + little(Int16(1_178))
                    + little(Int16(250)) + little(Int16(5_000)) + little(Float(12)))
            log.record(
                1,
                [3] + little(UInt32(400_000_000) + second * 1_000) + little(UInt16(1_800)) + [9]
                    + little(Int16(150))
                    + little(Int32(1)) + little(Int32(2)) + little(Int32(300)) + little(Int32(70_000))
                    + little(UInt32(0)) + little(Int32(0)) + little(Float(0)) + little(second * 1_000 + 5))
            if second == 12 { log.record(3, [6] + little(Int16(500))) }
        }
        let found = try summary(of: log.bytes)
        #expect(found.startMicroseconds == 10_000_000)
        #expect(found.endMicroseconds == 20_005_000)
        #expect(found.durationSeconds == 10.005)
        #expect(found.battery?.startVolts == 11.78)
        #expect(found.battery?.greatestAmperes == 2.5)
        #expect(found.gps?.highestMetres == 700)
        #expect(found.dataFlash?.modes == [.init(microseconds: 12_005_000, value: 6)])
        #expect(found.utc(10_005_000) == "2014-07-10T15:06:34Z")
    }

    @Test func `a sensor that only ever says zero measures no current`() throws {
        var log = DataFlashBuilder()
        log.format(2, "BAT", "Qffff", "TimeUS,Volt,VoltR,Curr,CurrTot")
        for second in UInt64(1)...9 {
            log.record(
                2,
                little(second * 1_000_000) + little(Float(12)) + little(Float(12)) + little(Float(0))
                    + little(Float(0)))
        }
        let battery = try #require(try summary(of: log.bytes).battery)
        #expect(battery.greatestAmperes == nil && battery.consumedMilliampereHours == nil)
    }

    @Test func `current that the firmware marks as not a number is unknown`() throws {
        var log = DataFlashBuilder()
        log.format(2, "BAT", "Qffff", "TimeUS,Volt,VoltR,Curr,CurrTot")
        log.record(
            2,
            little(UInt64(1)) + little(Float(12)) + little(Float(12)) + little(Float.nan) + little(Float.nan))
        let battery = try #require(try summary(of: log.bytes).battery)
        #expect(battery.startVolts == 12)
        #expect(battery.greatestAmperes == nil && battery.consumedMilliampereHours == nil)
    }

    @Test func `a second boot in the file starts the time anew`() throws {
        let boot = smallDataFlash().bytes
        let found = try summary(of: boot + boot)
        #expect(found.dataFlash?.boots == 2)
        #expect(found.durationSeconds == 58)
        #expect(found.endMicroseconds == 30_000_000)
        #expect(found.flights.count == 2)
        #expect(found.flightSeconds == 40)
        #expect(found.notes.contains { $0.contains("2 boots") })
    }

    @Test func `one stamp far off does not move the end`() throws {
        var log = smallDataFlash()
        log.record(4, little(UInt64(1) << 60) + [57])
        log.record(4, little(UInt64(30_500_000)) + [57])
        log.record(4, little(UInt64(30_600_000)) + [57])
        #expect(try summary(of: log.bytes).endMicroseconds == 30_600_000)
    }

    @Test func `garbage between records is passed over and counted`() throws {
        var log = smallDataFlash()
        let clean = try summary(of: log.bytes)
        let middle = log.bytes.count
        log.bytes += [0, 1, 0xA3, 0x95, 0xEE, 0xA3]
        log.record(4, little(UInt64(30_000_000)) + [57])
        let found = try summary(of: log.bytes)
        #expect(found.dataFlash?.records == (clean.dataFlash?.records ?? 0) + 1)
        #expect(found.dataFlash?.skippedBytes == 6)
        #expect(found.dataFlash?.events.last == .init(microseconds: 30_000_000, value: 57))
        #expect(middle > 0)
    }

    @Test func `a record that lost bytes is dropped and the next one is read`() throws {
        var log = smallDataFlash()
        let clean = try summary(of: log.bytes)
        log.bytes += [0xA3, 0x95, 1, 9, 9, 9]
        log.record(4, little(UInt64(30_000_000)) + [57])
        log.record(4, little(UInt64(30_000_001)) + [57])
        let found = try summary(of: log.bytes)
        #expect(found.gps == clean.gps)
        #expect(found.dataFlash?.events.count == (clean.dataFlash?.events.count ?? 0) + 2)
    }

    @Test func `a format whose letters do not fit its length is passed over`() throws {
        var log = smallDataFlash()
        let clean = try #require(try summary(of: log.bytes).dataFlash)
        log.format(7, "EV", "QB", "TimeUS,Id", length: 40)
        log.record(7, [UInt8](repeating: 10, count: 37))
        log.format(8, "EV", "Q?", "TimeUS,Id", length: 12)
        log.record(8, [UInt8](repeating: 10, count: 9))
        log.format(9, "EV", "QB", "TimeUS,Id", length: 1)
        let found = try #require(try summary(of: log.bytes).dataFlash)
        #expect(found.events == clean.events)
        #expect(found.records == clean.records + 3)
    }

    @Test func `every letter has its width`() throws {
        var log = DataFlashBuilder()
        log.format(6, "ODD", "QabhHiIfdnNcCeE", "TimeUS,a,b,c,d,e,f,g,h,i,j,k,l,m,n")
        log.format(7, "ODE", "QLMqZg", "TimeUS,a,b,c,d,e")
        log.record(
            6,
            little(UInt64(5))
                + [UInt8](repeating: 0, count: 64 + 1 + 2 + 2 + 4 + 4 + 4 + 8 + 4 + 16 + 2 + 2 + 4 + 4))
        log.record(7, little(UInt64(9)) + [UInt8](repeating: 0, count: 4 + 1 + 8 + 64 + 2))
        let found = try summary(of: log.bytes)
        #expect(found.dataFlash?.records == 4)
        #expect(found.dataFlash?.skippedBytes == 0)
        #expect(found.endMicroseconds == 9)
    }
}
