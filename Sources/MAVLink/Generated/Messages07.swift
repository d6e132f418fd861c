// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `VFR_HUD`, number 74.
public struct VFRHUDMessage: MAVLinkMessage {
    /// `airspeed` in m/s.
    public var airspeed: Float
    /// `groundspeed` in m/s.
    public var groundspeed: Float
    /// `heading` in deg.
    public var heading: Int16
    /// `throttle` in %.
    public var throttle: UInt16
    /// `alt` in m.
    public var alt: Float
    /// `climb` in m/s.
    public var climb: Float

    /// A message from its fields; those left out are zero.
    public init(
        airspeed: Float = 0, groundspeed: Float = 0, heading: Int16 = 0, throttle: UInt16 = 0,
        alt: Float = 0, climb: Float = 0
    ) {
        self.airspeed = airspeed
        self.groundspeed = groundspeed
        self.heading = heading
        self.throttle = throttle
        self.alt = alt
        self.climb = climb
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        airspeed = bytes.read(at: 0)
        groundspeed = bytes.read(at: 4)
        alt = bytes.read(at: 8)
        climb = bytes.read(at: 12)
        heading = bytes.read(at: 16)
        throttle = bytes.read(at: 18)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(airspeed, at: 0)
        bytes.write(groundspeed, at: 4)
        bytes.write(alt, at: 8)
        bytes.write(climb, at: 12)
        bytes.write(heading, at: 16)
        bytes.write(throttle, at: 18)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 74, name: "VFR_HUD", crcExtra: 20, lengthV1: 20, lengthV2: 20,
            layout: """
                f32 airspeed, f32 groundspeed, f32 alt, f32 climb, i16 heading, u16 throttle
                """)
    }
}

/// `COMMAND_INT`, number 75.
public struct CommandIntMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `frame`.
    public var frame: MAVFrame
    /// `command`.
    public var command: MAVCommand
    /// `current`.
    public var current: UInt8
    /// `autocontinue`.
    public var autocontinue: UInt8
    /// `param1`; NaN when unknown.
    public var param1: Float
    /// `param2`; NaN when unknown.
    public var param2: Float
    /// `param3`; NaN when unknown.
    public var param3: Float
    /// `param4`; NaN when unknown.
    public var param4: Float
    /// `x`; INT32_MAX when unknown.
    public var x: Int32
    /// `y`; INT32_MAX when unknown.
    public var y: Int32
    /// `z`; NaN when unknown.
    public var z: Float

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, frame: MAVFrame = .init(rawValue: 0),
        command: MAVCommand = .init(rawValue: 0), current: UInt8 = 0, autocontinue: UInt8 = 0,
        param1: Float = 0, param2: Float = 0, param3: Float = 0, param4: Float = 0, x: Int32 = 0,
        y: Int32 = 0, z: Float = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
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
        command = bytes.read(at: 28)
        targetSystem = bytes.read(at: 30)
        targetComponent = bytes.read(at: 31)
        frame = bytes.read(at: 32)
        current = bytes.read(at: 33)
        autocontinue = bytes.read(at: 34)
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
        bytes.write(command, at: 28)
        bytes.write(targetSystem, at: 30)
        bytes.write(targetComponent, at: 31)
        bytes.write(frame, at: 32)
        bytes.write(current, at: 33)
        bytes.write(autocontinue, at: 34)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 75, name: "COMMAND_INT", crcExtra: 158, lengthV1: 35, lengthV2: 35,
            layout: """
                f32 param1, f32 param2, f32 param3, f32 param4, i32 x, i32 y, f32 z, u16 command, \
                u8 target_system, u8 target_component, u8 frame, u8 current, u8 autocontinue
                """)
    }
}

