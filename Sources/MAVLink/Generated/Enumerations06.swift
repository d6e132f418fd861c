// SPDX-License-Identifier: Apache-2.0
// Enumerations of the MAVLink definitions; all are open, so that unknown values survive.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `MAV_ODID_TIME_ACC`.
public struct MAVODIDTimeAcc: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_TIME_ACC_UNKNOWN`, 0.
    public static let unknown = Self(rawValue: 0)
    /// `MAV_ODID_TIME_ACC_0_1_SECOND`, 1.
    public static let value0Point1Second = Self(rawValue: 1)
    /// `MAV_ODID_TIME_ACC_0_2_SECOND`, 2.
    public static let value0Point2Second = Self(rawValue: 2)
    /// `MAV_ODID_TIME_ACC_0_3_SECOND`, 3.
    public static let value0Point3Second = Self(rawValue: 3)
    /// `MAV_ODID_TIME_ACC_0_4_SECOND`, 4.
    public static let value0Point4Second = Self(rawValue: 4)
    /// `MAV_ODID_TIME_ACC_0_5_SECOND`, 5.
    public static let value0Point5Second = Self(rawValue: 5)
    /// `MAV_ODID_TIME_ACC_0_6_SECOND`, 6.
    public static let value0Point6Second = Self(rawValue: 6)
    /// `MAV_ODID_TIME_ACC_0_7_SECOND`, 7.
    public static let value0Point7Second = Self(rawValue: 7)
    /// `MAV_ODID_TIME_ACC_0_8_SECOND`, 8.
    public static let value0Point8Second = Self(rawValue: 8)
    /// `MAV_ODID_TIME_ACC_0_9_SECOND`, 9.
    public static let value0Point9Second = Self(rawValue: 9)
    /// `MAV_ODID_TIME_ACC_1_0_SECOND`, 10.
    public static let value1Point0Second = Self(rawValue: 10)
    /// `MAV_ODID_TIME_ACC_1_1_SECOND`, 11.
    public static let value1Point1Second = Self(rawValue: 11)
    /// `MAV_ODID_TIME_ACC_1_2_SECOND`, 12.
    public static let value1Point2Second = Self(rawValue: 12)
    /// `MAV_ODID_TIME_ACC_1_3_SECOND`, 13.
    public static let value1Point3Second = Self(rawValue: 13)
    /// `MAV_ODID_TIME_ACC_1_4_SECOND`, 14.
    public static let value1Point4Second = Self(rawValue: 14)
    /// `MAV_ODID_TIME_ACC_1_5_SECOND`, 15.
    public static let value1Point5Second = Self(rawValue: 15)
}

/// `MAV_ODID_UA_TYPE`.
public struct MAVODIDUAType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_UA_TYPE_NONE`, 0.
    public static let none = Self(rawValue: 0)
    /// `MAV_ODID_UA_TYPE_AEROPLANE`, 1.
    public static let aeroplane = Self(rawValue: 1)
    /// `MAV_ODID_UA_TYPE_HELICOPTER_OR_MULTIROTOR`, 2.
    public static let helicopterOrMultirotor = Self(rawValue: 2)
    /// `MAV_ODID_UA_TYPE_GYROPLANE`, 3.
    public static let gyroplane = Self(rawValue: 3)
    /// `MAV_ODID_UA_TYPE_HYBRID_LIFT`, 4.
    public static let hybridLift = Self(rawValue: 4)
    /// `MAV_ODID_UA_TYPE_ORNITHOPTER`, 5.
    public static let ornithopter = Self(rawValue: 5)
    /// `MAV_ODID_UA_TYPE_GLIDER`, 6.
    public static let glider = Self(rawValue: 6)
    /// `MAV_ODID_UA_TYPE_KITE`, 7.
    public static let kite = Self(rawValue: 7)
    /// `MAV_ODID_UA_TYPE_FREE_BALLOON`, 8.
    public static let freeBalloon = Self(rawValue: 8)
    /// `MAV_ODID_UA_TYPE_CAPTIVE_BALLOON`, 9.
    public static let captiveBalloon = Self(rawValue: 9)
    /// `MAV_ODID_UA_TYPE_AIRSHIP`, 10.
    public static let airship = Self(rawValue: 10)
    /// `MAV_ODID_UA_TYPE_FREE_FALL_PARACHUTE`, 11.
    public static let freeFallParachute = Self(rawValue: 11)
    /// `MAV_ODID_UA_TYPE_ROCKET`, 12.
    public static let rocket = Self(rawValue: 12)
    /// `MAV_ODID_UA_TYPE_TETHERED_POWERED_AIRCRAFT`, 13.
    public static let tetheredPoweredAircraft = Self(rawValue: 13)
    /// `MAV_ODID_UA_TYPE_GROUND_OBSTACLE`, 14.
    public static let groundObstacle = Self(rawValue: 14)
    /// `MAV_ODID_UA_TYPE_OTHER`, 15.
    public static let other = Self(rawValue: 15)
}

