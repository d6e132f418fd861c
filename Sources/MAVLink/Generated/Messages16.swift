// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `LOGGING_DATA`, number 266.
public struct LoggingDataMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `sequence`.
    public var sequence: UInt16
    /// `length` in bytes.
    public var length: UInt8
    /// `first_message_offset` in bytes; UINT8_MAX when unknown.
    public var firstMessageOffset: UInt8
    /// `data`.
    public var data: FixedArray<249, UInt8>

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, sequence: UInt16 = 0, length: UInt8 = 0,
        firstMessageOffset: UInt8 = 0, data: FixedArray<249, UInt8> = .init(repeating: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.sequence = sequence
        self.length = length
        self.firstMessageOffset = firstMessageOffset
        self.data = data
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        sequence = bytes.read(at: 0)
        targetSystem = bytes.read(at: 2)
        targetComponent = bytes.read(at: 3)
        length = bytes.read(at: 4)
        firstMessageOffset = bytes.read(at: 5)
        data = bytes.read(at: 6)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(sequence, at: 0)
        bytes.write(targetSystem, at: 2)
        bytes.write(targetComponent, at: 3)
        bytes.write(length, at: 4)
        bytes.write(firstMessageOffset, at: 5)
        bytes.write(data, at: 6)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 266, name: "LOGGING_DATA", crcExtra: 193, lengthV1: 255, lengthV2: 255,
            layout: """
                u16 sequence, u8 target_system, u8 target_component, u8 length, u8 first_message_offset, \
                u8*249 data
                """)
    }
}

/// `LOGGING_ACK`, number 268.
public struct LoggingAckMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `sequence`.
    public var sequence: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, sequence: UInt16 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.sequence = sequence
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        sequence = bytes.read(at: 0)
        targetSystem = bytes.read(at: 2)
        targetComponent = bytes.read(at: 3)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(sequence, at: 0)
        bytes.write(targetSystem, at: 2)
        bytes.write(targetComponent, at: 3)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 268, name: "LOGGING_ACK", crcExtra: 14, lengthV1: 4, lengthV2: 4,
            layout: """
                u16 sequence, u8 target_system, u8 target_component
                """)
    }
}

/// `GIMBAL_DEVICE_ATTITUDE_STATUS`, number 285.
public struct GimbalDeviceAttitudeStatusMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `flags`.
    public var flags: MAVGimbalDeviceFlags
    /// `q`.
    public var q: FixedArray<4, Float>
    /// `angular_velocity_x` in rad/s; NaN when unknown.
    public var angularVelocityX: Float
    /// `angular_velocity_y` in rad/s; NaN when unknown.
    public var angularVelocityY: Float
    /// `angular_velocity_z` in rad/s; NaN when unknown.
    public var angularVelocityZ: Float
    /// `failure_flags`.
    public var failureFlags: MAVGimbalDeviceErrorFlags
    /// `delta_yaw` in rad, extension; NaN when unknown.
    public var deltaYaw: Float
    /// `delta_yaw_velocity` in rad/s, extension; NaN when unknown.
    public var deltaYawVelocity: Float
    /// `gimbal_device_id`, extension; 0 when unknown.
    public var gimbalDeviceID: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, timeBootMs: UInt32 = 0,
        flags: MAVGimbalDeviceFlags = [], q: FixedArray<4, Float> = .init(repeating: 0),
        angularVelocityX: Float = 0, angularVelocityY: Float = 0, angularVelocityZ: Float = 0,
        failureFlags: MAVGimbalDeviceErrorFlags = [], deltaYaw: Float = 0, deltaYawVelocity: Float = 0,
        gimbalDeviceID: UInt8 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.timeBootMs = timeBootMs
        self.flags = flags
        self.q = q
        self.angularVelocityX = angularVelocityX
        self.angularVelocityY = angularVelocityY
        self.angularVelocityZ = angularVelocityZ
        self.failureFlags = failureFlags
        self.deltaYaw = deltaYaw
        self.deltaYawVelocity = deltaYawVelocity
        self.gimbalDeviceID = gimbalDeviceID
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        q = bytes.read(at: 4)
        angularVelocityX = bytes.read(at: 20)
        angularVelocityY = bytes.read(at: 24)
        angularVelocityZ = bytes.read(at: 28)
        failureFlags = bytes.read(at: 32)
        flags = bytes.read(at: 36)
        targetSystem = bytes.read(at: 38)
        targetComponent = bytes.read(at: 39)
        deltaYaw = bytes.read(at: 40)
        deltaYawVelocity = bytes.read(at: 44)
        gimbalDeviceID = bytes.read(at: 48)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(q, at: 4)
        bytes.write(angularVelocityX, at: 20)
        bytes.write(angularVelocityY, at: 24)
        bytes.write(angularVelocityZ, at: 28)
        bytes.write(failureFlags, at: 32)
        bytes.write(flags, at: 36)
        bytes.write(targetSystem, at: 38)
        bytes.write(targetComponent, at: 39)
        bytes.write(deltaYaw, at: 40)
        bytes.write(deltaYawVelocity, at: 44)
        bytes.write(gimbalDeviceID, at: 48)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 285, name: "GIMBAL_DEVICE_ATTITUDE_STATUS", crcExtra: 137, lengthV1: 40, lengthV2: 49,
            layout: """
                u32 time_boot_ms, f32*4 q, f32 angular_velocity_x, f32 angular_velocity_y, \
                f32 angular_velocity_z, u32 failure_flags, u16 flags, u8 target_system, \
                u8 target_component, f32 delta_yaw, f32 delta_yaw_velocity, u8 gimbal_device_id
                """)
    }
}

