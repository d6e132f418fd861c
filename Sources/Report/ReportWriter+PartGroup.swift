// SPDX-License-Identifier: Apache-2.0
// Writes the one mail about all parts of which something is to be said at once: the worst stands first. No part is left
// out of the attached table, and what has no room in the text is counted.

import DockModel

extension ReportWriter {
    /// Most parts that the text names.
    static let mostParts = 12

    /// The notices about several parts in one mail; one alone reads as it always does.
    public func partNotices(_ inputs: [PartNoticeInput]) -> RenderedReport? {
        guard let some = inputs.first else { return nil }
        guard inputs.count > 1 else { return partNotice(some) }
        let members = inputs.enumerated().sorted { Self.order($0) < Self.order($1) }.map(\.element)
        let first = members[0]
        let subject =
            wording(.dock, ["dock": dockName(some.source)]) + ": "
            + wording(.partsSubject, ["n": "\(members.count)", "first": headline(of: first)])
        var sections = members.prefix(Self.mostParts).map { section(about: $0) }
        if members.count > Self.mostParts {
            let left = wording(.andMore, ["n": "\(members.count - Self.mostParts)"])
            sections.append(
                Section(title: wording(.sectionPart), blocks: [.paragraph(left), .note(wording(.attached))]))
        }
        let page = Page(
            kind: wording(.noticeKind, ["dock": dockName(some.source), "at": clock.stamp(some.at)]),
            verdict: subject, tone: tone(of: first),
            summary: members.prefix(Self.mostParts).map { headline(of: $0) + "." }, sections: sections,
            footer: footer(of: some.source))
        return report(subject: subject, page: page, attachments: [table(of: members)])
    }

    /// What is worn out first, what is taken back last.
    private static func order(_ member: (offset: Int, element: PartNoticeInput)) -> (Int, Double, Int) {
        let input = member.element
        let rank: Int =
            switch (input.kind, input.stage) {
            case (.withdrawn, _): 4
            case (.replacementSuspected, _): 3
            case (.issued, .stop), (.reinstated, .stop): 0
            case (.issued, .replace), (.reinstated, .replace): 1
            case (.issued, .plan), (.reinstated, .plan): 2
            }
        return (rank, input.daysLeft.p10, member.offset)
    }

    private func section(about input: PartNoticeInput) -> Section {
        let page = page(about: input, subject: headline(of: input))
        return Section(
            title: headline(of: input),
            blocks: page.summary.map { .paragraph($0) } + page.sections.flatMap(\.blocks))
    }

    private func table(of members: [PartNoticeInput]) -> ReportAttachment {
        let header = [
            "part", "serial", "stage", "word", "p10_utc", "p50_utc", "p90_utc", "uses", "unit", "measured",
            "measure_unit",
        ]
        let rows = members.map { input in
            let days = input.daysLeft
            let ends = [days.p10, days.p50, days.p90].map {
                $0 > 3_652 ? "" : clock.utc(ZoneClock.later(input.at, days: $0))
            }
            let measured = input.measure?.value.map { "\($0)" } ?? ""
            return [input.part.text, input.serial, input.stage.rawValue, input.kind.rawValue] + ends
                + ["\(Int64(min(max(input.use, 0), 1e15)))", input.useUnit, measured, input.measure?.unit ?? ""]
        }
        return ReportAttachment(
            name: "\(CleanText.fileName(members[0].source.dock.text))-parts.csv", mediaType: "text/csv",
            text: CSVTable.text(header: header, rows: rows))
    }
}
