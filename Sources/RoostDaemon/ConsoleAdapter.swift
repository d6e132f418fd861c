// SPDX-License-Identifier: Apache-2.0
// The dock as the console shows it: snapshots of the loop's state, the field bus, the vehicle and the store. It only
// reads; what is not known stays nil and is shown as not measured.

internal import Console
internal import DockModel
internal import Fieldbus
internal import Foundation
internal import Host
internal import MAVLink
internal import Post
internal import RoostCore
internal import Settings
internal import Store
internal import VehicleLink
internal import Wear

/// What the console asks, answered from the running dock.
struct ConsoleAdapter: ConsoleModel {
    /// Most mails, missions or runs listed.
    static let mostRows = 200

    let name: String
    let loop: DockLoop
    let fieldbus: FieldbusAdapter
    let vehicle: VehicleAdapter
    let planner: Planner
    let database: RoostDatabase
    let outboxStore: Outbox
    let office: PostOffice
    let mailbox: MailboxFolder
    let clock: any DockClock
    let configuration: DockConfiguration
    /// The store over a connection of its own: what people read must not keep the loop from committing.
    let reader: RoostDatabase
    let signs: LifeSigns
    let logDirectory: String
    /// When this process began.
    let begun: Moment
    /// The way to the fleet; nil for a dock that belongs to none.
    var fleet: FleetPost?

    func overview() async -> OverviewPage {
        let state = await loop.state
        let policy = await loop.policy
        let now = clock.now()
        var page = OverviewPage(dockName: name, now: now.wall, isClockTrusted: now.isWallTrusted)
        let since = now.wall + (.zero - state.phaseEntered.duration(to: now.boot))
        page.phase = PhaseFact(
            name: state.phase.rawValue, since: since, waitsFor: state.waitsFor,
            needsPerson: state.awaitsPerson, lockOut: state.lockOut?.reason,
            sentTo: state.divert.map { "\($0.place.name): \($0.reason)" })
        page.cover = state.evidence.coverPosition(at: now.boot, within: policy.ages.switches)
        page.charger = chargerFact(state, policy, now)
        page.vehicle = vehicleFact(state, policy, now)
        page.weather = weatherRows(now)
        page.nextRuns = planner.nextRuns(after: now.wall, count: 5).map { run in
            RunRow(schedule: run.schedule.text, mission: run.plan, due: run.due)
        }
        let missions = storedMissions()
        page.decision = decision(state.run ?? missions.first)
        page.flights = missions.map(\.flightRow)
        page.parts = state.wear.outlooks(policy.parts).map { $0.row(at: now.wall) }
        page.incidents = state.incidents.values
            .sorted { ($0.kind.severity, $0.number) < ($1.kind.severity, $1.number) }
            .map {
                IncidentRow(severity: $0.kind.severity, title: "\($0.key): \($0.detail)", opened: $0.opened)
            }
        page.mail = counts(now)
        return page
    }

    func mailbox() async -> [MailboxEntry] { mailbox.entries(limit: Self.mostRows) }

    func mail(_ id: String) async -> MailView? {
        mailbox.octets(of: id).map { MailboxFolder.view(id: id, octets: $0) }
    }

    func rawMail(_ id: String) async -> [UInt8]? { mailbox.octets(of: id) }

    func outbox() async -> OutboxPage {
        let now = clock.now()
        let bulletin = office.bulletin
        var rows: [OutboxRow] = []
        do { rows = try outboxStore.list(limit: Self.mostRows).map(\.row) } catch { rows = [] }
        return OutboxPage(
            now: now.wall, counts: counts(now),
            link: Self.linkText(bulletin),
            rows: rows)
    }

    /// The trouble first, then the link and what is to be known of the account.
    private static func linkText(_ bulletin: PostOffice.Bulletin) -> String? {
        let trouble = bulletin.trouble.map { bulletin.isAlarm ? "alarm: \($0)" : $0 }
        let link = bulletin.link.map { $0.text(nil) } ?? (bulletin.lastFlush == nil ? nil : "up")
        let parts = [trouble ?? link, trouble == nil ? nil : bulletin.link?.text(nil), bulletin.warning]
        let text = parts.compactMap { $0 }.joined(separator: "; ")
        return text.isEmpty ? nil : text
    }

    func health() async -> HealthPage {
        let now = clock.now()
        let progress = await loop.lastProgress
        let age = progress.duration(to: now.boot)
        let devices = await fieldbus.bus.statistics()
        let absent = devices.filter { !$0.isConnected && !fieldbus.optional.contains($0.device) }.map(\.device.text)
        var stored = "state is committed"
        var isStored = true
        do { _ = try database.latestState() } catch { (stored, isStored) = ("\(error)", false) }
        var counts: [HealthCheck] = []
        for device in devices {
            let assumed = await fieldbus.assumptions(about: device.device)
            let some = assumed.prefix(5).joined(separator: ", ") + (assumed.count > 5 ? ", …" : "")
            counts.append(
                HealthCheck(
                    name: "device \(device.device)",
                    isPassing: device.isConnected || fieldbus.optional.contains(device.device),
                    detail: (fieldbus.optional.contains(device.device) ? "optional, " : "")
                        + "\(device.line) unit \(device.unit): \(device.inWords(at: now.boot))"
                        + (assumed.isEmpty ? "" : "; not measured: \(some)")))
        }
        return HealthPage(checks: [
            HealthCheck(
                name: "core", isPassing: age < .seconds(10),
                detail: "last event \(age.inSeconds) s of dock time ago"),
            HealthCheck(name: "store", isPassing: isStored, detail: stored),
            HealthCheck(
                name: "field bus", isPassing: absent.isEmpty,
                detail: absent.isEmpty
                    ? "\(devices.count { $0.isConnected }) devices answer" : "away: \(absent.joined(separator: ", "))"),
            HealthCheck(
                name: "mail account", isPassing: office.bulletin.warning == nil,
                detail: office.bulletin.warning ?? "nothing to say"),
        ] + counts)
    }

