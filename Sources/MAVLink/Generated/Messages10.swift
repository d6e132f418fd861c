// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `ALTITUDE`, number 141.
public struct AltitudeMessage: MAVLinkMessage {
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `altitude_monotonic` in m.
    public var altitudeMonotonic: Float
    /// `altitude_amsl` in m.
    public var altitudeAMSL: Float
    /// `altitude_local` in m.
    public var altitudeLocal: Float
    /// `altitude_relative` in m.
    public var altitudeRelative: Float
    /// `altitude_terrain` in m.
    public var altitudeTerrain: Float
    /// `bottom_clearance` in m.
    public var bottomClearance: Float

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt64 = 0, altitudeMonotonic: Float = 0, altitudeAMSL: Float = 0,
        altitudeLocal: Float = 0, altitudeRelative: Float = 0, altitudeTerrain: Float = 0,
        bottomClearance: Float = 0
    ) {
        self.timeUsec = timeUsec
        self.altitudeMonotonic = altitudeMonotonic
        self.altitudeAMSL = altitudeAMSL
        self.altitudeLocal = altitudeLocal
        self.altitudeRelative = altitudeRelative
        self.altitudeTerrain = altitudeTerrain
        self.bottomClearance = bottomClearance
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        altitudeMonotonic = bytes.read(at: 8)
        altitudeAMSL = bytes.read(at: 12)
        altitudeLocal = bytes.read(at: 16)
        altitudeRelative = bytes.read(at: 20)
        altitudeTerrain = bytes.read(at: 24)
        bottomClearance = bytes.read(at: 28)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(altitudeMonotonic, at: 8)
        bytes.write(altitudeAMSL, at: 12)
        bytes.write(altitudeLocal, at: 16)
        bytes.write(altitudeRelative, at: 20)
        bytes.write(altitudeTerrain, at: 24)
        bytes.write(bottomClearance, at: 28)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 141, name: "ALTITUDE", crcExtra: 47, lengthV1: 32, lengthV2: 32,
            layout: """
                u64 time_usec, f32 altitude_monotonic, f32 altitude_amsl, f32 altitude_local, \
                f32 altitude_relative, f32 altitude_terrain, f32 bottom_clearance
                """)
    }
}

/// `BATTERY_STATUS`, number 147.
public struct BatteryStatusMessage: MAVLinkMessage {
    /// `id`.
    public var id: UInt8
    /// `battery_function`.
    public var batteryFunction: MAVBatteryFunction
    /// `type`.
    public var type: MAVBatteryType
    /// `temperature` in cdegC; INT16_MAX when unknown.
    public var temperature: Int16
    /// `voltages` in mV; UINT16_MAX when unknown.
    public var voltages: FixedArray<10, UInt16>
    /// `current_battery` in cA; -1 when unknown.
    public var currentBattery: Int16
    /// `current_consumed` in mAh; -1 when unknown.
    public var currentConsumed: Int32
    /// `energy_consumed` in hJ; -1 when unknown.
    public var energyConsumed: Int32
    /// `battery_remaining` in %; -1 when unknown.
    public var batteryRemaining: Int8
    /// `time_remaining` in s, extension; 0 when unknown.
    public var timeRemaining: Int32
    /// `charge_state`, extension.
    public var chargeState: MAVBatteryChargeState
    /// `voltages_ext` in mV, extension; 0 when unknown.
    public var voltagesExt: FixedArray<4, UInt16>
    /// `mode`, extension.
    public var mode: MAVBatteryMode
    /// `fault_bitmask`, extension.
    public var faultBitmask: MAVBatteryFault

