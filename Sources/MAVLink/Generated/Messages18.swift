// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `PARAM_ERROR`, number 345.
public struct ParamErrorMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `param_id`.
    public var paramID: FixedText<16>
    /// `param_index`; -1 when unknown.
    public var paramIndex: Int16
    /// `error`.
    public var error: MAVParamError

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, paramID: FixedText<16> = "",
        paramIndex: Int16 = 0, error: MAVParamError = .init(rawValue: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.paramID = paramID
        self.paramIndex = paramIndex
        self.error = error
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        paramIndex = bytes.read(at: 0)
        targetSystem = bytes.read(at: 2)
        targetComponent = bytes.read(at: 3)
        paramID = bytes.read(at: 4)
        error = bytes.read(at: 20)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(paramIndex, at: 0)
        bytes.write(targetSystem, at: 2)
        bytes.write(targetComponent, at: 3)
        bytes.write(paramID, at: 4)
        bytes.write(error, at: 20)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 345, name: "PARAM_ERROR", crcExtra: 209, lengthV1: 21, lengthV2: 21,
            layout: """
                i16 param_index, u8 target_system, u8 target_component, c16 param_id, u8 error
                """)
    }
}

/// `SMART_BATTERY_INFO`, number 370.
public struct SmartBatteryInfoMessage: MAVLinkMessage {
    /// `id`.
    public var id: UInt8
    /// `battery_function`.
    public var batteryFunction: MAVBatteryFunction
    /// `type`.
    public var type: MAVBatteryType
    /// `capacity_full_specification` in mAh; -1 when unknown.
    public var capacityFullSpecification: Int32
    /// `capacity_full` in mAh; -1 when unknown.
    public var capacityFull: Int32
    /// `cycle_count`; UINT16_MAX when unknown.
    public var cycleCount: UInt16
    /// `serial_number`; 0 when unknown.
    public var serialNumber: FixedText<16>
    /// `device_name`; 0 when unknown.
    public var deviceName: FixedText<50>
    /// `weight` in g; 0 when unknown.
    public var weight: UInt16
    /// `discharge_minimum_voltage` in mV; UINT16_MAX when unknown.
    public var dischargeMinimumVoltage: UInt16
    /// `charging_minimum_voltage` in mV; UINT16_MAX when unknown.
    public var chargingMinimumVoltage: UInt16
    /// `resting_minimum_voltage` in mV; UINT16_MAX when unknown.
    public var restingMinimumVoltage: UInt16
    /// `charging_maximum_voltage` in mV, extension; 0 when unknown.
    public var chargingMaximumVoltage: UInt16
    /// `cells_in_series`, extension; 0 when unknown.
    public var cellsInSeries: UInt8
    /// `discharge_maximum_current` in mA, extension; 0 when unknown.
    public var dischargeMaximumCurrent: UInt32
    /// `discharge_maximum_burst_current` in mA, extension; 0 when unknown.
    public var dischargeMaximumBurstCurrent: UInt32
    /// `manufacture_date`, extension; 0 when unknown.
    public var manufactureDate: FixedText<11>

