// SPDX-License-Identifier: Apache-2.0
// A visit on paper and in the calendar: the work order that a technician prints, the event for the planner's calendar,
// the chart of a part's wear. It takes figures as they are and plans nothing.

public import DockModel
internal import Foundation
public import Paper
public import Post
public import RoostCore
internal import Schedule
public import Settings
public import Store
public import Wear

/// Turns visits into papers.
public struct VisitPaper: Sendable {
    /// When on the day of a visit its event begins, local time.
    static let hour = 9
    /// Minutes of an event whose parts do not say how long they take.
    static let usualMinutes = 60.0

    private let dock: DockIdentity
    private let catalogue: PartCatalogue
    private let database: RoostDatabase
    /// From when the days of a visit are counted.
    private let now: WallTime

    /// Papers of a dock; the days of its visits are counted from `now`.
    public init(_ configuration: DockConfiguration, database: RoostDatabase, now: WallTime) {
        dock = configuration.dock.dock
        catalogue = configuration.catalogue
        self.database = database
        self.now = now
    }

    private func time(after days: Double) -> WallTime {
        let bounded = days.isFinite ? min(max(days, 0), RemainingLife.longestDays) : RemainingLife.longestDays
        return now + .seconds(Int64((bounded * 86_400).rounded()))
    }

    /// The work order of a visit, with the history of each measured part.
    public func workOrder(_ visit: Visit, outlooks: [PartOutlook]) -> WorkOrder {
        let first = visit.items.first?.candidate.part.text ?? "visit"
        var order = WorkOrder(
            id: "\(dock.id)-\(first)-\(day(now))", dock: dock.name, from: time(after: visit.fromDays),
            until: time(after: visit.toDays), zone: dock.timeZone.identifier, issued: now)
        order.position = GeoPoint(latitude: dock.latitude, longitude: dock.longitude)
        order.items = visit.items.map { item in
            let candidate = item.candidate
            var line = WorkOrderItem(
                part: candidate.part, name: name(of: candidate), serial: candidate.serial, why: candidate.why)
            line.inStock = candidate.stock
            line.p10 = time(after: candidate.remaining.days.p10)
            line.p50 = time(after: candidate.remaining.days.p50)
            line.leadDays = candidate.readyDays
            line.cost = candidate.cost.map { WorkOrderItem.Cost($0, catalogue.currency) }
            if let outlook = outlooks.first(where: { $0.part == candidate.part }) {
                line.measured = outlook.measure.map { VisitBook.amount($0, outlook.measureUnit) }
                line.history = history(of: outlook)
            }
            return line
        }
        return order
    }

    private func name(of candidate: VisitCandidate) -> String {
        candidate.article.isEmpty ? candidate.name : "\(candidate.name) (\(candidate.article))"
    }

    /// The event of a visit, on its last day. The same visit has the same uid, and a later word a higher sequence.
    public func event(_ visit: Visit) -> Post.CalendarEvent {
        let first = visit.items.first?.candidate
        let start = morning(of: time(after: visit.toDays))
        let minutes = min(max(visit.workMinutes ?? Self.usualMinutes, 15), 1_440)
        let lines = visit.items.map { item in
            let order =
                item.orderByDays.map { "order by \(day(time(after: $0)))" } ?? "in stock"
            return "\(name(of: item.candidate)), serial \(item.candidate.serial): \(order); \(item.candidate.why)"
        }
        let names = visit.items.map(\.candidate.name).joined(separator: ", ")
        return Post.CalendarEvent(
            uid: "visit.\(dock.id).\(first?.part.text ?? "").\(first?.serial ?? "")@roost",
            sequence: Int(min(max(now.milliseconds / 60_000 - 29_000_000, 0), Int64(Int32.max))), start: start,
            end: start + .seconds(Int64(minutes * 60)), summary: "Dock \(dock.id): change \(names)",
            description: lines.joined(separator: "\n"),
            location: String(format: "%@ (%.5f, %.5f)", dock.name, dock.latitude, dock.longitude))
    }

    /// What was measured of the unit in service, and where the forecast meets its end; nil for a part that is not
    /// measured or whose journal cannot be read.
    public func history(of outlook: PartOutlook) -> WearHistory? {
        // A chart that cannot be drawn must not keep the paper from the technician.
        guard let end = outlook.endOfLife, let told = try? PartHistory(forChartOf: outlook.part, in: database) else {
            return nil
        }
        var history = WearHistory(
            dock: dock.name, part: outlook.name, serial: outlook.serial,
            measure: signal(of: outlook.part).replacing("_", with: " "), unit: outlook.measureUnit,
            axis: .date(zone: dock.timeZone.identifier),
            measured: told.measured.map { ChartPoint(Self.seconds($0.time), $0.measure) }, endOfLife: end)
        // The line of this measure meets its own end; another measure may end the thing before.
        let own = outlook.own ?? outlook.remaining
        let days = own.days
        history.end = WearHistory.End(
            p10: Self.seconds(time(after: days.p10)), p50: Self.seconds(time(after: days.p50)),
            p90: Self.seconds(time(after: days.p90)))
        history.notices = told.notices.map { WearHistory.Notice(at: Self.seconds($0.time), stage: $0.stage.rawValue) }
        switch own.basis {
        case .catalogue: history.basis = "forecast from the catalogue: not measured often enough yet"
        case .measured(let rows): history.basis = "forecast from \(rows) measurements of this unit"
        }
        return history
    }

    private func signal(of part: PartID) -> String {
        for settings in catalogue.parts where settings.id == part {
            if case .measured(let source, _, _, _) = settings.measure { return source.rawValue }
        }
        return "measure"
    }

    /// The hour of visits on the local day of a time.
    private func morning(of time: WallTime) -> WallTime {
        let minutes = Self.hour * 60 - LocalDay(time, zone: dock.timeZone).minute
        return time + .milliseconds(Int64(minutes) * 60_000 - time.milliseconds % 60_000)
    }

    private func day(_ time: WallTime) -> String { LocalDay(time, zone: dock.timeZone).date.description }

    private static func seconds(_ time: WallTime) -> Double { Double(time.milliseconds) / 1_000 }
}
