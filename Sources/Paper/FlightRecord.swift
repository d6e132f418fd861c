// SPDX-License-Identifier: Apache-2.0
// The facts of one sortie as a regulator asks for them, among them the list of UK AMC1 UAS.SPEC.050(1)(g). Nil and
// empty mean "not recorded"; nothing is guessed, and `missing` names what the list asks for and the record lacks.

import DockModel

/// The facts of one sortie.
public struct FlightRecord: Sendable, Equatable, Codable {
    /// The record's number; an amended record keeps it.
    public var id: String
    /// The version of the record, 1 for the first.
    public var version = 1
    /// Why this version replaces the one before; nil for the first.
    public var amendedBecause: String?
    /// When this version was written.
    public var written: WallTime
    /// The dock's name.
    public var dock: String
    /// The dock's time zone by its IANA name; local times are shown beside UTC.
    public var zone: String

    /// Who flies and under which authorisation.
    public var authority = Authority()
    /// The aircraft.
    public var aircraft = Aircraft()

    /// What the flight was for: the mission's name.
    public var activity: String?
    /// "done", "partial", "aborted" and so on.
    public var verdict: String?
    /// Whether it is known that it never left the ground; then nothing of a flight is missing.
    public var isGrounded = false
    /// Take-off; nil when there was none.
    public var takeOff: Leg?
    /// Landing; nil when it is not known.
    public var landing: Leg?
    /// Extremes of the flight.
    public var maxima = Maxima()
    /// The battery.
    public var battery = Battery()

    /// The launch gates with their answers as they were.
    public var gates: [Gate] = []
    /// Checks and surveys before the flight: pre-flight, site, radio.
    public var checks: [Check] = []
    /// What happened, in order.
    public var events: [Event] = []
    /// Incidents during the flight; nil when nobody looked, empty when there were none.
    public var incidents: [Event]?
    /// Defects found and what was done; nil when nobody looked, empty when there were none.
    public var defects: [String]?
    /// Repairs and changes since the flight before; nil when nobody looked, empty when there were none.
    public var changes: [String]?
    /// The state of Remote ID.
    public var remoteID: String?
    /// SHA-256 digests of log, plan, parameters and software, by name.
    public var digests: [Digest] = []
    /// The path that was planned.
    public var plan: [GeoPoint] = []
    /// The path that was flown; heights above the place of take-off.
    public var path: [GeoPoint] = []
    /// How many places the path had when the record was made; the facts keep the number alone.
    public var places = 0
    /// Height and battery over the flight; nil when they were not recorded.
    public var profile: FlightProfile?
    /// The fence.
    public var fence: [GeoPoint] = []
    /// Time in the air on a clock that nobody sets; nil takes the time between take-off and landing.
    public var inAir: Duration?
    /// What the reader must know: what was not there, which times do not agree.
    public var notes: [String] = []
    /// Names and versions of software.
    public var versions: [Version] = []
    /// What this version changes against the one before.
    public var differences: [String] = []
    /// Whether a detached signature lies beside the file; nil when the page shall not speak of it.
    public var isSigned: Bool?

    /// Path, plan, fence and profile are in the files; the rest is written down as facts.
    private enum CodingKeys: String, CodingKey {
        case id, version, amendedBecause, written, dock, zone, authority, aircraft, activity, verdict, isGrounded
        case takeOff, landing, maxima, battery, gates, checks, events, incidents, defects, changes, remoteID, digests
        case inAir, notes, versions, differences, isSigned, places
    }

    /// The facts of one sortie; all but their name is "not recorded" until it is set.
    public init(id: String, dock: String, zone: String, written: WallTime) {
        self.id = id
        self.dock = dock
        self.zone = zone
        self.written = written
    }

    /// Who flies and under which authorisation.
    public struct Authority: Sendable, Equatable, Codable {
        /// The operator's name.
        public var operatorName: String?
        /// The operator's registration.
        public var operatorRegistration: String?
        /// The responsible remote pilot or supervisor.
        public var responsible: String?
        /// The authorisation's number.
        public var authorisation: String?
        /// "VLOS" or "BVLOS".
        public var sight: String?

        /// Nothing recorded yet.
        public init() {}
    }

    /// The aircraft.
    public struct Aircraft: Sendable, Equatable, Codable {
        /// Its registration or the operator's mark on it.
        public var registration: String?
        /// Its serial number.
        public var serial: String?
        /// Its model.
        public var model: String?
        /// Flight hours after this flight.
        public var totalHours: Double?
        /// Flights after this flight.
        public var totalFlights: Int?

        /// Nothing recorded yet.
        public init() {}
    }

    /// A take-off or a landing.
    public struct Leg: Sendable, Equatable, Codable {
        /// When.
        public var at: WallTime
        /// Where, in degrees.
        public var position: GeoPoint?
        /// Where, in words.
        public var place: String?

        /// A take-off or a landing.
        public init(at: WallTime, position: GeoPoint? = nil, place: String? = nil) {
            self.at = at
            self.position = position
            self.place = place
        }
    }

    /// Extremes of a flight; nil for what was not measured.
    public struct Maxima: Sendable, Equatable, Codable {
        /// Greatest height above take-off, m.
        public var height: Double?
        /// Greatest distance from take-off, m.
        public var distance: Double?
        /// Length of the path, m.
        public var length: Double?
        /// Greatest speed over ground, m/s.
        public var speed: Double?
        /// Strongest gust, m/s.
        public var gust: Double?
        /// Least number of satellites.
        public var leastSatellites: Int?

