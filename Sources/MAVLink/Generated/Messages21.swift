// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `OPEN_DRONE_ID_ARM_STATUS`, number 12918.
public struct OpenDroneIDArmStatusMessage: MAVLinkMessage {
    /// `status`.
    public var status: MAVODIDArmStatus
    /// `error`.
    public var error: FixedText<50>

    /// A message from its fields; those left out are zero.
    public init(
        status: MAVODIDArmStatus = .init(rawValue: 0), error: FixedText<50> = ""
    ) {
        self.status = status
        self.error = error
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        status = bytes.read(at: 0)
        error = bytes.read(at: 1)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(status, at: 0)
        bytes.write(error, at: 1)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 12918, name: "OPEN_DRONE_ID_ARM_STATUS", crcExtra: 139, lengthV1: 51, lengthV2: 51,
            layout: """
                u8 status, c50 error
                """)
    }
}

/// `OPEN_DRONE_ID_SYSTEM_UPDATE`, number 12919.
public struct OpenDroneIDSystemUpdateMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `operator_latitude` in degE7; 0 when unknown.
    public var operatorLatitude: Int32
    /// `operator_longitude` in degE7; 0 when unknown.
    public var operatorLongitude: Int32
    /// `operator_altitude_geo` in m; -1000 when unknown.
    public var operatorAltitudeGeo: Float
    /// `timestamp` in s.
    public var timestamp: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, operatorLatitude: Int32 = 0,
        operatorLongitude: Int32 = 0, operatorAltitudeGeo: Float = 0, timestamp: UInt32 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.operatorLatitude = operatorLatitude
        self.operatorLongitude = operatorLongitude
        self.operatorAltitudeGeo = operatorAltitudeGeo
        self.timestamp = timestamp
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        operatorLatitude = bytes.read(at: 0)
        operatorLongitude = bytes.read(at: 4)
        operatorAltitudeGeo = bytes.read(at: 8)
        timestamp = bytes.read(at: 12)
        targetSystem = bytes.read(at: 16)
        targetComponent = bytes.read(at: 17)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(operatorLatitude, at: 0)
        bytes.write(operatorLongitude, at: 4)
        bytes.write(operatorAltitudeGeo, at: 8)
        bytes.write(timestamp, at: 12)
        bytes.write(targetSystem, at: 16)
        bytes.write(targetComponent, at: 17)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 12919, name: "OPEN_DRONE_ID_SYSTEM_UPDATE", crcExtra: 7, lengthV1: 18, lengthV2: 18,
            layout: """
                i32 operator_latitude, i32 operator_longitude, f32 operator_altitude_geo, u32 timestamp, \
                u8 target_system, u8 target_component
                """)
    }
}

/// `HYGROMETER_SENSOR`, number 12920.
public struct HygrometerSensorMessage: MAVLinkMessage {
    /// `id`.
    public var id: UInt8
    /// `temperature` in cdegC.
    public var temperature: Int16
    /// `humidity` in c%.
    public var humidity: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        id: UInt8 = 0, temperature: Int16 = 0, humidity: UInt16 = 0
    ) {
        self.id = id
        self.temperature = temperature
        self.humidity = humidity
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        temperature = bytes.read(at: 0)
        humidity = bytes.read(at: 2)
        id = bytes.read(at: 4)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(temperature, at: 0)
        bytes.write(humidity, at: 2)
        bytes.write(id, at: 4)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 12920, name: "HYGROMETER_SENSOR", crcExtra: 20, lengthV1: 5, lengthV2: 5,
            layout: """
                i16 temperature, u16 humidity, u8 id
                """)
    }
}