/// `MAV_ODID_VER_ACC`.
public struct MAVODIDVerAcc: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_VER_ACC_UNKNOWN`, 0.
    public static let unknown = Self(rawValue: 0)
    /// `MAV_ODID_VER_ACC_150_METER`, 1.
    public static let meter150 = Self(rawValue: 1)
    /// `MAV_ODID_VER_ACC_45_METER`, 2.
    public static let meter45 = Self(rawValue: 2)
    /// `MAV_ODID_VER_ACC_25_METER`, 3.
    public static let meter25 = Self(rawValue: 3)
    /// `MAV_ODID_VER_ACC_10_METER`, 4.
    public static let meter10 = Self(rawValue: 4)
    /// `MAV_ODID_VER_ACC_3_METER`, 5.
    public static let meter3 = Self(rawValue: 5)
    /// `MAV_ODID_VER_ACC_1_METER`, 6.
    public static let meter1 = Self(rawValue: 6)
}

/// `MAV_PARAM_ERROR`.
public struct MAVParamError: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_PARAM_ERROR_NO_ERROR`, 0.
    public static let noError = Self(rawValue: 0)
    /// `MAV_PARAM_ERROR_DOES_NOT_EXIST`, 1.
    public static let doesNotExist = Self(rawValue: 1)
    /// `MAV_PARAM_ERROR_VALUE_OUT_OF_RANGE`, 2.
    public static let valueOutOfRange = Self(rawValue: 2)
    /// `MAV_PARAM_ERROR_PERMISSION_DENIED`, 3.
    public static let permissionDenied = Self(rawValue: 3)
    /// `MAV_PARAM_ERROR_COMPONENT_NOT_FOUND`, 4.
    public static let componentNotFound = Self(rawValue: 4)
    /// `MAV_PARAM_ERROR_READ_ONLY`, 5.
    public static let readOnly = Self(rawValue: 5)
}

/// `MAV_PARAM_EXT_TYPE`.
public struct MAVParamExtType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_PARAM_EXT_TYPE_UINT8`, 1.
    public static let uint8 = Self(rawValue: 1)
    /// `MAV_PARAM_EXT_TYPE_INT8`, 2.
    public static let int8 = Self(rawValue: 2)
    /// `MAV_PARAM_EXT_TYPE_UINT16`, 3.
    public static let uint16 = Self(rawValue: 3)
    /// `MAV_PARAM_EXT_TYPE_INT16`, 4.
    public static let int16 = Self(rawValue: 4)
    /// `MAV_PARAM_EXT_TYPE_UINT32`, 5.
    public static let uint32 = Self(rawValue: 5)
    /// `MAV_PARAM_EXT_TYPE_INT32`, 6.
    public static let int32 = Self(rawValue: 6)
    /// `MAV_PARAM_EXT_TYPE_UINT64`, 7.
    public static let uint64 = Self(rawValue: 7)
    /// `MAV_PARAM_EXT_TYPE_INT64`, 8.
    public static let int64 = Self(rawValue: 8)
    /// `MAV_PARAM_EXT_TYPE_REAL32`, 9.
    public static let real32 = Self(rawValue: 9)
    /// `MAV_PARAM_EXT_TYPE_REAL64`, 10.
    public static let real64 = Self(rawValue: 10)
    /// `MAV_PARAM_EXT_TYPE_CUSTOM`, 11.
    public static let custom = Self(rawValue: 11)
}

/// `MAV_PARAM_TYPE`.
public struct MAVParamType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_PARAM_TYPE_UINT8`, 1.
    public static let uint8 = Self(rawValue: 1)
    /// `MAV_PARAM_TYPE_INT8`, 2.
    public static let int8 = Self(rawValue: 2)
    /// `MAV_PARAM_TYPE_UINT16`, 3.
    public static let uint16 = Self(rawValue: 3)
    /// `MAV_PARAM_TYPE_INT16`, 4.
    public static let int16 = Self(rawValue: 4)
    /// `MAV_PARAM_TYPE_UINT32`, 5.
    public static let uint32 = Self(rawValue: 5)
    /// `MAV_PARAM_TYPE_INT32`, 6.
    public static let int32 = Self(rawValue: 6)
    /// `MAV_PARAM_TYPE_UINT64`, 7.
    public static let uint64 = Self(rawValue: 7)
    /// `MAV_PARAM_TYPE_INT64`, 8.
    public static let int64 = Self(rawValue: 8)
    /// `MAV_PARAM_TYPE_REAL32`, 9.
    public static let real32 = Self(rawValue: 9)
    /// `MAV_PARAM_TYPE_REAL64`, 10.
    public static let real64 = Self(rawValue: 10)
}