/// `COMMAND_LONG`, number 76.
public struct CommandLongMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `command`.
    public var command: MAVCommand
    /// `confirmation`.
    public var confirmation: UInt8
    /// `param1`; NaN when unknown.
    public var param1: Float
    /// `param2`; NaN when unknown.
    public var param2: Float
    /// `param3`; NaN when unknown.
    public var param3: Float
    /// `param4`; NaN when unknown.
    public var param4: Float
    /// `param5`; NaN when unknown.
    public var param5: Float
    /// `param6`; NaN when unknown.
    public var param6: Float
    /// `param7`; NaN when unknown.
    public var param7: Float

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, command: MAVCommand = .init(rawValue: 0),
        confirmation: UInt8 = 0, param1: Float = 0, param2: Float = 0, param3: Float = 0, param4: Float = 0,
        param5: Float = 0, param6: Float = 0, param7: Float = 0
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.command = command
        self.confirmation = confirmation
        self.param1 = param1
        self.param2 = param2
        self.param3 = param3
        self.param4 = param4
        self.param5 = param5
        self.param6 = param6
        self.param7 = param7
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        param1 = bytes.read(at: 0)
        param2 = bytes.read(at: 4)
        param3 = bytes.read(at: 8)
        param4 = bytes.read(at: 12)
        param5 = bytes.read(at: 16)
        param6 = bytes.read(at: 20)
        param7 = bytes.read(at: 24)
        command = bytes.read(at: 28)
        targetSystem = bytes.read(at: 30)
        targetComponent = bytes.read(at: 31)
        confirmation = bytes.read(at: 32)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(param1, at: 0)
        bytes.write(param2, at: 4)
        bytes.write(param3, at: 8)
        bytes.write(param4, at: 12)
        bytes.write(param5, at: 16)
        bytes.write(param6, at: 20)
        bytes.write(param7, at: 24)
        bytes.write(command, at: 28)
        bytes.write(targetSystem, at: 30)
        bytes.write(targetComponent, at: 31)
        bytes.write(confirmation, at: 32)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 76, name: "COMMAND_LONG", crcExtra: 152, lengthV1: 33, lengthV2: 33,
            layout: """
                f32 param1, f32 param2, f32 param3, f32 param4, f32 param5, f32 param6, f32 param7, \
                u16 command, u8 target_system, u8 target_component, u8 confirmation
                """)
    }
}

/// `COMMAND_ACK`, number 77.
public struct CommandAckMessage: MAVLinkMessage {
    /// `command`.
    public var command: MAVCommand
    /// `result`.
    public var result: MAVResult
    /// `progress` in %, extension; UINT8_MAX when unknown.
    public var progress: UInt8
    /// `result_param2`, extension.
    public var resultParam2: Int32
    /// `target_system`, extension.
    public var targetSystem: UInt8
    /// `target_component`, extension.
    public var targetComponent: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        command: MAVCommand = .init(rawValue: 0), result: MAVResult = .init(rawValue: 0),
        progress: UInt8 = 0, resultParam2: Int32 = 0, targetSystem: UInt8 = 0, targetComponent: UInt8 = 0
    ) {
        self.command = command
        self.result = result
        self.progress = progress
        self.resultParam2 = resultParam2
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        command = bytes.read(at: 0)
        result = bytes.read(at: 2)
        progress = bytes.read(at: 3)
        resultParam2 = bytes.read(at: 4)
        targetSystem = bytes.read(at: 8)
        targetComponent = bytes.read(at: 9)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(command, at: 0)
        bytes.write(result, at: 2)
        bytes.write(progress, at: 3)
        bytes.write(resultParam2, at: 4)
        bytes.write(targetSystem, at: 8)
        bytes.write(targetComponent, at: 9)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 77, name: "COMMAND_ACK", crcExtra: 143, lengthV1: 3, lengthV2: 10,
            layout: """
                u16 command, u8 result, u8 progress, i32 result_param2, u8 target_system, \
                u8 target_component
                """)
    }
}

/// `COMMAND_CANCEL`, number 80.
public struct CommandCancelMessage: MAVLinkMessage {
    /// `target_system`.
    public var targetSystem: UInt8
    /// `target_component`.
    public var targetComponent: UInt8
    /// `command`.
    public var command: MAVCommand

