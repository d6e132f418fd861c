// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `ESC_TELEMETRY_1_TO_4`, number 11030.
public struct ESCTelemetry1To4Message: MAVLinkMessage {
    /// `temperature` in degC.
    public var temperature: FixedArray<4, UInt8>
    /// `voltage` in cV.
    public var voltage: FixedArray<4, UInt16>
    /// `current` in cA.
    public var current: FixedArray<4, UInt16>
    /// `totalcurrent` in mAh.
    public var totalcurrent: FixedArray<4, UInt16>
    /// `rpm` in rpm.
    public var rpm: FixedArray<4, UInt16>
    /// `count`.
    public var count: FixedArray<4, UInt16>

    /// A message from its fields; those left out are zero.
    public init(
        temperature: FixedArray<4, UInt8> = .init(repeating: 0),
        voltage: FixedArray<4, UInt16> = .init(repeating: 0),
        current: FixedArray<4, UInt16> = .init(repeating: 0),
        totalcurrent: FixedArray<4, UInt16> = .init(repeating: 0),
        rpm: FixedArray<4, UInt16> = .init(repeating: 0), count: FixedArray<4, UInt16> = .init(repeating: 0)
    ) {
        self.temperature = temperature
        self.voltage = voltage
        self.current = current
        self.totalcurrent = totalcurrent
        self.rpm = rpm
        self.count = count
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        voltage = bytes.read(at: 0)
        current = bytes.read(at: 8)
        totalcurrent = bytes.read(at: 16)
        rpm = bytes.read(at: 24)
        count = bytes.read(at: 32)
        temperature = bytes.read(at: 40)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(voltage, at: 0)
        bytes.write(current, at: 8)
        bytes.write(totalcurrent, at: 16)
        bytes.write(rpm, at: 24)
        bytes.write(count, at: 32)
        bytes.write(temperature, at: 40)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 11030, name: "ESC_TELEMETRY_1_TO_4", crcExtra: 144, lengthV1: 44, lengthV2: 44,
            layout: """
                u16*4 voltage, u16*4 current, u16*4 totalcurrent, u16*4 rpm, u16*4 count, \
                u8*4 temperature
                """)
    }
}

/// `MCU_STATUS`, number 11039.
public struct MCUStatusMessage: MAVLinkMessage {
    /// `id`.
    public var id: UInt8
    /// `MCU_temperature` in cdegC.
    public var mcuTemperature: Int16
    /// `MCU_voltage` in mV.
    public var mcuVoltage: UInt16
    /// `MCU_voltage_min` in mV.
    public var mcuVoltageMin: UInt16
    /// `MCU_voltage_max` in mV.
    public var mcuVoltageMax: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        id: UInt8 = 0, mcuTemperature: Int16 = 0, mcuVoltage: UInt16 = 0, mcuVoltageMin: UInt16 = 0,
        mcuVoltageMax: UInt16 = 0
    ) {
        self.id = id
        self.mcuTemperature = mcuTemperature
        self.mcuVoltage = mcuVoltage
        self.mcuVoltageMin = mcuVoltageMin
        self.mcuVoltageMax = mcuVoltageMax
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        mcuTemperature = bytes.read(at: 0)
        mcuVoltage = bytes.read(at: 2)
        mcuVoltageMin = bytes.read(at: 4)
        mcuVoltageMax = bytes.read(at: 6)
        id = bytes.read(at: 8)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(mcuTemperature, at: 0)
        bytes.write(mcuVoltage, at: 2)
        bytes.write(mcuVoltageMin, at: 4)
        bytes.write(mcuVoltageMax, at: 6)
        bytes.write(id, at: 8)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 11039, name: "MCU_STATUS", crcExtra: 142, lengthV1: 9, lengthV2: 9,
            layout: """
                i16 MCU_temperature, u16 MCU_voltage, u16 MCU_voltage_min, u16 MCU_voltage_max, u8 id
                """)
    }
}

/// `OPEN_DRONE_ID_BASIC_ID`, number 12900.
public struct OpenDroneIDBasicIDMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `id_or_mac`.
    public var idOrMac: FixedArray<20, UInt8>
    /// `id_type`.
    public var idType: MAVODIDIDType
    /// `ua_type`.
    public var uaType: MAVODIDUAType
    /// `uas_id`.
    public var uasID: FixedArray<20, UInt8>

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0,
        idOrMac: FixedArray<20, UInt8> = .init(repeating: 0), idType: MAVODIDIDType = .init(rawValue: 0),
        uaType: MAVODIDUAType = .init(rawValue: 0), uasID: FixedArray<20, UInt8> = .init(repeating: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.idOrMac = idOrMac
        self.idType = idType
        self.uaType = uaType
        self.uasID = uasID
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        targetSystem = bytes.read(at: 0)
        targetComponent = bytes.read(at: 1)
        idOrMac = bytes.read(at: 2)
        idType = bytes.read(at: 22)
        uaType = bytes.read(at: 23)
        uasID = bytes.read(at: 24)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(targetSystem, at: 0)
        bytes.write(targetComponent, at: 1)
        bytes.write(idOrMac, at: 2)
        bytes.write(idType, at: 22)
        bytes.write(uaType, at: 23)
        bytes.write(uasID, at: 24)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 12900, name: "OPEN_DRONE_ID_BASIC_ID", crcExtra: 114, lengthV1: 44, lengthV2: 44,
            layout: """
                u8 target_system, u8 target_component, u8*20 id_or_mac, u8 id_type, u8 ua_type, \
                u8*20 uas_id
                """)
    }
}