/// `MAV_POWER_STATUS`, a bit mask.
public struct MAVPowerStatus: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt16
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `MAV_POWER_STATUS_BRICK_VALID`, 1.
    public static let brickValid = Self(rawValue: 1)
    /// `MAV_POWER_STATUS_SERVO_VALID`, 2.
    public static let servoValid = Self(rawValue: 2)
    /// `MAV_POWER_STATUS_USB_CONNECTED`, 4.
    public static let usbConnected = Self(rawValue: 4)
    /// `MAV_POWER_STATUS_PERIPH_OVERCURRENT`, 8.
    public static let periphOvercurrent = Self(rawValue: 8)
    /// `MAV_POWER_STATUS_PERIPH_HIPOWER_OVERCURRENT`, 16.
    public static let periphHipowerOvercurrent = Self(rawValue: 16)
    /// `MAV_POWER_STATUS_CHANGED`, 32.
    public static let changed = Self(rawValue: 32)
}

/// `MAV_PROTOCOL_CAPABILITY`, a bit mask.
public struct MAVProtocolCapability: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt64
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// `MAV_PROTOCOL_CAPABILITY_MISSION_FLOAT`, 1.
    public static let missionFloat = Self(rawValue: 1)
    /// `MAV_PROTOCOL_CAPABILITY_PARAM_FLOAT`, 2.
    public static let paramFloat = Self(rawValue: 2)
    /// `MAV_PROTOCOL_CAPABILITY_MISSION_INT`, 4.
    public static let missionInt = Self(rawValue: 4)
    /// `MAV_PROTOCOL_CAPABILITY_COMMAND_INT`, 8.
    public static let commandInt = Self(rawValue: 8)
    /// `MAV_PROTOCOL_CAPABILITY_PARAM_ENCODE_BYTEWISE`, 16.
    public static let paramEncodeBytewise = Self(rawValue: 16)
    /// `MAV_PROTOCOL_CAPABILITY_FTP`, 32.
    public static let ftp = Self(rawValue: 32)
    /// `MAV_PROTOCOL_CAPABILITY_SET_ATTITUDE_TARGET`, 64.
    public static let setAttitudeTarget = Self(rawValue: 64)
    /// `MAV_PROTOCOL_CAPABILITY_SET_POSITION_TARGET_LOCAL_NED`, 128.
    public static let setPositionTargetLocalNED = Self(rawValue: 128)
    /// `MAV_PROTOCOL_CAPABILITY_SET_POSITION_TARGET_GLOBAL_INT`, 256.
    public static let setPositionTargetGlobalInt = Self(rawValue: 256)
    /// `MAV_PROTOCOL_CAPABILITY_TERRAIN`, 512.
    public static let terrain = Self(rawValue: 512)
    /// `MAV_PROTOCOL_CAPABILITY_RESERVED3`, 1024.
    public static let reserved3 = Self(rawValue: 1024)
    /// `MAV_PROTOCOL_CAPABILITY_FLIGHT_TERMINATION`, 2048.
    public static let flightTermination = Self(rawValue: 2048)
    /// `MAV_PROTOCOL_CAPABILITY_COMPASS_CALIBRATION`, 4096.
    public static let compassCalibration = Self(rawValue: 4096)
    /// `MAV_PROTOCOL_CAPABILITY_MAVLINK2`, 8192.
    public static let mavlink2 = Self(rawValue: 8192)
    /// `MAV_PROTOCOL_CAPABILITY_MISSION_FENCE`, 16384.
    public static let missionFence = Self(rawValue: 16384)
    /// `MAV_PROTOCOL_CAPABILITY_MISSION_RALLY`, 32768.
    public static let missionRally = Self(rawValue: 32768)
    /// `MAV_PROTOCOL_CAPABILITY_RESERVED2`, 65536.
    public static let reserved2 = Self(rawValue: 65536)
    /// `MAV_PROTOCOL_CAPABILITY_PARAM_ENCODE_C_CAST`, 131072.
    public static let paramEncodeCCast = Self(rawValue: 131072)
    /// `MAV_PROTOCOL_CAPABILITY_COMPONENT_IMPLEMENTS_GIMBAL_MANAGER`, 262144.
    public static let componentImplementsGimbalManager = Self(rawValue: 262144)
    /// `MAV_PROTOCOL_CAPABILITY_COMPONENT_ACCEPTS_GCS_CONTROL`, 524288.
    public static let componentAcceptsGCSControl = Self(rawValue: 524288)
    /// `MAV_PROTOCOL_CAPABILITY_GRIPPER`, 1048576.
    public static let gripper = Self(rawValue: 1_048_576)
}

