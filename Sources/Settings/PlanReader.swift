// SPDX-License-Identifier: Apache-2.0
// Decodes the JSON of a plan: versions, home, mission items. Fence and rally points are in the extension
// file. Keys it does not know are left alone, because every version of the ground station adds some.

import DockModel
import MAVLink

enum PlanReader {
    /// Most items of a mission.
    static let mostItems = 4_000
    /// An item further from home than this is a slip, such as swapped degrees.
    static let farthestMetres = 50_000.0

    static func plan(_ bytes: [UInt8], log: ProblemLog) -> PlanFile? {
        guard let root = parseJSON(bytes, log: log), let top = MappingReader(root, path: "", log: log) else {
            return nil
        }
        let kind = top.text("fileType", example: "\"Plan\"")
        if kind != "Plan", top.keys.contains("fileType") {
            log.report(
                top.place(of: "fileType"), "fileType \(quoted(kind)) is not Plan",
                "save a plan, not its parts")
        }
        if let node = top.required("version", example: "1"),
            let version = top.integer(node, "version", in: 0...1_000_000), version != 1
        {
            log.report(
                node.place, "plan version \(version) is not known",
                "save the plan with a QGroundControl that writes version 1")
        }
        guard let mission = top.requiredMapping("mission", example: "{\"items\": [], …}") else { return nil }
        if let version = mission.optionalInteger("version", in: 0...1_000_000), version != 2 {
            log.report(
                mission.place(of: "version"), "mission version \(version) is not known",
                "save the plan with a QGroundControl that writes version 2")
        }
        guard let home = home(mission) else { return nil }
        var plan = PlanFile(
            mission: [], home: PlanPoint(latitude: home[0], longitude: home[1]), homeAltitudeMetres: home[2],
            hoverSpeed: mission.number("hoverSpeed", in: 0.1...100, default: 5))
        plan.vehicleType = mission.optionalInteger("vehicleType", in: 0...255)
        let items = items(mission, home: plan.home)
        plan.origins = items.map(\.origin)
        plan.mission = PlanJumps.resolved(items, log: log)
        readFence(top, into: &plan)
        readRally(top, into: &plan)
        return plan
    }

    private static func home(_ mission: MappingReader) -> [Double]? {
        guard let node = mission.required("plannedHomePosition", example: "[47.39775, 8.54561, 489]") else {
            return nil
        }
        return coordinate(node, mission, "mission.plannedHomePosition", count: 3)
    }

    /// Latitude, longitude and, for `count` 3, altitude.
    static func coordinate(_ node: SettingsNode, _ reader: MappingReader, _ name: String, count: Int)
        -> [Double]?
    {
        guard case .sequence(let parts) = node.kind, parts.count == count else {
            let words = count == 3 ? "[latitude, longitude, altitude]" : "[latitude, longitude]"
            reader.log.report(node.place, "\(name) is not \(words)", "correct it in QGroundControl")
            return nil
        }
        let ranges: [ClosedRange<Double>] = [-90...90, -180...180, -1_000...20_000]
        let values = zip(parts, ranges).compactMap { reader.number($0, name, in: $1) }
        return values.count == count ? values : nil
    }

    private static func items(_ mission: MappingReader, home: PlanPoint) -> [PlacedItem] {
        guard let node = mission.required("items", example: "[]") else { return [] }
        var items: [PlacedItem] = []
        for (index, item) in mission.list(node, "mission.items", limit: mostItems).enumerated() {
            guard let reader = MappingReader(item, path: "item \(index + 1)", log: mission.log) else {
                continue
            }
            switch reader.text("type", example: "\"SimpleItem\"") {
            case "SimpleItem":
                let origin = PlanOrigin(place: item.place, number: index + 1)
                if let item = simpleItem(reader, home: home, origin) { items.append(item) }
            case "ComplexItem": items += complexItem(reader, home: home, number: index + 1)
            case "": break
            case let other:
                mission.log.report(
                    reader.place(of: "type"), "\(reader.path): type \(quoted(other)) is not known",
                    "plan it with simple items or a survey")
            }
            guard items.count <= mostItems else {
                mission.log.report(item.place, "more than \(mostItems) items", "split the mission")
                return items
            }
        }
        return items
    }

    /// A survey or corridor scan, whose path QGroundControl stores as simple items. Of a structure scan it stores only
    /// the polygon: which corner is flown to first is not in the file, and its versions point the camera and count the
    /// layers differently, so that the path is not known from the file.
    private static func complexItem(_ reader: MappingReader, home: PlanPoint, number: Int) -> [PlacedItem] {
        let kind = reader.text("complexItemType", default: "complex item")
        // Some writers leave the items beside the transects' own mapping.
        let holder = reader.mapping("TransectStyleComplexItem") ?? reader
        let stored = holder.node("Items").map {
            holder.list($0, "\(reader.path) (\(kind))", limit: mostItems)
        }
        guard let stored, !stored.isEmpty else {
            let why =
                reader.keys.contains("TransectStyleComplexItem")
                ? "the file does not hold its flight path (TransectStyleComplexItem.Items)"
                : "its flight path is not in the file, QGroundControl computes it when it uploads"
            reader.log.report(
                reader.place, "\(reader.path) (\(kind)) cannot be flown: \(why)",
                "save the plan again with QGroundControl, or plan this part with waypoints or a survey")
            return []
        }
        return stored.enumerated().compactMap { index, node in
            let origin = PlanOrigin(place: node.place, number: number, kind: kind, part: index + 1)
            return MappingReader(node, path: "\(reader.path) (\(kind)), part \(index + 1)", log: reader.log)
                .flatMap { simpleItem($0, home: home, origin) }
        }
    }
}

