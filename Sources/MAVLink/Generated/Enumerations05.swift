// SPDX-License-Identifier: Apache-2.0
// Enumerations of the MAVLink definitions; all are open, so that unknown values survive.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `MAV_FTP_OPCODE`.
public struct MAVFTPOpcode: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_FTP_OPCODE_NONE`, 0.
    public static let none = Self(rawValue: 0)
    /// `MAV_FTP_OPCODE_TERMINATESESSION`, 1.
    public static let terminatesession = Self(rawValue: 1)
    /// `MAV_FTP_OPCODE_RESETSESSION`, 2.
    public static let resetsession = Self(rawValue: 2)
    /// `MAV_FTP_OPCODE_LISTDIRECTORY`, 3.
    public static let listdirectory = Self(rawValue: 3)
    /// `MAV_FTP_OPCODE_OPENFILERO`, 4.
    public static let openfilero = Self(rawValue: 4)
    /// `MAV_FTP_OPCODE_READFILE`, 5.
    public static let readfile = Self(rawValue: 5)
    /// `MAV_FTP_OPCODE_CREATEFILE`, 6.
    public static let createfile = Self(rawValue: 6)
    /// `MAV_FTP_OPCODE_WRITEFILE`, 7.
    public static let writefile = Self(rawValue: 7)
    /// `MAV_FTP_OPCODE_REMOVEFILE`, 8.
    public static let removefile = Self(rawValue: 8)
    /// `MAV_FTP_OPCODE_CREATEDIRECTORY`, 9.
    public static let createdirectory = Self(rawValue: 9)
    /// `MAV_FTP_OPCODE_REMOVEDIRECTORY`, 10.
    public static let removedirectory = Self(rawValue: 10)
    /// `MAV_FTP_OPCODE_OPENFILEWO`, 11.
    public static let openfilewo = Self(rawValue: 11)
    /// `MAV_FTP_OPCODE_TRUNCATEFILE`, 12.
    public static let truncatefile = Self(rawValue: 12)
    /// `MAV_FTP_OPCODE_RENAME`, 13.
    public static let rename = Self(rawValue: 13)
    /// `MAV_FTP_OPCODE_CALCFILECRC`, 14.
    public static let calcfilecrc = Self(rawValue: 14)
    /// `MAV_FTP_OPCODE_BURSTREADFILE`, 15.
    public static let burstreadfile = Self(rawValue: 15)
    /// `MAV_FTP_OPCODE_LISTDIRECTORYWITHTIME`, 16.
    public static let listdirectorywithtime = Self(rawValue: 16)
    /// `MAV_FTP_OPCODE_ACK`, 128.
    public static let ack = Self(rawValue: 128)
    /// `MAV_FTP_OPCODE_NAK`, 129.
    public static let nak = Self(rawValue: 129)
}

/// `MAV_GENERATOR_STATUS_FLAG`, a bit mask.
public struct MAVGeneratorStatusFlag: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt64
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// `MAV_GENERATOR_STATUS_FLAG_OFF`, 1.
    public static let off = Self(rawValue: 1)
    /// `MAV_GENERATOR_STATUS_FLAG_READY`, 2.
    public static let ready = Self(rawValue: 2)
    /// `MAV_GENERATOR_STATUS_FLAG_GENERATING`, 4.
    public static let generating = Self(rawValue: 4)
    /// `MAV_GENERATOR_STATUS_FLAG_CHARGING`, 8.
    public static let charging = Self(rawValue: 8)
    /// `MAV_GENERATOR_STATUS_FLAG_REDUCED_POWER`, 16.
    public static let reducedPower = Self(rawValue: 16)
    /// `MAV_GENERATOR_STATUS_FLAG_MAXPOWER`, 32.
    public static let maxpower = Self(rawValue: 32)
    /// `MAV_GENERATOR_STATUS_FLAG_OVERTEMP_WARNING`, 64.
    public static let overtempWarning = Self(rawValue: 64)
    /// `MAV_GENERATOR_STATUS_FLAG_OVERTEMP_FAULT`, 128.
    public static let overtempFault = Self(rawValue: 128)
    /// `MAV_GENERATOR_STATUS_FLAG_ELECTRONICS_OVERTEMP_WARNING`, 256.
    public static let electronicsOvertempWarning = Self(rawValue: 256)
    /// `MAV_GENERATOR_STATUS_FLAG_ELECTRONICS_OVERTEMP_FAULT`, 512.
    public static let electronicsOvertempFault = Self(rawValue: 512)
    /// `MAV_GENERATOR_STATUS_FLAG_ELECTRONICS_FAULT`, 1024.
    public static let electronicsFault = Self(rawValue: 1024)
    /// `MAV_GENERATOR_STATUS_FLAG_POWERSOURCE_FAULT`, 2048.
    public static let powersourceFault = Self(rawValue: 2048)
    /// `MAV_GENERATOR_STATUS_FLAG_COMMUNICATION_WARNING`, 4096.
    public static let communicationWarning = Self(rawValue: 4096)
    /// `MAV_GENERATOR_STATUS_FLAG_COOLING_WARNING`, 8192.
    public static let coolingWarning = Self(rawValue: 8192)
    /// `MAV_GENERATOR_STATUS_FLAG_POWER_RAIL_FAULT`, 16384.
    public static let powerRailFault = Self(rawValue: 16384)
    /// `MAV_GENERATOR_STATUS_FLAG_OVERCURRENT_FAULT`, 32768.
    public static let overcurrentFault = Self(rawValue: 32768)
    /// `MAV_GENERATOR_STATUS_FLAG_BATTERY_OVERCHARGE_CURRENT_FAULT`, 65536.
    public static let batteryOverchargeCurrentFault = Self(rawValue: 65536)
    /// `MAV_GENERATOR_STATUS_FLAG_OVERVOLTAGE_FAULT`, 131072.
    public static let overvoltageFault = Self(rawValue: 131072)
    /// `MAV_GENERATOR_STATUS_FLAG_BATTERY_UNDERVOLT_FAULT`, 262144.
    public static let batteryUndervoltFault = Self(rawValue: 262144)
    /// `MAV_GENERATOR_STATUS_FLAG_START_INHIBITED`, 524288.
    public static let startInhibited = Self(rawValue: 524288)
    /// `MAV_GENERATOR_STATUS_FLAG_MAINTENANCE_REQUIRED`, 1048576.
    public static let maintenanceRequired = Self(rawValue: 1_048_576)
    /// `MAV_GENERATOR_STATUS_FLAG_WARMING_UP`, 2097152.
    public static let warmingUp = Self(rawValue: 2_097_152)
    /// `MAV_GENERATOR_STATUS_FLAG_IDLE`, 4194304.
    public static let idle = Self(rawValue: 4_194_304)
}

/// `MAV_LANDED_STATE`.
public struct MAVLandedState: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_LANDED_STATE_UNDEFINED`, 0.
    public static let undefined = Self(rawValue: 0)
    /// `MAV_LANDED_STATE_ON_GROUND`, 1.
    public static let onGround = Self(rawValue: 1)
    /// `MAV_LANDED_STATE_IN_AIR`, 2.
    public static let inAir = Self(rawValue: 2)
    /// `MAV_LANDED_STATE_TAKEOFF`, 3.
    public static let takeoff = Self(rawValue: 3)
    /// `MAV_LANDED_STATE_LANDING`, 4.
    public static let landing = Self(rawValue: 4)
}

