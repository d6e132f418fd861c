// SPDX-License-Identifier: Apache-2.0
// Where a vehicle may land other than at home, and what it costs to get there. Places are given as metres east and
// north of the dock, so that the core needs no geodesy; the adapters turn them into coordinates.

public import DockModel

/// A place where the vehicle may land when home cannot be used.
public struct LandingPlace: Sendable, Codable, Equatable, Hashable {
    /// Its name in dock.yaml, or of the plan's rally point.
    public var name: String
    /// How far east of the dock.
    public var east: Metres
    /// How far north of the dock.
    public var north: Metres

    /// A place by its offset from the dock.
    public init(name: String, east: Metres, north: Metres) {
        self.name = name
        self.east = east
        self.north = north
    }

    /// Horizontal distance from a point that lies `east` and `north` of the dock.
    func distance(east otherEast: Metres, north otherNorth: Metres) -> Metres {
        let (x, y) = (east.value - otherEast.value, north.value - otherNorth.value)
        return Metres((x * x + y * y).squareRoot())
    }
}

/// What flying costs, as the integrator measured it or the maker states it.
public struct EnergyRates: Sendable, Codable, Equatable {
    /// Charge used in a minute of flight, %; the core takes the flight's own rate when that is higher.
    public var percentPerMinute = 4.0
    /// Ground speed in still air on the way home.
    public var cruise = MetresPerSecond(8)
    /// Rate of climb.
    public var ascent = MetresPerSecond(2.5)
    /// Rate of descent.
    public var descent = MetresPerSecond(1.5)
    /// Hover above the pad before touchdown.
    public var landing = Duration.seconds(30)

    /// Rates of a small multirotor: 25 min of flight on a pack.
    public init() {}
}

/// What it takes to fly a plan from the dock and back, in still air.
public struct FlightEffort: Sendable, Codable, Equatable {
    /// Way over ground, from the dock back to the dock.
    public var distance: Metres
    /// Sum of all heights gained; the same is lost again.
    public var climb: Metres
    /// Time in which the plan waits or hovers.
    public var waiting: Duration
    /// Ground speed that the plan sets; nil flies at the site's cruise speed.
    public var speed: MetresPerSecond?

    /// The effort of one plan.
    public init(distance: Metres, climb: Metres, waiting: Duration = .zero, speed: MetresPerSecond? = nil) {
        (self.distance, self.climb, self.waiting, self.speed) = (distance, climb, waiting, speed)
    }
}

/// What an upload of a plan must read back as (I12).
public struct PlanFacts: Sendable, Codable, Equatable {
    /// Mission items.
    public var itemCount: Int
    /// CRC-32 of the items as `VehicleLink` reckons it.
    public var checksum: UInt32
    /// What it takes to fly it; nil when that is not known.
    public var effort: FlightEffort?

    /// The facts of one plan.
    public init(itemCount: Int, checksum: UInt32, effort: FlightEffort? = nil) {
        self.itemCount = itemCount
        self.checksum = checksum
        self.effort = effort
    }
}

/// A decided flight to an alternate landing place.
public struct Divert: Sendable, Codable, Equatable {
    /// Where to.
    public var place: LandingPlace
    /// Why home could not be used.
    public var reason: String
    /// When it was decided.
    public var decided: Instant
    /// When it was last ordered: to fly there, or to land there.
    public var ordered: Instant?
    /// Since when home could be used again; it takes a while until that is believed (I40).
    public var homeUsableSince: Instant?
}
