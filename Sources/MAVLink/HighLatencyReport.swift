// SPDX-License-Identifier: Apache-2.0
// HIGH_LATENCY2, the one message a vehicle sends over a satellite link: what it says, with MAVLink's "unknown" as nil,
// and which facts of the vehicle report it fills. It says nothing about armed or landed, so those are left alone.

import DockModel

/// What a vehicle says over a satellite link.
public struct HighLatencyReport: Sendable, Equatable {
    /// Degrees north and east; nil when the vehicle has no position.
    public var latitude: Double?, longitude: Double?
    /// Height above mean sea level.
    public var altitude: Metres
    /// Degrees from north; nil when out of range.
    public var heading: Double?
    /// Speed over ground.
    public var groundSpeed: MetresPerSecond
    /// Wind as the vehicle estimates it; nil when it says nothing.
    public var wind: MetresPerSecond?
    /// Charge left; nil when the vehicle does not estimate it.
    public var battery: Percent?
    /// The mission item it works on.
    public var item: UInt16
    /// What does not work.
    public var failures: MAVHLFailureFlag

    init(_ message: HighLatency2Message) {
        let place = Geographic.degrees(message.latitude, message.longitude)
        (latitude, longitude) = (place?.0, place?.1)
        altitude = Metres(Double(message.altitude))
        heading = message.heading < 180 ? Double(message.heading) * 2 : nil
        groundSpeed = MetresPerSecond(Double(message.groundspeed) / 5)
        let hasWind = message.windspeed != 0 && message.windspeed != .max
        wind = hasWind ? MetresPerSecond(Double(message.windspeed) / 5) : nil
        battery = (0...100).contains(message.battery) ? Percent(Double(message.battery)) : nil
        item = message.wpNum
        failures = message.failureFlags
    }

    /// What does not work, in words.
    public var failureWords: [String] {
        Self.words.filter { failures.contains($0.0) }.map(\.1)
    }

    private static let words: [(MAVHLFailureFlag, String)] = [
        (.gps, "satellite navigation"), (.differentialPressure, "airspeed sensor"), (.absolutePressure, "barometer"),
        (.accel, "accelerometer"), (.gyro, "gyroscope"), (.mag, "compass"), (.terrain, "terrain data"),
        (.battery, "battery"), (.rcReceiver, "remote control"), (.offboardLink, "offboard link"),
        (.engine, "motor"), (.geofence, "fence"), (.estimator, "position estimate"), (.mission, "mission"),
    ]
}

extension HighLatency2Message {
    /// The number as HEARTBEAT would carry it: PX4 sends the upper half of its 32 bits.
    var fullCustomMode: UInt32 {
        Autopilot(autopilot) == .px4 ? UInt32(customMode) << 16 : UInt32(customMode)
    }
}

extension VehicleReport {
    /// Takes the facts of a HIGH_LATENCY2.
    mutating func note(_ message: HighLatency2Message, at now: Instant) {
        let said = HighLatencyReport(message)
        highLatency = Observed(said, taken: now)
        let family = Autopilot(message.autopilot)
        (autopilot, type, lastHeartbeat) = (family, message.type, now)
        mode = Observed(
            FlightMode(customMode: message.fullCustomMode, autopilot: family, vehicleType: message.type), taken: now)
        groundSpeed = Observed(said.groundSpeed, taken: now)
        if let wind = said.wind { self.wind = Observed(wind, taken: now) }
        if said.battery != nil { systemBattery = Observed(BatteryReport(remaining: said.battery), taken: now) }
        missionCurrent = Observed(MissionProgress(item: said.item), taken: now)
        // The message has no height above home; without the home it would be a guess.
        if let latitude = said.latitude, let longitude = said.longitude, let home = home?.value {
            position = Observed(
                VehiclePosition(
                    latitude: latitude, longitude: longitude,
                    relativeAltitude: Metres(said.altitude.value - home.altitude.value), altitude: said.altitude,
                    heading: said.heading), taken: now)
        }
    }
}
