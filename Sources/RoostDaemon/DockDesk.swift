// SPDX-License-Identifier: Apache-2.0
// What the console may change of a running dock. Each change is one transaction with its audit line; what moves
// something is left for the core as an operator's word, like that of a command, and meets the same gates.

internal import Access
internal import Console
internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import RoostCore
internal import Schedule
internal import Settings
internal import Store
internal import Wear

/// The desk of one dock.
struct DockDesk: ConsoleDesk {
    let loop: DockLoop
    let planner: Planner
    let database: RoostDatabase
    let clock: any DockClock
    let configuration: DockConfiguration
    let mail: MailDesk
    let logger: Logger

    // MARK: What may be changed

    func operations() async -> OperatePage {
        let state = await loop.state
        let now = clock.now()
        var page = OperatePage(
            now: now.wall, phase: state.phase.rawValue, waitsFor: state.waitsFor,
            lockOut: state.lockOut?.reason,
            needsPerson: state.awaitsPerson)
        page.incidents = incidents(state, now)
        page.schedules = schedules(now)
        let serials = Dictionary(
            state.wear.outlooks(await loop.policy.parts).map { ($0.part, $0.serial) },
            uniquingKeysWith: { a, _ in a })
        page.parts = configuration.parts.map {
            PartChoice(id: $0.id.text, name: $0.name, serial: serials[$0.id] ?? "not known")
        }
        return page
    }

    private func incidents(_ state: DockState, _ now: Moment) -> [IncidentChoice] {
        // What cannot be read is shown as not taken and not shelved; the store's own health check tells of it.
        let shelves = (try? database.shelves(at: now.wall)) ?? []
        return state.incidents.values
            .sorted { ($0.kind.severity, $0.number) < ($1.kind.severity, $1.number) }
            .map { incident in
                let id = incident.storageID
                // As above.
                let taken = try? database.acknowledgement(of: id)
                return IncidentChoice(
                    id: id, title: "\(incident.title(in: .english)): \(incident.detail)",
                    severity: incident.kind.severity, opened: incident.opened, taken: taken?.who,
                    shelvedUntil: shelves.last { $0.incident == id }?.until,
                    mayBeShelved: !incident.kind.isSafety && incident.kind.severity > .emergency)
            }
    }

    private func schedules(_ now: Moment) -> [ScheduleChoice] {
        let book = ScheduleBook(database)
        return planner.rules.all.map { rule in
            var choice = ScheduleChoice(name: rule.name.text)
            do throws(StoreError) {
                if let pause = try book.pause(of: rule.name), pause.holds(at: now.wall) {
                    choice.paused = pause.reason
                }
            } catch {
                choice.paused = "not known: \(error)"
            }
            choice.next = rule.isEnabled ? rule.next(after: now.wall)?.due : nil
            return choice
        }
    }

    // MARK: What a change would meet

    func preview(_ change: Change) async -> ChangePreview? {
        let state = await loop.state, policy = await loop.policy
        let now = clock.now()
        var preview = ChangePreview(says: [], facts: Self.facts(state, policy, now))
        switch change {
        case .run(let schedule):
            guard let mission = planner.runNow(ScheduleID(schedule), at: now.wall, isAsked: true) else {
                return nil
            }
            preview.says = [
                "The plan \(mission.plan) is flown as due now, as soon as every gate lets it.",
                "The cover opens and the vehicle takes off without a further question.",
            ]
            if let run = state.run { preview.says.append("The dock has \(run.mission.id) in hand already.") }
            preview.gates = state.gateOutlooks(for: mission, at: now, policy: policy).map { outlook in
                var row = GateRow(outlook.record)
                if outlook.isWaived { row.reason = (row.reason ?? "") + " (waived by the schedule)" }
                return row
            }
        case .resume(let schedule):
            guard planner.rules.all.contains(where: { $0.name.text == schedule }) else { return nil }
            preview.says = [
                "Its next runs are flown again. Runs that came due meanwhile are not flown afterwards."
            ]
        case .callHome:
            preview.says = [
                state.phase == .flying
                    ? "The vehicle breaks off its mission and comes home."
                    : "The vehicle is not flying its mission: the word would change nothing."
            ]
        case .lockOut:
            preview.says = [
                "The cover and the rods stop where they are, and nothing is armed, opened or closed until a reset.",
                "A vehicle that is out is received as far as that needs no motion, and sent to an alternate place "
                    + "otherwise.",
            ]
        case .reset:
            preview.says = [
                "You say that a person has looked at the dock. It reads everything anew and goes on from there.",
                "Make sure that nobody has hands in the box: the cover may move.",
            ]
        case .mail(let edit): return mail.preview(edit)
        case .acknowledge, .shelve, .unshelve, .replace, .pause, .testMail, .mailLogin: break
        }
        return preview
    }