    /// A message from its fields; those left out are zero.
    public init(
        id: UInt8 = 0, batteryFunction: MAVBatteryFunction = .init(rawValue: 0),
        type: MAVBatteryType = .init(rawValue: 0), temperature: Int16 = 0,
        voltages: FixedArray<10, UInt16> = .init(repeating: 0), currentBattery: Int16 = 0,
        currentConsumed: Int32 = 0, energyConsumed: Int32 = 0, batteryRemaining: Int8 = 0,
        timeRemaining: Int32 = 0, chargeState: MAVBatteryChargeState = .init(rawValue: 0),
        voltagesExt: FixedArray<4, UInt16> = .init(repeating: 0), mode: MAVBatteryMode = .init(rawValue: 0),
        faultBitmask: MAVBatteryFault = []
    ) {
        self.id = id
        self.batteryFunction = batteryFunction
        self.type = type
        self.temperature = temperature
        self.voltages = voltages
        self.currentBattery = currentBattery
        self.currentConsumed = currentConsumed
        self.energyConsumed = energyConsumed
        self.batteryRemaining = batteryRemaining
        self.timeRemaining = timeRemaining
        self.chargeState = chargeState
        self.voltagesExt = voltagesExt
        self.mode = mode
        self.faultBitmask = faultBitmask
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        currentConsumed = bytes.read(at: 0)
        energyConsumed = bytes.read(at: 4)
        temperature = bytes.read(at: 8)
        voltages = bytes.read(at: 10)
        currentBattery = bytes.read(at: 30)
        id = bytes.read(at: 32)
        batteryFunction = bytes.read(at: 33)
        type = bytes.read(at: 34)
        batteryRemaining = bytes.read(at: 35)
        timeRemaining = bytes.read(at: 36)
        chargeState = bytes.read(at: 40)
        voltagesExt = bytes.read(at: 41)
        mode = bytes.read(at: 49)
        faultBitmask = bytes.read(at: 50)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(currentConsumed, at: 0)
        bytes.write(energyConsumed, at: 4)
        bytes.write(temperature, at: 8)
        bytes.write(voltages, at: 10)
        bytes.write(currentBattery, at: 30)
        bytes.write(id, at: 32)
        bytes.write(batteryFunction, at: 33)
        bytes.write(type, at: 34)
        bytes.write(batteryRemaining, at: 35)
        bytes.write(timeRemaining, at: 36)
        bytes.write(chargeState, at: 40)
        bytes.write(voltagesExt, at: 41)
        bytes.write(mode, at: 49)
        bytes.write(faultBitmask, at: 50)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 147, name: "BATTERY_STATUS", crcExtra: 154, lengthV1: 36, lengthV2: 54,
            layout: """
                i32 current_consumed, i32 energy_consumed, i16 temperature, u16*10 voltages, \
                i16 current_battery, u8 id, u8 battery_function, u8 type, i8 battery_remaining, \
                i32 time_remaining, u8 charge_state, u16*4 voltages_ext, u8 mode, u32 fault_bitmask
                """)
    }
}

/// `AUTOPILOT_VERSION`, number 148.
public struct AutopilotVersionMessage: MAVLinkMessage {
    /// `capabilities`.
    public var capabilities: MAVProtocolCapability
    /// `flight_sw_version`.
    public var flightSwVersion: UInt32
    /// `middleware_sw_version`.
    public var middlewareSwVersion: UInt32
    /// `os_sw_version`.
    public var osSwVersion: UInt32
    /// `board_version`.
    public var boardVersion: UInt32
    /// `flight_custom_version`.
    public var flightCustomVersion: FixedArray<8, UInt8>
    /// `middleware_custom_version`.
    public var middlewareCustomVersion: FixedArray<8, UInt8>
    /// `os_custom_version`.
    public var osCustomVersion: FixedArray<8, UInt8>
    /// `vendor_id`.
    public var vendorID: UInt16
    /// `product_id`.
    public var productID: UInt16
    /// `uid`.
    public var uid: UInt64
    /// `uid2`, extension.
    public var uid2: FixedArray<18, UInt8>

