// SPDX-License-Identifier: Apache-2.0
// Everything in which PX4 and ArduPilot differ for the dock: the home item, the order of mode, arm and start,
// and what each keeps of an uploaded item. Nothing else in this module asks which autopilot it talks to.

internal import DockModel
internal import MAVLink

/// One of the two autopilot families that a dock flies.
enum VehicleDialect: Sendable, Equatable {
    case px4
    case ardupilot

    /// The family of a report; nil for others, which are not flown.
    init?(_ autopilot: Autopilot?) {
        switch autopilot {
        case .px4: self = .px4
        case .ardupilot: self = .ardupilot
        case .other, nil: return nil
        }
    }

    var autopilot: Autopilot { self == .px4 ? .px4 : .ardupilot }

    /// The mode to be in before arming: PX4 refuses in return and land, ArduPilot in everything automatic but
    /// GUIDED.
    var armingMode: FlightMode { self == .px4 ? .hold : .guided }

    /// Whether a mode already allows arming, so that it need not be changed.
    func canArm(in mode: FlightMode) -> Bool {
        switch self {
        case .px4: mode == .hold || mode == .mission
        case .ardupilot: mode == .guided
        }
    }

    /// Whether the mission starts only with MISSION_START, after its mode.
    var needsMissionStart: Bool { self == .ardupilot }

    /// The list to upload: ArduPilot keeps home as item 0 of a mission, and refuses most parameters that are NaN; 0
    /// stands for "as usual" there.
    func list(_ items: [MissionItem], of plan: PlanKind, home: HomePosition?) -> [MissionItem] {
        let items = self == .ardupilot ? items.map(Self.withoutNaN) : items
        guard plan == .mission, !items.isEmpty else { return items }
        return MissionItem.list(
            of: items, for: autopilot, homeLatitude: home?.latitude ?? 0, homeLongitude: home?.longitude ?? 0,
            homeAltitude: home?.altitude.value ?? 0)
    }

    private static func withoutNaN(_ item: MissionItem) -> MissionItem {
        var item = item
        for path in parameters where item[keyPath: path].isNaN { item[keyPath: path] = 0 }
        return item
    }

    /// The four parameters, in order.
    private static var parameters: [WritableKeyPath<MissionItem, Float>] { [\.param1, \.param2, \.param3, \.param4] }

    /// What speaks against a list on this autopilot; nil when nothing does.
    func obstacle(in items: [MissionItem]) -> String? {
        guard let first = items.first(where: { Self.moving.contains($0.command) }) else {
            return "it has no item that moves the vehicle"
        }
        guard self == .px4 || first.command == .navTakeoff else {
            return
                "ArduPilot starts only with a take-off item, the first is command \(first.command.rawValue)"
        }
        return nil
    }

    /// The first difference that changes the flight between a list sent and a list read back; nil when there
    /// is none.
    ///
    /// Beyond what `MissionDifference` lets through, the parameters that this family is known not to store
    /// (they come back as 0) and the ones it stores as whole numbers are taken as sent.
    func difference(sent: [MissionItem], held: [MissionItem], plan: PlanKind) -> MissionDifference? {
        let expected = sent.enumerated().map { index, item in
            index < held.count ? forgetting(item, held: held[index]) : item
        }
        return MissionDifference.first(
            uploaded: expected, readBack: held, autopilot: autopilot, type: plan.missionType)
    }

    private static let moving: [MAVCommand] = [
        .navTakeoff, .navWaypoint, .navLand, .navReturnToLaunch, .navLoiterTime, .navLoiterTurns,
        .navLoiterUnlim,
        MAVCommand(rawValue: 82), MAVCommand(rawValue: 84), MAVCommand(rawValue: 85),
    ]

    /// The item as this family stores it, where what it holds is exactly that.
    private func forgetting(_ item: MissionItem, held: MissionItem) -> MissionItem {
        var expected = item
        let lost = unstored(item)
        for (index, path) in Self.parameters.enumerated() {
            let (sent, kept) = (item[keyPath: path], held[keyPath: path])
            let isForgotten = lost.contains(index + 1) && kept == 0
            if isForgotten || isStored(sent, as: kept, parameter: index + 1, of: item.command) {
                expected[keyPath: path] = kept
            }
        }
        if self == .ardupilot, !hasPlace(item.command), held.x == 0, held.y == 0, held.z == 0 {
            (expected.x, expected.y, expected.z) = (0, 0, 0)
        }
        return expected
    }

