// SPDX-License-Identifier: Apache-2.0
// Enumerations of the MAVLink definitions; all are open, so that unknown values survive.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `GIMBAL_DEVICE_ERROR_FLAGS`, a bit mask.
public struct MAVGimbalDeviceErrorFlags: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt32
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `GIMBAL_DEVICE_ERROR_FLAGS_AT_ROLL_LIMIT`, 1.
    public static let atRollLimit = Self(rawValue: 1)
    /// `GIMBAL_DEVICE_ERROR_FLAGS_AT_PITCH_LIMIT`, 2.
    public static let atPitchLimit = Self(rawValue: 2)
    /// `GIMBAL_DEVICE_ERROR_FLAGS_AT_YAW_LIMIT`, 4.
    public static let atYawLimit = Self(rawValue: 4)
    /// `GIMBAL_DEVICE_ERROR_FLAGS_ENCODER_ERROR`, 8.
    public static let encoderError = Self(rawValue: 8)
    /// `GIMBAL_DEVICE_ERROR_FLAGS_POWER_ERROR`, 16.
    public static let powerError = Self(rawValue: 16)
    /// `GIMBAL_DEVICE_ERROR_FLAGS_MOTOR_ERROR`, 32.
    public static let motorError = Self(rawValue: 32)
    /// `GIMBAL_DEVICE_ERROR_FLAGS_SOFTWARE_ERROR`, 64.
    public static let softwareError = Self(rawValue: 64)
    /// `GIMBAL_DEVICE_ERROR_FLAGS_COMMS_ERROR`, 128.
    public static let commsError = Self(rawValue: 128)
    /// `GIMBAL_DEVICE_ERROR_FLAGS_CALIBRATION_RUNNING`, 256.
    public static let calibrationRunning = Self(rawValue: 256)
    /// `GIMBAL_DEVICE_ERROR_FLAGS_NO_MANAGER`, 512.
    public static let noManager = Self(rawValue: 512)
}

/// `GIMBAL_DEVICE_FLAGS`, a bit mask.
public struct MAVGimbalDeviceFlags: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt16
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `GIMBAL_DEVICE_FLAGS_RETRACT`, 1.
    public static let retract = Self(rawValue: 1)
    /// `GIMBAL_DEVICE_FLAGS_NEUTRAL`, 2.
    public static let neutral = Self(rawValue: 2)
    /// `GIMBAL_DEVICE_FLAGS_ROLL_LOCK`, 4.
    public static let rollLock = Self(rawValue: 4)
    /// `GIMBAL_DEVICE_FLAGS_PITCH_LOCK`, 8.
    public static let pitchLock = Self(rawValue: 8)
    /// `GIMBAL_DEVICE_FLAGS_YAW_LOCK`, 16.
    public static let yawLock = Self(rawValue: 16)
    /// `GIMBAL_DEVICE_FLAGS_YAW_IN_VEHICLE_FRAME`, 32.
    public static let yawInVehicleFrame = Self(rawValue: 32)
    /// `GIMBAL_DEVICE_FLAGS_YAW_IN_EARTH_FRAME`, 64.
    public static let yawInEarthFrame = Self(rawValue: 64)
    /// `GIMBAL_DEVICE_FLAGS_ACCEPTS_YAW_IN_EARTH_FRAME`, 128.
    public static let acceptsYawInEarthFrame = Self(rawValue: 128)
    /// `GIMBAL_DEVICE_FLAGS_RC_EXCLUSIVE`, 256.
    public static let rcExclusive = Self(rawValue: 256)
    /// `GIMBAL_DEVICE_FLAGS_RC_MIXED`, 512.
    public static let rcMixed = Self(rawValue: 512)
}

/// `GPS_FIX_TYPE`.
public struct MAVGPSFixType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `GPS_FIX_TYPE_NO_GPS`, 0.
    public static let noGPS = Self(rawValue: 0)
    /// `GPS_FIX_TYPE_NO_FIX`, 1.
    public static let noFix = Self(rawValue: 1)
    /// `GPS_FIX_TYPE_2D_FIX`, 2.
    public static let fix2d = Self(rawValue: 2)
    /// `GPS_FIX_TYPE_3D_FIX`, 3.
    public static let fix3d = Self(rawValue: 3)
    /// `GPS_FIX_TYPE_DGPS`, 4.
    public static let dgps = Self(rawValue: 4)
    /// `GPS_FIX_TYPE_RTK_FLOAT`, 5.
    public static let rtkFloat = Self(rawValue: 5)
    /// `GPS_FIX_TYPE_RTK_FIXED`, 6.
    public static let rtkFixed = Self(rawValue: 6)
    /// `GPS_FIX_TYPE_STATIC`, 7.
    public static let `static` = Self(rawValue: 7)
    /// `GPS_FIX_TYPE_PPP`, 8.
    public static let ppp = Self(rawValue: 8)
}

