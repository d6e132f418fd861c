// SPDX-License-Identifier: Apache-2.0
// The way that a plan flies: leg by leg from the dock through its items, jumps repeated, and back. It judges nothing;
// PlanCheck and PlanFigures read it.

import DockModel
import MAVLink

/// Numbers of the commands whose flight is known.
enum PlanCommand {
    static let loiterForever = 17
    static let loiterTurns = 18
    static let loiterTime = 19
    static let returnHome = 20
    static let land = 21
    static let delay = 93
    static let conditionDelay = 112
    static let changeSpeed = 178
    static let takeOffs: Set<Int> = [22, 84]
    static let landings: Set<Int> = [21, 85]
    /// Commands that fly to a place.
    static let places: Set<Int> = [16, 17, 18, 19, 31, 82]
    /// Commands that move the vehicle.
    static let moving: Set<Int> = places.union(takeOffs).union(landings).union([returnHome])
}

/// The way of a plan.
struct PlanRoute: Sendable, Equatable {
    /// What a leg is.
    enum Kind: Sendable, Equatable { case climb, way, home, landing }

    /// A straight way, or a wait or circle at its end.
    struct Leg: Sendable, Equatable {
        /// The item that asks for it.
        var item: Int
        var kind: Kind
        var start: FlatPoint
        var end: FlatPoint
        /// Heights above the dock, m.
        var startHeight: Double
        var endHeight: Double
        /// Ground speed in still air, m/s.
        var speed: Double
        /// Seconds of waiting at the end.
        var wait = 0.0
        /// Radius of circles at the end in m, and how many of them.
        var radius = 0.0
        var turns = 0.0

        /// Metres over ground, circles included.
        var length: Double { start.distance(to: end) + 2 * Double.pi * radius * turns }
    }

    /// The legs in the order of flight.
    private(set) var legs: [Leg] = []
    /// Items that leave the ground again after a landing, or circle for ever.
    private(set) var goesOnAfterLanding: Int?
    private(set) var neverLeaves: Int?
    /// Whether the last leg was added, because the plan itself does not come home.
    private(set) var isBroughtHome = false

    private let plan: PlanFile
    private let rules: PlanRules
    let dock: PlanPoint
    let dockAltitude: Double
    private var here = FlatPoint.zero
    private var height = 0.0
    private var speed: Double

    init(_ plan: PlanFile, _ rules: PlanRules) {
        self.plan = plan
        self.rules = rules
        dock = rules.dock ?? plan.home
        dockAltitude = rules.dockAltitude?.value ?? plan.homeAltitudeMetres
        speed = min(max(plan.hoverSpeed, 0.1), 100)
        var isDown = false
        for index in PlanJumps.order(of: plan.mission) ?? Array(plan.mission.indices) {
            let item = plan.mission[index], command = Int(item.command.rawValue)
            if isDown, PlanCommand.moving.contains(command), goesOnAfterLanding == nil {
                goesOnAfterLanding = index
            }
            fly(item, command, index)
            if PlanCommand.moving.contains(command) {
                isDown = PlanCommand.landings.contains(command) || command == PlanCommand.returnHome
            }
        }
        guard !isDown, !legs.isEmpty, let last = legs.last else { return }
        isBroughtHome = true
        goHome(last.item)
    }

    /// The place of an item on the flat picture; nil when it has none, or means "here".
    func place(of item: MissionItem) -> FlatPoint? {
        guard let latitude = item.latitude, let longitude = item.longitude, item.x != 0 || item.y != 0 else {
            return nil
        }
        let offset = dock.offset(to: PlanPoint(latitude: latitude, longitude: longitude))
        return FlatPoint(east: offset.east, north: offset.north)
    }

    /// The height of an item above the dock; over terrain the height above ground, as if the ground were level.
    func height(of item: MissionItem) -> Double {
        let metres = Double(item.z)
        guard metres.isFinite else { return 0 }
        return Self.isAboveSea(item) ? metres - dockAltitude : metres
    }

    static func isAboveSea(_ item: MissionItem) -> Bool { [0, 5].contains(item.frame.rawValue) }
    static func isOverTerrain(_ item: MissionItem) -> Bool { [10, 11].contains(item.frame.rawValue) }

