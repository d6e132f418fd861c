// SPDX-License-Identifier: Apache-2.0
// Enumerations of the MAVLink definitions; all are open, so that unknown values survive.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `UTM_FLIGHT_STATE`.
public struct MAVUTMFlightState: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `UTM_FLIGHT_STATE_UNKNOWN`, 1.
    public static let unknown = Self(rawValue: 1)
    /// `UTM_FLIGHT_STATE_GROUND`, 2.
    public static let ground = Self(rawValue: 2)
    /// `UTM_FLIGHT_STATE_AIRBORNE`, 3.
    public static let airborne = Self(rawValue: 3)
    /// `UTM_FLIGHT_STATE_EMERGENCY`, 16.
    public static let emergency = Self(rawValue: 16)
    /// `UTM_FLIGHT_STATE_NOCTRL`, 32.
    public static let noctrl = Self(rawValue: 32)
}
