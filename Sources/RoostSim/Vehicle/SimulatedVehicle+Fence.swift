// SPDX-License-Identifier: Apache-2.0
// How the simulated autopilot watches its fence: the uploaded areas, and ArduPilot's ceiling and radius. PX4 speaks and
// acts as GF_ACTION says and sends no FENCE_STATUS; ArduPilot does both, as FENCE_ACTION says.

internal import DockModel
internal import MAVLink

/// What the autopilot knows about its fence.
struct FenceState: Sendable {
    /// What was left, in the words of the family; nil while it is inside.
    var outside: String?
    /// Breaches since it was switched on.
    var breaches: UInt16 = 0
    /// When the last one began, and what was left, for FENCE_STATUS.
    var breachedAt: Instant?
    var kind = MAVFenceBreach.none
    /// The settings as last read, and when.
    var settings = FenceSettings()
    var readAt: Instant?
}

/// The parameters of the fence.
struct FenceSettings: Sendable, Equatable {
    var isEnabled = true
    var action = 0
    /// Metres above home and around home; nil when they are not watched.
    var ceiling: Double?
    var radius: Double?
    var watchesAreas = true
}

extension SimulatedVehicle {
    /// What of the fence a place is outside of; nil when nothing.
    private func trespass(_ place: Vector, _ settings: FenceSettings) -> (name: String, kind: MAVFenceBreach)?
    {
        guard settings.isEnabled else { return nil }
        if let ceiling = settings.ceiling, place.up > ceiling { return ("Max Alt", .maxalt) }
        if let radius = settings.radius, place.level > radius { return ("Circle", .boundary) }
        return settings.watchesAreas && isOutsideAreas(place) ? ("Polygon", .boundary) : nil
    }

    /// Whether a place is outside the uploaded areas: PX4 must be in one of the inclusions, ArduPilot in each.
    private func isOutsideAreas(_ place: Vector) -> Bool {
        let items = plan.items(.fence)
        var inside = 0, inclusions = 0, index = 0
        while index < items.count {
            let item = items[index]
            var isIn = false
            switch item.command {
            case StoredItem.Command.polygonInclusion, StoredItem.Command.polygonExclusion:
                let count = min(max(Int(item.param1.isFinite ? item.param1 : 0), 1), items.count - index)
                let corners = items[index..<(index + count)].map {
                    frame.metres(latitude: $0.latitude, longitude: $0.longitude)
                }
                isIn = Self.isInside(place, corners)
                index += count - 1
            case StoredItem.Command.polygonExclusion + 1, StoredItem.Command.circleExclusion:
                let center = frame.metres(latitude: item.latitude, longitude: item.longitude)
                isIn = (place - center).level <= Double(item.param1)
            default:
                index += 1
                continue
            }
            index += 1
            let isInclusion =
                item.command == StoredItem.Command.polygonInclusion
                || item.command == StoredItem.Command.polygonExclusion + 1
            if isInclusion {
                inclusions += 1
                inside += isIn ? 1 : 0
            } else if isIn {
                return true
            }
        }
        return configuration.dialect == .px4 ? inclusions > 0 && inside == 0 : inside < inclusions
    }

    private static func isInside(_ place: Vector, _ corners: [Vector]) -> Bool {
        var isInside = false
        for (a, b) in zip(corners, corners.dropFirst() + corners.prefix(1)) {
            guard (a.north > place.north) != (b.north > place.north) else { continue }
            let east = a.east + (b.east - a.east) * (place.north - a.north) / (b.north - a.north)
            if place.east < east { isInside.toggle() }
        }
        return isInside
    }

    /// Why the fence speaks against arming here; nil when it does not.
    var fenceObstacle: String? {
        guard !plan.items(.fence).isEmpty, trespass(airframe.place, fenceSettings) != nil else { return nil }
        return configuration.dialect == .px4 ? "Geofence violation" : "vehicle outside Polygon fence"
    }

    /// The rules of the fence, for a craft in the air.
    mutating func checkFence() {
        guard isArmed, !airframe.isOnGround else { return fence.outside = nil }
        if fence.readAt.map({ $0 + .seconds(1) <= timers.now }) ?? true {
            fence.readAt = timers.now
            fence.settings = fenceSettings
        }
        let found = trespass(airframe.place, fence.settings)
        let was = fence.outside
        fence.outside = found?.name
        if let found, was == nil {
            fence.breaches &+= 1
            (fence.breachedAt, fence.kind) = (timers.now, found.kind)
            react(to: found.name)
        } else if found == nil, let was, configuration.dialect == .ardupilot {
            say(.notice, "\(was) fence cleared")
        }
    }

    /// The parameters of the family; what is not stored counts as the family's default.
    private var fenceSettings: FenceSettings {
        func value(_ name: String, _ standard: Double) -> Double {
            parameterStore.present.first { $0.name == name }?.value ?? standard
        }
        var settings = FenceSettings()
        switch configuration.dialect {
        case .px4:
            settings.action = Int(value("GF_ACTION", 2))
            settings.isEnabled = settings.action > 0
            let (across, up) = (value("GF_MAX_HOR_DIST", 0), value("GF_MAX_VER_DIST", 0))
            settings.radius = across > 0 ? across : nil
            settings.ceiling = up > 0 ? up : nil
        case .ardupilot:
            settings.action = Int(value("FENCE_ACTION", 1))
            settings.isEnabled = value("FENCE_ENABLE", 0) != 0
            let type = Int(value("FENCE_TYPE", 7))
            settings.ceiling = type & 1 != 0 ? value("FENCE_ALT_MAX", 100) : nil
            settings.radius = type & 2 != 0 ? value("FENCE_RADIUS", 300) : nil
            settings.watchesAreas = type & 4 != 0
        }
        return settings
    }

    private mutating func react(to name: String) {
        let isPX4 = configuration.dialect == .px4
        say(.critical, isPX4 ? "Geofence violation" : "\(name) fence breached")
        guard mode != .returning, mode != .landing else { return }
        let next: AutopilotMode? =
            switch (configuration.dialect, fence.settings.action) {
            case (.px4, 2), (.ardupilot, 4): .hold
            case (.px4, 3), (.ardupilot, 1), (.ardupilot, 3): .returning
            case (.px4, 5), (.ardupilot, 2): .landing
            default: nil
            }
        if isPX4, fence.settings.action == 4 {
            say(.emergency, "Flight termination")
            return disarm(because: "Disarmed by flight termination")
        }
        if let next { _ = enter(next, becauseOfFailsafe: true) }
    }

    /// FENCE_STATUS, which only ArduPilot sends.
    var fenceStatus: FenceStatusMessage {
        let since = fence.breachedAt.map { timers.bootedAt.duration(to: $0).nanoseconds / 1_000_000 } ?? 0
        return FenceStatusMessage(
            breachStatus: fence.outside == nil ? 0 : 1, breachCount: fence.breaches,
            breachType: fence.outside == nil ? .none : fence.kind,
            breachTime: UInt32(truncatingIfNeeded: since))
    }
}
