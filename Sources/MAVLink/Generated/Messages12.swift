// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `EKF_STATUS_REPORT`, number 193.
public struct EKFStatusReportMessage: MAVLinkMessage {
    /// `flags`.
    public var flags: MAVEKFStatusFlags
    /// `velocity_variance`.
    public var velocityVariance: Float
    /// `pos_horiz_variance`.
    public var posHorizVariance: Float
    /// `pos_vert_variance`.
    public var posVertVariance: Float
    /// `compass_variance`.
    public var compassVariance: Float
    /// `terrain_alt_variance`.
    public var terrainAltVariance: Float
    /// `airspeed_variance`, extension.
    public var airspeedVariance: Float

    /// A message from its fields; those left out are zero.
    public init(
        flags: MAVEKFStatusFlags = [], velocityVariance: Float = 0, posHorizVariance: Float = 0,
        posVertVariance: Float = 0, compassVariance: Float = 0, terrainAltVariance: Float = 0,
        airspeedVariance: Float = 0
    ) {
        self.flags = flags
        self.velocityVariance = velocityVariance
        self.posHorizVariance = posHorizVariance
        self.posVertVariance = posVertVariance
        self.compassVariance = compassVariance
        self.terrainAltVariance = terrainAltVariance
        self.airspeedVariance = airspeedVariance
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        velocityVariance = bytes.read(at: 0)
        posHorizVariance = bytes.read(at: 4)
        posVertVariance = bytes.read(at: 8)
        compassVariance = bytes.read(at: 12)
        terrainAltVariance = bytes.read(at: 16)
        flags = bytes.read(at: 20)
        airspeedVariance = bytes.read(at: 22)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(velocityVariance, at: 0)
        bytes.write(posHorizVariance, at: 4)
        bytes.write(posVertVariance, at: 8)
        bytes.write(compassVariance, at: 12)
        bytes.write(terrainAltVariance, at: 16)
        bytes.write(flags, at: 20)
        bytes.write(airspeedVariance, at: 22)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 193, name: "EKF_STATUS_REPORT", crcExtra: 71, lengthV1: 22, lengthV2: 26,
            layout: """
                f32 velocity_variance, f32 pos_horiz_variance, f32 pos_vert_variance, \
                f32 compass_variance, f32 terrain_alt_variance, u16 flags, f32 airspeed_variance
                """)
    }
}

/// `RPM`, number 226.
public struct RpmMessage: MAVLinkMessage {
    /// `rpm1`.
    public var rpm1: Float
    /// `rpm2`.
    public var rpm2: Float

    /// A message from its fields; those left out are zero.
    public init(
        rpm1: Float = 0, rpm2: Float = 0
    ) {
        self.rpm1 = rpm1
        self.rpm2 = rpm2
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        rpm1 = bytes.read(at: 0)
        rpm2 = bytes.read(at: 4)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(rpm1, at: 0)
        bytes.write(rpm2, at: 4)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 226, name: "RPM", crcExtra: 207, lengthV1: 8, lengthV2: 8,
            layout: """
                f32 rpm1, f32 rpm2
                """)
    }
}

/// `ESTIMATOR_STATUS`, number 230.
public struct EstimatorStatusMessage: MAVLinkMessage {
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `flags`.
    public var flags: MAVEstimatorStatusFlags
    /// `vel_ratio`.
    public var velRatio: Float
    /// `pos_horiz_ratio`.
    public var posHorizRatio: Float
    /// `pos_vert_ratio`.
    public var posVertRatio: Float
    /// `mag_ratio`.
    public var magRatio: Float
    /// `hagl_ratio`.
    public var haglRatio: Float
    /// `tas_ratio`.
    public var tasRatio: Float
    /// `pos_horiz_accuracy` in m.
    public var posHorizAccuracy: Float
    /// `pos_vert_accuracy` in m.
    public var posVertAccuracy: Float

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt64 = 0, flags: MAVEstimatorStatusFlags = [], velRatio: Float = 0,
        posHorizRatio: Float = 0, posVertRatio: Float = 0, magRatio: Float = 0, haglRatio: Float = 0,
        tasRatio: Float = 0, posHorizAccuracy: Float = 0, posVertAccuracy: Float = 0
    ) {
        self.timeUsec = timeUsec
        self.flags = flags
        self.velRatio = velRatio
        self.posHorizRatio = posHorizRatio
        self.posVertRatio = posVertRatio
        self.magRatio = magRatio
        self.haglRatio = haglRatio
        self.tasRatio = tasRatio
        self.posHorizAccuracy = posHorizAccuracy
        self.posVertAccuracy = posVertAccuracy
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        velRatio = bytes.read(at: 8)
        posHorizRatio = bytes.read(at: 12)
        posVertRatio = bytes.read(at: 16)
        magRatio = bytes.read(at: 20)
        haglRatio = bytes.read(at: 24)
        tasRatio = bytes.read(at: 28)
        posHorizAccuracy = bytes.read(at: 32)
        posVertAccuracy = bytes.read(at: 36)
        flags = bytes.read(at: 40)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(velRatio, at: 8)
        bytes.write(posHorizRatio, at: 12)
        bytes.write(posVertRatio, at: 16)
        bytes.write(magRatio, at: 20)
        bytes.write(haglRatio, at: 24)
        bytes.write(tasRatio, at: 28)
        bytes.write(posHorizAccuracy, at: 32)
        bytes.write(posVertAccuracy, at: 36)
        bytes.write(flags, at: 40)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 230, name: "ESTIMATOR_STATUS", crcExtra: 163, lengthV1: 42, lengthV2: 42,
            layout: """
                u64 time_usec, f32 vel_ratio, f32 pos_horiz_ratio, f32 pos_vert_ratio, f32 mag_ratio, \
                f32 hagl_ratio, f32 tas_ratio, f32 pos_horiz_accuracy, f32 pos_vert_accuracy, u16 flags
                """)
    }
}

