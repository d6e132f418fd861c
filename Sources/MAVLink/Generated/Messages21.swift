// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `OPEN_DRONE_ID_SYSTEM`, number 12904.
public struct OpenDroneIDSystemMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `id_or_mac`.
    public var idOrMac: FixedArray<20, UInt8>
    /// `operator_location_type`.
    public var operatorLocationType: MAVODIDOperatorLocationType
    /// `classification_type`.
    public var classificationType: MAVODIDClassificationType
    /// `operator_latitude` in degE7; 0 when unknown.
    public var operatorLatitude: Int32
    /// `operator_longitude` in degE7; 0 when unknown.
    public var operatorLongitude: Int32
    /// `area_count`.
    public var areaCount: UInt16
    /// `area_radius` in m.
    public var areaRadius: UInt16
    /// `area_ceiling` in m; -1000 when unknown.
    public var areaCeiling: Float
    /// `area_floor` in m; -1000 when unknown.
    public var areaFloor: Float
    /// `category_eu`.
    public var categoryEU: MAVODIDCategoryEU
    /// `class_eu`.
    public var classEU: MAVODIDClassEU
    /// `operator_altitude_geo` in m; -1000 when unknown.
    public var operatorAltitudeGeo: Float
    /// `timestamp` in s.
    public var timestamp: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0,
        idOrMac: FixedArray<20, UInt8> = .init(repeating: 0),
        operatorLocationType: MAVODIDOperatorLocationType = .init(rawValue: 0),
        classificationType: MAVODIDClassificationType = .init(rawValue: 0), operatorLatitude: Int32 = 0,
        operatorLongitude: Int32 = 0, areaCount: UInt16 = 0, areaRadius: UInt16 = 0, areaCeiling: Float = 0,
        areaFloor: Float = 0, categoryEU: MAVODIDCategoryEU = .init(rawValue: 0),
        classEU: MAVODIDClassEU = .init(rawValue: 0), operatorAltitudeGeo: Float = 0, timestamp: UInt32 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.idOrMac = idOrMac
        self.operatorLocationType = operatorLocationType
        self.classificationType = classificationType
        self.operatorLatitude = operatorLatitude
        self.operatorLongitude = operatorLongitude
        self.areaCount = areaCount
        self.areaRadius = areaRadius
        self.areaCeiling = areaCeiling
        self.areaFloor = areaFloor
        self.categoryEU = categoryEU
        self.classEU = classEU
        self.operatorAltitudeGeo = operatorAltitudeGeo
        self.timestamp = timestamp
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        operatorLatitude = bytes.read(at: 0)
        operatorLongitude = bytes.read(at: 4)
        areaCeiling = bytes.read(at: 8)
        areaFloor = bytes.read(at: 12)
        operatorAltitudeGeo = bytes.read(at: 16)
        timestamp = bytes.read(at: 20)
        areaCount = bytes.read(at: 24)
        areaRadius = bytes.read(at: 26)
        targetSystem = bytes.read(at: 28)
        targetComponent = bytes.read(at: 29)
        idOrMac = bytes.read(at: 30)
        operatorLocationType = bytes.read(at: 50)
        classificationType = bytes.read(at: 51)
        categoryEU = bytes.read(at: 52)
        classEU = bytes.read(at: 53)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(operatorLatitude, at: 0)
        bytes.write(operatorLongitude, at: 4)
        bytes.write(areaCeiling, at: 8)
        bytes.write(areaFloor, at: 12)
        bytes.write(operatorAltitudeGeo, at: 16)
        bytes.write(timestamp, at: 20)
        bytes.write(areaCount, at: 24)
        bytes.write(areaRadius, at: 26)
        bytes.write(targetSystem, at: 28)
        bytes.write(targetComponent, at: 29)
        bytes.write(idOrMac, at: 30)
        bytes.write(operatorLocationType, at: 50)
        bytes.write(classificationType, at: 51)
        bytes.write(categoryEU, at: 52)
        bytes.write(classEU, at: 53)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 12904, name: "OPEN_DRONE_ID_SYSTEM", crcExtra: 77, lengthV1: 54, lengthV2: 54,
            layout: """
                i32 operator_latitude, i32 operator_longitude, f32 area_ceiling, f32 area_floor, \
                f32 operator_altitude_geo, u32 timestamp, u16 area_count, u16 area_radius, \
                u8 target_system, u8 target_component, u8*20 id_or_mac, u8 operator_location_type, \
                u8 classification_type, u8 category_eu, u8 class_eu
                """)
    }
}

/// `OPEN_DRONE_ID_OPERATOR_ID`, number 12905.
public struct OpenDroneIDOperatorIDMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `id_or_mac`.
    public var idOrMac: FixedArray<20, UInt8>
    /// `operator_id_type`.
    public var operatorIDType: MAVODIDOperatorIDType
    /// `operator_id`.
    public var operatorID: FixedText<20>

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0,
        idOrMac: FixedArray<20, UInt8> = .init(repeating: 0),
        operatorIDType: MAVODIDOperatorIDType = .init(rawValue: 0), operatorID: FixedText<20> = ""
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.idOrMac = idOrMac
        self.operatorIDType = operatorIDType
        self.operatorID = operatorID
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        targetSystem = bytes.read(at: 0)
        targetComponent = bytes.read(at: 1)
        idOrMac = bytes.read(at: 2)
        operatorIDType = bytes.read(at: 22)
        operatorID = bytes.read(at: 23)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(targetSystem, at: 0)
        bytes.write(targetComponent, at: 1)
        bytes.write(idOrMac, at: 2)
        bytes.write(operatorIDType, at: 22)
        bytes.write(operatorID, at: 23)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 12905, name: "OPEN_DRONE_ID_OPERATOR_ID", crcExtra: 49, lengthV1: 43, lengthV2: 43,
            layout: """
                u8 target_system, u8 target_component, u8*20 id_or_mac, u8 operator_id_type, \
                c20 operator_id
                """)
    }
}

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
