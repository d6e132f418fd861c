// SPDX-License-Identifier: Apache-2.0
// The parts of a digest's page, each from its own facts: missions, vehicle, dock, wear, weather, link, incidents.
// A figure that was not measured says so; none is filled in.

import DockModel

extension ReportWriter {
    func task(_ task: DigestTask) -> Cell {
        guard let by = task.by else { return Cell(reason(task.what)) }
        return Cell(wording(.taskBy, ["what": reason(task.what), "day": clock.day(by)]), .watch)
    }

    func missions(_ input: DigestInput, longest: Int) -> Section {
        var blocks: [Block] = []
        if input.missions.isEmpty, input.unlisted.isEmpty {
            blocks.append(.paragraph(wording(.missionsNone)))
        } else {
            let counts = MissionVerdict.allCases.compactMap { verdict -> String? in
                let count = input.count(of: verdict)
                return count == 0 ? nil : "\(count) \(word(verdict))"
            }
            blocks.append(.paragraph(counts.joined(separator: ", ") + "."))
            // Of a longer time only what went otherwise is told line by line.
            let told = input.period == .day ? input.missions : input.missions.filter { $0.verdict != .done }
            if !told.isEmpty { blocks += list(told, longest: longest, empty: .none, cell: mission) }
        }
        guard input.period == .day || !input.upcoming.isEmpty else {
            return Section(title: wording(.sectionMissions), place: .missions, blocks: blocks)
        }
        let next = input.upcoming.prefix(max(longest, 1)).map { "\(clock.short($0.at)) \(name($0.name))" }
        var names = next.joined(separator: "; ")
        if input.upcoming.count > next.count {
            names += "; " + wording(.andMore, ["n": "\(input.upcoming.count - next.count)"])
        }
        blocks.append(
            .note(next.isEmpty ? wording(.nextMissionsNone) : wording(.nextMissions, ["list": names + "."])))
        return Section(title: wording(.sectionMissions), place: .missions, blocks: blocks)
    }

    func mission(_ mission: DigestMission) -> Cell {
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

    func vehicle(_ vehicle: DigestVehicle?) -> Section {
        guard let vehicle else {
            return Section(
                title: wording(.sectionVehicle), place: .vehicle, blocks: [.paragraph(wording(.vehicleNone))])
        }
        return Section(
            title: wording(.sectionVehicle), place: .vehicle,
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

    func dock(_ dock: DigestDock?) -> Section {
        guard let dock else {
            return Section(title: wording(.sectionDock), place: .dock, blocks: [.paragraph(wording(.dockNone))])
        }
        let travel = wording(
            .coverTravel,
            [
                "seconds": figures.amount(dock.coverTravelSeconds, "s"),
                "usual": figures.amount(dock.usualCoverTravelSeconds, "s"),
            ])
        return Section(
            title: wording(.sectionDock), place: .dock,
            blocks: [
                .facts([
                    (wording(.factCoverMoves), figures.count(dock.coverMoves, one: .oneMove, many: .moves)),
                    (
                        wording(.factCoverTravel),
                        dock.coverTravelSeconds == nil ? wording(.notMeasured) : travel
                    ),
                    (wording(.factEnergy), figures.amount(dock.chargeEnergy, decimals: 0)),
                    (wording(.factCharges), dock.charges.map(String.init) ?? wording(.notMeasured)),
                    (wording(.factEfficiency), figures.amount(dock.chargeEfficiency, decimals: 0)),
                    (wording(.factContacts), figures.range(dock.contactsLow, dock.contactsHigh)),
                    (wording(.factCabinet), figures.range(dock.cabinetLow, dock.cabinetHigh)),
                    (wording(.factHumidity), figures.range(dock.humidityLow, dock.humidityHigh, decimals: 0)),
                    (wording(.factBackup), figures.amount(dock.backupCharge, decimals: 0)),
                ])
            ])
    }

    func wear(_ input: DigestInput, longest: Int) -> Section {
        guard !input.wear.isEmpty else {
            return Section(title: wording(.sectionWear), place: .wear, blocks: [.paragraph(wording(.wearNone))])
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
        return Section(title: wording(.sectionWear), place: .wear, blocks: blocks)
    }

    func weather(_ weather: DigestWeather?) -> Section {
        guard let weather else {
            return Section(
                title: wording(.sectionWeather), place: .weather, blocks: [.paragraph(wording(.weatherNone))])
        }
        let hasWind = weather.windMean != nil || weather.gust != nil
        let wind = wording(
            .wind, ["mean": figures.amount(weather.windMean), "gust": figures.amount(weather.gust)])
        return Section(
            title: wording(.sectionWeather), place: .weather,
            blocks: [
                .facts([
                    (wording(.factWind), hasWind ? wind : wording(.notMeasured)),
                    (wording(.factTemperature), figures.range(weather.low, weather.high)),
                    (wording(.factRain), figures.amount(weather.rainMillimetres, "mm")),
                    (wording(.factFlyable), figures.amount(weather.flyableHours, "h")),
                ])
            ])
    }

    func link(_ link: DigestLink?) -> Section {
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

    func incidents(_ incidents: [IncidentLine], longest: Int) -> Section {
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
}
