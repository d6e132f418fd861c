// SPDX-License-Identifier: Apache-2.0
// Enumerations of the MAVLink definitions; all are open, so that unknown values survive.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `ADSB_ALTITUDE_TYPE`.
public struct MAVADSBAltitudeType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `ADSB_ALTITUDE_TYPE_PRESSURE_QNH`, 0.
    public static let pressureQnh = Self(rawValue: 0)
    /// `ADSB_ALTITUDE_TYPE_GEOMETRIC`, 1.
    public static let geometric = Self(rawValue: 1)
}

/// `ADSB_EMITTER_TYPE`.
public struct MAVADSBEmitterType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `ADSB_EMITTER_TYPE_NO_INFO`, 0.
    public static let noInfo = Self(rawValue: 0)
    /// `ADSB_EMITTER_TYPE_LIGHT`, 1.
    public static let light = Self(rawValue: 1)
    /// `ADSB_EMITTER_TYPE_SMALL`, 2.
    public static let small = Self(rawValue: 2)
    /// `ADSB_EMITTER_TYPE_LARGE`, 3.
    public static let large = Self(rawValue: 3)
    /// `ADSB_EMITTER_TYPE_HIGH_VORTEX_LARGE`, 4.
    public static let highVortexLarge = Self(rawValue: 4)
    /// `ADSB_EMITTER_TYPE_HEAVY`, 5.
    public static let heavy = Self(rawValue: 5)
    /// `ADSB_EMITTER_TYPE_HIGHLY_MANUV`, 6.
    public static let highlyManuv = Self(rawValue: 6)
    /// `ADSB_EMITTER_TYPE_ROTOCRAFT`, 7.
    public static let rotocraft = Self(rawValue: 7)
    /// `ADSB_EMITTER_TYPE_UNASSIGNED`, 8.
    public static let unassigned = Self(rawValue: 8)
    /// `ADSB_EMITTER_TYPE_GLIDER`, 9.
    public static let glider = Self(rawValue: 9)
    /// `ADSB_EMITTER_TYPE_LIGHTER_AIR`, 10.
    public static let lighterAir = Self(rawValue: 10)
    /// `ADSB_EMITTER_TYPE_PARACHUTE`, 11.
    public static let parachute = Self(rawValue: 11)
    /// `ADSB_EMITTER_TYPE_ULTRA_LIGHT`, 12.
    public static let ultraLight = Self(rawValue: 12)
    /// `ADSB_EMITTER_TYPE_UNASSIGNED2`, 13.
    public static let unassigned2 = Self(rawValue: 13)
    /// `ADSB_EMITTER_TYPE_UAV`, 14.
    public static let uav = Self(rawValue: 14)
    /// `ADSB_EMITTER_TYPE_SPACE`, 15.
    public static let space = Self(rawValue: 15)
    /// `ADSB_EMITTER_TYPE_UNASSGINED3`, 16.
    public static let unassgined3 = Self(rawValue: 16)
    /// `ADSB_EMITTER_TYPE_EMERGENCY_SURFACE`, 17.
    public static let emergencySurface = Self(rawValue: 17)
    /// `ADSB_EMITTER_TYPE_SERVICE_SURFACE`, 18.
    public static let serviceSurface = Self(rawValue: 18)
    /// `ADSB_EMITTER_TYPE_POINT_OBSTACLE`, 19.
    public static let pointObstacle = Self(rawValue: 19)
}

/// `ADSB_FLAGS`, a bit mask.
public struct MAVADSBFlags: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt16
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `ADSB_FLAGS_VALID_COORDS`, 1.
    public static let validCoords = Self(rawValue: 1)
    /// `ADSB_FLAGS_VALID_ALTITUDE`, 2.
    public static let validAltitude = Self(rawValue: 2)
    /// `ADSB_FLAGS_VALID_HEADING`, 4.
    public static let validHeading = Self(rawValue: 4)
    /// `ADSB_FLAGS_VALID_VELOCITY`, 8.
    public static let validVelocity = Self(rawValue: 8)
    /// `ADSB_FLAGS_VALID_CALLSIGN`, 16.
    public static let validCallsign = Self(rawValue: 16)
    /// `ADSB_FLAGS_VALID_SQUAWK`, 32.
    public static let validSquawk = Self(rawValue: 32)
    /// `ADSB_FLAGS_SIMULATED`, 64.
    public static let simulated = Self(rawValue: 64)
    /// `ADSB_FLAGS_VERTICAL_VELOCITY_VALID`, 128.
    public static let verticalVelocityValid = Self(rawValue: 128)
    /// `ADSB_FLAGS_BARO_VALID`, 256.
    public static let baroValid = Self(rawValue: 256)
    /// `ADSB_FLAGS_SOURCE_UAT`, 32768.
    public static let sourceUat = Self(rawValue: 32768)
}

