// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `MISSION_COUNT`, number 44.
public struct MissionCountMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `count`.
    public var count: UInt16
    /// `mission_type`, extension.
    public var missionType: MAVMissionType
    /// `opaque_id`, extension; 0 when unknown.
    public var opaqueID: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, count: UInt16 = 0,
        missionType: MAVMissionType = .init(rawValue: 0), opaqueID: UInt32 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.count = count
        self.missionType = missionType
        self.opaqueID = opaqueID
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        count = bytes.read(at: 0)
        targetSystem = bytes.read(at: 2)
        targetComponent = bytes.read(at: 3)
        missionType = bytes.read(at: 4)
        opaqueID = bytes.read(at: 5)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(count, at: 0)
        bytes.write(targetSystem, at: 2)
        bytes.write(targetComponent, at: 3)
        bytes.write(missionType, at: 4)
        bytes.write(opaqueID, at: 5)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 44, name: "MISSION_COUNT", crcExtra: 221, lengthV1: 4, lengthV2: 9,
            layout: """
                u16 count, u8 target_system, u8 target_component, u8 mission_type, u32 opaque_id
                """)
    }
}

/// `MISSION_CLEAR_ALL`, number 45.
public struct MissionClearAllMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `mission_type`, extension.
    public var missionType: MAVMissionType

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, missionType: MAVMissionType = .init(rawValue: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.missionType = missionType
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        targetSystem = bytes.read(at: 0)
        targetComponent = bytes.read(at: 1)
        missionType = bytes.read(at: 2)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(targetSystem, at: 0)
        bytes.write(targetComponent, at: 1)
        bytes.write(missionType, at: 2)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 45, name: "MISSION_CLEAR_ALL", crcExtra: 232, lengthV1: 2, lengthV2: 3,
            layout: """
                u8 target_system, u8 target_component, u8 mission_type
                """)
    }
}

/// `MISSION_ITEM_REACHED`, number 46.
public struct MissionItemReachedMessage: MAVLinkMessage {
    /// `seq`.
    public var seq: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        seq: UInt16 = 0
    ) {
        self.seq = seq
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        seq = bytes.read(at: 0)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(seq, at: 0)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 46, name: "MISSION_ITEM_REACHED", crcExtra: 11, lengthV1: 2, lengthV2: 2,
            layout: """
                u16 seq
                """)
    }
}

/// `MISSION_ACK`, number 47.
public struct MissionAckMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `type`.
    public var type: MAVMissionResult
    /// `mission_type`, extension.
    public var missionType: MAVMissionType
    /// `opaque_id`, extension; 0 when unknown.
    public var opaqueID: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, type: MAVMissionResult = .init(rawValue: 0),
        missionType: MAVMissionType = .init(rawValue: 0), opaqueID: UInt32 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.type = type
        self.missionType = missionType
        self.opaqueID = opaqueID
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        targetSystem = bytes.read(at: 0)
        targetComponent = bytes.read(at: 1)
        type = bytes.read(at: 2)
        missionType = bytes.read(at: 3)
        opaqueID = bytes.read(at: 4)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(targetSystem, at: 0)
        bytes.write(targetComponent, at: 1)
        bytes.write(type, at: 2)
        bytes.write(missionType, at: 3)
        bytes.write(opaqueID, at: 4)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 47, name: "MISSION_ACK", crcExtra: 153, lengthV1: 3, lengthV2: 8,
            layout: """
                u8 target_system, u8 target_component, u8 type, u8 mission_type, u32 opaque_id
                """)
    }
}

/// `SET_GPS_GLOBAL_ORIGIN`, number 48.
public struct SetGPSGlobalOriginMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `latitude` in degE7.
    public var latitude: Int32
    /// `longitude` in degE7.
    public var longitude: Int32
    /// `altitude` in mm.
    public var altitude: Int32
    /// `time_usec` in us, extension.
    public var timeUsec: UInt64

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, latitude: Int32 = 0, longitude: Int32 = 0, altitude: Int32 = 0,
        timeUsec: UInt64 = 0
    ) {
        self.targetSystem = targetSystem
        self.latitude = latitude
        self.longitude = longitude
        self.altitude = altitude
        self.timeUsec = timeUsec
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        latitude = bytes.read(at: 0)
        longitude = bytes.read(at: 4)
        altitude = bytes.read(at: 8)
        targetSystem = bytes.read(at: 12)
        timeUsec = bytes.read(at: 13)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(latitude, at: 0)
        bytes.write(longitude, at: 4)
        bytes.write(altitude, at: 8)
        bytes.write(targetSystem, at: 12)
        bytes.write(timeUsec, at: 13)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 48, name: "SET_GPS_GLOBAL_ORIGIN", crcExtra: 41, lengthV1: 13, lengthV2: 21,
            layout: """
                i32 latitude, i32 longitude, i32 altitude, u8 target_system, u64 time_usec
                """)
    }
}

