// SPDX-License-Identifier: Apache-2.0
// Writes the incident alert: short enough for a phone at night, with what a person needs to decide. It must
// never leave out what was measured, or that it was not.

import DockModel

extension ReportWriter {
    /// The alert about one incident.
    public func incident(_ input: IncidentInput) -> RenderedReport {
        let (page, attachments) = incidentPage(input)
        return report(subject: page.verdict, page: page, attachments: attachments)
    }

    /// The page of the alert, and the tables that go with it.
    package func incidentPage(_ input: IncidentInput) -> (page: Page, attachments: [ReportAttachment]) {
        let values = ["class": input.severity.label, "title": CleanText.line(input.title, most: 90)]
        let phrase: Phrase =
            input.ended != nil ? .incidentResolved : input.isReminder ? .incidentReminder : .incidentSubject
        let headline = wording(phrase, values)
        var subject = wording(.dock, ["dock": dockName(input.source)]) + ": " + headline
        if input.unanswered != nil { subject = wording(.escalatedSubject, ["subject": subject]) }
        var facts: [(name: String, value: String)] = []
        // What explains it stands first: repairing that ends both.
        if let cause = input.rootCause { facts.append((wording(.factRootCause), line(cause).text)) }
        facts.append((wording(.factClass), className(input.severity)))
        if let kind = input.kind { facts.append((wording(.factKind), name(kind))) }
        if input.isVehicleInAir { facts.append((wording(.sectionVehicle), wording(.vehicleInAir))) }
        facts.append((wording(.factValue), input.value.map(reason) ?? wording(.notMeasured)))
        if let limit = input.limit { facts.append((wording(.factLimit), reason(limit))) }
        if let lastGood = input.lastGood { facts.append((wording(.factLastGood), reason(lastGood))) }
        let since = clock.stamp(input.since)
        let ended = input.ended.map {
            wording(.resolvedSince, ["since": since, "end": clock.stamp($0)])
        }
        facts.append((wording(.factSince), ended ?? since))
        if let action = input.action { facts.append((wording(.factDo), reason(action))) }
        if let isNeeded = input.isVisitNeeded {
            facts.append((wording(.factVisit), wording(isNeeded ? .visitNeeded : .visitNotNeeded)))
        }
        if let why = input.whyNow { facts.append((wording(.sectionWhyNow), reason(why))) }
        var sections = [
            Section(title: wording(.sectionIncident), blocks: [.facts(facts)] + acknowledgeLink(input))
        ]
        var attachments: [ReportAttachment] = []
        if let before = input.before {
            let (section, table) = telemetry(before, of: input.source, incident: "incident-\(input.id)")
            sections.append(section)
            if !before.rows.isEmpty { attachments.append(table) }
        }
        let page = Page(
            kind: wording(
                .incidentKind,
                ["id": name(input.id), "dock": dockName(input.source), "at": clock.stamp(input.at)]),
            verdict: subject, tone: input.ended == nil ? tone(of: input.severity) : .good,
            summary: unansweredWords(input) + (input.what.map { [CleanText.line($0, most: 300)] } ?? []),
            sections: sections, footer: footer(of: input.source))
        return (page, attachments)
    }

    /// The place of what the alert is about, and the place where a reader says that somebody has taken note.
    func acknowledgeLink(_ input: IncidentInput) -> [Block] {
        [(input.download, Phrase.download), (input.acknowledge, .acknowledge)].compactMap { address, words in
            address.map { .link(title: wording(words), address: $0) }
        }
    }

    private func unansweredWords(_ input: IncidentInput) -> [String] {
        input.unanswered.map {
            [wording(.escalated, ["span": figures.span($0.span), "n": "\($0.step)"])]
        } ?? []
    }
}
