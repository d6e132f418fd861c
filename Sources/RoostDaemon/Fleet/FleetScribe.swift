// SPDX-License-Identifier: Apache-2.0
// Turns what the core decided into documents for the fleet: a plain copy of facts, in the commit of the decision. It
// decides nothing, asks nobody and never fails a decision; the loop keeps the new value only when the commit succeeds.

internal import DockModel
internal import Fleet
internal import RoostCore
internal import Settings
internal import Store
internal import Wear

/// Who writes a dock's documents for the fleet.
struct FleetScribe: Sendable {
    let dock: DockIdentity
    let interval: Duration
    /// Told after a commit with documents.
    let ring: @Sendable () -> Void
    /// How it stands with the files that the fleet sends; nil for a dock that takes none.
    var bundles: (@Sendable () -> BundleBoard)?
    private var lastState: Instant?
    private var lastPhase: Phase?

    /// A scribe who has written nothing since the start.
    init(_ dock: DockIdentity, interval: Duration, ring: @escaping @Sendable () -> Void) {
        (self.dock, self.interval, self.ring) = (dock, interval, ring)
    }

    /// Whether the promised document of the state is due.
    func isDue(at now: Moment) -> Bool {
        lastState.map { $0.duration(to: now.boot) >= interval } ?? true
    }

    /// The documents of a decision.
    mutating func drafts(
        for effects: [Effect], _ state: DockState, _ policy: DockPolicy, at now: Moment
    ) -> [FleetDraft] {
        var reports: [FleetReport] = []
        var isNews = lastPhase != state.phase || isDue(at: now)
        for effect in effects {
            switch effect {
            case .perform: break
            case .note(let incident):
                isNews = true
                reports.append(.incident(IncidentReport(incident)))
            case .record(let run):
                if let report = FlightReport(run) { reports.append(.flight(report)) }
            case .wear(let entry): reports.append(.wear(report(entry, state, policy, at: now)))
            case .post(.digest(let tally)): reports.append(.rollup(RollUpReport(tally)))
            case .post(.mission), .post(.part), .post(.incident): break
            }
        }
        if isNews {
            (lastState, lastPhase) = (now.boot, state.phase)
            reports.append(.state(report(state)))
        }
        return reports.map { FleetDraft(dock: dock.id.text, stream: $0.stream, body: $0.body) }
    }

    private func report(_ state: DockState) -> StateReport {
        var report = StateReport()
        (report.version, report.name) = (DaemonVersion.text, dock.name)
        (report.latitude, report.longitude) = (dock.latitude, dock.longitude)
        (report.phase, report.awaitsPerson) = (state.phase.rawValue, state.awaitsPerson)
        report.interval = interval.inSeconds
        report.openIncidents = state.incidents.count
        report.worst = state.incidents.values.map(\.kind.severity).min()
        report.nextRun = state.agenda?.next
        report.battery = state.evidence.vehicle.battery.value?.value
        report.mailsWaiting = state.outbox?.queued
        if let board = bundles?() {
            (report.bundle, report.bundleJudged, report.bundleTrouble) = (board.number, board.judged, board.trouble)
        }
        return report
    }

    private func report(_ entry: WearEntry, _ state: DockState, _ policy: DockPolicy, at now: Moment)
        -> WearReport
    {
        let outlook = policy.parts.first { $0.description.id == entry.part }
            .flatMap { state.wear.outlooks([$0]).first }
        var report = WearReport(
            part: entry.part.text, serial: outlook?.serial ?? "", kind: entry.word, at: now.wall)
        (report.use, report.unit, report.endOfLife) = (
            outlook?.use, outlook?.measureUnit ?? "", outlook?.endOfLife
        )
        if case .row(_, let row) = entry {
            (report.at, report.use, report.measure) = (row.at, row.use, row.measure)
        }
        return report
    }
}

extension IncidentReport {
    fileprivate init(_ incident: Incident) {
        self.init(
            id: incident.storageID, kind: incident.kind.rawValue, subject: incident.subject,
            detail: incident.detail,
            severity: incident.kind.severity, opened: incident.opened)
        (mission, resolved, needsVisit) = (incident.missionID, incident.resolved, incident.kind.needsVisit)
    }
}

extension FlightReport {
    /// The report of a run that has ended; nil of one that has not.
    fileprivate init?(_ run: MissionRun) {
        guard let outcome = run.outcome else { return nil }
        self.init(
            id: run.mission.id, schedule: run.mission.schedule.text, outcome: outcome.rawValue,
            due: run.mission.due)
        (takeoff, landed, airSeconds) = (run.takeoff, run.landed, run.airSeconds)
        (batteryStart, batteryEnd) = (run.batteryStart?.value, run.batteryEnd?.value)
        (height, distance, travelled) = (
            run.greatestHeight?.value, run.greatestDistance?.value, run.travelled?.value
        )
        (holds, reasons) = (run.holds, run.reasons)
    }
}

extension RollUpReport {
    /// What a day came to.
    init(_ tally: DayTally) {
        self.init(day: tally.day)
        outcomes = tally.outcomes.map { ($0.key.rawValue, $0.value) }.sorted { $0.0 < $1.0 }
        (flightSeconds, coverTravels) = (tally.flightSeconds, tally.coverTravels)
        (chargedWattHours, charges, gust, battery) = (
            tally.chargedWattHours, tally.charges, tally.gust, tally.battery?.value
        )
        incidents = tally.incidents.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
        parts = tally.parts.map(PartReport.init).sorted { ($0.daysP10, $0.part) < ($1.daysP10, $1.part) }
    }
}

extension PartReport {
    fileprivate init(_ outlook: PartOutlook) {
        self.init(
            part: outlook.part.text, name: outlook.name, serial: outlook.serial, use: outlook.use,
            useUnit: outlook.useUnit, daysP10: outlook.remaining.days.p10,
            daysP50: outlook.remaining.days.p50,
            leadDays: outlook.leadDays)
        (measure, unit, stage) = (outlook.measure, outlook.measureUnit, outlook.stage?.rawValue)
    }
}