    /// A message from its fields; those left out are zero.
    public init(
        id: UInt8 = 0, batteryFunction: MAVBatteryFunction = .init(rawValue: 0),
        type: MAVBatteryType = .init(rawValue: 0), capacityFullSpecification: Int32 = 0,
        capacityFull: Int32 = 0, cycleCount: UInt16 = 0, serialNumber: FixedText<16> = "",
        deviceName: FixedText<50> = "", weight: UInt16 = 0, dischargeMinimumVoltage: UInt16 = 0,
        chargingMinimumVoltage: UInt16 = 0, restingMinimumVoltage: UInt16 = 0,
        chargingMaximumVoltage: UInt16 = 0, cellsInSeries: UInt8 = 0, dischargeMaximumCurrent: UInt32 = 0,
        dischargeMaximumBurstCurrent: UInt32 = 0, manufactureDate: FixedText<11> = ""
    ) {
        self.id = id
        self.batteryFunction = batteryFunction
        self.type = type
        self.capacityFullSpecification = capacityFullSpecification
        self.capacityFull = capacityFull
        self.cycleCount = cycleCount
        self.serialNumber = serialNumber
        self.deviceName = deviceName
        self.weight = weight
        self.dischargeMinimumVoltage = dischargeMinimumVoltage
        self.chargingMinimumVoltage = chargingMinimumVoltage
        self.restingMinimumVoltage = restingMinimumVoltage
        self.chargingMaximumVoltage = chargingMaximumVoltage
        self.cellsInSeries = cellsInSeries
        self.dischargeMaximumCurrent = dischargeMaximumCurrent
        self.dischargeMaximumBurstCurrent = dischargeMaximumBurstCurrent
        self.manufactureDate = manufactureDate
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        capacityFullSpecification = bytes.read(at: 0)
        capacityFull = bytes.read(at: 4)
        cycleCount = bytes.read(at: 8)
        weight = bytes.read(at: 10)
        dischargeMinimumVoltage = bytes.read(at: 12)
        chargingMinimumVoltage = bytes.read(at: 14)
        restingMinimumVoltage = bytes.read(at: 16)
        id = bytes.read(at: 18)
        batteryFunction = bytes.read(at: 19)
        type = bytes.read(at: 20)
        serialNumber = bytes.read(at: 21)
        deviceName = bytes.read(at: 37)
        chargingMaximumVoltage = bytes.read(at: 87)
        cellsInSeries = bytes.read(at: 89)
        dischargeMaximumCurrent = bytes.read(at: 90)
        dischargeMaximumBurstCurrent = bytes.read(at: 94)
        manufactureDate = bytes.read(at: 98)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(capacityFullSpecification, at: 0)
        bytes.write(capacityFull, at: 4)
        bytes.write(cycleCount, at: 8)
        bytes.write(weight, at: 10)
        bytes.write(dischargeMinimumVoltage, at: 12)
        bytes.write(chargingMinimumVoltage, at: 14)
        bytes.write(restingMinimumVoltage, at: 16)
        bytes.write(id, at: 18)
        bytes.write(batteryFunction, at: 19)
        bytes.write(type, at: 20)
        bytes.write(serialNumber, at: 21)
        bytes.write(deviceName, at: 37)
        bytes.write(chargingMaximumVoltage, at: 87)
        bytes.write(cellsInSeries, at: 89)
        bytes.write(dischargeMaximumCurrent, at: 90)
        bytes.write(dischargeMaximumBurstCurrent, at: 94)
        bytes.write(manufactureDate, at: 98)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 370, name: "SMART_BATTERY_INFO", crcExtra: 75, lengthV1: 87, lengthV2: 109,
            layout: """
                i32 capacity_full_specification, i32 capacity_full, u16 cycle_count, u16 weight, \
                u16 discharge_minimum_voltage, u16 charging_minimum_voltage, \
                u16 resting_minimum_voltage, u8 id, u8 battery_function, u8 type, c16 serial_number, \
                c50 device_name, u16 charging_maximum_voltage, u8 cells_in_series, \
                u32 discharge_maximum_current, u32 discharge_maximum_burst_current, c11 manufacture_date
                """)
    }
}

/// `BATTERY_INFO`, number 372.
public struct BatteryInfoMessage: MAVLinkMessage {
    /// `id`.
    public var id: UInt8
    /// `battery_function`.
    public var batteryFunction: MAVBatteryFunction
    /// `type`.
    public var type: MAVBatteryType
    /// `state_of_health` in %; UINT8_MAX when unknown.
    public var stateOfHealth: UInt8
    /// `cells_in_series`; 0 when unknown.
    public var cellsInSeries: UInt8
    /// `cycle_count`; UINT16_MAX when unknown.
    public var cycleCount: UInt16
    /// `weight` in g; 0 when unknown.
    public var weight: UInt16
    /// `discharge_minimum_voltage` in V; 0 when unknown.
    public var dischargeMinimumVoltage: Float
    /// `charging_minimum_voltage` in V; 0 when unknown.
    public var chargingMinimumVoltage: Float
    /// `resting_minimum_voltage` in V; 0 when unknown.
    public var restingMinimumVoltage: Float
    /// `charging_maximum_voltage` in V; 0 when unknown.
    public var chargingMaximumVoltage: Float
    /// `charging_maximum_current` in A; 0 when unknown.
    public var chargingMaximumCurrent: Float
    /// `nominal_voltage` in V; 0 when unknown.
    public var nominalVoltage: Float
    /// `discharge_maximum_current` in A; 0 when unknown.
    public var dischargeMaximumCurrent: Float
    /// `discharge_maximum_burst_current` in A; 0 when unknown.
    public var dischargeMaximumBurstCurrent: Float
    /// `design_capacity` in Ah; 0 when unknown.
    public var designCapacity: Float
    /// `full_charge_capacity` in Ah; NaN when unknown.
    public var fullChargeCapacity: Float
    /// `manufacture_date`; 0 when unknown.
    public var manufactureDate: FixedText<9>
    /// `serial_number`; 0 when unknown.
    public var serialNumber: FixedText<32>
    /// `name`; 0 when unknown.
    public var name: FixedText<50>

