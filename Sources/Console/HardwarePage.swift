// SPDX-License-Identifier: Apache-2.0
// The facts of the hardware page: every device with its link, every point with value, unit, quality and age. A value
// that could not be believed is not here; the page must never fill a gap.

public import DockModel

/// How often something went wrong on the wire.
public struct FaultCount: Sendable, Equatable {
    /// What: "time-outs", "exception 2 (illegal address)".
    public var name: String
    /// How often since the start.
    public var count: Int

    /// A count.
    public init(name: String, count: Int) { (self.name, self.count) = (name, count) }
}

/// One device of the field bus.
public struct DeviceFact: Sendable, Equatable {
    /// Its name in dock.yaml.
    public var id: String
    /// Maker and model.
    public var model: String
    /// Its line: "10.0.0.5:502", a serial port.
    public var line: String
    /// Its unit id on that line.
    public var unit: Int
    /// Whether it answers now.
    public var isAnswering = false
    /// Whether its absence is no incident.
    public var isOptional = false
    /// Whether its data stand still.
    public var isFrozen = false
    /// Requests since the start.
    public var requests = 0
    /// Requests with a good reply.
    public var good = 0
    /// What went wrong, by name.
    public var faults: [FaultCount] = []
    /// Real time of the middle one of the recent good requests.
    public var middleReplyTime: Duration?
    /// Real time that 99 of 100 recent good requests did not exceed.
    public var slowestReplyTime: Duration?
    /// The time since the last good reply.
    public var lastGoodAge: Duration?
    /// How often the line was opened.
    public var connects = 0
    /// How often it came back after it was lost.
    public var returns = 0
    /// Points that are left alone because the device refuses them.
    public var leftAlone: [String] = []

    /// A device of which nothing has been heard yet.
    public init(id: String, model: String, line: String, unit: Int) {
        (self.id, self.model, self.line, self.unit) = (id, model, line, unit)
    }
}

/// One point of a device as it was read last.
public struct PointFact: Sendable, Equatable {
    /// The device.
    public var device: String
    /// What the dock asks it for: "wind_speed"; nil when it is only shown.
    public var role: String?
    /// Point, value, unit, quality and age.
    public var reading: ReadingRow
    /// What is assumed in its place: "failsafe 90 m/s (stale)"; nil when nothing is.
    public var assumed: String?

    /// A point.
    public init(device: String, role: String? = nil, reading: ReadingRow, assumed: String? = nil) {
        (self.device, self.role, self.reading, self.assumed) = (device, role, reading, assumed)
    }
}

/// What the hardware page shows.
public struct HardwarePage: Sendable, Equatable {
    /// Most points that a model hands over.
    public static let mostPoints = 2_000

    /// The dock's wall clock when the snapshot was taken.
    public var now: WallTime
    /// The devices, in the order of dock.yaml.
    public var devices: [DeviceFact]
    /// Their points, in the same order.
    public var points: [PointFact]

    /// A snapshot of the field bus.
    public init(now: WallTime, devices: [DeviceFact] = [], points: [PointFact] = []) {
        (self.now, self.devices, self.points) = (now, devices, points)
    }
}

extension FaultCount: JSONRecord {
    static let recordName = "Fault"
    static let fields: [JSONField<FaultCount>] = [
        JSONField("name", "What went wrong.") { $0.name }, JSONField("count", "How often.") { $0.count },
    ]
}

extension DeviceFact: JSONRecord {
    static let recordName = "Device"
    static let fields: [JSONField<DeviceFact>] = [
        JSONField("id", "Its name in dock.yaml.") { $0.id },
        JSONField("model", "Maker and model.") { $0.model },
        JSONField("line", "Its line.") { $0.line },
        JSONField("unit", "Its unit id on that line.") { $0.unit },
        JSONField("answering", "Whether it answers now.") { $0.isAnswering },
        JSONField("optional", "Whether its absence is no incident.") { $0.isOptional },
        JSONField("frozen", "Whether its data stand still.") { $0.isFrozen },
        JSONField("requests", "Requests since the start.") { $0.requests },
        JSONField("good", "Requests with a good reply.") { $0.good },
        JSONField("faults", "What went wrong.") { $0.faults },
        JSONField("reply_p50_s", "Middle reply time, s.") { $0.middleReplyTime },
        JSONField("reply_p99_s", "Reply time that 99 of 100 did not exceed, s.") { $0.slowestReplyTime },
        JSONField("last_good_age_s", "Time since the last good reply, s.") { $0.lastGoodAge },
        JSONField("connects", "How often the line was opened.") { $0.connects },
        JSONField("returns", "How often it came back after it was lost.") { $0.returns },
        JSONField("left_alone", "Points that the device refuses.") { $0.leftAlone },
    ]
}

extension PointFact: JSONRecord {
    static let recordName = "Point"
    static let fields: [JSONField<PointFact>] = [
        JSONField("device", "The device.") { $0.device },
        JSONField("role", "What the dock asks it for.") { $0.role },
        JSONField("point", "The point of the device's profile.") { $0.reading.name },
        JSONField("value", "The value; null unless the quality is good or uncertain.") { $0.reading.value },
        JSONField("unit", "The unit; empty when none.") { $0.reading.unit },
        JSONField("quality", "How far it can be believed.") { $0.reading.quality },
        JSONField("age_s", "The time since it was taken, s.") { $0.reading.age },
        JSONField("assumed", "What is assumed in its place.") { $0.assumed },
    ]
}

extension HardwarePage: JSONRecord {
    static let recordName = "Hardware"
    static let fields: [JSONField<HardwarePage>] = [
        JSONField("now", "The dock's wall clock.") { $0.now },
        JSONField("devices", "The devices.") { $0.devices },
        JSONField("points", "All their points.") { $0.points },
    ]
}
