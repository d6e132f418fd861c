// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `RC_CHANNELS`, number 65.
public struct RCChannelsMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `chancount`.
    public var chancount: UInt8
    /// `chan1_raw` in us; UINT16_MAX when unknown.
    public var chan1Raw: UInt16
    /// `chan2_raw` in us; UINT16_MAX when unknown.
    public var chan2Raw: UInt16
    /// `chan3_raw` in us; UINT16_MAX when unknown.
    public var chan3Raw: UInt16
    /// `chan4_raw` in us; UINT16_MAX when unknown.
    public var chan4Raw: UInt16
    /// `chan5_raw` in us; UINT16_MAX when unknown.
    public var chan5Raw: UInt16
    /// `chan6_raw` in us; UINT16_MAX when unknown.
    public var chan6Raw: UInt16
    /// `chan7_raw` in us; UINT16_MAX when unknown.
    public var chan7Raw: UInt16
    /// `chan8_raw` in us; UINT16_MAX when unknown.
    public var chan8Raw: UInt16
    /// `chan9_raw` in us; UINT16_MAX when unknown.
    public var chan9Raw: UInt16
    /// `chan10_raw` in us; UINT16_MAX when unknown.
    public var chan10Raw: UInt16
    /// `chan11_raw` in us; UINT16_MAX when unknown.
    public var chan11Raw: UInt16
    /// `chan12_raw` in us; UINT16_MAX when unknown.
    public var chan12Raw: UInt16
    /// `chan13_raw` in us; UINT16_MAX when unknown.
    public var chan13Raw: UInt16
    /// `chan14_raw` in us; UINT16_MAX when unknown.
    public var chan14Raw: UInt16
    /// `chan15_raw` in us; UINT16_MAX when unknown.
    public var chan15Raw: UInt16
    /// `chan16_raw` in us; UINT16_MAX when unknown.
    public var chan16Raw: UInt16
    /// `chan17_raw` in us; UINT16_MAX when unknown.
    public var chan17Raw: UInt16
    /// `chan18_raw` in us; UINT16_MAX when unknown.
    public var chan18Raw: UInt16
    /// `rssi`; UINT8_MAX when unknown.
    public var rssi: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, chancount: UInt8 = 0, chan1Raw: UInt16 = 0, chan2Raw: UInt16 = 0,
        chan3Raw: UInt16 = 0, chan4Raw: UInt16 = 0, chan5Raw: UInt16 = 0, chan6Raw: UInt16 = 0,
        chan7Raw: UInt16 = 0, chan8Raw: UInt16 = 0, chan9Raw: UInt16 = 0, chan10Raw: UInt16 = 0,
        chan11Raw: UInt16 = 0, chan12Raw: UInt16 = 0, chan13Raw: UInt16 = 0, chan14Raw: UInt16 = 0,
        chan15Raw: UInt16 = 0, chan16Raw: UInt16 = 0, chan17Raw: UInt16 = 0, chan18Raw: UInt16 = 0,
        rssi: UInt8 = 0
    ) {
        self.timeBootMs = timeBootMs
        self.chancount = chancount
        self.chan1Raw = chan1Raw
        self.chan2Raw = chan2Raw
        self.chan3Raw = chan3Raw
        self.chan4Raw = chan4Raw
        self.chan5Raw = chan5Raw
        self.chan6Raw = chan6Raw
        self.chan7Raw = chan7Raw
        self.chan8Raw = chan8Raw
        self.chan9Raw = chan9Raw
        self.chan10Raw = chan10Raw
        self.chan11Raw = chan11Raw
        self.chan12Raw = chan12Raw
        self.chan13Raw = chan13Raw
        self.chan14Raw = chan14Raw
        self.chan15Raw = chan15Raw
        self.chan16Raw = chan16Raw
        self.chan17Raw = chan17Raw
        self.chan18Raw = chan18Raw
        self.rssi = rssi
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        chan1Raw = bytes.read(at: 4)
        chan2Raw = bytes.read(at: 6)
        chan3Raw = bytes.read(at: 8)
        chan4Raw = bytes.read(at: 10)
        chan5Raw = bytes.read(at: 12)
        chan6Raw = bytes.read(at: 14)
        chan7Raw = bytes.read(at: 16)
        chan8Raw = bytes.read(at: 18)
        chan9Raw = bytes.read(at: 20)
        chan10Raw = bytes.read(at: 22)
        chan11Raw = bytes.read(at: 24)
        chan12Raw = bytes.read(at: 26)
        chan13Raw = bytes.read(at: 28)
        chan14Raw = bytes.read(at: 30)
        chan15Raw = bytes.read(at: 32)
        chan16Raw = bytes.read(at: 34)
        chan17Raw = bytes.read(at: 36)
        chan18Raw = bytes.read(at: 38)
        chancount = bytes.read(at: 40)
        rssi = bytes.read(at: 41)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(chan1Raw, at: 4)
        bytes.write(chan2Raw, at: 6)
        bytes.write(chan3Raw, at: 8)
        bytes.write(chan4Raw, at: 10)
        bytes.write(chan5Raw, at: 12)
        bytes.write(chan6Raw, at: 14)
        bytes.write(chan7Raw, at: 16)
        bytes.write(chan8Raw, at: 18)
        bytes.write(chan9Raw, at: 20)
        bytes.write(chan10Raw, at: 22)
        bytes.write(chan11Raw, at: 24)
        bytes.write(chan12Raw, at: 26)
        bytes.write(chan13Raw, at: 28)
        bytes.write(chan14Raw, at: 30)
        bytes.write(chan15Raw, at: 32)
        bytes.write(chan16Raw, at: 34)
        bytes.write(chan17Raw, at: 36)
        bytes.write(chan18Raw, at: 38)
        bytes.write(chancount, at: 40)
        bytes.write(rssi, at: 41)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 65, name: "RC_CHANNELS", crcExtra: 118, lengthV1: 42, lengthV2: 42,
            layout: """
                u32 time_boot_ms, u16 chan1_raw, u16 chan2_raw, u16 chan3_raw, u16 chan4_raw, \
                u16 chan5_raw, u16 chan6_raw, u16 chan7_raw, u16 chan8_raw, u16 chan9_raw, \
                u16 chan10_raw, u16 chan11_raw, u16 chan12_raw, u16 chan13_raw, u16 chan14_raw, \
                u16 chan15_raw, u16 chan16_raw, u16 chan17_raw, u16 chan18_raw, u8 chancount, u8 rssi
                """)
    }
}

