// SPDX-License-Identifier: Apache-2.0
// Which planned runs of neighbouring docks would be in the same air at the same time, and by how many minutes a
// schedule would have to move so that they are not. It looks at plans as they are drawn: wind, holds and detours are
// covered by its margins only, and it moves nothing itself.

import DockModel
import Schedule

/// The air and the time of one planned run.
public struct AirspaceRun: Sendable, Equatable {
    /// The dock and the schedule.
    public var dock: String, schedule: String
    /// From the take-off until the landing.
    public var start: WallTime, end: WallTime
    /// The way, place by place, with metres above mean sea level.
    public var way: [(point: PlanPoint, altitude: Double)]

    /// A run.
    public init(
        dock: String, schedule: String, start: WallTime, end: WallTime,
        way: [(point: PlanPoint, altitude: Double)]
    ) {
        (self.dock, self.schedule, self.start, self.end, self.way) = (dock, schedule, start, end, way)
    }

    /// Runs are equal when they are of one schedule and time.
    public static func == (left: AirspaceRun, right: AirspaceRun) -> Bool {
        (left.dock, left.schedule, left.start) == (right.dock, right.schedule, right.start)
    }

    fileprivate func moved(minutes: Int) -> AirspaceRun {
        var run = self
        (run.start, run.end) = (start + .seconds(minutes * 60), end + .seconds(minutes * 60))
        return run
    }
}

/// How far apart runs must be.
public struct AirspaceTerms: Sendable, Equatable {
    /// Metres sideways, and above one another; ways that keep one of the two are apart.
    public var sideways = 50.0, above = 20.0
    /// Time between the end of one and the start of the other: a run may start late and take longer in wind.
    public var margin = Duration.seconds(300)
    /// Minutes by which a schedule may be moved, and in which steps these are tried.
    public var mostMinutes = 180, stepMinutes = 5

    /// The usual distances.
    public init() {}
}

/// Two schedules whose runs meet.
public struct AirspaceConflict: Sendable, Equatable {
    /// The two, by dock and schedule; the one that is to be moved stands second.
    public var first: (dock: String, schedule: String), second: (dock: String, schedule: String)
    /// The first meeting of theirs, and how many there are.
    public var at: WallTime, count: Int
    /// Metres between the ways at that meeting, where they are closest sideways.
    public var metres: Double
    /// Minutes by which the second one would meet nobody; nil when no step within the terms helps.
    public var shiftMinutes: Int?

    /// Conflicts are equal when they are of the same schedules and tell the same.
    public static func == (left: AirspaceConflict, right: AirspaceConflict) -> Bool {
        left.first == right.first && left.second == right.second && left.at == right.at
            && left.count == right.count && left.shiftMinutes == right.shiftMinutes
    }
}

/// Finds runs that meet.
public enum Airspace {
    /// The runs of a dock within a span, with the air of their plans.
    public static func runs(of configuration: DockConfiguration, after start: WallTime, through end: WallTime)
        -> [AirspaceRun]
    {
        let rules = PlanRules(configuration.dock)
        let base = configuration.dock.dock.altitude.value
        return configuration.schedules.flatMap { rule -> [AirspaceRun] in
            guard let plan = configuration.plans[rule.plan] else { return [] }
            let way = plan.way(rules).map { (point: $0.point, altitude: base + $0.height.value) }
            let span = plan.figures(rules).durationInWind
            return rule.plannedRuns(after: start, through: end, limit: 2_000).filter { $0.withheld == nil }
                .map {
                    AirspaceRun(
                        dock: configuration.dock.dock.id.text, schedule: rule.name.text,
                        start: $0.occurrence.due,
                        end: $0.occurrence.due + span, way: way)
                }
        }
    }

    /// The schedules whose runs meet, the earliest first.
    public static func conflicts(_ runs: [AirspaceRun], _ terms: AirspaceTerms = AirspaceTerms())
        -> [AirspaceConflict]
    {
        let ordered = runs.sorted { ($0.start, $0.dock, $0.schedule) < ($1.start, $1.dock, $1.schedule) }
        let longest = ordered.map { $0.start.duration(to: $0.end) }.max() ?? .zero
        var ways = WayDistances()
        var found: [AirspaceConflict] = []
        for (index, early) in ordered.enumerated() {
            for late in ordered[(index + 1)...] {
                // Sorted by their starts: nothing behind this one can meet it.
                guard early.start.duration(to: late.start) <= longest + terms.margin else { break }
                guard early.dock != late.dock, areTogether(early, late, terms),
                    let metres = ways.metres(early, late, terms)
                else { continue }
                note(early, late, metres, in: &found)
            }
        }
        for index in found.indices {
            let second = found[index].second
            let own = ordered.filter { $0.dock == second.dock && $0.schedule == second.schedule }
            let others = ordered.filter { $0.dock != second.dock }
            found[index].shiftMinutes = shift(of: own, among: others, terms, &ways)
        }
        return found
    }

