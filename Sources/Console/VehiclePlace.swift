// SPDX-License-Identifier: Apache-2.0
// Where the vehicle is, as far as the pad sensor and the autopilot together prove it. Two witnesses that
// disagree are shown to disagree; neither is preferred.

/// Where the evidence puts the vehicle.
enum VehiclePlace: Sendable, Equatable {
    case onPad
    case flying
    /// Landed, and not on the pad.
    case elsewhere
    /// Not on the pad; in the air or not is unknown.
    case away
    /// The pad sensor sees it, and the autopilot says it flies.
    case contradictory
    case unknown

    /// The place that both witnesses together prove.
    init(_ vehicle: VehicleFact?) {
        switch (vehicle?.isOnPad, vehicle?.isLanded) {
        case (true, true), (true, nil): self = .onPad
        case (true, false): self = .contradictory
        case (false, false), (nil, false): self = .flying
        case (false, true): self = .elsewhere
        case (false, nil): self = .away
        case (nil, true), (nil, nil): self = .unknown
        }
    }

    /// The place in plain words.
    var words: String {
        switch self {
        case .onPad: "on the pad"
        case .flying: "flying"
        case .elsewhere: "landed, not on the pad"
        case .away: "not on the pad; in the air or not is not measured"
        case .contradictory: "contradictory: the pad sensor sees it, the autopilot says it flies"
        case .unknown: "not measured"
        }
    }
}