/// `MAV_RESULT`.
public struct MAVResult: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_RESULT_ACCEPTED`, 0.
    public static let accepted = Self(rawValue: 0)
    /// `MAV_RESULT_TEMPORARILY_REJECTED`, 1.
    public static let temporarilyRejected = Self(rawValue: 1)
    /// `MAV_RESULT_DENIED`, 2.
    public static let denied = Self(rawValue: 2)
    /// `MAV_RESULT_UNSUPPORTED`, 3.
    public static let unsupported = Self(rawValue: 3)
    /// `MAV_RESULT_FAILED`, 4.
    public static let failed = Self(rawValue: 4)
    /// `MAV_RESULT_IN_PROGRESS`, 5.
    public static let inProgress = Self(rawValue: 5)
    /// `MAV_RESULT_CANCELLED`, 6.
    public static let cancelled = Self(rawValue: 6)
    /// `MAV_RESULT_COMMAND_LONG_ONLY`, 7.
    public static let commandLongOnly = Self(rawValue: 7)
    /// `MAV_RESULT_COMMAND_INT_ONLY`, 8.
    public static let commandIntOnly = Self(rawValue: 8)
    /// `MAV_RESULT_COMMAND_UNSUPPORTED_MAV_FRAME`, 9.
    public static let commandUnsupportedMAVFrame = Self(rawValue: 9)
    /// `MAV_RESULT_NOT_IN_CONTROL`, 10.
    public static let notInControl = Self(rawValue: 10)
}

/// `MAV_SENSOR_ORIENTATION`.
public struct MAVSensorOrientation: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_SENSOR_ROTATION_NONE`, 0.
    public static let none = Self(rawValue: 0)
    /// `MAV_SENSOR_ROTATION_YAW_45`, 1.
    public static let yaw45 = Self(rawValue: 1)
    /// `MAV_SENSOR_ROTATION_YAW_90`, 2.
    public static let yaw90 = Self(rawValue: 2)
    /// `MAV_SENSOR_ROTATION_YAW_135`, 3.
    public static let yaw135 = Self(rawValue: 3)
    /// `MAV_SENSOR_ROTATION_YAW_180`, 4.
    public static let yaw180 = Self(rawValue: 4)
    /// `MAV_SENSOR_ROTATION_YAW_225`, 5.
    public static let yaw225 = Self(rawValue: 5)
    /// `MAV_SENSOR_ROTATION_YAW_270`, 6.
    public static let yaw270 = Self(rawValue: 6)
    /// `MAV_SENSOR_ROTATION_YAW_315`, 7.
    public static let yaw315 = Self(rawValue: 7)
    /// `MAV_SENSOR_ROTATION_ROLL_180`, 8.
    public static let roll180 = Self(rawValue: 8)
    /// `MAV_SENSOR_ROTATION_ROLL_180_YAW_45`, 9.
    public static let roll180Yaw45 = Self(rawValue: 9)
    /// `MAV_SENSOR_ROTATION_ROLL_180_YAW_90`, 10.
    public static let roll180Yaw90 = Self(rawValue: 10)
    /// `MAV_SENSOR_ROTATION_ROLL_180_YAW_135`, 11.
    public static let roll180Yaw135 = Self(rawValue: 11)
    /// `MAV_SENSOR_ROTATION_PITCH_180`, 12.
    public static let pitch180 = Self(rawValue: 12)
    /// `MAV_SENSOR_ROTATION_ROLL_180_YAW_225`, 13.
    public static let roll180Yaw225 = Self(rawValue: 13)
    /// `MAV_SENSOR_ROTATION_ROLL_180_YAW_270`, 14.
    public static let roll180Yaw270 = Self(rawValue: 14)
    /// `MAV_SENSOR_ROTATION_ROLL_180_YAW_315`, 15.
    public static let roll180Yaw315 = Self(rawValue: 15)
    /// `MAV_SENSOR_ROTATION_ROLL_90`, 16.
    public static let roll90 = Self(rawValue: 16)
    /// `MAV_SENSOR_ROTATION_ROLL_90_YAW_45`, 17.
    public static let roll90Yaw45 = Self(rawValue: 17)
    /// `MAV_SENSOR_ROTATION_ROLL_90_YAW_90`, 18.
    public static let roll90Yaw90 = Self(rawValue: 18)
    /// `MAV_SENSOR_ROTATION_ROLL_90_YAW_135`, 19.
    public static let roll90Yaw135 = Self(rawValue: 19)
    /// `MAV_SENSOR_ROTATION_ROLL_270`, 20.
    public static let roll270 = Self(rawValue: 20)
    /// `MAV_SENSOR_ROTATION_ROLL_270_YAW_45`, 21.
    public static let roll270Yaw45 = Self(rawValue: 21)
    /// `MAV_SENSOR_ROTATION_ROLL_270_YAW_90`, 22.
    public static let roll270Yaw90 = Self(rawValue: 22)
    /// `MAV_SENSOR_ROTATION_ROLL_270_YAW_135`, 23.
    public static let roll270Yaw135 = Self(rawValue: 23)
    /// `MAV_SENSOR_ROTATION_PITCH_90`, 24.
    public static let pitch90 = Self(rawValue: 24)
    /// `MAV_SENSOR_ROTATION_PITCH_270`, 25.
    public static let pitch270 = Self(rawValue: 25)
    /// `MAV_SENSOR_ROTATION_PITCH_180_YAW_90`, 26.
    public static let pitch180Yaw90 = Self(rawValue: 26)
    /// `MAV_SENSOR_ROTATION_PITCH_180_YAW_270`, 27.
    public static let pitch180Yaw270 = Self(rawValue: 27)
    /// `MAV_SENSOR_ROTATION_ROLL_90_PITCH_90`, 28.
    public static let roll90Pitch90 = Self(rawValue: 28)
    /// `MAV_SENSOR_ROTATION_ROLL_180_PITCH_90`, 29.
    public static let roll180Pitch90 = Self(rawValue: 29)
    /// `MAV_SENSOR_ROTATION_ROLL_270_PITCH_90`, 30.
    public static let roll270Pitch90 = Self(rawValue: 30)
    /// `MAV_SENSOR_ROTATION_ROLL_90_PITCH_180`, 31.
    public static let roll90Pitch180 = Self(rawValue: 31)
    /// `MAV_SENSOR_ROTATION_ROLL_270_PITCH_180`, 32.
    public static let roll270Pitch180 = Self(rawValue: 32)
    /// `MAV_SENSOR_ROTATION_ROLL_90_PITCH_270`, 33.
    public static let roll90Pitch270 = Self(rawValue: 33)
    /// `MAV_SENSOR_ROTATION_ROLL_180_PITCH_270`, 34.
    public static let roll180Pitch270 = Self(rawValue: 34)
    /// `MAV_SENSOR_ROTATION_ROLL_270_PITCH_270`, 35.
    public static let roll270Pitch270 = Self(rawValue: 35)
    /// `MAV_SENSOR_ROTATION_ROLL_90_PITCH_180_YAW_90`, 36.
    public static let roll90Pitch180Yaw90 = Self(rawValue: 36)
    /// `MAV_SENSOR_ROTATION_ROLL_90_YAW_270`, 37.
    public static let roll90Yaw270 = Self(rawValue: 37)
    /// `MAV_SENSOR_ROTATION_ROLL_90_PITCH_68_YAW_293`, 38.
    public static let roll90Pitch68Yaw293 = Self(rawValue: 38)
    /// `MAV_SENSOR_ROTATION_PITCH_315`, 39.
    public static let pitch315 = Self(rawValue: 39)
    /// `MAV_SENSOR_ROTATION_ROLL_90_PITCH_315`, 40.
    public static let roll90Pitch315 = Self(rawValue: 40)
    /// `MAV_SENSOR_ROTATION_CUSTOM`, 100.
    public static let custom = Self(rawValue: 100)
}

