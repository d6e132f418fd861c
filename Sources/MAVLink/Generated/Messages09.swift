// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `GPS2_RAW`, number 124.
public struct GPS2RawMessage: MAVLinkMessage {
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
    /// `dgps_numch`.
    public var dgpsNumch: UInt8
    /// `dgps_age` in ms.
    public var dgpsAge: UInt32
    /// `yaw` in cdeg, extension; 0 when unknown.
    public var yaw: UInt16
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

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt64 = 0, fixType: MAVGPSFixType = .init(rawValue: 0), lat: Int32 = 0, lon: Int32 = 0,
        alt: Int32 = 0, eph: UInt16 = 0, epv: UInt16 = 0, vel: UInt16 = 0, cog: UInt16 = 0,
        satellitesVisible: UInt8 = 0, dgpsNumch: UInt8 = 0, dgpsAge: UInt32 = 0, yaw: UInt16 = 0,
        altEllipsoid: Int32 = 0, hAcc: UInt32 = 0, vAcc: UInt32 = 0, velAcc: UInt32 = 0, hdgAcc: UInt32 = 0
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
        self.dgpsNumch = dgpsNumch
        self.dgpsAge = dgpsAge
        self.yaw = yaw
        self.altEllipsoid = altEllipsoid
        self.hAcc = hAcc
        self.vAcc = vAcc
        self.velAcc = velAcc
        self.hdgAcc = hdgAcc
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        lat = bytes.read(at: 8)
        lon = bytes.read(at: 12)
        alt = bytes.read(at: 16)
        dgpsAge = bytes.read(at: 20)
        eph = bytes.read(at: 24)
        epv = bytes.read(at: 26)
        vel = bytes.read(at: 28)
        cog = bytes.read(at: 30)
        fixType = bytes.read(at: 32)
        satellitesVisible = bytes.read(at: 33)
        dgpsNumch = bytes.read(at: 34)
        yaw = bytes.read(at: 35)
        altEllipsoid = bytes.read(at: 37)
        hAcc = bytes.read(at: 41)
        vAcc = bytes.read(at: 45)
        velAcc = bytes.read(at: 49)
        hdgAcc = bytes.read(at: 53)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(lat, at: 8)
        bytes.write(lon, at: 12)
        bytes.write(alt, at: 16)
        bytes.write(dgpsAge, at: 20)
        bytes.write(eph, at: 24)
        bytes.write(epv, at: 26)
        bytes.write(vel, at: 28)
        bytes.write(cog, at: 30)
        bytes.write(fixType, at: 32)
        bytes.write(satellitesVisible, at: 33)
        bytes.write(dgpsNumch, at: 34)
        bytes.write(yaw, at: 35)
        bytes.write(altEllipsoid, at: 37)
        bytes.write(hAcc, at: 41)
        bytes.write(vAcc, at: 45)
        bytes.write(velAcc, at: 49)
        bytes.write(hdgAcc, at: 53)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 124, name: "GPS2_RAW", crcExtra: 87, lengthV1: 35, lengthV2: 57,
            layout: """
                u64 time_usec, i32 lat, i32 lon, i32 alt, u32 dgps_age, u16 eph, u16 epv, u16 vel, \
                u16 cog, u8 fix_type, u8 satellites_visible, u8 dgps_numch, u16 yaw, i32 alt_ellipsoid, \
                u32 h_acc, u32 v_acc, u32 vel_acc, u32 hdg_acc
                """)
    }
}

/// `POWER_STATUS`, number 125.
public struct PowerStatusMessage: MAVLinkMessage {
    /// `Vcc` in mV.
    public var vcc: UInt16
    /// `Vservo` in mV.
    public var vservo: UInt16
    /// `flags`.
    public var flags: MAVPowerStatus