/// `ESC_INFO`, number 290.
public struct ESCInfoMessage: MAVLinkMessage {
    /// `index`.
    public var index: UInt8
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `counter`.
    public var counter: UInt16
    /// `count`.
    public var count: UInt8
    /// `connection_type`.
    public var connectionType: MAVESCConnectionType
    /// `info`.
    public var info: UInt8
    /// `failure_flags`.
    public var failureFlags: FixedArray<4, MAVESCFailureFlags>
    /// `error_count`.
    public var errorCount: FixedArray<4, UInt32>
    /// `temperature` in cdegC; INT16_MAX when unknown.
    public var temperature: FixedArray<4, Int16>

    /// A message from its fields; those left out are zero.
    public init(
        index: UInt8 = 0, timeUsec: UInt64 = 0, counter: UInt16 = 0, count: UInt8 = 0,
        connectionType: MAVESCConnectionType = .init(rawValue: 0), info: UInt8 = 0,
        failureFlags: FixedArray<4, MAVESCFailureFlags> = .init(repeating: []),
        errorCount: FixedArray<4, UInt32> = .init(repeating: 0),
        temperature: FixedArray<4, Int16> = .init(repeating: 0)
    ) {
        self.index = index
        self.timeUsec = timeUsec
        self.counter = counter
        self.count = count
        self.connectionType = connectionType
        self.info = info
        self.failureFlags = failureFlags
        self.errorCount = errorCount
        self.temperature = temperature
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        errorCount = bytes.read(at: 8)
        counter = bytes.read(at: 24)
        failureFlags = bytes.read(at: 26)
        temperature = bytes.read(at: 34)
        index = bytes.read(at: 42)
        count = bytes.read(at: 43)
        connectionType = bytes.read(at: 44)
        info = bytes.read(at: 45)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(errorCount, at: 8)
        bytes.write(counter, at: 24)
        bytes.write(failureFlags, at: 26)
        bytes.write(temperature, at: 34)
        bytes.write(index, at: 42)
        bytes.write(count, at: 43)
        bytes.write(connectionType, at: 44)
        bytes.write(info, at: 45)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 290, name: "ESC_INFO", crcExtra: 251, lengthV1: 46, lengthV2: 46,
            layout: """
                u64 time_usec, u32*4 error_count, u16 counter, u16*4 failure_flags, i16*4 temperature, \
                u8 index, u8 count, u8 connection_type, u8 info
                """)
    }
}

