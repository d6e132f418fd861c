// SPDX-License-Identifier: Apache-2.0
// Enumerations of the MAVLink definitions; all are open, so that unknown values survive.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `MAV_CMD`.
public struct MAVCommand: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt16
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `MAV_CMD_NAV_WAYPOINT`, 16.
    public static let navWaypoint = Self(rawValue: 16)
    /// `MAV_CMD_NAV_LOITER_UNLIM`, 17.
    public static let navLoiterUnlim = Self(rawValue: 17)
    /// `MAV_CMD_NAV_LOITER_TURNS`, 18.
    public static let navLoiterTurns = Self(rawValue: 18)
    /// `MAV_CMD_NAV_LOITER_TIME`, 19.
    public static let navLoiterTime = Self(rawValue: 19)
    /// `MAV_CMD_NAV_RETURN_TO_LAUNCH`, 20.
    public static let navReturnToLaunch = Self(rawValue: 20)
    /// `MAV_CMD_NAV_LAND`, 21.
    public static let navLand = Self(rawValue: 21)
    /// `MAV_CMD_NAV_TAKEOFF`, 22.
    public static let navTakeoff = Self(rawValue: 22)
    /// `MAV_CMD_NAV_LOITER_TO_ALT`, 31.
    public static let navLoiterToAlt = Self(rawValue: 31)
    /// `MAV_CMD_DO_ORBIT`, 34.
    public static let doOrbit = Self(rawValue: 34)
    /// `MAV_CMD_NAV_VTOL_TAKEOFF`, 84.
    public static let navVTOLTakeoff = Self(rawValue: 84)
    /// `MAV_CMD_NAV_VTOL_LAND`, 85.
    public static let navVTOLLand = Self(rawValue: 85)
    /// `MAV_CMD_NAV_DELAY`, 93.
    public static let navDelay = Self(rawValue: 93)
    /// `MAV_CMD_NAV_PAYLOAD_PLACE`, 94.
    public static let navPayloadPlace = Self(rawValue: 94)
    /// `MAV_CMD_NAV_LAST`, 95.
    public static let navLast = Self(rawValue: 95)
    /// `MAV_CMD_CONDITION_DELAY`, 112.
    public static let conditionDelay = Self(rawValue: 112)
    /// `MAV_CMD_CONDITION_DISTANCE`, 114.
    public static let conditionDistance = Self(rawValue: 114)
    /// `MAV_CMD_CONDITION_YAW`, 115.
    public static let conditionYaw = Self(rawValue: 115)
    /// `MAV_CMD_CONDITION_LAST`, 159.
    public static let conditionLast = Self(rawValue: 159)
    /// `MAV_CMD_DO_SET_MODE`, 176.
    public static let doSetMode = Self(rawValue: 176)
    /// `MAV_CMD_DO_JUMP`, 177.
    public static let doJump = Self(rawValue: 177)
    /// `MAV_CMD_DO_CHANGE_SPEED`, 178.
    public static let doChangeSpeed = Self(rawValue: 178)
    /// `MAV_CMD_DO_SET_HOME`, 179.
    public static let doSetHome = Self(rawValue: 179)
    /// `MAV_CMD_DO_SET_RELAY`, 181.
    public static let doSetRelay = Self(rawValue: 181)
    /// `MAV_CMD_DO_REPEAT_RELAY`, 182.
    public static let doRepeatRelay = Self(rawValue: 182)
    /// `MAV_CMD_DO_SET_SERVO`, 183.
    public static let doSetServo = Self(rawValue: 183)
    /// `MAV_CMD_DO_FLIGHTTERMINATION`, 185.
    public static let doFlighttermination = Self(rawValue: 185)
    /// `MAV_CMD_DO_LAND_START`, 189.
    public static let doLandStart = Self(rawValue: 189)
    /// `MAV_CMD_DO_RALLY_LAND`, 190.
    public static let doRallyLand = Self(rawValue: 190)
    /// `MAV_CMD_DO_GO_AROUND`, 191.
    public static let doGoAround = Self(rawValue: 191)
    /// `MAV_CMD_DO_REPOSITION`, 192.
    public static let doReposition = Self(rawValue: 192)
    /// `MAV_CMD_DO_PAUSE_CONTINUE`, 193.
    public static let doPauseContinue = Self(rawValue: 193)
    /// `MAV_CMD_DO_SET_REVERSE`, 194.
    public static let doSetReverse = Self(rawValue: 194)
    /// `MAV_CMD_DO_SET_ROI_LOCATION`, 195.
    public static let doSetROILocation = Self(rawValue: 195)
    /// `MAV_CMD_DO_SET_ROI_NONE`, 197.
    public static let doSetROINone = Self(rawValue: 197)
    /// `MAV_CMD_DO_SET_ROI`, 201.
    public static let doSetROI = Self(rawValue: 201)
    /// `MAV_CMD_DO_DIGICAM_CONFIGURE`, 202.
    public static let doDigicamConfigure = Self(rawValue: 202)
    /// `MAV_CMD_DO_DIGICAM_CONTROL`, 203.
    public static let doDigicamControl = Self(rawValue: 203)
    /// `MAV_CMD_DO_MOUNT_CONTROL`, 205.
    public static let doMountControl = Self(rawValue: 205)
    /// `MAV_CMD_DO_SET_CAM_TRIGG_DIST`, 206.
    public static let doSetCamTriggDist = Self(rawValue: 206)
    /// `MAV_CMD_DO_FENCE_ENABLE`, 207.
    public static let doFenceEnable = Self(rawValue: 207)
    /// `MAV_CMD_DO_PARACHUTE`, 208.
    public static let doParachute = Self(rawValue: 208)
    /// `MAV_CMD_DO_MOTOR_TEST`, 209.
    public static let doMotorTest = Self(rawValue: 209)
    /// `MAV_CMD_DO_GRIPPER`, 211.
    public static let doGripper = Self(rawValue: 211)
    /// `MAV_CMD_DO_AUTOTUNE_ENABLE`, 212.
    public static let doAutotuneEnable = Self(rawValue: 212)
    /// `MAV_CMD_DO_GUIDED_LIMITS`, 222.
    public static let doGuidedLimits = Self(rawValue: 222)
    /// `MAV_CMD_DO_ENGINE_CONTROL`, 223.
    public static let doEngineControl = Self(rawValue: 223)
    /// `MAV_CMD_DO_SET_MISSION_CURRENT`, 224.
    public static let doSetMissionCurrent = Self(rawValue: 224)
    /// `MAV_CMD_DO_LAST`, 240.
    public static let doLast = Self(rawValue: 240)
    /// `MAV_CMD_PREFLIGHT_CALIBRATION`, 241.
    public static let preflightCalibration = Self(rawValue: 241)
    /// `MAV_CMD_PREFLIGHT_STORAGE`, 245.
    public static let preflightStorage = Self(rawValue: 245)
    /// `MAV_CMD_PREFLIGHT_REBOOT_SHUTDOWN`, 246.
    public static let preflightRebootShutdown = Self(rawValue: 246)
    /// `MAV_CMD_OVERRIDE_GOTO`, 252.
    public static let overrideGoto = Self(rawValue: 252)
    /// `MAV_CMD_OBLIQUE_SURVEY`, 260.
    public static let obliqueSurvey = Self(rawValue: 260)
    /// `MAV_CMD_DO_SET_STANDARD_MODE`, 262.
    public static let doSetStandardMode = Self(rawValue: 262)
    /// `MAV_CMD_MISSION_START`, 300.
    public static let missionStart = Self(rawValue: 300)
    /// `MAV_CMD_COMPONENT_ARM_DISARM`, 400.
    public static let componentArmDisarm = Self(rawValue: 400)
    /// `MAV_CMD_RUN_PREARM_CHECKS`, 401.
    public static let runPrearmChecks = Self(rawValue: 401)
    /// `MAV_CMD_GET_HOME_POSITION`, 410.
    public static let getHomePosition = Self(rawValue: 410)
    /// `MAV_CMD_GET_MESSAGE_INTERVAL`, 510.
    public static let getMessageInterval = Self(rawValue: 510)
    /// `MAV_CMD_SET_MESSAGE_INTERVAL`, 511.
    public static let setMessageInterval = Self(rawValue: 511)
    /// `MAV_CMD_REQUEST_MESSAGE`, 512.
    public static let requestMessage = Self(rawValue: 512)
    /// `MAV_CMD_REQUEST_AUTOPILOT_CAPABILITIES`, 520.
    public static let requestAutopilotCapabilities = Self(rawValue: 520)
    /// `MAV_CMD_REQUEST_CAMERA_INFORMATION`, 521.
    public static let requestCameraInformation = Self(rawValue: 521)
    /// `MAV_CMD_SET_CAMERA_MODE`, 530.
    public static let setCameraMode = Self(rawValue: 530)
    /// `MAV_CMD_SET_STORAGE_USAGE`, 533.
    public static let setStorageUsage = Self(rawValue: 533)
    /// `MAV_CMD_DO_SET_SYS_CMP_ID`, 610.
    public static let doSetSysCmpID = Self(rawValue: 610)
    /// `MAV_CMD_DO_GIMBAL_MANAGER_PITCHYAW`, 1000.
    public static let doGimbalManagerPitchyaw = Self(rawValue: 1000)
    /// `MAV_CMD_IMAGE_START_CAPTURE`, 2000.
    public static let imageStartCapture = Self(rawValue: 2000)
    /// `MAV_CMD_IMAGE_STOP_CAPTURE`, 2001.
    public static let imageStopCapture = Self(rawValue: 2001)
    /// `MAV_CMD_DO_TRIGGER_CONTROL`, 2003.
    public static let doTriggerControl = Self(rawValue: 2003)
    /// `MAV_CMD_VIDEO_START_CAPTURE`, 2500.
    public static let videoStartCapture = Self(rawValue: 2500)
    /// `MAV_CMD_VIDEO_STOP_CAPTURE`, 2501.
    public static let videoStopCapture = Self(rawValue: 2501)
    /// `MAV_CMD_LOGGING_START`, 2510.
    public static let loggingStart = Self(rawValue: 2510)
    /// `MAV_CMD_LOGGING_STOP`, 2511.
    public static let loggingStop = Self(rawValue: 2511)
    /// `MAV_CMD_CONTROL_HIGH_LATENCY`, 2600.
    public static let controlHighLatency = Self(rawValue: 2600)
    /// `MAV_CMD_ARM_AUTHORIZATION_REQUEST`, 3001.
    public static let armAuthorizationRequest = Self(rawValue: 3001)
    /// `MAV_CMD_SET_GUIDED_SUBMODE_CIRCLE`, 4001.
    public static let setGuidedSubmodeCircle = Self(rawValue: 4001)
    /// `MAV_CMD_NAV_FENCE_RETURN_POINT`, 5000.
    public static let navFenceReturnPoint = Self(rawValue: 5000)
    /// `MAV_CMD_NAV_FENCE_POLYGON_VERTEX_INCLUSION`, 5001.
    public static let navFencePolygonVertexInclusion = Self(rawValue: 5001)
    /// `MAV_CMD_NAV_FENCE_POLYGON_VERTEX_EXCLUSION`, 5002.
    public static let navFencePolygonVertexExclusion = Self(rawValue: 5002)
    /// `MAV_CMD_NAV_FENCE_CIRCLE_INCLUSION`, 5003.
    public static let navFenceCircleInclusion = Self(rawValue: 5003)
    /// `MAV_CMD_NAV_FENCE_CIRCLE_EXCLUSION`, 5004.
    public static let navFenceCircleExclusion = Self(rawValue: 5004)
    /// `MAV_CMD_NAV_RALLY_POINT`, 5100.
    public static let navRallyPoint = Self(rawValue: 5100)
    /// `MAV_CMD_SPATIAL_USER_1`, 31005.
    public static let spatialUser1 = Self(rawValue: 31005)
    /// `MAV_CMD_FIXED_MAG_CAL_YAW`, 42006.
    public static let fixedMagCalYaw = Self(rawValue: 42006)
    /// `MAV_CMD_DO_WINCH`, 42600.
    public static let doWinch = Self(rawValue: 42600)
    /// `MAV_CMD_BATTERY_RESET`, 42651.
    public static let batteryReset = Self(rawValue: 42651)
    /// `MAV_CMD_EXTERNAL_POSITION_ESTIMATE`, 43003.
    public static let externalPositionEstimate = Self(rawValue: 43003)
}

