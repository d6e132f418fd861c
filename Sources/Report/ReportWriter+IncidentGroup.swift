// SPDX-License-Identifier: Apache-2.0
// Writes the mail about several incidents of one part of the dock: what explains the others stands first. No member
// that has a name is left out of the attached table, and what has none is counted.

import DockModel

/// The facts of several incidents that are told in one mail.
public struct IncidentGroupInput: Sendable, Equatable {
    /// Which dock speaks.
    public var source: ReportSource
    /// What they have in common: "subsystem link", "mission patrol@…".
    public var name: String
    /// When this mail was written.
    public var at: WallTime
    /// The incidents that are named.
    public var members: [IncidentInput]
    /// All of them, those without a name included.
    public var count: Int
    /// Whether they came faster than a person can read them.
    public var isFlood = false

    /// The facts of a group.
    public init(source: ReportSource, name: String, at: WallTime, members: [IncidentInput], count: Int) {
        self.source = source
        self.name = name
        self.at = at
        self.members = members
        self.count = count
    }
}

extension ReportWriter {
    /// Most incidents that the text names.
    static let mostMembers = 20

    /// The mail about several incidents.
    public func incidents(_ input: IncidentGroupInput) -> RenderedReport {
        let members = input.members.sorted { left, right in
            (left.rootCause == nil ? 0 : 1, left.severity.rawValue, left.since, left.id)
                < (right.rootCause == nil ? 0 : 1, right.severity.rawValue, right.since, right.id)
        }
        let worst = members.map(\.severity).min() ?? .error
        let headline = wording(
            input.isFlood ? .floodSubject : .groupSubject,
            ["class": worst.label, "n": "\(input.count)", "title": name(members.first?.title ?? input.name)])
        let subject = wording(.dock, ["dock": dockName(input.source)]) + ": " + headline
        var sections: [Section] = members.prefix(Self.mostMembers).map { member in
            Section(
                title: "\(member.severity.label) \(name(member.title))",
                blocks: [.facts(facts(of: member))] + acknowledgeLink(member))
        }
        if input.count > min(members.count, Self.mostMembers) {
            let left = input.count - min(members.count, Self.mostMembers)
            sections.append(
                Section(
                    title: wording(.sectionIncident),
                    blocks: [.paragraph(wording(.andMore, ["n": "\(left)"])), .note(wording(.attached))]))
        }
        let page = Page(
            kind: wording(
                .groupKind,
                ["dock": dockName(input.source), "at": clock.stamp(input.at), "name": reason(input.name)]),
            verdict: subject, tone: tone(of: worst),
            summary: input.isFlood ? [wording(.floodWhy)] : [], sections: sections,
            footer: footer(of: input.source)
        )
        let table = ReportAttachment(
            name: "\(CleanText.fileName(input.source.dock.text))-incidents.csv", mediaType: "text/csv",
            text: CSVTable.text(
                header: ["incident", "class", "title", "since_utc", "ended_utc", "root_cause", "what"],
                rows: members.map {
                    [
                        $0.id, $0.severity.label, $0.title, clock.utc($0.since),
                        $0.ended.map(clock.utc) ?? "",
                        $0.rootCause?.title ?? "", $0.what ?? "",
                    ]
                }))
        return report(subject: subject, page: page, attachments: [table])
    }

    private func facts(of member: IncidentInput) -> [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = []
        if let cause = member.rootCause { facts.append((wording(.factRootCause), line(cause).text)) }
        if let what = member.what { facts.append((wording(.factReason), reason(what))) }
        let since = clock.stamp(member.since)
        facts.append(
            (
                wording(.factSince),
                member.ended.map { wording(.resolvedSince, ["since": since, "end": clock.stamp($0)]) }
                    ?? since
            ))
        if member.ended == nil, let action = member.action {
            facts.append((wording(.factDo), reason(action)))
        }
        if member.ended == nil, let isNeeded = member.isVisitNeeded {
            facts.append((wording(.factVisit), wording(isNeeded ? .visitNeeded : .visitNotNeeded)))
        }
        return facts
    }
}
