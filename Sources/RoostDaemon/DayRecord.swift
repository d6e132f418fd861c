// SPDX-License-Identifier: Apache-2.0
// All that a digest says of one operational day, as it was known when the day ended. It is stored with the commit
// that queues the digest, so that the same digest can be written again at any time, in any language and form.

public import DockModel
internal import Foundation
public import Report
public import RoostCore
public import Store

/// The facts of one operational day.
public struct DayRecord: Sendable, Codable, Equatable {
    /// The form of these facts; a later one is not read by this version.
    public static let newestSchema = 1

    /// The form of these facts.
    public var schema = DayRecord.newestSchema
    /// The version of the software that wrote them.
    public var version: String
    /// What the core counted.
    public var tally: DayTally
    /// What was measured in the course of the day.
    public var log = DayLog()
    /// The parts that are watched.
    public var wear: [DigestPart] = []
    /// Those of them that are measured.
    public var measured: [MeasuredPart] = []
    /// Charge cycles of the pack, its capacity against new in %, its cell spread in mV.
    public var cycles: Double?, packHealth: Double?, cellSpread: Double?
    /// The strongest vibration of the propellers, m/s².
    public var vibration: Double?
    /// How long a travel of the cover took on the days before, s.
    public var usualTravel: Double?
    /// What was due next when the day ended.
    public var upcoming: [DigestUpcoming] = []
    /// Mail and link.
    public var link: DigestLink?
    /// What the exception filter held back, by rule.
    public var suppressed: [DigestCount] = []
    /// Likewise, one by one.
    public var held: [DigestHeldEvent] = []
    /// The open incidents that a person has shelved.
    public var shelved: [DigestShelved] = []
    /// What the detector said of unusual signals.
    public var unusual: [String] = []
    /// What was wrong with the filter.
    public var filterTroubles: [String] = []
    /// Versions, hashes and sizes of the system.
    public var system: [DigestVersion] = []
    /// The limits for mean wind and gusts, m/s, and the current at which the cover's drive stops, A.
    public var windLimit: Double?, gustLimit: Double?, pinchCurrent: Double?
    /// Whether the digest went out without pictures, because the vehicle was in the air.
    public var isWithoutPictures = false

    /// The facts of a day; everything but the count is "not measured" until it is set.
    public init(tally: DayTally, version: String) {
        self.tally = tally
        self.version = version
    }

    /// When it ended.
    public var ended: WallTime { tally.ended ?? tally.begun ?? WallTime(milliseconds: 0) }
}

extension DayRecord {
    /// The row that keeps it.
    public func row() throws -> DayRow {
        DayRow(
            day: tally.day, ended: ended, figures: try StateCoding.encode(DayFigures(self)),
            body: try StateCoding.encode(self))
    }

    /// The facts of a row.
    /// - Throws: when a later version wrote them, or they cannot be read.
    public init(_ row: DayRow) throws {
        struct Head: Decodable { var schema: Int }
        let head = try StateCoding.decode(Head.self, from: row.body)
        guard head.schema == Self.newestSchema else {
            throw DayRecordError(
                day: row.day, what: "was written by another version of Roost (form \(head.schema))")
        }
        do {
            self = try StateCoding.decode(DayRecord.self, from: row.body)
        } catch {
            throw DayRecordError(day: row.day, what: "cannot be read: \(error)")
        }
    }
}

/// One part that is measured, as it stood when a day ended.
public struct MeasuredPart: Sendable, Codable, Equatable {
    /// The part and its unit in service.
    public var part: PartID, serial: String
    /// Its name for people.
    public var name: String
    /// What is measured of it, and in which unit.
    public var signal: String, unit: String
    /// The last measure, and the one at which it is worn out.
    public var measure: Double, endOfLife: Double
    /// When it ends, in days from the day's end.
    public var daysLeft: DaysLeft

    /// A part as it stood.
    public init(
        part: PartID, serial: String, name: String, signal: String, unit: String, measure: Double,
        endOfLife: Double,
        daysLeft: DaysLeft
    ) {
        (self.part, self.serial, self.name, self.signal, self.unit) = (part, serial, name, signal, unit)
        (self.measure, self.endOfLife, self.daysLeft) = (measure, endOfLife, daysLeft)
    }
}

/// Why the facts of a day cannot be used.
public struct DayRecordError: Error, CustomStringConvertible {
    /// The local date.
    public var day: String
    /// What is wrong.
    public var what: String
    /// Day and reason.
    public var description: String { "the facts of \(day): \(what)" }
}

/// The few figures of a day that charts and tables of a year need; nil was not measured.
public struct DayFigures: Sendable, Codable, Equatable {
    /// Missions flown to their end, flown in part, and not flown or lost.
    public var flown = 0, partial = 0, other = 0
    /// Seconds in the air.
    public var air = 0.0
    /// Energy put into packs, Wh, and completed charges.
    public var energy = 0.0, charges = 0
    /// Mean wind and highest gust, m/s.
    public var wind: Double?, gust: Double?
    /// Air temperature, °C.
    public var low: Double?, high: Double?
    /// Rain, mm.
    public var rain: Double?
    /// Median of the greatest currents of the cover's openings and closings, A.
    public var opening: Double?, closing: Double?
    /// Median time of a travel of the cover, s, and travels.
    public var travel: Double?, moves = 0.0
    /// Hours in which the weather allowed a launch, and hours in which it was known.
    public var flyable = 0.0, known = 0.0
    /// Hours in which the dock was watched.
    public var watched = 0.0
    /// Incidents that began.
    public var incidents = 0
    /// Capacity of the pack against new, %.
    public var packHealth: Double?
    /// What was measured of the parts last.
    public var parts: [PartFigure] = []

    /// What was measured of one part last.
    public struct PartFigure: Sendable, Codable, Equatable {
        /// The part and its unit in service.
        public var part: PartID, serial: String
        /// The measure, in the part's unit.
        public var measure: Double
    }

    /// The figures of a day.
    public init(_ record: DayRecord) {
        let tally = record.tally
        for (outcome, count) in tally.outcomes {
            switch outcome {
            case .flown: flown += count
            case .partial: partial += count
            case .skipped: break
            case .aborted, .refused, .expired, .diverted, .lost: other += count
            }
        }
        (air, energy, charges) = (tally.flightSeconds, tally.chargedWattHours, tally.charges)
        if tally.windSamples > 0 { wind = tally.windSum / tally.windSamples }
        gust = tally.gust
        (low, high, rain) = (tally.airTemperature?.low, tally.airTemperature?.high, tally.rainMillimetres)
        opening = Self.median(record.log.moves.filter(\.isOpening).compactMap(\.current))
        closing = Self.median(record.log.moves.filter { !$0.isOpening }.compactMap(\.current))
        travel = Self.median(record.log.moves.map(\.seconds))
        moves = tally.coverTravels
        (flyable, known) = (record.log.flyable / 3_600, record.log.weatherKnown / 3_600)
        watched = record.log.watched / 3_600
        incidents = tally.incidents.values.reduce(0) { sum, count in
            let (sum, isTooLarge) = sum.addingReportingOverflow(count)
            return isTooLarge ? .max : sum
        }
        packHealth = record.packHealth
        parts = record.measured.map { PartFigure(part: $0.part, serial: $0.serial, measure: $0.measure) }
    }

    /// The middle one of some figures; nil for none.
    static func median(_ figures: [Double]) -> Double? {
        let sorted = figures.filter(\.isFinite).sorted()
        guard !sorted.isEmpty else { return nil }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
