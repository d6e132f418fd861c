// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `HEARTBEAT`, number 0.
public struct HeartbeatMessage: MAVLinkMessage {
    /// `type`.
    public var type: MAVType
    /// `autopilot`.
    public var autopilot: MAVAutopilot
    /// `base_mode`.
    public var baseMode: MAVModeFlag
    /// `custom_mode`.
    public var customMode: UInt32
    /// `system_status`.
    public var systemStatus: MAVState
    /// `mavlink_version`.
    public var mavlinkVersion: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        type: MAVType = .init(rawValue: 0), autopilot: MAVAutopilot = .init(rawValue: 0),
        baseMode: MAVModeFlag = [], customMode: UInt32 = 0, systemStatus: MAVState = .init(rawValue: 0),
        mavlinkVersion: UInt8 = 0
    ) {
        self.type = type
        self.autopilot = autopilot
        self.baseMode = baseMode
        self.customMode = customMode
        self.systemStatus = systemStatus
        self.mavlinkVersion = mavlinkVersion
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        customMode = bytes.read(at: 0)
        type = bytes.read(at: 4)
        autopilot = bytes.read(at: 5)
        baseMode = bytes.read(at: 6)
        systemStatus = bytes.read(at: 7)
        mavlinkVersion = bytes.read(at: 8)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(customMode, at: 0)
        bytes.write(type, at: 4)
        bytes.write(autopilot, at: 5)
        bytes.write(baseMode, at: 6)
        bytes.write(systemStatus, at: 7)
        bytes.write(mavlinkVersion, at: 8)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 0, name: "HEARTBEAT", crcExtra: 50, lengthV1: 9, lengthV2: 9,
            layout: """
                u32 custom_mode, u8 type, u8 autopilot, u8 base_mode, u8 system_status, \
                u8 mavlink_version
                """)
    }
}

/// `SYS_STATUS`, number 1.
public struct SysStatusMessage: MAVLinkMessage {
    /// `onboard_control_sensors_present`.
    public var onboardControlSensorsPresent: MAVSysStatusSensor
    /// `onboard_control_sensors_enabled`.
    public var onboardControlSensorsEnabled: MAVSysStatusSensor
    /// `onboard_control_sensors_health`.
    public var onboardControlSensorsHealth: MAVSysStatusSensor
    /// `load` in d%.
    public var load: UInt16
    /// `voltage_battery` in mV; UINT16_MAX when unknown.
    public var voltageBattery: UInt16
    /// `current_battery` in cA; -1 when unknown.
    public var currentBattery: Int16
    /// `battery_remaining` in %; -1 when unknown.
    public var batteryRemaining: Int8
    /// `drop_rate_comm` in c%.
    public var dropRateComm: UInt16
    /// `errors_comm`.
    public var errorsComm: UInt16
    /// `errors_count1`.
    public var errorsCount1: UInt16
    /// `errors_count2`.
    public var errorsCount2: UInt16
    /// `errors_count3`.
    public var errorsCount3: UInt16
    /// `errors_count4`.
    public var errorsCount4: UInt16
    /// `onboard_control_sensors_present_extended`, extension.
    public var onboardControlSensorsPresentExtended: MAVSysStatusSensorExtended
    /// `onboard_control_sensors_enabled_extended`, extension.
    public var onboardControlSensorsEnabledExtended: MAVSysStatusSensorExtended
    /// `onboard_control_sensors_health_extended`, extension.
    public var onboardControlSensorsHealthExtended: MAVSysStatusSensorExtended