    private static func note(
        _ early: AirspaceRun, _ late: AirspaceRun, _ metres: Double, in found: inout [AirspaceConflict]
    ) {
        let names = [(early.dock, early.schedule), (late.dock, late.schedule)]
        let known = found.firstIndex { entry in
            [entry.first, entry.second].allSatisfy { side in
                names.contains { $0 == (side.dock, side.schedule) }
            }
        }
        if let known {
            found[known].count += 1
        } else {
            found.append(
                AirspaceConflict(
                    first: names[0], second: names[1], at: late.start, count: 1, metres: metres,
                    shiftMinutes: nil))
        }
    }

    /// The smallest move of all runs of a schedule after which none of them meets another dock's.
    private static func shift(
        of own: [AirspaceRun], among others: [AirspaceRun], _ terms: AirspaceTerms, _ ways: inout WayDistances
    ) -> Int? {
        for step in stride(from: terms.stepMinutes, through: terms.mostMinutes, by: max(1, terms.stepMinutes))
        {
            for minutes in [step, -step] {
                let meets = own.contains { run in
                    let moved = run.moved(minutes: minutes)
                    return others.contains {
                        areTogether(moved, $0, terms) && ways.metres(moved, $0, terms) != nil
                    }
                }
                if !meets { return minutes }
            }
        }
        return nil
    }

    private static func areTogether(_ one: AirspaceRun, _ other: AirspaceRun, _ terms: AirspaceTerms) -> Bool
    {
        one.start < other.end + terms.margin && other.start < one.end + terms.margin
    }
}

/// How close the ways of two schedules come; each pair is measured once.
private struct WayDistances {
    private var known: [String: Double?] = [:]

    /// Metres between two ways where both distances of the terms are broken; nil where they never are.
    mutating func metres(_ one: AirspaceRun, _ other: AirspaceRun, _ terms: AirspaceTerms) -> Double? {
        let names = ["\(one.dock)/\(one.schedule)", "\(other.dock)/\(other.schedule)"].sorted()
        let key = names.joined(separator: " ")
        if let found = known[key] { return found }
        let found = Self.measure(one, other, terms)
        known[key] = .some(found)
        return found
    }

    private static func measure(_ one: AirspaceRun, _ other: AirspaceRun, _ terms: AirspaceTerms) -> Double? {
        guard let origin = one.way.first?.point else { return nil }
        let (left, right) = (legs(one, origin), legs(other, origin))
        var nearest: Double?
        for leg in left {
            for against in right {
                guard leg.low < against.high + terms.above, against.low < leg.high + terms.above else {
                    continue
                }
                let metres = leg.distance(to: against)
                if metres < terms.sideways { nearest = min(nearest ?? metres, metres) }
            }
        }
        return nearest
    }

    private static func legs(_ run: AirspaceRun, _ origin: PlanPoint) -> [Leg] {
        let places = run.way.map { (origin.offset(to: $0.point), $0.altitude) }
        guard places.count > 1 else {
            return places.map { Leg(from: $0.0, to: $0.0, low: $0.1, high: $0.1) }
        }
        return zip(places, places.dropFirst()).map { start, end in
            Leg(from: start.0, to: end.0, low: min(start.1, end.1), high: max(start.1, end.1))
        }
    }
}

/// A straight piece of a way over the ground, in metres, with its lowest and highest altitude.
private struct Leg {
    typealias Spot = (east: Double, north: Double)
    var from: Spot, to: Spot
    var low: Double, high: Double

    /// Metres between two pieces over the ground; 0 where they cross.
    func distance(to other: Leg) -> Double {
        if crosses(other) { return 0 }
        return min(
            Self.metres(from, other), Self.metres(to, other), Self.metres(other.from, self),
            Self.metres(other.to, self))
    }

    private func crosses(_ other: Leg) -> Bool {
        func side(_ one: Spot, _ two: Spot, _ spot: Spot) -> Double {
            (two.east - one.east) * (spot.north - one.north) - (two.north - one.north)
                * (spot.east - one.east)
        }
        return side(from, to, other.from) * side(from, to, other.to) < 0
            && side(other.from, other.to, from) * side(other.from, other.to, to) < 0
    }

    /// Metres between a spot and a piece.
    private static func metres(_ spot: Spot, _ leg: Leg) -> Double {
        let (east, north) = (leg.to.east - leg.from.east, leg.to.north - leg.from.north)
        let square = east * east + north * north
        let along =
            square > 0
            ? ((spot.east - leg.from.east) * east + (spot.north - leg.from.north) * north) / square : 0
        let share = min(max(along, 0), 1)
        let (off, up) = (
            spot.east - leg.from.east - share * east, spot.north - leg.from.north - share * north
        )
        return (off * off + up * up).squareRoot()
    }
}