/// `OPEN_DRONE_ID_LOCATION`, number 12901.
public struct OpenDroneIDLocationMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `id_or_mac`.
    public var idOrMac: FixedArray<20, UInt8>
    /// `status`.
    public var status: MAVODIDStatus
    /// `direction` in cdeg; 36100 when unknown.
    public var direction: UInt16
    /// `speed_horizontal` in cm/s.
    public var speedHorizontal: UInt16
    /// `speed_vertical` in cm/s.
    public var speedVertical: Int16
    /// `latitude` in degE7; 0 when unknown.
    public var latitude: Int32
    /// `longitude` in degE7; 0 when unknown.
    public var longitude: Int32
    /// `altitude_barometric` in m; -1000 when unknown.
    public var altitudeBarometric: Float
    /// `altitude_geodetic` in m; -1000 when unknown.
    public var altitudeGeodetic: Float
    /// `height_reference`.
    public var heightReference: MAVODIDHeightRef
    /// `height` in m; -1000 when unknown.
    public var height: Float
    /// `horizontal_accuracy`.
    public var horizontalAccuracy: MAVODIDHorAcc
    /// `vertical_accuracy`.
    public var verticalAccuracy: MAVODIDVerAcc
    /// `barometer_accuracy`.
    public var barometerAccuracy: MAVODIDVerAcc
    /// `speed_accuracy`.
    public var speedAccuracy: MAVODIDSpeedAcc
    /// `timestamp` in s; 0xFFFF when unknown.
    public var timestamp: Float
    /// `timestamp_accuracy`.
    public var timestampAccuracy: MAVODIDTimeAcc

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0,
        idOrMac: FixedArray<20, UInt8> = .init(repeating: 0), status: MAVODIDStatus = .init(rawValue: 0),
        direction: UInt16 = 0, speedHorizontal: UInt16 = 0, speedVertical: Int16 = 0, latitude: Int32 = 0,
        longitude: Int32 = 0, altitudeBarometric: Float = 0, altitudeGeodetic: Float = 0,
        heightReference: MAVODIDHeightRef = .init(rawValue: 0), height: Float = 0,
        horizontalAccuracy: MAVODIDHorAcc = .init(rawValue: 0),
        verticalAccuracy: MAVODIDVerAcc = .init(rawValue: 0),
        barometerAccuracy: MAVODIDVerAcc = .init(rawValue: 0),
        speedAccuracy: MAVODIDSpeedAcc = .init(rawValue: 0), timestamp: Float = 0,
        timestampAccuracy: MAVODIDTimeAcc = .init(rawValue: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.idOrMac = idOrMac
        self.status = status
        self.direction = direction
        self.speedHorizontal = speedHorizontal
        self.speedVertical = speedVertical
        self.latitude = latitude
        self.longitude = longitude
        self.altitudeBarometric = altitudeBarometric
        self.altitudeGeodetic = altitudeGeodetic
        self.heightReference = heightReference
        self.height = height
        self.horizontalAccuracy = horizontalAccuracy
        self.verticalAccuracy = verticalAccuracy
        self.barometerAccuracy = barometerAccuracy
        self.speedAccuracy = speedAccuracy
        self.timestamp = timestamp
        self.timestampAccuracy = timestampAccuracy
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        latitude = bytes.read(at: 0)
        longitude = bytes.read(at: 4)
        altitudeBarometric = bytes.read(at: 8)
        altitudeGeodetic = bytes.read(at: 12)
        height = bytes.read(at: 16)
        timestamp = bytes.read(at: 20)
        direction = bytes.read(at: 24)
        speedHorizontal = bytes.read(at: 26)
        speedVertical = bytes.read(at: 28)
        targetSystem = bytes.read(at: 30)
        targetComponent = bytes.read(at: 31)
        idOrMac = bytes.read(at: 32)
        status = bytes.read(at: 52)
        heightReference = bytes.read(at: 53)
        horizontalAccuracy = bytes.read(at: 54)
        verticalAccuracy = bytes.read(at: 55)
        barometerAccuracy = bytes.read(at: 56)
        speedAccuracy = bytes.read(at: 57)
        timestampAccuracy = bytes.read(at: 58)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(latitude, at: 0)
        bytes.write(longitude, at: 4)
        bytes.write(altitudeBarometric, at: 8)
        bytes.write(altitudeGeodetic, at: 12)
        bytes.write(height, at: 16)
        bytes.write(timestamp, at: 20)
        bytes.write(direction, at: 24)
        bytes.write(speedHorizontal, at: 26)
        bytes.write(speedVertical, at: 28)
        bytes.write(targetSystem, at: 30)
        bytes.write(targetComponent, at: 31)
        bytes.write(idOrMac, at: 32)
        bytes.write(status, at: 52)
        bytes.write(heightReference, at: 53)
        bytes.write(horizontalAccuracy, at: 54)
        bytes.write(verticalAccuracy, at: 55)
        bytes.write(barometerAccuracy, at: 56)
        bytes.write(speedAccuracy, at: 57)
        bytes.write(timestampAccuracy, at: 58)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 12901, name: "OPEN_DRONE_ID_LOCATION", crcExtra: 254, lengthV1: 59, lengthV2: 59,
            layout: """
                i32 latitude, i32 longitude, f32 altitude_barometric, f32 altitude_geodetic, f32 height, \
                f32 timestamp, u16 direction, u16 speed_horizontal, i16 speed_vertical, \
                u8 target_system, u8 target_component, u8*20 id_or_mac, u8 status, u8 height_reference, \
                u8 horizontal_accuracy, u8 vertical_accuracy, u8 barometer_accuracy, u8 speed_accuracy, \
                u8 timestamp_accuracy
                """)
    }
}

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
