// SPDX-License-Identifier: Apache-2.0
// The mails about incidents: in the reader's language, with the link to take note of them, with a short form for a
// satellite, and again to others when nobody answers. What the core worded stays as it is.

internal import DockModel
internal import Foundation
internal import Post
internal import Report
internal import RoostCore
internal import Settings
internal import Store

extension MailWriter {
    /// The mails about one incident; `unique` ends the key of one that is told again.
    func sheet(
        for incident: Incident, _ told: ToldEvent?, unique: String, state: DockState, now: Moment
    ) -> Sheet {
        let thread = incident.thread
        let severity = incident.kind.severity
        return Sheet(
            kind: "incident", priority: .alert,
            shares: router.shares(
                .incident, severity: severity, else: router.mail.recipients.alerts, now: now),
            unique: incident.resolved != nil ? "\(thread).resolved" : thread + unique, threads: [thread],
            severity: severity, short: shortForm(incident, isReminder: told?.isReminder ?? false),
            page: { language in
                var words = Words(
                    report(language).incident(input(incident, told, in: language, state: state, now: now)))
                words.attachments += shownPictures(of: [incident])
                return words
            })
    }

    /// The mails of an escalation: nobody has taken note of the incident for `span`.
    func escalation(
        _ incident: Incident, step: Int, _ terms: EscalationStep, after span: Duration, state: DockState,
        now: Moment
    ) throws -> [NewMail] {
        let sheet = Sheet(
            kind: "escalation", priority: .alert,
            shares: router.shares(terms.recipients, language: terms.language),
            unique: "escalation.\(incident.storageID).\(step)", threads: [incident.thread],
            severity: incident.kind.severity, short: shortForm(incident, isReminder: true),
            page: { language in
                var input = input(incident, nil, in: language, state: state, now: now)
                input.unanswered = UnansweredAlert(step: step, span: span)
                return Words(report(language).incident(input))
            })
        return try mails(sheet, about: [.incident(incident)], now: now)
    }

    /// The facts of an incident in a language.
    func input(
        _ incident: Incident, _ told: ToldEvent?, in language: MailLanguage, state: DockState, now: Moment
    ) -> IncidentInput {
        var input = facts.incident(incident, told: told, state: state, now: now)
        if incident.resolved == nil { input.acknowledge = links?.link(for: incident.storageID) }
        input.download = mapLink(of: incident)
        // What the dock measured in the last seconds says nothing of a picture that was taken in a flight.
        if incident.kind.origin == .payload { input.before = nil }
        guard language == .german else { return input }
        input.title = incident.title(in: .german)
        input.action = incident.kind.germanRemedy
        if let cause = told?.rootCause ?? state.rootCause(of: incident) {
            input.rootCause?.title = cause.title(in: .german)
        }
        return input
    }

    /// The short form of an alert; `others` counts the incidents that are told with it.
    func shortForm(_ incident: Incident, isReminder: Bool, others: Int = 0) -> ShortForm {
        let more = others > 0 ? " (+\(others) more)" : ""
        let subject = incident.subject.isEmpty ? "" : "\(incident.subject): "
        let alert = ShortAlert(
            dock: source.dock.text, severity: incident.kind.severity,
            standing: incident.resolved != nil ? .ended : isReminder ? .stillOpen : .open,
            incident: incident.kind.rawValue + more, what: subject + incident.detail,
            time: incident.resolved ?? incident.opened,
            action: incident.resolved == nil ? incident.kind.remedy : "", reference: incident.storageID)
        return ShortForm(subject: alert.subject, text: alert.text)
    }
}

extension Incident {
    /// What happened, in a few words of a language.
    func title(in language: MailLanguage) -> String {
        let title =
            switch language {
            case .english: kind.title
            case .german: kind.germanTitle
            }
        return subject.isEmpty ? title : "\(title): \(subject)"
    }
}

extension DigestInput {
    /// The facts of a day with the catalogue's words in a language.
    func worded(_ tally: DayTally, in language: ReportLanguage) -> DigestInput {
        guard language == .german else { return self }
        var input = self
        input.incidents = zip(incidents, tally.openIncidents).map { line, incident in
            var line = line
            line.title = incident.title(in: MailLanguage.german)
            return line
        }
        input.shelved = shelved.map { line in
            var line = line
            if let incident = tally.openIncidents.first(where: { $0.storageID == line.id }) {
                line.title = incident.title(in: .german)
            }
            return line
        }
        let counts = tally.incidents.sorted { $0.key < $1.key }.map { kind, count in
            "\(IncidentKind(rawValue: kind)?.germanTitle ?? kind): \(count == 1 ? "einmal" : "\(count)-mal")"
        }
        let german = [
            "clock": "Uhr", "disk": "Platz", "believed": "glaubwürdig", "not believed": "unglaubwürdig",
            "copy": "Kopie", "none": "keine", "photos": "Fotos", "logs": "Logs", "papers": "Akten",
        ]
        input.versions = versions.map { line in
            DigestVersion(name: german[line.name] ?? line.name, version: german[line.version] ?? line.version)
        }
        // Behind the counts stands what the detector said, in its own words.
        let pictures = tally.pictures.map { "Bilder von \($0.flight): \($0.german)" }
        let counted = pictures + tally.partNotices + counts
        input.changes = counted + changes.dropFirst(counted.count)
        let urgent = tally.openIncidents.filter(\.isTask)
        input.tasks = tasks.enumerated().map { index, task in
            var task = task
            if index < urgent.count, task.what.hasPrefix(urgent[index].kind.title) {
                task.what = "\(urgent[index].title(in: .german)): \(urgent[index].kind.germanRemedy)"
            } else if task.what.hasPrefix("Order ") {
                let part = String(task.what.dropFirst("Order ".count))
                task.what = part.replacingOccurrences(of: "(serial ", with: "(Seriennummer ") + " bestellen"
            }
            return task
        }
        return input
    }
}