extension PlanReader {
    /// Commands that a dock must never send from a file, with the reason.
    private static let refusedCommands: [Int: String] = [
        185: "flight termination is not part of a mission",
        209: "motor tests are not part of a mission",
        245: "storing parameters is not part of a mission",
        246: "a reboot is not part of a mission",
    ]
    /// Navigation commands that mean nothing without a position.
    private static let placedCommands: Set<Int> = [16, 17, 18, 19, 21, 31, 82, 85]
    /// Take-off commands: a position of 0, 0 means "here".
    static let takeOffCommands: Set<Int> = [22, 84]
    /// Frames a plan may use: the global ones, and 2 for commands without a position.
    private static let frames: Set<Int> = [0, 2, 3, 5, 6, 10, 11]

    private static func simpleItem(
        _ reader: MappingReader, home: PlanPoint, _ origin: PlanOrigin,
    ) -> PlacedItem? {
        let before = reader.log.problems.count
        let command = reader.integer("command", in: 0...65_535)
        let frame = reader.integer("frame", in: 0...255)
        let autocontinue = reader.flag("autoContinue", default: true)
        guard let parameters = parameters(reader), reader.log.problems.count == before else { return nil }
        if let reason = refusedCommands[command] {
            reader.log.report(
                reader.place(of: "command"), "\(reader.path): \(reason)", "remove it in QGroundControl")
            return nil
        }
        guard frames.contains(frame) else {
            reader.log.report(
                reader.place(of: "frame"), "\(reader.path): frame \(frame) is not known",
                "use altitudes relative to home, above sea level or above terrain")
            return nil
        }
        guard hasUsablePosition(reader, command: command, frame: frame, parameters, home: home) else {
            return nil
        }
        let item = MissionItem(
            frame: MAVFrame(rawValue: UInt8(truncatingIfNeeded: frame)),
            command: MAVCommand(rawValue: UInt16(truncatingIfNeeded: command)), parameters: parameters,
            autocontinue: autocontinue)
        return PlacedItem(
            item: item, origin: origin, jumpID: reader.optionalInteger("doJumpId", in: 0...1_000_000),
            commandPlace: reader.place(of: "command"), parametersPlace: reader.place(of: "params"))
    }

    /// The seven parameters, NaN for null.
    private static func parameters(_ reader: MappingReader) -> [Double]? {
        guard let node = reader.required("params", example: "[0, 0, 0, null, 47.39775, 8.54561, 30]") else {
            return nil
        }
        let parts = reader.list(node, "\(reader.path): params", limit: 7)
        guard parts.count == 7 else {
            if parts.count > 0 || reader.log.problems.isEmpty {
                reader.log.report(
                    node.place, "\(reader.path): params has \(parts.count) values, not 7",
                    "save the plan again with QGroundControl")
            }
            return nil
        }
        let values = parts.compactMap { part -> Double? in
            part.isNull ? .nan : reader.number(part, "\(reader.path): params", in: -1e9...1e9)
        }
        return values.count == 7 ? values : nil
    }

    private static func hasUsablePosition(
        _ reader: MappingReader, command: Int, frame: Int, _ parameters: [Double], home: PlanPoint,
    ) -> Bool {
        let isTakeOff = takeOffCommands.contains(command)
        guard placedCommands.contains(command) || isTakeOff else { return true }
        let latitude = parameters[4], longitude = parameters[5], place = reader.place(of: "params")
        guard frame != 2 else {
            reader.log.report(
                reader.place(of: "frame"),
                "\(reader.path): command \(command) needs a position, and frame 2 has none",
                "plan it again in QGroundControl")
            return false
        }
        // Take-off and landing at 0, 0 are "here".
        if isTakeOff || command == 21, latitude == 0, longitude == 0 { return true }
        guard (-90...90).contains(latitude), (-180...180).contains(longitude), !parameters[6].isNaN else {
            reader.log.report(
                place, "\(reader.path): command \(command) has no usable position or altitude",
                "give it a position in QGroundControl")
            return false
        }
        let distance = home.distance(to: PlanPoint(latitude: latitude, longitude: longitude))
        guard distance <= farthestMetres else {
            reader.log.report(
                place, "\(reader.path) is \(short((distance / 1_000).rounded())) km from the planned home",
                "check latitude and longitude; the limit is \(short(farthestMetres / 1_000)) km")
            return false
        }
        return true
    }
}