    private mutating func fly(_ item: MissionItem, _ command: Int, _ index: Int) {
        switch command {
        case let command where PlanCommand.takeOffs.contains(command):
            add(index, .climb, to: here, height: height(of: item))
            // ArduPilot climbs where it stands, PX4 goes to the place of the item.
            if rules.dialect != .ardupilot, let place = place(of: item) {
                add(index, .way, to: place, height: height)
            }
        case let command where PlanCommand.places.contains(command):
            // A flight without a take-off item climbs before it goes.
            if legs.isEmpty { add(index, .climb, to: here, height: height(of: item)) }
            add(index, .way, to: place(of: item) ?? here, height: height(of: item))
            stay(item, command, index)
        case let command where PlanCommand.landings.contains(command):
            if let place = place(of: item) { add(index, .way, to: place, height: height) }
            add(index, .landing, to: here, height: 0)
        case PlanCommand.returnHome: goHome(index)
        case PlanCommand.delay, PlanCommand.conditionDelay: wait(Double(item.param1))
        case PlanCommand.changeSpeed:
            let wanted = Double(item.param2)
            if wanted.isFinite, wanted > 0 { speed = min(max(wanted, 0.1), 100) }
        default: break
        }
    }

    private mutating func stay(_ item: MissionItem, _ command: Int, _ index: Int) {
        let count = Double(item.param1), radius = Double(item.param3)
        switch command {
        case 16, 82, PlanCommand.loiterTime: wait(count)
        case PlanCommand.loiterTurns where !legs.isEmpty:
            legs[legs.count - 1].radius = radius.isFinite ? min(abs(radius), 10_000) : 0
            legs[legs.count - 1].turns = count.isFinite ? min(max(count, 0), 10_000) : 0
        case PlanCommand.loiterForever: if neverLeaves == nil { neverLeaves = index }
        default: break
        }
    }

    private mutating func wait(_ seconds: Double) {
        guard seconds.isFinite, seconds > 0, !legs.isEmpty else { return }
        legs[legs.count - 1].wait += min(seconds, 86_400)
    }

    private mutating func goHome(_ index: Int) {
        let up = max(height, min(rules.limits.returnHeight.value, max(rules.limits.highest.value, 0)))
        // Near the pad it comes down where it is.
        if here.length > 5 {
            add(index, .climb, to: here, height: up)
            add(index, .home, to: .zero, height: up)
        }
        add(index, .landing, to: .zero, height: 0)
    }

    private mutating func add(_ index: Int, _ kind: Kind, to end: FlatPoint, height next: Double) {
        let pace = kind == .home ? rules.rates.cruise.value : speed
        legs.append(
            Leg(
                item: index, kind: kind, start: here, end: end, startHeight: height, endHeight: next,
                speed: pace))
        (here, height) = (end, next)
    }
}

/// The figures of a plan.
public struct PlanFigures: Sendable, Equatable {
    /// Items of the mission.
    public var items = 0
    /// Way over ground from the dock back to the dock, circles included.
    public var distance = Metres(0)
    /// Sum of all heights gained; the same is lost again.
    public var climb = Metres(0)
    /// Time in which the plan waits, hovers or circles at a place.
    public var waiting = Duration.zero
    /// Time in the air in still air.
    public var duration = Duration.zero
    /// Time in the air in wind, reckoned as the launch gate does: as much of the way against the wind as with it.
    public var durationInWind = Duration.zero
    /// The wind that this reckons with.
    public var wind = MetresPerSecond(0)
    /// Charge used in still air.
    public var energy = Percent(0)
    /// Charge used in that wind.
    public var energyInWind = Percent(0)
    /// Charge that must be left after landing.
    public var reserve = Percent(0)
    /// Greatest height above the dock.
    public var highest = Metres(0)
    /// The item that reaches it, from 0.
    public var highestItem: Int?
    /// Greatest distance from the dock over ground.
    public var farthest = Metres(0)
    /// The item that reaches it, from 0.
    public var farthestItem: Int?
    /// The ground speed that the plan orders first; nil when it orders none.
    public var orderedSpeed: MetresPerSecond?

