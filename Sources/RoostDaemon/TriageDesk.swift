// SPDX-License-Identifier: Apache-2.0
// Puts every notice to the exception filter and turns its answers into mails and rows, as a value: the loop keeps the
// new desk only when the decision is on the disk. What the filter cannot judge is sent.

internal import DockModel
internal import Foundation
internal import Logging
internal import Report
internal import RoostCore
internal import Store
internal import Triage

/// What the desk remembers between commits.
private struct DeskMemory: Codable {
    var filter: ExceptionFilter
    /// The last event that a digest counted.
    var digestTo: Int64
}

/// The filter of one dock with the events that wait in it.
struct TriageDesk: Sendable {
    /// The name under which its memory is kept.
    static let name = "triage"
    /// Most held events that one digest's table names.
    static let mostHeld = 5_000
    /// Most unusual signals whose words stand in a digest.
    static let mostUnusual = 10
    /// The kind of the event that mails were given up.
    static let givenUp = "MAIL.given-up"

    private(set) var filter: ExceptionFilter
    /// The course of the day that ends with this decision; nil when none does.
    var endedDay: DayLog?
    private let dock: DockID
    private let profile: FilterProfile
    private var nextEvent: Int64
    private var digestTo: Int64
    private var waiting: [String: [ToldEvent]]
    /// Groups that wait in the store and that the filter has forgotten.
    private var orphans: Set<String>
    private var lookedAt: Instant?

    /// The answers to some notices: what to store, and what to queue.
    struct Answer {
        var commit = TriageCommit()
        var mails: [NewMail] = []
        var days: [DayRow] = []
    }

    /// A desk without memory.
    init(dock: DockID, filter: ExceptionFilter = ExceptionFilter(), profile: FilterProfile = .dock) {
        self.dock = dock
        self.filter = filter
        self.profile = profile
        (nextEvent, digestTo, waiting, orphans) = (1, 0, [:], [])
    }

    /// The desk as it was committed last. What cannot be read is said and begins anew; nothing that waited is lost.
    init(dock: DockID, database: RoostDatabase, logger: Logger) {
        self.init(dock: dock)
        var newest: Int64 = 0
        do {
            newest = try database.newestEvent() ?? 0
            if let kept = try database.kept(Self.name) {
                let memory = try StateCoding.decode(DeskMemory.self, from: kept)
                (filter, digestTo) = (memory.filter, memory.digestTo)
            } else if newest > 0 {
                filter = ExceptionFilter(afterLoss: "there is none", lastEvent: newest)
            }
        } catch {
            logger.error("the filter's memory cannot be read, it begins anew: \(error)")
            filter = ExceptionFilter(afterLoss: "\(error)", lastEvent: newest)
        }
        // The clock of the numbers never goes back, whatever was lost.
        nextEvent = max(newest, filter.lastEvent == .min ? 0 : filter.lastEvent) + 1
        do {
            for row in try database.waitingEvents() { takeWaiting(row, logger) }
        } catch {
            logger.error("events that wait for a mail cannot be read: \(error)")
            filter.note(trouble: "events that wait for a mail could not be read")
        }
    }

    /// Takes up an event that waits. One that cannot be understood is told with what its row says.
    private mutating func takeWaiting(_ row: EventRecord, _ logger: Logger) {
        guard case .waits(let group) = row.place else { return }
        if !filter.waitingIn.contains(group) { orphans.insert(group) }
        let told: ToldEvent
        do {
            told = try Self.told(row)
        } catch {
            logger.error("event \(row.id), which waits for a mail, is told with its bare facts: \(error)")
            filter.note(trouble: "an event that waited for its mail could not be read, its bare facts were told")
            told = bareEvent(row)
        }
        waiting[group, default: []].append(told)
    }

    /// The event of a row.
    static func told(_ row: EventRecord) throws -> ToldEvent {
        try StateCoding.decode(ToldEvent.self, from: row.body)
    }

    /// What the columns of a row say of an event whose body cannot be read. Only such an event has a detail while it
    /// waits; whether its incident opened or ended nobody knows.
    private func bareEvent(_ row: EventRecord) -> ToldEvent {
        let detail =
            "event \(row.id), \(row.kind), \(row.severity.label), \(UTCText.text(row.time)): the rest of what was "
            + "stored cannot be read, also whether it opened or ended; see roost incidents list"
        // The name of an incident is when it opened and its number.
        let name = (row.incident ?? "").split(separator: "-").compactMap { Int64($0) }
        var told = ToldEvent(
            event: TriageEvent(
                id: row.id, dock: dock.text, source: "event", kind: row.kind, severity: row.severity, time: row.time))
        told.incident = Incident(
            // A kind that this version does not know stands in the words.
            kind: IncidentKind(rawValue: row.kind) ?? .invariantBroken, detail: detail,
            opened: name.count == 2 ? WallTime(milliseconds: name[0]) : row.time,
            number: name.count == 2 ? name[1] : row.id)
        told.detail = detail
        return told
    }

