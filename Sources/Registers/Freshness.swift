// SPDX-License-Identifier: Apache-2.0
// When a reading is too old, and when a device that still answers has stopped living (modbus-requirements R8,
// R10). All ages are on the boot clock; a step of the wall clock changes nothing here.

public import DockModel

/// The rules of age.
public enum Freshness {
    /// A reading older than this many of its poll periods is stale.
    public static let pollPeriods = 3
    /// A heartbeat that was read and has not moved for this long means frozen data; with a look a second that is known
    /// within 5 s.
    public static let longestStillHeartbeat = Duration.seconds(4)
    /// Reads that must show the same heartbeat again: a few reads far apart prove a slow reader, not a frozen device.
    public static let stillReads = 4
    /// A heartbeat that could not be read for this long proves nothing any more.
    public static let longestUnreadHeartbeat = Duration.seconds(30)
    /// Identical reads of every analogue register after which a live analogue device counts as frozen.
    public static let identicalReads = 300

    /// The reading as it stands at `now`: stale, without a value, when it is too old.
    public static func aged(_ reading: Reading, at now: Instant, pollPeriod: Duration) -> Reading {
        guard reading.quality == .good || reading.quality == .uncertain else { return reading }
        guard reading.age(at: now) > pollPeriod * pollPeriods else { return reading }
        return Reading(
            device: reading.device, point: reading.point, value: nil, unit: reading.unit, quality: .stale,
            taken: reading.taken)
    }
}

/// Notices a device whose data no longer change although it answers.
public struct FrozenWatch: Sendable, Equatable {
    private var heartbeat: ReadingValue?
    private var heartbeatSince: Instant?
    private var heartbeatRead: Instant?
    private var stillReads = 0
    private var analogue: [PointID: UInt64] = [:]
    private var identicalReads = 0
    private let heartbeatPoint: PointID?
    private let analoguePoints: Set<PointID>

    /// A watch for one device. Its heartbeat is the point named `heartbeat`; without one, weather stations
    /// and meters are watched by their analogue values, because those never stand perfectly still.
    public init(profile: DeviceProfile) {
        heartbeatPoint = profile.point("heartbeat")?.id
        let isLive = profile.deviceClass == .weather || profile.deviceClass == .meter
        let analogue = profile.points.filter { point in
            (point.poll == .fast || point.poll == .normal) && point.enumeration.isEmpty && !point.counter
                && point.write == .none && ![.bool, .string, .bits16, .bits32].contains(point.type)
        }
        analoguePoints = heartbeatPoint == nil && isLive && analogue.count >= 3 ? Set(analogue.map(\.id)) : []
    }

    /// Takes what one poll showed.
    public mutating func note(_ decoded: [(PointProfile, Decoded)], at taken: Instant) {
        var changed = false
        var seen = false
        for (point, decoded) in decoded {
            if point.id == heartbeatPoint, let value = decoded.value {
                if value != heartbeat {
                    heartbeatSince = taken
                    stillReads = 0
                } else {
                    stillReads = min(stillReads + 1, Freshness.stillReads)
                }
                heartbeat = value
                heartbeatRead = taken
            }
            guard analoguePoints.contains(point.id) else { continue }
            seen = true
            if analogue.updateValue(decoded.raw, forKey: point.id) != decoded.raw { changed = true }
        }
        if seen { identicalReads = changed ? 0 : min(identicalReads + 1, Freshness.identicalReads) }
    }

    /// Forgets everything, as after an outage.
    public mutating func reset() {
        heartbeat = nil
        heartbeatSince = nil
        heartbeatRead = nil
        stillReads = 0
        analogue = [:]
        identicalReads = 0
    }

    /// Whether the device's data are frozen.
    public func isFrozen(at now: Instant) -> Bool {
        if let heartbeatSince, let heartbeatRead {
            let isStill = heartbeatSince.duration(to: heartbeatRead) >= Freshness.longestStillHeartbeat
            return isStill && stillReads >= Freshness.stillReads
                || heartbeatRead.duration(to: now) > Freshness.longestUnreadHeartbeat
        }
        return !analoguePoints.isEmpty && identicalReads >= Freshness.identicalReads
    }
}

extension DeviceProfile {
    /// A heartbeat that is looked at too seldom, or that has no value to move, would freeze a living device.
    func heartbeatProblems() -> [ProfileProblem] {
        guard let heartbeat = point("heartbeat") else { return [] }
        var found: [ProfileProblem] = []
        if heartbeat.poll != .fast {
            found.append(
                ProfileProblem(point: heartbeat.id, key: "poll", text: "a heartbeat must be read fast"))
        }
        if heartbeat.write == .never || heartbeat.type == .string {
            found.append(
                ProfileProblem(
                    point: heartbeat.id, key: "type", text: "a heartbeat must be a value that can be read"))
        }
        return found
    }
}
