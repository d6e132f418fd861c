// SPDX-License-Identifier: Apache-2.0
// Rounds of crews: every stop once, what is due first in the first round, no round beyond its limits, and an order that
// is the shortest where all orders can be tried.

import Testing

@testable import FleetLink

@Suite struct CrewRouteTests {
    private func place(_ north: Double, _ east: Double) throws -> RoutePoint {
        try #require(RoutePoint(latitude: north, longitude: east))
    }

    private func stop(_ name: String, _ north: Double, _ east: Double, due: Double = 10) throws -> RouteStop {
        RouteStop(dock: name, place: try place(north, east), dueDays: due, parts: ["Fan"])
    }

    private func terms(stops: Int = 8, kilometres: Double = 10_000, window: Double = 30) throws -> RouteTerms
    {
        RouteTerms(depot: try place(47, 8), windowDays: window, mostStops: stops, mostKilometres: kilometres)
    }

    @Test func `distances are those on the globe`() throws {
        let zurich = try place(47.3769, 8.5417), sydney = try place(-33.8688, 151.2093)
        #expect(abs(zurich.kilometres(to: sydney) - 16_570) < 30)
        #expect(zurich.kilometres(to: zurich) == 0)
        #expect(abs(try place(0, 179.5).kilometres(to: place(0, -179.5)) - 111.2) < 0.1)
        for (north, east) in [(91.0, 0.0), (0, 181), (.nan, 0)] {
            #expect(RoutePoint(latitude: north, longitude: east) == nil)
        }
    }

    @Test func `every stop is visited once, within the limits, the most urgent round first`() throws {
        var stops: [RouteStop] = []
        var seed: UInt64 = 7
        func next() -> Double {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(seed >> 33) / Double(1 << 31)
        }
        for number in 0..<60 {
            stops.append(try stop("D\(number)", 46 + next() * 2, 7 + next() * 2, due: next() * 90))
        }
        let terms = try terms(stops: 6, kilometres: 250, window: 14)
        let routes = CrewRoutes.plan(stops, terms: terms)
        #expect(routes.flatMap(\.stops).map(\.dock).sorted() == stops.map(\.dock).sorted())
        for route in routes {
            #expect(route.stops.count <= 6)
            #expect(route.kilometres <= 250 || route.stops.count == 1)
            #expect(route.stops.map(\.dueDays).min() == route.dueDays)
            #expect(route.stops.allSatisfy { $0.dueDays <= route.dueDays + 14 })
            #expect(abs(CrewRoutes.length(route.stops, terms.depot) - route.kilometres) < 1e-9)
        }
        #expect(routes.map(\.dueDays) == routes.map(\.dueDays).sorted())
        #expect(CrewRoutes.plan(stops.reversed(), terms: terms) == routes)
    }

    @Test func `a round of seven stops is as short as the best of all orders, or nearly`() throws {
        let stops = try [
            stop("A", 47.5, 8.1), stop("B", 46.6, 8.4), stop("C", 47.3, 7.4), stop("D", 47.1, 8.9),
            stop("E", 46.9, 7.6),
            stop("F", 47.6, 8.6), stop("G", 46.7, 7.9),
        ]
        let depot = try place(47, 8)
        func best(_ done: [RouteStop], _ left: [RouteStop]) -> Double {
            guard !left.isEmpty else { return CrewRoutes.length(done, depot) }
            return left.indices.map { index in
                var rest = left
                let next = rest.remove(at: index)
                return best(done + [next], rest)
            }.min() ?? 0
        }
        let found = CrewRoutes.length(CrewRoutes.ordered(stops, depot), depot)
        #expect(found <= best([], stops) * 1.05)
    }

    @Test func `one stop, none, and all at one place are rounds too`() throws {
        #expect(CrewRoutes.plan([], terms: try terms()) == [])
        #expect(
            CrewRoutes.plan([try stop("A", 60, 20)], terms: try terms(kilometres: 1)).map(\.stops.count) == [
                1
            ])
        let same = try (0..<20).map { try stop("D\($0)", 47.2, 8.2) }
        let routes = CrewRoutes.plan(same, terms: try terms(stops: 20))
        #expect(routes.count == 1 && routes[0].stops.count == 20)
    }
}
