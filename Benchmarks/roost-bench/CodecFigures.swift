// SPDX-License-Identifier: Apache-2.0
// MAVLink frames a second, parsed and encoded, against one pass of the checksum over the same bytes: the
// least that any reader of these frames must do.

import MAVLink

/// The figures of the MAVLink codec.
func codecFigures(_ bench: Bench) async throws -> [Figure] {
    let frames = 2_000
    let stream = telemetry(frames: frames)
    let turns = bench.rounds.turns(25)
    var parsed = 0
    let times = try bench.rounds.compare([
        {
            effort(each: turns) { _ in
                var parser = FrameParser()
                parser.receive(stream) { frame in
                    keep(frame)
                    parsed += 1
                }
            }
        },
        { effort(each: turns) { _ in keep(telemetry(frames: frames)) } },
        { effort(each: turns) { _ in keep(plainChecksum(stream)) } },
    ])
    guard parsed > 0, parsed.isMultiple(of: frames) else {
        throw BenchError("frames were lost in the parser")
    }
    let rates = times.map { Double(frames) / $0 }
    let reference = "one CRC pass over the bytes"
    return [
        Figure("MAVLink parse", rates[0], "frames/s", reference: reference, rates[2]),
        Figure("MAVLink encode", rates[1], "frames/s", reference: reference, rates[2]),
    ]
}

/// A link's bytes: heartbeats, positions and attitudes in the mix of a vehicle in flight.
private func telemetry(frames: Int) -> [UInt8] {
    var encoder = FrameEncoder(source: MAVLinkAddress(system: 1, component: 1))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(frames * 48)
    for index in 0..<frames {
        let time = UInt32(truncatingIfNeeded: index * 20)
        switch index % 10 {
        case 0:
            encoder.encode(HeartbeatMessage(customMode: 0x0404_0000, mavlinkVersion: 3), appendingTo: &bytes)
        case 1, 4, 7:
            encoder.encode(
                GlobalPositionIntMessage(
                    timeBootMs: time, lat: 473_977_500, lon: 85_456_100, alt: 539_000, relativeAlt: 50_000,
                    vx: 412,
                    vy: -37, vz: 5, hdg: 17_900), appendingTo: &bytes)
        default:
            encoder.encode(
                AttitudeMessage(
                    timeBootMs: time, roll: 0.03, pitch: -0.11, yaw: 3.1, rollspeed: 0.002,
                    pitchspeed: -0.004,
                    yawspeed: 0.01), appendingTo: &bytes)
        }
    }
    return bytes
}

/// MAVLink's checksum as it is written in C: one byte after the other, no bounds to check.
private func plainChecksum(_ bytes: [UInt8]) -> UInt16 {
    unsafe bytes.withUnsafeBufferPointer { buffer in
        guard var next = buffer.baseAddress else { return 0 }
        let end = unsafe next + buffer.count
        var crc: UInt16 = 0xFFFF
        while unsafe next != end {
            var mixed = unsafe next.pointee ^ UInt8(truncatingIfNeeded: crc)
            mixed ^= mixed << 4
            let wide = UInt16(mixed)
            crc = crc >> 8 ^ wide << 8 ^ wide << 3 ^ wide >> 4
            unsafe next += 1
        }
        return crc
    }
}
