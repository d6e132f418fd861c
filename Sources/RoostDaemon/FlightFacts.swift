// SPDX-License-Identifier: Apache-2.0
// What the dock sees of a flight while it goes on and no log will tell later: software, Remote ID, least satellites,
// strongest gust. It is noted as it grows, so that a process that ends in between loses nothing of it.

internal import DockModel
internal import MAVLink
internal import RoostCore
internal import VehicleLink

/// What was seen of one flight.
struct FlightFacts: Codable, Equatable, Sendable {
    /// The family of the autopilot.
    var autopilot: String?
    /// The version of its software.
    var firmware: String?
    /// What the Remote ID transmitter said.
    var remoteID: String?
    /// The required parameters, in words.
    var parameters: String?
    /// The SHA-256 of the required parameters, each as it was read back.
    var parameterDigest: String?
    /// The fewest satellites in flight.
    var leastSatellites: Int?
    /// The greatest speed over ground in flight, m/s.
    var greatestSpeed: Double?
    /// The strongest gust at the dock, m/s.
    var strongestGust: Double?

    /// Takes what is seen now.
    mutating func take(_ vehicle: VehicleAdapter, _ state: DockState, at now: Moment) {
        if let gust = state.evidence.wind.gust(at: now.boot)?.value, gust.isFinite {
            strongestGust = max(strongestGust ?? gust, gust)
        }
        if let required = vehicle.requiredParameters {
            (parameters, parameterDigest) = (required.words, required.digest)
        }
        guard let report = vehicle.latest?.vehicle else { return }
        switch report.autopilot {
        case .px4: autopilot = "PX4"
        case .ardupilot: autopilot = "ArduPilot"
        case .other, nil: break
        }
        firmware = report.softwareVersion?.value ?? firmware
        if let status = report.remoteID?.value {
            let said = status.error.text
            remoteID =
                status.status == .goodToArm
                ? "transmitter good to arm" : "transmitter not good to arm\(said.isEmpty ? "" : ": \(said)")"
        } else if remoteID == nil {
            remoteID = "no transmitter is heard"
        }
        guard vehicle.latest?.landed.state == .inAir else { return }
        if let satellites = report.gnss?.value.satellites {
            leastSatellites = min(leastSatellites ?? satellites, satellites)
        }
        if let speed = report.groundSpeed?.value.value, speed.isFinite {
            greatestSpeed = max(greatestSpeed ?? speed, speed)
        }
    }
}

extension VehicleAdapter {
    /// The required parameters in words and as a digest; nil when none are required or they are not as required.
    var requiredParameters: (words: String, digest: String)? {
        guard !required.isEmpty, parameterFault == nil else { return nil }
        let lines = required.map { item in
            "\(item.name) \(item.least.map { "\($0)" } ?? "-") \(item.most.map { "\($0)" } ?? "-")"
        }
        return ("\(required.count) required parameters as required", SHA256.hexadecimal(of: lines.sorted()))
    }
}

extension SHA256 {
    /// The digest of lines, in hexadecimal digits.
    static func hexadecimal(of lines: [String]) -> String {
        hexadecimal(of(Array(lines.joined(separator: "\n").utf8)))
    }
}