/// `REQUEST_DATA_STREAM`, number 66.
public struct RequestDataStreamMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `req_stream_id`.
    public var reqStreamID: MAVDataStream
    /// `req_message_rate` in Hz.
    public var reqMessageRate: UInt16
    /// `start_stop`.
    public var startStop: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, reqStreamID: MAVDataStream = .init(rawValue: 0),
        reqMessageRate: UInt16 = 0, startStop: UInt8 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.reqStreamID = reqStreamID
        self.reqMessageRate = reqMessageRate
        self.startStop = startStop
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        reqMessageRate = bytes.read(at: 0)
        targetSystem = bytes.read(at: 2)
        targetComponent = bytes.read(at: 3)
        reqStreamID = bytes.read(at: 4)
        startStop = bytes.read(at: 5)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(reqMessageRate, at: 0)
        bytes.write(targetSystem, at: 2)
        bytes.write(targetComponent, at: 3)
        bytes.write(reqStreamID, at: 4)
        bytes.write(startStop, at: 5)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 66, name: "REQUEST_DATA_STREAM", crcExtra: 148, lengthV1: 6, lengthV2: 6,
            layout: """
                u16 req_message_rate, u8 target_system, u8 target_component, u8 req_stream_id, \
                u8 start_stop
                """)
    }
}

