// SPDX-License-Identifier: Apache-2.0
// Plans the trips on which parts are changed: what is due within a window goes on one visit, nothing before its new
// part can be there, and what a part would still have run is said. It reads no clock and books nothing.

public import DockModel

/// A part as the planner sees it.
public struct VisitCandidate: Sendable, Equatable, Codable {
    /// The part.
    public var part: PartID
    /// Its name for people.
    public var name: String
    /// The serial number in service.
    public var serial: String
    /// What is left of it.
    public var remaining: RemainingLife
    /// The most advanced notice that stands.
    public var stage: NoticeStage?
    /// How bad its failure is.
    public var severity: Severity
    /// Days from order to arrival.
    public var leadDays: Double
    /// Days to get an order out.
    public var orderDays: Double
    /// New parts at hand.
    public var stock: Int
    /// What to order; empty when it is not said.
    public var article: String
    /// What a new one costs; nil when it is not said.
    public var cost: Double?
    /// Minutes to change it; nil when it is not said.
    public var workMinutes: Double?
    /// Why it is due, in a line.
    public var why: String

    /// A part that may go on a visit.
    public init(
        part: PartID, name: String, serial: String, remaining: RemainingLife, stage: NoticeStage?, severity: Severity,
        leadDays: Double, orderDays: Double, stock: Int = 0, article: String = "", cost: Double? = nil,
        workMinutes: Double? = nil, why: String = ""
    ) {
        (self.part, self.name, self.serial, self.remaining, self.stage) = (part, name, serial, remaining, stage)
        (self.severity, self.leadDays, self.orderDays, self.stock) = (severity, leadDays, orderDays, stock)
        (self.article, self.cost, self.workMinutes, self.why) = (article, cost, workMinutes, why)
    }

    /// Days until it should be changed: before one chance in ten that it ends when its failure grounds the dock, before
    /// an even chance when it does not. Worn out is now.
    public var dueDays: Double {
        if stage == .stop { return 0 }
        return max(0, severity <= .error ? remaining.days.p10 : remaining.days.p50)
    }

    /// Days until a new one can be there.
    public var readyDays: Double { stock > 0 ? 0 : max(0, leadDays + orderDays) }
}

/// One trip to the dock.
public struct Visit: Sendable, Equatable, Codable {
    /// One part to change.
    public struct Item: Sendable, Equatable, Codable {
        /// The part.
        public var candidate: VisitCandidate
        /// The last day, counted from now, on which it can be ordered and still be there; nil when one is at hand.
        public var orderByDays: Double?
        /// Days of its middle forecast that are given away by changing it on this visit.
        public var daysGivenAway: Double
        /// Days that it is changed after it should have been, because it cannot be there before.
        public var daysLate: Double
    }

    /// The first day of the visit, counted from now.
    public var fromDays: Double
    /// The last day of it.
    public var toDays: Double
    /// What is changed, most urgent first.
    public var items: [Item]

    /// What the new parts cost that must be bought; nil when no price is known.
    public var cost: Double? {
        let prices = items.filter { $0.candidate.stock == 0 }.compactMap(\.candidate.cost)
        return prices.isEmpty ? nil : prices.reduce(0, +)
    }

    /// The time on site, minutes; nil when it is not known of any part.
    public var workMinutes: Double? {
        let times = items.compactMap(\.candidate.workMinutes)
        return times.isEmpty ? nil : times.reduce(0, +)
    }
}

/// The visits that the parts of a dock need.
public enum VisitPlan {
    /// Days ahead that are planned.
    public static let horizonDays = 365.0

    /// The visits of the next year, first one first.
    ///
    /// The most urgent part fixes the day: not before its new part can be there, else on the day it is due. Every part
    /// that is due within `windowDays` after that, and can be there by then, goes along.
    ///
    /// - Parameters:
    ///   - candidates: the parts of the dock.
    ///   - windowDays: how much earlier than needed a part may be changed to save a trip.
    ///   - horizonDays: parts that are due later are not planned yet.
    public static func visits(
        _ candidates: [VisitCandidate], windowDays: Double, horizonDays: Double = horizonDays
    ) -> [Visit] {
        var open = candidates.filter { $0.dueDays <= horizonDays }
            .sorted { ($0.dueDays, $0.severity, $0.part) < ($1.dueDays, $1.severity, $1.part) }
        var visits: [Visit] = []
        while let first = open.first {
            let day = max(first.dueDays, first.readyDays)
            let chosen = open.filter { candidate in
                candidate.part == first.part
                    || (candidate.dueDays <= day + windowDays && candidate.readyDays <= day)
            }
            let parts = Set(chosen.map(\.part))
            open.removeAll { parts.contains($0.part) }
            let items = chosen.map { candidate in
                Visit.Item(
                    candidate: candidate,
                    orderByDays: candidate.stock > 0 ? nil : max(0, day - candidate.readyDays),
                    daysGivenAway: max(0, candidate.remaining.days.p50 - day),
                    daysLate: max(0, day - candidate.dueDays))
            }
            // It may be earlier by what the parts leave, as soon as all of them can be there.
            let soonest = chosen.map(\.readyDays).max() ?? 0
            let from = min(day, max(soonest, day - windowDays / 2))
            visits.append(Visit(fromDays: from, toDays: day, items: items))
        }
        return visits
    }
}
