// SPDX-License-Identifier: Apache-2.0
// The wear of one part of the dock: the unit in service, the one before it, and the pace of use. It learns
// from rows in constant time and space; the same rows always give the same state, bit for bit. It reads no
// clock.

import DockModel

/// The wear state of one part, to be stored in the same commit as the reading that changed it.
public struct PartWear: Codable, Equatable, Sendable {
    /// The share of a life that one row may jump without being confirmed by the next.
    static let largestUnconfirmedJump = 0.04
    /// Rows with a believed measure before the forecast rests on them.
    static let rowsForOwnForecast = 3

    /// The part.
    public let part: PartID
    /// The number of the unit in service, 1 for the first; it grows with each recorded replacement.
    public internal(set) var epoch = 1
    /// The unit in service.
    public internal(set) var unit: PartLife
    /// The unit before, kept so that a mistaken replacement can be undone.
    public internal(set) var former: PartLife?
    /// Uses the unit in service had run when it was installed here.
    var usesAtOpening: Double
    /// How many uses a day it sees.
    public internal(set) var pace: UsePace
    /// The lives of the units before, failed or taken out early; nil before the first replacement.
    public internal(set) var experience: CountedLife?
    /// The same before the last replacement, in case that was a mistake.
    var formerExperience: CountedLife?

    /// The state of a unit that is installed now; `use` is what it has already run.
    public init(installing serial: String, of part: PartDescription, at time: WallTime, use: Double = 0) {
        self.part = part.id
        unit = PartLife(serial: serial, installedAt: time, use: use, part: part)
        usesAtOpening = unit.use
        pace = UsePace(planned: part.plannedUsesPerDay, from: time)
    }

    /// Uses counted since the unit in service was new.
    public var use: Double { unit.use }

    /// Estimated wear of a measured part, 0 new to 1 worn out; nil as long as the unit has not been measured.
    public var wear: Double? { unit.trend.rows > 0 ? min(max(unit.trend.level, 0), 10) : nil }

    /// Whether the unit is past its hard limit, so that no flight that needs it may start (I33).
    public var isPastLimit: Bool { unit.ledger.isStopped }

    /// The most advanced notice that stands, nil when there is none.
    public var stage: NoticeStage? { unit.ledger.stage }

    /// Whether a stage was ever said of the unit in service.
    public func hasSaid(_ stage: NoticeStage) -> Bool { unit.ledger.hasSaid(stage) }

    /// Whether somebody was asked if this unit had been replaced.
    public var isSuspicionSaid: Bool { unit.ledger.isSuspicionSaid }

    /// Whether the measures look like those of a new unit although no replacement was recorded.
    public var isReplacementSuspected: Bool { unit.trend.showsStepUp }

    /// Takes one row of `part`'s history and returns what became of it, with the notices now due.
    public mutating func take(_ row: WearRow, of part: PartDescription) -> RowOutcome {
        guard part.id == self.part else { return RowOutcome(verdict: .wrongPart, notices: []) }
        if let refusal = refusal(of: row) {
            if refusal != .idle { unit.ignoredRows += 1 }
            return RowOutcome(verdict: refusal, notices: [])
        }
        let step = row.use - unit.use
        let aged = unit.run(to: row.use, stress: part.stress == nil ? nil : row.stress)
        pace.add(uses: aged, at: row.at)
        unit.usualStep += (step - unit.usualStep) / 4
        unit.unconfirmedUse = nil
        unit.lastRowAt = row.at
        unit.trend.advance(byUses: aged)
        unit.others = row.others
        unit.foretold = row.foretold.map { Foretold(left: $0, use: row.use) }
        let verdict = learn(row.measure, of: part)
        return RowOutcome(verdict: verdict, notices: notices(after: row, of: part))
    }

    /// A person looked and says that the unit in service was not replaced: its new level is believed.
    public mutating func keepPart() {
        unit.trend.forgetLevel()
        unit.ledger.settleSuspicion()
    }

    // MARK: - Private

    /// Why a row cannot be taken, nil when it can. Rows that are refused change no count.
    private mutating func refusal(of row: WearRow) -> RowVerdict? {
        guard row.use.isFinite, row.use >= 0, row.use <= 1e12 else { return .invalid }
        guard row.use >= unit.use else { return .outOfOrder }
        if row.use == unit.use, let last = unit.lastRowAt {
            guard row.at > last else { return .repeated }
            pace.add(uses: 0, at: row.at)
            unit.lastRowAt = row.at
            return .idle
        }
        let jump = row.use - unit.use
        let allowed = max(unit.trend.lifeScale * Self.largestUnconfirmedJump, 4 * unit.usualStep)
        guard jump > allowed else { return nil }
        if let unconfirmed = unit.unconfirmedUse, row.use > unconfirmed,
            row.use - unconfirmed <= max(2 * (unconfirmed - unit.use), allowed)
        {
            return nil
        }
        unit.unconfirmedUse = row.use
        return .unconfirmed
    }

    private mutating func learn(_ measure: Double?, of part: PartDescription) -> RowVerdict {
        guard let measure, let wear = part.wear(at: measure) else { return .counted }
        unit.rowsAtEnd = wear >= 1 ? min(unit.rowsAtEnd + 1, 1_000_000) : 0
        switch unit.trend.observe(wear) {
        case .used:
            unit.lastMeasure = measure
            if part.law == .monotone {
                var growth = unit.growth ?? MonotoneLife(expectedLife: part.typicalLife)
                // The level, not the row: noise alone must not ratchet it up.
                growth?.take(wear: unit.trend.level, uses: unit.age)
                unit.growth = growth
            }
            return .used
        case .rejected, .rejectedAsStepUp:
            unit.ignoredRows += 1
            return .outlier
        }
    }
}
