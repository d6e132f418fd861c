// SPDX-License-Identifier: Apache-2.0
// What the digest says of a day, gathered as it happens, so that the digest is a function of stored state alone.
// It must never grow without a bound, whatever happens in a day.

public import DockModel

/// One line of the day's missions.
public struct MissionLine: Sendable, Codable, Equatable {
    /// The run.
    public var id: String
    /// The schedule it came from.
    public var schedule: ScheduleID
    /// How it ended.
    public var outcome: MissionOutcome
    /// When it was due.
    public var due: WallTime
    /// Why, when it was not flown to its end.
    public var reason: String
}

/// Lowest and highest of a measured thing.
public struct Span: Sendable, Codable, Equatable {
    /// Lowest value seen.
    public var low: Double
    /// Highest value seen.
    public var high: Double

    /// Widens the span to hold `value`.
    static func widen(_ span: inout Span?, by value: Double) {
        span = Span(low: min(span?.low ?? value, value), high: max(span?.high ?? value, value))
    }
}

/// What happened since the last digest.
public struct DayTally: Sendable, Codable, Equatable {
    /// Most mission lines kept; more are counted only.
    static let mostLines = 32
    /// Most octets of a line's reason; the run's record has all of it.
    static let longestReason = 100

    /// The local date the tally closes with; empty while it runs.
    public var day = ""
    /// When it began.
    public var begun: WallTime?
    /// When it ended.
    public var ended: WallTime?
    /// The missions that ended, the first of them line by line.
    public var missions: [MissionLine] = []
    /// How many missions ended each way.
    public var outcomes: [MissionOutcome: Int] = [:]
    /// Seconds in the air.
    public var flightSeconds = 0.0
    /// Cover travels, by the drive's counter.
    public var coverTravels = 0.0
    /// Energy put into packs, Wh.
    public var chargedWattHours = 0.0
    /// Completed charge sessions.
    public var charges = 0
    /// Sum of the believed wind samples, m/s, and their number.
    public var windSum = 0.0, windSamples = 0.0
    /// Highest gust, m/s.
    public var gust: Double?
    /// Air temperature, °C.
    public var airTemperature: Span?
    /// Charge contacts' temperature, °C.
    public var padTemperature: Span?
    /// Rain fallen, mm; nil when it was not measured.
    public var rainMillimetres: Double?
    /// What was said about parts: "Cover motor: plan".
    public var partNotices: [String] = []
    /// Charge of the pack when the day ended.
    public var battery: Percent?
    /// Digests that no server took in time.
    public var missedHeartbeats = 0
    /// Incidents opened, by kind.
    public var incidents: [String: Int] = [:]
    /// Incidents open when the day ended.
    public var openIncidents: [Incident] = []
    /// Parts and their remaining life when the day ended.
    public var parts: [PartOutlook] = []

    /// An empty day.
    public init() {}

    mutating func count(_ run: MissionRun, outcome: MissionOutcome) {
        outcomes[outcome, default: 0] += 1
        guard missions.count < Self.mostLines else { return }
        missions.append(
            MissionLine(
                id: run.mission.id, schedule: run.mission.schedule, outcome: outcome, due: run.mission.due,
                reason: (run.reasons.last ?? "").cut(to: Self.longestReason)))
    }
}