    private static func facts(_ state: DockState, _ policy: DockPolicy, _ now: Moment) -> [(
        name: String, value: String
    )] {
        let ages = policy.ages, evidence = state.evidence
        func yesNo(_ value: Bool?, _ yes: String, _ no: String) -> String {
            value.map { $0 ? yes : no } ?? "not measured"
        }
        let cover =
            switch evidence.coverPosition(at: now.boot, within: ages.switches) {
            case .closed?: "closed"
            case .open?: "open"
            case .moving?: "between open and closed"
            case .contradictory?: "contradictory"
            case nil: "not measured"
            }
        return [
            ("Phase", state.phase.rawValue), ("Waits for", state.waitsFor ?? "nothing"),
            ("Locked out", state.lockOut?.reason ?? "no"), ("Cover", cover),
            (
                "Emergency stop",
                yesNo(
                    evidence.emergencyStop.fresh(at: now.boot, within: ages.switches), "pressed", "released")
            ),
            (
                "Service key",
                policy.equipped.contains(.serviceKey)
                    ? yesNo(
                        evidence.serviceKey.fresh(at: now.boot, within: ages.switches), "turned", "not turned"
                    )
                    : "none"
            ),
            (
                "Vehicle on the pad",
                yesNo(evidence.vehiclePresent.fresh(at: now.boot, within: ages.switches), "yes", "no")
            ),
        ]
    }

    // MARK: Changes

    func carryOut(_ change: Change, by visitor: Visitor) async -> ChangeAnswer {
        let now = clock.now()
        let phase = await loop.state.phase.rawValue
        var entry = AuditEntry(
            at: now, who: visitor.name, role: visitor.role.rawValue, way: visitor.way.rawValue,
            address: visitor.address, action: change.action, subject: change.subject)
        do throws(StoreError) {
            let answer: ChangeAnswer
            switch change {
            case .acknowledge(let incident):
                let taken = try database.acknowledge(
                    incident, who: visitor.name, way: "console", at: now, audit: entry)
                answer =
                    taken.map { .done("\($0.who) takes care of it; nobody else is called.") }
                    ?? .refused("There is no incident \(incident).")
            case .shelve(let incident, let hours, let reason):
                entry.after = "\(hours) h: \(reason)"
                answer = shelve(incident, hours: hours, reason: reason, who: visitor.name, now, entry)
            case .unshelve(let incident):
                let row = try database.unshelve(incident, who: visitor.name, at: now, audit: entry)
                answer = row == nil ? .refused("It is not on the shelf.") : .done("It is told again.")
            case .replace(let part, let serial, let reason, let used):
                answer = try replace(part, serial, reason, used, entry)
            case .pause(let schedule, let reason):
                answer = try setPause(SchedulePause(until: nil, reason: reason), of: schedule, entry)
            case .resume(let schedule): answer = try setPause(nil, of: schedule, entry)
            case .run(let schedule):
                guard planner.rules.all.contains(where: { $0.name.text == schedule }) else {
                    return .refused("There is no schedule \(schedule).")
                }
                answer = try leave(.runNow(schedule: ScheduleID(schedule)), phase, entry)
            case .callHome: answer = try leave(.callHome, phase, entry)
            case .lockOut(let reason):
                guard let word = OperatorWord.lockOut(because: "\(reason) (\(visitor.name), console)") else {
                    return .refused(
                        "The reason is not one line of at most \(OperatorWord.longestReason) characters.")
                }
                answer = try leave(word, phase, entry)
            case .reset: answer = try leave(.reset, phase, entry)
            case .testMail: answer = mail.test(entry, at: now)
            case .mail(let edit): answer = mail.change(edit, entry)
            case .mailLogin: answer = await mail.logIn(entry)
            }
            if case .done = answer {
                logger.notice(
                    "console: \(visitor.name) from \(visitor.address): \(change.action) \(change.subject)")
            }
            return answer
        } catch {
            logger.error("a change asked for in the console could not be stored: \(error)")
            return .notStored("The dock could not store it: \(error)")
        }
    }