    /// Whether something is to be told though nothing happened: a group is due, an open incident may be forgotten.
    mutating func isDue(_ state: DockState, at now: Moment, database: RoostDatabase) -> Bool {
        if !orphans.isEmpty { return true }
        if let due = filter.nextDue, due <= now.wall { return true }
        if let lookedAt, lookedAt.duration(to: now.boot) < .seconds(60) { return false }
        lookedAt = now.boot
        lookAtShelf(state, database, at: now)
        return !reminders(state, at: now).isEmpty
    }

    /// Takes up what people have shelved.
    private mutating func lookAtShelf(_ state: DockState, _ database: RoostDatabase, at now: Moment) {
        // A store that does not answer leaves it as it was: each shelf ends by itself.
        guard let rows = try? database.shelves(at: now.wall) else { return }
        guard !rows.isEmpty || !filter.shelves.isEmpty else { return }
        let open = Dictionary(
            state.incidents.values.map { ($0.storageID, $0) }, uniquingKeysWith: { first, _ in first })
        filter.keepShelves(ofIncidents: rows.compactMap { Triage.Shelf($0, open: open) })
    }

    /// Open incidents that are to be told again.
    private func reminders(_ state: DockState, at now: Moment) -> [Incident] {
        state.incidents.values.sorted { $0.number < $1.number }.filter { incident in
            filter.isReminderDue(
                TriageEvent(incident, id: nextEvent, dock: dock, at: now), now: now.wall, profile: profile)
        }
    }

    /// Notes what is wrong with the filter or the detector, for the digest.
    mutating func note(trouble: String) { filter.note(trouble: trouble) }

    /// Puts the notices of a decision to the filter, then what is due by now.
    mutating func judge(
        _ notices: [Notice], state: DockState, trail: TelemetryTrail, at now: Moment, database: RoostDatabase,
        writer: any NoticeWriter, strange: (String) -> StrangeReading? = { _ in nil }
    ) throws -> Answer {
        var answer = Answer()
        let before = filter
        adoptUnknown(notices, state, now)
        if !filter.shelves.isEmpty || !reminders(state, at: now).isEmpty {
            lookAtShelf(state, database, at: now)
        }
        var parts = notices.filter { if case .part = $0 { true } else { false } }
        for notice in notices {
            if case .part = notice {
                // All of them at the place of the first: the numbers of a digest's events stay in order.
                try judgeParts(parts, state, now, writer, &answer)
                parts = []
                continue
            }
            var told = ToldEvent(event: TriageEvent(notice, id: nextEvent, dock: dock, at: now))
            if case .incident(let incident) = notice {
                told.incident = incident
                told.rootCause = state.rootCause(of: incident)
                if incident.resolved == nil { told.before = trail.table(at: now.boot, of: incident.kind) }
                if incident.kind == .signalUnusual, incident.resolved == nil, let found = strange(incident.subject) {
                    told.event.score = found.score
                    (told.event.value, told.event.unit) = (found.value, found.unit)
                }
            }
            try judge(told, notice, state, now, database, writer, &answer)
        }
        for incident in reminders(state, at: now) {
            var told = ToldEvent(
                event: TriageEvent(incident, id: nextEvent, dock: dock, at: now), incident: incident)
            // Somebody knows: it is told again only when it ends.
            if try database.acknowledgement(of: incident.storageID) != nil, filter.acknowledge(told.event.key) {
                continue
            }
            told.isReminder = true
            told.rootCause = state.rootCause(of: incident)
            try judge(told, .incident(incident), state, now, database, writer, &answer)
        }
        for release in filter.release(now: now.wall, profile: profile) {
            let members = waiting.removeValue(forKey: release.mail.subject) ?? []
            tell(
                members, release.mail.kind, release.mail.subject, release.mail.count, release.bin, state, now,
                writer, &answer)
        }
        for group in orphans.sorted() {
            let members = waiting.removeValue(forKey: group) ?? []
            tell(members, .group, group, members.count, .mailedInGroup, state, now, writer, &answer)
        }
        orphans = []
        if filter != before { try keep(in: &answer) }
        return answer
    }

