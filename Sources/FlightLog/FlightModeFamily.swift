// SPDX-License-Identifier: Apache-2.0
// The names of flight modes by their numbers, for people. A number that a firmware added later is shown as a number;
// the JSON form holds numbers only.

/// Which autopilot's numbers a log uses.
enum FlightModeFamily {
    case px4, copter, plane, rover, other

    init(_ summary: FlightSummary) {
        let firmware = summary.dataFlash?.firmware ?? ""
        switch summary.format {
        case .ulog: self = .px4
        case .dataFlash where firmware.contains("Copter"): self = .copter
        case .dataFlash where firmware.contains("Plane"): self = .plane
        case .dataFlash where firmware.contains("Rover"): self = .rover
        case .dataFlash: self = .other
        }
    }

    /// A mode's name with its number.
    func name(_ number: Int64) -> String { names[number].map { "\($0) (\(number))" } ?? "mode \(number)" }

    private var names: [Int64: String] {
        switch self {
        case .px4: Self.px4Names
        case .copter: Self.copterNames
        case .plane: Self.planeNames
        case .rover: Self.roverNames
        case .other: [:]
        }
    }

    private static let px4Names: [Int64: String] = [
        0: "Manual", 1: "Altitude", 2: "Position", 3: "Mission", 4: "Hold", 5: "Return", 6: "Position slow",
        10: "Acro", 12: "Descend", 13: "Termination", 14: "Offboard", 15: "Stabilized", 17: "Takeoff",
        18: "Land",
        19: "Follow target", 20: "Precision land", 21: "Orbit", 22: "VTOL takeoff",
    ]
    private static let copterNames: [Int64: String] = [
        0: "Stabilize", 1: "Acro", 2: "Altitude hold", 3: "Auto", 4: "Guided", 5: "Loiter", 6: "RTL",
        7: "Circle",
        9: "Land", 11: "Drift", 13: "Sport", 14: "Flip", 15: "Autotune", 16: "Position hold", 17: "Brake",
        18: "Throw", 19: "Avoid ADSB", 20: "Guided without GPS", 21: "Smart RTL", 22: "Flow hold",
        23: "Follow",
        24: "Zigzag", 25: "System identification", 26: "Autorotate", 27: "Auto RTL", 28: "Turtle",
    ]
    private static let planeNames: [Int64: String] = [
        0: "Manual", 1: "Circle", 2: "Stabilize", 3: "Training", 4: "Acro", 5: "Fly by wire A",
        6: "Fly by wire B",
        7: "Cruise", 8: "Autotune", 10: "Auto", 11: "RTL", 12: "Loiter", 13: "Takeoff", 14: "Avoid ADSB",
        15: "Guided", 16: "Initialising", 17: "QStabilize", 18: "QHover", 19: "QLoiter", 20: "QLand",
        21: "QRTL",
        22: "QAutotune", 23: "QAcro", 24: "Thermal", 25: "Loiter to QLand",
    ]
    private static let roverNames: [Int64: String] = [
        0: "Manual", 1: "Acro", 3: "Steering", 4: "Hold", 5: "Loiter", 6: "Follow", 7: "Simple", 10: "Auto",
        11: "RTL", 12: "Smart RTL", 15: "Guided", 16: "Initialising",
    ]
}