    private func counts(_ now: Moment) -> MailCounts? {
        do {
            let stats = try outboxStore.stats(now: now.wall)
            return MailCounts(
                waiting: stats.queued + stats.leased - stats.deferred, deferred: stats.deferred,
                sent: stats.sent,
                failed: stats.dead, oldestUnsent: stats.oldestWaiting)
        } catch {
            return nil
        }
    }

    private func chargerFact(_ state: DockState, _ policy: DockPolicy, _ now: Moment) -> ChargerFact {
        let current = state.evidence.chargerCurrent.fresh(at: now.boot, within: policy.ages.switches)
        return ChargerFact(isOn: current.map { $0.value > 0.1 }, current: current)
    }

    func vehicleFact(_ state: DockState, _ policy: DockPolicy, _ now: Moment) -> VehicleFact {
        let facts = state.evidence.vehicle
        let report = vehicle.latest?.vehicle
        let limit = policy.ages.vehicle
        var fact = VehicleFact(name: report.map { "system \($0.address.system)" })
        fact.isLinked = facts.linked.fresh(at: now.boot, within: limit) ?? false
        fact.heartbeatAge = report?.lastHeartbeat.map { $0.duration(to: now.boot) }
        fact.isArmed = facts.armed.fresh(at: now.boot, within: limit)
        fact.isLanded = facts.landed.fresh(at: now.boot, within: limit).map { !$0.isAirborne }
        fact.isOnPad = state.evidence.vehiclePresent.fresh(at: now.boot, within: policy.ages.switches)
        fact.mode = report?.mode.map { "\($0.value)" }
        fact.battery = facts.battery.fresh(at: now.boot, within: policy.ages.battery)
        if let position = report?.position?.value {
            fact.position = PositionFact(
                latitude: position.latitude, longitude: position.longitude, height: position.relativeAltitude)
        }
        return fact
    }

    private func weatherRows(_ now: Moment) -> [ReadingRow] {
        [
            (Role.windSpeed, "Wind"), (.rainRate, "Rain"), (.airTemperature, "Air"),
            (.padTemperature, "Charge contacts"),
        ]
        .compactMap { role, name in
            fieldbus.latest(role).map { ReadingRow(name: name, reading: $0, now: now.boot) }
        }
    }

    /// The newest missions; a record that cannot be read is left out here and found by the store's own check.
    func storedMissions() -> [MissionRun] {
        do {
            return try reader.missions(limit: 20).compactMap { record in
                // Left out when it cannot be read, as said above.
                try? StateCoding.decode(MissionRun.self, from: record.body)
            }
        } catch {
            return []
        }
    }

    private func decision(_ run: MissionRun?) -> DecisionFact? {
        guard let run, !run.gates.isEmpty else { return nil }
        return DecisionFact(
            run: run.mission.id, taken: run.begun,
            gates: run.gates.map { GateRow($0) })
    }
}

extension MissionRun {
    var flightRow: FlightRow {
        let mark: Mark
        switch outcome {
        case .flown?: mark = .good
        case .partial?, .expired?, .skipped?, .refused?, .aborted?: mark = .attention
        case .diverted?, .lost?: mark = .bad
        case nil: mark = .neutral
        }
        return FlightRow(
            run: self.mission.id, launched: takeoff, landed: landed,
            outcome: outcome.map { outcome in
                reasons.last.map { "\(outcome.rawValue): \($0)" } ?? outcome.rawValue
            }, mark: mark)
    }
}

extension PartOutlook {
    func row(at now: WallTime) -> PartRow {
        let days = remaining.days
        return PartRow(
            name: name, used: "\(Int(use.rounded())) \(useUnit)", p10Days: days.p10, p50Days: days.p50,
            p90Days: days.p90, due: now + .seconds(days.p10 * 86_400), notice: stage?.rawValue)
    }
}

extension MailSummary {
    fileprivate var row: OutboxRow {
        let shown: Console.OutboxState
        switch state {
        case .queued: shown = attempts > 0 ? .deferred : .waiting
        case .leased: shown = .sending
        case .sent: shown = .sent
        case .dead: shown = .failed
        }
        return OutboxRow(
            id: String(id), to: recipients.joined(separator: ", "), subject: subject, state: shown,
            attempts: attempts, queued: created, nextAttempt: notBefore, lastAnswer: reply)
    }
}
