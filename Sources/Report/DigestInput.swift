// SPDX-License-Identifier: Apache-2.0
// The facts of one day of a dock, as the daily digest needs them. Nil means "not measured"; nothing here is
// guessed.

import DockModel

/// The facts of one digest.
public struct DigestInput: Sendable, Equatable, Codable {
    /// Which dock speaks.
    public var source: ReportSource
    /// Of how long a time it tells.
    public var period = DigestPeriod.day
    /// The start of the period.
    public var from: WallTime
    /// The end of the period, which is also when the digest was written.
    public var to: WallTime
    /// What changed since the digest before, in words.
    public var changes: [String] = []
    /// What waits for a person.
    public var tasks: [DigestTask] = []
    /// The missions that were due in the period.
    public var missions: [DigestMission] = []
    /// Further missions of the period that are not among `missions`, by how they ended.
    public var unlisted: [DigestOutcome] = []
    /// The missions of the next 24 hours.
    public var upcoming: [DigestUpcoming] = []
    /// The vehicle, nil when nothing was read from one.
    public var vehicle: DigestVehicle?
    /// The dock, nil when nothing was read from it.
    public var dock: DigestDock?
    /// The parts that are watched.
    public var wear: [DigestPart] = []
    /// The weather, nil when it was not measured.
    public var weather: DigestWeather?
    /// Mail and link, nil when they were not watched.
    public var link: DigestLink?
    /// Events that rules kept from being mailed, with their counts.
    public var suppressed: [DigestCount] = []
    /// The same events one by one, for the attached table.
    public var held: [DigestHeldEvent] = []
    /// Incidents that people have shelved: who, why and until when.
    public var shelved: [DigestShelved] = []
    /// What was wrong with the exception filter itself.
    public var filterTroubles: [String] = []
    /// Incidents that are open now.
    public var incidents: [IncidentLine] = []
    /// Names and versions of software, configuration and plans, and what else is to be known of the system.
    public var versions: [DigestVersion] = []
    /// What is missing in these facts, and why: a day on which the dock did not run, a clock that was wrong.
    public var gaps: [DigestGap] = []

    /// The facts of a period; everything else is "not measured" until it is set.
    public init(source: ReportSource, from: WallTime, to: WallTime) {
        self.source = source
        self.from = from
        self.to = to
    }

    /// How many missions ended in a way, listed or not.
    func count(of verdict: MissionVerdict) -> Int {
        missions.count { $0.verdict == verdict }
            + unlisted.reduce(0) { $0 + ($1.verdict == verdict ? max(0, $1.count) : 0) }
    }
}

/// Of how long a time a digest tells.
public enum DigestPeriod: String, Sendable, Equatable, Codable, CaseIterable {
    /// One operational day.
    case day
    /// Seven days.
    case week
    /// A calendar month.
    case month
    /// Days that somebody asked for.
    case range
}

/// Something that a digest cannot say, and why.
public enum DigestGap: Sendable, Equatable, Codable {
    /// The dock was watched for a part of the period only.
    case watched(Duration, of: Duration)
    /// The clock was not believed for a part of the period; what happened then has no sure time.
    case clockNotBelieved(Duration)
    /// The clock was set back or forth so far that the period has no length of its own.
    case clockWasSet
    /// Days of the period of which nothing is stored.
    case daysMissing(Int, of: Int)
    /// The pictures were left out because the vehicle was in the air when the digest was written.
    case picturesNotDrawn
}

/// How many missions ended in one way.
public struct DigestOutcome: Sendable, Equatable, Codable {
    /// How they ended.
    public var verdict: MissionVerdict
    /// The missions.
    public var count: Int

    /// Missions that ended in one way.
    public init(verdict: MissionVerdict, count: Int) {
        self.verdict = verdict
        self.count = count
    }
}

/// Something that waits for a person.
public struct DigestTask: Sendable, Equatable, Codable {
    /// What is to be done.
    public var what: String
    /// Until when, nil when there is no deadline.
    public var by: WallTime?

    /// A task.
    public init(what: String, by: WallTime? = nil) {
        self.what = what
        self.by = by
    }
}

/// One mission that was due.
public struct DigestMission: Sendable, Equatable, Codable {
    /// The mission's name.
    public var name: String
    /// When it was planned.
    public var plannedAt: WallTime
    /// How it ended.
    public var verdict: MissionVerdict
    /// Why it did not go as planned.
    public var reason: String?
    /// When it is tried again.
    public var nextTry: WallTime?

    /// A mission that was due.
    public init(
        name: String, plannedAt: WallTime, verdict: MissionVerdict, reason: String? = nil,
        nextTry: WallTime? = nil
    ) {
        self.name = name
        self.plannedAt = plannedAt
        self.verdict = verdict
        self.reason = reason
        self.nextTry = nextTry
    }
}

/// One mission to come.
public struct DigestUpcoming: Sendable, Equatable, Codable {
    /// The mission's name.
    public var name: String
    /// When it is planned.
    public var at: WallTime

    /// A mission to come.
    public init(name: String, at: WallTime) {
        self.name = name
        self.at = at
    }
}

/// The vehicle's day.
public struct DigestVehicle: Sendable, Equatable, Codable {
    /// Take-offs.
    public var flights: Int?
    /// Time in the air.
    public var airTime: Duration?
    /// Battery charge at the end of the period.
    public var charge: Percent?
    /// Capacity of the pack against new.
    public var health: Percent?
    /// Charge cycles of the pack so far.
    public var cycles: Double?
    /// Difference between the best and the worst cell at rest, in millivolts.
    public var cellSpreadMillivolts: Double?
    /// The worst vibration, in metres a second squared.
    public var worstVibration: Double?

