// SPDX-License-Identifier: Apache-2.0
// How a flight's record learns that the vehicle left its fence: ArduPilot's FENCE_STATUS, the words of either family,
// and the place itself. It only notes; whether the vehicle is called home is decided in Sortie.

public import DockModel
public import MAVLink

/// The first breach of the fence in a flight.
public struct FenceBreach: Sendable, Equatable {
    /// What told of it.
    public enum Basis: String, Sendable, Equatable {
        /// FENCE_STATUS of ArduPilot.
        case fenceStatus = "FENCE_STATUS"
        /// A status text.
        case text = "STATUSTEXT"
        /// It was at places outside the uploaded fence.
        case position
    }

    /// What told of it first.
    public var basis: Basis
    /// When, on the dock's boot clock.
    public var seen: Instant
    /// Seconds after it was armed.
    public var afterArming: Duration?
    /// What the vehicle said, if it did.
    public var text: String?
    /// Where it was.
    public var place: SortiePlace?
    /// The mode that the vehicle changed to by itself; nil when it flew on.
    public var reaction: FlightMode?

    /// Metres outside from which a place counts: less is the error of a satellite fix.
    static let clearlyOutside = 3.0

    /// Whether a status text tells of a breach. PX4 has changed its words with each version; all name the fence.
    static func isBreach(_ text: String) -> Bool {
        let words = text.lowercased()
        guard words.contains("fence") else { return false }
        return ["breach", "violat", "exceed"].contains { words.contains($0) } && !words.contains("clear")
    }
}

extension SortieTrace {
    /// Whether it broke its fence and does not come down by itself: it hovers, or it is still outside.
    var fliesOnAfterBreach: Bool {
        guard fenceBreach != nil, let vehicle = latest?.vehicle, latest?.landed.state != .onGround else {
            return false
        }
        guard let mode = vehicle.mode?.value, !mode.bringsDown else { return false }
        return isOutsideFence || mode != .mission
    }

    /// One line about the breach, for the result of a flight.
    var breachWords: String? {
        fenceBreach.map { breach in
            "it left its fence" + (breach.reaction.map { " and changed to mode \($0) by itself" } ?? "")
        }
    }
}
