// SPDX-License-Identifier: Apache-2.0
// Enumerations of the MAVLink definitions; all are open, so that unknown values survive.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `MAV_COMPONENT`.
public struct MAVComponent: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_COMP_ID_ALL`, 0.
    public static let all = Self(rawValue: 0)
    /// `MAV_COMP_ID_AUTOPILOT1`, 1.
    public static let autopilot1 = Self(rawValue: 1)
    /// `MAV_COMP_ID_USER1`, 25.
    public static let user1 = Self(rawValue: 25)
    /// `MAV_COMP_ID_USER2`, 26.
    public static let user2 = Self(rawValue: 26)
    /// `MAV_COMP_ID_USER3`, 27.
    public static let user3 = Self(rawValue: 27)
    /// `MAV_COMP_ID_USER4`, 28.
    public static let user4 = Self(rawValue: 28)
    /// `MAV_COMP_ID_USER5`, 29.
    public static let user5 = Self(rawValue: 29)
    /// `MAV_COMP_ID_USER6`, 30.
    public static let user6 = Self(rawValue: 30)
    /// `MAV_COMP_ID_USER7`, 31.
    public static let user7 = Self(rawValue: 31)
    /// `MAV_COMP_ID_USER8`, 32.
    public static let user8 = Self(rawValue: 32)
    /// `MAV_COMP_ID_USER9`, 33.
    public static let user9 = Self(rawValue: 33)
    /// `MAV_COMP_ID_USER10`, 34.
    public static let user10 = Self(rawValue: 34)
    /// `MAV_COMP_ID_USER11`, 35.
    public static let user11 = Self(rawValue: 35)
    /// `MAV_COMP_ID_USER12`, 36.
    public static let user12 = Self(rawValue: 36)
    /// `MAV_COMP_ID_USER13`, 37.
    public static let user13 = Self(rawValue: 37)
    /// `MAV_COMP_ID_USER14`, 38.
    public static let user14 = Self(rawValue: 38)
    /// `MAV_COMP_ID_USER15`, 39.
    public static let user15 = Self(rawValue: 39)
    /// `MAV_COMP_ID_USER16`, 40.
    public static let user16 = Self(rawValue: 40)
    /// `MAV_COMP_ID_USER17`, 41.
    public static let user17 = Self(rawValue: 41)
    /// `MAV_COMP_ID_USER18`, 42.
    public static let user18 = Self(rawValue: 42)
    /// `MAV_COMP_ID_USER19`, 43.
    public static let user19 = Self(rawValue: 43)
    /// `MAV_COMP_ID_USER20`, 44.
    public static let user20 = Self(rawValue: 44)
    /// `MAV_COMP_ID_USER21`, 45.
    public static let user21 = Self(rawValue: 45)
    /// `MAV_COMP_ID_USER22`, 46.
    public static let user22 = Self(rawValue: 46)
    /// `MAV_COMP_ID_USER23`, 47.
    public static let user23 = Self(rawValue: 47)
    /// `MAV_COMP_ID_USER24`, 48.
    public static let user24 = Self(rawValue: 48)
    /// `MAV_COMP_ID_USER25`, 49.
    public static let user25 = Self(rawValue: 49)
    /// `MAV_COMP_ID_USER26`, 50.
    public static let user26 = Self(rawValue: 50)
    /// `MAV_COMP_ID_USER27`, 51.
    public static let user27 = Self(rawValue: 51)
    /// `MAV_COMP_ID_USER28`, 52.
    public static let user28 = Self(rawValue: 52)
    /// `MAV_COMP_ID_USER29`, 53.
    public static let user29 = Self(rawValue: 53)
    /// `MAV_COMP_ID_USER30`, 54.
    public static let user30 = Self(rawValue: 54)
    /// `MAV_COMP_ID_USER31`, 55.
    public static let user31 = Self(rawValue: 55)
    /// `MAV_COMP_ID_USER32`, 56.
    public static let user32 = Self(rawValue: 56)
    /// `MAV_COMP_ID_USER33`, 57.
    public static let user33 = Self(rawValue: 57)
    /// `MAV_COMP_ID_USER34`, 58.
    public static let user34 = Self(rawValue: 58)
    /// `MAV_COMP_ID_USER35`, 59.
    public static let user35 = Self(rawValue: 59)
    /// `MAV_COMP_ID_USER36`, 60.
    public static let user36 = Self(rawValue: 60)
    /// `MAV_COMP_ID_USER37`, 61.
    public static let user37 = Self(rawValue: 61)
    /// `MAV_COMP_ID_USER38`, 62.
    public static let user38 = Self(rawValue: 62)
    /// `MAV_COMP_ID_USER39`, 63.
    public static let user39 = Self(rawValue: 63)
    /// `MAV_COMP_ID_USER40`, 64.
    public static let user40 = Self(rawValue: 64)
    /// `MAV_COMP_ID_USER41`, 65.
    public static let user41 = Self(rawValue: 65)
    /// `MAV_COMP_ID_USER42`, 66.
    public static let user42 = Self(rawValue: 66)
    /// `MAV_COMP_ID_USER43`, 67.
    public static let user43 = Self(rawValue: 67)
    /// `MAV_COMP_ID_TELEMETRY_RADIO`, 68.
    public static let telemetryRadio = Self(rawValue: 68)
    /// `MAV_COMP_ID_USER45`, 69.
    public static let user45 = Self(rawValue: 69)
    /// `MAV_COMP_ID_USER46`, 70.
    public static let user46 = Self(rawValue: 70)
    /// `MAV_COMP_ID_USER47`, 71.
    public static let user47 = Self(rawValue: 71)
    /// `MAV_COMP_ID_USER48`, 72.
    public static let user48 = Self(rawValue: 72)
    /// `MAV_COMP_ID_USER49`, 73.
    public static let user49 = Self(rawValue: 73)
    /// `MAV_COMP_ID_USER50`, 74.
    public static let user50 = Self(rawValue: 74)
    /// `MAV_COMP_ID_USER51`, 75.
    public static let user51 = Self(rawValue: 75)
    /// `MAV_COMP_ID_USER52`, 76.
    public static let user52 = Self(rawValue: 76)
    /// `MAV_COMP_ID_USER53`, 77.
    public static let user53 = Self(rawValue: 77)
    /// `MAV_COMP_ID_USER54`, 78.
    public static let user54 = Self(rawValue: 78)
    /// `MAV_COMP_ID_USER55`, 79.
    public static let user55 = Self(rawValue: 79)
    /// `MAV_COMP_ID_USER56`, 80.
    public static let user56 = Self(rawValue: 80)
    /// `MAV_COMP_ID_USER57`, 81.
    public static let user57 = Self(rawValue: 81)
    /// `MAV_COMP_ID_USER58`, 82.
    public static let user58 = Self(rawValue: 82)
    /// `MAV_COMP_ID_USER59`, 83.
    public static let user59 = Self(rawValue: 83)
    /// `MAV_COMP_ID_USER60`, 84.
    public static let user60 = Self(rawValue: 84)
    /// `MAV_COMP_ID_USER61`, 85.
    public static let user61 = Self(rawValue: 85)
    /// `MAV_COMP_ID_USER62`, 86.
    public static let user62 = Self(rawValue: 86)
    /// `MAV_COMP_ID_USER63`, 87.
    public static let user63 = Self(rawValue: 87)
    /// `MAV_COMP_ID_USER64`, 88.
    public static let user64 = Self(rawValue: 88)
    /// `MAV_COMP_ID_USER65`, 89.
    public static let user65 = Self(rawValue: 89)
    /// `MAV_COMP_ID_USER66`, 90.
    public static let user66 = Self(rawValue: 90)
    /// `MAV_COMP_ID_USER67`, 91.
    public static let user67 = Self(rawValue: 91)
    /// `MAV_COMP_ID_USER68`, 92.
    public static let user68 = Self(rawValue: 92)
    /// `MAV_COMP_ID_USER69`, 93.
    public static let user69 = Self(rawValue: 93)
    /// `MAV_COMP_ID_USER70`, 94.
    public static let user70 = Self(rawValue: 94)
    /// `MAV_COMP_ID_USER71`, 95.
    public static let user71 = Self(rawValue: 95)
    /// `MAV_COMP_ID_USER72`, 96.
    public static let user72 = Self(rawValue: 96)
    /// `MAV_COMP_ID_USER73`, 97.
    public static let user73 = Self(rawValue: 97)
    /// `MAV_COMP_ID_USER74`, 98.
    public static let user74 = Self(rawValue: 98)
    /// `MAV_COMP_ID_USER75`, 99.
    public static let user75 = Self(rawValue: 99)
    /// `MAV_COMP_ID_CAMERA`, 100.
    public static let camera = Self(rawValue: 100)
    /// `MAV_COMP_ID_CAMERA2`, 101.
    public static let camera2 = Self(rawValue: 101)
    /// `MAV_COMP_ID_CAMERA3`, 102.
    public static let camera3 = Self(rawValue: 102)
    /// `MAV_COMP_ID_CAMERA4`, 103.
    public static let camera4 = Self(rawValue: 103)
    /// `MAV_COMP_ID_CAMERA5`, 104.
    public static let camera5 = Self(rawValue: 104)
    /// `MAV_COMP_ID_CAMERA6`, 105.
    public static let camera6 = Self(rawValue: 105)
    /// `MAV_COMP_ID_RADIO`, 110.
    public static let radio = Self(rawValue: 110)
    /// `MAV_COMP_ID_RADIO2`, 111.
    public static let radio2 = Self(rawValue: 111)
    /// `MAV_COMP_ID_RADIO3`, 112.
    public static let radio3 = Self(rawValue: 112)
    /// `MAV_COMP_ID_SERVO1`, 140.
    public static let servo1 = Self(rawValue: 140)
    /// `MAV_COMP_ID_SERVO2`, 141.
    public static let servo2 = Self(rawValue: 141)
    /// `MAV_COMP_ID_SERVO3`, 142.
    public static let servo3 = Self(rawValue: 142)
    /// `MAV_COMP_ID_SERVO4`, 143.
    public static let servo4 = Self(rawValue: 143)
    /// `MAV_COMP_ID_SERVO5`, 144.
    public static let servo5 = Self(rawValue: 144)
    /// `MAV_COMP_ID_SERVO6`, 145.
    public static let servo6 = Self(rawValue: 145)
    /// `MAV_COMP_ID_SERVO7`, 146.
    public static let servo7 = Self(rawValue: 146)
    /// `MAV_COMP_ID_SERVO8`, 147.
    public static let servo8 = Self(rawValue: 147)
    /// `MAV_COMP_ID_SERVO9`, 148.
    public static let servo9 = Self(rawValue: 148)
    /// `MAV_COMP_ID_SERVO10`, 149.
    public static let servo10 = Self(rawValue: 149)
    /// `MAV_COMP_ID_SERVO11`, 150.
    public static let servo11 = Self(rawValue: 150)
    /// `MAV_COMP_ID_SERVO12`, 151.
    public static let servo12 = Self(rawValue: 151)
    /// `MAV_COMP_ID_SERVO13`, 152.
    public static let servo13 = Self(rawValue: 152)
    /// `MAV_COMP_ID_SERVO14`, 153.
    public static let servo14 = Self(rawValue: 153)
    /// `MAV_COMP_ID_GIMBAL`, 154.
    public static let gimbal = Self(rawValue: 154)
    /// `MAV_COMP_ID_LOG`, 155.
    public static let log = Self(rawValue: 155)
    /// `MAV_COMP_ID_ADSB`, 156.
    public static let adsb = Self(rawValue: 156)
    /// `MAV_COMP_ID_OSD`, 157.
    public static let osd = Self(rawValue: 157)
    /// `MAV_COMP_ID_PERIPHERAL`, 158.
    public static let peripheral = Self(rawValue: 158)
    /// `MAV_COMP_ID_QX1_GIMBAL`, 159.
    public static let qx1Gimbal = Self(rawValue: 159)
    /// `MAV_COMP_ID_FLARM`, 160.
    public static let flarm = Self(rawValue: 160)
    /// `MAV_COMP_ID_PARACHUTE`, 161.
    public static let parachute = Self(rawValue: 161)
    /// `MAV_COMP_ID_WINCH`, 169.
    public static let winch = Self(rawValue: 169)
    /// `MAV_COMP_ID_GIMBAL2`, 171.
    public static let gimbal2 = Self(rawValue: 171)
    /// `MAV_COMP_ID_GIMBAL3`, 172.
    public static let gimbal3 = Self(rawValue: 172)
    /// `MAV_COMP_ID_GIMBAL4`, 173.
    public static let gimbal4 = Self(rawValue: 173)
    /// `MAV_COMP_ID_GIMBAL5`, 174.
    public static let gimbal5 = Self(rawValue: 174)
    /// `MAV_COMP_ID_GIMBAL6`, 175.
    public static let gimbal6 = Self(rawValue: 175)
    /// `MAV_COMP_ID_BATTERY`, 180.
    public static let battery = Self(rawValue: 180)
    /// `MAV_COMP_ID_BATTERY2`, 181.
    public static let battery2 = Self(rawValue: 181)
    /// `MAV_COMP_ID_MAVCAN`, 189.
    public static let mavcan = Self(rawValue: 189)
    /// `MAV_COMP_ID_MISSIONPLANNER`, 190.
    public static let missionplanner = Self(rawValue: 190)
    /// `MAV_COMP_ID_ONBOARD_COMPUTER`, 191.
    public static let onboardComputer = Self(rawValue: 191)
    /// `MAV_COMP_ID_ONBOARD_COMPUTER2`, 192.
    public static let onboardComputer2 = Self(rawValue: 192)
    /// `MAV_COMP_ID_ONBOARD_COMPUTER3`, 193.
    public static let onboardComputer3 = Self(rawValue: 193)
    /// `MAV_COMP_ID_ONBOARD_COMPUTER4`, 194.
    public static let onboardComputer4 = Self(rawValue: 194)
    /// `MAV_COMP_ID_PATHPLANNER`, 195.
    public static let pathplanner = Self(rawValue: 195)
    /// `MAV_COMP_ID_OBSTACLE_AVOIDANCE`, 196.
    public static let obstacleAvoidance = Self(rawValue: 196)
    /// `MAV_COMP_ID_VISUAL_INERTIAL_ODOMETRY`, 197.
    public static let visualInertialOdometry = Self(rawValue: 197)
    /// `MAV_COMP_ID_PAIRING_MANAGER`, 198.
    public static let pairingManager = Self(rawValue: 198)
    /// `MAV_COMP_ID_IMU`, 200.
    public static let imu = Self(rawValue: 200)
    /// `MAV_COMP_ID_IMU_2`, 201.
    public static let imu2 = Self(rawValue: 201)
    /// `MAV_COMP_ID_IMU_3`, 202.
    public static let imu3 = Self(rawValue: 202)
    /// `MAV_COMP_ID_GPS`, 220.
    public static let gps = Self(rawValue: 220)
    /// `MAV_COMP_ID_GPS2`, 221.
    public static let gps2 = Self(rawValue: 221)
    /// `MAV_COMP_ID_ODID_TXRX_1`, 236.
    public static let odidTxrx1 = Self(rawValue: 236)
    /// `MAV_COMP_ID_ODID_TXRX_2`, 237.
    public static let odidTxrx2 = Self(rawValue: 237)
    /// `MAV_COMP_ID_ODID_TXRX_3`, 238.
    public static let odidTxrx3 = Self(rawValue: 238)
    /// `MAV_COMP_ID_UDP_BRIDGE`, 240.
    public static let udpBridge = Self(rawValue: 240)
    /// `MAV_COMP_ID_UART_BRIDGE`, 241.
    public static let uartBridge = Self(rawValue: 241)
    /// `MAV_COMP_ID_TUNNEL_NODE`, 242.
    public static let tunnelNode = Self(rawValue: 242)
    /// `MAV_COMP_ID_ILLUMINATOR`, 243.
    public static let illuminator = Self(rawValue: 243)
    /// `MAV_COMP_ID_SYSTEM_CONTROL`, 250.
    public static let systemControl = Self(rawValue: 250)
}

/// `MAV_DATA_STREAM`.
public struct MAVDataStream: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_DATA_STREAM_ALL`, 0.
    public static let all = Self(rawValue: 0)
    /// `MAV_DATA_STREAM_RAW_SENSORS`, 1.
    public static let rawSensors = Self(rawValue: 1)
    /// `MAV_DATA_STREAM_EXTENDED_STATUS`, 2.
    public static let extendedStatus = Self(rawValue: 2)
    /// `MAV_DATA_STREAM_RC_CHANNELS`, 3.
    public static let rcChannels = Self(rawValue: 3)
    /// `MAV_DATA_STREAM_RAW_CONTROLLER`, 4.
    public static let rawController = Self(rawValue: 4)
    /// `MAV_DATA_STREAM_POSITION`, 6.
    public static let position = Self(rawValue: 6)
    /// `MAV_DATA_STREAM_EXTRA1`, 10.
    public static let extra1 = Self(rawValue: 10)
    /// `MAV_DATA_STREAM_EXTRA2`, 11.
    public static let extra2 = Self(rawValue: 11)
    /// `MAV_DATA_STREAM_EXTRA3`, 12.
    public static let extra3 = Self(rawValue: 12)
}

