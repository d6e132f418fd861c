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

    /// The list to upload: ArduPilot keeps home as item 0 of a mission.
    func list(_ items: [MissionItem], of plan: PlanKind, home: HomePosition?) -> [MissionItem] {
        guard plan == .mission, !items.isEmpty else { return items }
        return MissionItem.list(
            of: items, for: autopilot, homeLatitude: home?.latitude ?? 0, homeLongitude: home?.longitude ?? 0,
            homeAltitude: home?.altitude.value ?? 0)
    }

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
        let lost = unstored(item.command)
        let pairs: [(Int, WritableKeyPath<MissionItem, Float>)] = [
            (1, \.param1), (2, \.param2), (3, \.param3), (4, \.param4),
        ]
        for (number, path) in pairs {
            let (sent, kept) = (item[keyPath: path], held[keyPath: path])
            let isForgotten = lost.contains(number) && kept == 0
            let isFlag =
                self == .px4 && item.command == .navLoiterTime && number != 1 && kept == (sent > 0 ? 1 : 0)
            let isWhole = self == .ardupilot && sent.isFinite && kept == sent.rounded(.towardZero)
            if isForgotten || isFlag || isWhole { expected[keyPath: path] = kept }
        }
        if self == .ardupilot, !Self.placed.contains(item.command), held.x == 0, held.y == 0, held.z == 0 {
            (expected.x, expected.y, expected.z) = (0, 0, 0)
        }
        return expected
    }

    /// The parameters of a command that come back as 0 whatever was sent; none of them changes the flight of
    /// a multicopter (pitch of a winged take-off, acceptance and pass radius, abort height, headings of
    /// ArduPilot).
    private func unstored(_ command: MAVCommand) -> Set<Int> {
        switch (self, command) {
        case (.px4, .navTakeoff): [1, 2, 3]
        case (.px4, .navWaypoint): [3]
        case (.px4, .navLand): [1, 3]
        case (.px4, .navLoiterUnlim): [1, 2]
        case (.px4, .navLoiterTime): [2, 4]
        case (.ardupilot, .navWaypoint), (.ardupilot, .navTakeoff), (.ardupilot, .navLand): [2, 3, 4]
        case (.ardupilot, .navReturnToLaunch): [1, 2, 3, 4]
        case (.ardupilot, .navLoiterTime), (.ardupilot, .navLoiterUnlim): [2, 3, 4]
        case (.ardupilot, .navLoiterTurns): [2, 4]
        default: []
        }
    }

    /// Commands whose x, y and z ArduPilot stores; of the others it keeps only parameters.
    private static let placed: [MAVCommand] = [
        .navTakeoff, .navWaypoint, .navLand, .navLoiterTime, .navLoiterTurns, .navLoiterUnlim,
        MAVCommand(rawValue: 82), MAVCommand(rawValue: 195), MAVCommand(rawValue: 201),
        MAVCommand(rawValue: 5_000),
        MAVCommand(rawValue: 5_001), MAVCommand(rawValue: 5_002), MAVCommand(rawValue: 5_003),
        MAVCommand(rawValue: 5_004), MAVCommand(rawValue: 5_100),
    ]
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
