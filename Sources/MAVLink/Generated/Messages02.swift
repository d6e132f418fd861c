// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `PARAM_REQUEST_LIST`, number 21.
public struct ParamRequestListMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        targetSystem = bytes.read(at: 0)
        targetComponent = bytes.read(at: 1)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(targetSystem, at: 0)
        bytes.write(targetComponent, at: 1)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 21, name: "PARAM_REQUEST_LIST", crcExtra: 159, lengthV1: 2, lengthV2: 2,
            layout: """
                u8 target_system, u8 target_component
                """)
    }
}

/// `PARAM_VALUE`, number 22.
public struct ParamValueMessage: MAVLinkMessage {
    /// `param_id`.
    public var paramID: FixedText<16>
    /// `param_value`.
    public var paramValue: Float
    /// `param_type`.
    public var paramType: MAVParamType
    /// `param_count`.
    public var paramCount: UInt16
    /// `param_index`.
    public var paramIndex: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        paramID: FixedText<16> = "", paramValue: Float = 0, paramType: MAVParamType = .init(rawValue: 0),
        paramCount: UInt16 = 0, paramIndex: UInt16 = 0
    ) {
        self.paramID = paramID
        self.paramValue = paramValue
        self.paramType = paramType
        self.paramCount = paramCount
        self.paramIndex = paramIndex
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        paramValue = bytes.read(at: 0)
        paramCount = bytes.read(at: 4)
        paramIndex = bytes.read(at: 6)
        paramID = bytes.read(at: 8)
        paramType = bytes.read(at: 24)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(paramValue, at: 0)
        bytes.write(paramCount, at: 4)
        bytes.write(paramIndex, at: 6)
        bytes.write(paramID, at: 8)
        bytes.write(paramType, at: 24)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 22, name: "PARAM_VALUE", crcExtra: 220, lengthV1: 25, lengthV2: 25,
            layout: """
                f32 param_value, u16 param_count, u16 param_index, c16 param_id, u8 param_type
                """)
    }
}

/// `PARAM_SET`, number 23.
public struct ParamSetMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `param_id`.
    public var paramID: FixedText<16>
    /// `param_value`.
    public var paramValue: Float
    /// `param_type`.
    public var paramType: MAVParamType

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, paramID: FixedText<16> = "",
        paramValue: Float = 0, paramType: MAVParamType = .init(rawValue: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.paramID = paramID
        self.paramValue = paramValue
        self.paramType = paramType
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        paramValue = bytes.read(at: 0)
        targetSystem = bytes.read(at: 4)
        targetComponent = bytes.read(at: 5)
        paramID = bytes.read(at: 6)
        paramType = bytes.read(at: 22)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(paramValue, at: 0)
        bytes.write(targetSystem, at: 4)
        bytes.write(targetComponent, at: 5)
        bytes.write(paramID, at: 6)
        bytes.write(paramType, at: 22)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 23, name: "PARAM_SET", crcExtra: 168, lengthV1: 23, lengthV2: 23,
            layout: """
                f32 param_value, u8 target_system, u8 target_component, c16 param_id, u8 param_type
                """)
    }
}

