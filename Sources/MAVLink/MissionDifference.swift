// SPDX-License-Identifier: Apache-2.0
// Whether the list a vehicle holds is the one it was sent. Only changes that a named autopilot is known to
// make without changing the flight are let through; everything else is a difference and holds the launch.

/// The first place where two item lists differ.
public struct MissionDifference: Sendable, Equatable, CustomStringConvertible {
    /// The item, from zero; nil when the lengths differ.
    public var index: Int?
    /// What differs, in words, with both values.
    public var description: String

    /// Compares what was uploaded with what was read back; nil when the vehicle holds the same flight.
    ///
    /// Let through: item 0 of an ArduPilot mission (its own home); the deprecated `_INT` twins of global
    /// frames; rounding of 32-bit floats; ArduPilot's altitudes in whole centimetres, its frame of items that
    /// were sent in `MAV_FRAME_MISSION`, and 0 where NaN was sent (it has no NaN); PX4's 0 for NaN in
    /// parameters 1 to 3 and headings brought into one turn; the frame of fence items, which have no
    /// altitude.
    public static func first(
        uploaded: [MissionItem], readBack: [MissionItem], autopilot: Autopilot,
        type: MAVMissionType = .mission
    ) -> MissionDifference? {
        guard uploaded.count == readBack.count else {
            return MissionDifference(
                index: nil,
                description: "\(uploaded.count) items were sent, the vehicle holds \(readBack.count)")
        }
        for index in uploaded.indices {
            if index == 0, autopilot == .ardupilot, type == .mission { continue }
            if let words = words(sent: uploaded[index], held: readBack[index], autopilot: autopilot) {
                return MissionDifference(index: index, description: "item \(index): \(words)")
            }
        }
        return nil
    }

    private static func words(sent: MissionItem, held: MissionItem, autopilot: Autopilot) -> String? {
        if sent.command != held.command {
            return "command \(sent.command.rawValue) was sent, the vehicle holds \(held.command.rawValue)"
        }
        if !isSameFrame(sent, held, autopilot: autopilot) {
            return "frame \(sent.frame.rawValue) was sent, the vehicle holds \(held.frame.rawValue)"
        }
        if sent.x != held.x { return "x \(sent.x) was sent, the vehicle holds \(held.x)" }
        if sent.y != held.y { return "y \(sent.y) was sent, the vehicle holds \(held.y)" }
        let slack: Float = autopilot == .ardupilot ? 0.01 : 0
        if !isClose(sent.z, held.z, slack: slack) {
            return "altitude \(sent.z) was sent, the vehicle holds \(held.z)"
        }
        let parameters = [
            (sent.param1, held.param1), (sent.param2, held.param2), (sent.param3, held.param3),
            (sent.param4, held.param4),
        ]
        for (index, pair) in parameters.enumerated() {
            let isHeading = index == 3 && headed.contains(sent.command)
            if !isSameParameter(
                pair.0, pair.1, isFourth: index == 3, isHeading: isHeading, autopilot: autopilot)
            {
                return "parameter \(index + 1) \(pair.0) was sent, the vehicle holds \(pair.1)"
            }
        }
        if sent.autocontinue != held.autocontinue {
            return "autocontinue \(sent.autocontinue) was sent, the vehicle holds \(held.autocontinue)"
        }
        return nil
    }

    /// Commands whose fourth parameter is a heading in degrees.
    private static let headed: [MAVCommand] = [
        .navWaypoint, .navLand, .navTakeoff, .navVTOLTakeoff, .navVTOLLand,
    ]
    /// Commands that have a place but no altitude.
    private static let flat: [MAVCommand] = [
        .navFencePolygonVertexInclusion, .navFencePolygonVertexExclusion, .navFenceCircleInclusion,
        .navFenceCircleExclusion,
    ]

    private static func isSameFrame(_ sent: MissionItem, _ held: MissionItem, autopilot: Autopilot) -> Bool {
        if plain(sent.frame) == plain(held.frame) { return true }
        if flat.contains(sent.command) {
            return MissionItem.isGlobal(sent.frame) && MissionItem.isGlobal(held.frame)
        }
        return autopilot == .ardupilot && sent.frame == .mission
    }

    /// The frame without its deprecated `_INT` twin.
    private static func plain(_ frame: MAVFrame) -> MAVFrame {
        switch frame {
        case .globalInt: .global
        case .globalRelativeAltInt: .globalRelativeAlt
        case .globalTerrainAltInt: .globalTerrainAlt
        default: frame
        }
    }

    private static func isSameParameter(
        _ sent: Float, _ held: Float, isFourth: Bool, isHeading: Bool, autopilot: Autopilot
    ) -> Bool {
        if sent.isNaN, held == 0 {
            switch autopilot {
            case .ardupilot: return true
            case .px4: return !isFourth
            case .other: return false
            }
        }
        if isClose(sent, held, slack: 0) { return true }
        guard isHeading, autopilot == .px4, sent.isFinite, held.isFinite else { return false }
        let turn = abs(sent - held).truncatingRemainder(dividingBy: 360)
        return min(turn, 360 - turn) < 0.001
    }

    /// Equal but for the rounding of a few 32-bit operations.
    private static func isClose(_ sent: Float, _ held: Float, slack: Float) -> Bool {
        if sent.isNaN || held.isNaN { return sent.isNaN && held.isNaN }
        if sent == held { return true }
        return abs(sent - held) <= slack + 1e-6 * max(1, abs(sent))
    }
}
