// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `COMPONENT_INFORMATION_BASIC`, number 396.
public struct ComponentInformationBasicMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `capabilities`.
    public var capabilities: MAVProtocolCapability
    /// `time_manufacture_s` in s; 0 when unknown.
    public var timeManufactureS: UInt32
    /// `vendor_name`.
    public var vendorName: FixedText<32>
    /// `model_name`.
    public var modelName: FixedText<32>
    /// `software_version`.
    public var softwareVersion: FixedText<24>
    /// `hardware_version`.
    public var hardwareVersion: FixedText<24>
    /// `serial_number`.
    public var serialNumber: FixedText<32>

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, capabilities: MAVProtocolCapability = [], timeManufactureS: UInt32 = 0,
        vendorName: FixedText<32> = "", modelName: FixedText<32> = "", softwareVersion: FixedText<24> = "",
        hardwareVersion: FixedText<24> = "", serialNumber: FixedText<32> = ""
    ) {
        self.timeBootMs = timeBootMs
        self.capabilities = capabilities
        self.timeManufactureS = timeManufactureS
        self.vendorName = vendorName
        self.modelName = modelName
        self.softwareVersion = softwareVersion
        self.hardwareVersion = hardwareVersion
        self.serialNumber = serialNumber
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        capabilities = bytes.read(at: 0)
        timeBootMs = bytes.read(at: 8)
        timeManufactureS = bytes.read(at: 12)
        vendorName = bytes.read(at: 16)
        modelName = bytes.read(at: 48)
        softwareVersion = bytes.read(at: 80)
        hardwareVersion = bytes.read(at: 104)
        serialNumber = bytes.read(at: 128)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(capabilities, at: 0)
        bytes.write(timeBootMs, at: 8)
        bytes.write(timeManufactureS, at: 12)
        bytes.write(vendorName, at: 16)
        bytes.write(modelName, at: 48)
        bytes.write(softwareVersion, at: 80)
        bytes.write(hardwareVersion, at: 104)
        bytes.write(serialNumber, at: 128)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 396, name: "COMPONENT_INFORMATION_BASIC", crcExtra: 50, lengthV1: 160, lengthV2: 160,
            layout: """
                u64 capabilities, u32 time_boot_ms, u32 time_manufacture_s, c32 vendor_name, \
                c32 model_name, c24 software_version, c24 hardware_version, c32 serial_number
                """)
    }
}

/// `COMPONENT_METADATA`, number 397.
public struct ComponentMetadataMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `file_crc`.
    public var fileCRC: UInt32
    /// `uri`.
    public var uri: FixedText<100>

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, fileCRC: UInt32 = 0, uri: FixedText<100> = ""
    ) {
        self.timeBootMs = timeBootMs
        self.fileCRC = fileCRC
        self.uri = uri
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        fileCRC = bytes.read(at: 4)
        uri = bytes.read(at: 8)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(fileCRC, at: 4)
        bytes.write(uri, at: 8)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 397, name: "COMPONENT_METADATA", crcExtra: 182, lengthV1: 108, lengthV2: 108,
            layout: """
                u32 time_boot_ms, u32 file_crc, c100 uri
                """)
    }
}

/// `EVENT`, number 410.
public struct EventMessage: MAVLinkMessage {
    /// `destination_component`.
    public var destinationComponent: UInt8
    /// `destination_system`.
    public var destinationSystem: UInt8
    /// `id`.
    public var id: UInt32
    /// `event_time_boot_ms` in ms.
    public var eventTimeBootMs: UInt32
    /// `sequence`.
    public var sequence: UInt16
    /// `log_levels`.
    public var logLevels: UInt8
    /// `arguments`.
    public var arguments: FixedArray<40, UInt8>

