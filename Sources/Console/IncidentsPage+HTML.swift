// SPDX-License-Identifier: Apache-2.0
// The incident pages as markup: the open and the past ones, one with its timeline, and what was held back with the
// reasons.

internal import DockModel

extension IncidentFact {
    /// The title, as a link where the id can stand in a path.
    var link: HTML {
        let about: HTML = subject.map { ": \($0, upTo: 60)" } ?? ""
        let name: HTML = "\(title, upTo: 100)\(about)"
        guard ConsoleRoute.isMailID(id) else { return name }
        return #"<a href="/incidents/\#(id, upTo: ConsoleRoute.longestMailID)">\#(name)</a>"#
    }

    /// Open, shelved, taken or over.
    func state(_ style: TimeStyle) -> HTML {
        if !isOpen {
            let when: HTML = resolved.map { " \(Words.time($0, style))" } ?? ""
            return Words.badge("ended", .good) + when
        }
        if let shelvedUntil {
            return Words.badge("shelved", .neutral) + " until " + Words.time(shelvedUntil, style)
        }
        if let acknowledgedBy {
            return Words.badge("open", .attention) + " taken by \(acknowledgedBy, upTo: 60)"
        }
        return Words.badge("open", severity <= .critical ? .bad : .attention)
    }
}

extension IncidentsPage {
    /// Open incidents listed.
    static let openLimit = 20