/// `MAV_MISSION_RESULT`.
public struct MAVMissionResult: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_MISSION_ACCEPTED`, 0.
    public static let accepted = Self(rawValue: 0)
    /// `MAV_MISSION_ERROR`, 1.
    public static let error = Self(rawValue: 1)
    /// `MAV_MISSION_UNSUPPORTED_FRAME`, 2.
    public static let unsupportedFrame = Self(rawValue: 2)
    /// `MAV_MISSION_UNSUPPORTED`, 3.
    public static let unsupported = Self(rawValue: 3)
    /// `MAV_MISSION_NO_SPACE`, 4.
    public static let noSpace = Self(rawValue: 4)
    /// `MAV_MISSION_INVALID`, 5.
    public static let invalid = Self(rawValue: 5)
    /// `MAV_MISSION_INVALID_PARAM1`, 6.
    public static let invalidParam1 = Self(rawValue: 6)
    /// `MAV_MISSION_INVALID_PARAM2`, 7.
    public static let invalidParam2 = Self(rawValue: 7)
    /// `MAV_MISSION_INVALID_PARAM3`, 8.
    public static let invalidParam3 = Self(rawValue: 8)
    /// `MAV_MISSION_INVALID_PARAM4`, 9.
    public static let invalidParam4 = Self(rawValue: 9)
    /// `MAV_MISSION_INVALID_PARAM5_X`, 10.
    public static let invalidParam5X = Self(rawValue: 10)
    /// `MAV_MISSION_INVALID_PARAM6_Y`, 11.
    public static let invalidParam6Y = Self(rawValue: 11)
    /// `MAV_MISSION_INVALID_PARAM7`, 12.
    public static let invalidParam7 = Self(rawValue: 12)
    /// `MAV_MISSION_INVALID_SEQUENCE`, 13.
    public static let invalidSequence = Self(rawValue: 13)
    /// `MAV_MISSION_DENIED`, 14.
    public static let denied = Self(rawValue: 14)
    /// `MAV_MISSION_OPERATION_CANCELLED`, 15.
    public static let operationCancelled = Self(rawValue: 15)
}

/// `MAV_MISSION_TYPE`.
public struct MAVMissionType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_MISSION_TYPE_MISSION`, 0.
    public static let mission = Self(rawValue: 0)
    /// `MAV_MISSION_TYPE_FENCE`, 1.
    public static let fence = Self(rawValue: 1)
    /// `MAV_MISSION_TYPE_RALLY`, 2.
    public static let rally = Self(rawValue: 2)
    /// `MAV_MISSION_TYPE_ALL`, 255.
    public static let all = Self(rawValue: 255)
}

