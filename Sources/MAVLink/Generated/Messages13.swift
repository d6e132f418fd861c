// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `HIGH_LATENCY2`, number 235.
public struct HighLatency2Message: MAVLinkMessage {
    /// `timestamp` in ms.
    public var timestamp: UInt32
    /// `type`.
    public var type: MAVType
    /// `autopilot`.
    public var autopilot: MAVAutopilot
    /// `custom_mode`.
    public var customMode: UInt16
    /// `latitude` in degE7.
    public var latitude: Int32
    /// `longitude` in degE7.
    public var longitude: Int32
    /// `altitude` in m.
    public var altitude: Int16
    /// `target_altitude` in m.
    public var targetAltitude: Int16
    /// `heading` in deg/2.
    public var heading: UInt8
    /// `target_heading` in deg/2.
    public var targetHeading: UInt8
    /// `target_distance` in dam.
    public var targetDistance: UInt16
    /// `throttle` in %.
    public var throttle: UInt8
    /// `airspeed` in m/s*5.
    public var airspeed: UInt8
    /// `airspeed_sp` in m/s*5.
    public var airspeedSp: UInt8
    /// `groundspeed` in m/s*5.
    public var groundspeed: UInt8
    /// `windspeed` in m/s*5.
    public var windspeed: UInt8
    /// `wind_heading` in deg/2.
    public var windHeading: UInt8
    /// `eph` in dm.
    public var eph: UInt8
    /// `epv` in dm.
    public var epv: UInt8
    /// `temperature_air` in degC.
    public var temperatureAir: Int8
    /// `climb_rate` in dm/s.
    public var climbRate: Int8
    /// `battery` in %; -1 when unknown.
    public var battery: Int8
    /// `wp_num`.
    public var wpNum: UInt16
    /// `failure_flags`.
    public var failureFlags: MAVHLFailureFlag
    /// `custom0`.
    public var custom0: Int8
    /// `custom1`.
    public var custom1: Int8
    /// `custom2`.
    public var custom2: Int8

    /// A message from its fields; those left out are zero.
    public init(
        timestamp: UInt32 = 0, type: MAVType = .init(rawValue: 0),
        autopilot: MAVAutopilot = .init(rawValue: 0), customMode: UInt16 = 0, latitude: Int32 = 0,
        longitude: Int32 = 0, altitude: Int16 = 0, targetAltitude: Int16 = 0, heading: UInt8 = 0,
        targetHeading: UInt8 = 0, targetDistance: UInt16 = 0, throttle: UInt8 = 0, airspeed: UInt8 = 0,
        airspeedSp: UInt8 = 0, groundspeed: UInt8 = 0, windspeed: UInt8 = 0, windHeading: UInt8 = 0,
        eph: UInt8 = 0, epv: UInt8 = 0, temperatureAir: Int8 = 0, climbRate: Int8 = 0, battery: Int8 = 0,
        wpNum: UInt16 = 0, failureFlags: MAVHLFailureFlag = [], custom0: Int8 = 0, custom1: Int8 = 0,
        custom2: Int8 = 0
    ) {
        self.timestamp = timestamp
        self.type = type
        self.autopilot = autopilot
        self.customMode = customMode
        self.latitude = latitude
        self.longitude = longitude
        self.altitude = altitude
        self.targetAltitude = targetAltitude
        self.heading = heading
        self.targetHeading = targetHeading
        self.targetDistance = targetDistance
        self.throttle = throttle
        self.airspeed = airspeed
        self.airspeedSp = airspeedSp
        self.groundspeed = groundspeed
        self.windspeed = windspeed
        self.windHeading = windHeading
        self.eph = eph
        self.epv = epv
        self.temperatureAir = temperatureAir
        self.climbRate = climbRate
        self.battery = battery
        self.wpNum = wpNum
        self.failureFlags = failureFlags
        self.custom0 = custom0
        self.custom1 = custom1
        self.custom2 = custom2
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timestamp = bytes.read(at: 0)
        latitude = bytes.read(at: 4)
        longitude = bytes.read(at: 8)
        customMode = bytes.read(at: 12)
        altitude = bytes.read(at: 14)
        targetAltitude = bytes.read(at: 16)
        targetDistance = bytes.read(at: 18)
        wpNum = bytes.read(at: 20)
        failureFlags = bytes.read(at: 22)
        type = bytes.read(at: 24)
        autopilot = bytes.read(at: 25)
        heading = bytes.read(at: 26)
        targetHeading = bytes.read(at: 27)
        throttle = bytes.read(at: 28)
        airspeed = bytes.read(at: 29)
        airspeedSp = bytes.read(at: 30)
        groundspeed = bytes.read(at: 31)
        windspeed = bytes.read(at: 32)
        windHeading = bytes.read(at: 33)
        eph = bytes.read(at: 34)
        epv = bytes.read(at: 35)
        temperatureAir = bytes.read(at: 36)
        climbRate = bytes.read(at: 37)
        battery = bytes.read(at: 38)
        custom0 = bytes.read(at: 39)
        custom1 = bytes.read(at: 40)
        custom2 = bytes.read(at: 41)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timestamp, at: 0)
        bytes.write(latitude, at: 4)
        bytes.write(longitude, at: 8)
        bytes.write(customMode, at: 12)
        bytes.write(altitude, at: 14)
        bytes.write(targetAltitude, at: 16)
        bytes.write(targetDistance, at: 18)
        bytes.write(wpNum, at: 20)
        bytes.write(failureFlags, at: 22)
        bytes.write(type, at: 24)
        bytes.write(autopilot, at: 25)
        bytes.write(heading, at: 26)
        bytes.write(targetHeading, at: 27)
        bytes.write(throttle, at: 28)
        bytes.write(airspeed, at: 29)
        bytes.write(airspeedSp, at: 30)
        bytes.write(groundspeed, at: 31)
        bytes.write(windspeed, at: 32)
        bytes.write(windHeading, at: 33)
        bytes.write(eph, at: 34)
        bytes.write(epv, at: 35)
        bytes.write(temperatureAir, at: 36)
        bytes.write(climbRate, at: 37)
        bytes.write(battery, at: 38)
        bytes.write(custom0, at: 39)
        bytes.write(custom1, at: 40)
        bytes.write(custom2, at: 41)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 235, name: "HIGH_LATENCY2", crcExtra: 179, lengthV1: 42, lengthV2: 42,
            layout: """
                u32 timestamp, i32 latitude, i32 longitude, u16 custom_mode, i16 altitude, \
                i16 target_altitude, u16 target_distance, u16 wp_num, u16 failure_flags, u8 type, \
                u8 autopilot, u8 heading, u8 target_heading, u8 throttle, u8 airspeed, u8 airspeed_sp, \
                u8 groundspeed, u8 windspeed, u8 wind_heading, u8 eph, u8 epv, i8 temperature_air, \
                i8 climb_rate, i8 battery, i8 custom0, i8 custom1, i8 custom2
                """)
    }
}

