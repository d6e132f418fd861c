// SPDX-License-Identifier: Apache-2.0
// The bodies of the documents, one form for each stream. A member that is not known is null and never left out, so that
// a reader can tell "not measured" from "not told". A body never grows beyond its limit: lists are cut first.

public import DockModel

/// What one document tells.
public enum FleetReport: Sendable, Equatable {
    /// What the dock is doing.
    case state(StateReport)
    /// An incident that began, changed or ended.
    case incident(IncidentReport)
    /// A due run that ended.
    case flight(FlightReport)
    /// A line of the journal of wear.
    case wear(WearReport)
    /// What a day came to.
    case rollup(RollUpReport)

    /// Octets kept free for what stands around a body.
    static let envelopeOctets = 1_024

    /// The stream it belongs to.
    public var stream: FleetStream {
        switch self {
        case .state: .state
        case .incident: .incident
        case .flight: .flight
        case .wear: .wear
        case .rollup: .rollup
        }
    }

    /// The body as JSON. Lists are halved until it fits; how many entries there were is told beside each list.
    public var body: [UInt8] {
        var entries = FleetLimit.listEntries
        while entries > 0 {
            let text = members(entries).object
            if text.utf8.count <= FleetLimit.documentOctets - Self.envelopeOctets { return Array(text.utf8) }
            entries /= 2
        }
        return Array(members(0).object.utf8)
    }

    private func members(_ entries: Int) -> JSONMembers {
        switch self {
        case .state(let report): report.members
        case .incident(let report): report.members
        case .flight(let report): report.members(entries)
        case .wear(let report): report.members
        case .rollup(let report): report.members(entries)
        }
    }
}

/// What the dock is doing.
public struct StateReport: Sendable, Equatable {
    /// The version of the software.
    public var version = ""
    /// The dock's name for people, and where it stands.
    public var name = "", latitude: Double?, longitude: Double?
    /// The phase, and whether only a person can end it.
    public var phase = "", awaitsPerson = false
    /// Seconds until the next such document is promised.
    public var interval = 0.0
    /// Open incidents, and the class of the worst of them (0 is the worst).
    public var openIncidents = 0, worst: Severity?
    /// When the next run is due.
    public var nextRun: WallTime?
    /// Charge of the vehicle's pack, %.
    public var battery: Double?
    /// Mails that wait.
    public var mailsWaiting: Int?
    /// The number of the fleet's bundle whose files it runs with, and of the newest that it has judged.
    public var bundle: Int64?, bundleJudged: Int64?
    /// Why it does not run with the newest; nil when it does.
    public var bundleTrouble: String?

    /// A state of which nothing is known.
    public init() {}

    var members: JSONMembers {
        var all = JSONMembers()
        all.add("version", text: version)
        all.add("name", text: name)
        all.add("latitude", number: latitude)
        all.add("longitude", number: longitude)
        all.add("phase", text: phase)
        all.add("awaits_person", flag: awaitsPerson)
        all.add("interval_s", number: interval)
        all.add("open_incidents", whole: Int64(openIncidents))
        all.add("worst_severity", whole: worst.map { Int64($0.rawValue) })
        all.add("next_run_ms", whole: nextRun?.milliseconds)
        all.add("battery_percent", number: battery)
        all.add("mails_waiting", whole: mailsWaiting.map(Int64.init))
        all.add("bundle", whole: bundle)
        all.add("bundle_judged", whole: bundleJudged)
        all.add("bundle_trouble", text: bundleTrouble)
        return all
    }
}

/// An incident.
public struct IncidentReport: Sendable, Equatable {
    /// A name that no other incident of the dock has.
    public var id: String
    /// The kind ("COVER.pinched"), what it is about, and in what way.
    public var kind: String, subject: String, detail: String
    /// How urgent it is.
    public var severity: Severity
    /// The mission it belongs to.
    public var mission: String?
    /// When it began and ended.
    public var opened: WallTime, resolved: WallTime?
    /// Whether somebody has to go there; nil when that is not known.
    public var needsVisit: Bool?

    /// An incident that has not ended.
    public init(
        id: String, kind: String, subject: String, detail: String, severity: Severity, opened: WallTime
    ) {
        (self.id, self.kind, self.subject, self.detail) = (id, kind, subject, detail)
        (self.severity, self.opened) = (severity, opened)
    }

    var members: JSONMembers {
        var all = JSONMembers()
        all.add("id", text: id)
        all.add("kind", text: kind)
        all.add("subject", text: subject)
        all.add("detail", text: detail)
        all.add("severity", whole: Int64(severity.rawValue))
        all.add("mission", text: mission)
        all.add("opened_ms", whole: opened.milliseconds)
        all.add("resolved_ms", whole: resolved?.milliseconds)
        all.add("needs_visit", flag: needsVisit)
        return all
    }
}

/// A due run and what became of it.
public struct FlightReport: Sendable, Equatable {
    /// The run and its schedule.
    public var id: String, schedule: String
    /// Its end: "flown", "refused", …
    public var outcome: String
    /// When it was due, took off and landed.
    public var due: WallTime, takeoff: WallTime?, landed: WallTime?
    /// Seconds in the air.
    public var airSeconds: Double?
    /// Charge of the pack before and after, %.
    public var batteryStart: Double?, batteryEnd: Double?
    /// Greatest height and distance, and the way flown, m.
    public var height: Double?, distance: Double?, travelled: Double?
    /// How often a gate held it.
    public var holds = 0
    /// Why it ended as it did.
    public var reasons: [String] = []

