// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `ATTITUDE`, number 30.
public struct AttitudeMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `roll` in rad.
    public var roll: Float
    /// `pitch` in rad.
    public var pitch: Float
    /// `yaw` in rad.
    public var yaw: Float
    /// `rollspeed` in rad/s.
    public var rollspeed: Float
    /// `pitchspeed` in rad/s.
    public var pitchspeed: Float
    /// `yawspeed` in rad/s.
    public var yawspeed: Float

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, roll: Float = 0, pitch: Float = 0, yaw: Float = 0, rollspeed: Float = 0,
        pitchspeed: Float = 0, yawspeed: Float = 0
    ) {
        self.timeBootMs = timeBootMs
        self.roll = roll
        self.pitch = pitch
        self.yaw = yaw
        self.rollspeed = rollspeed
        self.pitchspeed = pitchspeed
        self.yawspeed = yawspeed
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        roll = bytes.read(at: 4)
        pitch = bytes.read(at: 8)
        yaw = bytes.read(at: 12)
        rollspeed = bytes.read(at: 16)
        pitchspeed = bytes.read(at: 20)
        yawspeed = bytes.read(at: 24)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(roll, at: 4)
        bytes.write(pitch, at: 8)
        bytes.write(yaw, at: 12)
        bytes.write(rollspeed, at: 16)
        bytes.write(pitchspeed, at: 20)
        bytes.write(yawspeed, at: 24)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 30, name: "ATTITUDE", crcExtra: 39, lengthV1: 28, lengthV2: 28,
            layout: """
                u32 time_boot_ms, f32 roll, f32 pitch, f32 yaw, f32 rollspeed, f32 pitchspeed, \
                f32 yawspeed
                """)
    }
}

/// `ATTITUDE_QUATERNION`, number 31.
public struct AttitudeQuaternionMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `q1`.
    public var q1: Float
    /// `q2`.
    public var q2: Float
    /// `q3`.
    public var q3: Float
    /// `q4`.
    public var q4: Float
    /// `rollspeed` in rad/s.
    public var rollspeed: Float
    /// `pitchspeed` in rad/s.
    public var pitchspeed: Float
    /// `yawspeed` in rad/s.
    public var yawspeed: Float
    /// `repr_offset_q`, extension; 0 when unknown.
    public var reprOffsetQ: FixedArray<4, Float>

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, q1: Float = 0, q2: Float = 0, q3: Float = 0, q4: Float = 0,
        rollspeed: Float = 0, pitchspeed: Float = 0, yawspeed: Float = 0,
        reprOffsetQ: FixedArray<4, Float> = .init(repeating: 0)
    ) {
        self.timeBootMs = timeBootMs
        self.q1 = q1
        self.q2 = q2
        self.q3 = q3
        self.q4 = q4
        self.rollspeed = rollspeed
        self.pitchspeed = pitchspeed
        self.yawspeed = yawspeed
        self.reprOffsetQ = reprOffsetQ
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        q1 = bytes.read(at: 4)
        q2 = bytes.read(at: 8)
        q3 = bytes.read(at: 12)
        q4 = bytes.read(at: 16)
        rollspeed = bytes.read(at: 20)
        pitchspeed = bytes.read(at: 24)
        yawspeed = bytes.read(at: 28)
        reprOffsetQ = bytes.read(at: 32)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(q1, at: 4)
        bytes.write(q2, at: 8)
        bytes.write(q3, at: 12)
        bytes.write(q4, at: 16)
        bytes.write(rollspeed, at: 20)
        bytes.write(pitchspeed, at: 24)
        bytes.write(yawspeed, at: 28)
        bytes.write(reprOffsetQ, at: 32)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 31, name: "ATTITUDE_QUATERNION", crcExtra: 246, lengthV1: 32, lengthV2: 48,
            layout: """
                u32 time_boot_ms, f32 q1, f32 q2, f32 q3, f32 q4, f32 rollspeed, f32 pitchspeed, \
                f32 yawspeed, f32*4 repr_offset_q
                """)
    }
}

/// `LOCAL_POSITION_NED`, number 32.
public struct LocalPositionNEDMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `x` in m.
    public var x: Float
    /// `y` in m.
    public var y: Float
    /// `z` in m.
    public var z: Float
    /// `vx` in m/s.
    public var vx: Float
    /// `vy` in m/s.
    public var vy: Float
    /// `vz` in m/s.
    public var vz: Float

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, x: Float = 0, y: Float = 0, z: Float = 0, vx: Float = 0, vy: Float = 0,
        vz: Float = 0
    ) {
        self.timeBootMs = timeBootMs
        self.x = x
        self.y = y
        self.z = z
        self.vx = vx
        self.vy = vy
        self.vz = vz
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        x = bytes.read(at: 4)
        y = bytes.read(at: 8)
        z = bytes.read(at: 12)
        vx = bytes.read(at: 16)
        vy = bytes.read(at: 20)
        vz = bytes.read(at: 24)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(x, at: 4)
        bytes.write(y, at: 8)
        bytes.write(z, at: 12)
        bytes.write(vx, at: 16)
        bytes.write(vy, at: 20)
        bytes.write(vz, at: 24)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 32, name: "LOCAL_POSITION_NED", crcExtra: 185, lengthV1: 28, lengthV2: 28,
            layout: """
                u32 time_boot_ms, f32 x, f32 y, f32 z, f32 vx, f32 vy, f32 vz
                """)
    }
}

