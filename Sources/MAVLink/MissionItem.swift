// SPDX-License-Identifier: Apache-2.0
// One item of a mission, fence or rally list exactly as it goes over the wire, and the checksum by which
// records name a list. It never rounds or repairs what a plan says, except where the wire has no place for a
// NaN.

/// One item of a mission, a fence or a rally list.
public struct MissionItem: Sendable, Equatable {
    /// The frame that x, y and z are in.
    public var frame: MAVFrame
    /// What to do.
    public var command: MAVCommand
    /// Whether the vehicle goes on by itself after this item.
    public var autocontinue: Bool
    /// First parameter; NaN means "the vehicle's default".
    public var param1: Float
    /// Second parameter.
    public var param2: Float
    /// Third parameter.
    public var param3: Float
    /// Fourth parameter, a heading for most navigation items.
    public var param4: Float
    /// Latitude in 1e-7 degrees in global frames; the bare fifth parameter elsewhere.
    public var x: Int32
    /// Longitude in 1e-7 degrees in global frames; the bare sixth parameter elsewhere.
    public var y: Int32
    /// Altitude in metres, or the seventh parameter.
    public var z: Float

    /// An item as a plan writes it: seven numbers, NaN where the plan says nothing. Missing ones are zero.
    public init(frame: MAVFrame, command: MAVCommand, parameters: [Double], autocontinue: Bool = true) {
        let value = { (index: Int) in index < parameters.count ? parameters[index] : 0 }
        let scale = Self.scale(of: frame)
        self.frame = frame
        self.command = command
        self.autocontinue = autocontinue
        param1 = Float(value(0))
        param2 = Float(value(1))
        param3 = Float(value(2))
        param4 = Float(value(3))
        x = Self.integer(value(4) * scale)
        y = Self.integer(value(5) * scale)
        z = value(6).isNaN ? 0 : Float(value(6))
    }

    /// The item in a message from the wire.
    public init(_ message: MissionItemIntMessage) {
        frame = message.frame
        command = message.command
        autocontinue = message.autocontinue != 0
        param1 = message.param1
        param2 = message.param2
        param3 = message.param3
        param4 = message.param4
        x = message.x
        y = message.y
        z = message.z
    }

    /// The message that carries this item as number `sequence` of a list.
    public func message(
        sequence: UInt16, type: MAVMissionType, to target: MAVLinkAddress, isCurrent: Bool
    ) -> MissionItemIntMessage {
        MissionItemIntMessage(
            targetSystem: target.system, targetComponent: target.component, seq: sequence, frame: frame,
            command: command, current: isCurrent ? 1 : 0, autocontinue: autocontinue ? 1 : 0, param1: param1,
            param2: param2, param3: param3, param4: param4, x: x, y: y, z: z, missionType: type)
    }

    /// Latitude in degrees; nil when the frame is not global.
    public var latitude: Double? { Self.isGlobal(frame) ? Double(x) / 1e7 : nil }
    /// Longitude in degrees; nil when the frame is not global.
    public var longitude: Double? { Self.isGlobal(frame) ? Double(y) / 1e7 : nil }

    /// The list an autopilot expects for the items of a plan: ArduPilot keeps home as item 0 of a mission, so that the
    /// targets of jumps move on by one.
    public static func list(
        of items: [MissionItem], for autopilot: Autopilot, homeLatitude: Double, homeLongitude: Double,
        homeAltitude: Double
    ) -> [MissionItem] {
        guard autopilot == .ardupilot else { return items }
        let home = MissionItem(
            frame: .global, command: .navWaypoint,
            parameters: [0, 0, 0, 0, homeLatitude, homeLongitude, homeAltitude])
        let moved = items.map { item in
            var item = item
            if item.command == .doJump { item.param1 += 1 }
            return item
        }
        return [home] + moved
    }

    /// The CRC-32 of a list, for records; equal lists have equal checksums, NaN or not.
    public static func checksum(of items: [MissionItem]) -> UInt32 {
        var crc = RecordCRC()
        crc.add(UInt32(truncatingIfNeeded: items.count))
        for item in items {
            crc.add(item.frame.rawValue)
            crc.add(item.command.rawValue)
            crc.add(UInt8(item.autocontinue ? 1 : 0))
            for parameter in item.floats {
                crc.add(parameter.isNaN ? Float.nan.bitPattern : parameter.bitPattern)
            }
            crc.add(item.x)
            crc.add(item.y)
        }
        return crc.value
    }

    /// Equal when every field is; here a NaN equals a NaN.
    public static func == (left: Self, right: Self) -> Bool {
        left.frame == right.frame && left.command == right.command && left.autocontinue == right.autocontinue
            && left.x == right.x && left.y == right.y
            && zip(left.floats, right.floats).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    }

    private var floats: [Float] { [param1, param2, param3, param4, z] }

    /// Whether x and y are latitude and longitude.
    static func isGlobal(_ frame: MAVFrame) -> Bool {
        switch frame {
        case .global, .globalRelativeAlt, .globalInt, .globalRelativeAltInt, .globalTerrainAlt,
            .globalTerrainAltInt:
            true
        default: false
        }
    }

    private static func scale(of frame: MAVFrame) -> Double { isGlobal(frame) ? 1e7 : 1 }

    /// The nearest 32-bit integer; zero for NaN, the nearest end of the range for what does not fit.
    private static func integer(_ number: Double) -> Int32 {
        guard !number.isNaN else { return 0 }
        return Int32(min(max(number.rounded(), Double(Int32.min)), Double(Int32.max)))
    }
}
