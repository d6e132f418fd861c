// SPDX-License-Identifier: Apache-2.0
// Whether a plan may be flown from a dock: before it is uploaded, from the plan alone. A problem refuses the flight; a
// warning is told and flown. Every finding names the item with its place in the file.

import DockModel
import MAVLink

/// What the check of a plan found.
public struct PlanFindings: Sendable, Equatable {
    /// Why it must not be flown; empty when it may.
    public var problems: [SettingsProblem] = []
    /// What a person should know.
    public var warnings: [SettingsProblem] = []
    /// What flying it takes.
    public var figures = PlanFigures()
}

extension PlanFile {
    /// Checks the plan by the rules of a site; `file` is the name used in findings.
    public func check(_ rules: PlanRules, file: String) -> PlanFindings {
        var check = PlanCheck(self, rules, file: file)
        return check.findings()
    }
}

/// One check of one plan.
struct PlanCheck {
    /// A planned home further from the dock than this is another site.
    static let farthestHome = 1_000.0
    /// Difference of altitudes from which heights above sea level of plan and dock do not fit.
    static let altitudeSlack = 30.0

    let plan: PlanFile
    let rules: PlanRules
    let file: String
    let route: PlanRoute
    private let problems: ProblemLog
    private let warnings: ProblemLog

    init(_ plan: PlanFile, _ rules: PlanRules, file: String) {
        self.plan = plan
        self.rules = rules
        self.file = file
        route = PlanRoute(plan, rules)
        problems = ProblemLog(file: file)
        warnings = ProblemLog(file: file)
    }

    mutating func findings() -> PlanFindings {
        let figures = route.figures(rules.rates, of: plan)
        if plan.mission.contains(where: { PlanCommand.moving.contains(Int($0.command.rawValue)) }) {
            checkStart()
            checkEnd()
            for index in plan.mission.indices { checkItem(index) }
            checkDistance()
            checkFence()
            checkEnergy(figures)
        } else {
            refuse(nil, "has no item that moves the vehicle", "plan a mission in QGroundControl")
        }
        return PlanFindings(problems: problems.sorted, warnings: warnings.sorted, figures: figures)
    }

    // MARK: Telling

    /// A problem of an item, or of the plan as a whole.
    func refuse(_ item: Int?, _ message: String, _ remedy: String) { tell(problems, item, message, remedy) }

    func warn(_ item: Int?, _ message: String, _ remedy: String) { tell(warnings, item, message, remedy) }

    /// What a dock refuses and a person at the vehicle may want: without a dock it is a warning.
    func refuseAtDock(_ item: Int?, _ message: String, _ remedy: String) {
        tell(rules.areOfADock ? problems : warnings, item, message, remedy)
    }

    private func tell(_ log: ProblemLog, _ item: Int?, _ message: String, _ remedy: String) {
        let place =
            item.flatMap { plan.origins.indices.contains($0) ? plan.origins[$0].place : nil } ?? .start
        log.report(place, item.map { "\(words($0)) \(message)" } ?? "the plan \(message)", remedy)
    }

    /// An item as messages name it.
    func words(_ item: Int) -> String {
        plan.origins.indices.contains(item) ? plan.origins[item].words : "item \(item + 1)"
    }

    // MARK: Start and end

    private func checkStart() {
        let moving = plan.mission.firstIndex { PlanCommand.moving.contains(Int($0.command.rawValue)) }
        if let moving, !PlanCommand.takeOffs.contains(Int(plan.mission[moving].command.rawValue)) {
            refuseAtDock(
                moving, "comes before any take-off; ArduPilot does not start such a mission",
                "add a take-off as the first item")
        } else if let moving {
            let away = route.place(of: plan.mission[moving])?.length ?? 0
            if away > max(rules.limits.landingDistance.value, 10) {
                warn(
                    moving, "is planned \(metres(away)) from the dock, where the vehicle does not stand",
                    "move the take-off to the dock")
            }
            if route.height(of: plan.mission[moving]) <= 1 {
                refuse(
                    moving, "takes off to \(metres(route.height(of: plan.mission[moving])))",
                    "give it a height")
            }
        }
        guard let dock = rules.dock else { return }
        let away = plan.home.distance(to: dock)
        if away > Self.farthestHome {
            refuse(nil, "was planned for a home \(metres(away)) from the dock", "move its home to the dock")
        }
        let usesSeaLevel = plan.mission.firstIndex { route.place(of: $0) != nil && PlanRoute.isAboveSea($0) }
        let step = abs(plan.homeAltitudeMetres - route.dockAltitude)
        if let usesSeaLevel, step > Self.altitudeSlack {
            warn(
                usesSeaLevel,
                "has a height above sea level, and the plan's home is \(metres(step)) "
                    + "\(plan.homeAltitudeMetres > route.dockAltitude ? "above" : "below") the dock",
                "check dock.altitude and the altitude of the planned home")
        }
    }

    private func checkEnd() {
        if let item = route.goesOnAfterLanding {
            refuseAtDock(
                item, "flies on after a landing", "let the landing be the last item that moves the vehicle")
        }
        if let item = route.neverLeaves {
            refuseAtDock(item, "(LOITER_UNLIM) never ends", "loiter for a time or a number of turns")
        }
        guard
            let last = plan.mission.lastIndex(where: { PlanCommand.moving.contains(Int($0.command.rawValue)) }
            )
        else { return }
        if route.isBroughtHome {
            refuseAtDock(
                last, "is the end of the route, in the air", "add a return (RTL) or a landing at the dock")
        } else if PlanCommand.landings.contains(Int(plan.mission[last].command.rawValue)),
            let leg = route.legs.last, leg.end.length > rules.limits.landingDistance.value
        {
            refuseAtDock(
                last,
                "lands \(metres(leg.end.length)) from the dock, more than "
                    + metres(rules.limits.landingDistance.value),
                "land at the dock, or raise vehicle.limits.landing_distance")
        }
    }

