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
    /// frames; rounding of 32-bit floats; ArduPilot's altitudes in whole centimetres (whole metres of rally points),
    /// its frame of items that have no place or were sent in `MAV_FRAME_MISSION`, and 0 where NaN was sent (it has no
    /// NaN); PX4's 0 for NaN in parameters 1 to 3, headings brought into one turn, and the frame of rally points.
    /// Of a fence only what makes it is compared: command, place and parameter 1, the corners or the radius. The
    /// altitude of a return point is compared where it is kept, by PX4. Neither family keeps autocontinue of a fence,
    /// and only PX4 that of a mission: ArduPilot always goes on.
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
            let comparison = Self.Comparison(
                sent: uploaded[index], held: readBack[index], autopilot: autopilot, type: type)
            if let words = comparison.words {
                return MissionDifference(index: index, description: "item \(index): \(words)")
            }
        }
        return nil
    }

    /// Whether ArduPilot keeps the place and the frame of a command in a mission; of the others it keeps at most the
    /// parameters, and they come back in frame 0.
    public static func hasPlaceOnArduPilot(_ command: MAVCommand) -> Bool {
        placedByArduPilot.contains(command.rawValue)
    }

    private static let placedByArduPilot: Set<UInt16> = [
        16, 17, 18, 19, 21, 22, 30, 31, 82, 84, 85, 92, 94, 179, 189, 191, 195, 201,
    ]
    /// Commands whose fourth parameter is a heading in degrees.
    private static let headed: [MAVCommand] = [
        .navWaypoint, .navLoiterUnlim, .navLand, .navTakeoff, .navVTOLTakeoff, .navVTOLLand,
    ]
}

/// One item beside the one that was sent.
extension MissionDifference {
    private struct Comparison {
        var sent: MissionItem
        var held: MissionItem
        var autopilot: Autopilot
        var type: MAVMissionType

        /// What differs; nil when nothing does.
        var words: String? {
            if sent.command != held.command {
                return "command \(sent.command.rawValue) was sent, the vehicle holds \(held.command.rawValue)"
            }
            if !isSameFrame {
                return "frame \(sent.frame.rawValue) was sent, the vehicle holds \(held.frame.rawValue)"
            }
            if sent.x != held.x { return "x \(sent.x) was sent, the vehicle holds \(held.x)" }
            if sent.y != held.y { return "y \(sent.y) was sent, the vehicle holds \(held.y)" }
            if !isSameAltitude { return "altitude \(sent.z) was sent, the vehicle holds \(held.z)" }
            let parameters = [
                (sent.param1, held.param1), (sent.param2, held.param2), (sent.param3, held.param3),
                (sent.param4, held.param4),
            ]
            for (index, pair) in parameters.prefix(comparedParameters).enumerated()
            where !isSameParameter(pair.0, pair.1, index: index) {
                return "parameter \(index + 1) \(pair.0) was sent, the vehicle holds \(pair.1)"
            }
            if keepsAutocontinue, sent.autocontinue != held.autocontinue {
                return "autocontinue \(sent.autocontinue) was sent, the vehicle holds \(held.autocontinue)"
            }
            return nil
        }

        /// How many parameters mean something.
        private var comparedParameters: Int {
            guard type == .fence else { return 4 }
            return sent.command == .navFenceReturnPoint ? 0 : 1
        }

        private var keepsAutocontinue: Bool { type == .mission && autopilot != .ardupilot }

        private var isSameFrame: Bool {
            if plain(sent.frame) == plain(held.frame) { return true }
            let areGlobal = MissionItem.isGlobal(sent.frame) && MissionItem.isGlobal(held.frame)
            switch type {
            case .fence: return areGlobal
            case .rally: return areGlobal && autopilot == .px4
            default:
                return autopilot == .ardupilot
                    && (sent.frame == .mission || !MissionDifference.hasPlaceOnArduPilot(sent.command))
            }
        }

        private var isSameAltitude: Bool {
            switch (type, autopilot) {
            case (.fence, .ardupilot): return true
            case (.fence, _): return sent.command != .navFenceReturnPoint || isClose(sent.z, held.z, slack: 0)
            case (.rally, .ardupilot):
                return isClose(sent.z, held.z, slack: 0) || held.z == sent.z.rounded(.towardZero)
            default: return isClose(sent.z, held.z, slack: autopilot == .ardupilot ? 0.01 : 0)
            }
        }

        /// The frame without its deprecated `_INT` twin.
        private func plain(_ frame: MAVFrame) -> MAVFrame {
            switch frame {
            case .globalInt: .global
            case .globalRelativeAltInt: .globalRelativeAlt
            case .globalTerrainAltInt: .globalTerrainAlt
            default: frame
            }
        }

        private func isSameParameter(_ sent: Float, _ held: Float, index: Int) -> Bool {
            if sent.isNaN, held == 0 {
                switch autopilot {
                case .ardupilot: return true
                case .px4: return index < 3
                case .other: return false
                }
            }
            if isClose(sent, held, slack: 0) { return true }
            let isHeading = index == 3 && MissionDifference.headed.contains(self.sent.command)
            guard isHeading, autopilot == .px4, sent.isFinite, held.isFinite else { return false }
            let turn = abs(sent - held).truncatingRemainder(dividingBy: 360)
            return min(turn, 360 - turn) < 0.001
        }

        /// Equal but for the rounding of a few 32-bit operations.
        private func isClose(_ sent: Float, _ held: Float, slack: Float) -> Bool {
            if sent.isNaN || held.isNaN { return sent.isNaN && held.isNaN }
            if sent == held { return true }
            return abs(sent - held) <= slack + 1e-6 * max(1, abs(sent))
        }
    }
}
