// SPDX-License-Identifier: Apache-2.0
// Which stored facts go into which report. What was not measured stays nil; nothing is filled in.
// It words nothing: the report writer does.

internal import DockModel
internal import Report
internal import RoostCore
internal import Store
internal import Triage
internal import Wear

/// Gathers the facts of reports.
struct ReportFacts: Sendable {
    let source: ReportSource
    let planner: Planner
    let outbox: Outbox
    /// The parts' catalogue figures.
    let rules: [PartRule]

    /// The facts of one mission that ended.
    func mission(_ run: MissionRun, state: DockState) -> MissionInput {
        var input = MissionInput(
            source: source, name: run.mission.schedule.text, run: run.mission.id,
            verdict: run.outcome?.verdict ?? .held, plannedAt: run.mission.due)
        input.reason = run.outcome == .flown ? nil : run.reasons.last
        input.takeOff = run.takeoff
        input.landing = run.landed
        input.gates = run.gates.map { record in
            GateLine(
                name: record.gate.title, answer: record.answer.line, value: record.value, limit: record.limit)
        }
        input.batteryAtTakeOff = run.batteryStart
        input.batteryAfterLanding = run.batteryEnd
        input.distance = run.travelled
        input.greatestHeight = run.greatestHeight
        input.itemsPlanned = run.itemCount
        // The return at the end of a plan is reached by landing at home, which the core has seen.
        input.itemsReached = run.outcome == .flown ? run.itemCount : run.reachedItem.map { $0 + 1 }
        input.incidents = state.incidents.values.filter { $0.missionID == run.mission.id }.map(\.line)
        input.nextRun =
            planner.nextRuns(after: run.ended ?? run.mission.due, count: 10)
            .first { $0.schedule == run.mission.schedule }?.due
        return input
    }

    /// The facts of a notice about a part.
    func part(_ notice: WearNotice) -> PartNoticeInput {
        let days = notice.remaining.days, uses = notice.remaining.uses
        var input = PartNoticeInput(
            source: source, at: notice.at, part: notice.part, name: notice.name, serial: notice.serial,
            stage: notice.stage.page, kind: notice.kind.page,
            daysLeft: DaysLeft(p10: days.p10, p50: days.p50, p90: days.p90),
            usesLeft: UsesLeft(p10: uses.p10, p50: uses.p50, p90: uses.p90), useUnit: notice.useUnit,
            use: notice.use,
            basis: notice.remaining.basis.page, leadDays: rule(notice.part)?.description.leadDays ?? 0,
            orderDays: rule(notice.part)?.description.orderDays ?? 0)
        if case .measured(let kind, let unit, let new, let endOfLife)? = rule(notice.part)?.description
            .measure
        {
            input.measure = PartMeasure(
                kind: kind.replacingUnderscores, unit: unit, value: notice.measure, new: new,
                endOfLife: endOfLife)
        }
        input.reasons = notice.reasons.map(\.description)
        return input
    }

    /// The facts of an incident.
    func incident(_ incident: Incident, told: ToldEvent? = nil, state: DockState, now: Moment) -> IncidentInput {
        var input = IncidentInput(
            source: source, id: "\(incident.number)", severity: incident.kind.severity, title: incident.title,
            at: now.wall, since: incident.opened)
        input.ended = incident.resolved
        input.what = incident.detail
        input.action = incident.kind.remedy
        input.isVisitNeeded = incident.kind.needsVisit
        input.isVehicleInAir = state.phase.isAirborne
        input.kind = incident.kind.rawValue
        input.isReminder = told?.isReminder ?? false
        input.rootCause = (told?.rootCause ?? state.rootCause(of: incident))?.line
        input.whyNow = told?.why
        input.before = told?.before
        return input
    }

    /// The facts of a day.
    func digest(_ tally: DayTally, filter: FilterReport? = nil, now: Moment) -> DigestInput {
        var input = DigestInput(source: source, from: tally.begun ?? now.wall, to: tally.ended ?? now.wall)
        input.missions = tally.missions.map { line in
            DigestMission(
                name: line.schedule.text, plannedAt: line.due, verdict: line.outcome.verdict,
                reason: line.outcome == .flown || line.reason.isEmpty ? nil : line.reason)
        }
        let horizon = now.wall + .seconds(86_400)
        input.upcoming = planner.nextRuns(after: now.wall, count: 20).filter { $0.due <= horizon }.map {
            run in
            DigestUpcoming(name: run.schedule.text, at: run.due)
        }
        input.changes = changes(tally)
        input.tasks = tasks(tally, now: now)
        input.vehicle = vehicle(tally)
        input.dock = dock(tally)
        input.wear = tally.parts.map { part in
            let days = part.remaining.days
            let rule = rule(part.part)
            return DigestPart(
                name: part.name, serial: part.serial, stage: part.stage?.page,
                daysLeft: DaysLeft(p10: days.p10, p50: days.p50, p90: days.p90),
                leadDays: rule?.description.leadDays ?? part.leadDays,
                orderDays: rule?.description.orderDays ?? 0,
                basis: part.remaining.basis.page)
        }
        input.weather = weather(tally)
        input.link = link(now)
        input.incidents = tally.openIncidents.map(\.line)
        input.versions = [DigestVersion(name: "roost", version: source.version)]
        if let filter {
            input.suppressed = filter.lines
            input.held = filter.held
            input.filterTroubles = filter.troubles.sorted { $0.key < $1.key }.map { "The filter: \($0.key)." }
        }
        return input
    }

