// SPDX-License-Identifier: Apache-2.0
// The modes of the simulated autopilot and how each family writes them in custom_mode. It decides no
// transition.

/// A mode, whatever the family calls it.
enum AutopilotMode: Sendable, Equatable, CaseIterable {
    /// Sticks; nothing flies by itself. The mode at power-up of ArduPilot.
    case manual
    /// Hold the place: PX4 AUTO.LOITER, ArduPilot LOITER. The mode at power-up of PX4.
    case hold
    /// Orders of a ground station: ArduPilot GUIDED. PX4 has none.
    case guided
    /// Climb to the take-off height: PX4 AUTO.TAKEOFF. ArduPilot has none.
    case takeoff
    /// The stored mission: PX4 AUTO.MISSION, ArduPilot AUTO.
    case mission
    /// The way home: RTL.
    case returning
    /// Down, here: LAND.
    case landing

    /// The number that HEARTBEAT carries; nil when the family has no such mode.
    func customMode(_ dialect: AutopilotDialect) -> UInt32? {
        switch dialect {
        case .px4:
            guard let (main, sub) = px4Mode else { return nil }
            return main << 16 | sub << 24
        case .ardupilot: return copterMode
        }
    }

    /// The mode of a family's number; nil for modes this vehicle has not.
    init?(customMode: UInt32, dialect: AutopilotDialect) {
        guard let mode = Self.allCases.first(where: { $0.customMode(dialect) == customMode }) else {
            return nil
        }
        self = mode
    }

    /// Whether the autopilot steers by itself.
    var isAutomatic: Bool { self != .manual }

    private var px4Mode: (main: UInt32, sub: UInt32)? {
        switch self {
        case .manual: (7, 0)
        case .hold: (4, 3)
        case .guided: nil
        case .takeoff: (4, 2)
        case .mission: (4, 4)
        case .returning: (4, 5)
        case .landing: (4, 6)
        }
    }

    private var copterMode: UInt32? {
        switch self {
        case .manual: 0
        case .hold: 5
        case .guided: 4
        case .takeoff: nil
        case .mission: 3
        case .returning: 6
        case .landing: 9
        }
    }
}
