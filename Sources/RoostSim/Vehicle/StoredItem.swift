// SPDX-License-Identifier: Apache-2.0
// One mission, fence or rally item as the vehicle keeps it: each autopilot family keeps only what it
// understands, so an item read back is not the item that was sent. It also decides which items are refused,
// and with what.

/// The three plans a vehicle stores, with MAV_MISSION_TYPE numbers.
enum StoredPlan: UInt8, Sendable, CaseIterable {
    case mission = 0
    case fence = 1
    case rally = 2
}

/// An item in the vehicle's memory.
struct StoredItem: Sendable, Equatable {
    var frame: UInt8
    var command: UInt16
    var param1: Float = 0
    var param2: Float = 0
    var param3: Float = 0
    var param4: Float = 0
    var x: Int32 = 0
    var y: Int32 = 0
    var z: Float = 0
    var autocontinue: UInt8 = 1

    var latitude: Double { Double(x) / 1e7 }
    var longitude: Double { Double(y) / 1e7 }
    var isRelative: Bool { [3, 6, 10, 11].contains(frame) }
    var hasPlace: Bool { Self.placed.contains(command) || (5_000...5_100).contains(command) }

    /// Numbers of the commands this vehicle flies.
    enum Command {
        static let waypoint: UInt16 = 16
        static let loiterForever: UInt16 = 17
        static let loiterTurns: UInt16 = 18
        static let loiterTime: UInt16 = 19
        static let returnHome: UInt16 = 20
        static let land: UInt16 = 21
        static let takeoff: UInt16 = 22
        static let loiterToHeight: UInt16 = 31
        static let delay: UInt16 = 93
        static let jump: UInt16 = 177
        static let changeSpeed: UInt16 = 178
        static let regionOfInterest: UInt16 = 201
        static let cameraControl: UInt16 = 203
        static let cameraDistance: UInt16 = 206
        static let takePicture: UInt16 = 2_000
        static let fenceReturn: UInt16 = 5_000
        static let polygonInclusion: UInt16 = 5_001
        static let polygonExclusion: UInt16 = 5_002
        static let circleExclusion: UInt16 = 5_004
        static let rallyPoint: UInt16 = 5_100
    }

    /// Numbers of MAV_MISSION_RESULT that the checks below answer.
    enum Refusal {
        static let accepted: UInt8 = 0
        static let error: UInt8 = 1
        static let unsupportedFrame: UInt8 = 2
        static let unsupported: UInt8 = 3
        static let noSpace: UInt8 = 4
        static let param1: UInt8 = 6
        static let param5: UInt8 = 10
        static let param6: UInt8 = 11
        static let param7: UInt8 = 12
        static let sequence: UInt8 = 13
        static let denied: UInt8 = 14
        static let cancelled: UInt8 = 15
    }

    private static let placed: Set<UInt16> = [
        Command.waypoint, Command.loiterForever, Command.loiterTurns, Command.loiterTime, Command.land,
        Command.takeoff, Command.loiterToHeight, 195, Command.regionOfInterest,
    ]
    /// DO and CONDITION commands that are stored and passed over (camera, gimbal, servo, region of interest).
    private static let passedOver: Set<UInt16> = [
        93, 112, 114, 115, 176, 177, 178, 179, 181, 183, 189, 197, 201, 203, 204, 205, 206, 207, 211, 214,
        222, 530,
        531, 532, 1000, 2000, 2001, 2003, 2500, 2501,
    ]

    /// The MAV_MISSION_RESULT of storing this item in a plan of a family's vehicle; 0 when it is fine.
    func refusal(in plan: StoredPlan, dialect: AutopilotDialect) -> UInt8 {
        guard isKnown(in: plan) else { return Refusal.unsupported }
        if dialect == .ardupilot, plan == .mission, let refusal = parameterRefusal { return refusal }
        if dialect == .px4, command == Command.regionOfInterest {
            // With a place it is that place or none, without one it is an item or none.
            guard frame == 2 ? [0, 1, 2].contains(param1) : [0, 3].contains(param1) else { return Refusal.param1 }
            if frame == 2 { return Refusal.accepted }
        }
        guard hasPlace else {
            let isPlaceless = frame == 2 || dialect == .ardupilot || !Self.placed.contains(command)
            return isPlaceless ? Refusal.accepted : Refusal.unsupportedFrame
        }
        guard frames(of: plan, dialect: dialect).contains(frame) else { return Refusal.unsupportedFrame }
        guard abs(Int64(x)) <= 900_000_000 else { return Refusal.param5 }
        guard abs(Int64(y)) <= 1_800_000_000 else { return Refusal.param6 }
        guard z.isFinite, abs(z) < 80_000 else { return Refusal.param7 }
        if plan == .rally, dialect == .ardupilot, abs(z) > 32_767 { return Refusal.param7 }
        return plan == .fence ? fenceRefusal : Refusal.accepted
    }

    /// What the family keeps of this item in a plan and gives back when it is read.
    func kept(in plan: StoredPlan, by dialect: AutopilotDialect) -> StoredItem {
        switch (plan, dialect) {
        case (.fence, _): keptOfFence(by: dialect)
        case (_, .px4): keptByPX4
        case (.rally, .ardupilot): keptOfRallyByArduPilot
        case (.mission, .ardupilot): keptByArduPilot
        }
    }

