// SPDX-License-Identifier: Apache-2.0
// Enumerations of the MAVLink definitions; all are open, so that unknown values survive.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `MAV_SYS_STATUS_SENSOR`, a bit mask.
public struct MAVSysStatusSensor: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt32
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `MAV_SYS_STATUS_SENSOR_3D_GYRO`, 1.
    public static let gyro = Self(rawValue: 1)
    /// `MAV_SYS_STATUS_SENSOR_3D_ACCEL`, 2.
    public static let accel = Self(rawValue: 2)
    /// `MAV_SYS_STATUS_SENSOR_3D_MAG`, 4.
    public static let mag = Self(rawValue: 4)
    /// `MAV_SYS_STATUS_SENSOR_ABSOLUTE_PRESSURE`, 8.
    public static let absolutePressure = Self(rawValue: 8)
    /// `MAV_SYS_STATUS_SENSOR_DIFFERENTIAL_PRESSURE`, 16.
    public static let differentialPressure = Self(rawValue: 16)
    /// `MAV_SYS_STATUS_SENSOR_GPS`, 32.
    public static let gps = Self(rawValue: 32)
    /// `MAV_SYS_STATUS_SENSOR_OPTICAL_FLOW`, 64.
    public static let opticalFlow = Self(rawValue: 64)
    /// `MAV_SYS_STATUS_SENSOR_VISION_POSITION`, 128.
    public static let visionPosition = Self(rawValue: 128)
    /// `MAV_SYS_STATUS_SENSOR_LASER_POSITION`, 256.
    public static let laserPosition = Self(rawValue: 256)
    /// `MAV_SYS_STATUS_SENSOR_EXTERNAL_GROUND_TRUTH`, 512.
    public static let externalGroundTruth = Self(rawValue: 512)
    /// `MAV_SYS_STATUS_SENSOR_ANGULAR_RATE_CONTROL`, 1024.
    public static let angularRateControl = Self(rawValue: 1024)
    /// `MAV_SYS_STATUS_SENSOR_ATTITUDE_STABILIZATION`, 2048.
    public static let attitudeStabilization = Self(rawValue: 2048)
    /// `MAV_SYS_STATUS_SENSOR_YAW_POSITION`, 4096.
    public static let yawPosition = Self(rawValue: 4096)
    /// `MAV_SYS_STATUS_SENSOR_Z_ALTITUDE_CONTROL`, 8192.
    public static let zAltitudeControl = Self(rawValue: 8192)
    /// `MAV_SYS_STATUS_SENSOR_XY_POSITION_CONTROL`, 16384.
    public static let xyPositionControl = Self(rawValue: 16384)
    /// `MAV_SYS_STATUS_SENSOR_MOTOR_OUTPUTS`, 32768.
    public static let motorOutputs = Self(rawValue: 32768)
    /// `MAV_SYS_STATUS_SENSOR_RC_RECEIVER`, 65536.
    public static let rcReceiver = Self(rawValue: 65536)
    /// `MAV_SYS_STATUS_SENSOR_3D_GYRO2`, 131072.
    public static let gyro2 = Self(rawValue: 131072)
    /// `MAV_SYS_STATUS_SENSOR_3D_ACCEL2`, 262144.
    public static let accel2 = Self(rawValue: 262144)
    /// `MAV_SYS_STATUS_SENSOR_3D_MAG2`, 524288.
    public static let mag2 = Self(rawValue: 524288)
    /// `MAV_SYS_STATUS_GEOFENCE`, 1048576.
    public static let geofence = Self(rawValue: 1_048_576)
    /// `MAV_SYS_STATUS_AHRS`, 2097152.
    public static let ahrs = Self(rawValue: 2_097_152)
    /// `MAV_SYS_STATUS_TERRAIN`, 4194304.
    public static let terrain = Self(rawValue: 4_194_304)
    /// `MAV_SYS_STATUS_REVERSE_MOTOR`, 8388608.
    public static let reverseMotor = Self(rawValue: 8_388_608)
    /// `MAV_SYS_STATUS_LOGGING`, 16777216.
    public static let logging = Self(rawValue: 16_777_216)
    /// `MAV_SYS_STATUS_SENSOR_BATTERY`, 33554432.
    public static let battery = Self(rawValue: 33_554_432)
    /// `MAV_SYS_STATUS_SENSOR_PROXIMITY`, 67108864.
    public static let proximity = Self(rawValue: 67_108_864)
    /// `MAV_SYS_STATUS_SENSOR_SATCOM`, 134217728.
    public static let satcom = Self(rawValue: 134_217_728)
    /// `MAV_SYS_STATUS_PREARM_CHECK`, 268435456.
    public static let prearmCheck = Self(rawValue: 268_435_456)
    /// `MAV_SYS_STATUS_OBSTACLE_AVOIDANCE`, 536870912.
    public static let obstacleAvoidance = Self(rawValue: 536_870_912)
    /// `MAV_SYS_STATUS_SENSOR_PROPULSION`, 1073741824.
    public static let propulsion = Self(rawValue: 1_073_741_824)
    /// `MAV_SYS_STATUS_EXTENSION_USED`, 2147483648.
    public static let extensionUsed = Self(rawValue: 2_147_483_648)
}