/// `MAV_MODE`.
public struct MAVMode: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_MODE_PREFLIGHT`, 0.
    public static let preflight = Self(rawValue: 0)
    /// `MAV_MODE_MANUAL_DISARMED`, 64.
    public static let manualDisarmed = Self(rawValue: 64)
    /// `MAV_MODE_TEST_DISARMED`, 66.
    public static let testDisarmed = Self(rawValue: 66)
    /// `MAV_MODE_STABILIZE_DISARMED`, 80.
    public static let stabilizeDisarmed = Self(rawValue: 80)
    /// `MAV_MODE_GUIDED_DISARMED`, 88.
    public static let guidedDisarmed = Self(rawValue: 88)
    /// `MAV_MODE_AUTO_DISARMED`, 92.
    public static let autoDisarmed = Self(rawValue: 92)
    /// `MAV_MODE_MANUAL_ARMED`, 192.
    public static let manualArmed = Self(rawValue: 192)
    /// `MAV_MODE_TEST_ARMED`, 194.
    public static let testArmed = Self(rawValue: 194)
    /// `MAV_MODE_STABILIZE_ARMED`, 208.
    public static let stabilizeArmed = Self(rawValue: 208)
    /// `MAV_MODE_GUIDED_ARMED`, 216.
    public static let guidedArmed = Self(rawValue: 216)
    /// `MAV_MODE_AUTO_ARMED`, 220.
    public static let autoArmed = Self(rawValue: 220)
}

/// `MAV_MODE_FLAG`, a bit mask.
public struct MAVModeFlag: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_MODE_FLAG_CUSTOM_MODE_ENABLED`, 1.
    public static let customModeEnabled = Self(rawValue: 1)
    /// `MAV_MODE_FLAG_TEST_ENABLED`, 2.
    public static let testEnabled = Self(rawValue: 2)
    /// `MAV_MODE_FLAG_AUTO_ENABLED`, 4.
    public static let autoEnabled = Self(rawValue: 4)
    /// `MAV_MODE_FLAG_GUIDED_ENABLED`, 8.
    public static let guidedEnabled = Self(rawValue: 8)
    /// `MAV_MODE_FLAG_STABILIZE_ENABLED`, 16.
    public static let stabilizeEnabled = Self(rawValue: 16)
    /// `MAV_MODE_FLAG_HIL_ENABLED`, 32.
    public static let hilEnabled = Self(rawValue: 32)
    /// `MAV_MODE_FLAG_MANUAL_INPUT_ENABLED`, 64.
    public static let manualInputEnabled = Self(rawValue: 64)
    /// `MAV_MODE_FLAG_SAFETY_ARMED`, 128.
    public static let safetyArmed = Self(rawValue: 128)
}

/// `MAV_MODE_PROPERTY`, a bit mask.
public struct MAVModeProperty: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt32
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `MAV_MODE_PROPERTY_ADVANCED`, 1.
    public static let advanced = Self(rawValue: 1)
    /// `MAV_MODE_PROPERTY_NOT_USER_SELECTABLE`, 2.
    public static let notUserSelectable = Self(rawValue: 2)
    /// `MAV_MODE_PROPERTY_AUTO_MODE`, 4.
    public static let autoMode = Self(rawValue: 4)
}