    /// A message from its fields; those left out are zero.
    public init(
        capabilities: MAVProtocolCapability = [], flightSwVersion: UInt32 = 0,
        middlewareSwVersion: UInt32 = 0, osSwVersion: UInt32 = 0, boardVersion: UInt32 = 0,
        flightCustomVersion: FixedArray<8, UInt8> = .init(repeating: 0),
        middlewareCustomVersion: FixedArray<8, UInt8> = .init(repeating: 0),
        osCustomVersion: FixedArray<8, UInt8> = .init(repeating: 0), vendorID: UInt16 = 0,
        productID: UInt16 = 0, uid: UInt64 = 0, uid2: FixedArray<18, UInt8> = .init(repeating: 0)
    ) {
        self.capabilities = capabilities
        self.flightSwVersion = flightSwVersion
        self.middlewareSwVersion = middlewareSwVersion
        self.osSwVersion = osSwVersion
        self.boardVersion = boardVersion
        self.flightCustomVersion = flightCustomVersion
        self.middlewareCustomVersion = middlewareCustomVersion
        self.osCustomVersion = osCustomVersion
        self.vendorID = vendorID
        self.productID = productID
        self.uid = uid
        self.uid2 = uid2
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        capabilities = bytes.read(at: 0)
        uid = bytes.read(at: 8)
        flightSwVersion = bytes.read(at: 16)
        middlewareSwVersion = bytes.read(at: 20)
        osSwVersion = bytes.read(at: 24)
        boardVersion = bytes.read(at: 28)
        vendorID = bytes.read(at: 32)
        productID = bytes.read(at: 34)
        flightCustomVersion = bytes.read(at: 36)
        middlewareCustomVersion = bytes.read(at: 44)
        osCustomVersion = bytes.read(at: 52)
        uid2 = bytes.read(at: 60)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(capabilities, at: 0)
        bytes.write(uid, at: 8)
        bytes.write(flightSwVersion, at: 16)
        bytes.write(middlewareSwVersion, at: 20)
        bytes.write(osSwVersion, at: 24)
        bytes.write(boardVersion, at: 28)
        bytes.write(vendorID, at: 32)
        bytes.write(productID, at: 34)
        bytes.write(flightCustomVersion, at: 36)
        bytes.write(middlewareCustomVersion, at: 44)
        bytes.write(osCustomVersion, at: 52)
        bytes.write(uid2, at: 60)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 148, name: "AUTOPILOT_VERSION", crcExtra: 178, lengthV1: 60, lengthV2: 78,
            layout: """
                u64 capabilities, u64 uid, u32 flight_sw_version, u32 middleware_sw_version, \
                u32 os_sw_version, u32 board_version, u16 vendor_id, u16 product_id, \
                u8*8 flight_custom_version, u8*8 middleware_custom_version, u8*8 os_custom_version, \
                u8*18 uid2
                """)
    }
}

/// `LANDING_TARGET`, number 149.
public struct LandingTargetMessage: MAVLinkMessage {
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `target_num`.
    public var targetNum: UInt8
    /// `frame`.
    public var frame: MAVFrame
    /// `angle_x` in rad.
    public var angleX: Float
    /// `angle_y` in rad.
    public var angleY: Float
    /// `distance` in m.
    public var distance: Float
    /// `size_x` in rad.
    public var sizeX: Float
    /// `size_y` in rad.
    public var sizeY: Float
    /// `x` in m, extension.
    public var x: Float
    /// `y` in m, extension.
    public var y: Float
    /// `z` in m, extension.
    public var z: Float
    /// `q`, extension.
    public var q: FixedArray<4, Float>
    /// `type`, extension.
    public var type: MAVLandingTargetType
    /// `position_valid`, extension.
    public var positionValid: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt64 = 0, targetNum: UInt8 = 0, frame: MAVFrame = .init(rawValue: 0), angleX: Float = 0,
        angleY: Float = 0, distance: Float = 0, sizeX: Float = 0, sizeY: Float = 0, x: Float = 0,
        y: Float = 0, z: Float = 0, q: FixedArray<4, Float> = .init(repeating: 0),
        type: MAVLandingTargetType = .init(rawValue: 0), positionValid: UInt8 = 0
    ) {
        self.timeUsec = timeUsec
        self.targetNum = targetNum
        self.frame = frame
        self.angleX = angleX
        self.angleY = angleY
        self.distance = distance
        self.sizeX = sizeX
        self.sizeY = sizeY
        self.x = x
        self.y = y
        self.z = z
        self.q = q
        self.type = type
        self.positionValid = positionValid
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        angleX = bytes.read(at: 8)
        angleY = bytes.read(at: 12)
        distance = bytes.read(at: 16)
        sizeX = bytes.read(at: 20)
        sizeY = bytes.read(at: 24)
        targetNum = bytes.read(at: 28)
        frame = bytes.read(at: 29)
        x = bytes.read(at: 30)
        y = bytes.read(at: 34)
        z = bytes.read(at: 38)
        q = bytes.read(at: 42)
        type = bytes.read(at: 58)
        positionValid = bytes.read(at: 59)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(angleX, at: 8)
        bytes.write(angleY, at: 12)
        bytes.write(distance, at: 16)
        bytes.write(sizeX, at: 20)
        bytes.write(sizeY, at: 24)
        bytes.write(targetNum, at: 28)
        bytes.write(frame, at: 29)
        bytes.write(x, at: 30)
        bytes.write(y, at: 34)
        bytes.write(z, at: 38)
        bytes.write(q, at: 42)
        bytes.write(type, at: 58)
        bytes.write(positionValid, at: 59)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 149, name: "LANDING_TARGET", crcExtra: 200, lengthV1: 30, lengthV2: 60,
            layout: """
                u64 time_usec, f32 angle_x, f32 angle_y, f32 distance, f32 size_x, f32 size_y, \
                u8 target_num, u8 frame, f32 x, f32 y, f32 z, f32*4 q, u8 type, u8 position_valid
                """)
    }
}