/// `MAV_SYS_STATUS_SENSOR_EXTENDED`, a bit mask.
public struct MAVSysStatusSensorExtended: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt32
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `MAV_SYS_STATUS_RECOVERY_SYSTEM`, 1.
    public static let recoverySystem = Self(rawValue: 1)
    /// `MAV_SYS_STATUS_SENSOR_LEAK`, 2.
    public static let sensorLeak = Self(rawValue: 2)
    /// `MAV_SYS_STATUS_SENSOR_3D_GYRO3`, 4.
    public static let sensor3dGyro3 = Self(rawValue: 4)
    /// `MAV_SYS_STATUS_SENSOR_3D_ACCEL3`, 8.
    public static let sensor3dAccel3 = Self(rawValue: 8)
    /// `MAV_SYS_STATUS_SENSOR_3D_GYRO4`, 16.
    public static let sensor3dGyro4 = Self(rawValue: 16)
    /// `MAV_SYS_STATUS_SENSOR_3D_ACCEL4`, 32.
    public static let sensor3dAccel4 = Self(rawValue: 32)
}

/// `MAV_TUNNEL_PAYLOAD_TYPE`.
public struct MAVTunnelPayloadType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt16
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `MAV_TUNNEL_PAYLOAD_TYPE_UNKNOWN`, 0.
    public static let unknown = Self(rawValue: 0)
    /// `MAV_TUNNEL_PAYLOAD_TYPE_STORM32_RESERVED0`, 200.
    public static let storm32Reserved0 = Self(rawValue: 200)
    /// `MAV_TUNNEL_PAYLOAD_TYPE_STORM32_RESERVED1`, 201.
    public static let storm32Reserved1 = Self(rawValue: 201)
    /// `MAV_TUNNEL_PAYLOAD_TYPE_STORM32_RESERVED2`, 202.
    public static let storm32Reserved2 = Self(rawValue: 202)
    /// `MAV_TUNNEL_PAYLOAD_TYPE_STORM32_RESERVED3`, 203.
    public static let storm32Reserved3 = Self(rawValue: 203)
    /// `MAV_TUNNEL_PAYLOAD_TYPE_STORM32_RESERVED4`, 204.
    public static let storm32Reserved4 = Self(rawValue: 204)
    /// `MAV_TUNNEL_PAYLOAD_TYPE_STORM32_RESERVED5`, 205.
    public static let storm32Reserved5 = Self(rawValue: 205)
    /// `MAV_TUNNEL_PAYLOAD_TYPE_STORM32_RESERVED6`, 206.
    public static let storm32Reserved6 = Self(rawValue: 206)
    /// `MAV_TUNNEL_PAYLOAD_TYPE_STORM32_RESERVED7`, 207.
    public static let storm32Reserved7 = Self(rawValue: 207)
    /// `MAV_TUNNEL_PAYLOAD_TYPE_STORM32_RESERVED8`, 208.
    public static let storm32Reserved8 = Self(rawValue: 208)
    /// `MAV_TUNNEL_PAYLOAD_TYPE_STORM32_RESERVED9`, 209.
    public static let storm32Reserved9 = Self(rawValue: 209)
    /// `MAV_TUNNEL_PAYLOAD_TYPE_MODALAI_REMOTE_OSD`, 210.
    public static let modalaiRemoteOsd = Self(rawValue: 210)
    /// `MAV_TUNNEL_PAYLOAD_TYPE_MODALAI_ESC_UART_PASSTHRU`, 211.
    public static let modalaiESCUartPassthru = Self(rawValue: 211)
    /// `MAV_TUNNEL_PAYLOAD_TYPE_MODALAI_IO_UART_PASSTHRU`, 212.
    public static let modalaiIoUartPassthru = Self(rawValue: 212)
}

