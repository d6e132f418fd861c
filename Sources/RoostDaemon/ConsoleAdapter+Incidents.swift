// SPDX-License-Identifier: Apache-2.0
// Incidents as the console shows them: the catalogue's words, the filter's own verdicts, who took note and who shelved.
// Each list is a page of the store; nothing here judges.

internal import Console
internal import DockModel
internal import Host
internal import RoostCore
internal import Store

extension ConsoleAdapter {
    func incidents(page: Int) async -> IncidentsPage {
        let now = clock.now().wall
        var answer = IncidentsPage(now: now)
        let length = IncidentsPage.pageLength
        do {
            let shelves = try shelves(at: now)
            if page == 1 {
                answer.open = await loop.state.incidents.values
                    .sorted { ($0.kind.severity, $0.number) < ($1.kind.severity, $1.number) }
                    .prefix(length).map { fact(of: $0, id: $0.storageID, shelves) }
            }
            let rows = try reader.incidents(limit: length + 1, skipping: (page - 1) * length)
            answer.hasOlder = rows.count > length
            answer.all = rows.prefix(length).map { fact(of: $0, shelves) }
        } catch {
            // What cannot be read is left out here and found by the check of the store.
            answer.hasOlder = false
        }
        return answer
    }

    func incident(_ id: String) async -> IncidentPage? {
        let now = clock.now().wall
        // As above: one that cannot be read is shown as none.
        guard let row = try? reader.incident(id: id) else { return nil }
        do {
            var page = IncidentPage(now: now, fact: fact(of: row, try shelves(at: now)))
            if let incident = ArchivedIncident(row)?.incident {
                (page.checkFirst, page.needsVisit) = (incident.kind.remedy, incident.kind.needsVisit)
                page.mission = incident.missionID
            }
            let shelf = try reader.shelfHistory(of: id, limit: 20)
            page.shelf = shelf.first { $0.isInForce(at: now) }.map { "by \($0.who): \($0.reason)" }
            page.timeline = try timeline(of: page.fact, shelf)
            page.before = try secondsBefore(id)
            return page
        } catch {
            return IncidentPage(now: now, fact: fact(of: row, [:]))
        }
    }

    func heldBack(page: Int) async -> HeldPage {
        var answer = HeldPage(now: clock.now().wall)
        let length = HeldPage.pageLength
        do {
            answer.bins = try reader.eventCounts().sorted { $0.key < $1.key }
                .map { FaultCount(name: $0.key, count: $0.value) }
            let rows = try reader.newestHeldEvents(limit: length + 1, skipping: (page - 1) * length)
            answer.hasOlder = rows.count > length
            answer.events = rows.prefix(length).map { ArchivedEvent($0).held }
        } catch {
            // As above.
            answer.hasOlder = false
        }
        return answer
    }

    private func shelves(at now: WallTime) throws(StoreError) -> [String: ShelfRecord] {
        Dictionary(
            try reader.shelves(at: now).map { ($0.incident, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func fact(of row: IncidentRecord, _ shelves: [String: ShelfRecord]) -> IncidentFact {
        if let incident = ArchivedIncident(row)?.incident { return fact(of: incident, id: row.id, shelves) }
        // One of another version is shown with what its row says.
        return IncidentFact(
            id: row.id, severity: row.severity, kind: row.kind, title: row.kind, opened: row.opened,
            isOpen: row.isOpen)
    }

    private func fact(of incident: Incident, id: String, _ shelves: [String: ShelfRecord]) -> IncidentFact {
        var fact = IncidentFact(
            id: id, severity: incident.kind.severity, kind: incident.kind.rawValue,
            title: incident.kind.title,
            opened: incident.opened, isOpen: incident.resolved == nil)
        fact.subject = incident.subject.isEmpty ? nil : incident.subject
        (fact.detail, fact.resolved) = (incident.detail, incident.resolved)
        if fact.isOpen {
            // Nobody's word is shown as none; the next look asks again.
            let taken = try? reader.acknowledgement(of: id)
            (fact.acknowledgedBy, fact.acknowledged) = (taken?.who, taken?.at)
            fact.shelvedUntil = shelves[id]?.until
        }
        return fact
    }

    /// What was measured before an incident, as it was stored with its first event.
    private func secondsBefore(_ id: String) throws(StoreError) -> [SecondBefore] {
        guard let table = try reader.secondsBefore(incident: id) else { return [] }
        return table.rows.map { row in
            SecondBefore(
                seconds: row.before,
                values: zip(table.columns, row.values).compactMap { name, value in
                    value.map { MeasuredText(name: name, value: $0) }
                })
        }
    }

    /// What happened to an incident, in the order of time.
    private func timeline(of fact: IncidentFact, _ shelf: [ShelfRecord]) throws(StoreError) -> [TimelineEntry]
    {
        var entries = [TimelineEntry(time: fact.opened, what: "opened", detail: fact.detail ?? "")]
        entries += try reader.events(ofIncident: fact.id, limit: IncidentPage.mostEntries).map { row in
            ArchivedEvent(row).entry
        }
        if let taken = try reader.acknowledgement(of: fact.id) {
            entries.append(
                TimelineEntry(time: taken.at, what: "taken note of", detail: "by \(taken.who) (\(taken.way))")
            )
        }
        for record in shelf {
            entries.append(
                TimelineEntry(
                    time: record.since, what: "shelved", detail: "by \(record.who): \(record.reason)"))
            if let ended = record.ended {
                entries.append(
                    TimelineEntry(
                        time: ended, what: "off the shelf", detail: record.endedBy.map { "by \($0)" } ?? ""))
            }
        }
        if let resolved = fact.resolved {
            entries.append(TimelineEntry(time: resolved, what: "ended", detail: "its cause is gone"))
        }
        // Entries of one time stay in the order above.
        return Array(
            entries.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
                .map(\.element).suffix(IncidentPage.mostEntries))
    }
}

extension ArchivedEvent {
    /// Why it ended where it did, in the words of the stage that decided, or of all that had something to say.
    private var reason: String {
        if let decided = words.first(where: { $0.rule == rule }) { return decided.because }
        return words.filter { $0.rule != "-" }.map(\.because).joined(separator: "; ")
    }

    /// The event as one that was held back.
    fileprivate var held: HeldFact {
        var fact = HeldFact(
            id: Int(id), time: time, severity: severity, kind: kind, source: source, bin: bin ?? "waiting",
            rule: rule,
            because: reason)
        fact.incident = incident
        return fact
    }

    /// The event as a line of its incident's timeline.
    fileprivate var entry: TimelineEntry {
        let place = bin ?? "waits in \(waitsIn ?? "a group")"
        return TimelineEntry(
            time: time, what: "\(sort), \(HeldPage.words(place))", detail: "\(reason) (\(rule))")
    }
}
