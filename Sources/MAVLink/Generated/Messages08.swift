// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `RADIO_STATUS`, number 109.
public struct RadioStatusMessage: MAVLinkMessage {
    /// `rssi`; UINT8_MAX when unknown.
    public var rssi: UInt8
    /// `remrssi`; UINT8_MAX when unknown.
    public var remrssi: UInt8
    /// `txbuf` in %.
    public var txbuf: UInt8
    /// `noise`; UINT8_MAX when unknown.
    public var noise: UInt8
    /// `remnoise`; UINT8_MAX when unknown.
    public var remnoise: UInt8
    /// `rxerrors`.
    public var rxerrors: UInt16
    /// `fixed`.
    public var fixed: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        rssi: UInt8 = 0, remrssi: UInt8 = 0, txbuf: UInt8 = 0, noise: UInt8 = 0, remnoise: UInt8 = 0,
        rxerrors: UInt16 = 0, fixed: UInt16 = 0
    ) {
        self.rssi = rssi
        self.remrssi = remrssi
        self.txbuf = txbuf
        self.noise = noise
        self.remnoise = remnoise
        self.rxerrors = rxerrors
        self.fixed = fixed
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        rxerrors = bytes.read(at: 0)
        fixed = bytes.read(at: 2)
        rssi = bytes.read(at: 4)
        remrssi = bytes.read(at: 5)
        txbuf = bytes.read(at: 6)
        noise = bytes.read(at: 7)
        remnoise = bytes.read(at: 8)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(rxerrors, at: 0)
        bytes.write(fixed, at: 2)
        bytes.write(rssi, at: 4)
        bytes.write(remrssi, at: 5)
        bytes.write(txbuf, at: 6)
        bytes.write(noise, at: 7)
        bytes.write(remnoise, at: 8)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 109, name: "RADIO_STATUS", crcExtra: 185, lengthV1: 9, lengthV2: 9,
            layout: """
                u16 rxerrors, u16 fixed, u8 rssi, u8 remrssi, u8 txbuf, u8 noise, u8 remnoise
                """)
    }
}

/// `FILE_TRANSFER_PROTOCOL`, number 110.
public struct FileTransferProtocolMessage: MAVLinkMessage {
    /// `target_network`.
    public var targetNetwork: UInt8
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `payload`.
    public var payload: FixedArray<251, UInt8>

    /// A message from its fields; those left out are zero.
    public init(
        targetNetwork: UInt8 = 0, targetSystem: UInt8 = 0, targetComponent: UInt8 = 0,
        payload: FixedArray<251, UInt8> = .init(repeating: 0)
    ) {
        self.targetNetwork = targetNetwork
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.payload = payload
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        targetNetwork = bytes.read(at: 0)
        targetSystem = bytes.read(at: 1)
        targetComponent = bytes.read(at: 2)
        payload = bytes.read(at: 3)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(targetNetwork, at: 0)
        bytes.write(targetSystem, at: 1)
        bytes.write(targetComponent, at: 2)
        bytes.write(payload, at: 3)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 110, name: "FILE_TRANSFER_PROTOCOL", crcExtra: 84, lengthV1: 254, lengthV2: 254,
            layout: """
                u8 target_network, u8 target_system, u8 target_component, u8*251 payload
                """)
    }
}

/// `TIMESYNC`, number 111.
public struct TimesyncMessage: MAVLinkMessage {
    /// `tc1` in ns.
    public var tc1: Int64
    /// `ts1` in ns.
    public var ts1: Int64
    /// `target_system`, extension.
    public var targetSystem: UInt8
    /// `target_component`, extension.
    public var targetComponent: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        tc1: Int64 = 0, ts1: Int64 = 0, targetSystem: UInt8 = 0, targetComponent: UInt8 = 0
    ) {
        self.tc1 = tc1
        self.ts1 = ts1
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        tc1 = bytes.read(at: 0)
        ts1 = bytes.read(at: 8)
        targetSystem = bytes.read(at: 16)
        targetComponent = bytes.read(at: 17)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(tc1, at: 0)
        bytes.write(ts1, at: 8)
        bytes.write(targetSystem, at: 16)
        bytes.write(targetComponent, at: 17)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 111, name: "TIMESYNC", crcExtra: 34, lengthV1: 16, lengthV2: 18,
            layout: """
                i64 tc1, i64 ts1, u8 target_system, u8 target_component
                """)
    }
}

/// `CAMERA_TRIGGER`, number 112.
public struct CameraTriggerMessage: MAVLinkMessage {
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `seq`.
    public var seq: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt64 = 0, seq: UInt32 = 0
    ) {
        self.timeUsec = timeUsec
        self.seq = seq
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        seq = bytes.read(at: 8)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(seq, at: 8)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 112, name: "CAMERA_TRIGGER", crcExtra: 174, lengthV1: 12, lengthV2: 12,
            layout: """
                u64 time_usec, u32 seq
                """)
    }
}