    /// A message from its fields; those left out are zero.
    public init(
        onboardControlSensorsPresent: MAVSysStatusSensor = [],
        onboardControlSensorsEnabled: MAVSysStatusSensor = [],
        onboardControlSensorsHealth: MAVSysStatusSensor = [], load: UInt16 = 0, voltageBattery: UInt16 = 0,
        currentBattery: Int16 = 0, batteryRemaining: Int8 = 0, dropRateComm: UInt16 = 0,
        errorsComm: UInt16 = 0, errorsCount1: UInt16 = 0, errorsCount2: UInt16 = 0, errorsCount3: UInt16 = 0,
        errorsCount4: UInt16 = 0, onboardControlSensorsPresentExtended: MAVSysStatusSensorExtended = [],
        onboardControlSensorsEnabledExtended: MAVSysStatusSensorExtended = [],
        onboardControlSensorsHealthExtended: MAVSysStatusSensorExtended = []
    ) {
        self.onboardControlSensorsPresent = onboardControlSensorsPresent
        self.onboardControlSensorsEnabled = onboardControlSensorsEnabled
        self.onboardControlSensorsHealth = onboardControlSensorsHealth
        self.load = load
        self.voltageBattery = voltageBattery
        self.currentBattery = currentBattery
        self.batteryRemaining = batteryRemaining
        self.dropRateComm = dropRateComm
        self.errorsComm = errorsComm
        self.errorsCount1 = errorsCount1
        self.errorsCount2 = errorsCount2
        self.errorsCount3 = errorsCount3
        self.errorsCount4 = errorsCount4
        self.onboardControlSensorsPresentExtended = onboardControlSensorsPresentExtended
        self.onboardControlSensorsEnabledExtended = onboardControlSensorsEnabledExtended
        self.onboardControlSensorsHealthExtended = onboardControlSensorsHealthExtended
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        onboardControlSensorsPresent = bytes.read(at: 0)
        onboardControlSensorsEnabled = bytes.read(at: 4)
        onboardControlSensorsHealth = bytes.read(at: 8)
        load = bytes.read(at: 12)
        voltageBattery = bytes.read(at: 14)
        currentBattery = bytes.read(at: 16)
        dropRateComm = bytes.read(at: 18)
        errorsComm = bytes.read(at: 20)
        errorsCount1 = bytes.read(at: 22)
        errorsCount2 = bytes.read(at: 24)
        errorsCount3 = bytes.read(at: 26)
        errorsCount4 = bytes.read(at: 28)
        batteryRemaining = bytes.read(at: 30)
        onboardControlSensorsPresentExtended = bytes.read(at: 31)
        onboardControlSensorsEnabledExtended = bytes.read(at: 35)
        onboardControlSensorsHealthExtended = bytes.read(at: 39)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(onboardControlSensorsPresent, at: 0)
        bytes.write(onboardControlSensorsEnabled, at: 4)
        bytes.write(onboardControlSensorsHealth, at: 8)
        bytes.write(load, at: 12)
        bytes.write(voltageBattery, at: 14)
        bytes.write(currentBattery, at: 16)
        bytes.write(dropRateComm, at: 18)
        bytes.write(errorsComm, at: 20)
        bytes.write(errorsCount1, at: 22)
        bytes.write(errorsCount2, at: 24)
        bytes.write(errorsCount3, at: 26)
        bytes.write(errorsCount4, at: 28)
        bytes.write(batteryRemaining, at: 30)
        bytes.write(onboardControlSensorsPresentExtended, at: 31)
        bytes.write(onboardControlSensorsEnabledExtended, at: 35)
        bytes.write(onboardControlSensorsHealthExtended, at: 39)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 1, name: "SYS_STATUS", crcExtra: 124, lengthV1: 31, lengthV2: 43,
            layout: """
                u32 onboard_control_sensors_present, u32 onboard_control_sensors_enabled, \
                u32 onboard_control_sensors_health, u16 load, u16 voltage_battery, i16 current_battery, \
                u16 drop_rate_comm, u16 errors_comm, u16 errors_count1, u16 errors_count2, \
                u16 errors_count3, u16 errors_count4, i8 battery_remaining, \
                u32 onboard_control_sensors_present_extended, \
                u32 onboard_control_sensors_enabled_extended, \
                u32 onboard_control_sensors_health_extended
                """)
    }
}

/// `SYSTEM_TIME`, number 2.
public struct SystemTimeMessage: MAVLinkMessage {
    /// `time_unix_usec` in us.
    public var timeUnixUsec: UInt64
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        timeUnixUsec: UInt64 = 0, timeBootMs: UInt32 = 0
    ) {
        self.timeUnixUsec = timeUnixUsec
        self.timeBootMs = timeBootMs
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUnixUsec = bytes.read(at: 0)
        timeBootMs = bytes.read(at: 8)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUnixUsec, at: 0)
        bytes.write(timeBootMs, at: 8)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 2, name: "SYSTEM_TIME", crcExtra: 137, lengthV1: 12, lengthV2: 12,
            layout: """
                u64 time_unix_usec, u32 time_boot_ms
                """)
    }
}

/// `PING`, number 4.
public struct PingMessage: MAVLinkMessage {
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `seq`.
    public var seq: UInt32
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt64 = 0, seq: UInt32 = 0, targetSystem: UInt8 = 0, targetComponent: UInt8 = 0
    ) {
        self.timeUsec = timeUsec
        self.seq = seq
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        seq = bytes.read(at: 8)
        targetSystem = bytes.read(at: 12)
        targetComponent = bytes.read(at: 13)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(seq, at: 8)
        bytes.write(targetSystem, at: 12)
        bytes.write(targetComponent, at: 13)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 4, name: "PING", crcExtra: 237, lengthV1: 14, lengthV2: 14,
            layout: """
                u64 time_usec, u32 seq, u8 target_system, u8 target_component
                """)
    }
}

