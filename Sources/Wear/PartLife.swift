// SPDX-License-Identifier: Apache-2.0
// All that is kept about one unit between its installation and its removal: a few numbers, whatever its age.
// Its use counter never decreases (I34).

import DockModel

/// What a fleet foretold of a unit, and when.
struct Foretold: Codable, Equatable, Sendable {
    /// Uses left.
    var left: LifeFigures
    /// The unit's use at that time.
    var use: Double
}

/// One unit of a part, from installation to removal.
public struct PartLife: Codable, Equatable, Sendable {
    /// Its serial number, as the person who installed it wrote it.
    public let serial: String
    /// When it was installed.
    public let installedAt: WallTime
    /// Uses counted since it was new.
    public internal(set) var use: Double
    /// Usual uses by which it aged beyond those counted; nil as long as every use counted alike.
    var strain: Double?
    /// The last measure that was believed, in the catalogue's unit.
    public internal(set) var lastMeasure: Double?
    /// When the last row was taken, nil before the first.
    public internal(set) var lastRowAt: WallTime?
    /// Rows that were not believed or out of place.
    public internal(set) var ignoredRows = 0

    /// The fleet's last word on this unit, and the use at which it was said; nil when none was asked.
    var foretold: Foretold?
    var trend: WearTrend
    /// The growth of a part that only gets worse; nil for any other.
    var growth: MonotoneLife?
    /// What this part alone says to the other measures of the same thing; nil when it knows nothing of its own.
    public internal(set) var word: OtherMeasures?
    /// What the other measures of the same thing said with the last row.
    var others: OtherMeasures?
    var ledger = NoticeLedger()
    /// Rows in a row whose measure is at or past the end of life.
    var rowsAtEnd = 0
    /// A use count that the next row has to confirm.
    var unconfirmedUse: Double?
    /// The usual number of uses between two rows.
    var usualStep = 0.0

    /// A unit that has already run `use` when it is installed.
    init(serial: String, installedAt: WallTime, use: Double, part: PartDescription) {
        let use = use.isFinite ? min(max(use, 0), 1e12) : 0
        self.serial = serial
        self.installedAt = installedAt
        self.use = use
        trend = WearTrend(lifeScale: part.typicalLife, lifeSpread: part.lifeSpread, use: use)
    }

    /// Whether other measures of the same thing had their say.
    public var hasOthers: Bool { others != nil }

    /// Usual uses by which it aged: what heat and load made of those counted.
    public var age: Double { max(0, use + (strain ?? 0)) }

    /// Lets it run more uses, each of which counts for `stress` usual ones. Returns the usual uses.
    mutating func run(to use: Double, stress: Double?) -> Double {
        let step = max(0, use - self.use)
        self.use = use
        guard let stress, stress.isFinite else { return step }
        let aged = step * min(max(stress, StressClock.least), StressClock.most)
        strain = (strain ?? 0) + (aged - step)
        return aged
    }

    /// Measures that were used so far.
    public var measuredRows: Int { trend.rows }
}