/// `MAV_MOUNT_MODE`.
public struct MAVMountMode: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_MOUNT_MODE_RETRACT`, 0.
    public static let retract = Self(rawValue: 0)
    /// `MAV_MOUNT_MODE_NEUTRAL`, 1.
    public static let neutral = Self(rawValue: 1)
    /// `MAV_MOUNT_MODE_MAVLINK_TARGETING`, 2.
    public static let mavlinkTargeting = Self(rawValue: 2)
    /// `MAV_MOUNT_MODE_RC_TARGETING`, 3.
    public static let rcTargeting = Self(rawValue: 3)
    /// `MAV_MOUNT_MODE_GPS_POINT`, 4.
    public static let gpsPoint = Self(rawValue: 4)
    /// `MAV_MOUNT_MODE_SYSID_TARGET`, 5.
    public static let sysidTarget = Self(rawValue: 5)
    /// `MAV_MOUNT_MODE_HOME_LOCATION`, 6.
    public static let homeLocation = Self(rawValue: 6)
    /// `MAV_MOUNT_MODE_WPNEXT_OFFSET`, 7.
    public static let wpnextOffset = Self(rawValue: 7)
}

/// `MAV_ODID_ARM_STATUS`.
public struct MAVODIDArmStatus: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_ARM_STATUS_GOOD_TO_ARM`, 0.
    public static let goodToArm = Self(rawValue: 0)
    /// `MAV_ODID_ARM_STATUS_PRE_ARM_FAIL_GENERIC`, 1.
    public static let preArmFailGeneric = Self(rawValue: 1)
}

/// `MAV_ODID_CATEGORY_EU`.
public struct MAVODIDCategoryEU: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_CATEGORY_EU_UNDECLARED`, 0.
    public static let undeclared = Self(rawValue: 0)
    /// `MAV_ODID_CATEGORY_EU_OPEN`, 1.
    public static let open = Self(rawValue: 1)
    /// `MAV_ODID_CATEGORY_EU_SPECIFIC`, 2.
    public static let specific = Self(rawValue: 2)
    /// `MAV_ODID_CATEGORY_EU_CERTIFIED`, 3.
    public static let certified = Self(rawValue: 3)
}

/// `MAV_ODID_CLASSIFICATION_TYPE`.
public struct MAVODIDClassificationType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_CLASSIFICATION_TYPE_UNDECLARED`, 0.
    public static let undeclared = Self(rawValue: 0)
    /// `MAV_ODID_CLASSIFICATION_TYPE_EU`, 1.
    public static let eu = Self(rawValue: 1)
}

/// `MAV_ODID_CLASS_EU`.
public struct MAVODIDClassEU: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_CLASS_EU_UNDECLARED`, 0.
    public static let undeclared = Self(rawValue: 0)
    /// `MAV_ODID_CLASS_EU_CLASS_0`, 1.
    public static let class0 = Self(rawValue: 1)
    /// `MAV_ODID_CLASS_EU_CLASS_1`, 2.
    public static let class1 = Self(rawValue: 2)
    /// `MAV_ODID_CLASS_EU_CLASS_2`, 3.
    public static let class2 = Self(rawValue: 3)
    /// `MAV_ODID_CLASS_EU_CLASS_3`, 4.
    public static let class3 = Self(rawValue: 4)
    /// `MAV_ODID_CLASS_EU_CLASS_4`, 5.
    public static let class4 = Self(rawValue: 5)
    /// `MAV_ODID_CLASS_EU_CLASS_5`, 6.
    public static let class5 = Self(rawValue: 6)
    /// `MAV_ODID_CLASS_EU_CLASS_6`, 7.
    public static let class6 = Self(rawValue: 7)
}

/// `MAV_ODID_HEIGHT_REF`.
public struct MAVODIDHeightRef: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_HEIGHT_REF_OVER_TAKEOFF`, 0.
    public static let overTakeoff = Self(rawValue: 0)
    /// `MAV_ODID_HEIGHT_REF_OVER_GROUND`, 1.
    public static let overGround = Self(rawValue: 1)
}