/// `GLOBAL_POSITION_INT`, number 33.
public struct GlobalPositionIntMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `lat` in degE7.
    public var lat: Int32
    /// `lon` in degE7.
    public var lon: Int32
    /// `alt` in mm.
    public var alt: Int32
    /// `relative_alt` in mm.
    public var relativeAlt: Int32
    /// `vx` in cm/s.
    public var vx: Int16
    /// `vy` in cm/s.
    public var vy: Int16
    /// `vz` in cm/s.
    public var vz: Int16
    /// `hdg` in cdeg; UINT16_MAX when unknown.
    public var hdg: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, lat: Int32 = 0, lon: Int32 = 0, alt: Int32 = 0, relativeAlt: Int32 = 0,
        vx: Int16 = 0, vy: Int16 = 0, vz: Int16 = 0, hdg: UInt16 = 0
    ) {
        self.timeBootMs = timeBootMs
        self.lat = lat
        self.lon = lon
        self.alt = alt
        self.relativeAlt = relativeAlt
        self.vx = vx
        self.vy = vy
        self.vz = vz
        self.hdg = hdg
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        lat = bytes.read(at: 4)
        lon = bytes.read(at: 8)
        alt = bytes.read(at: 12)
        relativeAlt = bytes.read(at: 16)
        vx = bytes.read(at: 20)
        vy = bytes.read(at: 22)
        vz = bytes.read(at: 24)
        hdg = bytes.read(at: 26)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(lat, at: 4)
        bytes.write(lon, at: 8)
        bytes.write(alt, at: 12)
        bytes.write(relativeAlt, at: 16)
        bytes.write(vx, at: 20)
        bytes.write(vy, at: 22)
        bytes.write(vz, at: 24)
        bytes.write(hdg, at: 26)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 33, name: "GLOBAL_POSITION_INT", crcExtra: 104, lengthV1: 28, lengthV2: 28,
            layout: """
                u32 time_boot_ms, i32 lat, i32 lon, i32 alt, i32 relative_alt, i16 vx, i16 vy, i16 vz, \
                u16 hdg
                """)
    }
}

/// `RC_CHANNELS_RAW`, number 35.
public struct RCChannelsRawMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `port`.
    public var port: UInt8
    /// `chan1_raw` in us; UINT16_MAX when unknown.
    public var chan1Raw: UInt16
    /// `chan2_raw` in us; UINT16_MAX when unknown.
    public var chan2Raw: UInt16
    /// `chan3_raw` in us; UINT16_MAX when unknown.
    public var chan3Raw: UInt16
    /// `chan4_raw` in us; UINT16_MAX when unknown.
    public var chan4Raw: UInt16
    /// `chan5_raw` in us; UINT16_MAX when unknown.
    public var chan5Raw: UInt16
    /// `chan6_raw` in us; UINT16_MAX when unknown.
    public var chan6Raw: UInt16
    /// `chan7_raw` in us; UINT16_MAX when unknown.
    public var chan7Raw: UInt16
    /// `chan8_raw` in us; UINT16_MAX when unknown.
    public var chan8Raw: UInt16
    /// `rssi`; UINT8_MAX when unknown.
    public var rssi: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, port: UInt8 = 0, chan1Raw: UInt16 = 0, chan2Raw: UInt16 = 0,
        chan3Raw: UInt16 = 0, chan4Raw: UInt16 = 0, chan5Raw: UInt16 = 0, chan6Raw: UInt16 = 0,
        chan7Raw: UInt16 = 0, chan8Raw: UInt16 = 0, rssi: UInt8 = 0
    ) {
        self.timeBootMs = timeBootMs
        self.port = port
        self.chan1Raw = chan1Raw
        self.chan2Raw = chan2Raw
        self.chan3Raw = chan3Raw
        self.chan4Raw = chan4Raw
        self.chan5Raw = chan5Raw
        self.chan6Raw = chan6Raw
        self.chan7Raw = chan7Raw
        self.chan8Raw = chan8Raw
        self.rssi = rssi
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        chan1Raw = bytes.read(at: 4)
        chan2Raw = bytes.read(at: 6)
        chan3Raw = bytes.read(at: 8)
        chan4Raw = bytes.read(at: 10)
        chan5Raw = bytes.read(at: 12)
        chan6Raw = bytes.read(at: 14)
        chan7Raw = bytes.read(at: 16)
        chan8Raw = bytes.read(at: 18)
        port = bytes.read(at: 20)
        rssi = bytes.read(at: 21)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(chan1Raw, at: 4)
        bytes.write(chan2Raw, at: 6)
        bytes.write(chan3Raw, at: 8)
        bytes.write(chan4Raw, at: 10)
        bytes.write(chan5Raw, at: 12)
        bytes.write(chan6Raw, at: 14)
        bytes.write(chan7Raw, at: 16)
        bytes.write(chan8Raw, at: 18)
        bytes.write(port, at: 20)
        bytes.write(rssi, at: 21)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 35, name: "RC_CHANNELS_RAW", crcExtra: 244, lengthV1: 22, lengthV2: 22,
            layout: """
                u32 time_boot_ms, u16 chan1_raw, u16 chan2_raw, u16 chan3_raw, u16 chan4_raw, \
                u16 chan5_raw, u16 chan6_raw, u16 chan7_raw, u16 chan8_raw, u8 port, u8 rssi
                """)
    }
}