/// `DATA_STREAM`, number 67.
public struct DataStreamMessage: MAVLinkMessage {
    /// `stream_id`.
    public var streamID: MAVDataStream
    /// `message_rate` in Hz.
    public var messageRate: UInt16
    /// `on_off`.
    public var onOff: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        streamID: MAVDataStream = .init(rawValue: 0), messageRate: UInt16 = 0, onOff: UInt8 = 0
    ) {
        self.streamID = streamID
        self.messageRate = messageRate
        self.onOff = onOff
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        messageRate = bytes.read(at: 0)
        streamID = bytes.read(at: 2)
        onOff = bytes.read(at: 3)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(messageRate, at: 0)
        bytes.write(streamID, at: 2)
        bytes.write(onOff, at: 3)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 67, name: "DATA_STREAM", crcExtra: 21, lengthV1: 4, lengthV2: 4,
            layout: """
                u16 message_rate, u8 stream_id, u8 on_off
                """)
    }
}

/// `MANUAL_CONTROL`, number 69.
public struct ManualControlMessage: MAVLinkMessage {
    /// `target`.
    public var target: UInt8
    /// `x`; INT16_MAX when unknown.
    public var x: Int16
    /// `y`; INT16_MAX when unknown.
    public var y: Int16
    /// `z`; INT16_MAX when unknown.
    public var z: Int16
    /// `r`; INT16_MAX when unknown.
    public var r: Int16
    /// `buttons`.
    public var buttons: UInt16
    /// `buttons2`, extension.
    public var buttons2: UInt16
    /// `enabled_extensions`, extension.
    public var enabledExtensions: UInt8
    /// `s`, extension.
    public var s: Int16
    /// `t`, extension.
    public var t: Int16
    /// `aux1`, extension.
    public var aux1: Int16
    /// `aux2`, extension.
    public var aux2: Int16
    /// `aux3`, extension.
    public var aux3: Int16
    /// `aux4`, extension.
    public var aux4: Int16
    /// `aux5`, extension.
    public var aux5: Int16
    /// `aux6`, extension.
    public var aux6: Int16

    /// A message from its fields; those left out are zero.
    public init(
        target: UInt8 = 0, x: Int16 = 0, y: Int16 = 0, z: Int16 = 0, r: Int16 = 0, buttons: UInt16 = 0,
        buttons2: UInt16 = 0, enabledExtensions: UInt8 = 0, s: Int16 = 0, t: Int16 = 0, aux1: Int16 = 0,
        aux2: Int16 = 0, aux3: Int16 = 0, aux4: Int16 = 0, aux5: Int16 = 0, aux6: Int16 = 0
    ) {
        self.target = target
        self.x = x
        self.y = y
        self.z = z
        self.r = r
        self.buttons = buttons
        self.buttons2 = buttons2
        self.enabledExtensions = enabledExtensions
        self.s = s
        self.t = t
        self.aux1 = aux1
        self.aux2 = aux2
        self.aux3 = aux3
        self.aux4 = aux4
        self.aux5 = aux5
        self.aux6 = aux6
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        x = bytes.read(at: 0)
        y = bytes.read(at: 2)
        z = bytes.read(at: 4)
        r = bytes.read(at: 6)
        buttons = bytes.read(at: 8)
        target = bytes.read(at: 10)
        buttons2 = bytes.read(at: 11)
        enabledExtensions = bytes.read(at: 13)
        s = bytes.read(at: 14)
        t = bytes.read(at: 16)
        aux1 = bytes.read(at: 18)
        aux2 = bytes.read(at: 20)
        aux3 = bytes.read(at: 22)
        aux4 = bytes.read(at: 24)
        aux5 = bytes.read(at: 26)
        aux6 = bytes.read(at: 28)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(x, at: 0)
        bytes.write(y, at: 2)
        bytes.write(z, at: 4)
        bytes.write(r, at: 6)
        bytes.write(buttons, at: 8)
        bytes.write(target, at: 10)
        bytes.write(buttons2, at: 11)
        bytes.write(enabledExtensions, at: 13)
        bytes.write(s, at: 14)
        bytes.write(t, at: 16)
        bytes.write(aux1, at: 18)
        bytes.write(aux2, at: 20)
        bytes.write(aux3, at: 22)
        bytes.write(aux4, at: 24)
        bytes.write(aux5, at: 26)
        bytes.write(aux6, at: 28)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 69, name: "MANUAL_CONTROL", crcExtra: 243, lengthV1: 11, lengthV2: 30,
            layout: """
                i16 x, i16 y, i16 z, i16 r, u16 buttons, u8 target, u16 buttons2, u8 enabled_extensions, \
                i16 s, i16 t, i16 aux1, i16 aux2, i16 aux3, i16 aux4, i16 aux5, i16 aux6
                """)
    }
}