/// `CAMERA_CAP_FLAGS`, a bit mask.
public struct MAVCameraCapFlags: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt32
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `CAMERA_CAP_FLAGS_CAPTURE_VIDEO`, 1.
    public static let captureVideo = Self(rawValue: 1)
    /// `CAMERA_CAP_FLAGS_CAPTURE_IMAGE`, 2.
    public static let captureImage = Self(rawValue: 2)
    /// `CAMERA_CAP_FLAGS_HAS_MODES`, 4.
    public static let hasModes = Self(rawValue: 4)
    /// `CAMERA_CAP_FLAGS_CAN_CAPTURE_IMAGE_IN_VIDEO_MODE`, 8.
    public static let canCaptureImageInVideoMode = Self(rawValue: 8)
    /// `CAMERA_CAP_FLAGS_CAN_CAPTURE_VIDEO_IN_IMAGE_MODE`, 16.
    public static let canCaptureVideoInImageMode = Self(rawValue: 16)
    /// `CAMERA_CAP_FLAGS_HAS_IMAGE_SURVEY_MODE`, 32.
    public static let hasImageSurveyMode = Self(rawValue: 32)
    /// `CAMERA_CAP_FLAGS_HAS_BASIC_ZOOM`, 64.
    public static let hasBasicZoom = Self(rawValue: 64)
    /// `CAMERA_CAP_FLAGS_HAS_BASIC_FOCUS`, 128.
    public static let hasBasicFocus = Self(rawValue: 128)
    /// `CAMERA_CAP_FLAGS_HAS_VIDEO_STREAM`, 256.
    public static let hasVideoStream = Self(rawValue: 256)
    /// `CAMERA_CAP_FLAGS_HAS_TRACKING_POINT`, 512.
    public static let hasTrackingPoint = Self(rawValue: 512)
    /// `CAMERA_CAP_FLAGS_HAS_TRACKING_RECTANGLE`, 1024.
    public static let hasTrackingRectangle = Self(rawValue: 1024)
    /// `CAMERA_CAP_FLAGS_HAS_TRACKING_GEO_STATUS`, 2048.
    public static let hasTrackingGeoStatus = Self(rawValue: 2048)
    /// `CAMERA_CAP_FLAGS_HAS_THERMAL_RANGE`, 4096.
    public static let hasThermalRange = Self(rawValue: 4096)
    /// `CAMERA_CAP_FLAGS_HAS_MTI`, 8192.
    public static let hasMti = Self(rawValue: 8192)
}

/// `CAMERA_FEEDBACK_FLAGS`.
public struct MAVCameraFeedbackFlags: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `CAMERA_FEEDBACK_PHOTO`, 0.
    public static let photo = Self(rawValue: 0)
    /// `CAMERA_FEEDBACK_VIDEO`, 1.
    public static let video = Self(rawValue: 1)
    /// `CAMERA_FEEDBACK_BADEXPOSURE`, 2.
    public static let badexposure = Self(rawValue: 2)
    /// `CAMERA_FEEDBACK_CLOSEDLOOP`, 3.
    public static let closedloop = Self(rawValue: 3)
    /// `CAMERA_FEEDBACK_OPENLOOP`, 4.
    public static let openloop = Self(rawValue: 4)
}

/// `CAMERA_MODE`.
public struct MAVCameraMode: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `CAMERA_MODE_IMAGE`, 0.
    public static let image = Self(rawValue: 0)
    /// `CAMERA_MODE_VIDEO`, 1.
    public static let video = Self(rawValue: 1)
    /// `CAMERA_MODE_IMAGE_SURVEY`, 2.
    public static let imageSurvey = Self(rawValue: 2)
}

