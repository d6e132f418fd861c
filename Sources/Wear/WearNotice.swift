// SPDX-License-Identifier: Apache-2.0
// A notice about one part: which stage, which figures, why now. It carries facts, not a mail; `Report` writes
// that.

import DockModel

/// How near the end a part is.
public enum NoticeStage: String, Codable, Sendable, CaseIterable, Comparable {
    /// Time to order: the part may end within the lead and order time.
    case plan
    /// Time to change it: more likely than not it ends before a part ordered now would arrive.
    case replace
    /// It is worn out: no flight that needs it.
    case stop

    /// The later stage is the greater one.
    public static func < (left: Self, right: Self) -> Bool { left.order < right.order }

    private var order: Int {
        switch self {
        case .plan: 0
        case .replace: 1
        case .stop: 2
        }
    }
}

/// Why a mail about a part is sent.
public enum NoticeKind: String, Codable, Sendable {
    /// The stage is reached for the first time.
    case issued
    /// The outlook improved to more than twice the lead time.
    case withdrawn
    /// The outlook is as bad again as when the notice was withdrawn.
    case reinstated
    /// The measure jumped back to that of a new part: was a replacement not recorded?
    case replacementSuspected
}

/// One fact that made a notice due.
public enum NoticeReason: Codable, Sendable, Equatable, CustomStringConvertible {
    /// The careful forecast is within lead and order time.
    case earlyEndWithinLead(p10Days: Double, leadDays: Double, orderDays: Double)
    /// The middle forecast is within the lead time.
    case likelyEndWithinLead(p50Days: Double, leadDays: Double)
    /// One chance in ten to fail within a week.
    case mayFailWithinDays(p10Days: Double, days: Double)
    /// The measure stood at or past its end of life for this many rows.
    case measureAtEnd(value: Double, limit: Double, unit: String, rows: Int)
    /// The count reached its limit.
    case countAtLimit(use: Double, limit: Double, unit: String)
    /// The careful forecast is beyond twice the lead time again.
    case outlookImproved(p10Days: Double, leadDays: Double)
    /// The measure shows much less wear than before for this many rows.
    case lessWearThanBefore(value: Double, unit: String, rows: Int)

    /// The fact in English.
    public var description: String {
        switch self {
        case .earlyEndWithinLead(let p10, let lead, let order):
            "1 chance in 10 that it ends within \(Self.days(p10)); a new one takes "
                + "\(Self.days(lead + order)) (order \(Self.days(order)), delivery \(Self.days(lead)))"
        case .likelyEndWithinLead(let p50, let lead):
            "more likely than not it ends within \(Self.days(p50)); delivery takes \(Self.days(lead))"
        case .mayFailWithinDays(let p10, let days):
            "1 chance in 10 that it ends within \(Self.days(p10)), limit \(Self.days(days))"
        case .measureAtEnd(let value, let limit, let unit, let rows):
            "measured \(Self.number(value)) \(unit), end of life \(Self.number(limit)) \(unit), "
                + "\(rows) times in a row"
        case .countAtLimit(let use, let limit, let unit):
            "\(Self.number(use)) \(unit) counted, limit \(Self.number(limit)) \(unit)"
        case .outlookImproved(let p10, let lead):
            "9 chances in 10 that it lasts \(Self.days(p10)) or more, over twice the delivery time of "
                + Self.days(lead)
        case .lessWearThanBefore(let value, let unit, let rows):
            "measured \(Self.number(value)) \(unit), much better than before, \(rows) times in a row"
        }
    }

    private static func days(_ value: Double) -> String {
        let whole = value.isFinite ? Int64(min(max(value, 0), 1e12)) : 0
        return whole == 1 ? "1 day" : "\(whole) days"
    }

    /// Two decimals below 100, none above.
    private static func number(_ value: Double) -> String {
        guard abs(value) < 1e15 else { return "\(value)" }
        guard abs(value) < 100 else { return "\(Int64(value.rounded()))" }
        let hundredths = Int64((abs(value) * 100).rounded())
        let digits = hundredths % 100
        return "\(value < 0 && hundredths > 0 ? "-" : "")\(hundredths / 100)."
            + (digits < 10 ? "0\(digits)" : "\(digits)")
    }
}

/// A notice about one part, to be mailed once.
public struct WearNotice: Codable, Sendable, Equatable {
    /// The part.
    public var part: PartID
    /// Its name for people.
    public var name: String
    /// The serial number of the unit.
    public var serial: String
    /// The unit's number in the history of this part; with stage and kind it makes the notice unique.
    public var epoch: Int
    /// How near the end.
    public var stage: NoticeStage
    /// Why a mail is sent.
    public var kind: NoticeKind
    /// How bad a failure is.
    public var severity: Severity
    /// When it became due.
    public var at: WallTime
    /// Uses counted since installation.
    public var use: Double
    /// The unit of uses.
    public var useUnit: String
    /// The last believed measure, nil when there is none.
    public var measure: Double?
    /// The forecast.
    public var remaining: RemainingLife
    /// Why now.
    public var reasons: [NoticeReason]

    /// A key that is the same for the same notice after every replay: "cover-motor/2/plan/issued".
    public var key: String { "\(part)/\(epoch)/\(stage.rawValue)/\(kind.rawValue)" }
}