    /// A message from its fields; those left out are zero.
    public init(
        vcc: UInt16 = 0, vservo: UInt16 = 0, flags: MAVPowerStatus = []
    ) {
        self.vcc = vcc
        self.vservo = vservo
        self.flags = flags
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        vcc = bytes.read(at: 0)
        vservo = bytes.read(at: 2)
        flags = bytes.read(at: 4)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(vcc, at: 0)
        bytes.write(vservo, at: 2)
        bytes.write(flags, at: 4)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 125, name: "POWER_STATUS", crcExtra: 203, lengthV1: 6, lengthV2: 6,
            layout: """
                u16 Vcc, u16 Vservo, u16 flags
                """)
    }
}

/// `DISTANCE_SENSOR`, number 132.
public struct DistanceSensorMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `min_distance` in cm.
    public var minDistance: UInt16
    /// `max_distance` in cm.
    public var maxDistance: UInt16
    /// `current_distance` in cm.
    public var currentDistance: UInt16
    /// `type`.
    public var type: MAVDistanceSensor
    /// `id`.
    public var id: UInt8
    /// `orientation`.
    public var orientation: MAVSensorOrientation
    /// `covariance` in cm^2; UINT8_MAX when unknown.
    public var covariance: UInt8
    /// `horizontal_fov` in rad, extension; 0 when unknown.
    public var horizontalFov: Float
    /// `vertical_fov` in rad, extension; 0 when unknown.
    public var verticalFov: Float
    /// `quaternion`, extension; 0 when unknown.
    public var quaternion: FixedArray<4, Float>
    /// `signal_quality` in %, extension; 0 when unknown.
    public var signalQuality: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, minDistance: UInt16 = 0, maxDistance: UInt16 = 0,
        currentDistance: UInt16 = 0, type: MAVDistanceSensor = .init(rawValue: 0), id: UInt8 = 0,
        orientation: MAVSensorOrientation = .init(rawValue: 0), covariance: UInt8 = 0,
        horizontalFov: Float = 0, verticalFov: Float = 0,
        quaternion: FixedArray<4, Float> = .init(repeating: 0), signalQuality: UInt8 = 0
    ) {
        self.timeBootMs = timeBootMs
        self.minDistance = minDistance
        self.maxDistance = maxDistance
        self.currentDistance = currentDistance
        self.type = type
        self.id = id
        self.orientation = orientation
        self.covariance = covariance
        self.horizontalFov = horizontalFov
        self.verticalFov = verticalFov
        self.quaternion = quaternion
        self.signalQuality = signalQuality
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        minDistance = bytes.read(at: 4)
        maxDistance = bytes.read(at: 6)
        currentDistance = bytes.read(at: 8)
        type = bytes.read(at: 10)
        id = bytes.read(at: 11)
        orientation = bytes.read(at: 12)
        covariance = bytes.read(at: 13)
        horizontalFov = bytes.read(at: 14)
        verticalFov = bytes.read(at: 18)
        quaternion = bytes.read(at: 22)
        signalQuality = bytes.read(at: 38)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(minDistance, at: 4)
        bytes.write(maxDistance, at: 6)
        bytes.write(currentDistance, at: 8)
        bytes.write(type, at: 10)
        bytes.write(id, at: 11)
        bytes.write(orientation, at: 12)
        bytes.write(covariance, at: 13)
        bytes.write(horizontalFov, at: 14)
        bytes.write(verticalFov, at: 18)
        bytes.write(quaternion, at: 22)
        bytes.write(signalQuality, at: 38)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 132, name: "DISTANCE_SENSOR", crcExtra: 85, lengthV1: 14, lengthV2: 39,
            layout: """
                u32 time_boot_ms, u16 min_distance, u16 max_distance, u16 current_distance, u8 type, \
                u8 id, u8 orientation, u8 covariance, f32 horizontal_fov, f32 vertical_fov, \
                f32*4 quaternion, u8 signal_quality
                """)
    }
}

/// `TERRAIN_REQUEST`, number 133.
public struct TerrainRequestMessage: MAVLinkMessage {
    /// `lat` in degE7.
    public var lat: Int32
    /// `lon` in degE7.
    public var lon: Int32
    /// `grid_spacing` in m.
    public var gridSpacing: UInt16
    /// `mask`.
    public var mask: UInt64