/// `GPS_RAW_INT`, number 24.
public struct GPSRawIntMessage: MAVLinkMessage {
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `fix_type`.
    public var fixType: MAVGPSFixType
    /// `lat` in degE7.
    public var lat: Int32
    /// `lon` in degE7.
    public var lon: Int32
    /// `alt` in mm.
    public var alt: Int32
    /// `eph`; UINT16_MAX when unknown.
    public var eph: UInt16
    /// `epv`; UINT16_MAX when unknown.
    public var epv: UInt16
    /// `vel` in cm/s; UINT16_MAX when unknown.
    public var vel: UInt16
    /// `cog` in cdeg; UINT16_MAX when unknown.
    public var cog: UInt16
    /// `satellites_visible`; UINT8_MAX when unknown.
    public var satellitesVisible: UInt8
    /// `alt_ellipsoid` in mm, extension.
    public var altEllipsoid: Int32
    /// `h_acc` in mm, extension.
    public var hAcc: UInt32
    /// `v_acc` in mm, extension.
    public var vAcc: UInt32
    /// `vel_acc` in mm/s, extension.
    public var velAcc: UInt32
    /// `hdg_acc` in degE5, extension.
    public var hdgAcc: UInt32
    /// `yaw` in cdeg, extension; 0 when unknown.
    public var yaw: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt64 = 0, fixType: MAVGPSFixType = .init(rawValue: 0), lat: Int32 = 0, lon: Int32 = 0,
        alt: Int32 = 0, eph: UInt16 = 0, epv: UInt16 = 0, vel: UInt16 = 0, cog: UInt16 = 0,
        satellitesVisible: UInt8 = 0, altEllipsoid: Int32 = 0, hAcc: UInt32 = 0, vAcc: UInt32 = 0,
        velAcc: UInt32 = 0, hdgAcc: UInt32 = 0, yaw: UInt16 = 0
    ) {
        self.timeUsec = timeUsec
        self.fixType = fixType
        self.lat = lat
        self.lon = lon
        self.alt = alt
        self.eph = eph
        self.epv = epv
        self.vel = vel
        self.cog = cog
        self.satellitesVisible = satellitesVisible
        self.altEllipsoid = altEllipsoid
        self.hAcc = hAcc
        self.vAcc = vAcc
        self.velAcc = velAcc
        self.hdgAcc = hdgAcc
        self.yaw = yaw
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        lat = bytes.read(at: 8)
        lon = bytes.read(at: 12)
        alt = bytes.read(at: 16)
        eph = bytes.read(at: 20)
        epv = bytes.read(at: 22)
        vel = bytes.read(at: 24)
        cog = bytes.read(at: 26)
        fixType = bytes.read(at: 28)
        satellitesVisible = bytes.read(at: 29)
        altEllipsoid = bytes.read(at: 30)
        hAcc = bytes.read(at: 34)
        vAcc = bytes.read(at: 38)
        velAcc = bytes.read(at: 42)
        hdgAcc = bytes.read(at: 46)
        yaw = bytes.read(at: 50)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(lat, at: 8)
        bytes.write(lon, at: 12)
        bytes.write(alt, at: 16)
        bytes.write(eph, at: 20)
        bytes.write(epv, at: 22)
        bytes.write(vel, at: 24)
        bytes.write(cog, at: 26)
        bytes.write(fixType, at: 28)
        bytes.write(satellitesVisible, at: 29)
        bytes.write(altEllipsoid, at: 30)
        bytes.write(hAcc, at: 34)
        bytes.write(vAcc, at: 38)
        bytes.write(velAcc, at: 42)
        bytes.write(hdgAcc, at: 46)
        bytes.write(yaw, at: 50)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 24, name: "GPS_RAW_INT", crcExtra: 24, lengthV1: 30, lengthV2: 52,
            layout: """
                u64 time_usec, i32 lat, i32 lon, i32 alt, u16 eph, u16 epv, u16 vel, u16 cog, \
                u8 fix_type, u8 satellites_visible, i32 alt_ellipsoid, u32 h_acc, u32 v_acc, \
                u32 vel_acc, u32 hdg_acc, u16 yaw
                """)
    }
}

/// `GPS_STATUS`, number 25.
public struct GPSStatusMessage: MAVLinkMessage {
    /// `satellites_visible`.
    public var satellitesVisible: UInt8
    /// `satellite_prn`.
    public var satellitePrn: FixedArray<20, UInt8>
    /// `satellite_used`.
    public var satelliteUsed: FixedArray<20, UInt8>
    /// `satellite_elevation` in deg.
    public var satelliteElevation: FixedArray<20, UInt8>
    /// `satellite_azimuth` in deg × 360/255.
    public var satelliteAzimuth: FixedArray<20, UInt8>
    /// `satellite_snr` in dB.
    public var satelliteSnr: FixedArray<20, UInt8>

    /// A message from its fields; those left out are zero.
    public init(
        satellitesVisible: UInt8 = 0, satellitePrn: FixedArray<20, UInt8> = .init(repeating: 0),
        satelliteUsed: FixedArray<20, UInt8> = .init(repeating: 0),
        satelliteElevation: FixedArray<20, UInt8> = .init(repeating: 0),
        satelliteAzimuth: FixedArray<20, UInt8> = .init(repeating: 0),
        satelliteSnr: FixedArray<20, UInt8> = .init(repeating: 0)
    ) {
        self.satellitesVisible = satellitesVisible
        self.satellitePrn = satellitePrn
        self.satelliteUsed = satelliteUsed
        self.satelliteElevation = satelliteElevation
        self.satelliteAzimuth = satelliteAzimuth
        self.satelliteSnr = satelliteSnr
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        satellitesVisible = bytes.read(at: 0)
        satellitePrn = bytes.read(at: 1)
        satelliteUsed = bytes.read(at: 21)
        satelliteElevation = bytes.read(at: 41)
        satelliteAzimuth = bytes.read(at: 61)
        satelliteSnr = bytes.read(at: 81)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(satellitesVisible, at: 0)
        bytes.write(satellitePrn, at: 1)
        bytes.write(satelliteUsed, at: 21)
        bytes.write(satelliteElevation, at: 41)
        bytes.write(satelliteAzimuth, at: 61)
        bytes.write(satelliteSnr, at: 81)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 25, name: "GPS_STATUS", crcExtra: 23, lengthV1: 101, lengthV2: 101,
            layout: """
                u8 satellites_visible, u8*20 satellite_prn, u8*20 satellite_used, \
                u8*20 satellite_elevation, u8*20 satellite_azimuth, u8*20 satellite_snr
                """)
    }
}