/// `CELLULAR_NETWORK_FAILED_REASON`.
public struct MAVCellularNetworkFailedReason: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `CELLULAR_NETWORK_FAILED_REASON_NONE`, 0.
    public static let none = Self(rawValue: 0)
    /// `CELLULAR_NETWORK_FAILED_REASON_UNKNOWN`, 1.
    public static let unknown = Self(rawValue: 1)
    /// `CELLULAR_NETWORK_FAILED_REASON_SIM_MISSING`, 2.
    public static let simMissing = Self(rawValue: 2)
    /// `CELLULAR_NETWORK_FAILED_REASON_SIM_ERROR`, 3.
    public static let simError = Self(rawValue: 3)
}

/// `CELLULAR_NETWORK_RADIO_TYPE`.
public struct MAVCellularNetworkRadioType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `CELLULAR_NETWORK_RADIO_TYPE_NONE`, 0.
    public static let none = Self(rawValue: 0)
    /// `CELLULAR_NETWORK_RADIO_TYPE_GSM`, 1.
    public static let gsm = Self(rawValue: 1)
    /// `CELLULAR_NETWORK_RADIO_TYPE_CDMA`, 2.
    public static let cdma = Self(rawValue: 2)
    /// `CELLULAR_NETWORK_RADIO_TYPE_WCDMA`, 3.
    public static let wcdma = Self(rawValue: 3)
    /// `CELLULAR_NETWORK_RADIO_TYPE_LTE`, 4.
    public static let lte = Self(rawValue: 4)
}

/// `CELLULAR_STATUS_FLAG`.
public struct MAVCellularStatusFlag: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `CELLULAR_STATUS_FLAG_UNKNOWN`, 0.
    public static let unknown = Self(rawValue: 0)
    /// `CELLULAR_STATUS_FLAG_FAILED`, 1.
    public static let failed = Self(rawValue: 1)
    /// `CELLULAR_STATUS_FLAG_INITIALIZING`, 2.
    public static let initializing = Self(rawValue: 2)
    /// `CELLULAR_STATUS_FLAG_LOCKED`, 3.
    public static let locked = Self(rawValue: 3)
    /// `CELLULAR_STATUS_FLAG_DISABLED`, 4.
    public static let disabled = Self(rawValue: 4)
    /// `CELLULAR_STATUS_FLAG_DISABLING`, 5.
    public static let disabling = Self(rawValue: 5)
    /// `CELLULAR_STATUS_FLAG_ENABLING`, 6.
    public static let enabling = Self(rawValue: 6)
    /// `CELLULAR_STATUS_FLAG_ENABLED`, 7.
    public static let enabled = Self(rawValue: 7)
    /// `CELLULAR_STATUS_FLAG_SEARCHING`, 8.
    public static let searching = Self(rawValue: 8)
    /// `CELLULAR_STATUS_FLAG_REGISTERED`, 9.
    public static let registered = Self(rawValue: 9)
    /// `CELLULAR_STATUS_FLAG_DISCONNECTING`, 10.
    public static let disconnecting = Self(rawValue: 10)
    /// `CELLULAR_STATUS_FLAG_CONNECTING`, 11.
    public static let connecting = Self(rawValue: 11)
    /// `CELLULAR_STATUS_FLAG_CONNECTED`, 12.
    public static let connected = Self(rawValue: 12)
}

