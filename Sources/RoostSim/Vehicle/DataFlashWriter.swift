// SPDX-License-Identifier: Apache-2.0
// Writes the samples of a simulated ArduPilot flight as a DataFlash file: self-describing FMT records, then
// data. Only what a flight summary needs is written.

/// The DataFlash form of a flight.
enum DataFlashWriter {
    private struct Format {
        let type: UInt8
        let name: String
        let layout: String
        let columns: String

        /// Length of a record with its three header bytes.
        var length: UInt8 {
            let sizes: [Character: UInt8] = [
                "Q": 8, "f": 4, "L": 4, "I": 4, "i": 4, "B": 1, "b": 1, "H": 2, "h": 2, "c": 2, "e": 4,
                "M": 1, "n": 4, "N": 16, "Z": 64,
            ]
            return layout.reduce(3) { $0 + (sizes[$1] ?? 0) }
        }
    }

    private static let description = Format(
        type: 128, name: "FMT", layout: "BBnNZ", columns: "Type,Length,Name,Format,Columns")
    private static let gps = Format(
        type: 131, name: "GPS", layout: "QBIHBcLLefff",
        columns: "TimeUS,Status,GMS,GWk,NSats,HDop,Lat,Lng,Alt,Spd,GCrs,VZ")
    private static let battery = Format(
        type: 132, name: "BAT", layout: "QfffffcB",
        columns: "TimeUS,Volt,VoltR,Curr,CurrTot,EnrgTot,Temp,RemPct")
    private static let mode = Format(
        type: 133, name: "MODE", layout: "QMBB", columns: "TimeUS,Mode,ModeNum,Rsn")
    private static let event = Format(type: 134, name: "EV", layout: "QB", columns: "TimeUS,Id")
    private static let message = Format(type: 135, name: "MSG", layout: "QZ", columns: "TimeUS,Message")

    /// EV numbers of ArduPilot.
    private enum Event {
        static let armed: UInt8 = 10
        static let disarmed: UInt8 = 11
        static let landed: UInt8 = 18
        static let airborne: UInt8 = 28
    }

    static func file(_ samples: [FlightRecorder.Sample]) -> [UInt8] {
        var log = LogBytes()
        for format in [description, gps, battery, mode, event, message] { describe(format, in: &log) }
        guard let first = samples.first, let last = samples.last else { return log.bytes }
        record(message, first, in: &log) { $0.append(text: "ArduCopter (Roost simulation)", padded: 64) }
        append(Event.armed, first, to: &log)
        var customMode: UInt32?
        var wasOnGround = true
        for sample in samples {
            if sample.customMode != customMode {
                customMode = sample.customMode
                let number = UInt8(truncatingIfNeeded: sample.customMode)
                record(mode, sample, in: &log) { $0.append([number, number, 2]) }
            }
            if sample.isOnGround != wasOnGround {
                wasOnGround = sample.isOnGround
                append(wasOnGround ? Event.landed : Event.airborne, sample, to: &log)
            }
            append(sample, to: &log)
        }
        append(Event.disarmed, last, to: &log)
        return log.bytes
    }

    private static func append(_ sample: FlightRecorder.Sample, to log: inout LogBytes) {
        let week = UInt32(7 * 86_400)
        let gpsSeconds = sample.unixSeconds &- 315_964_800
        record(gps, sample, in: &log) { body in
            body.append([3])
            body.append(gpsSeconds % week &* 1_000)
            body.append(UInt16(truncatingIfNeeded: gpsSeconds / week))
            body.append([14])
            body.append(Int16(80))
            body.append(sample.position.latitudeE7)
            body.append(sample.position.longitudeE7)
            body.append(Wire.i32(sample.position.altitude * 100))
            let course = GroundFrame.heading(north: sample.velocity.north, east: sample.velocity.east)
            for number in [sample.velocity.level, course, -sample.velocity.up] { body.append(Float(number)) }
        }
        record(battery, sample, in: &log) { body in
            let wattHours = sample.drawnMilliampereHours / 1_000 * sample.volts
            let numbers = [
                sample.volts, sample.volts, sample.amperes, sample.drawnMilliampereHours, wattHours,
            ]
            for number in numbers { body.append(Float(number)) }
            body.append(Wire.i16(sample.temperatureCelsius * 100))
            body.append([UInt8(min(max(sample.stateOfCharge * 100, 0), 100))])
        }
    }

    private static func append(_ event: UInt8, _ sample: FlightRecorder.Sample, to log: inout LogBytes) {
        record(Self.event, sample, in: &log) { $0.append([event]) }
    }

    private static func describe(_ format: Format, in log: inout LogBytes) {
        log.append([0xA3, 0x95, description.type, format.type, format.length])
        log.append(text: format.name, padded: 4)
        log.append(text: format.layout, padded: 16)
        log.append(text: format.columns, padded: 64)
    }

    private static func record(
        _ format: Format, _ sample: FlightRecorder.Sample, in log: inout LogBytes,
        _ fill: (inout LogBytes) -> Void
    ) {
        log.append([0xA3, 0x95, format.type])
        log.append(sample.microseconds)
        fill(&log)
    }
}
