// SPDX-License-Identifier: Apache-2.0
// What is found in a plan before it is uploaded: the fence, limits, start and end, jumps, energy. Each finding is
// compared word for word, with its line.

import DockModel
import MAVLink
import Testing

@testable import Settings

/// Plans of a line an item, whose first item is in line 3.
struct PlanText {
    static let home = PlanPoint(latitude: 47.397742, longitude: 8.545594)
    var items: [String] = []
    var fence = ""
    var rally = ""

    static func item(_ command: Int, _ parameters: [Double] = [], frame: Int = 3, id: Int? = nil) -> String {
        let values = (parameters + Array(repeating: 0, count: max(0, 7 - parameters.count))).map { "\($0)" }
        let name = id.map { "\"doJumpId\":\($0)," } ?? ""
        return "{\"type\":\"SimpleItem\",\(name)\"command\":\(command),\"frame\":\(frame),"
            + "\"params\":[\(values.joined(separator: ","))]}"
    }

    /// An item at metres from home.
    static func at(
        _ east: Double, _ north: Double, _ up: Double, command: Int = 16,
        _ parameters: [Double] = [0, 0, 0, 0],
        frame: Int = 3, id: Int? = nil
    ) -> String {
        let point = home.moved(east: east, north: north)
        return item(command, parameters + [point.latitude, point.longitude, up], frame: frame, id: id)
    }

    static let takeOff = at(0, 0, 20, command: 22)
    static let goHome = item(20, frame: 2)

    static func corners(_ metres: [(Double, Double)]) -> String {
        let points = metres.map { home.moved(east: $0.0, north: $0.1) }
        return "[" + points.map { "[\($0.latitude),\($0.longitude)]" }.joined(separator: ",") + "]"
    }

    static func square(_ half: Double, inclusion: Bool = true, around: (Double, Double) = (0, 0)) -> String {
        let (x, y) = around
        let corners = corners([
            (x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half),
        ])
        return "{\"inclusion\":\(inclusion),\"polygon\":\(corners)}"
    }

    var text: String {
        """
        {"fileType": "Plan", "version": 1, "geoFence": {\(fence.isEmpty ? "" : fence + ",") "version": 2}, \
        "rallyPoints": {"points": [\(rally)]},
        "mission": {"version": 2, "hoverSpeed": 5, "plannedHomePosition": [47.397742, 8.545594, 488], "items": [
        \(items.joined(separator: ",\n"))
        ]}}
        """
    }

    func plan() throws -> PlanFile { try PlanFile(from: Array(text.utf8), file: "a.plan") }
}

/// The rules of a dock at the home of the plans.
func dockRules(_ change: (inout PlanRules) -> Void = { _ in }) -> PlanRules {
    var rules = PlanRules()
    rules.dock = PlanText.home
    rules.dockAltitude = Metres(488)
    rules.areOfADock = true
    rules.dialect = .px4
    change(&rules)
    return rules
}

func findings(_ items: [String], fence: String = "", rally: String = "", _ rules: PlanRules = dockRules())
    throws
    -> PlanFindings
{
    try PlanText(items: items, fence: fence, rally: rally).plan().check(rules, file: "a.plan")
}

struct PlanFenceChecks {
    @Test func `a route inside its fence has no findings`() throws {
        let found = try findings(
            [PlanText.takeOff, PlanText.at(50, 50, 20), PlanText.at(-50, 50, 20), PlanText.goHome],
            fence: "\"polygons\":[\(PlanText.square(60))]")
        #expect(found.problems.isEmpty && found.warnings.isEmpty)
    }

