// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `MEMINFO`, number 152.
public struct MemInfoMessage: MAVLinkMessage {
    /// `brkval`.
    public var brkval: UInt16
    /// `freemem` in bytes.
    public var freemem: UInt16
    /// `freemem32` in bytes, extension.
    public var freemem32: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        brkval: UInt16 = 0, freemem: UInt16 = 0, freemem32: UInt32 = 0
    ) {
        self.brkval = brkval
        self.freemem = freemem
        self.freemem32 = freemem32
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        brkval = bytes.read(at: 0)
        freemem = bytes.read(at: 2)
        freemem32 = bytes.read(at: 4)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(brkval, at: 0)
        bytes.write(freemem, at: 2)
        bytes.write(freemem32, at: 4)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 152, name: "MEMINFO", crcExtra: 208, lengthV1: 4, lengthV2: 8,
            layout: """
                u16 brkval, u16 freemem, u32 freemem32
                """)
    }
}

/// `MOUNT_STATUS`, number 158.
public struct MountStatusMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `pointing_a` in cdeg.
    public var pointingA: Int32
    /// `pointing_b` in cdeg.
    public var pointingB: Int32
    /// `pointing_c` in cdeg.
    public var pointingC: Int32
    /// `mount_mode`, extension.
    public var mountMode: MAVMountMode

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, pointingA: Int32 = 0, pointingB: Int32 = 0,
        pointingC: Int32 = 0, mountMode: MAVMountMode = .init(rawValue: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.pointingA = pointingA
        self.pointingB = pointingB
        self.pointingC = pointingC
        self.mountMode = mountMode
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        pointingA = bytes.read(at: 0)
        pointingB = bytes.read(at: 4)
        pointingC = bytes.read(at: 8)
        targetSystem = bytes.read(at: 12)
        targetComponent = bytes.read(at: 13)
        mountMode = bytes.read(at: 14)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(pointingA, at: 0)
        bytes.write(pointingB, at: 4)
        bytes.write(pointingC, at: 8)
        bytes.write(targetSystem, at: 12)
        bytes.write(targetComponent, at: 13)
        bytes.write(mountMode, at: 14)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 158, name: "MOUNT_STATUS", crcExtra: 134, lengthV1: 14, lengthV2: 15,
            layout: """
                i32 pointing_a, i32 pointing_b, i32 pointing_c, u8 target_system, u8 target_component, \
                u8 mount_mode
                """)
    }
}

/// `FENCE_POINT`, number 160.
public struct FencePointMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `idx`.
    public var idx: UInt8
    /// `count`.
    public var count: UInt8
    /// `lat` in deg.
    public var lat: Float
    /// `lng` in deg.
    public var lng: Float

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, idx: UInt8 = 0, count: UInt8 = 0,
        lat: Float = 0, lng: Float = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.idx = idx
        self.count = count
        self.lat = lat
        self.lng = lng
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        lat = bytes.read(at: 0)
        lng = bytes.read(at: 4)
        targetSystem = bytes.read(at: 8)
        targetComponent = bytes.read(at: 9)
        idx = bytes.read(at: 10)
        count = bytes.read(at: 11)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(lat, at: 0)
        bytes.write(lng, at: 4)
        bytes.write(targetSystem, at: 8)
        bytes.write(targetComponent, at: 9)
        bytes.write(idx, at: 10)
        bytes.write(count, at: 11)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 160, name: "FENCE_POINT", crcExtra: 78, lengthV1: 12, lengthV2: 12,
            layout: """
                f32 lat, f32 lng, u8 target_system, u8 target_component, u8 idx, u8 count
                """)
    }
}

/// `FENCE_STATUS`, number 162.
public struct FenceStatusMessage: MAVLinkMessage {
    /// `breach_status`.
    public var breachStatus: UInt8
    /// `breach_count`.
    public var breachCount: UInt16
    /// `breach_type`.
    public var breachType: MAVFenceBreach
    /// `breach_time` in ms.
    public var breachTime: UInt32
    /// `breach_mitigation`, extension.
    public var breachMitigation: MAVFenceMitigate