/// `VIBRATION`, number 241.
public struct VibrationMessage: MAVLinkMessage {
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `vibration_x`.
    public var vibrationX: Float
    /// `vibration_y`.
    public var vibrationY: Float
    /// `vibration_z`.
    public var vibrationZ: Float
    /// `clipping_0`.
    public var clipping0: UInt32
    /// `clipping_1`.
    public var clipping1: UInt32
    /// `clipping_2`.
    public var clipping2: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt64 = 0, vibrationX: Float = 0, vibrationY: Float = 0, vibrationZ: Float = 0,
        clipping0: UInt32 = 0, clipping1: UInt32 = 0, clipping2: UInt32 = 0
    ) {
        self.timeUsec = timeUsec
        self.vibrationX = vibrationX
        self.vibrationY = vibrationY
        self.vibrationZ = vibrationZ
        self.clipping0 = clipping0
        self.clipping1 = clipping1
        self.clipping2 = clipping2
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        vibrationX = bytes.read(at: 8)
        vibrationY = bytes.read(at: 12)
        vibrationZ = bytes.read(at: 16)
        clipping0 = bytes.read(at: 20)
        clipping1 = bytes.read(at: 24)
        clipping2 = bytes.read(at: 28)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(vibrationX, at: 8)
        bytes.write(vibrationY, at: 12)
        bytes.write(vibrationZ, at: 16)
        bytes.write(clipping0, at: 20)
        bytes.write(clipping1, at: 24)
        bytes.write(clipping2, at: 28)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 241, name: "VIBRATION", crcExtra: 90, lengthV1: 32, lengthV2: 32,
            layout: """
                u64 time_usec, f32 vibration_x, f32 vibration_y, f32 vibration_z, u32 clipping_0, \
                u32 clipping_1, u32 clipping_2
                """)
    }
}

/// `HOME_POSITION`, number 242.
public struct HomePositionMessage: MAVLinkMessage {
    /// `latitude` in degE7.
    public var latitude: Int32
    /// `longitude` in degE7.
    public var longitude: Int32
    /// `altitude` in mm.
    public var altitude: Int32
    /// `x` in m.
    public var x: Float
    /// `y` in m.
    public var y: Float
    /// `z` in m.
    public var z: Float
    /// `q`; NaN when unknown.
    public var q: FixedArray<4, Float>
    /// `approach_x` in m.
    public var approachX: Float
    /// `approach_y` in m.
    public var approachY: Float
    /// `approach_z` in m.
    public var approachZ: Float
    /// `time_usec` in us, extension.
    public var timeUsec: UInt64