/// `MAV_ODID_HOR_ACC`.
public struct MAVODIDHorAcc: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_HOR_ACC_UNKNOWN`, 0.
    public static let unknown = Self(rawValue: 0)
    /// `MAV_ODID_HOR_ACC_10NM`, 1.
    public static let value10nm = Self(rawValue: 1)
    /// `MAV_ODID_HOR_ACC_4NM`, 2.
    public static let value4nm = Self(rawValue: 2)
    /// `MAV_ODID_HOR_ACC_2NM`, 3.
    public static let value2nm = Self(rawValue: 3)
    /// `MAV_ODID_HOR_ACC_1NM`, 4.
    public static let value1nm = Self(rawValue: 4)
    /// `MAV_ODID_HOR_ACC_0_5NM`, 5.
    public static let value0Point5nm = Self(rawValue: 5)
    /// `MAV_ODID_HOR_ACC_0_3NM`, 6.
    public static let value0Point3nm = Self(rawValue: 6)
    /// `MAV_ODID_HOR_ACC_0_1NM`, 7.
    public static let value0Point1nm = Self(rawValue: 7)
    /// `MAV_ODID_HOR_ACC_0_05NM`, 8.
    public static let value0Point05nm = Self(rawValue: 8)
    /// `MAV_ODID_HOR_ACC_30_METER`, 9.
    public static let meter30 = Self(rawValue: 9)
    /// `MAV_ODID_HOR_ACC_10_METER`, 10.
    public static let meter10 = Self(rawValue: 10)
    /// `MAV_ODID_HOR_ACC_3_METER`, 11.
    public static let meter3 = Self(rawValue: 11)
    /// `MAV_ODID_HOR_ACC_1_METER`, 12.
    public static let meter1 = Self(rawValue: 12)
}

/// `MAV_ODID_ID_TYPE`.
public struct MAVODIDIDType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_ID_TYPE_NONE`, 0.
    public static let none = Self(rawValue: 0)
    /// `MAV_ODID_ID_TYPE_SERIAL_NUMBER`, 1.
    public static let serialNumber = Self(rawValue: 1)
    /// `MAV_ODID_ID_TYPE_CAA_REGISTRATION_ID`, 2.
    public static let caaRegistrationID = Self(rawValue: 2)
    /// `MAV_ODID_ID_TYPE_UTM_ASSIGNED_UUID`, 3.
    public static let utmAssignedUuid = Self(rawValue: 3)
    /// `MAV_ODID_ID_TYPE_SPECIFIC_SESSION_ID`, 4.
    public static let specificSessionID = Self(rawValue: 4)
}

/// `MAV_ODID_OPERATOR_ID_TYPE`.
public struct MAVODIDOperatorIDType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_OPERATOR_ID_TYPE_CAA`, 0.
    public static let caa = Self(rawValue: 0)
}

/// `MAV_ODID_OPERATOR_LOCATION_TYPE`.
public struct MAVODIDOperatorLocationType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_OPERATOR_LOCATION_TYPE_TAKEOFF`, 0.
    public static let takeoff = Self(rawValue: 0)
    /// `MAV_ODID_OPERATOR_LOCATION_TYPE_LIVE_GNSS`, 1.
    public static let liveGNSS = Self(rawValue: 1)
    /// `MAV_ODID_OPERATOR_LOCATION_TYPE_FIXED`, 2.
    public static let fixed = Self(rawValue: 2)
}

/// `MAV_ODID_SPEED_ACC`.
public struct MAVODIDSpeedAcc: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_SPEED_ACC_UNKNOWN`, 0.
    public static let unknown = Self(rawValue: 0)
    /// `MAV_ODID_SPEED_ACC_10_METERS_PER_SECOND`, 1.
    public static let metersPerSecond10 = Self(rawValue: 1)
    /// `MAV_ODID_SPEED_ACC_3_METERS_PER_SECOND`, 2.
    public static let metersPerSecond3 = Self(rawValue: 2)
    /// `MAV_ODID_SPEED_ACC_1_METERS_PER_SECOND`, 3.
    public static let metersPerSecond1 = Self(rawValue: 3)
    /// `MAV_ODID_SPEED_ACC_0_3_METERS_PER_SECOND`, 4.
    public static let value0Point3MetersPerSecond = Self(rawValue: 4)
}

/// `MAV_ODID_STATUS`.
public struct MAVODIDStatus: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_ODID_STATUS_UNDECLARED`, 0.
    public static let undeclared = Self(rawValue: 0)
    /// `MAV_ODID_STATUS_GROUND`, 1.
    public static let ground = Self(rawValue: 1)
    /// `MAV_ODID_STATUS_AIRBORNE`, 2.
    public static let airborne = Self(rawValue: 2)
    /// `MAV_ODID_STATUS_EMERGENCY`, 3.
    public static let emergency = Self(rawValue: 3)
    /// `MAV_ODID_STATUS_REMOTE_ID_SYSTEM_FAILURE`, 4.
    public static let remoteIDSystemFailure = Self(rawValue: 4)
}