/// `SENSOR_OFFSETS`, number 150.
public struct SensorOffsetsMessage: MAVLinkMessage {
    /// `mag_ofs_x`.
    public var magOfsX: Int16
    /// `mag_ofs_y`.
    public var magOfsY: Int16
    /// `mag_ofs_z`.
    public var magOfsZ: Int16
    /// `mag_declination` in rad.
    public var magDeclination: Float
    /// `raw_press`.
    public var rawPress: Int32
    /// `raw_temp`.
    public var rawTemp: Int32
    /// `gyro_cal_x`.
    public var gyroCalX: Float
    /// `gyro_cal_y`.
    public var gyroCalY: Float
    /// `gyro_cal_z`.
    public var gyroCalZ: Float
    /// `accel_cal_x`.
    public var accelCalX: Float
    /// `accel_cal_y`.
    public var accelCalY: Float
    /// `accel_cal_z`.
    public var accelCalZ: Float

    /// A message from its fields; those left out are zero.
    public init(
        magOfsX: Int16 = 0, magOfsY: Int16 = 0, magOfsZ: Int16 = 0, magDeclination: Float = 0,
        rawPress: Int32 = 0, rawTemp: Int32 = 0, gyroCalX: Float = 0, gyroCalY: Float = 0,
        gyroCalZ: Float = 0, accelCalX: Float = 0, accelCalY: Float = 0, accelCalZ: Float = 0
    ) {
        self.magOfsX = magOfsX
        self.magOfsY = magOfsY
        self.magOfsZ = magOfsZ
        self.magDeclination = magDeclination
        self.rawPress = rawPress
        self.rawTemp = rawTemp
        self.gyroCalX = gyroCalX
        self.gyroCalY = gyroCalY
        self.gyroCalZ = gyroCalZ
        self.accelCalX = accelCalX
        self.accelCalY = accelCalY
        self.accelCalZ = accelCalZ
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        magDeclination = bytes.read(at: 0)
        rawPress = bytes.read(at: 4)
        rawTemp = bytes.read(at: 8)
        gyroCalX = bytes.read(at: 12)
        gyroCalY = bytes.read(at: 16)
        gyroCalZ = bytes.read(at: 20)
        accelCalX = bytes.read(at: 24)
        accelCalY = bytes.read(at: 28)
        accelCalZ = bytes.read(at: 32)
        magOfsX = bytes.read(at: 36)
        magOfsY = bytes.read(at: 38)
        magOfsZ = bytes.read(at: 40)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(magDeclination, at: 0)
        bytes.write(rawPress, at: 4)
        bytes.write(rawTemp, at: 8)
        bytes.write(gyroCalX, at: 12)
        bytes.write(gyroCalY, at: 16)
        bytes.write(gyroCalZ, at: 20)
        bytes.write(accelCalX, at: 24)
        bytes.write(accelCalY, at: 28)
        bytes.write(accelCalZ, at: 32)
        bytes.write(magOfsX, at: 36)
        bytes.write(magOfsY, at: 38)
        bytes.write(magOfsZ, at: 40)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 150, name: "SENSOR_OFFSETS", crcExtra: 134, lengthV1: 42, lengthV2: 42,
            layout: """
                f32 mag_declination, i32 raw_press, i32 raw_temp, f32 gyro_cal_x, f32 gyro_cal_y, \
                f32 gyro_cal_z, f32 accel_cal_x, f32 accel_cal_y, f32 accel_cal_z, i16 mag_ofs_x, \
                i16 mag_ofs_y, i16 mag_ofs_z
                """)
    }
}