/// `GPS_GLOBAL_ORIGIN`, number 49.
public struct GPSGlobalOriginMessage: MAVLinkMessage {
    /// `latitude` in degE7.
    public var latitude: Int32
    /// `longitude` in degE7.
    public var longitude: Int32
    /// `altitude` in mm.
    public var altitude: Int32
    /// `time_usec` in us, extension.
    public var timeUsec: UInt64

    /// A message from its fields; those left out are zero.
    public init(
        latitude: Int32 = 0, longitude: Int32 = 0, altitude: Int32 = 0, timeUsec: UInt64 = 0
    ) {
        self.latitude = latitude
        self.longitude = longitude
        self.altitude = altitude
        self.timeUsec = timeUsec
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        latitude = bytes.read(at: 0)
        longitude = bytes.read(at: 4)
        altitude = bytes.read(at: 8)
        timeUsec = bytes.read(at: 12)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(latitude, at: 0)
        bytes.write(longitude, at: 4)
        bytes.write(altitude, at: 8)
        bytes.write(timeUsec, at: 12)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 49, name: "GPS_GLOBAL_ORIGIN", crcExtra: 39, lengthV1: 12, lengthV2: 20,
            layout: """
                i32 latitude, i32 longitude, i32 altitude, u64 time_usec
                """)
    }
}

/// `MISSION_REQUEST_INT`, number 51.
public struct MissionRequestIntMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `seq`.
    public var seq: UInt16
    /// `mission_type`, extension.
    public var missionType: MAVMissionType

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, seq: UInt16 = 0,
        missionType: MAVMissionType = .init(rawValue: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.seq = seq
        self.missionType = missionType
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        seq = bytes.read(at: 0)
        targetSystem = bytes.read(at: 2)
        targetComponent = bytes.read(at: 3)
        missionType = bytes.read(at: 4)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(seq, at: 0)
        bytes.write(targetSystem, at: 2)
        bytes.write(targetComponent, at: 3)
        bytes.write(missionType, at: 4)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 51, name: "MISSION_REQUEST_INT", crcExtra: 196, lengthV1: 4, lengthV2: 5,
            layout: """
                u16 seq, u8 target_system, u8 target_component, u8 mission_type
                """)
    }
}

/// `NAV_CONTROLLER_OUTPUT`, number 62.
public struct NavControllerOutputMessage: MAVLinkMessage {
    /// `nav_roll` in deg.
    public var navRoll: Float
    /// `nav_pitch` in deg.
    public var navPitch: Float
    /// `nav_bearing` in deg.
    public var navBearing: Int16
    /// `target_bearing` in deg.
    public var targetBearing: Int16
    /// `wp_dist` in m.
    public var wpDist: UInt16
    /// `alt_error` in m.
    public var altError: Float
    /// `aspd_error` in m/s.
    public var aspdError: Float
    /// `xtrack_error` in m.
    public var xtrackError: Float

    /// A message from its fields; those left out are zero.
    public init(
        navRoll: Float = 0, navPitch: Float = 0, navBearing: Int16 = 0, targetBearing: Int16 = 0,
        wpDist: UInt16 = 0, altError: Float = 0, aspdError: Float = 0, xtrackError: Float = 0
    ) {
        self.navRoll = navRoll
        self.navPitch = navPitch
        self.navBearing = navBearing
        self.targetBearing = targetBearing
        self.wpDist = wpDist
        self.altError = altError
        self.aspdError = aspdError
        self.xtrackError = xtrackError
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        navRoll = bytes.read(at: 0)
        navPitch = bytes.read(at: 4)
        altError = bytes.read(at: 8)
        aspdError = bytes.read(at: 12)
        xtrackError = bytes.read(at: 16)
        navBearing = bytes.read(at: 20)
        targetBearing = bytes.read(at: 22)
        wpDist = bytes.read(at: 24)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(navRoll, at: 0)
        bytes.write(navPitch, at: 4)
        bytes.write(altError, at: 8)
        bytes.write(aspdError, at: 12)
        bytes.write(xtrackError, at: 16)
        bytes.write(navBearing, at: 20)
        bytes.write(targetBearing, at: 22)
        bytes.write(wpDist, at: 24)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 62, name: "NAV_CONTROLLER_OUTPUT", crcExtra: 183, lengthV1: 26, lengthV2: 26,
            layout: """
                f32 nav_roll, f32 nav_pitch, f32 alt_error, f32 aspd_error, f32 xtrack_error, \
                i16 nav_bearing, i16 target_bearing, u16 wp_dist
                """)
    }
}
