// SPDX-License-Identifier: Apache-2.0
// The wear pages as markup: all parts with their bands as dates, and one part with its chart and journal. A band that
// is not in sight is said so, never given a date.

internal import DockModel

extension WearPage {
    /// Parts listed.
    static let partLimit = 40

    /// The wear page.
    func rendered(_ style: TimeStyle) -> String {
        let longest = parts.prefix(Self.partLimit).compactMap(\.row.p90Days).filter(\.isFinite).max()
        let table = TableView(
            columns: ["Part", "Used", "Days left: P10 / P50 / P90", "Worn out by", "Stage", "In stock"],
            of: parts,
            upTo: Self.partLimit, whenEmpty: "No part is counted: parts.yaml names none."
        ) { part in
            let serial: HTML =
                part.serial.isEmpty ? "" : #"<br><span class="soft">serial \#(part.serial, upTo: 40)</span>"#
            return [
                part.link + serial, Words.text(part.row.used, upTo: 60),
                LifeBand(part.row, longestDays: longest).markup, part.dates(from: now, style),
                part.stage, part.stock.map { "\($0)" } ?? "not counted",
            ]
        }
        let content: HTML = #"""
            <h1>Wear</h1>
            <p class="soft">\#(Words.time(now, style)). Of ten such parts one is worn out by the P10 date, five by the
            P50 date, nine by the P90 date.</p>
            <section class="card">\#(table.markup)</section>
            """#
        return PageFrame(title: "Wear", place: .wear, isLive: true, content: content).rendered
    }
}

extension WornPart {
    /// The name, as a link where the id can stand in a path.
    fileprivate var link: HTML {
        let name: HTML = "\(row.name, upTo: 80)"
        guard ConsoleRoute.isMailID(id) else { return name }
        return #"<a href="/wear/\#(id, upTo: ConsoleRoute.longestMailID)">\#(name)</a>"#
    }

    fileprivate var stage: HTML { row.notice.map { Words.badge("\($0, upTo: 40)", .attention) } ?? "none" }

    /// The band as dates.
    fileprivate func dates(from now: WallTime, _ style: TimeStyle) -> HTML {
        if row.p10Days == nil, row.p50Days == nil, row.p90Days == nil { return Words.notMeasured }
        func day(_ name: HTML, _ days: Double?) -> HTML {
            guard let time = date(after: days, from: now), let day = style.day(time) else {
                return "\(name) not in sight"
            }
            return #"\#(name) <time datetime="\#(day.description)">\#(day.description)</time>"#
        }
        return day("P10", row.p10Days) + "<br>" + day("P50", row.p50Days) + "<br>" + day("P90", row.p90Days)
    }
}

extension WearPartPage {
    /// Lines of the journal listed.
    static let lineLimit = 40

    /// The page of one part.
    func rendered(_ style: TimeStyle) -> String {
        let band = LifeBand(part.row, longestDays: part.row.p90Days).markup
        let chart: HTML =
            hasChart && ConsoleRoute.isMailID(part.id)
            ? #"""
            <section class="card gap"><h2>Measures</h2><img class="chart" width="640" height="288"
            src="/wear/\#(part.id, upTo: ConsoleRoute.longestMailID)/chart.svg"
            alt="Chart of the measures of \#(part.row.name, upTo: 80) with the forecast; its figures stand below">
            </section>
            """# : ""
        let table = TableView(
            columns: ["When", "What", "Use", "Measure", "Detail"], of: lines, upTo: Self.lineLimit,
            whenEmpty: "Nothing is noted of it yet."
        ) { line in
            [
                Words.time(line.time, style), "\(line.kind, upTo: 40)",
                line.use.map { "\($0, upTo: 60)" } ?? "",
                line.measure.map { "\($0, upTo: 60)" } ?? "", line.detail.map { "\($0, upTo: 160)" } ?? "",
            ]
        }
        let figures = facts([
            ("Id", "\(part.id)"), ("Serial", part.serial.isEmpty ? "not said" : "\(part.serial)"),
            ("Used", Words.text(part.row.used)), ("Measure", Words.text(part.measure)),
            ("End of life", part.endOfLife.map { "\($0)" } ?? "by use only"), ("Days left", band),
            ("Worn out by", part.dates(from: now, style)), ("Rests on", "\(part.basis)"),
            ("Stage", part.stage),
            ("In stock", part.stock.map { "\($0)" } ?? "not counted"),
            ("Order to arrival", part.leadDays.map { "\(Words.number($0)) days" } ?? "not said"),
        ])
        let content: HTML = #"""
            <h1>\#(part.row.name)</h1>
            <p class="soft"><a href="/wear">All parts</a> · \#(Words.time(now, style))</p>
            <section class="card">\#(figures)</section>\#(chart)
            <section class="card gap"><h2>Journal, newest first</h2>\#(table.markup)</section>
            """#
        return PageFrame(title: part.row.name, place: .wear, isLive: true, content: content).rendered
    }
}