    /// A run of which only the end is known.
    public init(id: String, schedule: String, outcome: String, due: WallTime) {
        (self.id, self.schedule, self.outcome, self.due) = (id, schedule, outcome, due)
    }

    func members(_ entries: Int) -> JSONMembers {
        var all = JSONMembers()
        all.add("id", text: id)
        all.add("schedule", text: schedule)
        all.add("outcome", text: outcome)
        all.add("due_ms", whole: due.milliseconds)
        all.add("takeoff_ms", whole: takeoff?.milliseconds)
        all.add("landed_ms", whole: landed?.milliseconds)
        all.add("air_s", number: airSeconds)
        all.add("battery_start_percent", number: batteryStart)
        all.add("battery_end_percent", number: batteryEnd)
        all.add("height_m", number: height)
        all.add("distance_m", number: distance)
        all.add("travelled_m", number: travelled)
        all.add("holds", whole: Int64(holds))
        all.add("reason_count", whole: Int64(reasons.count))
        all.add("reasons", texts: Array(reasons.prefix(entries)))
        return all
    }
}

/// A line of the journal of wear.
public struct WearReport: Sendable, Equatable {
    /// The part, and the serial number of the unit in service.
    public var part: String, serial: String
    /// What the line tells: "opened", "row", "replaced" or "kept".
    public var kind: String
    /// When it was, on the dock's wall clock.
    public var at: WallTime
    /// Uses run since the unit came into service.
    public var use: Double?
    /// The measure, its unit, and at which it is worn out.
    public var measure: Double?, unit = "", endOfLife: Double?

    /// A line.
    public init(part: String, serial: String, kind: String, at: WallTime) {
        (self.part, self.serial, self.kind, self.at) = (part, serial, kind, at)
    }

    var members: JSONMembers {
        var all = JSONMembers()
        all.add("part", text: part)
        all.add("serial", text: serial)
        all.add("kind", text: kind)
        all.add("at_ms", whole: at.milliseconds)
        all.add("use", number: use)
        all.add("measure", number: measure)
        all.add("unit", text: unit)
        all.add("end_of_life", number: endOfLife)
        return all
    }
}

/// How a part stood at the end of a day.
public struct PartReport: Sendable, Equatable {
    /// The part, its name for people, and the serial number in service.
    public var part: String, name: String, serial: String
    /// Uses run, and their unit.
    public var use: Double, useUnit: String
    /// The measure and its unit.
    public var measure: Double?, unit = ""
    /// Days left: one unit in ten has less, half of them have less.
    public var daysP10: Double, daysP50: Double
    /// Days from order to arrival.
    public var leadDays: Double
    /// The most advanced notice that stands: "plan", "replace", "stop".
    public var stage: String?

    /// A part.
    public init(
        part: String, name: String, serial: String, use: Double, useUnit: String, daysP10: Double,
        daysP50: Double,
        leadDays: Double
    ) {
        (self.part, self.name, self.serial, self.use, self.useUnit) = (part, name, serial, use, useUnit)
        (self.daysP10, self.daysP50, self.leadDays) = (daysP10, daysP50, leadDays)
    }

    var members: JSONMembers {
        var all = JSONMembers()
        all.add("part", text: part)
        all.add("name", text: name)
        all.add("serial", text: serial)
        all.add("use", number: use)
        all.add("use_unit", text: useUnit)
        all.add("measure", number: measure)
        all.add("unit", text: unit)
        all.add("days_p10", number: daysP10)
        all.add("days_p50", number: daysP50)
        all.add("lead_days", number: leadDays)
        all.add("stage", text: stage)
        return all
    }
}

/// What a day came to.
public struct RollUpReport: Sendable, Equatable {
    /// The local date: "2026-11-26".
    public var day: String
    /// Due runs by how they ended.
    public var outcomes: [(outcome: String, count: Int)] = []
    /// Seconds in the air, travels of the cover, energy charged (Wh), charges.
    public var flightSeconds = 0.0, coverTravels = 0.0, chargedWattHours = 0.0, charges = 0
    /// The strongest gust, m/s, and the pack's charge at the end, %.
    public var gust: Double?, battery: Double?
    /// Incidents that began, by kind.
    public var incidents: [(kind: String, count: Int)] = []
    /// The parts that are watched, worst first.
    public var parts: [PartReport] = []

    /// A day on which nothing was counted.
    public init(day: String) { self.day = day }

    /// Days are equal when they are written alike.
    public static func == (left: RollUpReport, right: RollUpReport) -> Bool {
        left.members(.max).object == right.members(.max).object
    }

    func members(_ entries: Int) -> JSONMembers {
        var all = JSONMembers()
        all.add("day", text: day)
        all.add(
            "outcomes", objects: outcomes.prefix(entries).map { Self.count("outcome", $0.outcome, $0.count) })
        all.add("flight_s", number: flightSeconds)
        all.add("cover_travels", number: coverTravels)
        all.add("charged_wh", number: chargedWattHours)
        all.add("charges", whole: Int64(charges))
        all.add("gust_ms", number: gust)
        all.add("battery_percent", number: battery)
        all.add("incidents", objects: incidents.prefix(entries).map { Self.count("kind", $0.kind, $0.count) })
        all.add("part_count", whole: Int64(parts.count))
        all.add("parts", objects: parts.prefix(entries).map(\.members))
        return all
    }

    private static func count(_ name: String, _ word: String, _ count: Int) -> JSONMembers {
        var all = JSONMembers()
        all.add(name, text: word)
        all.add("count", whole: Int64(count))
        return all
    }
}