    /// A message from its fields; those left out are zero.
    public init(
        latitude: Int32 = 0, longitude: Int32 = 0, altitude: Int32 = 0, x: Float = 0, y: Float = 0,
        z: Float = 0, q: FixedArray<4, Float> = .init(repeating: 0), approachX: Float = 0,
        approachY: Float = 0, approachZ: Float = 0, timeUsec: UInt64 = 0
    ) {
        self.latitude = latitude
        self.longitude = longitude
        self.altitude = altitude
        self.x = x
        self.y = y
        self.z = z
        self.q = q
        self.approachX = approachX
        self.approachY = approachY
        self.approachZ = approachZ
        self.timeUsec = timeUsec
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        latitude = bytes.read(at: 0)
        longitude = bytes.read(at: 4)
        altitude = bytes.read(at: 8)
        x = bytes.read(at: 12)
        y = bytes.read(at: 16)
        z = bytes.read(at: 20)
        q = bytes.read(at: 24)
        approachX = bytes.read(at: 40)
        approachY = bytes.read(at: 44)
        approachZ = bytes.read(at: 48)
        timeUsec = bytes.read(at: 52)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(latitude, at: 0)
        bytes.write(longitude, at: 4)
        bytes.write(altitude, at: 8)
        bytes.write(x, at: 12)
        bytes.write(y, at: 16)
        bytes.write(z, at: 20)
        bytes.write(q, at: 24)
        bytes.write(approachX, at: 40)
        bytes.write(approachY, at: 44)
        bytes.write(approachZ, at: 48)
        bytes.write(timeUsec, at: 52)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 242, name: "HOME_POSITION", crcExtra: 104, lengthV1: 52, lengthV2: 60,
            layout: """
                i32 latitude, i32 longitude, i32 altitude, f32 x, f32 y, f32 z, f32*4 q, f32 approach_x, \
                f32 approach_y, f32 approach_z, u64 time_usec
                """)
    }
}

/// `SET_HOME_POSITION`, number 243.
public struct SetHomePositionMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `latitude` in degE7.
    public var latitude: Int32
    /// `longitude` in degE7.
    public var longitude: Int32
    /// `altitude` in mm.
    public var altitude: Int32
    /// `x` in m.
    public var x: Float
    /// `y` in m.
    public var y: Float
    /// `z` in m.
    public var z: Float
    /// `q`.
    public var q: FixedArray<4, Float>
    /// `approach_x` in m.
    public var approachX: Float
    /// `approach_y` in m.
    public var approachY: Float
    /// `approach_z` in m.
    public var approachZ: Float
    /// `time_usec` in us, extension.
    public var timeUsec: UInt64

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, latitude: Int32 = 0, longitude: Int32 = 0, altitude: Int32 = 0,
        x: Float = 0, y: Float = 0, z: Float = 0, q: FixedArray<4, Float> = .init(repeating: 0),
        approachX: Float = 0, approachY: Float = 0, approachZ: Float = 0, timeUsec: UInt64 = 0
    ) {
        self.targetSystem = targetSystem
        self.latitude = latitude
        self.longitude = longitude
        self.altitude = altitude
        self.x = x
        self.y = y
        self.z = z
        self.q = q
        self.approachX = approachX
        self.approachY = approachY
        self.approachZ = approachZ
        self.timeUsec = timeUsec
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        latitude = bytes.read(at: 0)
        longitude = bytes.read(at: 4)
        altitude = bytes.read(at: 8)
        x = bytes.read(at: 12)
        y = bytes.read(at: 16)
        z = bytes.read(at: 20)
        q = bytes.read(at: 24)
        approachX = bytes.read(at: 40)
        approachY = bytes.read(at: 44)
        approachZ = bytes.read(at: 48)
        targetSystem = bytes.read(at: 52)
        timeUsec = bytes.read(at: 53)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(latitude, at: 0)
        bytes.write(longitude, at: 4)
        bytes.write(altitude, at: 8)
        bytes.write(x, at: 12)
        bytes.write(y, at: 16)
        bytes.write(z, at: 20)
        bytes.write(q, at: 24)
        bytes.write(approachX, at: 40)
        bytes.write(approachY, at: 44)
        bytes.write(approachZ, at: 48)
        bytes.write(targetSystem, at: 52)
        bytes.write(timeUsec, at: 53)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 243, name: "SET_HOME_POSITION", crcExtra: 85, lengthV1: 53, lengthV2: 61,
            layout: """
                i32 latitude, i32 longitude, i32 altitude, f32 x, f32 y, f32 z, f32*4 q, f32 approach_x, \
                f32 approach_y, f32 approach_z, u8 target_system, u64 time_usec
                """)
    }
}

/// `MESSAGE_INTERVAL`, number 244.
public struct MessageIntervalMessage: MAVLinkMessage {
    /// `message_id`.
    public var messageID: UInt16
    /// `interval_us` in us.
    public var intervalUs: Int32

    /// A message from its fields; those left out are zero.
    public init(
        messageID: UInt16 = 0, intervalUs: Int32 = 0
    ) {
        self.messageID = messageID
        self.intervalUs = intervalUs
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        intervalUs = bytes.read(at: 0)
        messageID = bytes.read(at: 4)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(intervalUs, at: 0)
        bytes.write(messageID, at: 4)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 244, name: "MESSAGE_INTERVAL", crcExtra: 95, lengthV1: 6, lengthV2: 6,
            layout: """
                i32 interval_us, u16 message_id
                """)
    }
}