    /// A message from its fields; those left out are zero.
    public init(
        id: UInt8 = 0, batteryFunction: MAVBatteryFunction = .init(rawValue: 0),
        type: MAVBatteryType = .init(rawValue: 0), stateOfHealth: UInt8 = 0, cellsInSeries: UInt8 = 0,
        cycleCount: UInt16 = 0, weight: UInt16 = 0, dischargeMinimumVoltage: Float = 0,
        chargingMinimumVoltage: Float = 0, restingMinimumVoltage: Float = 0,
        chargingMaximumVoltage: Float = 0, chargingMaximumCurrent: Float = 0, nominalVoltage: Float = 0,
        dischargeMaximumCurrent: Float = 0, dischargeMaximumBurstCurrent: Float = 0,
        designCapacity: Float = 0, fullChargeCapacity: Float = 0, manufactureDate: FixedText<9> = "",
        serialNumber: FixedText<32> = "", name: FixedText<50> = ""
    ) {
        self.id = id
        self.batteryFunction = batteryFunction
        self.type = type
        self.stateOfHealth = stateOfHealth
        self.cellsInSeries = cellsInSeries
        self.cycleCount = cycleCount
        self.weight = weight
        self.dischargeMinimumVoltage = dischargeMinimumVoltage
        self.chargingMinimumVoltage = chargingMinimumVoltage
        self.restingMinimumVoltage = restingMinimumVoltage
        self.chargingMaximumVoltage = chargingMaximumVoltage
        self.chargingMaximumCurrent = chargingMaximumCurrent
        self.nominalVoltage = nominalVoltage
        self.dischargeMaximumCurrent = dischargeMaximumCurrent
        self.dischargeMaximumBurstCurrent = dischargeMaximumBurstCurrent
        self.designCapacity = designCapacity
        self.fullChargeCapacity = fullChargeCapacity
        self.manufactureDate = manufactureDate
        self.serialNumber = serialNumber
        self.name = name
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        dischargeMinimumVoltage = bytes.read(at: 0)
        chargingMinimumVoltage = bytes.read(at: 4)
        restingMinimumVoltage = bytes.read(at: 8)
        chargingMaximumVoltage = bytes.read(at: 12)
        chargingMaximumCurrent = bytes.read(at: 16)
        nominalVoltage = bytes.read(at: 20)
        dischargeMaximumCurrent = bytes.read(at: 24)
        dischargeMaximumBurstCurrent = bytes.read(at: 28)
        designCapacity = bytes.read(at: 32)
        fullChargeCapacity = bytes.read(at: 36)
        cycleCount = bytes.read(at: 40)
        weight = bytes.read(at: 42)
        id = bytes.read(at: 44)
        batteryFunction = bytes.read(at: 45)
        type = bytes.read(at: 46)
        stateOfHealth = bytes.read(at: 47)
        cellsInSeries = bytes.read(at: 48)
        manufactureDate = bytes.read(at: 49)
        serialNumber = bytes.read(at: 58)
        name = bytes.read(at: 90)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(dischargeMinimumVoltage, at: 0)
        bytes.write(chargingMinimumVoltage, at: 4)
        bytes.write(restingMinimumVoltage, at: 8)
        bytes.write(chargingMaximumVoltage, at: 12)
        bytes.write(chargingMaximumCurrent, at: 16)
        bytes.write(nominalVoltage, at: 20)
        bytes.write(dischargeMaximumCurrent, at: 24)
        bytes.write(dischargeMaximumBurstCurrent, at: 28)
        bytes.write(designCapacity, at: 32)
        bytes.write(fullChargeCapacity, at: 36)
        bytes.write(cycleCount, at: 40)
        bytes.write(weight, at: 42)
        bytes.write(id, at: 44)
        bytes.write(batteryFunction, at: 45)
        bytes.write(type, at: 46)
        bytes.write(stateOfHealth, at: 47)
        bytes.write(cellsInSeries, at: 48)
        bytes.write(manufactureDate, at: 49)
        bytes.write(serialNumber, at: 58)
        bytes.write(name, at: 90)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 372, name: "BATTERY_INFO", crcExtra: 26, lengthV1: 140, lengthV2: 140,
            layout: """
                f32 discharge_minimum_voltage, f32 charging_minimum_voltage, \
                f32 resting_minimum_voltage, f32 charging_maximum_voltage, f32 charging_maximum_current, \
                f32 nominal_voltage, f32 discharge_maximum_current, f32 discharge_maximum_burst_current, \
                f32 design_capacity, f32 full_charge_capacity, u16 cycle_count, u16 weight, u8 id, \
                u8 battery_function, u8 type, u8 state_of_health, u8 cells_in_series, \
                c9 manufacture_date, c32 serial_number, c50 name
                """)
    }
}

