// SPDX-License-Identifier: Apache-2.0
// Which docks a crew visits together, and in which order: grouped by when parts are due, then the nearest next and
// exchanged pairs of roads (2-opt) until no exchange makes the round shorter. Roads are straight lines on the globe; it
// knows no streets, no hours of work and no stock.

internal import Glibc

/// A place on the globe, in degrees.
public struct RoutePoint: Sendable, Equatable, Encodable {
    /// North and east.
    public var latitude: Double, longitude: Double

    /// A place; nil for one that is not on the globe.
    public init?(latitude: Double, longitude: Double) {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
        (self.latitude, self.longitude) = (latitude, longitude)
    }

    /// The distance along a great circle, km.
    public func kilometres(to other: RoutePoint) -> Double {
        let radians = Double.pi / 180
        let north = sin((other.latitude - latitude) * radians / 2)
        let east = sin((other.longitude - longitude) * radians / 2)
        let square = north * north + cos(latitude * radians) * cos(other.latitude * radians) * east * east
        return 2 * 6_371.0088 * asin(min(1, square.squareRoot()))
    }
}

/// A dock that somebody has to visit.
public struct RouteStop: Sendable, Equatable, Encodable {
    /// The dock, and where it stands.
    public var dock: String, place: RoutePoint
    /// Days until the first of its parts is due.
    public var dueDays: Double
    /// What is to be changed.
    public var parts: [String]

    /// A stop.
    public init(dock: String, place: RoutePoint, dueDays: Double, parts: [String]) {
        (self.dock, self.place, self.dueDays, self.parts) = (dock, place, dueDays, parts)
    }
}

/// A round of one crew.
public struct CrewRoute: Sendable, Equatable, Encodable {
    /// Days until the first of its stops is due: by then it must have been driven.
    public var dueDays: Double
    /// Its stops in their order, from the depot and back to it.
    public var stops: [RouteStop]
    /// Its length, km.
    public var kilometres: Double
}

/// How rounds are made.
public struct RouteTerms: Sendable, Equatable {
    /// Where each round begins and ends.
    public var depot: RoutePoint
    /// Stops due within so many days of the first are visited together.
    public var windowDays: Double
    /// Stops, and km, of one round at most; a stop that is farther away alone has a round of its own.
    public var mostStops: Int, mostKilometres: Double

    /// Terms.
    public init(depot: RoutePoint, windowDays: Double, mostStops: Int, mostKilometres: Double) {
        (self.depot, self.windowDays) = (depot, windowDays)
        (self.mostStops, self.mostKilometres) = (max(1, mostStops), mostKilometres)
    }
}

/// Makes rounds.
public enum CrewRoutes {
    /// Passes of exchanges over one round at most.
    static let mostPasses = 100

    /// Rounds that visit every stop once, the most urgent first.
    public static func plan(_ stops: [RouteStop], terms: RouteTerms) -> [CrewRoute] {
        var left = stops.sorted { ($0.dueDays, $0.dock) < ($1.dueDays, $1.dock) }
        var routes: [CrewRoute] = []
        while let first = left.first {
            let due = first.dueDays + terms.windowDays
            // The most urgent stop leads; its round takes the nearest ones that are due within the window.
            var round = [left.removeFirst()]
            while round.count < terms.mostStops {
                let open = left.indices.filter { left[$0].dueDays <= due }
                let nearest = open.min { away(left[$0], round) < away(left[$1], round) }
                guard let nearest else { break }
                let longer = ordered(round + [left[nearest]], terms.depot)
                guard length(longer, terms.depot) <= terms.mostKilometres else { break }
                round = longer
                left.remove(at: nearest)
            }
            let order = ordered(round, terms.depot)
            routes.append(
                CrewRoute(dueDays: first.dueDays, stops: order, kilometres: length(order, terms.depot)))
        }
        return routes
    }

    /// How far a stop is from the nearest of a round.
    private static func away(_ stop: RouteStop, _ round: [RouteStop]) -> Double {
        round.map { $0.place.kilometres(to: stop.place) }.min() ?? 0
    }

    /// The length of a round from the depot and back.
    static func length(_ stops: [RouteStop], _ depot: RoutePoint) -> Double {
        guard let first = stops.first, let last = stops.last else { return 0 }
        let inner = zip(stops, stops.dropFirst()).reduce(0.0) { $0 + $1.0.place.kilometres(to: $1.1.place) }
        return depot.kilometres(to: first.place) + inner + last.place.kilometres(to: depot)
    }

    /// Stops in a short order: always the nearest next, then exchanges of pairs of roads.
    static func ordered(_ stops: [RouteStop], _ depot: RoutePoint) -> [RouteStop] {
        var left = stops.sorted { $0.dock < $1.dock }, order: [RouteStop] = [], here = depot
        while let next = left.indices.min(by: {
            here.kilometres(to: left[$0].place) < here.kilometres(to: left[$1].place)
        }) {
            order.append(left.remove(at: next))
            here = order.last?.place ?? here
        }
        guard order.count > 2 else { return order }
        let places = [depot] + order.map(\.place) + [depot]
        var way = Array(places.indices)
        func road(_ from: Int, _ to: Int) -> Double { places[way[from]].kilometres(to: places[way[to]]) }
        var passes = 0, isShorter = true
        while isShorter, passes < mostPasses {
            (isShorter, passes) = (false, passes + 1)
            for start in 1..<(way.count - 2) {
                for end in (start + 1)..<(way.count - 1) {
                    let gain =
                        road(start - 1, start) + road(end, end + 1) - road(start - 1, end)
                        - road(start, end + 1)
                    // A gain within rounding would exchange for ever.
                    guard gain > 1e-9 else { continue }
                    way[start...end].reverse()
                    isShorter = true
                }
            }
        }
        return way.dropFirst().dropLast().map { order[$0 - 1] }
    }
}

extension FleetOverview {
    /// The docks that need a part, with what they need; those that do not say where they stand are named apart.
    public func stops() throws(PostgresError) -> (stops: [RouteStop], placeless: [String]) {
        let rows = try link.rows(
            """
            WITH latest AS (
                SELECT d.name AS dock, d.state, o.body FROM roost.dock d CROSS JOIN LATERAL (
                    SELECT body FROM roost.document o WHERE o.dock = d.name AND o.stream = 'rollup'
                    \(FleetOverview.newest) LIMIT 1) o
            )
            SELECT l.dock, roost.real(l.state->'latitude'), roost.real(l.state->'longitude'),
                min(roost.real(p->'days_p10')), string_agg(p->>'name', E'\\n' ORDER BY p->>'name')
            FROM latest l, jsonb_array_elements(
                CASE WHEN jsonb_typeof(l.body->'parts') = 'array' THEN l.body->'parts' ELSE '[]' END) p
            WHERE p->>'stage' IN ('stop', 'replace', 'plan')
            GROUP BY 1, 2, 3 ORDER BY 1
            """)
        var found: (stops: [RouteStop], placeless: [String]) = ([], [])
        for row in rows {
            guard row.count == 5, let dock = row[0] else { continue }
            let place = row[1].flatMap { Double($0) }.flatMap { north in
                row[2].flatMap { Double($0) }.flatMap { RoutePoint(latitude: north, longitude: $0) }
            }
            guard let place else {
                found.placeless.append(dock)
                continue
            }
            found.stops.append(
                RouteStop(
                    dock: dock, place: place, dueDays: row[3].flatMap { Double($0) } ?? 0,
                    parts: (row[4] ?? "").split(separator: "\n").map(String.init)))
        }
        return found
    }
}