/// `HL_FAILURE_FLAG`, a bit mask.
public struct MAVHLFailureFlag: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt16
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `HL_FAILURE_FLAG_GPS`, 1.
    public static let gps = Self(rawValue: 1)
    /// `HL_FAILURE_FLAG_DIFFERENTIAL_PRESSURE`, 2.
    public static let differentialPressure = Self(rawValue: 2)
    /// `HL_FAILURE_FLAG_ABSOLUTE_PRESSURE`, 4.
    public static let absolutePressure = Self(rawValue: 4)
    /// `HL_FAILURE_FLAG_3D_ACCEL`, 8.
    public static let accel = Self(rawValue: 8)
    /// `HL_FAILURE_FLAG_3D_GYRO`, 16.
    public static let gyro = Self(rawValue: 16)
    /// `HL_FAILURE_FLAG_3D_MAG`, 32.
    public static let mag = Self(rawValue: 32)
    /// `HL_FAILURE_FLAG_TERRAIN`, 64.
    public static let terrain = Self(rawValue: 64)
    /// `HL_FAILURE_FLAG_BATTERY`, 128.
    public static let battery = Self(rawValue: 128)
    /// `HL_FAILURE_FLAG_RC_RECEIVER`, 256.
    public static let rcReceiver = Self(rawValue: 256)
    /// `HL_FAILURE_FLAG_OFFBOARD_LINK`, 512.
    public static let offboardLink = Self(rawValue: 512)
    /// `HL_FAILURE_FLAG_ENGINE`, 1024.
    public static let engine = Self(rawValue: 1024)
    /// `HL_FAILURE_FLAG_GEOFENCE`, 2048.
    public static let geofence = Self(rawValue: 2048)
    /// `HL_FAILURE_FLAG_ESTIMATOR`, 4096.
    public static let estimator = Self(rawValue: 4096)
    /// `HL_FAILURE_FLAG_MISSION`, 8192.
    public static let mission = Self(rawValue: 8192)
}

/// `LANDING_TARGET_TYPE`.
public struct MAVLandingTargetType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `LANDING_TARGET_TYPE_LIGHT_BEACON`, 0.
    public static let lightBeacon = Self(rawValue: 0)
    /// `LANDING_TARGET_TYPE_RADIO_BEACON`, 1.
    public static let radioBeacon = Self(rawValue: 1)
    /// `LANDING_TARGET_TYPE_VISION_FIDUCIAL`, 2.
    public static let visionFiducial = Self(rawValue: 2)
    /// `LANDING_TARGET_TYPE_VISION_OTHER`, 3.
    public static let visionOther = Self(rawValue: 3)
}

/// `MAV_AUTOPILOT`.
public struct MAVAutopilot: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_AUTOPILOT_GENERIC`, 0.
    public static let generic = Self(rawValue: 0)
    /// `MAV_AUTOPILOT_RESERVED`, 1.
    public static let reserved = Self(rawValue: 1)
    /// `MAV_AUTOPILOT_SLUGS`, 2.
    public static let slugs = Self(rawValue: 2)
    /// `MAV_AUTOPILOT_ARDUPILOTMEGA`, 3.
    public static let ardupilotmega = Self(rawValue: 3)
    /// `MAV_AUTOPILOT_OPENPILOT`, 4.
    public static let openpilot = Self(rawValue: 4)
    /// `MAV_AUTOPILOT_GENERIC_WAYPOINTS_ONLY`, 5.
    public static let genericWaypointsOnly = Self(rawValue: 5)
    /// `MAV_AUTOPILOT_GENERIC_WAYPOINTS_AND_SIMPLE_NAVIGATION_ONLY`, 6.
    public static let genericWaypointsAndSimpleNavigationOnly = Self(rawValue: 6)
    /// `MAV_AUTOPILOT_GENERIC_MISSION_FULL`, 7.
    public static let genericMissionFull = Self(rawValue: 7)
    /// `MAV_AUTOPILOT_INVALID`, 8.
    public static let invalid = Self(rawValue: 8)
    /// `MAV_AUTOPILOT_PPZ`, 9.
    public static let ppz = Self(rawValue: 9)
    /// `MAV_AUTOPILOT_UDB`, 10.
    public static let udb = Self(rawValue: 10)
    /// `MAV_AUTOPILOT_FP`, 11.
    public static let fp = Self(rawValue: 11)
    /// `MAV_AUTOPILOT_PX4`, 12.
    public static let px4 = Self(rawValue: 12)
    /// `MAV_AUTOPILOT_SMACCMPILOT`, 13.
    public static let smaccmpilot = Self(rawValue: 13)
    /// `MAV_AUTOPILOT_AUTOQUAD`, 14.
    public static let autoquad = Self(rawValue: 14)
    /// `MAV_AUTOPILOT_ARMAZILA`, 15.
    public static let armazila = Self(rawValue: 15)
    /// `MAV_AUTOPILOT_AEROB`, 16.
    public static let aerob = Self(rawValue: 16)
    /// `MAV_AUTOPILOT_ASLUAV`, 17.
    public static let asluav = Self(rawValue: 17)
    /// `MAV_AUTOPILOT_SMARTAP`, 18.
    public static let smartap = Self(rawValue: 18)
    /// `MAV_AUTOPILOT_AIRRAILS`, 19.
    public static let airrails = Self(rawValue: 19)
    /// `MAV_AUTOPILOT_REFLEX`, 20.
    public static let reflex = Self(rawValue: 20)
}

/// `MAV_BATTERY_CHARGE_STATE`.
public struct MAVBatteryChargeState: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_BATTERY_CHARGE_STATE_UNDEFINED`, 0.
    public static let undefined = Self(rawValue: 0)
    /// `MAV_BATTERY_CHARGE_STATE_OK`, 1.
    public static let ok = Self(rawValue: 1)
    /// `MAV_BATTERY_CHARGE_STATE_LOW`, 2.
    public static let low = Self(rawValue: 2)
    /// `MAV_BATTERY_CHARGE_STATE_CRITICAL`, 3.
    public static let critical = Self(rawValue: 3)
    /// `MAV_BATTERY_CHARGE_STATE_EMERGENCY`, 4.
    public static let emergency = Self(rawValue: 4)
    /// `MAV_BATTERY_CHARGE_STATE_FAILED`, 5.
    public static let failed = Self(rawValue: 5)
    /// `MAV_BATTERY_CHARGE_STATE_UNHEALTHY`, 6.
    public static let unhealthy = Self(rawValue: 6)
    /// `MAV_BATTERY_CHARGE_STATE_CHARGING`, 7.
    public static let charging = Self(rawValue: 7)
}