        /// Nothing measured yet.
        public init() {}
    }

    /// The battery; nil for what was not measured.
    public struct Battery: Sendable, Equatable, Codable {
        /// Its serial number.
        public var serial: String?
        /// Charge at take-off, %.
        public var start: Double?
        /// Charge after landing, %.
        public var end: Double?
        /// Health, %.
        public var health: Double?
        /// Charge cycles.
        public var cycles: Int?

        /// Nothing measured yet.
        public init() {}
    }

    /// One launch gate as it was.
    public struct Gate: Sendable, Equatable, Codable {
        /// Its name: "wind".
        public var name: String
        /// "pass", "hold" or "refuse".
        public var answer: String
        /// The value it saw, with unit.
        public var value: String
        /// Its limit, with unit.
        public var limit: String

        /// One launch gate.
        public init(name: String, answer: String, value: String = "", limit: String = "") {
            self.name = name
            self.answer = answer
            self.value = value
            self.limit = limit
        }
    }

    /// A check before the flight.
    public struct Check: Sendable, Equatable, Codable {
        /// What kind of check it is.
        public enum Kind: String, Sendable, Equatable, Codable, CaseIterable {
            case preflight, site, radio, other
        }

        /// What kind of check it is.
        public var kind: Kind
        /// What was checked.
        public var what: String
        /// What was found.
        public var result: String

        /// A check.
        public init(_ kind: Kind, what: String, result: String) {
            self.kind = kind
            self.what = what
            self.result = result
        }
    }

    /// Something that happened.
    public struct Event: Sendable, Equatable, Codable {
        /// When.
        public var at: WallTime
        /// How grave: "warning".
        public var grade: String
        /// What.
        public var text: String

        /// Something that happened.
        public init(at: WallTime, grade: String, text: String) {
            self.at = at
            self.grade = grade
            self.text = text
        }
    }

    /// A SHA-256 digest.
    public struct Digest: Sendable, Equatable, Codable {
        /// Of what: "flight log".
        public var name: String
        /// Its 64 hexadecimal digits.
        public var hex: String

        /// A digest.
        public init(_ name: String, hex: String) {
            self.name = name
            self.hex = hex
        }
    }

    /// A software and its version.
    public struct Version: Sendable, Equatable, Codable {
        /// The software: "Roost".
        public var name: String
        /// Its version.
        public var text: String

        /// A software and its version.
        public init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    /// The time in the air; from take-off to landing when it was not counted, and nil while one of them is not known,
    /// or when the clock went back between them.
    public var duration: Duration? {
        if let inAir, inAir >= .zero { return inAir }
        guard let takeOff, let landing, takeOff.at <= landing.at else { return nil }
        let (span, isOut) = landing.at.milliseconds.subtractingReportingOverflow(takeOff.at.milliseconds)
        return isOut ? nil : .milliseconds(span)
    }
}

/// A field of UK AMC1 UAS.SPEC.050(1)(g).
public enum FlightRecordField: String, Sendable, Hashable, Codable, CaseIterable {
    case aircraft, takeOffTime, takeOffPlace, landingTime, landingPlace, duration, totals, remotePilot,
        activity,
        authorisation, sight, incidents, preflightCheck, siteSurvey, radioSurvey, defects, changes
}

extension FlightRecord {
    /// The fields that the list asks for and the record lacks, in the list's order.
    public var missing: [FlightRecordField] { FlightRecordField.allCases.filter { !has($0) } }

    /// The names of the missing fields in a language.
    public func missingNames(_ language: PaperLanguage) -> [String] { missing.map { language.name(of: $0) } }

    /// A time in UTC as a record shows it.
    public static func utcText(_ time: WallTime) -> String { PaperClock.utc(time) }

    /// Refuses a record that lacks a field, and names it.
    public func check() throws(PaperError) {
        let missing = missing
        guard missing.isEmpty else { throw .incomplete(record: id, missing: missing.map(\.rawValue)) }
    }

    private func has(_ field: FlightRecordField) -> Bool {
        switch field {
        case .aircraft: isSaid(aircraft.registration) || isSaid(aircraft.serial)
        case .takeOffTime: isGrounded || takeOff != nil
        case .takeOffPlace: isGrounded || hasPlace(takeOff)
        case .landingTime: isGrounded || landing != nil
        case .landingPlace: isGrounded || hasPlace(landing)
        case .duration: isGrounded || duration != nil
        case .totals: aircraft.totalHours.map(NumberText.isShown) ?? false || aircraft.totalFlights != nil
        case .remotePilot: isSaid(authority.responsible)
        case .activity: isSaid(activity)
        case .authorisation: isSaid(authority.authorisation)
        case .sight: isSaid(authority.sight)
        case .incidents: incidents != nil
        case .preflightCheck: checks.contains { $0.kind == .preflight && isSaid($0.result) }
        case .siteSurvey: checks.contains { $0.kind == .site && isSaid($0.result) }
        case .radioSurvey: checks.contains { $0.kind == .radio && isSaid($0.result) }
        case .defects: defects != nil
        case .changes: changes != nil
        }
    }

    private func isSaid(_ text: String?) -> Bool { !PaperText.line(text ?? "").isEmpty }

    private func hasPlace(_ leg: Leg?) -> Bool { isSaid(leg?.place) || leg?.position?.isValid ?? false }
}