/// `MAV_DISTANCE_SENSOR`.
public struct MAVDistanceSensor: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_DISTANCE_SENSOR_LASER`, 0.
    public static let laser = Self(rawValue: 0)
    /// `MAV_DISTANCE_SENSOR_ULTRASOUND`, 1.
    public static let ultrasound = Self(rawValue: 1)
    /// `MAV_DISTANCE_SENSOR_INFRARED`, 2.
    public static let infrared = Self(rawValue: 2)
    /// `MAV_DISTANCE_SENSOR_RADAR`, 3.
    public static let radar = Self(rawValue: 3)
    /// `MAV_DISTANCE_SENSOR_UNKNOWN`, 4.
    public static let unknown = Self(rawValue: 4)
}

/// `MAV_DO_REPOSITION_FLAGS`, a bit mask.
public struct MAVDoRepositionFlags: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_DO_REPOSITION_FLAGS_CHANGE_MODE`, 1.
    public static let changeMode = Self(rawValue: 1)
    /// `MAV_DO_REPOSITION_FLAGS_RELATIVE_YAW`, 2.
    public static let relativeYaw = Self(rawValue: 2)
}

/// `MAV_EVENT_CURRENT_SEQUENCE_FLAGS`, a bit mask.
public struct MAVEventCurrentSequenceFlags: OptionSet, MAVEnumeration {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_EVENT_CURRENT_SEQUENCE_FLAGS_RESET`, 1.
    public static let reset = Self(rawValue: 1)
}

/// `MAV_EVENT_ERROR_REASON`.
public struct MAVEventErrorReason: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_EVENT_ERROR_REASON_UNAVAILABLE`, 0.
    public static let unavailable = Self(rawValue: 0)
}