    private func frames(of plan: StoredPlan, dialect: AutopilotDialect) -> Set<UInt8> {
        switch (dialect, plan) {
        case (.px4, _): [0, 3, 5, 6]
        case (.ardupilot, .mission): [0, 2, 3, 5, 6, 10, 11]
        case (.ardupilot, .fence): [0, 3, 5, 6, 10, 11]
        case (.ardupilot, .rally): [3, 6]
        }
    }

    /// ArduPilot takes no infinity, and NaN only where it stands for "as you are heading".
    private var parameterRefusal: UInt8? {
        let free: Set<Int> =
            switch command {
            case Command.waypoint, Command.land, Command.takeoff, 84: [3]
            case 85: [2, 3]
            default: []
            }
        for (index, value) in [param1, param2, param3, param4].enumerated()
        where value.isInfinite || value.isNaN && !free.contains(index) {
            return Refusal.param1 + UInt8(index)
        }
        return nil
    }

    private var fenceRefusal: UInt8 {
        guard command != Command.fenceReturn else { return Refusal.accepted }
        let isPolygon = command == Command.polygonInclusion || command == Command.polygonExclusion
        let isFine = isPolygon ? param1 >= 3 : param1 > 0
        return isFine && param1.isFinite ? Refusal.accepted : Refusal.param1
    }

    private func isKnown(in plan: StoredPlan) -> Bool {
        switch plan {
        case .mission:
            Self.placed.contains(command) || command == Command.returnHome
                || Self.passedOver.contains(command)
        case .fence: (Command.fenceReturn...Command.circleExclusion).contains(command)
        case .rally: command == Command.rallyPoint
        }
    }

    /// A fence keeps its shape. PX4 keeps the altitude too and forgets what it is above.
    private func keptOfFence(by dialect: AutopilotDialect) -> StoredItem {
        var kept = StoredItem(frame: dialect == .px4 ? 5 : 0, command: command, x: x, y: y, autocontinue: 0)
        if command != Command.fenceReturn { kept.param1 = param1 }
        if dialect == .px4 { kept.z = z }
        return kept
    }

    private var keptByPX4: StoredItem {
        guard frame != 2 else { return self }
        var kept = self
        kept.frame = isRelative ? 6 : 5
        (kept.param1, kept.param2, kept.param3, kept.param4) = (0, 0, 0, 0)
        switch command {
        case Command.waypoint: (kept.param1, kept.param2, kept.param4) = (param1, param2, Self.turned(param4))
        case Command.loiterForever: (kept.param3, kept.param4) = (param3, Self.turned(param4))
        case Command.loiterTime:
            (kept.param1, kept.param2, kept.param3) = (param1, Self.flag(param2), param3)
            kept.param4 = Self.flag(param4)
        case Command.loiterToHeight:
            (kept.param1, kept.param2, kept.param4) = (Self.flag(param1), param2, Self.flag(param4))
        case Command.land: (kept.param2, kept.param4) = (param2, Self.turned(param4))
        case Command.takeoff: kept.param4 = Self.turned(param4)
        default: break
        }
        return kept
    }

    private var keptOfRallyByArduPilot: StoredItem {
        StoredItem(frame: 3, command: command, x: x, y: y, z: z.rounded(.towardZero), autocontinue: 0)
    }

    private var keptByArduPilot: StoredItem {
        var kept = self
        kept.autocontinue = 1
        if hasPlace {
            kept.frame = frame >= 10 ? 10 : (isRelative ? 3 : 0)
            kept.z = Float(Int32(z * 100)) / 100
        } else {
            (kept.frame, kept.x, kept.y, kept.z) = (0, 0, 0, 0)
        }
        if command < 93 {
            (kept.param1, kept.param2, kept.param3, kept.param4) = (Self.whole(param1), 0, 0, 0)
        }
        switch command {
        case Command.returnHome: kept.param1 = 0
        case Command.loiterForever: (kept.param1, kept.param3) = (0, Self.whole(param3))
        case Command.loiterTurns: (kept.param3, kept.param4) = (Self.storedRadius(param3), Self.flag(param4))
        case Command.loiterTime: (kept.param3, kept.param4) = (param3 < 0 ? -1 : 1, Self.flag(param4))
        case Command.land: kept.param4 = param4 < 0 ? -1 : 1
        case Command.loiterToHeight:
            (kept.param1, kept.param2, kept.param4) = (0, Self.whole(param2), Self.flag(param4))
        case Command.cameraDistance: (kept.param2, kept.param4) = (0, 0)
        case Command.changeSpeed: kept.param4 = 0
        case Command.jump:
            (kept.param1, kept.param2, kept.param3, kept.param4) = (Self.whole(param1), Self.whole(param2), 0, 0)
        default: break
        }
        return kept
    }

    private static func flag(_ value: Float) -> Float { value > 0 ? 1 : 0 }

    /// A heading within one turn.
    private static func turned(_ degrees: Float) -> Float {
        let rest = degrees.truncatingRemainder(dividingBy: 360)
        return rest < 0 ? rest + 360 : rest
    }

    /// Whole metres up to 255, tens of metres up to 2550.
    private static func storedRadius(_ metres: Float) -> Float {
        let size = abs(metres)
        let kept = size <= 255 ? size.rounded(.towardZero) : min(255, (size * 0.1).rounded(.towardZero)) * 10
        return metres < 0 ? -kept : kept
    }

    private static func whole(_ value: Float) -> Float {
        value.isFinite ? min(max(value.rounded(.towardZero), -32_000), 65_535) : 0
    }
}