/// `MAV_SEVERITY`.
public struct MAVSeverity: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_SEVERITY_EMERGENCY`, 0.
    public static let emergency = Self(rawValue: 0)
    /// `MAV_SEVERITY_ALERT`, 1.
    public static let alert = Self(rawValue: 1)
    /// `MAV_SEVERITY_CRITICAL`, 2.
    public static let critical = Self(rawValue: 2)
    /// `MAV_SEVERITY_ERROR`, 3.
    public static let error = Self(rawValue: 3)
    /// `MAV_SEVERITY_WARNING`, 4.
    public static let warning = Self(rawValue: 4)
    /// `MAV_SEVERITY_NOTICE`, 5.
    public static let notice = Self(rawValue: 5)
    /// `MAV_SEVERITY_INFO`, 6.
    public static let info = Self(rawValue: 6)
    /// `MAV_SEVERITY_DEBUG`, 7.
    public static let debug = Self(rawValue: 7)
}

/// `MAV_STANDARD_MODE`.
public struct MAVStandardMode: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_STANDARD_MODE_NON_STANDARD`, 0.
    public static let nonStandard = Self(rawValue: 0)
    /// `MAV_STANDARD_MODE_POSITION_HOLD`, 1.
    public static let positionHold = Self(rawValue: 1)
    /// `MAV_STANDARD_MODE_ORBIT`, 2.
    public static let orbit = Self(rawValue: 2)
    /// `MAV_STANDARD_MODE_CRUISE`, 3.
    public static let cruise = Self(rawValue: 3)
    /// `MAV_STANDARD_MODE_ALTITUDE_HOLD`, 4.
    public static let altitudeHold = Self(rawValue: 4)
    /// `MAV_STANDARD_MODE_SAFE_RECOVERY`, 5.
    public static let safeRecovery = Self(rawValue: 5)
    /// `MAV_STANDARD_MODE_MISSION`, 6.
    public static let mission = Self(rawValue: 6)
    /// `MAV_STANDARD_MODE_LAND`, 7.
    public static let land = Self(rawValue: 7)
    /// `MAV_STANDARD_MODE_TAKEOFF`, 8.
    public static let takeoff = Self(rawValue: 8)
}

/// `MAV_STATE`.
public struct MAVState: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_STATE_UNINIT`, 0.
    public static let uninit = Self(rawValue: 0)
    /// `MAV_STATE_BOOT`, 1.
    public static let boot = Self(rawValue: 1)
    /// `MAV_STATE_CALIBRATING`, 2.
    public static let calibrating = Self(rawValue: 2)
    /// `MAV_STATE_STANDBY`, 3.
    public static let standby = Self(rawValue: 3)
    /// `MAV_STATE_ACTIVE`, 4.
    public static let active = Self(rawValue: 4)
    /// `MAV_STATE_CRITICAL`, 5.
    public static let critical = Self(rawValue: 5)
    /// `MAV_STATE_EMERGENCY`, 6.
    public static let emergency = Self(rawValue: 6)
    /// `MAV_STATE_POWEROFF`, 7.
    public static let poweroff = Self(rawValue: 7)
    /// `MAV_STATE_FLIGHT_TERMINATION`, 8.
    public static let flightTermination = Self(rawValue: 8)
}
