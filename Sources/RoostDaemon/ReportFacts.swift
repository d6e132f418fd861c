// SPDX-License-Identifier: Apache-2.0
// Which stored facts go into which report. What was not measured stays nil; nothing is filled in.
// It words nothing: the report writer does.

internal import DockModel
internal import Report
internal import RoostCore
internal import Settings
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
    /// What the gates compare with.
    let limits: DockLimits
    /// Whose folders are measured for the digest.
    let configuration: DockConfiguration

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
        if run.takeoff != nil || run.launched != nil {
            input.record = RecordPress.baseName(run.mission.id, version: 1) + ".pdf"
        }
        input.nextRun =
            planner.nextRuns(after: run.ended ?? run.mission.due, count: 10)
            .first { $0.schedule == run.mission.schedule }?.due
        return input
    }

    /// The facts of a notice about a part.
    func part(_ notice: WearNotice, state: DockState) -> PartNoticeInput {
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
        let unit = state.wear.units[notice.part].flatMap { $0.epoch == notice.epoch ? $0.unit : nil }
        input.installedAt = unit?.installedAt
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

    /// All that is known of a day that ends.
    func record(
        _ tally: DayTally, filter: FilterReport? = nil, log: DayLog = DayLog(), state: DockState?, now: Moment
    ) -> DayRecord {
        var record = DayRecord(tally: tally, version: source.version)
        record.tally.begun = tally.begun ?? now.wall
        record.tally.ended = tally.ended ?? now.wall
        record.log = log
        record.wear = tally.parts.map { DigestPart($0, rule($0.part)) }
        record.measured = tally.parts.compactMap { MeasuredPart($0, rule($0.part)) }
        record.cycles = tally.parts.first { $0.useUnit == "cycles" }?.use
        for part in tally.parts {
            guard let measure = part.measure, let rule = rule(part.part), let signal = rule.measure,
                case .measured(_, _, let new, _) = rule.description.measure
            else { continue }
            if signal == .packCapacity, new > 0 { record.packHealth = measure / new * 100 }
            if signal == .cellSpread { record.cellSpread = measure * 1_000 }
            if signal == .vibration { record.vibration = measure }
        }
        // The parts stand above, with all that a page says of them.
        record.tally.parts = []
        let horizon = now.wall + .seconds(86_400)
        record.upcoming = planner.nextRuns(after: now.wall, count: 20).filter { $0.due <= horizon }.map { run in
            DigestUpcoming(name: run.schedule.text, at: run.due)
        }
        record.link = link(now)
        record.system = [
            DigestVersion(name: "roost", version: source.version),
            DigestVersion(name: "clock", version: now.isWallTrusted ? "believed" : "not believed"),
        ]
        if let space = outbox.database.space {
            func gigabytes(_ octets: Int64) -> String { VisitBook.amount(Double(octets) / 1e9, "GB") }
            record.system.append(
                DigestVersion(name: "disk", version: "\(gigabytes(space.free)) / \(gigabytes(space.total))"))
        }
        record.system.append(CopyWatch.line(of: outbox.database))
        record.system += keptFiles
        record.system += chainHead
        if let filter {
            record.suppressed = filter.lines
            record.held = filter.held
            record.shelved = filter.shelved.map { shelved in
                DigestShelved(
                    id: shelved.incident.storageID, severity: shelved.incident.kind.severity,
                    title: shelved.incident.title, until: shelved.shelf.until, who: shelved.shelf.user,
                    reason: shelved.shelf.reason)
            }
            record.unusual = filter.unusual.map { "\($0.subject): \($0.detail)" }
            record.filterTroubles = filter.troubles.sorted { $0.key < $1.key }.map { "The filter: \($0.key)." }
        }
        (record.windLimit, record.gustLimit) = (limits.windMean.value, limits.windGust.value)
        record.pinchCurrent = limits.pinchCurrent.value
        record.isWithoutPictures = state.map { !$0.leavesTimeForPapers } ?? false
        return record
    }

    /// The head of the chain over records and incidents, by which its end is proved later.
    private var chainHead: [DigestVersion] {
        // A store that cannot be read cannot take this digest either.
        guard let head = try? outbox.database.chainHead() else { return [] }
        return [DigestVersion(name: "chain", version: head.head)]
    }

    /// What pictures, flight logs and record files take, and may take; what there is none of is left out.
    private var keptFiles: [DigestVersion] {
        // As above. The copies are left to `roost doctor`: to measure them looks at every file of each.
        let database = outbox.database
        // What cannot be counted is left out.
        let kept = try? KeptFiles(configuration, storage: database.directory, database: database, countsCopies: false)
        return kept?.shares.filter { $0.octets > 0 }.map { DigestVersion(name: $0.shortName, version: $0.text) } ?? []
    }

    private func rule(_ part: PartID) -> PartRule? { rules.first { $0.description.id == part } }

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

extension NoticeStage {
    var page: PartStage {
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
    var page: PartBasis {
        switch self {
        case .catalogue: .catalogue
        case .measured(let rows): .measured(rows: rows)
        }
    }
}

extension Incident {
    /// What happened, in a few words.
    var title: String { subject.isEmpty ? kind.title : "\(kind.title): \(subject)" }

    var line: IncidentLine {
        IncidentLine(id: "\(number)", severity: kind.severity, title: title, since: opened)
    }
}

extension String {
    /// The words of a settings name.
    fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
