// SPDX-License-Identifier: Apache-2.0
// Writes the daily digest: one page in a fixed order, the verdict as its subject. Long lists are cut to what
// fits and say how much is left; the attached tables hold every row.

import DockModel

extension ReportWriter {
    /// The daily digest.
    public func digest(_ input: DigestInput) -> RenderedReport {
        let verdict = DigestVerdict(on: input, by: self)
        let attachments = tables(of: input)
        // Ordered once: what matters most is shown, whatever the length of a list.
        var input = input
        input.incidents.sort { ($0.severity, $0.since, $0.id) < ($1.severity, $1.since, $1.id) }
        input.missions =
            input.missions.filter { $0.verdict != .done } + input.missions.filter { $0.verdict == .done }
        input.wear.sort { ($0.daysLeft.p10, $0.name) < ($1.daysLeft.p10, $1.name) }
        // The most detail whose text still fits one page; with none at all only counts are left.
        var best = page(of: input, verdict: verdict, longestList: 0)
        for longest in [12, 8, 6, 4, 3, 2, 1] {
            let page = page(of: input, verdict: verdict, longestList: longest)
            if TextPage(page).text().utf8.count <= Self.largestDigestText {
                best = page
                break
            }
        }
        var report = report(subject: verdict.line, page: best, attachments: attachments)
        report.text = Self.cut(report.text, note: wording(.attached))
        report.html = HTMLPage(
            page(of: input, verdict: verdict, longestList: 25), language: wording.language.rawValue
        ).html()
        return report
    }

    // MARK: - Private