/// `LOG_REQUEST_LIST`, number 117.
public struct LogRequestListMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `start`.
    public var start: UInt16
    /// `end`.
    public var end: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, start: UInt16 = 0, end: UInt16 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.start = start
        self.end = end
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        start = bytes.read(at: 0)
        end = bytes.read(at: 2)
        targetSystem = bytes.read(at: 4)
        targetComponent = bytes.read(at: 5)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(start, at: 0)
        bytes.write(end, at: 2)
        bytes.write(targetSystem, at: 4)
        bytes.write(targetComponent, at: 5)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 117, name: "LOG_REQUEST_LIST", crcExtra: 128, lengthV1: 6, lengthV2: 6,
            layout: """
                u16 start, u16 end, u8 target_system, u8 target_component
                """)
    }
}

/// `LOG_ENTRY`, number 118.
public struct LogEntryMessage: MAVLinkMessage {
    /// `id`.
    public var id: UInt16
    /// `num_logs`.
    public var numLogs: UInt16
    /// `last_log_num`.
    public var lastLogNum: UInt16
    /// `time_utc` in s; 0 when unknown.
    public var timeUTC: UInt32
    /// `size` in bytes.
    public var size: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        id: UInt16 = 0, numLogs: UInt16 = 0, lastLogNum: UInt16 = 0, timeUTC: UInt32 = 0, size: UInt32 = 0
    ) {
        self.id = id
        self.numLogs = numLogs
        self.lastLogNum = lastLogNum
        self.timeUTC = timeUTC
        self.size = size
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUTC = bytes.read(at: 0)
        size = bytes.read(at: 4)
        id = bytes.read(at: 8)
        numLogs = bytes.read(at: 10)
        lastLogNum = bytes.read(at: 12)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUTC, at: 0)
        bytes.write(size, at: 4)
        bytes.write(id, at: 8)
        bytes.write(numLogs, at: 10)
        bytes.write(lastLogNum, at: 12)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 118, name: "LOG_ENTRY", crcExtra: 56, lengthV1: 14, lengthV2: 14,
            layout: """
                u32 time_utc, u32 size, u16 id, u16 num_logs, u16 last_log_num
                """)
    }
}

/// `LOG_REQUEST_DATA`, number 119.
public struct LogRequestDataMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `id`.
    public var id: UInt16
    /// `ofs`.
    public var ofs: UInt32
    /// `count` in bytes.
    public var count: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, id: UInt16 = 0, ofs: UInt32 = 0,
        count: UInt32 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.id = id
        self.ofs = ofs
        self.count = count
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        ofs = bytes.read(at: 0)
        count = bytes.read(at: 4)
        id = bytes.read(at: 8)
        targetSystem = bytes.read(at: 10)
        targetComponent = bytes.read(at: 11)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(ofs, at: 0)
        bytes.write(count, at: 4)
        bytes.write(id, at: 8)
        bytes.write(targetSystem, at: 10)
        bytes.write(targetComponent, at: 11)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 119, name: "LOG_REQUEST_DATA", crcExtra: 116, lengthV1: 12, lengthV2: 12,
            layout: """
                u32 ofs, u32 count, u16 id, u8 target_system, u8 target_component
                """)
    }
}

/// `LOG_DATA`, number 120.
public struct LogDataMessage: MAVLinkMessage {
    /// `id`.
    public var id: UInt16
    /// `ofs`.
    public var ofs: UInt32
    /// `count` in bytes.
    public var count: UInt8
    /// `data`.
    public var data: FixedArray<90, UInt8>

    /// A message from its fields; those left out are zero.
    public init(
        id: UInt16 = 0, ofs: UInt32 = 0, count: UInt8 = 0, data: FixedArray<90, UInt8> = .init(repeating: 0)
    ) {
        self.id = id
        self.ofs = ofs
        self.count = count
        self.data = data
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        ofs = bytes.read(at: 0)
        id = bytes.read(at: 4)
        count = bytes.read(at: 6)
        data = bytes.read(at: 7)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(ofs, at: 0)
        bytes.write(id, at: 4)
        bytes.write(count, at: 6)
        bytes.write(data, at: 7)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 120, name: "LOG_DATA", crcExtra: 134, lengthV1: 97, lengthV2: 97,
            layout: """
                u32 ofs, u16 id, u8 count, u8*90 data
                """)
    }
}

/// `LOG_ERASE`, number 121.
public struct LogEraseMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        targetSystem = bytes.read(at: 0)
        targetComponent = bytes.read(at: 1)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(targetSystem, at: 0)
        bytes.write(targetComponent, at: 1)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 121, name: "LOG_ERASE", crcExtra: 237, lengthV1: 2, lengthV2: 2,
            layout: """
                u8 target_system, u8 target_component
                """)
    }
}

/// `LOG_REQUEST_END`, number 122.
public struct LogRequestEndMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        targetSystem = bytes.read(at: 0)
        targetComponent = bytes.read(at: 1)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(targetSystem, at: 0)
        bytes.write(targetComponent, at: 1)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 122, name: "LOG_REQUEST_END", crcExtra: 203, lengthV1: 2, lengthV2: 2,
            layout: """
                u8 target_system, u8 target_component
                """)
    }
}