/// `MAV_BATTERY_FAULT`, a bit mask.
public struct MAVBatteryFault: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt32
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `MAV_BATTERY_FAULT_DEEP_DISCHARGE`, 1.
    public static let deepDischarge = Self(rawValue: 1)
    /// `MAV_BATTERY_FAULT_SPIKES`, 2.
    public static let spikes = Self(rawValue: 2)
    /// `MAV_BATTERY_FAULT_CELL_FAIL`, 4.
    public static let cellFail = Self(rawValue: 4)
    /// `MAV_BATTERY_FAULT_OVER_CURRENT`, 8.
    public static let overCurrent = Self(rawValue: 8)
    /// `MAV_BATTERY_FAULT_OVER_TEMPERATURE`, 16.
    public static let overTemperature = Self(rawValue: 16)
    /// `MAV_BATTERY_FAULT_UNDER_TEMPERATURE`, 32.
    public static let underTemperature = Self(rawValue: 32)
    /// `MAV_BATTERY_FAULT_INCOMPATIBLE_VOLTAGE`, 64.
    public static let incompatibleVoltage = Self(rawValue: 64)
    /// `MAV_BATTERY_FAULT_INCOMPATIBLE_FIRMWARE`, 128.
    public static let incompatibleFirmware = Self(rawValue: 128)
    /// `BATTERY_FAULT_INCOMPATIBLE_CELLS_CONFIGURATION`, 256.
    public static let batteryFaultIncompatibleCellsConfiguration = Self(rawValue: 256)
}

/// `MAV_BATTERY_FUNCTION`.
public struct MAVBatteryFunction: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_BATTERY_FUNCTION_UNKNOWN`, 0.
    public static let unknown = Self(rawValue: 0)
    /// `MAV_BATTERY_FUNCTION_ALL`, 1.
    public static let all = Self(rawValue: 1)
    /// `MAV_BATTERY_FUNCTION_PROPULSION`, 2.
    public static let propulsion = Self(rawValue: 2)
    /// `MAV_BATTERY_FUNCTION_AVIONICS`, 3.
    public static let avionics = Self(rawValue: 3)
    /// `MAV_BATTERY_FUNCTION_PAYLOAD`, 4.
    public static let payload = Self(rawValue: 4)
}

/// `MAV_BATTERY_MODE`.
public struct MAVBatteryMode: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_BATTERY_MODE_UNKNOWN`, 0.
    public static let unknown = Self(rawValue: 0)
    /// `MAV_BATTERY_MODE_AUTO_DISCHARGING`, 1.
    public static let autoDischarging = Self(rawValue: 1)
    /// `MAV_BATTERY_MODE_HOT_SWAP`, 2.
    public static let hotSwap = Self(rawValue: 2)
}

/// `MAV_BATTERY_TYPE`.
public struct MAVBatteryType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_BATTERY_TYPE_UNKNOWN`, 0.
    public static let unknown = Self(rawValue: 0)
    /// `MAV_BATTERY_TYPE_LIPO`, 1.
    public static let lipo = Self(rawValue: 1)
    /// `MAV_BATTERY_TYPE_LIFE`, 2.
    public static let life = Self(rawValue: 2)
    /// `MAV_BATTERY_TYPE_LION`, 3.
    public static let lion = Self(rawValue: 3)
    /// `MAV_BATTERY_TYPE_NIMH`, 4.
    public static let nimh = Self(rawValue: 4)
}
