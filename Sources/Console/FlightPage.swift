// SPDX-License-Identifier: Apache-2.0
// The facts of the flight page: plan, fence and path on the flat picture around the dock, in metres. It is a picture of
// what the vehicle told; a place that was not told is not here.

public import DockModel

/// A place on the flat picture around the dock.
public struct MapPoint: Sendable, Equatable {
    /// Metres east of the dock.
    public var east: Double
    /// Metres north of the dock.
    public var north: Double
    /// Metres above the dock; nil when it is not known.
    public var height: Double?

    /// A place.
    public init(east: Double, north: Double, height: Double? = nil) {
        (self.east, self.north, self.height) = (east, north, height)
    }

    /// Whether it can be drawn.
    var isSound: Bool { abs(east) < 1e6 && abs(north) < 1e6 }
}

/// An area of the fence.
public struct MapArea: Sendable, Equatable {
    /// Its corners; the one centre of a circle.
    public var corners: [MapPoint]
    /// The radius of a circle, m; nil for a polygon.
    public var radius: Double?
    /// Whether the vehicle must stay inside; otherwise outside.
    public var isInclusion: Bool

    /// An area.
    public init(corners: [MapPoint], radius: Double? = nil, isInclusion: Bool) {
        (self.corners, self.radius, self.isInclusion) = (corners, radius, isInclusion)
    }
}

/// Whose path a picture shows.
public enum PathSource: String, Sendable, Equatable, CaseIterable {
    /// The flight that goes on.
    case live
    /// The last flight.
    case last
    /// There is none.
    case none
}

/// What the flight page shows.
public struct FlightPage: Sendable, Equatable {
    /// Most places of a path or of a plan.
    public static let mostPlaces = 600

    /// The dock's wall clock when the snapshot was taken.
    public var now: WallTime
    /// Where the dock stands.
    public var dock: PositionFact?
    /// The run whose plan or path is shown.
    public var run: String?
    /// The plan.
    public var plan: String?
    /// Whose path it is.
    public var source = PathSource.none
    /// The way that the plan flies.
    public var way: [MapPoint] = []
    /// The fence of the plan.
    public var fence: [MapArea] = []
    /// Places to land in need.
    public var rally: [MapPoint] = []
    /// The path.
    public var path: [MapPoint] = []
    /// Where the vehicle says it is; nil without a fresh word.
    public var craft: MapPoint?
    /// What is known of the vehicle.
    public var vehicle: VehicleFact?
    /// Speed over ground, m/s.
    public var speed: MetresPerSecond?
    /// Distance from the dock, m.
    public var distance: Metres?
    /// Way flown so far or in all, m.
    public var travelled: Metres?
    /// When it left the pad.
    public var takeoff: WallTime?
    /// When it was landed and disarmed.
    public var landed: WallTime?
    /// The last item of the plan that was reached, from 1.
    public var reachedItem: Int?
    /// Items of the plan.
    public var itemCount: Int?

    /// A snapshot without a flight.
    public init(now: WallTime) { self.now = now }
}

extension PathSource: JSONChoice {}

extension MapPoint: JSONRecord {
    static let recordName = "MapPoint"
    static let fields: [JSONField<MapPoint>] = [
        JSONField("east_m", "Metres east of the dock.") { $0.east },
        JSONField("north_m", "Metres north of the dock.") { $0.north },
        JSONField("height_m", "Metres above the dock.") { $0.height },
    ]
}

extension MapArea: JSONRecord {
    static let recordName = "FenceArea"
    static let fields: [JSONField<MapArea>] = [
        JSONField("corners", "Its corners; the one centre of a circle.") { $0.corners },
        JSONField("radius_m", "The radius of a circle, m.") { $0.radius },
        JSONField("inclusion", "Whether the vehicle must stay inside.") { $0.isInclusion },
    ]
}

extension FlightPage: JSONRecord {
    static let recordName = "FlightNow"
    static let fields: [JSONField<FlightPage>] = [
        JSONField("now", "The dock's wall clock.") { $0.now },
        JSONField("dock_latitude_deg", "The dock, degrees north.") { $0.dock?.latitude },
        JSONField("dock_longitude_deg", "The dock, degrees east.") { $0.dock?.longitude },
        JSONField("run", "The run whose plan or path is shown.") { $0.run },
        JSONField("plan", "The plan.") { $0.plan }, JSONField("source", "Whose path it is.") { $0.source },
        JSONField("way", "The way that the plan flies.") { $0.way },
        JSONField("fence", "The fence of the plan.") { $0.fence },
        JSONField("rally", "Places to land in need.") { $0.rally },
        JSONField("path", "The path.") { $0.path },
        JSONField("craft", "Where the vehicle says it is.") { $0.craft },
        JSONField("vehicle", "What is known of the vehicle.") { $0.vehicle },
        JSONField("speed_m_s", "Speed over ground, m/s.") { $0.speed },
        JSONField("distance_m", "Distance from the dock, m.") { $0.distance },
        JSONField("travelled_m", "Way flown, m.") { $0.travelled },
        JSONField("takeoff", "When it left the pad.") { $0.takeoff },
        JSONField("landed", "When it was landed and disarmed.") { $0.landed },
        JSONField("reached_item", "The last item of the plan that was reached, from 1.") { $0.reachedItem },
        JSONField("items", "Items of the plan.") { $0.itemCount },
    ]
}