    /// A message from its fields; those left out are zero.
    public init(
        destinationComponent: UInt8 = 0, destinationSystem: UInt8 = 0, id: UInt32 = 0,
        eventTimeBootMs: UInt32 = 0, sequence: UInt16 = 0, logLevels: UInt8 = 0,
        arguments: FixedArray<40, UInt8> = .init(repeating: 0)
    ) {
        self.destinationComponent = destinationComponent
        self.destinationSystem = destinationSystem
        self.id = id
        self.eventTimeBootMs = eventTimeBootMs
        self.sequence = sequence
        self.logLevels = logLevels
        self.arguments = arguments
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        id = bytes.read(at: 0)
        eventTimeBootMs = bytes.read(at: 4)
        sequence = bytes.read(at: 8)
        destinationComponent = bytes.read(at: 10)
        destinationSystem = bytes.read(at: 11)
        logLevels = bytes.read(at: 12)
        arguments = bytes.read(at: 13)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(id, at: 0)
        bytes.write(eventTimeBootMs, at: 4)
        bytes.write(sequence, at: 8)
        bytes.write(destinationComponent, at: 10)
        bytes.write(destinationSystem, at: 11)
        bytes.write(logLevels, at: 12)
        bytes.write(arguments, at: 13)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 410, name: "EVENT", crcExtra: 160, lengthV1: 53, lengthV2: 53,
            layout: """
                u32 id, u32 event_time_boot_ms, u16 sequence, u8 destination_component, \
                u8 destination_system, u8 log_levels, u8*40 arguments
                """)
    }
}

/// `CURRENT_EVENT_SEQUENCE`, number 411.
public struct CurrentEventSequenceMessage: MAVLinkMessage {
    /// `sequence`.
    public var sequence: UInt16
    /// `flags`.
    public var flags: MAVEventCurrentSequenceFlags

    /// A message from its fields; those left out are zero.
    public init(
        sequence: UInt16 = 0, flags: MAVEventCurrentSequenceFlags = []
    ) {
        self.sequence = sequence
        self.flags = flags
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        sequence = bytes.read(at: 0)
        flags = bytes.read(at: 2)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(sequence, at: 0)
        bytes.write(flags, at: 2)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 411, name: "CURRENT_EVENT_SEQUENCE", crcExtra: 106, lengthV1: 3, lengthV2: 3,
            layout: """
                u16 sequence, u8 flags
                """)
    }
}

/// `REQUEST_EVENT`, number 412.
public struct RequestEventMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `first_sequence`.
    public var firstSequence: UInt16
    /// `last_sequence`.
    public var lastSequence: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, firstSequence: UInt16 = 0,
        lastSequence: UInt16 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.firstSequence = firstSequence
        self.lastSequence = lastSequence
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        firstSequence = bytes.read(at: 0)
        lastSequence = bytes.read(at: 2)
        targetSystem = bytes.read(at: 4)
        targetComponent = bytes.read(at: 5)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(firstSequence, at: 0)
        bytes.write(lastSequence, at: 2)
        bytes.write(targetSystem, at: 4)
        bytes.write(targetComponent, at: 5)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 412, name: "REQUEST_EVENT", crcExtra: 33, lengthV1: 6, lengthV2: 6,
            layout: """
                u16 first_sequence, u16 last_sequence, u8 target_system, u8 target_component
                """)
    }
}

/// `RESPONSE_EVENT_ERROR`, number 413.
public struct ResponseEventErrorMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `sequence`.
    public var sequence: UInt16
    /// `sequence_oldest_available`.
    public var sequenceOldestAvailable: UInt16
    /// `reason`.
    public var reason: MAVEventErrorReason

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, sequence: UInt16 = 0,
        sequenceOldestAvailable: UInt16 = 0, reason: MAVEventErrorReason = .init(rawValue: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.sequence = sequence
        self.sequenceOldestAvailable = sequenceOldestAvailable
        self.reason = reason
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        sequence = bytes.read(at: 0)
        sequenceOldestAvailable = bytes.read(at: 2)
        targetSystem = bytes.read(at: 4)
        targetComponent = bytes.read(at: 5)
        reason = bytes.read(at: 6)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(sequence, at: 0)
        bytes.write(sequenceOldestAvailable, at: 2)
        bytes.write(targetSystem, at: 4)
        bytes.write(targetComponent, at: 5)
        bytes.write(reason, at: 6)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 413, name: "RESPONSE_EVENT_ERROR", crcExtra: 77, lengthV1: 7, lengthV2: 7,
            layout: """
                u16 sequence, u16 sequence_oldest_available, u8 target_system, u8 target_component, \
                u8 reason
                """)
    }
}