/// `MAV_TYPE`.
public struct MAVType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_TYPE_GENERIC`, 0.
    public static let generic = Self(rawValue: 0)
    /// `MAV_TYPE_FIXED_WING`, 1.
    public static let fixedWing = Self(rawValue: 1)
    /// `MAV_TYPE_QUADROTOR`, 2.
    public static let quadrotor = Self(rawValue: 2)
    /// `MAV_TYPE_COAXIAL`, 3.
    public static let coaxial = Self(rawValue: 3)
    /// `MAV_TYPE_HELICOPTER`, 4.
    public static let helicopter = Self(rawValue: 4)
    /// `MAV_TYPE_ANTENNA_TRACKER`, 5.
    public static let antennaTracker = Self(rawValue: 5)
    /// `MAV_TYPE_GCS`, 6.
    public static let gcs = Self(rawValue: 6)
    /// `MAV_TYPE_AIRSHIP`, 7.
    public static let airship = Self(rawValue: 7)
    /// `MAV_TYPE_FREE_BALLOON`, 8.
    public static let freeBalloon = Self(rawValue: 8)
    /// `MAV_TYPE_ROCKET`, 9.
    public static let rocket = Self(rawValue: 9)
    /// `MAV_TYPE_GROUND_ROVER`, 10.
    public static let groundRover = Self(rawValue: 10)
    /// `MAV_TYPE_SURFACE_BOAT`, 11.
    public static let surfaceBoat = Self(rawValue: 11)
    /// `MAV_TYPE_SUBMARINE`, 12.
    public static let submarine = Self(rawValue: 12)
    /// `MAV_TYPE_HEXAROTOR`, 13.
    public static let hexarotor = Self(rawValue: 13)
    /// `MAV_TYPE_OCTOROTOR`, 14.
    public static let octorotor = Self(rawValue: 14)
    /// `MAV_TYPE_TRICOPTER`, 15.
    public static let tricopter = Self(rawValue: 15)
    /// `MAV_TYPE_FLAPPING_WING`, 16.
    public static let flappingWing = Self(rawValue: 16)
    /// `MAV_TYPE_KITE`, 17.
    public static let kite = Self(rawValue: 17)
    /// `MAV_TYPE_ONBOARD_CONTROLLER`, 18.
    public static let onboardController = Self(rawValue: 18)
    /// `MAV_TYPE_VTOL_TAILSITTER_DUOROTOR`, 19.
    public static let vtolTailsitterDuorotor = Self(rawValue: 19)
    /// `MAV_TYPE_VTOL_TAILSITTER_QUADROTOR`, 20.
    public static let vtolTailsitterQuadrotor = Self(rawValue: 20)
    /// `MAV_TYPE_VTOL_TILTROTOR`, 21.
    public static let vtolTiltrotor = Self(rawValue: 21)
    /// `MAV_TYPE_VTOL_FIXEDROTOR`, 22.
    public static let vtolFixedrotor = Self(rawValue: 22)
    /// `MAV_TYPE_VTOL_TAILSITTER`, 23.
    public static let vtolTailsitter = Self(rawValue: 23)
    /// `MAV_TYPE_VTOL_TILTWING`, 24.
    public static let vtolTiltwing = Self(rawValue: 24)
    /// `MAV_TYPE_VTOL_RESERVED5`, 25.
    public static let vtolReserved5 = Self(rawValue: 25)
    /// `MAV_TYPE_GIMBAL`, 26.
    public static let gimbal = Self(rawValue: 26)
    /// `MAV_TYPE_ADSB`, 27.
    public static let adsb = Self(rawValue: 27)
    /// `MAV_TYPE_PARAFOIL`, 28.
    public static let parafoil = Self(rawValue: 28)
    /// `MAV_TYPE_DODECAROTOR`, 29.
    public static let dodecarotor = Self(rawValue: 29)
    /// `MAV_TYPE_CAMERA`, 30.
    public static let camera = Self(rawValue: 30)
    /// `MAV_TYPE_CHARGING_STATION`, 31.
    public static let chargingStation = Self(rawValue: 31)
    /// `MAV_TYPE_FLARM`, 32.
    public static let flarm = Self(rawValue: 32)
    /// `MAV_TYPE_SERVO`, 33.
    public static let servo = Self(rawValue: 33)
    /// `MAV_TYPE_ODID`, 34.
    public static let odid = Self(rawValue: 34)
    /// `MAV_TYPE_DECAROTOR`, 35.
    public static let decarotor = Self(rawValue: 35)
    /// `MAV_TYPE_BATTERY`, 36.
    public static let battery = Self(rawValue: 36)
    /// `MAV_TYPE_PARACHUTE`, 37.
    public static let parachute = Self(rawValue: 37)
    /// `MAV_TYPE_LOG`, 38.
    public static let log = Self(rawValue: 38)
    /// `MAV_TYPE_OSD`, 39.
    public static let osd = Self(rawValue: 39)
    /// `MAV_TYPE_IMU`, 40.
    public static let imu = Self(rawValue: 40)
    /// `MAV_TYPE_GPS`, 41.
    public static let gps = Self(rawValue: 41)
    /// `MAV_TYPE_WINCH`, 42.
    public static let winch = Self(rawValue: 42)
    /// `MAV_TYPE_GENERIC_MULTIROTOR`, 43.
    public static let genericMultirotor = Self(rawValue: 43)
    /// `MAV_TYPE_ILLUMINATOR`, 44.
    public static let illuminator = Self(rawValue: 44)
    /// `MAV_TYPE_SPACECRAFT_ORBITER`, 45.
    public static let spacecraftOrbiter = Self(rawValue: 45)
    /// `MAV_TYPE_GROUND_QUADRUPED`, 46.
    public static let groundQuadruped = Self(rawValue: 46)
    /// `MAV_TYPE_VTOL_GYRODYNE`, 47.
    public static let vtolGyrodyne = Self(rawValue: 47)
    /// `MAV_TYPE_GRIPPER`, 48.
    public static let gripper = Self(rawValue: 48)
    /// `MAV_TYPE_RADIO`, 49.
    public static let radio = Self(rawValue: 49)
}

/// `MAV_VTOL_STATE`.
public struct MAVVTOLState: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_VTOL_STATE_UNDEFINED`, 0.
    public static let undefined = Self(rawValue: 0)
    /// `MAV_VTOL_STATE_TRANSITION_TO_FW`, 1.
    public static let transitionToFw = Self(rawValue: 1)
    /// `MAV_VTOL_STATE_TRANSITION_TO_MC`, 2.
    public static let transitionToMc = Self(rawValue: 2)
    /// `MAV_VTOL_STATE_MC`, 3.
    public static let mc = Self(rawValue: 3)
    /// `MAV_VTOL_STATE_FW`, 4.
    public static let fw = Self(rawValue: 4)
}