    private func keep(in answer: inout Answer) throws {
        answer.commit.kept.removeAll { $0.name == Self.name }
        answer.commit.kept.append(
            KeptValue(
                name: Self.name, body: try Self.octets(DeskMemory(filter: filter, digestTo: digestTo))))
    }

    /// JSON; none of these values holds a set, and every dictionary has texts for keys.
    private static func octets(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return [UInt8](try encoder.encode(value))
    }

    /// Takes up open incidents of which a filter that lost its memory knows nothing: they were told when they opened,
    /// so their end will be told.
    private mutating func adoptUnknown(_ notices: [Notice], _ state: DockState, _ now: Moment) {
        var open = Array(state.incidents.values)
        for case .incident(let incident) in notices {
            if incident.resolved == nil {
                open.removeAll { $0.number == incident.number }
            } else {
                open.append(incident)
            }
        }
        for incident in open where incident.kind.severity <= .error {
            var event = TriageEvent(incident, id: nextEvent, dock: dock, at: now)
            event.isClear = false
            filter.adopt(event, mailed: incident.opened)
        }
    }

    /// Puts an event that is no notice to the filter, as a sign of life; it costs no budget and is never held.
    mutating func pass(
        _ event: (Int64) -> TriageEvent, detail: String? = nil, mail: String?, at now: Moment,
        into answer: inout Answer
    )
        throws
    {
        var told = ToldEvent(event: event(nextEvent))
        told.detail = detail
        nextEvent += 1
        let decision =
            filter.decide(told.event, now: now.wall, profile: profile)
            ?? ExceptionFilter.unfiltered(told.event, because: "decided before")
        told.verdicts = decision.verdicts
        answer.commit.events.append(
            try record(told, decision, .ended(bin: (decision.bin ?? .mailedAlone).rawValue, mail: mail), now))
        try keep(in: &answer)
    }

    /// Tells of mails that are given up. That is no alert which a rule may hold: what was not delivered is named (I30).
    mutating func tell(
        _ late: [MailSummary], after span: Duration, at now: Moment, writer: any NoticeWriter,
        into answer: inout Answer
    ) throws {
        let mails = try writer.mails(aboutExpired: late, after: span, now: now)
        answer.mails += mails
        let (dock, numbers) = (dock, late.prefix(20).map { "\($0.id)" }.joined(separator: ", "))
        try pass(
            { id in
                var event = TriageEvent(
                    id: id, dock: dock.text, source: "mail", kind: Self.givenUp, severity: .error,
                    value: Double(late.count), time: now.wall)
                event.isReport = true
                return event
            },
            detail: "\(late.count) given up undelivered: \(numbers)\(late.count > 20 ? " and more" : "")",
            mail: mails.first?.dedupe, at: now, into: &answer)
    }

    private mutating func judge(
        _ event: ToldEvent, _ notice: Notice, _ state: DockState, _ now: Moment, _ database: RoostDatabase,
        _ writer: any NoticeWriter, _ answer: inout Answer
    ) throws {
        var told = event
        nextEvent += 1
        told.episodeCount = (filter.episode(of: told.event)?.count ?? 0) + (told.event.isClear ? 0 : 1)
        let decision =
            filter.decide(told.event, now: now.wall, profile: profile)
            ?? ExceptionFilter.unfiltered(told.event, because: "decided before")
        told.verdicts = decision.verdicts
        if let group = decision.waitsIn, decision.bin == nil {
            waiting[group, default: []].append(told)
            answer.commit.events.append(try record(told, decision, .waits(in: group), now))
            return
        }
        var key: String?
        if decision.mail != nil {
            var request = MailRequest(notices: [notice], event: told.event.id)
            if told.incident != nil { request.told = [told] }
            if case .digest(let tally) = notice {
                lookAtShelf(state, database, at: now)
                request.filter = report(state, database, answer)
                request.day = writer.record(
                    of: tally, filter: request.filter, log: endedDay ?? DayLog(), state: state, now: now)
                if let day = request.day { answer.days.append(try day.row()) }
            }
            let mails = writer.mails(for: request, state: state, now: now)
            key = mails.first?.dedupe
            answer.mails += mails
            if let day = request.day { answer.mails += writer.rollUps(with: day, now: now) }
        }
        answer.commit.events.append(
            try record(told, decision, .ended(bin: (decision.bin ?? .mailedAlone).rawValue, mail: key), now))
    }