    /// The page; nil when there is no such one.
    func rendered(page: Int, _ style: TimeStyle) -> String? {
        guard page == 1 || !all.isEmpty else { return nil }
        let current: HTML = page > 1 ? .empty : card("Open", table(open, Self.openLimit, "No open incident.", style))
        let every = table(all, Self.pageLength, "No incident yet.", style)
        let paging = Paging(page: page, hasNext: hasOlder)
        let content: HTML = #"""
            <h1>Incidents</h1>
            <p class="soft">\#(Words.time(now, style)). <a href="/incidents/held">What was held back, and why</a></p>
            \#(current)
            <section class="card gap"><h2>All, newest first</h2>\#(every)
            \#(paging.markup("/incidents"))</section>
            """#
        return PageFrame(title: "Incidents", place: .incidents, isLive: true, content: content).rendered
    }

    private func table(_ rows: [IncidentFact], _ limit: Int, _ whenEmpty: HTML, _ style: TimeStyle) -> HTML {
        TableView(
            columns: ["Incident", "Class", "Opened", "State"], of: rows, upTo: limit, whenEmpty: whenEmpty
        ) { row in
            let detail: HTML = row.detail.map { #"<br><span class="soft">\#($0, upTo: 120)</span>"# } ?? ""
            return [
                row.link + detail, Words.badge(Words.severity(row.severity)),
                Words.time(row.opened, from: now, style),
                row.state(style),
            ]
        }.markup
    }
}

extension IncidentPage {
    /// The page of one incident.
    func rendered(_ style: TimeStyle) -> String {
        let visit: HTML = needsVisit.map { $0 ? "needed" : "not needed" } ?? "depends on what is found"
        let when: HTML = fact.acknowledged.map { ", \(Words.time($0, style))" } ?? ""
        let taken: HTML = fact.acknowledgedBy.map { "by \($0)\(when)" } ?? "nobody yet"
        let figures = facts([
            ("Class", Words.badge(Words.severity(fact.severity))), ("Kind", "\(fact.kind)"),
            ("About", fact.subject.map { "\($0)" } ?? "the dock"),
            ("Detail", fact.detail.map { "\($0, upTo: 400)" } ?? "none"),
            ("Opened", Words.time(fact.opened, from: now, style)), ("State", fact.state(style)),
            ("Taken note of", taken),
            ("Shelf", shelf.map { "\($0, upTo: 300)" } ?? "not shelved"),
            ("Mission", mission.map { "\($0)" } ?? "none"),
            ("Check first", checkFirst.map { "\($0, upTo: 400)" } ?? "not said"), ("Visit", visit),
        ])
        let table = TableView(
            columns: ["When", "What", "Detail"], of: timeline, upTo: Self.mostEntries,
            whenEmpty: "Nothing is kept of it."
        ) { entry in
            [Words.time(entry.time, style), "\(entry.what, upTo: 60)", "\(entry.detail, upTo: 300)"]
        }
        let content: HTML = #"""
            <h1>\#(fact.title)</h1>
            <p class="soft"><a href="/incidents">All incidents</a> · \#(fact.id, upTo: 128)</p>
            <section class="card">\#(figures)</section>
            <section class="card gap"><h2>Timeline</h2>\#(table.markup)</section>
            \#(secondsBefore)
            """#
        return PageFrame(title: fact.title, place: .incidents, isLive: true, content: content).rendered
    }
}

extension IncidentPage {
    /// Most moments and most columns of the seconds before.
    private static let mostMoments = 16, mostColumns = 16

    /// What was measured in the seconds before: a row a moment, a column for each value that was told at all.
    fileprivate var secondsBefore: HTML {
        var names: [String] = []
        for moment in before {
            for value in moment.values where !names.contains(value.name) { names.append(value.name) }
        }
        let columns = Array(names.prefix(Self.mostColumns))
        guard !columns.isEmpty else { return "" }
        let table = TableView(
            columns: ["Before"] + columns.map { HTML(showing: $0, upTo: 30) }, of: before, upTo: Self.mostMoments,
            whenEmpty: ""
        ) { moment in
            let time: HTML = "\(Words.number(moment.seconds)) s"
            return [time]
                + columns.map { name -> HTML in
                    guard let told = moment.values.first(where: { $0.name == name }) else { return "" }
                    return "\(told.value, upTo: 30)"
                }
        }
        return #"<section class="card gap"><h2>The seconds before</h2>\#(table.markup)</section>"#
    }
}

extension HeldPage {
    /// The page; nil when there is no such one.
    func rendered(page: Int, _ style: TimeStyle) -> String? {
        guard page == 1 || !events.isEmpty else { return nil }
        let table = TableView(
            columns: ["Event", "Class", "When", "Where it ended", "Why"], of: events, upTo: Self.pageLength,
            whenEmpty: "Nothing was held back."
        ) { event in
            let name: HTML = "\(event.kind, upTo: 60)"
            let incident: HTML =
                event.incident.flatMap { ConsoleRoute.isMailID($0) ? $0 : nil }
                .map { #"<a href="/incidents/\#($0, upTo: ConsoleRoute.longestMailID)">\#(name)</a>"# }
                ?? name
            return [
                incident + #"<br><span class="soft">\#(event.source, upTo: 60)</span>"#,
                Words.badge(Words.severity(event.severity)), Words.time(event.time, style),
                "\(Self.words(event.bin))",
                "\(event.because, upTo: 200) (\(event.rule, upTo: 60))",
            ]
        }
        let counts = facts(bins.prefix(12).map { ("\(Self.words($0.name))", "\($0.count)") })
        let links = Paging(page: page, hasNext: hasOlder).markup("/incidents/held")
        let content: HTML = #"""
            <h1>Held back</h1>
            <p class="soft"><a href="/incidents">All incidents</a> · Events that were not mailed one by one: each ended
            in one of these places, for the reason beside it.</p>
            <section class="card"><h2>Where kept events ended</h2>\#(counts)</section>
            <section class="card gap">\#(table.markup)\#(links)</section>
            """#
        return PageFrame(title: "Held back", place: .incidents, isLive: true, content: content).rendered
    }

    /// A bin in plain words.
    public static func words(_ bin: String) -> String {
        switch bin {
        case "mailedAlone": "in a mail of its own"
        case "mailedInGroup": "in a mail with others"
        case "foldedAsRepeat": "folded: a repeat of an open one"
        case "inhibited": "muted by its open cause"
        case "shelved": "held by a person's shelf"
        case "rateFolded": "over the budget, told in a flood mail"
        case "digestOnly": "in the daily digest only"
        default: bin
        }
    }
}