/// `WIND_COV`, number 231.
public struct WindCovMessage: MAVLinkMessage {
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `wind_x` in m/s; NaN when unknown.
    public var windX: Float
    /// `wind_y` in m/s; NaN when unknown.
    public var windY: Float
    /// `wind_z` in m/s; NaN when unknown.
    public var windZ: Float
    /// `var_horiz` in m/s; NaN when unknown.
    public var varHoriz: Float
    /// `var_vert` in m/s; NaN when unknown.
    public var varVert: Float
    /// `wind_alt` in m; NaN when unknown.
    public var windAlt: Float
    /// `horiz_accuracy` in m/s; 0 when unknown.
    public var horizAccuracy: Float
    /// `vert_accuracy` in m/s; 0 when unknown.
    public var vertAccuracy: Float

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt64 = 0, windX: Float = 0, windY: Float = 0, windZ: Float = 0, varHoriz: Float = 0,
        varVert: Float = 0, windAlt: Float = 0, horizAccuracy: Float = 0, vertAccuracy: Float = 0
    ) {
        self.timeUsec = timeUsec
        self.windX = windX
        self.windY = windY
        self.windZ = windZ
        self.varHoriz = varHoriz
        self.varVert = varVert
        self.windAlt = windAlt
        self.horizAccuracy = horizAccuracy
        self.vertAccuracy = vertAccuracy
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        windX = bytes.read(at: 8)
        windY = bytes.read(at: 12)
        windZ = bytes.read(at: 16)
        varHoriz = bytes.read(at: 20)
        varVert = bytes.read(at: 24)
        windAlt = bytes.read(at: 28)
        horizAccuracy = bytes.read(at: 32)
        vertAccuracy = bytes.read(at: 36)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(windX, at: 8)
        bytes.write(windY, at: 12)
        bytes.write(windZ, at: 16)
        bytes.write(varHoriz, at: 20)
        bytes.write(varVert, at: 24)
        bytes.write(windAlt, at: 28)
        bytes.write(horizAccuracy, at: 32)
        bytes.write(vertAccuracy, at: 36)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 231, name: "WIND_COV", crcExtra: 105, lengthV1: 40, lengthV2: 40,
            layout: """
                u64 time_usec, f32 wind_x, f32 wind_y, f32 wind_z, f32 var_horiz, f32 var_vert, \
                f32 wind_alt, f32 horiz_accuracy, f32 vert_accuracy
                """)
    }
}