    /// A message from its fields; those left out are zero.
    public init(
        breachStatus: UInt8 = 0, breachCount: UInt16 = 0, breachType: MAVFenceBreach = .init(rawValue: 0),
        breachTime: UInt32 = 0, breachMitigation: MAVFenceMitigate = .init(rawValue: 0)
    ) {
        self.breachStatus = breachStatus
        self.breachCount = breachCount
        self.breachType = breachType
        self.breachTime = breachTime
        self.breachMitigation = breachMitigation
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        breachTime = bytes.read(at: 0)
        breachCount = bytes.read(at: 4)
        breachStatus = bytes.read(at: 6)
        breachType = bytes.read(at: 7)
        breachMitigation = bytes.read(at: 8)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(breachTime, at: 0)
        bytes.write(breachCount, at: 4)
        bytes.write(breachStatus, at: 6)
        bytes.write(breachType, at: 7)
        bytes.write(breachMitigation, at: 8)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 162, name: "FENCE_STATUS", crcExtra: 189, lengthV1: 8, lengthV2: 9,
            layout: """
                u32 breach_time, u16 breach_count, u8 breach_status, u8 breach_type, \
                u8 breach_mitigation
                """)
    }
}

/// `HWSTATUS`, number 165.
public struct HWStatusMessage: MAVLinkMessage {
    /// `Vcc` in mV.
    public var vcc: UInt16
    /// `I2Cerr`.
    public var i2cErr: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        vcc: UInt16 = 0, i2cErr: UInt8 = 0
    ) {
        self.vcc = vcc
        self.i2cErr = i2cErr
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        vcc = bytes.read(at: 0)
        i2cErr = bytes.read(at: 2)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(vcc, at: 0)
        bytes.write(i2cErr, at: 2)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 165, name: "HWSTATUS", crcExtra: 21, lengthV1: 3, lengthV2: 3,
            layout: """
                u16 Vcc, u8 I2Cerr
                """)
    }
}

/// `WIND`, number 168.
public struct WindMessage: MAVLinkMessage {
    /// `direction` in deg.
    public var direction: Float
    /// `speed` in m/s.
    public var speed: Float
    /// `speed_z` in m/s.
    public var speedZ: Float

    /// A message from its fields; those left out are zero.
    public init(
        direction: Float = 0, speed: Float = 0, speedZ: Float = 0
    ) {
        self.direction = direction
        self.speed = speed
        self.speedZ = speedZ
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        direction = bytes.read(at: 0)
        speed = bytes.read(at: 4)
        speedZ = bytes.read(at: 8)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(direction, at: 0)
        bytes.write(speed, at: 4)
        bytes.write(speedZ, at: 8)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 168, name: "WIND", crcExtra: 1, lengthV1: 12, lengthV2: 12,
            layout: """
                f32 direction, f32 speed, f32 speed_z
                """)
    }
}

/// `RALLY_POINT`, number 175.
public struct RallyPointMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `idx`.
    public var idx: UInt8
    /// `count`.
    public var count: UInt8
    /// `lat` in degE7.
    public var lat: Int32
    /// `lng` in degE7.
    public var lng: Int32
    /// `alt` in m.
    public var alt: Int16
    /// `break_alt` in m.
    public var breakAlt: Int16
    /// `land_dir` in cdeg.
    public var landDir: UInt16
    /// `flags`.
    public var flags: MAVRallyFlags

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, idx: UInt8 = 0, count: UInt8 = 0,
        lat: Int32 = 0, lng: Int32 = 0, alt: Int16 = 0, breakAlt: Int16 = 0, landDir: UInt16 = 0,
        flags: MAVRallyFlags = []
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.idx = idx
        self.count = count
        self.lat = lat
        self.lng = lng
        self.alt = alt
        self.breakAlt = breakAlt
        self.landDir = landDir
        self.flags = flags
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        lat = bytes.read(at: 0)
        lng = bytes.read(at: 4)
        alt = bytes.read(at: 8)
        breakAlt = bytes.read(at: 10)
        landDir = bytes.read(at: 12)
        targetSystem = bytes.read(at: 14)
        targetComponent = bytes.read(at: 15)
        idx = bytes.read(at: 16)
        count = bytes.read(at: 17)
        flags = bytes.read(at: 18)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(lat, at: 0)
        bytes.write(lng, at: 4)
        bytes.write(alt, at: 8)
        bytes.write(breakAlt, at: 10)
        bytes.write(landDir, at: 12)
        bytes.write(targetSystem, at: 14)
        bytes.write(targetComponent, at: 15)
        bytes.write(idx, at: 16)
        bytes.write(count, at: 17)
        bytes.write(flags, at: 18)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 175, name: "RALLY_POINT", crcExtra: 138, lengthV1: 19, lengthV2: 19,
            layout: """
                i32 lat, i32 lng, i16 alt, i16 break_alt, u16 land_dir, u8 target_system, \
                u8 target_component, u8 idx, u8 count, u8 flags
                """)
    }
}