    /// Leaves a word for the core; the desk takes it within seconds.
    private func leave(
        _ word: OperatorWord, _ phase: String, _ entry: AuditEntry
    ) throws(StoreError) -> ChangeAnswer {
        var entry = entry
        (entry.before, entry.after) = ("phase \(phase)", word.text)
        entry.result = "left for the dock"
        return try word.leave(in: database, audit: entry)
            ? .done("Left for the dock, which takes it within seconds. The overview shows what follows.")
            : .refused("Too many words wait for the dock already.")
    }

    private func shelve(
        _ incident: String, hours: Int, reason: String, who: String, _ now: Moment, _ entry: AuditEntry
    ) -> ChangeAnswer {
        do throws(ShelfFault) {
            _ = try IncidentShelf.shelve(
                incident, for: .seconds(hours * 3_600), who: who, reason: reason, in: database, at: now,
                audit: entry)
            return .done("It is kept quiet for \(hours) h, until it ends or gets worse.")
        } catch {
            if case .store(let error) = error { return .notStored("\(error)") }
            return .refused("\(error)")
        }
    }

    private func replace(
        _ part: String, _ serial: String, _ reason: String, _ used: Double, _ entry: AuditEntry
    ) throws(StoreError) -> ChangeAnswer {
        guard let settings = configuration.parts.first(where: { $0.id.text == part }),
            let why = ReplacementReason(rawValue: reason)
        else { return .refused("There is no part \(part).") }
        let told = PartReplacement(part: settings.id, serial: serial, reason: why, use: used)
        var entry = entry
        entry.after =
            why == .mistaken ? "the last record is taken back" : "\(serial), \(reason), \(used) uses"
        entry.result = "left for the dock"
        guard try OperatorWord.replaced(told).leave(in: database, audit: entry) else {
            return .refused("Too many words wait for the dock already.")
        }
        guard why != .mistaken, let count = try PartStock.count(in: database)[settings.id], count > 0 else {
            return .done("Left for the dock, which takes it within seconds.")
        }
        try PartStock.set(settings.id, to: count - 1, in: database)
        return .done("Left for the dock, which takes it within seconds. \(count - 1) left in stock.")
    }

    private func setPause(
        _ pause: SchedulePause?, of schedule: String, _ entry: AuditEntry
    ) throws(StoreError) -> ChangeAnswer {
        guard let rule = planner.rules.all.first(where: { $0.name.text == schedule }) else {
            return .refused("There is no schedule \(schedule).")
        }
        let book = ScheduleBook(database)
        var entry = entry
        entry.before = try book.pause(of: rule.name).map { "paused: \($0.reason)" } ?? "flies"
        entry.after = pause.map { "paused: \($0.reason)" } ?? "flies"
        try book.setPause(pause, of: rule.name, audit: entry)
        return .done(
            pause == nil ? "Its next runs are flown again." : "Its runs go by until somebody resumes it.")
    }

    // MARK: Who has changed what, and mail

    func audit(before: Int64?) async -> AuditPage {
        do throws(StoreError) {
            let rows = try database.auditTrail(before: before, limit: AuditPage.lineLimit + 1)
            return AuditPage(
                lines: rows.prefix(AuditPage.lineLimit).map { row in
                    let entry = row.entry
                    return AuditLine(
                        id: row.id, at: entry.at.wall, who: entry.who, role: entry.role, way: entry.way,
                        address: entry.address, action: entry.action, subject: entry.subject,
                        before: entry.before,
                        after: entry.after, result: entry.result)
                }, hasOlder: rows.count > AuditPage.lineLimit)
        } catch {
            return AuditPage(lines: [], trouble: "\(error)")
        }
    }

    func notifications() async -> NotificationsPage { mail.page(at: clock.now()) }

    func settingsCheck() async -> SettingsCheckPage { mail.settingsCheck() }
}

extension GateRow {
    /// A gate's recorded answer as a row.
    init(_ record: GateRecord) {
        let verdict: GateVerdict
        switch record.answer {
        case .pass: verdict = .pass
        case .hold: verdict = .hold
        case .refuse: verdict = .refuse
        }
        self.init(
            name: record.gate.title, verdict: verdict,
            reason: record.limit.map { "\(record.value); limit \($0)" } ?? record.value)
    }
}