    /// The last resort for facts that are long even as counts: whole lines are left out at the end.
    private static func cut(_ text: String, note: String) -> String {
        guard text.utf8.count > largestDigestText else { return text }
        var kept = "", size = note.utf8.count + 2
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            size += line.utf8.count + 1
            guard size <= largestDigestText else { break }
            kept += line + "\n"
        }
        return kept + note + "\n"
    }

    private func page(of input: DigestInput, verdict: DigestVerdict, longestList: Int) -> Page {
        var sections = [
            Section(
                title: wording(.sectionChanges),
                blocks: list(input.changes, longest: longestList, empty: .noChanges) { Cell(reason($0)) }),
            Section(
                title: wording(.sectionTasks),
                blocks: list(input.tasks, longest: longestList, empty: .none, cell: task)),
            missions(input, longest: longestList),
            vehicle(input.vehicle),
            dock(input.dock),
            wear(input, longest: longestList),
            weather(input.weather),
            link(input.link),
        ]
        if !input.suppressed.isEmpty || !input.filterTroubles.isEmpty {
            var blocks = list(input.suppressed, longest: longestList, empty: .none) {
                Cell(wording(.filterLine, ["n": "\($0.count)", "rule": name($0.rule)]))
            }
            for trouble in input.filterTroubles.prefix(3) { blocks.append(.paragraph(reason(trouble))) }
            if !input.held.isEmpty { blocks.append(.note(wording(.filterIDs))) }
            sections.append(Section(title: wording(.sectionFilter), blocks: blocks))
        }
        sections.append(incidents(input.incidents, longest: longestList))
        if !input.versions.isEmpty {
            let facts = input.versions.prefix(8).map { (name: name($0.name), value: name($0.version)) }
            sections.append(Section(title: wording(.sectionVersions), blocks: [.facts(Array(facts))]))
        }
        return Page(
            kind: wording(
                .digestKind,
                [
                    "dock": dockName(input.source), "from": clock.short(input.from),
                    "to": clock.short(input.to),
                ]),
            verdict: verdict.line, tone: verdict.tone, summary: [verdict.explanation], sections: sections,
            footer: footer(of: input.source))
    }

    /// A list cut to `longest`, which says how much is left.
    private func list<Item>(
        _ items: [Item], longest: Int, empty: Phrase, cell: (Item) -> Cell
    ) -> [Block] {
        guard !items.isEmpty else { return [.paragraph(wording(empty))] }
        var shown = items.prefix(longest).map(cell)
        if items.count > longest { shown.append(Cell(wording(.andMore, ["n": "\(items.count - longest)"]))) }
        return [.list(shown)]
    }

    private func task(_ task: DigestTask) -> Cell {
        guard let by = task.by else { return Cell(reason(task.what)) }
        return Cell(wording(.taskBy, ["what": reason(task.what), "day": clock.day(by)]), .watch)
    }

    private func missions(_ input: DigestInput, longest: Int) -> Section {
        var blocks: [Block] = []
        if input.missions.isEmpty {
            blocks.append(.paragraph(wording(.missionsNone)))
        } else {
            let counts = MissionVerdict.allCases.compactMap { verdict -> String? in
                let count = input.missions.count { $0.verdict == verdict }
                return count == 0 ? nil : "\(count) \(word(verdict))"
            }
            blocks.append(.paragraph(counts.joined(separator: ", ") + "."))
            blocks += list(input.missions, longest: longest, empty: .none, cell: mission)
        }
        let next = input.upcoming.prefix(max(longest, 1)).map { "\(clock.short($0.at)) \(name($0.name))" }
        var names = next.joined(separator: "; ")
        if input.upcoming.count > next.count {
            names += "; " + wording(.andMore, ["n": "\(input.upcoming.count - next.count)"])
        }
        blocks.append(
            .note(next.isEmpty ? wording(.nextMissionsNone) : wording(.nextMissions, ["list": names + "."])))
        return Section(title: wording(.sectionMissions), blocks: blocks)
    }

    private func mission(_ mission: DigestMission) -> Cell {
        var line = wording(
            .missionLine,
            [
                "at": clock.short(mission.plannedAt), "name": name(mission.name),
                "verdict": word(mission.verdict),
            ])
        if let why = mission.reason { line += wording(.becauseOf, ["why": reason(why)]) }
        if let next = mission.nextTry { line += wording(.nextTry, ["at": clock.short(next)]) }
        return Cell(line, mission.verdict == .done ? .plain : tone(of: mission.verdict))
    }

    private func vehicle(_ vehicle: DigestVehicle?) -> Section {
        guard let vehicle else {
            return Section(title: wording(.sectionVehicle), blocks: [.paragraph(wording(.vehicleNone))])
        }
        return Section(
            title: wording(.sectionVehicle),
            blocks: [
                .facts([
                    (wording(.factFlights), figures.count(vehicle.flights, one: .oneFlight, many: .flights)),
                    (wording(.factAirTime), figures.span(vehicle.airTime)),
                    (wording(.factCharge), figures.amount(vehicle.charge, decimals: 0)),
                    (wording(.factHealth), figures.amount(vehicle.health, decimals: 0)),
                    (wording(.factCycles), figures.amount(vehicle.cycles, wording(.cycles), decimals: 0)),
                    (
                        wording(.factCellSpread),
                        figures.amount(vehicle.cellSpreadMillivolts, "mV", decimals: 0)
                    ),
                    (wording(.factVibration), figures.amount(vehicle.worstVibration, "m/s²")),
                ])
            ])
    }

    private func dock(_ dock: DigestDock?) -> Section {
        guard let dock else {
            return Section(title: wording(.sectionDock), blocks: [.paragraph(wording(.dockNone))])
        }
        let travel = wording(
            .coverTravel,
            [
                "seconds": figures.amount(dock.coverTravelSeconds, "s"),
                "usual": figures.amount(dock.usualCoverTravelSeconds, "s"),
            ])
        return Section(
            title: wording(.sectionDock),
            blocks: [
                .facts([
                    (wording(.factCoverMoves), figures.count(dock.coverMoves, one: .oneMove, many: .moves)),
                    (
                        wording(.factCoverTravel),
                        dock.coverTravelSeconds == nil ? wording(.notMeasured) : travel
                    ),
                    (wording(.factEnergy), figures.amount(dock.chargeEnergy, decimals: 0)),
                    (wording(.factEfficiency), figures.amount(dock.chargeEfficiency, decimals: 0)),
                    (wording(.factCabinet), figures.range(dock.cabinetLow, dock.cabinetHigh)),
                    (wording(.factHumidity), figures.range(dock.humidityLow, dock.humidityHigh, decimals: 0)),
                    (wording(.factBackup), figures.amount(dock.backupCharge, decimals: 0)),
                ])
            ])
    }

    private func wear(_ input: DigestInput, longest: Int) -> Section {
        guard !input.wear.isEmpty else {
            return Section(title: wording(.sectionWear), blocks: [.paragraph(wording(.wearNone))])
        }
        let shown = input.wear.prefix(max(longest, 1))
        let rows = shown.map { part in
            let days = part.daysLeft
            let tone: Tone = part.stage == .stop ? .bad : part.stage == nil ? .plain : .watch
            let star = part.basis == .catalogue ? " *" : ""
            let order = orderDay(days, leadDays: part.leadDays, orderDays: part.orderDays, from: input.to)
            return [
                Cell(CleanText.line(part.name, most: 24) + star, tone),
                Cell(day(after: days.p10, from: input.to)),
                Cell(day(after: days.p50, from: input.to)), Cell(day(after: days.p90, from: input.to)),
                Cell(order, tone),
            ]
        }
        let header = [
            wording(.factPart), wording(.columnEarly), wording(.columnMiddle), wording(.columnLate),
            wording(.factOrderBy),
        ]
        var blocks: [Block] = [.table(header: header, rows: rows)]
        if input.wear.count > shown.count {
            blocks.append(.paragraph(wording(.andMore, ["n": "\(input.wear.count - shown.count)"])))
        }
        let hasCatalogue = shown.contains { $0.basis == .catalogue }
        var note = wording(.wearNoteMeasured)
        if hasCatalogue { note += " " + wording(.wearNote, ["catalogue": "*"]) }
        blocks.append(.note(note))
        return Section(title: wording(.sectionWear), blocks: blocks)
    }

    private func weather(_ weather: DigestWeather?) -> Section {
        guard let weather else {
            return Section(title: wording(.sectionWeather), blocks: [.paragraph(wording(.weatherNone))])
        }
        let hasWind = weather.windMean != nil || weather.gust != nil
        let wind = wording(
            .wind, ["mean": figures.amount(weather.windMean), "gust": figures.amount(weather.gust)])
        return Section(
            title: wording(.sectionWeather),
            blocks: [
                .facts([
                    (wording(.factWind), hasWind ? wind : wording(.notMeasured)),
                    (wording(.factTemperature), figures.range(weather.low, weather.high)),
                    (wording(.factRain), figures.amount(weather.rainMillimetres, "mm")),
                    (wording(.factFlyable), figures.amount(weather.flyableHours, "h")),
                ])
            ])
    }

    private func link(_ link: DigestLink?) -> Section {
        guard let link else {
            return Section(title: wording(.sectionLink), blocks: [.paragraph(wording(.linkNone))])
        }
        var facts = [
            (name: wording(.factQueue), value: figures.count(link.waiting, one: .oneMail, many: .mails))
        ]
        if let oldest = link.oldestWaiting { facts.append((wording(.factOldest), clock.short(oldest))) }
        facts.append((wording(.factSent), figures.count(link.sent, one: .oneMail, many: .mails)))
        facts.append((wording(.factFailed), figures.count(link.failed, one: .oneMail, many: .mails)))
        facts.append((wording(.factOffline), figures.span(link.down)))
        if let kept = link.keptByLink, kept > 0 {
            let count = figures.count(kept, one: .oneMail, many: .mails)
            facts.append(
                (wording(.factKeptByLink), wording(.keptByLink, ["n": count, "link": name(link.linkName ?? "")])))
        }
        return Section(title: wording(.sectionLink), blocks: [.facts(facts)])
    }

    private func incidents(_ incidents: [IncidentLine], longest: Int) -> Section {
        guard !incidents.isEmpty else {
            return Section(title: wording(.sectionIncidents), blocks: [.paragraph(wording(.incidentsNone))])
        }
        let counts = Severity.allCases.compactMap { severity -> String? in
            let count = incidents.count { $0.severity == severity }
            return count == 0 ? nil : "\(count) \(severity.label)"
        }
        return Section(
            title: wording(.sectionIncidents),
            blocks: list(incidents, longest: longest, empty: .incidentsNone, cell: line)
                + [.note(wording(.incidentsByClass, ["list": counts.joined(separator: ", ")]))])
    }

    func line(_ incident: IncidentLine) -> Cell {
        let times = incident.count > 1 ? wording(.incidentTimes, ["n": "\(incident.count)"]) : ""
        let text = wording(
            .incidentLine,
            [
                "class": incident.severity.label, "title": name(incident.title),
                "since": clock.short(incident.since), "times": times,
            ])
        return Cell(text, tone(of: incident.severity))
    }

    private func tables(of input: DigestInput) -> [ReportAttachment] {
        let stem = "\(CleanText.fileName(input.source.dock.text))-\(clock.isoDay(input.to))"
        func table(_ kind: String, _ header: [String], _ rows: [[String]]) -> ReportAttachment? {
            guard !rows.isEmpty else { return nil }
            return ReportAttachment(
                name: "\(stem)-\(kind).csv", mediaType: "text/csv",
                text: CSVTable.text(header: header, rows: rows))
        }
        func days(_ value: Double) -> String { Figures.decimal(value) ?? "" }
        return [
            table(
                "missions", ["planned_utc", "name", "verdict", "reason", "next_try_utc"],
                input.missions.map {
                    [
                        clock.utc($0.plannedAt), $0.name, $0.verdict.rawValue, $0.reason ?? "",
                        $0.nextTry.map(clock.utc) ?? "",
                    ]
                }),
            table(
                "wear", ["part", "serial", "stage", "p10_days", "p50_days", "p90_days", "measured_rows"],
                input.wear.map { part in
                    let rows: String =
                        switch part.basis {
                        case .catalogue: ""
                        case .measured(let rows): "\(rows)"
                        }
                    let left = part.daysLeft
                    return [
                        part.name, part.serial, part.stage?.rawValue ?? "", days(left.p10), days(left.p50),
                        days(left.p90), rows,
                    ]
                }),
            table(
                "incidents", ["id", "class", "title", "since_utc", "count"],
                input.incidents.map {
                    [$0.id, $0.severity.label, $0.title, clock.utc($0.since), "\($0.count)"]
                }),
            table(
                "held", ["event", "time_utc", "class", "kind", "bin", "rule"],
                input.held.map {
                    ["\($0.id)", clock.utc($0.at), $0.severity.label, $0.kind, $0.bin, $0.rule]
                }),
        ].compactMap { $0 }
    }
}
