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

    /// A line.
    public init(id: String, schedule: ScheduleID, outcome: MissionOutcome, due: WallTime, reason: String = "") {
        self.id = id
        self.schedule = schedule
        self.outcome = outcome
        self.due = due
        self.reason = reason
    }
}

/// One line of the day's pictures.
public struct PictureLine: Sendable, Codable, Equatable {
    /// The flight that took them.
    public var flight: String
    /// What they show, in numbers, in English and in German.
    public var line: String, german: String

    /// A line.
    public init(flight: String, line: String, german: String) {
        (self.flight, self.line, self.german) = (flight, line, german)
    }
}

/// Lowest and highest of a measured thing.
public struct Span: Sendable, Codable, Equatable {
    /// Lowest value seen.
    public var low: Double
    /// Highest value seen.
    public var high: Double

    /// From the lowest to the highest.
    public init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }

    /// Widens the span to hold `value`.
    public static func widen(_ span: inout Span?, by value: Double) {
        span = Span(low: min(span?.low ?? value, value), high: max(span?.high ?? value, value))
    }
}

/// What happened since the last digest.
public struct DayTally: Sendable, Codable, Equatable {
    /// Most mission lines kept; more are counted only.
    static let mostLines = 32
    /// Lines about the pictures of flights, one a flight: more than a day has, and little of the state.
    static let mostPictureLines = 12
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
    /// What the pictures of flights show, the newest last.
    public var pictures: [PictureLine] = []
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

    /// Adds the day that followed; what stood at its end stands now. Lines beyond the most that are kept are counted
    /// only. - Parameter mostLines: the most mission lines and notices that are kept.
    public mutating func append(_ next: DayTally, mostLines: Int) {
        day = next.day
        begun = begun ?? next.begun
        ended = next.ended
        missions = Array((missions + next.missions).prefix(mostLines))
        outcomes.merge(next.outcomes) { Self.sum($0, $1) }
        flightSeconds += next.flightSeconds
        coverTravels += next.coverTravels
        chargedWattHours += next.chargedWattHours
        charges = Self.sum(charges, next.charges)
        windSum += next.windSum
        windSamples += next.windSamples
        if let value = next.gust { gust = max(gust ?? value, value) }
        for value in [next.airTemperature?.low, next.airTemperature?.high].compactMap({ $0 }) {
            Span.widen(&airTemperature, by: value)
        }
        for value in [next.padTemperature?.low, next.padTemperature?.high].compactMap({ $0 }) {
            Span.widen(&padTemperature, by: value)
        }
        if let value = next.rainMillimetres { rainMillimetres = (rainMillimetres ?? 0) + value }
        partNotices = Array((partNotices + next.partNotices).prefix(mostLines))
        // Pictures that came later replace the line of the flight they belong to.
        let again = Set(next.pictures.map(\.flight))
        pictures = Array((pictures.filter { !again.contains($0.flight) } + next.pictures).suffix(mostLines))
        battery = next.battery
        missedHeartbeats = Self.sum(missedHeartbeats, next.missedHeartbeats)
        incidents.merge(next.incidents) { Self.sum($0, $1) }
        openIncidents = next.openIncidents
        parts = next.parts
    }

    /// A sum that does not end the program, whatever stood in a store.
    private static func sum(_ a: Int, _ b: Int) -> Int {
        let (sum, isTooLarge) = a.addingReportingOverflow(b)
        return isTooLarge ? .max : sum
    }

    mutating func count(_ run: MissionRun, outcome: MissionOutcome) {
        outcomes[outcome, default: 0] += 1
        guard missions.count < Self.mostLines else { return }
        missions.append(
            MissionLine(
                id: run.mission.id, schedule: run.mission.schedule, outcome: outcome, due: run.mission.due,
                reason: (run.reasons.last ?? "").cut(to: Self.longestReason)))
    }
}
