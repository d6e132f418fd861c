// SPDX-License-Identifier: Apache-2.0
// Decides which notices are due: each stage needs three rows, is issued once a unit, and may be withdrawn and
// reinstated once. A stage that a later one overtook is never mailed. It must never repeat a notice after a
// replay.

/// What has been said about one unit, and how many rows speak for saying more.
struct NoticeLedger: Codable, Equatable, Sendable {
    /// Rows that must agree before anything is said.
    static let rowsOfHysteresis = 3
    /// A part that may end within this many days with one chance in ten is due for change.
    static let urgentDays = 7.0

    private var plan = StageRecord()
    private var replace = StageRecord()
    private var stop = StageRecord()
    private(set) var isSuspicionSaid = false

    /// What one row says about the stages.
    struct Evidence {
        var remaining: RemainingLife
        var leadDays: Double
        var orderDays: Double
        /// Why the part is worn out for good, nil when it is not or when the row cannot tell.
        var end: NoticeReason?
        /// Whether the row can tell that the part is worn out.
        var tellsEnd: Bool
    }

    /// Whether the unit is past its end of life.
    var isStopped: Bool { stop.isStanding }

    /// The most advanced stage that stands.
    var stage: NoticeStage? {
        if stop.isStanding { return .stop }
        if replace.isStanding { return .replace }
        return plan.isStanding ? .plan : nil
    }

    /// Whether a stage was ever said of this unit, or a later one that spoke for it.
    func hasSaid(_ stage: NoticeStage) -> Bool {
        switch stage {
        case .plan: plan.wasSaid
        case .replace: replace.wasSaid
        case .stop: stop.wasSaid
        }
    }

    /// Takes one row; returns the notices that are due, with their reasons.
    mutating func weigh(_ evidence: Evidence) -> [(
        stage: NoticeStage, kind: NoticeKind, reasons: [NoticeReason]
    )] {
        var due: [(stage: NoticeStage, kind: NoticeKind, reasons: [NoticeReason])] = []
        if evidence.tellsEnd, let kind = stop.weigh(isBad: evidence.end != nil, isGood: false) {
            due.append((.stop, kind, evidence.end.map { [$0] } ?? []))
        }
        let days = evidence.remaining.days
        let lead = evidence.leadDays
        // Twice the lead time, but always well clear of what would make the notice due again.
        let isGood = days.p10 > max(2 * lead, 1.5 * (lead + evidence.orderDays), 2 * Self.urgentDays)
        let improved = [NoticeReason.outlookImproved(p10Days: days.p10, leadDays: lead)]
        let late = Self.reasonsToReplace(days, leadDays: lead)
        if let kind = replace.weigh(isBad: !late.isEmpty, isGood: isGood) {
            due.append((.replace, kind, kind == .withdrawn ? improved : late))
        }
        let isNear = days.p10 <= lead + evidence.orderDays
        let near = NoticeReason.earlyEndWithinLead(
            p10Days: days.p10, leadDays: lead, orderDays: evidence.orderDays)
        if let kind = plan.weigh(isBad: isNear, isGood: isGood) {
            due.append((.plan, kind, kind == .withdrawn ? improved : [near]))
        }
        return settle(due)
    }

    /// Whether the suspicion of an unrecorded replacement has to be said now.
    mutating func weighSuspicion(isSuspected: Bool) -> Bool {
        guard isSuspected, !isSuspicionSaid else { return false }
        isSuspicionSaid = true
        return true
    }

    /// A person answered the suspicion: the next one may be said again.
    mutating func settleSuspicion() { isSuspicionSaid = false }

    private static func reasonsToReplace(_ days: LifeFigures, leadDays: Double) -> [NoticeReason] {
        var reasons: [NoticeReason] = []
        if days.p50 <= leadDays {
            reasons.append(.likelyEndWithinLead(p50Days: days.p50, leadDays: leadDays))
        }
        if days.p10 <= urgentDays { reasons.append(.mayFailWithinDays(p10Days: days.p10, days: urgentDays)) }
        return reasons
    }

    /// One mail a row: the most advanced stage speaks for those below it.
    private mutating func settle(
        _ due: [(stage: NoticeStage, kind: NoticeKind, reasons: [NoticeReason])]
    ) -> [(stage: NoticeStage, kind: NoticeKind, reasons: [NoticeReason])] {
        if stop.isStanding {
            plan.overtake()
            replace.overtake()
        } else if replace.isStanding {
            plan.overtake()
        }
        // A stage that stands above says more than any news from below it.
        let standing = stage
        let telling = due.filter { $0.kind == .withdrawn ? standing == nil : $0.stage == standing }
        guard let loudest = telling.max(by: { $0.stage < $1.stage }) else { return [] }
        return [loudest]
    }
}

/// What has been said about one stage of one unit.
struct StageRecord: Equatable, Sendable {
    private enum Said: String, Codable { case nothing, issued, withdrawn, reinstated }

    private var said = Said.nothing
    private var badRows = 0, goodRows = 0

    /// Whether the stage has been said and not been taken back.
    var isStanding: Bool { said == .issued || said == .reinstated }

    /// Whether it was ever said.
    var wasSaid: Bool { said != .nothing }

    /// Takes one row and returns what has to be said now.
    mutating func weigh(isBad: Bool, isGood: Bool) -> NoticeKind? {
        badRows = isBad ? min(badRows + 1, NoticeLedger.rowsOfHysteresis) : 0
        goodRows = isGood ? min(goodRows + 1, NoticeLedger.rowsOfHysteresis) : 0
        let isBadForLong = badRows == NoticeLedger.rowsOfHysteresis
        let isGoodForLong = goodRows == NoticeLedger.rowsOfHysteresis
        switch said {
        case .nothing where isBadForLong:
            said = .issued
            return .issued
        case .issued where isGoodForLong:
            said = .withdrawn
            return .withdrawn
        case .withdrawn where isBadForLong:
            said = .reinstated
            return .reinstated
        case .nothing, .issued, .withdrawn, .reinstated:
            return nil
        }
    }

    /// A later stage was said: this one needs no mail of its own any more.
    mutating func overtake() {
        if said == .nothing { said = .issued }
    }
}

/// A record is stored as a list: what was said, bad rows, good rows.
extension StageRecord: Codable {
    func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(said)
        try list.encode(badRows)
        try list.encode(goodRows)
    }

    private enum OldKeys: String, CodingKey { case said, badRows, goodRows }

    init(from decoder: any Decoder) throws {
        // Before 0.2 each member had its name; what is neither is an error of the list below.
        if let named = try? decoder.container(keyedBy: OldKeys.self) {
            said = try named.decode(Said.self, forKey: .said)
            badRows = try named.decode(Int.self, forKey: .badRows)
            goodRows = try named.decode(Int.self, forKey: .goodRows)
            return
        }
        var list = try decoder.unkeyedContainer()
        said = try list.decode(Said.self)
        badRows = try list.decode(Int.self)
        goodRows = try list.decode(Int.self)
    }
}