    /// Charge that a launch needs in that wind, with what must be left.
    public var energyWithReserve: Percent { energyInWind + reserve }
}

/// A place on the way of a plan.
public struct PlanWayPoint: Sendable, Equatable {
    /// Where.
    public var point: PlanPoint
    /// Metres above the dock.
    public var height: Metres
    /// The item that leads there, from 0.
    public var item: Int
}

extension PlanFile {
    /// The way the plan flies, place by place from the dock and back to it.
    public func way(_ rules: PlanRules) -> [PlanWayPoint] {
        let route = PlanRoute(self, rules)
        guard let first = route.legs.first else { return [] }
        let start = PlanWayPoint(point: route.dock, height: Metres(0), item: first.item)
        return [start]
            + route.legs.map { leg in
                PlanWayPoint(
                    point: route.dock.moved(east: leg.end.east, north: leg.end.north),
                    height: Metres(leg.endHeight),
                    item: leg.item)
            }
    }

    /// What flying the plan takes, by the rules of a site.
    public func figures(_ rules: PlanRules) -> PlanFigures {
        PlanRoute(self, rules).figures(rules.rates, of: self)
    }
}

extension PlanRoute {
    func figures(_ rates: PlanRates, of plan: PlanFile) -> PlanFigures {
        var figures = PlanFigures()
        var still = 0.0, waits = 0.0, windy = 0.0
        for leg in legs {
            figures.distance = Metres(figures.distance.value + leg.length)
            figures.climb = Metres(figures.climb.value + max(0, leg.endHeight - leg.startHeight))
            let wait = leg.wait + (leg.kind == .landing ? rates.hover.inSeconds : 0)
            waits += wait
            let calm = time(leg, speed: leg.speed, rates)
            still += wait + calm
            // Who goes slower brakes shorter; on a short leg that would make wind an advantage.
            windy += wait + max(calm, time(leg, speed: Self.groundSpeed(leg.speed, in: rates.wind.value), rates))
            if leg.endHeight > figures.highest.value {
                (figures.highest, figures.highestItem) = (Metres(leg.endHeight), leg.item)
            }
            let away = leg.end.length + leg.radius
            if away > figures.farthest.value {
                (figures.farthest, figures.farthestItem) = (Metres(away), leg.item)
            }
        }
        figures.items = plan.mission.count
        figures.waiting = Self.duration(waits)
        figures.duration = Self.duration(still)
        figures.durationInWind = Self.duration(windy)
        figures.wind = rates.wind
        figures.energy = Percent(still / 60 * rates.percentPerMinute)
        figures.energyInWind = Percent(windy / 60 * rates.percentPerMinute)
        figures.reserve = rates.reserve
        let speeds = plan.mission.lazy.filter { Int($0.command.rawValue) == PlanCommand.changeSpeed }
            .map { Double($0.param2) }
        figures.orderedSpeed = speeds.first { $0.isFinite && $0 > 0 }.map { MetresPerSecond($0) }
        return figures
    }

    /// Seconds of a leg: it climbs or sinks while it goes, and slows down at its end.
    private func time(_ leg: Leg, speed: Double, _ rates: PlanRates) -> Double {
        let rise = leg.endHeight - leg.startHeight
        let vertical = rise >= 0 ? rise / max(rates.ascent.value, 0.1) : -rise / max(rates.descent.value, 0.1)
        guard leg.length > 0.1 else { return vertical }
        let pace = max(speed, 0.1)
        return max(vertical, leg.length / pace + pace / max(rates.acceleration, 0.1))
    }

    /// Mean ground speed of a way out and back at airspeed v in a wind w: (v² - w²) / v, here at least 2 m/s.
    private static func groundSpeed(_ air: Double, in wind: Double) -> Double {
        min(air, max(2, (air * air - wind * wind) / max(air, 0.1)))
    }

    private static func duration(_ seconds: Double) -> Duration {
        .milliseconds(Int64(min(max(seconds, 0), 1e9) * 1_000))
    }
}