/// `RAW_IMU`, number 27.
public struct RawIMUMessage: MAVLinkMessage {
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `xacc`.
    public var xacc: Int16
    /// `yacc`.
    public var yacc: Int16
    /// `zacc`.
    public var zacc: Int16
    /// `xgyro`.
    public var xgyro: Int16
    /// `ygyro`.
    public var ygyro: Int16
    /// `zgyro`.
    public var zgyro: Int16
    /// `xmag`.
    public var xmag: Int16
    /// `ymag`.
    public var ymag: Int16
    /// `zmag`.
    public var zmag: Int16
    /// `id`, extension.
    public var id: UInt8
    /// `temperature` in cdegC, extension.
    public var temperature: Int16

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt64 = 0, xacc: Int16 = 0, yacc: Int16 = 0, zacc: Int16 = 0, xgyro: Int16 = 0,
        ygyro: Int16 = 0, zgyro: Int16 = 0, xmag: Int16 = 0, ymag: Int16 = 0, zmag: Int16 = 0, id: UInt8 = 0,
        temperature: Int16 = 0
    ) {
        self.timeUsec = timeUsec
        self.xacc = xacc
        self.yacc = yacc
        self.zacc = zacc
        self.xgyro = xgyro
        self.ygyro = ygyro
        self.zgyro = zgyro
        self.xmag = xmag
        self.ymag = ymag
        self.zmag = zmag
        self.id = id
        self.temperature = temperature
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        xacc = bytes.read(at: 8)
        yacc = bytes.read(at: 10)
        zacc = bytes.read(at: 12)
        xgyro = bytes.read(at: 14)
        ygyro = bytes.read(at: 16)
        zgyro = bytes.read(at: 18)
        xmag = bytes.read(at: 20)
        ymag = bytes.read(at: 22)
        zmag = bytes.read(at: 24)
        id = bytes.read(at: 26)
        temperature = bytes.read(at: 27)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(xacc, at: 8)
        bytes.write(yacc, at: 10)
        bytes.write(zacc, at: 12)
        bytes.write(xgyro, at: 14)
        bytes.write(ygyro, at: 16)
        bytes.write(zgyro, at: 18)
        bytes.write(xmag, at: 20)
        bytes.write(ymag, at: 22)
        bytes.write(zmag, at: 24)
        bytes.write(id, at: 26)
        bytes.write(temperature, at: 27)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 27, name: "RAW_IMU", crcExtra: 144, lengthV1: 26, lengthV2: 29,
            layout: """
                u64 time_usec, i16 xacc, i16 yacc, i16 zacc, i16 xgyro, i16 ygyro, i16 zgyro, i16 xmag, \
                i16 ymag, i16 zmag, u8 id, i16 temperature
                """)
    }
}

/// `SCALED_PRESSURE`, number 29.
public struct ScaledPressureMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `press_abs` in hPa.
    public var pressAbs: Float
    /// `press_diff` in hPa.
    public var pressDiff: Float
    /// `temperature` in cdegC.
    public var temperature: Int16
    /// `temperature_press_diff` in cdegC, extension; 0 when unknown.
    public var temperaturePressDiff: Int16

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, pressAbs: Float = 0, pressDiff: Float = 0, temperature: Int16 = 0,
        temperaturePressDiff: Int16 = 0
    ) {
        self.timeBootMs = timeBootMs
        self.pressAbs = pressAbs
        self.pressDiff = pressDiff
        self.temperature = temperature
        self.temperaturePressDiff = temperaturePressDiff
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        pressAbs = bytes.read(at: 4)
        pressDiff = bytes.read(at: 8)
        temperature = bytes.read(at: 12)
        temperaturePressDiff = bytes.read(at: 14)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(pressAbs, at: 4)
        bytes.write(pressDiff, at: 8)
        bytes.write(temperature, at: 12)
        bytes.write(temperaturePressDiff, at: 14)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 29, name: "SCALED_PRESSURE", crcExtra: 115, lengthV1: 14, lengthV2: 16,
            layout: """
                u32 time_boot_ms, f32 press_abs, f32 press_diff, i16 temperature, \
                i16 temperature_press_diff
                """)
    }
}