/// `LINK_NODE_STATUS`, number 8.
public struct LinkNodeStatusMessage: MAVLinkMessage {
    /// `timestamp` in ms.
    public var timestamp: UInt64
    /// `tx_buf` in %.
    public var txBuf: UInt8
    /// `rx_buf` in %.
    public var rxBuf: UInt8
    /// `tx_rate` in bytes/s.
    public var txRate: UInt32
    /// `rx_rate` in bytes/s.
    public var rxRate: UInt32
    /// `rx_parse_err` in bytes.
    public var rxParseErr: UInt16
    /// `tx_overflows` in bytes.
    public var txOverflows: UInt16
    /// `rx_overflows` in bytes.
    public var rxOverflows: UInt16
    /// `messages_sent`.
    public var messagesSent: UInt32
    /// `messages_received`.
    public var messagesReceived: UInt32
    /// `messages_lost`.
    public var messagesLost: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        timestamp: UInt64 = 0, txBuf: UInt8 = 0, rxBuf: UInt8 = 0, txRate: UInt32 = 0, rxRate: UInt32 = 0,
        rxParseErr: UInt16 = 0, txOverflows: UInt16 = 0, rxOverflows: UInt16 = 0, messagesSent: UInt32 = 0,
        messagesReceived: UInt32 = 0, messagesLost: UInt32 = 0
    ) {
        self.timestamp = timestamp
        self.txBuf = txBuf
        self.rxBuf = rxBuf
        self.txRate = txRate
        self.rxRate = rxRate
        self.rxParseErr = rxParseErr
        self.txOverflows = txOverflows
        self.rxOverflows = rxOverflows
        self.messagesSent = messagesSent
        self.messagesReceived = messagesReceived
        self.messagesLost = messagesLost
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timestamp = bytes.read(at: 0)
        txRate = bytes.read(at: 8)
        rxRate = bytes.read(at: 12)
        messagesSent = bytes.read(at: 16)
        messagesReceived = bytes.read(at: 20)
        messagesLost = bytes.read(at: 24)
        rxParseErr = bytes.read(at: 28)
        txOverflows = bytes.read(at: 30)
        rxOverflows = bytes.read(at: 32)
        txBuf = bytes.read(at: 34)
        rxBuf = bytes.read(at: 35)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timestamp, at: 0)
        bytes.write(txRate, at: 8)
        bytes.write(rxRate, at: 12)
        bytes.write(messagesSent, at: 16)
        bytes.write(messagesReceived, at: 20)
        bytes.write(messagesLost, at: 24)
        bytes.write(rxParseErr, at: 28)
        bytes.write(txOverflows, at: 30)
        bytes.write(rxOverflows, at: 32)
        bytes.write(txBuf, at: 34)
        bytes.write(rxBuf, at: 35)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 8, name: "LINK_NODE_STATUS", crcExtra: 117, lengthV1: 36, lengthV2: 36,
            layout: """
                u64 timestamp, u32 tx_rate, u32 rx_rate, u32 messages_sent, u32 messages_received, \
                u32 messages_lost, u16 rx_parse_err, u16 tx_overflows, u16 rx_overflows, u8 tx_buf, \
                u8 rx_buf
                """)
    }
}

/// `SET_MODE`, number 11.
public struct SetModeMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `base_mode`.
    public var baseMode: MAVModeFlag
    /// `custom_mode`.
    public var customMode: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, baseMode: MAVModeFlag = [], customMode: UInt32 = 0
    ) {
        self.targetSystem = targetSystem
        self.baseMode = baseMode
        self.customMode = customMode
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        customMode = bytes.read(at: 0)
        targetSystem = bytes.read(at: 4)
        baseMode = bytes.read(at: 5)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(customMode, at: 0)
        bytes.write(targetSystem, at: 4)
        bytes.write(baseMode, at: 5)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 11, name: "SET_MODE", crcExtra: 89, lengthV1: 6, lengthV2: 6,
            layout: """
                u32 custom_mode, u8 target_system, u8 base_mode
                """)
    }
}

/// `PARAM_REQUEST_READ`, number 20.
public struct ParamRequestReadMessage: MAVLinkMessage {
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
            id: 20, name: "PARAM_REQUEST_READ", crcExtra: 214, lengthV1: 20, lengthV2: 20,
            layout: """
                i16 param_index, u8 target_system, u8 target_component, c16 param_id
                """)
    }
}