    /// Whether this family stores a parameter in another form and gives back exactly that.
    private func isStored(_ sent: Float, as kept: Float, parameter: Int, of command: MAVCommand) -> Bool {
        switch (self, command, parameter) {
        // Flags: whether to turn first, and how to leave the circle.
        case (.px4, .navLoiterTime, 2), (.px4, .navLoiterTime, 4), (.px4, .navLoiterToAlt, 1),
            (.px4, .navLoiterToAlt, 4),
            (.ardupilot, .navLoiterTurns, 4), (.ardupilot, .navLoiterTime, 4), (.ardupilot, .navLoiterToAlt, 4):
            return kept == (sent > 0 ? 1 : 0)
        // Which way round; the radius is a setting of the vehicle.
        case (.ardupilot, .navLoiterTime, 3): return kept == (sent < 0 ? -1 : 1)
        // A way round that only some winged vehicles know.
        case (.ardupilot, .navLand, 4): return abs(kept) == 1
        // Above 255 m the radius is kept in steps of 10 m.
        case (.ardupilot, .navLoiterTurns, 3) where abs(sent) > 255:
            return kept.sign == sent.sign && abs(sent) - abs(kept) >= 0 && abs(sent) - abs(kept) < 10
        case (.ardupilot, _, _): return sent.isFinite && kept == sent.rounded(.towardZero)
        default: return false
        }
    }

    /// The parameters of an item that come back as 0 whatever was sent; none of them changes the flight of
    /// a multicopter (pitch of a winged take-off, acceptance and pass radius, abort height, headings of
    /// ArduPilot).
    private func unstored(_ item: MissionItem) -> Set<Int> {
        switch (self, item.command) {
        case (.px4, .navTakeoff), (.px4, .navVTOLTakeoff), (.px4, .navVTOLLand): [1, 2, 3]
        case (.px4, .navWaypoint), (.px4, .navLoiterToAlt): [3]
        case (.px4, .navLand): [1, 3]
        case (.px4, .navLoiterUnlim): [1, 2]
        // With a place it is kept as "look there", which the place says.
        case (.px4, .doSetROI): item.latitude != nil && item.param1 == Self.lookAtPlace ? [1, 2, 3, 4] : []
        case (.ardupilot, .navWaypoint), (.ardupilot, .navTakeoff), (.ardupilot, .navLand), (.ardupilot, .navSpline):
            [2, 3, 4]
        case (.ardupilot, .navReturnToLaunch), (.ardupilot, .navVTOLTakeoff): [1, 2, 3, 4]
        case (.ardupilot, .navVTOLLand), (.ardupilot, .navLoiterTime), (.ardupilot, .doSetCamTriggDist): [2, 3, 4]
        case (.ardupilot, .navLoiterUnlim): [1, 2, 4]
        case (.ardupilot, .navLoiterTurns): [2, 4]
        case (.ardupilot, .navLoiterToAlt): [1, 3, 4]
        default: []
        }
    }

    /// `MAV_ROI_LOCATION`.
    private static let lookAtPlace: Float = 3

    /// Whether ArduPilot stores x, y and z of a command; of the others it keeps only parameters.
    private func hasPlace(_ command: MAVCommand) -> Bool {
        MissionDifference.hasPlaceOnArduPilot(command) || (5_000...5_100).contains(command.rawValue)
    }
}

extension MAVCommand {
    /// `MAV_CMD_NAV_SPLINE_WAYPOINT`.
    fileprivate static let navSpline = Self(rawValue: 82)
}

extension PlanKind {
    /// MAVLink's name of this plan.
    var missionType: MAVMissionType {
        switch self {
        case .mission: .mission
        case .fence: .fence
        case .rally: .rally
        }
    }
}