    @Test func `a place outside is named with its line`() throws {
        let found = try findings(
            [
                PlanText.takeOff, PlanText.at(50, 50, 20), PlanText.at(80, 0, 20), PlanText.at(0, 20, 20),
                PlanText.goHome,
            ],
            fence: "\"polygons\":[\(PlanText.square(60))]")
        #expect(
            found.problems.map(\.description) == [
                "a.plan:5:1: item 3 is reached outside fence polygon 1, 33 m north and 60 m east of the dock "
                    + "(move the item, or the fence)",
                "a.plan:6:1: item 4 is reached outside fence polygon 1, 0 m north and 80 m east of the dock "
                    + "(move the item, or the fence)",
            ])
    }

    @Test func `a leg that only crosses an exclusion is found though both its ends are fine`() throws {
        let found = try findings(
            [PlanText.takeOff, PlanText.at(0, 60, 20), PlanText.goHome],
            fence: "\"polygons\":[\(PlanText.square(2, inclusion: false, around: (0, 30)))]")
        #expect(
            found.problems.map(\.description) == [
                "a.plan:4:1: item 2 is reached inside fence polygon 1, 28 m north and 0 m east of the dock "
                    + "(move the item, or the fence)",
                "a.plan:5:1: item 3 returns inside fence polygon 1, 32 m north and 0 m east of the dock "
                    + "(plan a way around before the return)",
            ])
    }

    @Test func `the corner of a concave fence is cut by the straight way`() throws {
        // An L: the way from one arm to the other leaves it.
        let corners = PlanText.corners([(-20, -20), (100, -20), (100, 20), (20, 20), (20, 100), (-20, 100)])
        let items = [PlanText.takeOff, PlanText.at(90, 0, 20), PlanText.at(0, 90, 20), PlanText.goHome]
        let found = try findings(items, fence: "\"polygons\":[{\"inclusion\":true,\"polygon\":\(corners)}]")
        #expect(found.problems.map(\.place.line) == [5])
        let around = items[..<2] + [PlanText.at(0, 0, 20)] + items[2...]
        #expect(
            try findings(Array(around), fence: "\"polygons\":[{\"inclusion\":true,\"polygon\":\(corners)}]")
                .problems.isEmpty)
    }

    @Test func `circles of the fence and circles that are flown count with their radius`() throws {
        func circle(_ radius: Double, _ inclusion: Bool, _ east: Double = 0, _ north: Double = 0) -> String {
            let center = PlanText.home.moved(east: east, north: north)
            return "\"circles\":[{\"inclusion\":\(inclusion),\"circle\":{\"center\":[\(center.latitude),"
                + "\(center.longitude)],\"radius\":\(radius)}}]"
        }
        let turns = [PlanText.takeOff, PlanText.at(0, 50, 20, command: 18, [2, 0, 15, 0]), PlanText.goHome]
        #expect(try findings(turns, fence: circle(66, true)).problems.isEmpty)
        #expect(try findings(turns, fence: circle(64, true)).problems.map(\.place.line) == [4])
        let pass = [
            PlanText.takeOff, PlanText.at(0, 50, 20), PlanText.at(100, 50, 20), PlanText.at(100, 0, 20),
        ]
        #expect(
            try findings(pass, fence: circle(49.9, false, 50, 100)).problems.count(where: {
                $0.place.line == 5
            }) == 0)
        #expect(
            try findings(pass, fence: circle(50.1, false, 50, 100)).problems.contains { $0.place.line == 5 })
    }

    @Test func `PX4 may be in one of two inclusions, ArduPilot must be in both`() throws {
        let fence = "\"polygons\":[\(PlanText.square(60)),\(PlanText.square(60, around: (100, 0)))]"
        let items = [PlanText.takeOff, PlanText.at(140, 0, 20), PlanText.goHome]
        #expect(try findings(items, fence: fence).problems.isEmpty)
        let found = try findings(items, fence: fence, dockRules { $0.dialect = .ardupilot })
        #expect(
            found.problems.map(\.message) == ["the plan starts outside fence polygon 2: the dock is there"])
        let unknown = try findings(items, fence: fence, dockRules { $0.dialect = nil })
        #expect(unknown.problems.isEmpty && unknown.warnings.contains { $0.message.contains("ArduPilot") })
    }

    @Test func `a dock or a rally point outside the fence is found`() throws {
        let items = [PlanText.takeOff, PlanText.at(0, 10, 20), PlanText.goHome]
        let far = try findings(items, fence: "\"polygons\":[\(PlanText.square(20, around: (500, 0)))]")
        #expect(far.problems.map(\.message) == ["the plan starts outside fence polygon 1: the dock is there"])
        let point = PlanText.home.moved(east: 100, north: 0)
        let rally = try findings(
            items, fence: "\"polygons\":[\(PlanText.square(60))]",
            rally: "[\(point.latitude),\(point.longitude),20]")
        #expect(rally.problems.map(\.message) == ["the plan has rally point 1 outside fence polygon 1"])
    }

    @Test func `a way home by itself across an exclusion is warned of`() throws {
        let wall = PlanText.corners([(-5, 30), (5, 30), (5, 35), (-5, 35)])
        let found = try findings(
            [
                PlanText.takeOff, PlanText.at(30, 0, 20), PlanText.at(30, 60, 20), PlanText.at(0, 60, 20),
                PlanText.at(30, 60, 20), PlanText.at(30, 0, 20), PlanText.goHome,
            ], fence: "\"polygons\":[{\"inclusion\":false,\"polygon\":\(wall)}]")
        #expect(found.problems.isEmpty)
        #expect(
            found.warnings.map(\.message) == [
                "item 4 has a straight way home inside fence polygon 1, 35 m north and 0 m east of the dock"
            ])
    }
}