/// `CAMERA_FEEDBACK`, number 180.
public struct CameraFeedbackMessage: MAVLinkMessage {
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `target_system`.
    public var targetSystem: UInt8
    /// `cam_idx`.
    public var camIdx: UInt8
    /// `img_idx`.
    public var imgIdx: UInt16
    /// `lat` in degE7.
    public var lat: Int32
    /// `lng` in degE7.
    public var lng: Int32
    /// `alt_msl` in m.
    public var altMSL: Float
    /// `alt_rel` in m.
    public var altRel: Float
    /// `roll` in deg.
    public var roll: Float
    /// `pitch` in deg.
    public var pitch: Float
    /// `yaw` in deg.
    public var yaw: Float
    /// `foc_len` in mm.
    public var focLen: Float
    /// `flags`.
    public var flags: MAVCameraFeedbackFlags
    /// `completed_captures`, extension.
    public var completedCaptures: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt64 = 0, targetSystem: UInt8 = 0, camIdx: UInt8 = 0, imgIdx: UInt16 = 0, lat: Int32 = 0,
        lng: Int32 = 0, altMSL: Float = 0, altRel: Float = 0, roll: Float = 0, pitch: Float = 0,
        yaw: Float = 0, focLen: Float = 0, flags: MAVCameraFeedbackFlags = .init(rawValue: 0),
        completedCaptures: UInt16 = 0
    ) {
        self.timeUsec = timeUsec
        self.targetSystem = targetSystem
        self.camIdx = camIdx
        self.imgIdx = imgIdx
        self.lat = lat
        self.lng = lng
        self.altMSL = altMSL
        self.altRel = altRel
        self.roll = roll
        self.pitch = pitch
        self.yaw = yaw
        self.focLen = focLen
        self.flags = flags
        self.completedCaptures = completedCaptures
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        lat = bytes.read(at: 8)
        lng = bytes.read(at: 12)
        altMSL = bytes.read(at: 16)
        altRel = bytes.read(at: 20)
        roll = bytes.read(at: 24)
        pitch = bytes.read(at: 28)
        yaw = bytes.read(at: 32)
        focLen = bytes.read(at: 36)
        imgIdx = bytes.read(at: 40)
        targetSystem = bytes.read(at: 42)
        camIdx = bytes.read(at: 43)
        flags = bytes.read(at: 44)
        completedCaptures = bytes.read(at: 45)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(lat, at: 8)
        bytes.write(lng, at: 12)
        bytes.write(altMSL, at: 16)
        bytes.write(altRel, at: 20)
        bytes.write(roll, at: 24)
        bytes.write(pitch, at: 28)
        bytes.write(yaw, at: 32)
        bytes.write(focLen, at: 36)
        bytes.write(imgIdx, at: 40)
        bytes.write(targetSystem, at: 42)
        bytes.write(camIdx, at: 43)
        bytes.write(flags, at: 44)
        bytes.write(completedCaptures, at: 45)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 180, name: "CAMERA_FEEDBACK", crcExtra: 52, lengthV1: 45, lengthV2: 47,
            layout: """
                u64 time_usec, i32 lat, i32 lng, f32 alt_msl, f32 alt_rel, f32 roll, f32 pitch, f32 yaw, \
                f32 foc_len, u16 img_idx, u8 target_system, u8 cam_idx, u8 flags, u16 completed_captures
                """)
    }
}
