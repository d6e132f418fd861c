// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `SERVO_OUTPUT_RAW`, number 36.
public struct ServoOutputRawMessage: MAVLinkMessage {
    /// `time_usec` in us.
    public var timeUsec: UInt32
    /// `port`.
    public var port: UInt8
    /// `servo1_raw` in us.
    public var servo1Raw: UInt16
    /// `servo2_raw` in us.
    public var servo2Raw: UInt16
    /// `servo3_raw` in us.
    public var servo3Raw: UInt16
    /// `servo4_raw` in us.
    public var servo4Raw: UInt16
    /// `servo5_raw` in us.
    public var servo5Raw: UInt16
    /// `servo6_raw` in us.
    public var servo6Raw: UInt16
    /// `servo7_raw` in us.
    public var servo7Raw: UInt16
    /// `servo8_raw` in us.
    public var servo8Raw: UInt16
    /// `servo9_raw` in us, extension.
    public var servo9Raw: UInt16
    /// `servo10_raw` in us, extension.
    public var servo10Raw: UInt16
    /// `servo11_raw` in us, extension.
    public var servo11Raw: UInt16
    /// `servo12_raw` in us, extension.
    public var servo12Raw: UInt16
    /// `servo13_raw` in us, extension.
    public var servo13Raw: UInt16
    /// `servo14_raw` in us, extension.
    public var servo14Raw: UInt16
    /// `servo15_raw` in us, extension.
    public var servo15Raw: UInt16
    /// `servo16_raw` in us, extension.
    public var servo16Raw: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt32 = 0, port: UInt8 = 0, servo1Raw: UInt16 = 0, servo2Raw: UInt16 = 0,
        servo3Raw: UInt16 = 0, servo4Raw: UInt16 = 0, servo5Raw: UInt16 = 0, servo6Raw: UInt16 = 0,
        servo7Raw: UInt16 = 0, servo8Raw: UInt16 = 0, servo9Raw: UInt16 = 0, servo10Raw: UInt16 = 0,
        servo11Raw: UInt16 = 0, servo12Raw: UInt16 = 0, servo13Raw: UInt16 = 0, servo14Raw: UInt16 = 0,
        servo15Raw: UInt16 = 0, servo16Raw: UInt16 = 0
    ) {
        self.timeUsec = timeUsec
        self.port = port
        self.servo1Raw = servo1Raw
        self.servo2Raw = servo2Raw
        self.servo3Raw = servo3Raw
        self.servo4Raw = servo4Raw
        self.servo5Raw = servo5Raw
        self.servo6Raw = servo6Raw
        self.servo7Raw = servo7Raw
        self.servo8Raw = servo8Raw
        self.servo9Raw = servo9Raw
        self.servo10Raw = servo10Raw
        self.servo11Raw = servo11Raw
        self.servo12Raw = servo12Raw
        self.servo13Raw = servo13Raw
        self.servo14Raw = servo14Raw
        self.servo15Raw = servo15Raw
        self.servo16Raw = servo16Raw
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        servo1Raw = bytes.read(at: 4)
        servo2Raw = bytes.read(at: 6)
        servo3Raw = bytes.read(at: 8)
        servo4Raw = bytes.read(at: 10)
        servo5Raw = bytes.read(at: 12)
        servo6Raw = bytes.read(at: 14)
        servo7Raw = bytes.read(at: 16)
        servo8Raw = bytes.read(at: 18)
        port = bytes.read(at: 20)
        servo9Raw = bytes.read(at: 21)
        servo10Raw = bytes.read(at: 23)
        servo11Raw = bytes.read(at: 25)
        servo12Raw = bytes.read(at: 27)
        servo13Raw = bytes.read(at: 29)
        servo14Raw = bytes.read(at: 31)
        servo15Raw = bytes.read(at: 33)
        servo16Raw = bytes.read(at: 35)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(servo1Raw, at: 4)
        bytes.write(servo2Raw, at: 6)
        bytes.write(servo3Raw, at: 8)
        bytes.write(servo4Raw, at: 10)
        bytes.write(servo5Raw, at: 12)
        bytes.write(servo6Raw, at: 14)
        bytes.write(servo7Raw, at: 16)
        bytes.write(servo8Raw, at: 18)
        bytes.write(port, at: 20)
        bytes.write(servo9Raw, at: 21)
        bytes.write(servo10Raw, at: 23)
        bytes.write(servo11Raw, at: 25)
        bytes.write(servo12Raw, at: 27)
        bytes.write(servo13Raw, at: 29)
        bytes.write(servo14Raw, at: 31)
        bytes.write(servo15Raw, at: 33)
        bytes.write(servo16Raw, at: 35)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 36, name: "SERVO_OUTPUT_RAW", crcExtra: 222, lengthV1: 21, lengthV2: 37,
            layout: """
                u32 time_usec, u16 servo1_raw, u16 servo2_raw, u16 servo3_raw, u16 servo4_raw, \
                u16 servo5_raw, u16 servo6_raw, u16 servo7_raw, u16 servo8_raw, u8 port, u16 servo9_raw, \
                u16 servo10_raw, u16 servo11_raw, u16 servo12_raw, u16 servo13_raw, u16 servo14_raw, \
                u16 servo15_raw, u16 servo16_raw
                """)
    }
}