struct PlanLimitChecks {
    @Test func `heights are judged in their own frames`() throws {
        let found = try findings([
            PlanText.takeOff, PlanText.at(10, 0, 121), PlanText.at(20, 0, 600, frame: 0),
            PlanText.at(30, 0, 608, frame: 0),
            PlanText.at(40, 0, 125, frame: 10), PlanText.at(50, 0, 480, frame: 0), PlanText.goHome,
        ])
        #expect(
            found.problems.map(\.description) == [
                "a.plan:4:1: item 2 is 121 m above home, higher than 120 m "
                    + "(lower it, or raise vehicle.limits.altitude_max)",
                "a.plan:7:1: item 5 is 125 m above ground, higher than 120 m "
                    + "(lower it, or raise vehicle.limits.altitude_max)",
            ])
        #expect(
            found.warnings.map(\.message) == [
                "item 6 is -8 m above the dock (480 m above sea level), not above the dock"
            ])
    }

    @Test func `distance, speed and the place of the landing have their limits`() throws {
        let rules = dockRules {
            $0.limits.farthest = Metres(200)
            $0.limits.fastest = MetresPerSecond(10)
        }
        let found = try findings(
            [
                PlanText.takeOff, PlanText.item(178, [1, 12, -1], frame: 2), PlanText.at(250, 0, 20),
                PlanText.at(30, 0, 20, command: 21),
            ], rules)
        #expect(
            found.problems.map(\.description) == [
                "a.plan:4:1: item 2 orders 12 m/s, faster than 10 m/s (order less, or raise vehicle.limits.speed_max)",
                "a.plan:5:1: item 3 is 250 m from the dock, farther than 200 m "
                    + "(plan it nearer, or raise vehicle.limits.distance_max)",
                "a.plan:6:1: item 4 lands 30 m from the dock, more than 10 m "
                    + "(land at the dock, or raise vehicle.limits.landing_distance)",
            ])
    }

    @Test func `without a dock only the plan's own fence refuses`() throws {
        let items = [PlanText.at(0, 50, 130), PlanText.at(0, 70, 20)]
        let found = try findings(items, PlanRules())
        #expect(found.problems.isEmpty)
        #expect(found.warnings.count == 3, "\(found.warnings)")
        #expect(
            try !findings(items, fence: "\"polygons\":[\(PlanText.square(60))]", PlanRules()).problems.isEmpty
        )
        // A dock refuses the same plan: no take-off, too high, no way home.
        #expect(try findings(items).problems.map(\.place.line) == [3, 3, 4])
    }

    @Test func `an end in the air and a start after a landing are named`() throws {
        #expect(
            try findings([PlanText.takeOff, PlanText.at(0, 50, 20)]).problems.map(\.message) == [
                "item 2 is the end of the route, in the air"
            ])
        #expect(
            try findings([
                PlanText.takeOff, PlanText.at(0, 5, 20, command: 21), PlanText.at(0, 50, 20), PlanText.goHome,
            ])
            .problems.map(\.message) == ["item 3 flies on after a landing"])
        #expect(
            try findings([PlanText.takeOff, PlanText.at(0, 5, 20, command: 17), PlanText.goHome])
                .problems.map(\.message) == ["item 2 (LOITER_UNLIM) never ends"])
    }

    @Test func `commands that a dock must not send are refused, unknown ones are named`() throws {
        let found = try findings([
            PlanText.takeOff, PlanText.item(179, [1], frame: 2), PlanText.item(31_000, frame: 2),
            PlanText.item(207, frame: 2), PlanText.at(0, 5, 20), PlanText.goHome,
        ])
        #expect(
            found.problems.map(\.message) == [
                "item 2 moves home (DO_SET_HOME), so that a return would not end at the dock"
            ])
        #expect(
            found.warnings.map(\.message) == [
                "item 3 has command 31000, which a copter may not know",
                "item 4 switches the fence off (DO_FENCE_ENABLE)",
            ])
    }
}