/// `COPTER_MODE`.
public struct MAVCopterMode: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt32
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `COPTER_MODE_STABILIZE`, 0.
    public static let stabilize = Self(rawValue: 0)
    /// `COPTER_MODE_ACRO`, 1.
    public static let acro = Self(rawValue: 1)
    /// `COPTER_MODE_ALT_HOLD`, 2.
    public static let altHold = Self(rawValue: 2)
    /// `COPTER_MODE_AUTO`, 3.
    public static let auto = Self(rawValue: 3)
    /// `COPTER_MODE_GUIDED`, 4.
    public static let guided = Self(rawValue: 4)
    /// `COPTER_MODE_LOITER`, 5.
    public static let loiter = Self(rawValue: 5)
    /// `COPTER_MODE_RTL`, 6.
    public static let rtl = Self(rawValue: 6)
    /// `COPTER_MODE_CIRCLE`, 7.
    public static let circle = Self(rawValue: 7)
    /// `COPTER_MODE_LAND`, 9.
    public static let land = Self(rawValue: 9)
    /// `COPTER_MODE_DRIFT`, 11.
    public static let drift = Self(rawValue: 11)
    /// `COPTER_MODE_SPORT`, 13.
    public static let sport = Self(rawValue: 13)
    /// `COPTER_MODE_FLIP`, 14.
    public static let flip = Self(rawValue: 14)
    /// `COPTER_MODE_AUTOTUNE`, 15.
    public static let autotune = Self(rawValue: 15)
    /// `COPTER_MODE_POSHOLD`, 16.
    public static let poshold = Self(rawValue: 16)
    /// `COPTER_MODE_BRAKE`, 17.
    public static let brake = Self(rawValue: 17)
    /// `COPTER_MODE_THROW`, 18.
    public static let `throw` = Self(rawValue: 18)
    /// `COPTER_MODE_AVOID_ADSB`, 19.
    public static let avoidADSB = Self(rawValue: 19)
    /// `COPTER_MODE_GUIDED_NOGPS`, 20.
    public static let guidedNogps = Self(rawValue: 20)
    /// `COPTER_MODE_SMART_RTL`, 21.
    public static let smartRtl = Self(rawValue: 21)
    /// `COPTER_MODE_FLOWHOLD`, 22.
    public static let flowhold = Self(rawValue: 22)
    /// `COPTER_MODE_FOLLOW`, 23.
    public static let follow = Self(rawValue: 23)
    /// `COPTER_MODE_ZIGZAG`, 24.
    public static let zigzag = Self(rawValue: 24)
    /// `COPTER_MODE_SYSTEMID`, 25.
    public static let systemid = Self(rawValue: 25)
    /// `COPTER_MODE_AUTOROTATE`, 26.
    public static let autorotate = Self(rawValue: 26)
    /// `COPTER_MODE_AUTO_RTL`, 27.
    public static let autoRtl = Self(rawValue: 27)
    /// `COPTER_MODE_TURTLE`, 28.
    public static let turtle = Self(rawValue: 28)
}

/// `EKF_STATUS_FLAGS`, a bit mask.
public struct MAVEKFStatusFlags: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt16
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `EKF_ATTITUDE`, 1.
    public static let attitude = Self(rawValue: 1)
    /// `EKF_VELOCITY_HORIZ`, 2.
    public static let velocityHoriz = Self(rawValue: 2)
    /// `EKF_VELOCITY_VERT`, 4.
    public static let velocityVert = Self(rawValue: 4)
    /// `EKF_POS_HORIZ_REL`, 8.
    public static let posHorizRel = Self(rawValue: 8)
    /// `EKF_POS_HORIZ_ABS`, 16.
    public static let posHorizAbs = Self(rawValue: 16)
    /// `EKF_POS_VERT_ABS`, 32.
    public static let posVertAbs = Self(rawValue: 32)
    /// `EKF_POS_VERT_AGL`, 64.
    public static let posVertAgl = Self(rawValue: 64)
    /// `EKF_CONST_POS_MODE`, 128.
    public static let constPosMode = Self(rawValue: 128)
    /// `EKF_PRED_POS_HORIZ_REL`, 256.
    public static let predPosHorizRel = Self(rawValue: 256)
    /// `EKF_PRED_POS_HORIZ_ABS`, 512.
    public static let predPosHorizAbs = Self(rawValue: 512)
    /// `EKF_UNINITIALIZED`, 1024.
    public static let uninitialized = Self(rawValue: 1024)
    /// `EKF_GPS_GLITCHING`, 32768.
    public static let gpsGlitching = Self(rawValue: 32768)
}

/// `ESC_CONNECTION_TYPE`.
public struct MAVESCConnectionType: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `ESC_CONNECTION_TYPE_PPM`, 0.
    public static let ppm = Self(rawValue: 0)
    /// `ESC_CONNECTION_TYPE_SERIAL`, 1.
    public static let serial = Self(rawValue: 1)
    /// `ESC_CONNECTION_TYPE_ONESHOT`, 2.
    public static let oneshot = Self(rawValue: 2)
    /// `ESC_CONNECTION_TYPE_I2C`, 3.
    public static let i2c = Self(rawValue: 3)
    /// `ESC_CONNECTION_TYPE_CAN`, 4.
    public static let can = Self(rawValue: 4)
    /// `ESC_CONNECTION_TYPE_DSHOT`, 5.
    public static let dshot = Self(rawValue: 5)
}