    /// A vehicle of which nothing is known yet.
    public init() {}
}

/// The dock's day.
public struct DigestDock: Sendable, Equatable, Codable {
    /// Travels of the cover.
    public var coverMoves: Int?
    /// Mean time of a travel, in seconds.
    public var coverTravelSeconds: Double?
    /// Usual time of a travel, in seconds.
    public var usualCoverTravelSeconds: Double?
    /// Energy charged into the vehicle.
    public var chargeEnergy: WattHours?
    /// Charges that were completed.
    public var charges: Int?
    /// Share of the energy that reached the pack.
    public var chargeEfficiency: Percent?
    /// Lowest temperature of the charge contacts.
    public var contactsLow: Celsius?
    /// Highest temperature of the charge contacts.
    public var contactsHigh: Celsius?
    /// Lowest cabinet temperature.
    public var cabinetLow: Celsius?
    /// Highest cabinet temperature.
    public var cabinetHigh: Celsius?
    /// Lowest cabinet humidity.
    public var humidityLow: Percent?
    /// Highest cabinet humidity.
    public var humidityHigh: Percent?
    /// Charge of the backup battery.
    public var backupCharge: Percent?

    /// A dock of which nothing is known yet.
    public init() {}
}

/// One watched part.
public struct DigestPart: Sendable, Equatable, Codable {
    /// The part's id in parts.yaml; empty when it is not told.
    public var part = ""
    /// The part's name.
    public var name: String
    /// The unit's serial number.
    public var serial: String
    /// The notice that stands, nil when there is none.
    public var stage: PartStage?
    /// When it ends.
    public var daysLeft: DaysLeft
    /// Days from order to arrival.
    public var leadDays: Double
    /// Days to get an order out.
    public var orderDays: Double
    /// What the forecast rests on.
    public var basis: PartBasis

    /// A watched part.
    public init(
        name: String, serial: String, stage: PartStage?, daysLeft: DaysLeft, leadDays: Double,
        orderDays: Double,
        basis: PartBasis
    ) {
        self.name = name
        self.serial = serial
        self.stage = stage
        self.daysLeft = daysLeft
        self.leadDays = leadDays
        self.orderDays = orderDays
        self.basis = basis
    }
}

/// The weather that was measured.
public struct DigestWeather: Sendable, Equatable, Codable {
    /// Mean wind.
    public var windMean: MetresPerSecond?
    /// Strongest gust.
    public var gust: MetresPerSecond?
    /// Lowest temperature.
    public var low: Celsius?
    /// Highest temperature.
    public var high: Celsius?
    /// Rain in the period, in millimetres.
    public var rainMillimetres: Double?
    /// Hours in which every weather gate would have passed.
    public var flyableHours: Double?

    /// Weather of which nothing is known yet.
    public init() {}
}

/// Mail and link.
public struct DigestLink: Sendable, Equatable, Codable {
    /// Mails that wait.
    public var waiting: Int?
    /// Since when the oldest of them waits.
    public var oldestWaiting: WallTime?
    /// Mails that were delivered.
    public var sent: Int?
    /// Mails that were given up.
    public var failed: Int?
    /// Time without a link.
    public var down: Duration?
    /// Mails that wait for another link or another day's budget; nil when no link has either.
    public var keptByLink: Int?
    /// The link that keeps them, with what it has carried.
    public var linkName: String?

    /// A link of which nothing is known yet.
    public init() {}
}

/// One event that a rule kept from being mailed.
public struct DigestHeldEvent: Sendable, Equatable, Codable {
    /// Its number, as `roost incidents held` shows it.
    public var id: Int64
    /// When it happened.
    public var at: WallTime
    /// Its class.
    public var severity: Severity
    /// Family and kind.
    public var kind: String
    /// Where it ended: "inhibited".
    public var bin: String
    /// The rule that held it.
    public var rule: String

    /// A held event.
    public init(id: Int64, at: WallTime, severity: Severity, kind: String, bin: String, rule: String) {
        self.id = id
        self.at = at
        self.severity = severity
        self.kind = kind
        self.bin = bin
        self.rule = rule
    }
}

/// An open incident that a person has shelved.
public struct DigestShelved: Sendable, Equatable, Codable {
    /// Its number, as `roost incidents shelves` shows it.
    public var id: String
    /// Its class.
    public var severity: Severity
    /// What it is.
    public var title: String
    /// Until when it is shelved.
    public var until: WallTime
    /// Who shelved it.
    public var who: String
    /// Why.
    public var reason: String

    /// A shelved incident.
    public init(id: String, severity: Severity, title: String, until: WallTime, who: String, reason: String) {
        self.id = id
        self.severity = severity
        self.title = title
        self.until = until
        self.who = who
        self.reason = reason
    }
}

/// How many events one rule kept from being mailed.
public struct DigestCount: Sendable, Equatable, Codable {
    /// The rule, in words.
    public var rule: String
    /// The events.
    public var count: Int

    /// A count of a rule.
    public init(rule: String, count: Int) {
        self.rule = rule
        self.count = count
    }
}

/// The version of one thing.
public struct DigestVersion: Sendable, Equatable, Codable {
    /// The thing: "vehicle firmware".
    public var name: String
    /// Its version or hash.
    public var version: String

    /// A version.
    public init(name: String, version: String) {
        self.name = name
        self.version = version
    }
}
