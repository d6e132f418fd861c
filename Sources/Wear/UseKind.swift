// SPDX-License-Identifier: Apache-2.0
// What a part's life is counted in. It holds no counts; those live in `UseCounters`.
// A kind is never taken for another: hours in the air are not hours switched on.

/// The clock a part wears by.
public enum UseKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Travels of the dock cover, opening or closing.
    case coverMoves
    /// Take-offs.
    case flights
    /// Hours in the air.
    case flightHours
    /// Full equivalent charge cycles: charge moved in and out, over twice the capacity.
    case chargeCycles
    /// Times the charge contacts met the vehicle.
    case contactMatings
    /// Hours under power.
    case poweredHours
    /// Travels of the centring rods.
    case rodMoves
    /// Times the charger was switched on.
    case chargerSwitchings
    /// Days that the pack rested nearly full.
    case highChargeDays
    /// Pictures taken.
    case shots
    /// Days since installation.
    case days

    /// The unit behind a number of uses, as people read it.
    public var unit: String {
        switch self {
        case .coverMoves: "moves"
        case .flights: "flights"
        case .flightHours: "flight h"
        case .chargeCycles: "cycles"
        case .contactMatings: "matings"
        case .poweredHours: "h"
        case .rodMoves: "moves"
        case .chargerSwitchings: "switchings"
        case .highChargeDays: "days at high charge"
        case .shots: "pictures"
        case .days: "days"
        }
    }
}