/// `ESC_FAILURE_FLAGS`, a bit mask.
public struct MAVESCFailureFlags: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt16
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `ESC_FAILURE_OVER_CURRENT`, 1.
    public static let overCurrent = Self(rawValue: 1)
    /// `ESC_FAILURE_OVER_VOLTAGE`, 2.
    public static let overVoltage = Self(rawValue: 2)
    /// `ESC_FAILURE_OVER_TEMPERATURE`, 4.
    public static let overTemperature = Self(rawValue: 4)
    /// `ESC_FAILURE_OVER_RPM`, 8.
    public static let overRpm = Self(rawValue: 8)
    /// `ESC_FAILURE_INCONSISTENT_CMD`, 16.
    public static let inconsistentCmd = Self(rawValue: 16)
    /// `ESC_FAILURE_MOTOR_STUCK`, 32.
    public static let motorStuck = Self(rawValue: 32)
    /// `ESC_FAILURE_GENERIC`, 64.
    public static let generic = Self(rawValue: 64)
}

/// `ESTIMATOR_STATUS_FLAGS`, a bit mask.
public struct MAVEstimatorStatusFlags: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt16
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `ESTIMATOR_ATTITUDE`, 1.
    public static let attitude = Self(rawValue: 1)
    /// `ESTIMATOR_VELOCITY_HORIZ`, 2.
    public static let velocityHoriz = Self(rawValue: 2)
    /// `ESTIMATOR_VELOCITY_VERT`, 4.
    public static let velocityVert = Self(rawValue: 4)
    /// `ESTIMATOR_POS_HORIZ_REL`, 8.
    public static let posHorizRel = Self(rawValue: 8)
    /// `ESTIMATOR_POS_HORIZ_ABS`, 16.
    public static let posHorizAbs = Self(rawValue: 16)
    /// `ESTIMATOR_POS_VERT_ABS`, 32.
    public static let posVertAbs = Self(rawValue: 32)
    /// `ESTIMATOR_POS_VERT_AGL`, 64.
    public static let posVertAgl = Self(rawValue: 64)
    /// `ESTIMATOR_CONST_POS_MODE`, 128.
    public static let constPosMode = Self(rawValue: 128)
    /// `ESTIMATOR_PRED_POS_HORIZ_REL`, 256.
    public static let predPosHorizRel = Self(rawValue: 256)
    /// `ESTIMATOR_PRED_POS_HORIZ_ABS`, 512.
    public static let predPosHorizAbs = Self(rawValue: 512)
    /// `ESTIMATOR_GPS_GLITCH`, 1024.
    public static let gpsGlitch = Self(rawValue: 1024)
    /// `ESTIMATOR_ACCEL_ERROR`, 2048.
    public static let accelError = Self(rawValue: 2048)
}

/// `FENCE_BREACH`.
public struct MAVFenceBreach: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `FENCE_BREACH_NONE`, 0.
    public static let none = Self(rawValue: 0)
    /// `FENCE_BREACH_MINALT`, 1.
    public static let minalt = Self(rawValue: 1)
    /// `FENCE_BREACH_MAXALT`, 2.
    public static let maxalt = Self(rawValue: 2)
    /// `FENCE_BREACH_BOUNDARY`, 3.
    public static let boundary = Self(rawValue: 3)
}

/// `FENCE_MITIGATE`.
public struct MAVFenceMitigate: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `FENCE_MITIGATE_UNKNOWN`, 0.
    public static let unknown = Self(rawValue: 0)
    /// `FENCE_MITIGATE_NONE`, 1.
    public static let none = Self(rawValue: 1)
    /// `FENCE_MITIGATE_VEL_LIMIT`, 2.
    public static let velLimit = Self(rawValue: 2)
}

/// `FENCE_TYPE`, a bit mask.
public struct MAVFenceType: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt32
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `FENCE_TYPE_ALT_MAX`, 1.
    public static let altMax = Self(rawValue: 1)
    /// `FENCE_TYPE_CIRCLE`, 2.
    public static let circle = Self(rawValue: 2)
    /// `FENCE_TYPE_POLYGON`, 4.
    public static let polygon = Self(rawValue: 4)
    /// `FENCE_TYPE_ALT_MIN`, 8.
    public static let altMin = Self(rawValue: 8)
}