/// `MAV_COLLISION_ACTION`.
public struct MAVCollisionAction: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_COLLISION_ACTION_NONE`, 0.
    public static let none = Self(rawValue: 0)
    /// `MAV_COLLISION_ACTION_REPORT`, 1.
    public static let report = Self(rawValue: 1)
    /// `MAV_COLLISION_ACTION_ASCEND_OR_DESCEND`, 2.
    public static let ascendOrDescend = Self(rawValue: 2)
    /// `MAV_COLLISION_ACTION_MOVE_HORIZONTALLY`, 3.
    public static let moveHorizontally = Self(rawValue: 3)
    /// `MAV_COLLISION_ACTION_MOVE_PERPENDICULAR`, 4.
    public static let movePerpendicular = Self(rawValue: 4)
    /// `MAV_COLLISION_ACTION_RTL`, 5.
    public static let rtl = Self(rawValue: 5)
    /// `MAV_COLLISION_ACTION_HOVER`, 6.
    public static let hover = Self(rawValue: 6)
}

/// `MAV_COLLISION_SRC`.
public struct MAVCollisionSrc: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_COLLISION_SRC_ADSB`, 0.
    public static let adsb = Self(rawValue: 0)
    /// `MAV_COLLISION_SRC_MAVLINK_GPS_GLOBAL_INT`, 1.
    public static let mavlinkGPSGlobalInt = Self(rawValue: 1)
}

/// `MAV_COLLISION_THREAT_LEVEL`.
public struct MAVCollisionThreatLevel: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_COLLISION_THREAT_LEVEL_NONE`, 0.
    public static let none = Self(rawValue: 0)
    /// `MAV_COLLISION_THREAT_LEVEL_LOW`, 1.
    public static let low = Self(rawValue: 1)
    /// `MAV_COLLISION_THREAT_LEVEL_HIGH`, 2.
    public static let high = Self(rawValue: 2)
}
