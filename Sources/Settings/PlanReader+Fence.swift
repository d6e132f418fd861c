// SPDX-License-Identifier: Apache-2.0
// Decodes fence and rally points of a plan and turns them into the items that go to the vehicle. A fence that
// cannot be read refuses the plan: flying without it would be worse.

import DockModel
public import MAVLink

extension PlanReader {
    /// Most polygons, circles or rally points.
    private static let mostShapes = 200
    /// Most corners of a polygon.
    private static let mostCorners = 500

    static func readFence(_ top: MappingReader, into plan: inout PlanFile) {
        guard let reader = top.mapping("geoFence") else { return }
        if reader.integer("version", in: 1...2, default: 2) == 1 {
            guard reader.list("polygon").isEmpty else {
                reader.log.report(
                    reader.place, "geoFence version 1 is not read", "save the plan again with QGroundControl")
                return
            }
            return
        }
        for (index, node) in reader.list("polygons", limit: mostShapes).enumerated() {
            let path = "fence polygon \(index + 1)"
            guard let shape = MappingReader(node, path: path, log: reader.log),
                let cornerNode = shape.required("polygon", example: "[[47.39775, 8.54561], …]")
            else { continue }
            let corners = shape.list(cornerNode, path, limit: mostCorners).compactMap {
                point($0, shape, path)
            }
            guard corners.count >= 3 else {
                reader.log.report(
                    cornerNode.place, "\(path) has \(corners.count) corners, not at least 3", "draw it again")
                continue
            }
            plan.polygons.append(
                FencePolygon(isInclusion: shape.flag("inclusion", default: true), corners: corners))
        }
        for (index, node) in reader.list("circles", limit: mostShapes).enumerated() {
            let path = "fence circle \(index + 1)"
            guard let shape = MappingReader(node, path: path, log: reader.log),
                let circle = shape.requiredMapping("circle", example: "{center: […], radius: 20}"),
                let center = circle.required("center", example: "[47.39775, 8.54561]").flatMap({
                    point($0, shape, path)
                })
            else { continue }
            plan.circles.append(
                FenceCircle(
                    isInclusion: shape.flag("inclusion", default: true), center: center,
                    radiusMetres: circle.number("radius", in: 0.1...1e6)))
        }
        if let node = reader.node("breachReturn"),
            let values = coordinate(node, reader, "geoFence.breachReturn", count: 3)
        {
            let point = PlanPoint(latitude: values[0], longitude: values[1])
            plan.breachReturn = RallyPoint(point: point, altitudeMetres: values[2])
        }
    }

    static func readRally(_ top: MappingReader, into plan: inout PlanFile) {
        guard let reader = top.mapping("rallyPoints") else { return }
        _ = reader.integer("version", in: 1...2, default: 2)
        for (index, node) in reader.list("points", limit: mostShapes).enumerated() {
            guard let values = coordinate(node, reader, "rally point \(index + 1)", count: 3) else {
                continue
            }
            let point = PlanPoint(latitude: values[0], longitude: values[1])
            plan.rally.append(RallyPoint(point: point, altitudeMetres: values[2]))
        }
    }

    private static func point(_ node: SettingsNode, _ reader: MappingReader, _ name: String) -> PlanPoint? {
        coordinate(node, reader, name, count: 2).map { PlanPoint(latitude: $0[0], longitude: $0[1]) }
    }
}

extension PlanFile {
    /// The fence as the items of a fence upload.
    public var fenceItems: [MissionItem] {
        var items: [MissionItem] = []
        if let breachReturn {
            items.append(Self.item(5_000, frame: 3, 0, breachReturn.point, breachReturn.altitudeMetres))
        }
        for polygon in polygons {
            let command: UInt16 = polygon.isInclusion ? 5_001 : 5_002
            items += polygon.corners.map {
                Self.item(command, frame: 0, Double(polygon.corners.count), $0, 0)
            }
        }
        for circle in circles {
            items.append(
                Self.item(circle.isInclusion ? 5_003 : 5_004, frame: 0, circle.radiusMetres, circle.center, 0)
            )
        }
        return items
    }

    /// The rally points as the items of a rally upload.
    public var rallyItems: [MissionItem] {
        rally.map { Self.item(5_100, frame: 3, 0, $0.point, $0.altitudeMetres) }
    }

    private static func item(
        _ command: UInt16, frame: UInt8, _ parameter: Double, _ point: PlanPoint, _ altitude: Double,
    ) -> MissionItem {
        MissionItem(
            frame: MAVFrame(rawValue: frame), command: MAVCommand(rawValue: command),
            parameters: [parameter, 0, 0, 0, point.latitude, point.longitude, altitude])
    }
}

extension PlanFile {
    /// Why a dock cannot fly this plan by itself; nil when it can.
    public func refusal(forDockAt dock: PlanPoint) -> (message: String, remedy: String)? {
        let commands = mission.map { Int($0.command.rawValue) }
        let moving: Set<Int> = [16, 17, 18, 19, 20, 21, 22, 31, 82, 84, 85]
        guard let first = commands.first(where: { moving.contains($0) }),
            let last = commands.last(where: { moving.contains($0) })
        else { return ("has no item that moves the vehicle", "plan a mission in QGroundControl") }
        guard PlanReader.takeOffCommands.contains(first) else {
            return ("does not begin with a take-off", "add a take-off as its first item")
        }
        guard [20, 21, 85].contains(last) else {
            return ("does not end with a return or a landing", "add a return (RTL) as its last item")
        }
        let distance = home.distance(to: dock)
        guard distance <= 1_000 else {
            return (
                "was planned for a home \(short((distance / 100).rounded() / 10)) km from the dock",
                "move its home to the dock"
            )
        }
        return nil
    }

    /// Metres of the route from home over all items that have a position, and back home.
    public var routeMetres: Double {
        var length = 0.0, here = home
        for index in PlanJumps.order(of: mission) ?? Array(mission.indices) {
            let item = mission[index]
            guard [16, 17, 18, 19, 21, 31, 82, 85].contains(Int(item.command.rawValue)),
                let latitude = item.latitude, let longitude = item.longitude, item.x != 0 || item.y != 0
            else { continue }
            let next = PlanPoint(latitude: latitude, longitude: longitude)
            length += here.distance(to: next)
            here = next
        }
        return length + here.distance(to: home)
    }

    /// A rough time in the air: the route at hover speed, and a minute for climb and landing.
    public var estimatedFlightTime: Duration {
        .seconds(60 + Int((routeMetres / max(hoverSpeed, 0.1)).rounded(.up)))
    }
}
