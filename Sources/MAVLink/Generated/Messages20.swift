// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `WINCH_STATUS`, number 9005.
public struct WinchStatusMessage: MAVLinkMessage {
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `line_length` in m; NaN when unknown.
    public var lineLength: Float
    /// `speed` in m/s; NaN when unknown.
    public var speed: Float
    /// `tension` in kg; NaN when unknown.
    public var tension: Float
    /// `voltage` in V; NaN when unknown.
    public var voltage: Float
    /// `current` in A; NaN when unknown.
    public var current: Float
    /// `temperature` in degC; INT16_MAX when unknown.
    public var temperature: Int16
    /// `status`.
    public var status: MAVWinchStatusFlag

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt64 = 0, lineLength: Float = 0, speed: Float = 0, tension: Float = 0,
        voltage: Float = 0, current: Float = 0, temperature: Int16 = 0, status: MAVWinchStatusFlag = []
    ) {
        self.timeUsec = timeUsec
        self.lineLength = lineLength
        self.speed = speed
        self.tension = tension
        self.voltage = voltage
        self.current = current
        self.temperature = temperature
        self.status = status
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        lineLength = bytes.read(at: 8)
        speed = bytes.read(at: 12)
        tension = bytes.read(at: 16)
        voltage = bytes.read(at: 20)
        current = bytes.read(at: 24)
        status = bytes.read(at: 28)
        temperature = bytes.read(at: 32)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(lineLength, at: 8)
        bytes.write(speed, at: 12)
        bytes.write(tension, at: 16)
        bytes.write(voltage, at: 20)
        bytes.write(current, at: 24)
        bytes.write(status, at: 28)
        bytes.write(temperature, at: 32)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 9005, name: "WINCH_STATUS", crcExtra: 117, lengthV1: 34, lengthV2: 34,
            layout: """
                u64 time_usec, f32 line_length, f32 speed, f32 tension, f32 voltage, f32 current, \
                u32 status, i16 temperature
                """)
    }
}

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