    private func rule(_ part: PartID) -> PartRule? { rules.first { $0.description.id == part } }

    private func changes(_ tally: DayTally) -> [String] {
        tally.partNotices + tally.incidents.sorted { $0.key < $1.key }.map { kind, count in
            "\(IncidentKind(rawValue: kind)?.title ?? kind): \(count == 1 ? "once" : "\(count) times")"
        }
    }

    private func tasks(_ tally: DayTally, now: Moment) -> [DigestTask] {
        let incidents = tally.openIncidents.filter { $0.kind.severity <= .error }.map { incident in
            DigestTask(what: "\(incident.title): \(incident.kind.remedy)")
        }
        let orders = tally.parts.filter { $0.stage != nil }.map { part in
            DigestTask(
                what: "Order \(part.name) (serial \(part.serial))",
                by: now.wall + .seconds(max(0, part.remaining.days.p10 - part.leadDays) * 86_400))
        }
        return incidents + orders
    }

    private func vehicle(_ tally: DayTally) -> DigestVehicle {
        var vehicle = DigestVehicle()
        vehicle.flights = [.flown, .partial, .diverted].reduce(0) { $0 + (tally.outcomes[$1] ?? 0) }
        vehicle.airTime = .seconds(tally.flightSeconds)
        vehicle.charge = tally.battery
        vehicle.cycles = tally.parts.first { $0.useUnit == "cycles" }?.use
        return vehicle
    }

    private func dock(_ tally: DayTally) -> DigestDock {
        var dock = DigestDock()
        dock.coverMoves = Int(tally.coverTravels)
        dock.chargeEnergy = WattHours(tally.chargedWattHours)
        return dock
    }

    private func weather(_ tally: DayTally) -> DigestWeather? {
        guard tally.gust != nil || tally.airTemperature != nil else { return nil }
        var weather = DigestWeather()
        if tally.windSamples > 0 { weather.windMean = MetresPerSecond(tally.windSum / tally.windSamples) }
        weather.rainMillimetres = tally.rainMillimetres
        weather.gust = tally.gust.map { MetresPerSecond($0) }
        weather.low = tally.airTemperature.map { Celsius($0.low) }
        weather.high = tally.airTemperature.map { Celsius($0.high) }
        return weather
    }

    private func link(_ now: Moment) -> DigestLink? {
        // A store that cannot count its mails cannot take this digest either; the section then says not measured.
        guard let stats = try? outbox.stats(now: now.wall) else { return nil }
        var link = DigestLink()
        link.waiting = stats.queued + stats.leased
        link.oldestWaiting = stats.oldestWaiting
        link.sent = stats.sent
        link.failed = stats.dead
        if let kept = keptByLink(now) { (link.keptByLink, link.linkName) = kept }
        return link
    }
}

extension FilterReport {
    /// Each bin and rule with its count, the largest first.
    fileprivate var lines: [DigestCount] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { key, count in
            let parts = key.split(separator: "/", maxSplits: 1).map(String.init)
            let rule = parts.count > 1 ? parts[1] : "-"
            let words: String =
                switch FilterBin(rawValue: parts.first ?? "") {
                case .foldedAsRepeat: "repeats (\(rule))"
                case .inhibited: "explained by \(rule)"
                case .shelved: "shelved by a person (\(rule))"
                case .rateFolded: "told in a flood mail (\(rule))"
                case .digestOnly: "for the digest only (\(rule))"
                case .mailedAlone, .mailedInGroup, nil: key
                }
            return DigestCount(rule: words, count: count)
        }
    }
}

extension GateAnswer {
    fileprivate var line: GateLine.Answer {
        switch self {
        case .pass: .pass
        case .hold: .hold
        case .refuse: .refuse
        }
    }
}

extension MissionOutcome {
    fileprivate var verdict: MissionVerdict {
        switch self {
        case .flown: .done
        case .partial: .partial
        case .aborted: .aborted
        case .refused: .refused
        case .expired: .expired
        case .skipped: .skipped
        case .diverted: .diverted
        case .lost: .lost
        }
    }
}

extension NoticeStage {
    fileprivate var page: PartStage {
        switch self {
        case .plan: .plan
        case .replace: .replace
        case .stop: .stop
        }
    }
}

extension NoticeKind {
    fileprivate var page: PartNoticeKind {
        switch self {
        case .issued: .issued
        case .withdrawn: .withdrawn
        case .reinstated: .reinstated
        case .replacementSuspected: .replacementSuspected
        }
    }
}

extension ForecastBasis {
    fileprivate var page: PartBasis {
        switch self {
        case .catalogue: .catalogue
        case .measured(let rows): .measured(rows: rows)
        }
    }
}

extension Incident {
    /// What happened, in a few words.
    fileprivate var title: String { subject.isEmpty ? kind.title : "\(kind.title): \(subject)" }

    fileprivate var line: IncidentLine {
        IncidentLine(id: "\(number)", severity: kind.severity, title: title, since: opened)
    }
}

extension String {
    /// The words of a settings name.
    fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