/// `AVAILABLE_MODES`, number 435.
public struct AvailableModesMessage: MAVLinkMessage {
    /// `number_modes`.
    public var numberModes: UInt8
    /// `mode_index`.
    public var modeIndex: UInt8
    /// `standard_mode`.
    public var standardMode: MAVStandardMode
    /// `custom_mode`.
    public var customMode: UInt32
    /// `properties`.
    public var properties: MAVModeProperty
    /// `mode_name`.
    public var modeName: FixedText<35>

    /// A message from its fields; those left out are zero.
    public init(
        numberModes: UInt8 = 0, modeIndex: UInt8 = 0, standardMode: MAVStandardMode = .init(rawValue: 0),
        customMode: UInt32 = 0, properties: MAVModeProperty = [], modeName: FixedText<35> = ""
    ) {
        self.numberModes = numberModes
        self.modeIndex = modeIndex
        self.standardMode = standardMode
        self.customMode = customMode
        self.properties = properties
        self.modeName = modeName
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        customMode = bytes.read(at: 0)
        properties = bytes.read(at: 4)
        numberModes = bytes.read(at: 8)
        modeIndex = bytes.read(at: 9)
        standardMode = bytes.read(at: 10)
        modeName = bytes.read(at: 11)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(customMode, at: 0)
        bytes.write(properties, at: 4)
        bytes.write(numberModes, at: 8)
        bytes.write(modeIndex, at: 9)
        bytes.write(standardMode, at: 10)
        bytes.write(modeName, at: 11)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 435, name: "AVAILABLE_MODES", crcExtra: 134, lengthV1: 46, lengthV2: 46,
            layout: """
                u32 custom_mode, u32 properties, u8 number_modes, u8 mode_index, u8 standard_mode, \
                c35 mode_name
                """)
    }
}

/// `CURRENT_MODE`, number 436.
public struct CurrentModeMessage: MAVLinkMessage {
    /// `standard_mode`.
    public var standardMode: MAVStandardMode
    /// `custom_mode`.
    public var customMode: UInt32
    /// `intended_custom_mode`; 0 when unknown.
    public var intendedCustomMode: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        standardMode: MAVStandardMode = .init(rawValue: 0), customMode: UInt32 = 0,
        intendedCustomMode: UInt32 = 0
    ) {
        self.standardMode = standardMode
        self.customMode = customMode
        self.intendedCustomMode = intendedCustomMode
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        customMode = bytes.read(at: 0)
        intendedCustomMode = bytes.read(at: 4)
        standardMode = bytes.read(at: 8)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(customMode, at: 0)
        bytes.write(intendedCustomMode, at: 4)
        bytes.write(standardMode, at: 8)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 436, name: "CURRENT_MODE", crcExtra: 193, lengthV1: 9, lengthV2: 9,
            layout: """
                u32 custom_mode, u32 intended_custom_mode, u8 standard_mode
                """)
    }
}

/// `AVAILABLE_MODES_MONITOR`, number 437.
public struct AvailableModesMonitorMessage: MAVLinkMessage {
    /// `seq`.
    public var seq: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        seq: UInt8 = 0
    ) {
        self.seq = seq
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        seq = bytes.read(at: 0)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(seq, at: 0)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 437, name: "AVAILABLE_MODES_MONITOR", crcExtra: 30, lengthV1: 1, lengthV2: 1,
            layout: """
                u8 seq
                """)
    }
}
