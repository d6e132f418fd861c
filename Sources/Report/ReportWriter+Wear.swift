// SPDX-License-Identifier: Apache-2.0
// Writes the report about what wears: when each part ends, when it must be ordered, and what that rests on. Every
// part is in it; a report about one part says all that is known of it.

import DockModel

/// The facts of a wear report.
public struct WearInput: Sendable, Equatable {
    /// Which dock speaks.
    public var source: ReportSource
    /// The day on which the facts stood.
    public var at: WallTime
    /// The parts.
    public var parts: [DigestPart]
    /// More of one part, in order: what was measured, its use.
    public var details: [DigestVersion] = []

    /// The facts of some parts.
    public init(source: ReportSource, at: WallTime, parts: [DigestPart]) {
        self.source = source
        self.at = at
        self.parts = parts
    }
}

extension ReportWriter {
    /// The report about what wears.
    public func wear(_ input: WearInput, pictures: [ReportPicture] = []) -> RenderedReport {
        let page = wearPage(input, pictures: pictures)
        let digest = digestInput(input)
        return report(
            subject: page.verdict, page: page,
            attachments: tables(of: digest).filter { $0.name.hasSuffix("-wear.csv") })
    }

    /// The page of the report.
    package func wearPage(_ input: WearInput, pictures: [ReportPicture] = []) -> Page {
        let digest = digestInput(input)
        let verdict = DigestVerdict(on: digest, by: self)
        var section = wear(digest, longest: .max)
        if !pictures.isEmpty { section.blocks.append(.pictures(pictures)) }
        var sections = [section]
        if !input.details.isEmpty {
            sections.append(
                Section(
                    title: wording(.sectionPart),
                    blocks: [.facts(input.details.prefix(20).map { (name($0.name), reason($0.version)) })]))
        }
        let due = verdict.partsDue ?? wording(.noPartDue)
        return Page(
            kind: wording(.wearKind, ["dock": dockName(input.source), "at": clock.stamp(input.at)]),
            verdict: wording(.dock, ["dock": dockName(input.source)]) + ": " + due,
            tone: input.parts.contains { $0.stage == .stop } ? .bad : verdict.partsDue == nil ? .good : .watch,
            summary: [], sections: sections, footer: footer(of: input.source))
    }

    private func digestInput(_ input: WearInput) -> DigestInput {
        var digest = DigestInput(source: input.source, from: input.at, to: input.at)
        digest.wear = input.parts.sorted { ($0.daysLeft.p10, $0.name) < ($1.daysLeft.p10, $1.name) }
        return digest
    }
}
