// SPDX-License-Identifier: Apache-2.0
// The kinds of dock that are simulated: which hardware they have, where else a vehicle may land, how they treat smoke.
// A site is limits and equipment; what its world does is the world's business.

internal import DockModel
public import RoostCore
internal import Wear

/// A kind of dock.
public enum SimulatedSite: String, Sendable, Codable, CaseIterable {
    /// The reference dock: no rods, no service key, nowhere else to land.
    case plain
    /// With centring rods.
    case withRods
    /// With a service key.
    case withKey
    /// With alternate landing places.
    case withAlternates
    /// With all of these, and a cover that opens to let smoke out.
    case everything

    /// The plan that is flown.
    static let plan = "patrol.plan"
    /// What its upload reads back as.
    static let planFacts = PlanFacts(
        itemCount: 6, checksum: 0xCBF4_3926, effort: FlightEffort(distance: Metres(500), climb: Metres(30)))

    /// Whether it has centring rods.
    var hasRods: Bool { self == .withRods || self == .everything }
    /// Whether it watches humidity, mains and UPS.
    var hasHouse: Bool { self == .everything }
    /// Whether it has a service key.
    var hasKey: Bool { self == .withKey || self == .everything }

    /// Its limits, ages, deadlines and equipment.
    public var policy: DockPolicy {
        var policy = DockPolicy()
        policy.plans = [Self.plan: Self.planFacts]
        if hasRods { policy.equipped.formUnion([.rodsOpenSwitch, .rodsClosedSwitch, .rodsCommand]) }
        if hasKey { policy.equipped.insert(.serviceKey) }
        if hasHouse { policy.equipped.formUnion([.humidity, .mainsPresent, .upsCharge]) }
        if self == .withAlternates || self == .everything {
            policy.alternates = [
                LandingPlace(name: "meadow", east: Metres(60), north: Metres(-30)),
                LandingPlace(name: "car park", east: Metres(-90), north: Metres(70)),
            ]
        } else if self == .withKey {
            policy.rallyPoints = [
                Self.plan: [LandingPlace(name: "rally 1", east: Metres(40), north: Metres(40))]
            ]
        }
        policy.ventsSmoke = self == .everything
        return policy
    }
}
