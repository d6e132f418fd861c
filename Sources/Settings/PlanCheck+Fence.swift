// SPDX-License-Identifier: Apache-2.0
// Whether the way of a plan keeps to the plan's own fence: every leg from the dock, every circle, and the way home.
// What the vehicle would do by itself when the link is lost is only warned of.

import DockModel

extension PlanFile {
    /// The fence on the flat picture around a point; `wantsEvery` for ArduPilot, which must be in every inclusion.
    func flatFence(around dock: PlanPoint, wantsEvery: Bool) -> FlatFence {
        func flat(_ point: PlanPoint) -> FlatPoint {
            let offset = dock.offset(to: point)
            return FlatPoint(east: offset.east, north: offset.north)
        }
        var fence = FlatFence()
        fence.wantsEvery = wantsEvery
        for (index, polygon) in polygons.enumerated() {
            let named = FlatFence.Named(
                name: "fence polygon \(index + 1)", area: .polygon(polygon.corners.map(flat)))
            if polygon.isInclusion { fence.inclusions.append(named) } else { fence.exclusions.append(named) }
        }
        for (index, circle) in circles.enumerated() {
            let named = FlatFence.Named(
                name: "fence circle \(index + 1)",
                area: .circle(center: flat(circle.center), radius: circle.radiusMetres))
            if circle.isInclusion { fence.inclusions.append(named) } else { fence.exclusions.append(named) }
        }
        return fence
    }
}

extension PlanCheck {
    func checkFence() {
        let fence = plan.flatFence(around: route.dock, wantsEvery: rules.dialect == .ardupilot)
        guard !fence.isEmpty else { return }
        if let words = fence.objection(at: .zero) {
            refuse(nil, "starts \(words): the dock is there", "draw the fence around the dock")
            return
        }
        checkLegs(fence)
        checkShortWays(fence)
        checkRefuges(fence)
        guard rules.dialect == nil, fence.inclusions.count > 1 else { return }
        var strict = fence
        strict.wantsEvery = true
        let breach = route.legs.first { strict.objection(from: $0.start, to: $0.end) != nil }
        if let breach {
            warn(
                breach.item,
                "leaves one of several inclusions of the fence; ArduPilot wants to be in all of them",
                "join them to one polygon")
        }
    }

    /// Each different leg once, however often a jump repeats it.
    private func checkLegs(_ fence: FlatFence) {
        struct Way: Hashable { var item: Int, east: Double, north: Double, isFar: Bool }
        var seen: Set<Way> = [], named: Set<Int> = []
        for leg in route.legs {
            let way = Way(
                item: leg.item, east: leg.start.east, north: leg.start.north, isFar: leg.length >= 0.1)
            guard seen.insert(way).inserted else { continue }
            let objection: (point: FlatPoint, words: String)?
            if leg.radius > 0, leg.turns > 0 {
                let circle = fence.objection(around: leg.end, radius: leg.radius).map { (leg.end, $0) }
                objection = fence.objection(from: leg.start, to: leg.end) ?? circle
            } else if leg.length < 0.1 {
                objection = nil
            } else {
                objection = fence.objection(from: leg.start, to: leg.end)
            }
            guard let objection, named.insert(leg.item).inserted else { continue }
            let site = place(objection.point)
            switch leg.kind {
            case .home:
                refuse(leg.item, "returns \(objection.words), \(site)", "plan a way around before the return")
            case .climb, .way, .landing:
                refuse(
                    leg.item, "is reached \(objection.words), \(site)", "move the item, or the fence")
            }
        }
    }

    /// What a return by itself from each place would cross.
    private func checkShortWays(_ fence: FlatFence) {
        var first: (item: Int, words: String)?, count = 0, seen: Set<Int> = []
        for leg in route.legs where leg.kind == .way && seen.insert(leg.item).inserted {
            guard fence.objection(at: leg.end) == nil, let found = fence.objection(from: leg.end, to: .zero)
            else {
                continue
            }
            count += 1
            if first == nil { first = (leg.item, "\(found.words), \(place(found.point))") }
        }
        guard let first else { return }
        let others = count > 1 ? ", and from \(count - 1) other items" : ""
        warn(
            first.item, "has a straight way home \(first.words)\(others)",
            "a vehicle that loses the link would fly it; see its settings for the return")
    }

    private func checkRefuges(_ fence: FlatFence) {
        func objection(_ point: PlanPoint) -> String? {
            let offset = route.dock.offset(to: point)
            return fence.objection(at: FlatPoint(east: offset.east, north: offset.north))
        }
        for (index, rally) in plan.rally.enumerated() {
            guard let words = objection(rally.point) else { continue }
            refuse(nil, "has rally point \(index + 1) \(words)", "move it inside the fence")
        }
        if let point = plan.breachReturn?.point, let words = objection(point) {
            refuse(nil, "has the return point of the fence \(words)", "move it inside the fence")
        }
    }

    /// A place in metres from the dock.
    private func place(_ point: FlatPoint) -> String {
        let north = "\(metres(abs(point.north).rounded())) \(point.north < 0 ? "south" : "north")"
        let east = "\(metres(abs(point.east).rounded())) \(point.east < 0 ? "west" : "east")"
        return "\(north) and \(east) of the dock"
    }
}