struct PlanFigureTests {
    @Test func `distance, time, climb and energy are those of the route`() throws {
        let items = [
            PlanText.at(0, 0, 20, command: 22), PlanText.at(0, 100, 20, [10, 0, 0, 0]),
            PlanText.at(100, 100, 40),
            PlanText.goHome,
        ]
        let figures = try PlanText(items: items).plan().figures(
            dockRules {
                $0.rates.acceleration = 1e9
                $0.rates.hover = .seconds(30)
                $0.rates.cruise = MetresPerSecond(10)
                $0.rates.wind = MetresPerSecond(3)
            })
        #expect(abs(figures.distance.value - (200 + 20_000.0.squareRoot())) < 0.01)
        #expect(figures.climb.value == 40 && figures.highest.value == 40 && figures.highestItem == 2)
        #expect(abs(figures.farthest.value - 141.42) < 0.01 && figures.farthestItem == 2)
        #expect(figures.waiting == .seconds(40))
        // 8 s up, 20 s, 10 s of waiting, 20 s, 14.1 s home, 26.7 s down, 30 s above the pad.
        #expect(abs(figures.duration.inSeconds - (8 + 20 + 10 + 20 + 14.142 + 40 / 1.5 + 30)) < 0.01)
        #expect(abs(figures.energy.value - figures.duration.inSeconds / 15) < 0.01)
        // In 3 m/s of wind, out and back: 3.2 m/s of 5, 9.1 m/s of 10.
        let windy = 8 + 100 / 3.2 + 10 + 100 / 3.2 + 141.42 / 9.1 + 40 / 1.5 + 30
        #expect(abs(figures.durationInWind.inSeconds - windy) < 0.01)
        #expect(abs(figures.energyWithReserve.value - (windy / 15 + 15)) < 0.01)
    }

    @Test func `wind never makes a flight shorter, however short its legs are`() throws {
        let items = [PlanText.takeOff, PlanText.at(0, 0.5, 20), PlanText.at(0.5, 0.5, 20), PlanText.goHome]
        let figures = try PlanText(items: items).plan().figures(dockRules())
        #expect(figures.durationInWind >= figures.duration && figures.energyInWind >= figures.energy)
    }