/// `MAV_FRAME`.
public struct MAVFrame: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_FRAME_GLOBAL`, 0.
    public static let global = Self(rawValue: 0)
    /// `MAV_FRAME_LOCAL_NED`, 1.
    public static let localNED = Self(rawValue: 1)
    /// `MAV_FRAME_MISSION`, 2.
    public static let mission = Self(rawValue: 2)
    /// `MAV_FRAME_GLOBAL_RELATIVE_ALT`, 3.
    public static let globalRelativeAlt = Self(rawValue: 3)
    /// `MAV_FRAME_LOCAL_ENU`, 4.
    public static let localENU = Self(rawValue: 4)
    /// `MAV_FRAME_GLOBAL_INT`, 5.
    public static let globalInt = Self(rawValue: 5)
    /// `MAV_FRAME_GLOBAL_RELATIVE_ALT_INT`, 6.
    public static let globalRelativeAltInt = Self(rawValue: 6)
    /// `MAV_FRAME_LOCAL_OFFSET_NED`, 7.
    public static let localOffsetNED = Self(rawValue: 7)
    /// `MAV_FRAME_BODY_NED`, 8.
    public static let bodyNED = Self(rawValue: 8)
    /// `MAV_FRAME_BODY_OFFSET_NED`, 9.
    public static let bodyOffsetNED = Self(rawValue: 9)
    /// `MAV_FRAME_GLOBAL_TERRAIN_ALT`, 10.
    public static let globalTerrainAlt = Self(rawValue: 10)
    /// `MAV_FRAME_GLOBAL_TERRAIN_ALT_INT`, 11.
    public static let globalTerrainAltInt = Self(rawValue: 11)
    /// `MAV_FRAME_BODY_FRD`, 12.
    public static let bodyFRD = Self(rawValue: 12)
    /// `MAV_FRAME_RESERVED_13`, 13.
    public static let reserved13 = Self(rawValue: 13)
    /// `MAV_FRAME_RESERVED_14`, 14.
    public static let reserved14 = Self(rawValue: 14)
    /// `MAV_FRAME_RESERVED_15`, 15.
    public static let reserved15 = Self(rawValue: 15)
    /// `MAV_FRAME_RESERVED_16`, 16.
    public static let reserved16 = Self(rawValue: 16)
    /// `MAV_FRAME_RESERVED_17`, 17.
    public static let reserved17 = Self(rawValue: 17)
    /// `MAV_FRAME_RESERVED_18`, 18.
    public static let reserved18 = Self(rawValue: 18)
    /// `MAV_FRAME_RESERVED_19`, 19.
    public static let reserved19 = Self(rawValue: 19)
    /// `MAV_FRAME_LOCAL_FRD`, 20.
    public static let localFRD = Self(rawValue: 20)
    /// `MAV_FRAME_LOCAL_FLU`, 21.
    public static let localFLU = Self(rawValue: 21)
}

/// `MAV_FTP_ERR`.
public struct MAVFTPErr: MAVEnumeration, Hashable {
    /// The number on the wire.
    public var rawValue: UInt8
    /// A value from its number; every number is allowed.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `MAV_FTP_ERR_NONE`, 0.
    public static let none = Self(rawValue: 0)
    /// `MAV_FTP_ERR_FAIL`, 1.
    public static let fail = Self(rawValue: 1)
    /// `MAV_FTP_ERR_FAILERRNO`, 2.
    public static let failerrno = Self(rawValue: 2)
    /// `MAV_FTP_ERR_INVALIDDATASIZE`, 3.
    public static let invaliddatasize = Self(rawValue: 3)
    /// `MAV_FTP_ERR_INVALIDSESSION`, 4.
    public static let invalidsession = Self(rawValue: 4)
    /// `MAV_FTP_ERR_NOSESSIONSAVAILABLE`, 5.
    public static let nosessionsavailable = Self(rawValue: 5)
    /// `MAV_FTP_ERR_EOF`, 6.
    public static let eof = Self(rawValue: 6)
    /// `MAV_FTP_ERR_UNKNOWNCOMMAND`, 7.
    public static let unknowncommand = Self(rawValue: 7)
    /// `MAV_FTP_ERR_FILEEXISTS`, 8.
    public static let fileexists = Self(rawValue: 8)
    /// `MAV_FTP_ERR_FILEPROTECTED`, 9.
    public static let fileprotected = Self(rawValue: 9)
    /// `MAV_FTP_ERR_FILENOTFOUND`, 10.
    public static let filenotfound = Self(rawValue: 10)
}
