// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `EXTENDED_SYS_STATE`, number 245.
public struct ExtendedSysStateMessage: MAVLinkMessage {
    /// `vtol_state`.
    public var vtolState: MAVVTOLState
    /// `landed_state`.
    public var landedState: MAVLandedState

    /// A message from its fields; those left out are zero.
    public init(
        vtolState: MAVVTOLState = .init(rawValue: 0), landedState: MAVLandedState = .init(rawValue: 0)
    ) {
        self.vtolState = vtolState
        self.landedState = landedState
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        vtolState = bytes.read(at: 0)
        landedState = bytes.read(at: 1)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(vtolState, at: 0)
        bytes.write(landedState, at: 1)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 245, name: "EXTENDED_SYS_STATE", crcExtra: 130, lengthV1: 2, lengthV2: 2,
            layout: """
                u8 vtol_state, u8 landed_state
                """)
    }
}

/// `ADSB_VEHICLE`, number 246.
public struct ADSBVehicleMessage: MAVLinkMessage {
    /// `ICAO_address`.
    public var icaoAddress: UInt32
    /// `lat` in degE7; INT32_MAX when unknown.
    public var lat: Int32
    /// `lon` in degE7; INT32_MAX when unknown.
    public var lon: Int32
    /// `altitude_type`.
    public var altitudeType: MAVADSBAltitudeType
    /// `altitude` in mm; INT32_MAX when unknown.
    public var altitude: Int32
    /// `heading` in cdeg; UINT16_MAX when unknown.
    public var heading: UInt16
    /// `hor_velocity` in cm/s; UINT16_MAX when unknown.
    public var horVelocity: UInt16
    /// `ver_velocity` in cm/s; INT16_MAX when unknown.
    public var verVelocity: Int16
    /// `callsign`.
    public var callsign: FixedText<9>
    /// `emitter_type`.
    public var emitterType: MAVADSBEmitterType
    /// `tslc` in s.
    public var tslc: UInt8
    /// `flags`.
    public var flags: MAVADSBFlags
    /// `squawk`.
    public var squawk: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        icaoAddress: UInt32 = 0, lat: Int32 = 0, lon: Int32 = 0,
        altitudeType: MAVADSBAltitudeType = .init(rawValue: 0), altitude: Int32 = 0, heading: UInt16 = 0,
        horVelocity: UInt16 = 0, verVelocity: Int16 = 0, callsign: FixedText<9> = "",
        emitterType: MAVADSBEmitterType = .init(rawValue: 0), tslc: UInt8 = 0, flags: MAVADSBFlags = [],
        squawk: UInt16 = 0
    ) {
        self.icaoAddress = icaoAddress
        self.lat = lat
        self.lon = lon
        self.altitudeType = altitudeType
        self.altitude = altitude
        self.heading = heading
        self.horVelocity = horVelocity
        self.verVelocity = verVelocity
        self.callsign = callsign
        self.emitterType = emitterType
        self.tslc = tslc
        self.flags = flags
        self.squawk = squawk
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        icaoAddress = bytes.read(at: 0)
        lat = bytes.read(at: 4)
        lon = bytes.read(at: 8)
        altitude = bytes.read(at: 12)
        heading = bytes.read(at: 16)
        horVelocity = bytes.read(at: 18)
        verVelocity = bytes.read(at: 20)
        flags = bytes.read(at: 22)
        squawk = bytes.read(at: 24)
        altitudeType = bytes.read(at: 26)
        callsign = bytes.read(at: 27)
        emitterType = bytes.read(at: 36)
        tslc = bytes.read(at: 37)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(icaoAddress, at: 0)
        bytes.write(lat, at: 4)
        bytes.write(lon, at: 8)
        bytes.write(altitude, at: 12)
        bytes.write(heading, at: 16)
        bytes.write(horVelocity, at: 18)
        bytes.write(verVelocity, at: 20)
        bytes.write(flags, at: 22)
        bytes.write(squawk, at: 24)
        bytes.write(altitudeType, at: 26)
        bytes.write(callsign, at: 27)
        bytes.write(emitterType, at: 36)
        bytes.write(tslc, at: 37)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 246, name: "ADSB_VEHICLE", crcExtra: 184, lengthV1: 38, lengthV2: 38,
            layout: """
                u32 ICAO_address, i32 lat, i32 lon, i32 altitude, u16 heading, u16 hor_velocity, \
                i16 ver_velocity, u16 flags, u16 squawk, u8 altitude_type, c9 callsign, u8 emitter_type, \
                u8 tslc
                """)
    }
}

/// `COLLISION`, number 247.
public struct CollisionMessage: MAVLinkMessage {
    /// `src`.
    public var src: MAVCollisionSrc
    /// `id`.
    public var id: UInt32
    /// `action`.
    public var action: MAVCollisionAction
    /// `threat_level`.
    public var threatLevel: MAVCollisionThreatLevel
    /// `time_to_minimum_delta` in s.
    public var timeToMinimumDelta: Float
    /// `altitude_minimum_delta` in m.
    public var altitudeMinimumDelta: Float
    /// `horizontal_minimum_delta` in m.
    public var horizontalMinimumDelta: Float