/// `MISSION_ITEM`, number 39.
public struct MissionItemMessage: MAVLinkMessage {
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
    public var x: Float
    /// `y`.
    public var y: Float
    /// `z`.
    public var z: Float
    /// `mission_type`, extension.
    public var missionType: MAVMissionType

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, seq: UInt16 = 0,
        frame: MAVFrame = .init(rawValue: 0), command: MAVCommand = .init(rawValue: 0), current: UInt8 = 0,
        autocontinue: UInt8 = 0, param1: Float = 0, param2: Float = 0, param3: Float = 0, param4: Float = 0,
        x: Float = 0, y: Float = 0, z: Float = 0, missionType: MAVMissionType = .init(rawValue: 0)
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
            id: 39, name: "MISSION_ITEM", crcExtra: 254, lengthV1: 37, lengthV2: 38,
            layout: """
                f32 param1, f32 param2, f32 param3, f32 param4, f32 x, f32 y, f32 z, u16 seq, \
                u16 command, u8 target_system, u8 target_component, u8 frame, u8 current, \
                u8 autocontinue, u8 mission_type
                """)
    }
}

/// `MISSION_REQUEST`, number 40.
public struct MissionRequestMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `seq`.
    public var seq: UInt16
    /// `mission_type`, extension.
    public var missionType: MAVMissionType

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, seq: UInt16 = 0,
        missionType: MAVMissionType = .init(rawValue: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.seq = seq
        self.missionType = missionType
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        seq = bytes.read(at: 0)
        targetSystem = bytes.read(at: 2)
        targetComponent = bytes.read(at: 3)
        missionType = bytes.read(at: 4)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(seq, at: 0)
        bytes.write(targetSystem, at: 2)
        bytes.write(targetComponent, at: 3)
        bytes.write(missionType, at: 4)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 40, name: "MISSION_REQUEST", crcExtra: 230, lengthV1: 4, lengthV2: 5,
            layout: """
                u16 seq, u8 target_system, u8 target_component, u8 mission_type
                """)
    }
}

/// `MISSION_SET_CURRENT`, number 41.
public struct MissionSetCurrentMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `seq`.
    public var seq: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, seq: UInt16 = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.seq = seq
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        seq = bytes.read(at: 0)
        targetSystem = bytes.read(at: 2)
        targetComponent = bytes.read(at: 3)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(seq, at: 0)
        bytes.write(targetSystem, at: 2)
        bytes.write(targetComponent, at: 3)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 41, name: "MISSION_SET_CURRENT", crcExtra: 28, lengthV1: 4, lengthV2: 4,
            layout: """
                u16 seq, u8 target_system, u8 target_component
                """)
    }
}

/// `MISSION_CURRENT`, number 42.
public struct MissionCurrentMessage: MAVLinkMessage {
    /// `seq`.
    public var seq: UInt16
    /// `total`, extension; UINT16_MAX when unknown.
    public var total: UInt16
    /// `mission_state`, extension; 0 when unknown.
    public var missionState: MAVMissionState
    /// `mission_mode`, extension; 0 when unknown.
    public var missionMode: UInt8
    /// `mission_id`, extension; 0 when unknown.
    public var missionID: UInt32
    /// `fence_id`, extension; 0 when unknown.
    public var fenceID: UInt32
    /// `rally_points_id`, extension; 0 when unknown.
    public var rallyPointsID: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        seq: UInt16 = 0, total: UInt16 = 0, missionState: MAVMissionState = .init(rawValue: 0),
        missionMode: UInt8 = 0, missionID: UInt32 = 0, fenceID: UInt32 = 0, rallyPointsID: UInt32 = 0
    ) {
        self.seq = seq
        self.total = total
        self.missionState = missionState
        self.missionMode = missionMode
        self.missionID = missionID
        self.fenceID = fenceID
        self.rallyPointsID = rallyPointsID
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        seq = bytes.read(at: 0)
        total = bytes.read(at: 2)
        missionState = bytes.read(at: 4)
        missionMode = bytes.read(at: 5)
        missionID = bytes.read(at: 6)
        fenceID = bytes.read(at: 10)
        rallyPointsID = bytes.read(at: 14)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(seq, at: 0)
        bytes.write(total, at: 2)
        bytes.write(missionState, at: 4)
        bytes.write(missionMode, at: 5)
        bytes.write(missionID, at: 6)
        bytes.write(fenceID, at: 10)
        bytes.write(rallyPointsID, at: 14)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 42, name: "MISSION_CURRENT", crcExtra: 28, lengthV1: 2, lengthV2: 18,
            layout: """
                u16 seq, u16 total, u8 mission_state, u8 mission_mode, u32 mission_id, u32 fence_id, \
                u32 rally_points_id
                """)
    }
}

/// `MISSION_REQUEST_LIST`, number 43.
public struct MissionRequestListMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `mission_type`, extension.
    public var missionType: MAVMissionType

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, missionType: MAVMissionType = .init(rawValue: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.missionType = missionType
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        targetSystem = bytes.read(at: 0)
        targetComponent = bytes.read(at: 1)
        missionType = bytes.read(at: 2)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(targetSystem, at: 0)
        bytes.write(targetComponent, at: 1)
        bytes.write(missionType, at: 2)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 43, name: "MISSION_REQUEST_LIST", crcExtra: 132, lengthV1: 2, lengthV2: 3,
            layout: """
                u8 target_system, u8 target_component, u8 mission_type
                """)
    }
}