/// `MAV_WINCH_STATUS_FLAG`, a bit mask.
public struct MAVWinchStatusFlag: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt32
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `MAV_WINCH_STATUS_HEALTHY`, 1.
    public static let healthy = Self(rawValue: 1)
    /// `MAV_WINCH_STATUS_FULLY_RETRACTED`, 2.
    public static let fullyRetracted = Self(rawValue: 2)
    /// `MAV_WINCH_STATUS_MOVING`, 4.
    public static let moving = Self(rawValue: 4)
    /// `MAV_WINCH_STATUS_CLUTCH_ENGAGED`, 8.
    public static let clutchEngaged = Self(rawValue: 8)
    /// `MAV_WINCH_STATUS_LOCKED`, 16.
    public static let locked = Self(rawValue: 16)
    /// `MAV_WINCH_STATUS_DROPPING`, 32.
    public static let dropping = Self(rawValue: 32)
    /// `MAV_WINCH_STATUS_ARRESTING`, 64.
    public static let arresting = Self(rawValue: 64)
    /// `MAV_WINCH_STATUS_GROUND_SENSE`, 128.
    public static let groundSense = Self(rawValue: 128)
    /// `MAV_WINCH_STATUS_RETRACTING`, 256.
    public static let retracting = Self(rawValue: 256)
    /// `MAV_WINCH_STATUS_REDELIVER`, 512.
    public static let redeliver = Self(rawValue: 512)
    /// `MAV_WINCH_STATUS_ABANDON_LINE`, 1024.
    public static let abandonLine = Self(rawValue: 1024)
    /// `MAV_WINCH_STATUS_LOCKING`, 2048.
    public static let locking = Self(rawValue: 2048)
    /// `MAV_WINCH_STATUS_LOAD_LINE`, 4096.
    public static let loadLine = Self(rawValue: 4096)
    /// `MAV_WINCH_STATUS_LOAD_PAYLOAD`, 8192.
    public static let loadPayload = Self(rawValue: 8192)
}