/// `MISSION_ITEM_INT`, number 73.
public struct MissionItemIntMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `seq`.
    public var seq: UInt16
    /// `frame`.
    public var frame: MAVFrame
    /// `command`.
    public var command: MAVCommand
    /// `current`.
    public var current: UInt8
    /// `autocontinue`.
    public var autocontinue: UInt8
    /// `param1`.
    public var param1: Float
    /// `param2`.
    public var param2: Float
    /// `param3`.
    public var param3: Float
    /// `param4`.
    public var param4: Float
    /// `x`.
    public var x: Int32
    /// `y`.
    public var y: Int32
    /// `z`.
    public var z: Float
    /// `mission_type`, extension.
    public var missionType: MAVMissionType

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, seq: UInt16 = 0,
        frame: MAVFrame = .init(rawValue: 0), command: MAVCommand = .init(rawValue: 0), current: UInt8 = 0,
        autocontinue: UInt8 = 0, param1: Float = 0, param2: Float = 0, param3: Float = 0, param4: Float = 0,
        x: Int32 = 0, y: Int32 = 0, z: Float = 0, missionType: MAVMissionType = .init(rawValue: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.seq = seq
        self.frame = frame
        self.command = command
        self.current = current
        self.autocontinue = autocontinue
        self.param1 = param1
        self.param2 = param2
        self.param3 = param3
        self.param4 = param4
        self.x = x
        self.y = y
        self.z = z
        self.missionType = missionType
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        param1 = bytes.read(at: 0)
        param2 = bytes.read(at: 4)
        param3 = bytes.read(at: 8)
        param4 = bytes.read(at: 12)
        x = bytes.read(at: 16)
        y = bytes.read(at: 20)
        z = bytes.read(at: 24)
        seq = bytes.read(at: 28)
        command = bytes.read(at: 30)
        targetSystem = bytes.read(at: 32)
        targetComponent = bytes.read(at: 33)
        frame = bytes.read(at: 34)
        current = bytes.read(at: 35)
        autocontinue = bytes.read(at: 36)
        missionType = bytes.read(at: 37)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(param1, at: 0)
        bytes.write(param2, at: 4)
        bytes.write(param3, at: 8)
        bytes.write(param4, at: 12)
        bytes.write(x, at: 16)
        bytes.write(y, at: 20)
        bytes.write(z, at: 24)
        bytes.write(seq, at: 28)
        bytes.write(command, at: 30)
        bytes.write(targetSystem, at: 32)
        bytes.write(targetComponent, at: 33)
        bytes.write(frame, at: 34)
        bytes.write(current, at: 35)
        bytes.write(autocontinue, at: 36)
        bytes.write(missionType, at: 37)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 73, name: "MISSION_ITEM_INT", crcExtra: 38, lengthV1: 37, lengthV2: 38,
            layout: """
                f32 param1, f32 param2, f32 param3, f32 param4, i32 x, i32 y, f32 z, u16 seq, \
                u16 command, u8 target_system, u8 target_component, u8 frame, u8 current, \
                u8 autocontinue, u8 mission_type
                """)
    }
}