    /// A message from its fields; those left out are zero.
    public init(
        src: MAVCollisionSrc = .init(rawValue: 0), id: UInt32 = 0,
        action: MAVCollisionAction = .init(rawValue: 0),
        threatLevel: MAVCollisionThreatLevel = .init(rawValue: 0), timeToMinimumDelta: Float = 0,
        altitudeMinimumDelta: Float = 0, horizontalMinimumDelta: Float = 0
    ) {
        self.src = src
        self.id = id
        self.action = action
        self.threatLevel = threatLevel
        self.timeToMinimumDelta = timeToMinimumDelta
        self.altitudeMinimumDelta = altitudeMinimumDelta
        self.horizontalMinimumDelta = horizontalMinimumDelta
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        id = bytes.read(at: 0)
        timeToMinimumDelta = bytes.read(at: 4)
        altitudeMinimumDelta = bytes.read(at: 8)
        horizontalMinimumDelta = bytes.read(at: 12)
        src = bytes.read(at: 16)
        action = bytes.read(at: 17)
        threatLevel = bytes.read(at: 18)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(id, at: 0)
        bytes.write(timeToMinimumDelta, at: 4)
        bytes.write(altitudeMinimumDelta, at: 8)
        bytes.write(horizontalMinimumDelta, at: 12)
        bytes.write(src, at: 16)
        bytes.write(action, at: 17)
        bytes.write(threatLevel, at: 18)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 247, name: "COLLISION", crcExtra: 81, lengthV1: 19, lengthV2: 19,
            layout: """
                u32 id, f32 time_to_minimum_delta, f32 altitude_minimum_delta, \
                f32 horizontal_minimum_delta, u8 src, u8 action, u8 threat_level
                """)
    }
}

/// `DEBUG_VECT`, number 250.
public struct DebugVectMessage: MAVLinkMessage {
    /// `name`.
    public var name: FixedText<10>
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `x`.
    public var x: Float
    /// `y`.
    public var y: Float
    /// `z`.
    public var z: Float

    /// A message from its fields; those left out are zero.
    public init(
        name: FixedText<10> = "", timeUsec: UInt64 = 0, x: Float = 0, y: Float = 0, z: Float = 0
    ) {
        self.name = name
        self.timeUsec = timeUsec
        self.x = x
        self.y = y
        self.z = z
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        x = bytes.read(at: 8)
        y = bytes.read(at: 12)
        z = bytes.read(at: 16)
        name = bytes.read(at: 20)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(x, at: 8)
        bytes.write(y, at: 12)
        bytes.write(z, at: 16)
        bytes.write(name, at: 20)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 250, name: "DEBUG_VECT", crcExtra: 49, lengthV1: 30, lengthV2: 30,
            layout: """
                u64 time_usec, f32 x, f32 y, f32 z, c10 name
                """)
    }
}

/// `NAMED_VALUE_FLOAT`, number 251.
public struct NamedValueFloatMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `name`.
    public var name: FixedText<10>
    /// `value`.
    public var value: Float

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, name: FixedText<10> = "", value: Float = 0
    ) {
        self.timeBootMs = timeBootMs
        self.name = name
        self.value = value
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        value = bytes.read(at: 4)
        name = bytes.read(at: 8)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(value, at: 4)
        bytes.write(name, at: 8)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 251, name: "NAMED_VALUE_FLOAT", crcExtra: 170, lengthV1: 18, lengthV2: 18,
            layout: """
                u32 time_boot_ms, f32 value, c10 name
                """)
    }
}

/// `NAMED_VALUE_INT`, number 252.
public struct NamedValueIntMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `name`.
    public var name: FixedText<10>
    /// `value`.
    public var value: Int32

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, name: FixedText<10> = "", value: Int32 = 0
    ) {
        self.timeBootMs = timeBootMs
        self.name = name
        self.value = value
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        value = bytes.read(at: 4)
        name = bytes.read(at: 8)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(value, at: 4)
        bytes.write(name, at: 8)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 252, name: "NAMED_VALUE_INT", crcExtra: 44, lengthV1: 18, lengthV2: 18,
            layout: """
                u32 time_boot_ms, i32 value, c10 name
                """)
    }
}

/// `STATUSTEXT`, number 253.
public struct StatusTextMessage: MAVLinkMessage {
    /// `severity`.
    public var severity: MAVSeverity
    /// `text`.
    public var text: FixedText<50>
    /// `id`, extension.
    public var id: UInt16
    /// `chunk_seq`, extension.
    public var chunkSeq: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        severity: MAVSeverity = .init(rawValue: 0), text: FixedText<50> = "", id: UInt16 = 0,
        chunkSeq: UInt8 = 0
    ) {
        self.severity = severity
        self.text = text
        self.id = id
        self.chunkSeq = chunkSeq
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        severity = bytes.read(at: 0)
        text = bytes.read(at: 1)
        id = bytes.read(at: 51)
        chunkSeq = bytes.read(at: 53)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(severity, at: 0)
        bytes.write(text, at: 1)
        bytes.write(id, at: 51)
        bytes.write(chunkSeq, at: 53)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 253, name: "STATUSTEXT", crcExtra: 83, lengthV1: 51, lengthV2: 54,
            layout: """
                u8 severity, c50 text, u16 id, u8 chunk_seq
                """)
    }
}

/// `SETUP_SIGNING`, number 256.
public struct SetupSigningMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `secret_key`.
    public var secretKey: FixedArray<32, UInt8>
    /// `initial_timestamp`.
    public var initialTimestamp: UInt64

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0,
        secretKey: FixedArray<32, UInt8> = .init(repeating: 0), initialTimestamp: UInt64 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.secretKey = secretKey
        self.initialTimestamp = initialTimestamp
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        initialTimestamp = bytes.read(at: 0)
        targetSystem = bytes.read(at: 8)
        targetComponent = bytes.read(at: 9)
        secretKey = bytes.read(at: 10)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(initialTimestamp, at: 0)
        bytes.write(targetSystem, at: 8)
        bytes.write(targetComponent, at: 9)
        bytes.write(secretKey, at: 10)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 256, name: "SETUP_SIGNING", crcExtra: 71, lengthV1: 42, lengthV2: 42,
            layout: """
                u64 initial_timestamp, u8 target_system, u8 target_component, u8*32 secret_key
                """)
    }
}