/// `MISSION_STATE`.
public struct MAVMissionState: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MISSION_STATE_UNKNOWN`, 0.
    public static let unknown = Self(rawValue: 0)
    /// `MISSION_STATE_NO_MISSION`, 1.
    public static let noMission = Self(rawValue: 1)
    /// `MISSION_STATE_NOT_STARTED`, 2.
    public static let notStarted = Self(rawValue: 2)
    /// `MISSION_STATE_ACTIVE`, 3.
    public static let active = Self(rawValue: 3)
    /// `MISSION_STATE_PAUSED`, 4.
    public static let paused = Self(rawValue: 4)
    /// `MISSION_STATE_COMPLETE`, 5.
    public static let complete = Self(rawValue: 5)
}

/// `POSITION_TARGET_TYPEMASK`, a bit mask.
public struct MAVPositionTargetTypemask: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt16
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `POSITION_TARGET_TYPEMASK_X_IGNORE`, 1.
    public static let xIgnore = Self(rawValue: 1)
    /// `POSITION_TARGET_TYPEMASK_Y_IGNORE`, 2.
    public static let yIgnore = Self(rawValue: 2)
    /// `POSITION_TARGET_TYPEMASK_Z_IGNORE`, 4.
    public static let zIgnore = Self(rawValue: 4)
    /// `POSITION_TARGET_TYPEMASK_VX_IGNORE`, 8.
    public static let vxIgnore = Self(rawValue: 8)
    /// `POSITION_TARGET_TYPEMASK_VY_IGNORE`, 16.
    public static let vyIgnore = Self(rawValue: 16)
    /// `POSITION_TARGET_TYPEMASK_VZ_IGNORE`, 32.
    public static let vzIgnore = Self(rawValue: 32)
    /// `POSITION_TARGET_TYPEMASK_AX_IGNORE`, 64.
    public static let axIgnore = Self(rawValue: 64)
    /// `POSITION_TARGET_TYPEMASK_AY_IGNORE`, 128.
    public static let ayIgnore = Self(rawValue: 128)
    /// `POSITION_TARGET_TYPEMASK_AZ_IGNORE`, 256.
    public static let azIgnore = Self(rawValue: 256)
    /// `POSITION_TARGET_TYPEMASK_FORCE_SET`, 512.
    public static let forceSet = Self(rawValue: 512)
    /// `POSITION_TARGET_TYPEMASK_YAW_IGNORE`, 1024.
    public static let yawIgnore = Self(rawValue: 1024)
    /// `POSITION_TARGET_TYPEMASK_YAW_RATE_IGNORE`, 2048.
    public static let yawRateIgnore = Self(rawValue: 2048)
}

/// `PRECISION_LAND_MODE`.
public struct MAVPrecisionLandMode: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `PRECISION_LAND_MODE_DISABLED`, 0.
    public static let disabled = Self(rawValue: 0)
    /// `PRECISION_LAND_MODE_OPPORTUNISTIC`, 1.
    public static let opportunistic = Self(rawValue: 1)
    /// `PRECISION_LAND_MODE_REQUIRED`, 2.
    public static let required = Self(rawValue: 2)
}

/// `RALLY_FLAGS`, a bit mask.
public struct MAVRallyFlags: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `FAVORABLE_WIND`, 1.
    public static let favorableWind = Self(rawValue: 1)
    /// `LAND_IMMEDIATELY`, 2.
    public static let landImmediately = Self(rawValue: 2)
    /// `ALT_FRAME_VALID`, 4.
    public static let altFrameValid = Self(rawValue: 4)
    /// `ALT_FRAME`, 24.
    public static let altFrame = Self(rawValue: 24)
}

/// `STORAGE_STATUS`.
public struct MAVStorageStatus: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `STORAGE_STATUS_EMPTY`, 0.
    public static let empty = Self(rawValue: 0)
    /// `STORAGE_STATUS_UNFORMATTED`, 1.
    public static let unformatted = Self(rawValue: 1)
    /// `STORAGE_STATUS_READY`, 2.
    public static let ready = Self(rawValue: 2)
    /// `STORAGE_STATUS_NOT_SUPPORTED`, 3.
    public static let notSupported = Self(rawValue: 3)
}

/// `STORAGE_TYPE`.
public struct MAVStorageType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `STORAGE_TYPE_UNKNOWN`, 0.
    public static let unknown = Self(rawValue: 0)
    /// `STORAGE_TYPE_USB_STICK`, 1.
    public static let usbStick = Self(rawValue: 1)
    /// `STORAGE_TYPE_SD`, 2.
    public static let sd = Self(rawValue: 2)
    /// `STORAGE_TYPE_MICROSD`, 3.
    public static let microsd = Self(rawValue: 3)
    /// `STORAGE_TYPE_CF`, 4.
    public static let cf = Self(rawValue: 4)
    /// `STORAGE_TYPE_CFE`, 5.
    public static let cfe = Self(rawValue: 5)
    /// `STORAGE_TYPE_XQD`, 6.
    public static let xqd = Self(rawValue: 6)
    /// `STORAGE_TYPE_HD`, 7.
    public static let hd = Self(rawValue: 7)
    /// `STORAGE_TYPE_OTHER`, 254.
    public static let other = Self(rawValue: 254)
}

/// `STORAGE_USAGE_FLAG`, a bit mask.
public struct MAVStorageUsageFlag: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `STORAGE_USAGE_FLAG_SET`, 1.
    public static let set = Self(rawValue: 1)
    /// `STORAGE_USAGE_FLAG_PHOTO`, 2.
    public static let photo = Self(rawValue: 2)
    /// `STORAGE_USAGE_FLAG_VIDEO`, 4.
    public static let video = Self(rawValue: 4)
    /// `STORAGE_USAGE_FLAG_LOGS`, 8.
    public static let logs = Self(rawValue: 8)
}

/// `UTM_DATA_AVAIL_FLAGS`, a bit mask.
public struct MAVUTMDataAvailFlags: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `UTM_DATA_AVAIL_FLAGS_TIME_VALID`, 1.
    public static let timeValid = Self(rawValue: 1)
    /// `UTM_DATA_AVAIL_FLAGS_UAS_ID_AVAILABLE`, 2.
    public static let uasIDAvailable = Self(rawValue: 2)
    /// `UTM_DATA_AVAIL_FLAGS_POSITION_AVAILABLE`, 4.
    public static let positionAvailable = Self(rawValue: 4)
    /// `UTM_DATA_AVAIL_FLAGS_ALTITUDE_AVAILABLE`, 8.
    public static let altitudeAvailable = Self(rawValue: 8)
    /// `UTM_DATA_AVAIL_FLAGS_RELATIVE_ALTITUDE_AVAILABLE`, 16.
    public static let relativeAltitudeAvailable = Self(rawValue: 16)
    /// `UTM_DATA_AVAIL_FLAGS_HORIZONTAL_VELO_AVAILABLE`, 32.
    public static let horizontalVeloAvailable = Self(rawValue: 32)
    /// `UTM_DATA_AVAIL_FLAGS_VERTICAL_VELO_AVAILABLE`, 64.
    public static let verticalVeloAvailable = Self(rawValue: 64)
    /// `UTM_DATA_AVAIL_FLAGS_NEXT_WAYPOINT_AVAILABLE`, 128.
    public static let nextWaypointAvailable = Self(rawValue: 128)
}