/// `GENERATOR_STATUS`, number 373.
public struct GeneratorStatusMessage: MAVLinkMessage {
    /// `status`.
    public var status: MAVGeneratorStatusFlag
    /// `generator_speed` in rpm; UINT16_MAX when unknown.
    public var generatorSpeed: UInt16
    /// `battery_current` in A; NaN when unknown.
    public var batteryCurrent: Float
    /// `load_current` in A; NaN when unknown.
    public var loadCurrent: Float
    /// `power_generated` in W; NaN when unknown.
    public var powerGenerated: Float
    /// `bus_voltage` in V.
    public var busVoltage: Float
    /// `rectifier_temperature` in degC; INT16_MAX when unknown.
    public var rectifierTemperature: Int16
    /// `bat_current_setpoint` in A; NaN when unknown.
    public var batCurrentSetpoint: Float
    /// `generator_temperature` in degC; INT16_MAX when unknown.
    public var generatorTemperature: Int16
    /// `runtime` in s; UINT32_MAX when unknown.
    public var runtime: UInt32
    /// `time_until_maintenance` in s; INT32_MAX when unknown.
    public var timeUntilMaintenance: Int32

    /// A message from its fields; those left out are zero.
    public init(
        status: MAVGeneratorStatusFlag = [], generatorSpeed: UInt16 = 0, batteryCurrent: Float = 0,
        loadCurrent: Float = 0, powerGenerated: Float = 0, busVoltage: Float = 0,
        rectifierTemperature: Int16 = 0, batCurrentSetpoint: Float = 0, generatorTemperature: Int16 = 0,
        runtime: UInt32 = 0, timeUntilMaintenance: Int32 = 0
    ) {
        self.status = status
        self.generatorSpeed = generatorSpeed
        self.batteryCurrent = batteryCurrent
        self.loadCurrent = loadCurrent
        self.powerGenerated = powerGenerated
        self.busVoltage = busVoltage
        self.rectifierTemperature = rectifierTemperature
        self.batCurrentSetpoint = batCurrentSetpoint
        self.generatorTemperature = generatorTemperature
        self.runtime = runtime
        self.timeUntilMaintenance = timeUntilMaintenance
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        status = bytes.read(at: 0)
        batteryCurrent = bytes.read(at: 8)
        loadCurrent = bytes.read(at: 12)
        powerGenerated = bytes.read(at: 16)
        busVoltage = bytes.read(at: 20)
        batCurrentSetpoint = bytes.read(at: 24)
        runtime = bytes.read(at: 28)
        timeUntilMaintenance = bytes.read(at: 32)
        generatorSpeed = bytes.read(at: 36)
        rectifierTemperature = bytes.read(at: 38)
        generatorTemperature = bytes.read(at: 40)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(status, at: 0)
        bytes.write(batteryCurrent, at: 8)
        bytes.write(loadCurrent, at: 12)
        bytes.write(powerGenerated, at: 16)
        bytes.write(busVoltage, at: 20)
        bytes.write(batCurrentSetpoint, at: 24)
        bytes.write(runtime, at: 28)
        bytes.write(timeUntilMaintenance, at: 32)
        bytes.write(generatorSpeed, at: 36)
        bytes.write(rectifierTemperature, at: 38)
        bytes.write(generatorTemperature, at: 40)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 373, name: "GENERATOR_STATUS", crcExtra: 117, lengthV1: 42, lengthV2: 42,
            layout: """
                u64 status, f32 battery_current, f32 load_current, f32 power_generated, f32 bus_voltage, \
                f32 bat_current_setpoint, u32 runtime, i32 time_until_maintenance, u16 generator_speed, \
                i16 rectifier_temperature, i16 generator_temperature
                """)
    }
}

/// `TUNNEL`, number 385.
public struct TunnelMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `payload_type`.
    public var payloadType: MAVTunnelPayloadType
    /// `payload_length`.
    public var payloadLength: UInt8
    /// `payload`.
    public var payload: FixedArray<128, UInt8>

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0,
        payloadType: MAVTunnelPayloadType = .init(rawValue: 0), payloadLength: UInt8 = 0,
        payload: FixedArray<128, UInt8> = .init(repeating: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.payloadType = payloadType
        self.payloadLength = payloadLength
        self.payload = payload
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        payloadType = bytes.read(at: 0)
        targetSystem = bytes.read(at: 2)
        targetComponent = bytes.read(at: 3)
        payloadLength = bytes.read(at: 4)
        payload = bytes.read(at: 5)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(payloadType, at: 0)
        bytes.write(targetSystem, at: 2)
        bytes.write(targetComponent, at: 3)
        bytes.write(payloadLength, at: 4)
        bytes.write(payload, at: 5)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 385, name: "TUNNEL", crcExtra: 147, lengthV1: 133, lengthV2: 133,
            layout: """
                u16 payload_type, u8 target_system, u8 target_component, u8 payload_length, \
                u8*128 payload
                """)
    }
}