    // MARK: Single items

    private func checkItem(_ index: Int) {
        let item = plan.mission[index], command = Int(item.command.rawValue)
        if PlanCommand.places.contains(command) || PlanCommand.takeOffs.contains(command) {
            checkHeight(index)
        }
        if command == PlanCommand.changeSpeed { checkSpeed(index, Double(item.param2)) }
        if command == 82 {
            warn(index, "is a spline; its way is checked as a straight line", "leave room to the fence")
        }
        if let reason = PlanCheck.refused[command] { return refuse(index, reason.why, reason.remedy) }
        if let words = PlanCheck.doubtful(item) {
            warn(index, words, "see whether the vehicle's software knows it")
        }
    }

    private func checkHeight(_ index: Int) {
        let item = plan.mission[index], limit = rules.limits.highest.value, height = route.height(of: item)
        let above =
            PlanRoute.isOverTerrain(item)
            ? "above ground"
            : PlanRoute.isAboveSea(item)
                ? "above the dock (\(metres(Double(item.z))) above sea level)" : "above home"
        if height > limit {
            refuseAtDock(
                index, "is \(metres(height)) \(above), higher than \(metres(limit))",
                "lower it, or raise vehicle.limits.altitude_max")
        } else if height <= 0 {
            warn(
                index, "is \(metres(height)) \(above), not above the dock",
                "check the height and its reference")
        }
    }

    private func checkSpeed(_ index: Int, _ speed: Double) {
        // -1 leaves the speed, -2 is the vehicle's own.
        if speed.isNaN || speed == -1 || speed == -2 || speed == 0 { return }
        let limit = rules.limits.fastest.value
        if speed < 0.5 {
            refuse(index, "orders \(short(speed)) m/s, at which it never arrives", "order at least 0.5 m/s")
        } else if speed > limit {
            refuseAtDock(
                index, "orders \(short(speed)) m/s, faster than \(short(limit)) m/s",
                "order less, or raise vehicle.limits.speed_max")
        }
    }

    private func checkDistance() {
        let limit = rules.limits.farthest.value
        var seen: Set<Int> = []
        for leg in route.legs where leg.end.length + leg.radius > limit && seen.insert(leg.item).inserted {
            refuseAtDock(
                leg.item,
                "is \(metres(leg.end.length + leg.radius)) from the dock, farther than \(metres(limit))",
                "plan it nearer, or raise vehicle.limits.distance_max")
        }
    }

    private func checkEnergy(_ figures: PlanFigures) {
        let rates = rules.rates, reserve = percent(rates.reserve.value)
        let still =
            "needs \(percent(figures.energy.value)) of the pack in still air and \(reserve) in reserve"
        let windy =
            "needs \(percent(figures.energyInWind.value)) of the pack in \(short(rates.wind.value)) m/s of wind and "
            + "\(reserve) in reserve"
        if figures.energy + rates.reserve > rates.full {
            refuseAtDock(
                nil, "\(still), more than the \(percent(rates.full.value)) of a full pack", "make it shorter")
        } else if figures.energyWithReserve > rates.full {
            warn(
                nil, "\(windy), more than the \(percent(rates.full.value)) of a full pack",
                "it flies only in less wind; make it shorter")
        } else if rules.areOfADock, figures.energyWithReserve > rates.launch {
            warn(
                nil, "\(windy), more than limits.battery_launch of \(percent(rates.launch.value))",
                "the launch waits for enough charge; raise limits.battery_launch to see it earlier")
        }
    }

    /// Metres as a person reads them.
    func metres(_ value: Double) -> String {
        abs(value) < 1_000
            ? "\(short((value * 10).rounded() / 10)) m" : "\(short((value / 10).rounded() / 100)) km"
    }

    private func percent(_ value: Double) -> String { "\(short(value.rounded())) %" }
}

extension PlanCheck {
    /// Commands that make a flight unsafe that nobody watches.
    static let refused: [Int: (why: String, remedy: String)] = [
        179: (
            "moves home (DO_SET_HOME), so that a return would not end at the dock",
            "remove it in QGroundControl"
        ),
        208: ("works the parachute (DO_PARACHUTE)", "remove it in QGroundControl"),
    ]

    /// Commands that a copter of both families takes in a mission.
    private static let known: Set<Int> = [
        16, 17, 18, 19, 20, 21, 22, 31, 82, 92, 93, 94, 112, 113, 114, 115, 177, 178, 181, 182, 183, 184, 189,
        191, 195,
        197, 201, 200, 202, 203, 204, 205, 206, 211, 212, 214, 220, 222, 530, 531, 532, 534, 1_000, 1_001,
        2_000, 2_001,
        2_500, 2_501, 42_600,
    ]

    /// What is odd about the command of an item; nil when nothing is.
    static func doubtful(_ item: MissionItem) -> String? {
        let command = Int(item.command.rawValue)
        switch command {
        case 84, 85, 3_000: return "is a command of winged vehicles (\(command))"
        case 207: return item.param1 == 0 ? "switches the fence off (DO_FENCE_ENABLE)" : nil
        default: return known.contains(command) ? nil : "has command \(command), which a copter may not know"
        }
    }
}