/// `ESC_STATUS`, number 291.
public struct ESCStatusMessage: MAVLinkMessage {
    /// `index`.
    public var index: UInt8
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `rpm` in rpm.
    public var rpm: FixedArray<4, Int32>
    /// `voltage` in V.
    public var voltage: FixedArray<4, Float>
    /// `current` in A.
    public var current: FixedArray<4, Float>

    /// A message from its fields; those left out are zero.
    public init(
        index: UInt8 = 0, timeUsec: UInt64 = 0, rpm: FixedArray<4, Int32> = .init(repeating: 0),
        voltage: FixedArray<4, Float> = .init(repeating: 0),
        current: FixedArray<4, Float> = .init(repeating: 0)
    ) {
        self.index = index
        self.timeUsec = timeUsec
        self.rpm = rpm
        self.voltage = voltage
        self.current = current
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        rpm = bytes.read(at: 8)
        voltage = bytes.read(at: 24)
        current = bytes.read(at: 40)
        index = bytes.read(at: 56)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(rpm, at: 8)
        bytes.write(voltage, at: 24)
        bytes.write(current, at: 40)
        bytes.write(index, at: 56)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 291, name: "ESC_STATUS", crcExtra: 10, lengthV1: 57, lengthV2: 57,
            layout: """
                u64 time_usec, i32*4 rpm, f32*4 voltage, f32*4 current, u8 index
                """)
    }
}

/// `PROTOCOL_VERSION`, number 300.
public struct ProtocolVersionMessage: MAVLinkMessage {
    /// `version`.
    public var version: UInt16
    /// `min_version`.
    public var minVersion: UInt16
    /// `max_version`.
    public var maxVersion: UInt16
    /// `spec_version_hash`.
    public var specVersionHash: FixedArray<8, UInt8>
    /// `library_version_hash`.
    public var libraryVersionHash: FixedArray<8, UInt8>

    /// A message from its fields; those left out are zero.
    public init(
        version: UInt16 = 0, minVersion: UInt16 = 0, maxVersion: UInt16 = 0,
        specVersionHash: FixedArray<8, UInt8> = .init(repeating: 0),
        libraryVersionHash: FixedArray<8, UInt8> = .init(repeating: 0)
    ) {
        self.version = version
        self.minVersion = minVersion
        self.maxVersion = maxVersion
        self.specVersionHash = specVersionHash
        self.libraryVersionHash = libraryVersionHash
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        version = bytes.read(at: 0)
        minVersion = bytes.read(at: 2)
        maxVersion = bytes.read(at: 4)
        specVersionHash = bytes.read(at: 6)
        libraryVersionHash = bytes.read(at: 14)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(version, at: 0)
        bytes.write(minVersion, at: 2)
        bytes.write(maxVersion, at: 4)
        bytes.write(specVersionHash, at: 6)
        bytes.write(libraryVersionHash, at: 14)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 300, name: "PROTOCOL_VERSION", crcExtra: 217, lengthV1: 22, lengthV2: 22,
            layout: """
                u16 version, u16 min_version, u16 max_version, u8*8 spec_version_hash, \
                u8*8 library_version_hash
                """)
    }
}

/// `PARAM_EXT_REQUEST_READ`, number 320.
public struct ParamExtRequestReadMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `param_id`.
    public var paramID: FixedText<16>
    /// `param_index`; -1 when unknown.
    public var paramIndex: Int16

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, paramID: FixedText<16> = "",
        paramIndex: Int16 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.paramID = paramID
        self.paramIndex = paramIndex
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        paramIndex = bytes.read(at: 0)
        targetSystem = bytes.read(at: 2)
        targetComponent = bytes.read(at: 3)
        paramID = bytes.read(at: 4)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(paramIndex, at: 0)
        bytes.write(targetSystem, at: 2)
        bytes.write(targetComponent, at: 3)
        bytes.write(paramID, at: 4)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 320, name: "PARAM_EXT_REQUEST_READ", crcExtra: 243, lengthV1: 20, lengthV2: 20,
            layout: """
                i16 param_index, u8 target_system, u8 target_component, c16 param_id
                """)
    }
}