    /// A message from its fields; those left out are zero.
    public init(
        targetSystem: UInt8 = 0, targetComponent: UInt8 = 0, command: MAVCommand = .init(rawValue: 0)
    ) {
        self.targetSystem = targetSystem
        self.targetComponent = targetComponent
        self.command = command
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        command = bytes.read(at: 0)
        targetSystem = bytes.read(at: 2)
        targetComponent = bytes.read(at: 3)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(command, at: 0)
        bytes.write(targetSystem, at: 2)
        bytes.write(targetComponent, at: 3)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 80, name: "COMMAND_CANCEL", crcExtra: 14, lengthV1: 4, lengthV2: 4,
            layout: """
                u16 command, u8 target_system, u8 target_component
                """)
    }
}

/// `POSITION_TARGET_GLOBAL_INT`, number 87.
public struct PositionTargetGlobalIntMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `coordinate_frame`.
    public var coordinateFrame: MAVFrame
    /// `type_mask`.
    public var typeMask: MAVPositionTargetTypemask
    /// `lat_int` in degE7.
    public var latInt: Int32
    /// `lon_int` in degE7.
    public var lonInt: Int32
    /// `alt` in m.
    public var alt: Float
    /// `vx` in m/s.
    public var vx: Float
    /// `vy` in m/s.
    public var vy: Float
    /// `vz` in m/s.
    public var vz: Float
    /// `afx` in m/s/s.
    public var afx: Float
    /// `afy` in m/s/s.
    public var afy: Float
    /// `afz` in m/s/s.
    public var afz: Float
    /// `yaw` in rad.
    public var yaw: Float
    /// `yaw_rate` in rad/s.
    public var yawRate: Float

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, coordinateFrame: MAVFrame = .init(rawValue: 0),
        typeMask: MAVPositionTargetTypemask = [], latInt: Int32 = 0, lonInt: Int32 = 0, alt: Float = 0,
        vx: Float = 0, vy: Float = 0, vz: Float = 0, afx: Float = 0, afy: Float = 0, afz: Float = 0,
        yaw: Float = 0, yawRate: Float = 0
    ) {
        self.timeBootMs = timeBootMs
        self.coordinateFrame = coordinateFrame
        self.typeMask = typeMask
        self.latInt = latInt
        self.lonInt = lonInt
        self.alt = alt
        self.vx = vx
        self.vy = vy
        self.vz = vz
        self.afx = afx
        self.afy = afy
        self.afz = afz
        self.yaw = yaw
        self.yawRate = yawRate
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        latInt = bytes.read(at: 4)
        lonInt = bytes.read(at: 8)
        alt = bytes.read(at: 12)
        vx = bytes.read(at: 16)
        vy = bytes.read(at: 20)
        vz = bytes.read(at: 24)
        afx = bytes.read(at: 28)
        afy = bytes.read(at: 32)
        afz = bytes.read(at: 36)
        yaw = bytes.read(at: 40)
        yawRate = bytes.read(at: 44)
        typeMask = bytes.read(at: 48)
        coordinateFrame = bytes.read(at: 50)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(latInt, at: 4)
        bytes.write(lonInt, at: 8)
        bytes.write(alt, at: 12)
        bytes.write(vx, at: 16)
        bytes.write(vy, at: 20)
        bytes.write(vz, at: 24)
        bytes.write(afx, at: 28)
        bytes.write(afy, at: 32)
        bytes.write(afz, at: 36)
        bytes.write(yaw, at: 40)
        bytes.write(yawRate, at: 44)
        bytes.write(typeMask, at: 48)
        bytes.write(coordinateFrame, at: 50)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 87, name: "POSITION_TARGET_GLOBAL_INT", crcExtra: 150, lengthV1: 51, lengthV2: 51,
            layout: """
                u32 time_boot_ms, i32 lat_int, i32 lon_int, f32 alt, f32 vx, f32 vy, f32 vz, f32 afx, \
                f32 afy, f32 afz, f32 yaw, f32 yaw_rate, u16 type_mask, u8 coordinate_frame
                """)
    }
}
