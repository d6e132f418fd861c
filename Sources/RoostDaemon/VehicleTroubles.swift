// SPDX-License-Identifier: Apache-2.0
// What a vehicle's report says to be wrong with the vehicle: its fence, its sensors, its motors, in words of either
// autopilot family. It only reads; whether that is an incident is the core's decision.

internal import DockModel
internal import MAVLink
internal import RoostCore

enum VehicleTroubles {
    /// How long a report of fence or health counts; each comes once a second.
    static let longestAge = Duration.seconds(10)
    /// How long a text counts: it is said once and tells no end.
    static let textAge = Duration.seconds(60)

    /// What is wrong; empty when nothing is said to be, nil when the vehicle says nothing.
    static func found(in report: VehicleReport, at now: Instant) -> [VehicleTrouble]? {
        guard report.lastHeartbeat != nil else { return nil }
        return [fence(report, now), hardware(report, now)].compactMap { $0 }
    }

    private static func fence(_ report: VehicleReport, _ now: Instant) -> VehicleTrouble? {
        if let fence = report.fence?.value(at: now, notOlderThan: longestAge), fence.isBreached {
            return VehicleTrouble(.fence, "it reports to be outside of its fence, breach \(fence.count)")
        }
        if let far = report.highLatency?.value(at: now, notOlderThan: textAge),
            far.failures.contains(.geofence)
        {
            return VehicleTrouble(.fence, "it reports over the satellite link to have left its fence")
        }
        return text(report, now) { words in
            words.contains("fence") && !words.contains("clear") && !words.contains("disable")
                && ["breach", "violat", "exceed"].contains { words.contains($0) }
        }.map { VehicleTrouble(.fence, "the vehicle said: \($0)") }
    }

    private static func hardware(_ report: VehicleReport, _ now: Instant) -> VehicleTrouble? {
        if let health = report.health?.value(at: now, notOlderThan: longestAge) {
            let failing = sensors.filter { health.failing.contains($0.0) }.map(\.1)
            if !failing.isEmpty {
                return VehicleTrouble(.hardware, "it reports as failed: \(failing.joined(separator: ", "))")
            }
        }
        if let far = report.highLatency?.value(at: now, notOlderThan: textAge) {
            let failing = parts.filter { far.failures.contains($0.0) }.map(\.1)
            if !failing.isEmpty {
                return VehicleTrouble(
                    .hardware,
                    "it reports over the satellite link as failed: \(failing.joined(separator: ", "))")
            }
        }
        if let said = text(
            report, now,
            { words in
                failureWords.contains { words.contains($0) } && partWords.contains { words.contains($0) }
            })
        {
            return VehicleTrouble(.hardware, "the vehicle said: \(said)")
        }
        if let state = report.systemState?.value(at: now, notOlderThan: longestAge), state == .emergency {
            return VehicleTrouble(.hardware, "its autopilot reports an emergency (MAV_STATE_EMERGENCY)")
        }
        return nil
    }

    /// The newest urgent text that a rule knows; what is of class 4 (warning) or less is no failure yet.
    private static func text(_ report: VehicleReport, _ now: Instant, _ isKnown: (String) -> Bool) -> String?
    {
        report.texts.last { said in
            said.severity.rawValue <= 3 && said.taken + textAge >= now && isKnown(said.text.lowercased())
        }?.text
    }

    private static let sensors: [(MAVSysStatusSensor, String)] = [
        (.gyro, "gyroscope"), (.accel, "accelerometer"), (.mag, "compass"), (.absolutePressure, "barometer"),
        (.motorOutputs, "motor outputs"), (.gyro2, "second gyroscope"), (.accel2, "second accelerometer"),
        (.mag2, "second compass"),
    ]
    private static let parts: [(MAVHLFailureFlag, String)] = [
        (.gyro, "gyroscope"), (.accel, "accelerometer"), (.mag, "compass"), (.absolutePressure, "barometer"),
        (.engine, "motor"), (.estimator, "position estimate"), (.battery, "battery"),
    ]
    private static let failureWords = ["fail", "fault", "lost", "stopped", "error", "imbalance"]
    private static let partWords = [
        "motor", "esc", "propeller", "rotor", "imu", "gyro", "accel", "baro", "compass", "servo",
    ]
}
