// SPDX-License-Identifier: Apache-2.0
// The parts as the console shows them: what the wear model says now, the stock, and the newest lines of one part's
// journal. It computes no figure of its own.

internal import Console
internal import DockModel
internal import Host
internal import Paper
internal import RoostCore
internal import Settings
internal import Store
internal import Wear

extension ConsoleAdapter {
    /// The chart's size in points.
    private static let chart = (width: 640.0, height: 288.0)

    func wear() async -> WearPage {
        let now = clock.now().wall
        let outlooks = await self.outlooks()
        let counts = stock()
        return WearPage(
            now: now, parts: outlooks.map { $0.fact(at: now, stock: counts?[$0.part], counts != nil) })
    }

    func wear(of part: String) async -> WearPartPage? {
        let now = clock.now().wall
        guard let outlook = await outlooks().first(where: { $0.part.text == part }) else { return nil }
        let counts = stock()
        let lines: [StoredWear]
        do { lines = try reader.newestWear(of: part, limit: 40) } catch { lines = [] }
        return WearPartPage(
            now: now, part: outlook.fact(at: now, stock: counts?[outlook.part], counts != nil),
            hasChart: outlook.measure != nil && outlook.endOfLife != nil,
            lines: lines.reversed().map { $0.line(outlook) })
    }

    func wearChart(of part: String) async -> [UInt8]? {
        let now = clock.now().wall
        guard let outlook = await outlooks().first(where: { $0.part.text == part }), outlook.measure != nil,
            let history = VisitPaper(configuration, database: reader, now: now).history(of: outlook)
        else { return nil }
        // A machine without fonts has no chart; the table has the figures.
        return try? history.chart().picture(
            .svg, width: Self.chart.width, height: Self.chart.height, created: now)
    }

    private func outlooks() async -> [PartOutlook] {
        let state = await loop.state
        return state.wear.outlooks(await loop.policy.parts)
    }

    /// New parts at hand; nil when the store cannot say.
    private func stock() -> [PartID: Int]? {
        do { return try PartStock.count(in: reader) } catch { return nil }
    }
}

extension PartOutlook {
    /// The part for people; one that nobody has counted has none in stock.
    fileprivate func fact(at now: WallTime, stock: Int?, _ isCounted: Bool) -> WornPart {
        var fact = WornPart(id: part.text, row: row(at: now))
        fact.serial = serial
        fact.measure = measure.map { VisitBook.amount($0, measureUnit) }
        fact.endOfLife = endOfLife.map { VisitBook.amount($0, measureUnit) }
        switch remaining.basis {
        case .catalogue: fact.basis = "the catalogue: not measured often enough yet"
        case .measured(let rows): fact.basis = "\(rows) measurements of this unit"
        }
        fact.stock = isCounted ? stock ?? 0 : nil
        fact.leadDays = leadDays
        return fact
    }
}

extension StoredWear {
    /// The line in words; one of another version says so.
    fileprivate func line(_ part: PartOutlook) -> WearLine {
        // A line that cannot be read is shown as one.
        guard let entry = try? StateCoding.decode(WearEntry.self, from: record.body) else {
            return WearLine(time: time, kind: record.kind, detail: "not understood by this version")
        }
        func use(_ value: Double) -> String { "\(Int(value.bounded)) \(part.useUnit)" }
        switch entry {
        case .opened(let description, let wear):
            return WearLine(
                time: time, kind: "known", use: use(wear.use),
                detail: "as \(description.name), serial \(wear.unit.serial)")
        case .row(_, let row):
            return WearLine(
                time: row.at, kind: row.measure == nil ? "counted" : "measured", use: use(row.use),
                measure: row.measure.map { VisitBook.amount($0, part.measureUnit) })
        case .replaced(_, let replacement):
            let isUndone = replacement.reason == .mistaken
            return WearLine(
                time: replacement.at, kind: isUndone ? "replacement taken back" : "replaced",
                use: isUndone ? nil : use(replacement.use),
                detail: isUndone
                    ? "the unit before goes on"
                    : "\(replacement.reason.rawValue), serial \(replacement.serial) in")
        case .kept:
            return WearLine(time: time, kind: "kept", detail: "a person looked: not replaced")
        }
    }
}

extension Double {
    /// The number where a whole one can hold it.
    fileprivate var bounded: Double { isFinite ? Swift.min(Swift.max(self, -1e15), 1e15).rounded() : 0 }
}