    /// The notices about parts that one decision makes due: each is an event of its own, all that pass are one mail.
    private mutating func judgeParts(
        _ notices: [Notice], _ state: DockState, _ now: Moment, _ writer: any NoticeWriter, _ answer: inout Answer
    ) throws {
        var judged: [(told: ToldEvent, decision: FilterDecision)] = []
        var passed: [Notice] = []
        for notice in notices {
            var told = ToldEvent(event: TriageEvent(notice, id: nextEvent, dock: dock, at: now))
            nextEvent += 1
            told.episodeCount = (filter.episode(of: told.event)?.count ?? 0) + 1
            let decision =
                filter.decide(told.event, now: now.wall, profile: profile)
                ?? ExceptionFilter.unfiltered(told.event, because: "decided before")
            told.verdicts = decision.verdicts
            judged.append((told, decision))
            // Nothing about a part waits for company that may not come.
            if decision.mail != nil || decision.bin == nil { passed.append(notice) }
        }
        var key: String?
        if !passed.isEmpty {
            let request = MailRequest(
                notices: passed, count: passed.count, kind: passed.count > 1 ? .group : .alone,
                event: judged.last?.told.event.id ?? 0)
            let mails = writer.mails(for: request, state: state, now: now)
            key = mails.first?.dedupe
            answer.mails += mails
        }
        for (told, decision) in judged {
            let bin = decision.bin ?? .mailedAlone
            let place = EventRecord.Place.ended(bin: bin.rawValue, mail: bin == .mailedAlone ? key : nil)
            answer.commit.events.append(try record(told, decision, place, now))
        }
    }

    private mutating func tell(
        _ members: [ToldEvent], _ kind: MailOrder.Kind, _ group: String, _ count: Int, _ bin: FilterBin,
        _ state: DockState, _ now: Moment, _ writer: any NoticeWriter, _ answer: inout Answer
    ) {
        let notices = members.compactMap { $0.incident.map { Notice.incident($0) } }
        var key: String?
        if !notices.isEmpty {
            // Bare facts are told as a group: its key is that of no mail about an opening or an end.
            let isBare = members.contains { $0.detail != nil }
            let isAlone = !isBare && (kind == .alone || members.count == 1 && count == 1)
            let request = MailRequest(
                notices: notices, told: members, count: max(count, members.count),
                kind: isAlone ? .alone : kind == .alone ? .group : kind,
                group: String(group.split(separator: "\u{1F}").last ?? "events"),
                event: members.last?.event.id ?? 0
            )
            let mails = writer.mails(for: request, state: state, now: now)
            key = mails.first?.dedupe
            answer.mails += mails
        } else if count > members.count {
            filter.note(trouble: "\(count) events that waited for a mail could not be read and were only counted")
        }
        answer.commit.releases.append(EventRelease(group: group, bin: bin.rawValue, mail: key))
    }

    private func record(
        _ told: ToldEvent, _ decision: FilterDecision, _ place: EventRecord.Place, _ now: Moment
    )
        throws
        -> EventRecord
    {
        EventRecord(
            id: told.event.id, time: now.wall, kind: told.event.kind, severity: decision.severity,
            incident: told.incident?.storageID, place: place, rule: decision.rule, body: try Self.octets(told)
        )
    }

    /// What was held back since the last digest; the counts begin anew.
    private mutating func report(_ state: DockState, _ database: RoostDatabase, _ answer: Answer) -> FilterReport {
        var stored: [EventRecord] = []
        do {
            stored = try database.events(after: digestTo, heldOnly: true, limit: Self.mostHeld)
        } catch {
            // A damaged row stays so: the digest goes without the table of what is stored, its counts are whole.
            filter.note(trouble: "the events that were held back cannot be read: \(error)")
        }
        let taken = filter.takeDigest()
        let held = Set(RoostDatabase.heldBins)
        var report = FilterReport(
            counts: taken.counts.filter { held.contains(String($0.key.prefix { $0 != "/" })) },
            troubles: taken.troubles)
        let rows = stored + answer.commit.events
        report.held = rows.compactMap { row in
            guard case .ended(let bin, _) = row.place, held.contains(bin) else { return nil }
            return DigestHeldEvent(
                id: row.id, at: row.time, severity: row.severity, kind: row.kind, bin: bin, rule: row.rule)
        }
        report.shelved = filter.shelves.compactMap { shelf in
            let incident = state.incidents.values.first { $0.storageID == shelf.incident }
            return incident.map { ShelvedIncident(incident: $0, shelf: shelf) }
        }
        report.unusual = rows.filter { $0.kind == IncidentKind.signalUnusual.rawValue }.suffix(Self.mostUnusual)
            .compactMap { row in
                // An event of another version is in the table all the same.
                guard let told = try? Self.told(row), !told.event.isClear else { return nil }
                return told.incident
            }
        digestTo = nextEvent - 1
        return report
    }
}