    @Test func `a jump is flown as often as it says`() throws {
        let items = [
            PlanText.at(0, 0, 20, command: 22, id: 1), PlanText.at(0, 100, 20, id: 2),
            PlanText.at(0, 0, 20, id: 3),
            PlanText.item(177, [2, 3], frame: 2, id: 4), PlanText.item(20, frame: 2, id: 5),
        ]
        let plan = try PlanText(items: items).plan()
        #expect(plan.mission[3].param1 == 1 && plan.mission[3].param2 == 3)
        #expect(PlanJumps.order(of: plan.mission)?.count == 5 + 3 * 3)
        #expect(abs(plan.figures(dockRules()).distance.value - 800) < 0.1)
        #expect(abs(plan.routeMetres - 800) < 0.1)
    }

    @Test func `nested jumps beyond every bound are refused before they are walked`() {
        var items = [PlanText.at(0, 0, 20, command: 22, id: 1), PlanText.at(0, 9, 20, id: 2)]
        for id in 3...6 { items.append(PlanText.item(177, [2, 1_000], frame: 2, id: id)) }
        #expect(planProblems(PlanText(items: items).text).isEmpty)
        items.insert(contentsOf: (10...40).map { PlanText.at(0, Double($0), 20, id: $0) }, at: 2)
        #expect(planProblems(PlanText(items: items).text).first?.contains("more than 20000 items") == true)
    }

    @Test func `a plan that a full pack cannot fly is refused, one that the launch limit cannot is told`()
        throws
    {
        let items = [PlanText.takeOff, PlanText.at(0, 4_500, 20), PlanText.goHome]
        let message = try #require(findings(items).problems.first?.message)
        #expect(
            message.hasPrefix("the plan needs ") && message.hasSuffix(", more than the 99 % of a full pack"))
        let shorter = [PlanText.takeOff, PlanText.at(0, 600, 20), PlanText.goHome]
        let calm = try findings(shorter, dockRules { $0.rates.wind = MetresPerSecond(3) })
        #expect(calm.problems.isEmpty && calm.warnings.isEmpty)
        let windy = try findings(shorter)
        #expect(windy.problems.isEmpty && windy.warnings.first?.message.contains("battery_launch") == true)
        let storm = try findings([PlanText.takeOff, PlanText.at(0, 1_500, 20), PlanText.goHome])
        #expect(storm.problems.isEmpty && storm.warnings.first?.remedy.contains("only in less wind") == true)
    }

    @Test func `the plans of the field are judged`() throws {
        for name in ["MC_mission_box", "MC_safe_landing", "simple", "fence_rally_mission", "survey"] {
            let plan = try PlanFile(from: fixture("plans/\(name).plan"), file: "a.plan")
            let found = plan.check(PlanRules(), file: "a.plan")
            #expect(found.problems.isEmpty, "\(name): \(found.problems)")
            #expect(found.figures.distance.value > 10 && found.figures.duration > .seconds(30))
        }
    }
}

struct PlanLimitSettings {
    @Test func `the configuration's limits are read and a plan beyond them is refused`() {
        let high = problems(
            "dock.yaml",
            [
                (
                    "  wind_limit: 12 m/s",
                    "  wind_limit: 12 m/s\n  limits: {altitude_max: 25 m, return_altitude: 20 m}"
                )
            ])
        #expect(
            high.count == 5 && high.allSatisfy { $0.contains("is 30 m above home, higher than 25 m") },
            "\(high)")
        #expect(high.first?.hasPrefix("schedules/perimeter.plan:") == true)
        #expect(
            problems(
                "dock.yaml",
                [
                    (
                        "  wind_limit: 12 m/s",
                        "  wind_limit: 12 m/s\n  limits: {altitude_max: 50 m, return_altitude: 60 m}"
                    )
                ]
            ).first?.contains("return_altitude 60 m is above vehicle.limits.altitude_max 50 m") == true)
        #expect(
            problems(
                "dock.yaml", [("  wind_limit: 12 m/s", "  wind_limit: 12 m/s\n  limits: {altitude: 50 m}")]
            )
            .first?.contains("unknown key \"altitude\"") == true)
    }
}
