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
        policy.parts = Self.parts
        return policy
    }

    /// Parts that wear fast enough to reach every stage within weeks.
    static let parts: [PartRule] = [
        part("cover-motor", .coverMoves, life: 2_000, .coverCurrent, "A", 4, 5.2),
        part("cover-switches", .coverMoves, life: 2_000, .switchFaults, "%", 0, 40, severity: .warning),
        part("rods", .rodMoves, life: 800, .rodsTravelTime, "s", 6, 15, severity: .warning),
        part("charge-contacts", .contactMatings, life: 900, .contactResistance, "mΩ", 15, 50),
        part("pack-capacity", .chargeCycles, life: 60, .packCapacity, "Ah", 12, 9.6, of: "pack"),
        part("pack-spread", .chargeCycles, life: 60, .cellSpread, "V", 0.01, 0.05, of: "pack", severity: .warning),
        part("pack-full-days", .highChargeDays, life: 40, of: "pack", severity: .warning),
        part("propellers", .flightHours, life: 30, limit: 30),
        part("seals", .days, life: 25, limit: 25),
    ].compactMap { $0 }

    /// One of these parts; nil for figures that cannot be, which a test finds.
    private static func part(
        _ id: PartID, _ use: UseKind, life: Double, _ signal: PartSignal? = nil, _ unit: String = "", _ new: Double = 0,
        _ end: Double = 0, limit: Double? = nil, of assembly: PartID? = nil, severity: Severity = .error
    ) -> PartRule? {
        let measure =
            signal.map { WearMeasure.measured(kind: $0.rawValue, unit: unit, new: new, endOfLife: end) }
            ?? .counted(limit: limit)
        // Every figure stands in this file.
        let description = try? PartDescription(
            id: id, name: id.text, measure: measure, use: use, typicalLife: life, lifeSpread: life / 4,
            plannedUsesPerDay: 4, leadDays: 3, orderDays: 1, severity: severity)
        return description.map { PartRule(description: $0, measure: signal, assembly: assembly) }
    }
}