/// `HIGH_LATENCY`, number 234.
public struct HighLatencyMessage: MAVLinkMessage {
    /// `base_mode`.
    public var baseMode: MAVModeFlag
    /// `custom_mode`.
    public var customMode: UInt32
    /// `landed_state`.
    public var landedState: MAVLandedState
    /// `roll` in cdeg.
    public var roll: Int16
    /// `pitch` in cdeg.
    public var pitch: Int16
    /// `heading` in cdeg.
    public var heading: UInt16
    /// `throttle` in %.
    public var throttle: Int8
    /// `heading_sp` in cdeg.
    public var headingSp: Int16
    /// `latitude` in degE7.
    public var latitude: Int32
    /// `longitude` in degE7.
    public var longitude: Int32
    /// `altitude_amsl` in m.
    public var altitudeAMSL: Int16
    /// `altitude_sp` in m.
    public var altitudeSp: Int16
    /// `airspeed` in m/s.
    public var airspeed: UInt8
    /// `airspeed_sp` in m/s.
    public var airspeedSp: UInt8
    /// `groundspeed` in m/s.
    public var groundspeed: UInt8
    /// `climb_rate` in m/s.
    public var climbRate: Int8
    /// `gps_nsat`; UINT8_MAX when unknown.
    public var gpsNsat: UInt8
    /// `gps_fix_type`.
    public var gpsFixType: MAVGPSFixType
    /// `battery_remaining` in %.
    public var batteryRemaining: UInt8
    /// `temperature` in degC.
    public var temperature: Int8
    /// `temperature_air` in degC.
    public var temperatureAir: Int8
    /// `failsafe`.
    public var failsafe: UInt8
    /// `wp_num`.
    public var wpNum: UInt8
    /// `wp_distance` in m.
    public var wpDistance: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        baseMode: MAVModeFlag = [], customMode: UInt32 = 0, landedState: MAVLandedState = .init(rawValue: 0),
        roll: Int16 = 0, pitch: Int16 = 0, heading: UInt16 = 0, throttle: Int8 = 0, headingSp: Int16 = 0,
        latitude: Int32 = 0, longitude: Int32 = 0, altitudeAMSL: Int16 = 0, altitudeSp: Int16 = 0,
        airspeed: UInt8 = 0, airspeedSp: UInt8 = 0, groundspeed: UInt8 = 0, climbRate: Int8 = 0,
        gpsNsat: UInt8 = 0, gpsFixType: MAVGPSFixType = .init(rawValue: 0), batteryRemaining: UInt8 = 0,
        temperature: Int8 = 0, temperatureAir: Int8 = 0, failsafe: UInt8 = 0, wpNum: UInt8 = 0,
        wpDistance: UInt16 = 0
    ) {
        self.baseMode = baseMode
        self.customMode = customMode
        self.landedState = landedState
        self.roll = roll
        self.pitch = pitch
        self.heading = heading
        self.throttle = throttle
        self.headingSp = headingSp
        self.latitude = latitude
        self.longitude = longitude
        self.altitudeAMSL = altitudeAMSL
        self.altitudeSp = altitudeSp
        self.airspeed = airspeed
        self.airspeedSp = airspeedSp
        self.groundspeed = groundspeed
        self.climbRate = climbRate
        self.gpsNsat = gpsNsat
        self.gpsFixType = gpsFixType
        self.batteryRemaining = batteryRemaining
        self.temperature = temperature
        self.temperatureAir = temperatureAir
        self.failsafe = failsafe
        self.wpNum = wpNum
        self.wpDistance = wpDistance
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        customMode = bytes.read(at: 0)
        latitude = bytes.read(at: 4)
        longitude = bytes.read(at: 8)
        roll = bytes.read(at: 12)
        pitch = bytes.read(at: 14)
        heading = bytes.read(at: 16)
        headingSp = bytes.read(at: 18)
        altitudeAMSL = bytes.read(at: 20)
        altitudeSp = bytes.read(at: 22)
        wpDistance = bytes.read(at: 24)
        baseMode = bytes.read(at: 26)
        landedState = bytes.read(at: 27)
        throttle = bytes.read(at: 28)
        airspeed = bytes.read(at: 29)
        airspeedSp = bytes.read(at: 30)
        groundspeed = bytes.read(at: 31)
        climbRate = bytes.read(at: 32)
        gpsNsat = bytes.read(at: 33)
        gpsFixType = bytes.read(at: 34)
        batteryRemaining = bytes.read(at: 35)
        temperature = bytes.read(at: 36)
        temperatureAir = bytes.read(at: 37)
        failsafe = bytes.read(at: 38)
        wpNum = bytes.read(at: 39)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(customMode, at: 0)
        bytes.write(latitude, at: 4)
        bytes.write(longitude, at: 8)
        bytes.write(roll, at: 12)
        bytes.write(pitch, at: 14)
        bytes.write(heading, at: 16)
        bytes.write(headingSp, at: 18)
        bytes.write(altitudeAMSL, at: 20)
        bytes.write(altitudeSp, at: 22)
        bytes.write(wpDistance, at: 24)
        bytes.write(baseMode, at: 26)
        bytes.write(landedState, at: 27)
        bytes.write(throttle, at: 28)
        bytes.write(airspeed, at: 29)
        bytes.write(airspeedSp, at: 30)
        bytes.write(groundspeed, at: 31)
        bytes.write(climbRate, at: 32)
        bytes.write(gpsNsat, at: 33)
        bytes.write(gpsFixType, at: 34)
        bytes.write(batteryRemaining, at: 35)
        bytes.write(temperature, at: 36)
        bytes.write(temperatureAir, at: 37)
        bytes.write(failsafe, at: 38)
        bytes.write(wpNum, at: 39)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 234, name: "HIGH_LATENCY", crcExtra: 150, lengthV1: 40, lengthV2: 40,
            layout: """
                u32 custom_mode, i32 latitude, i32 longitude, i16 roll, i16 pitch, u16 heading, \
                i16 heading_sp, i16 altitude_amsl, i16 altitude_sp, u16 wp_distance, u8 base_mode, \
                u8 landed_state, i8 throttle, u8 airspeed, u8 airspeed_sp, u8 groundspeed, \
                i8 climb_rate, u8 gps_nsat, u8 gps_fix_type, u8 battery_remaining, i8 temperature, \
                i8 temperature_air, u8 failsafe, u8 wp_num
                """)
    }
}
