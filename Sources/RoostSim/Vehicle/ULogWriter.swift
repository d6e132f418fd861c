// SPDX-License-Identifier: Apache-2.0
// Writes the samples of a simulated PX4 flight as a ULog file: header, formats, subscriptions, data. Only
// what a flight summary needs is written.

/// The ULog form of a flight.
enum ULogWriter {
    private static let formats = [
        "vehicle_global_position:uint64_t timestamp;double lat;double lon;float alt;",
        "vehicle_local_position:uint64_t timestamp;float x;float y;float z;float vx;float vy;float vz;",
        "battery_status:uint64_t timestamp;float voltage_v;float current_a;float discharged_mah;"
            + "float remaining;",
        "vehicle_status:uint64_t timestamp;uint8_t arming_state;uint8_t nav_state;",
        "vehicle_land_detected:uint64_t timestamp;bool landed;",
    ]

    static func file(_ samples: [FlightRecorder.Sample]) -> [UInt8] {
        var log = LogBytes()
        log.append([0x55, 0x4C, 0x6F, 0x67, 0x01, 0x12, 0x35, 0x01])
        log.append(samples.first?.microseconds ?? 0)
        // Flag bits: no incompatible feature, no appended data.
        message(&log, "B", [UInt8](repeating: 0, count: 40))
        information(&log, "char[3] sys_name", "PX4")
        information(&log, "char[14] ver_hw", "ROOST_SIMULATE")
        for format in formats { message(&log, "F", Array(format.utf8)) }
        for (id, format) in formats.enumerated() {
            let name = format.prefix { $0 != ":" }
            message(&log, "A", [0, UInt8(id), 0] + Array(name.utf8))
        }
        for (index, sample) in samples.enumerated() {
            append(sample, isLast: index == samples.count - 1, to: &log)
        }
        return log.bytes
    }

    private static func append(_ sample: FlightRecorder.Sample, isLast: Bool, to log: inout LogBytes) {
        data(&log, 0, sample) { body in
            body.append(sample.position.latitude)
            body.append(sample.position.longitude)
            body.append(Float(sample.position.altitude))
        }
        data(&log, 1, sample) { body in
            for number in [0, 0, -sample.heightAboveHome] { body.append(Float(number)) }
            for number in [sample.velocity.north, sample.velocity.east, -sample.velocity.up] {
                body.append(Float(number))
            }
        }
        data(&log, 2, sample) { body in
            let numbers = [sample.volts, sample.amperes, sample.drawnMilliampereHours, sample.stateOfCharge]
            for number in numbers { body.append(Float(number)) }
        }
        data(&log, 3, sample) { body in body.append([isLast ? 1 : 2, navigationState(sample.customMode)]) }
        data(&log, 4, sample) { body in body.append([sample.isOnGround ? 1 : 0]) }
    }

    /// PX4's nav_state of a custom mode.
    private static func navigationState(_ customMode: UInt32) -> UInt8 {
        switch (customMode >> 16 & 255, customMode >> 24 & 255) {
        case (4, 2): 17
        case (4, 3): 4
        case (4, 4): 3
        case (4, 5): 5
        case (4, 6): 18
        default: 0
        }
    }

    private static func data(
        _ log: inout LogBytes, _ id: UInt16, _ sample: FlightRecorder.Sample, _ fill: (inout LogBytes) -> Void
    ) {
        var body = LogBytes()
        body.append(id)
        body.append(sample.microseconds)
        fill(&body)
        message(&log, "D", body.bytes)
    }

    private static func information(_ log: inout LogBytes, _ key: String, _ value: String) {
        message(&log, "I", [UInt8(key.utf8.count)] + Array(key.utf8) + Array(value.utf8))
    }

    private static func message(_ log: inout LogBytes, _ kind: Unicode.Scalar, _ body: [UInt8]) {
        log.append(UInt16(truncatingIfNeeded: body.count))
        log.append([UInt8(truncatingIfNeeded: kind.value)] + body)
    }
}