    /// A message from its fields; those left out are zero.
    public init(
        lat: Int32 = 0, lon: Int32 = 0, gridSpacing: UInt16 = 0, mask: UInt64 = 0
    ) {
        self.lat = lat
        self.lon = lon
        self.gridSpacing = gridSpacing
        self.mask = mask
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        mask = bytes.read(at: 0)
        lat = bytes.read(at: 8)
        lon = bytes.read(at: 12)
        gridSpacing = bytes.read(at: 16)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(mask, at: 0)
        bytes.write(lat, at: 8)
        bytes.write(lon, at: 12)
        bytes.write(gridSpacing, at: 16)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 133, name: "TERRAIN_REQUEST", crcExtra: 6, lengthV1: 18, lengthV2: 18,
            layout: """
                u64 mask, i32 lat, i32 lon, u16 grid_spacing
                """)
    }
}

/// `TERRAIN_CHECK`, number 135.
public struct TerrainCheckMessage: MAVLinkMessage {
    /// `lat` in degE7.
    public var lat: Int32
    /// `lon` in degE7.
    public var lon: Int32

    /// A message from its fields; those left out are zero.
    public init(
        lat: Int32 = 0, lon: Int32 = 0
    ) {
        self.lat = lat
        self.lon = lon
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        lat = bytes.read(at: 0)
        lon = bytes.read(at: 4)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(lat, at: 0)
        bytes.write(lon, at: 4)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 135, name: "TERRAIN_CHECK", crcExtra: 203, lengthV1: 8, lengthV2: 8,
            layout: """
                i32 lat, i32 lon
                """)
    }
}

/// `TERRAIN_REPORT`, number 136.
public struct TerrainReportMessage: MAVLinkMessage {
    /// `lat` in degE7.
    public var lat: Int32
    /// `lon` in degE7.
    public var lon: Int32
    /// `spacing`.
    public var spacing: UInt16
    /// `terrain_height` in m.
    public var terrainHeight: Float
    /// `current_height` in m.
    public var currentHeight: Float
    /// `pending`.
    public var pending: UInt16
    /// `loaded`.
    public var loaded: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        lat: Int32 = 0, lon: Int32 = 0, spacing: UInt16 = 0, terrainHeight: Float = 0,
        currentHeight: Float = 0, pending: UInt16 = 0, loaded: UInt16 = 0
    ) {
        self.lat = lat
        self.lon = lon
        self.spacing = spacing
        self.terrainHeight = terrainHeight
        self.currentHeight = currentHeight
        self.pending = pending
        self.loaded = loaded
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        lat = bytes.read(at: 0)
        lon = bytes.read(at: 4)
        terrainHeight = bytes.read(at: 8)
        currentHeight = bytes.read(at: 12)
        spacing = bytes.read(at: 16)
        pending = bytes.read(at: 18)
        loaded = bytes.read(at: 20)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(lat, at: 0)
        bytes.write(lon, at: 4)
        bytes.write(terrainHeight, at: 8)
        bytes.write(currentHeight, at: 12)
        bytes.write(spacing, at: 16)
        bytes.write(pending, at: 18)
        bytes.write(loaded, at: 20)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 136, name: "TERRAIN_REPORT", crcExtra: 1, lengthV1: 22, lengthV2: 22,
            layout: """
                i32 lat, i32 lon, f32 terrain_height, f32 current_height, u16 spacing, u16 pending, \
                u16 loaded
                """)
    }
}

/// `SCALED_PRESSURE2`, number 137.
public struct ScaledPressure2Message: MAVLinkMessage {
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
            id: 137, name: "SCALED_PRESSURE2", crcExtra: 195, lengthV1: 14, lengthV2: 16,
            layout: """
                u32 time_boot_ms, f32 press_abs, f32 press_diff, i16 temperature, \
                i16 temperature_press_diff
                """)
    }
}
