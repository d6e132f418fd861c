// SPDX-License-Identifier: Apache-2.0
// Writes the digest of a day, a week or a month: one page in a fixed order, the verdict as its subject. Long lists
// are cut to what fits and say how much is left; the attached tables hold every row.

import DockModel

/// A picture that the HTML of a digest shows; what it shows stands in the figures of the page too.
public struct ReportPicture: Sendable, Equatable {
    /// Below which part of the digest it stands.
    public enum Place: String, Sendable, Equatable, Codable, CaseIterable {
        case missions, vehicle, dock, wear, weather
    }

    /// Where it is found: "cid:battery@north" in a mail, "data:image/png;base64,…" in a file by itself.
    public var source: String
    /// What it shows, for those who cannot see it.
    public var title: String
    /// Below which part of the digest it stands.
    public var place: Place
    /// Width and height on the page, in pixels of the reader's screen.
    public var width: Int, height: Int

    /// A picture.
    public init(source: String, title: String, place: Place, width: Int, height: Int) {
        self.source = source
        self.title = title
        self.place = place
        self.width = width
        self.height = height
    }
}

extension ReportWriter {
    /// Lines about the system that a digest holds at most.
    static let mostVersions = 12

    /// The digest, with these pictures in its HTML.
    public func digest(_ input: DigestInput, pictures: [ReportPicture] = []) -> RenderedReport {
        let verdict = DigestVerdict(on: input, by: self)
        let attachments = tables(of: input)
        let input = Self.inOrder(input)
        // The most detail whose text still fits one page; with none at all only counts are left.
        var best = page(of: input, verdict: verdict, longestList: 0)
        for longest in Self.listLengths {
            let page = page(of: input, verdict: verdict, longestList: longest)
            if TextPage(page).text().utf8.count <= Self.largestDigestText {
                best = page
                break
            }
        }
        var report = report(subject: verdict.line, page: best, attachments: attachments)
        report.text = Self.cut(report.text, note: wording(.attached))
        report.html = HTMLPage(
            page(of: input, verdict: verdict, longestList: Self.longestListInHTML, pictures: pictures),
            language: wording.language.rawValue
        ).html()
        return report
    }

    /// The page of a digest for paper, with lists of at most so many lines.
    package func digestPage(_ input: DigestInput, longestList: Int) -> Page {
        page(of: Self.inOrder(input), verdict: DigestVerdict(on: input, by: self), longestList: longestList)
    }

    /// The lengths of lists that are tried until a page is full, the most detail first.
    package static let listLengths = [12, 8, 6, 4, 3, 2, 1]

    /// The digest in short statements for a satellite link, the most important first; what does not fit is left out
    /// at the end.
    public func digestStatements(_ input: DigestInput) -> [String] {
        let verdict = DigestVerdict(on: input, by: self)
        let input = Self.inOrder(input)
        var lines = [verdict.line, verdict.explanation]
        lines += input.gaps.prefix(2).map(words)
        lines += input.incidents.prefix(2).map { line($0).text }
        lines += input.tasks.prefix(1).map { task($0).text }
        if let vehicle = input.vehicle, let charge = vehicle.charge {
            lines.append("\(wording(.factCharge)) \(figures.amount(charge, decimals: 0))")
        }
        if let next = input.upcoming.first {
            lines.append(wording(.nextMissions, ["list": "\(clock.short(next.at)) \(name(next.name))"]))
        }
        return lines
    }

    // MARK: - Private

    private static let longestListInHTML = 25

    /// Ordered once: what matters most is shown, whatever the length of a list.
    private static func inOrder(_ input: DigestInput) -> DigestInput {
        var input = input
        input.incidents.sort { ($0.severity, $0.since, $0.id) < ($1.severity, $1.since, $1.id) }
        input.missions =
            input.missions.filter { $0.verdict != .done } + input.missions.filter { $0.verdict == .done }
        input.wear.sort { ($0.daysLeft.p10, $0.name) < ($1.daysLeft.p10, $1.name) }
        return input
    }

    /// The last resort for facts that are long even as counts: whole lines are left out at the end.
    private static func cut(_ text: String, note: String) -> String {
        guard text.utf8.count > largestDigestText else { return text }
        var kept = "", size = note.utf8.count + 2
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            size += line.utf8.count + 1
            guard size <= largestDigestText else { break }
            kept += line + "\n"
        }
        return kept + note + "\n"
    }

    private func page(
        of input: DigestInput, verdict: DigestVerdict, longestList: Int, pictures: [ReportPicture] = []
    ) -> Page {
        var sections = [
            Section(
                title: wording(input.period == .day ? .sectionChanges : .sectionChangesInPeriod),
                blocks: list(input.changes, longest: longestList, empty: .noChanges) { Cell(reason($0)) }),
            Section(
                title: wording(.sectionTasks),
                blocks: list(input.tasks, longest: longestList, empty: .none, cell: task)),
            missions(input, longest: longestList),
            vehicle(input.vehicle),
            dock(input.dock),
            wear(input, longest: longestList),
            weather(input.weather),
            link(input.link),
        ]
        if !input.suppressed.isEmpty || !input.filterTroubles.isEmpty || !input.shelved.isEmpty {
            var blocks = list(input.suppressed, longest: longestList, empty: .none) {
                Cell(wording(.filterLine, ["n": "\($0.count)", "rule": name($0.rule)]))
            }
            if !input.shelved.isEmpty {
                blocks.append(.paragraph(wording(.shelvedCount, ["n": "\(input.shelved.count)"])))
                blocks += list(input.shelved, longest: longestList, empty: .none, cell: shelved)
            }
            for trouble in input.filterTroubles.prefix(3) { blocks.append(.paragraph(reason(trouble))) }
            if !input.held.isEmpty { blocks.append(.note(wording(.filterIDs))) }
            sections.append(Section(title: wording(.sectionFilter), blocks: blocks))
        }
        sections.append(incidents(input.incidents, longest: longestList))
        if !input.versions.isEmpty {
            let facts = input.versions.prefix(Self.mostVersions).map {
                (name: name($0.name), value: reason($0.version))
            }
            sections.append(Section(title: wording(.sectionVersions), blocks: [.facts(Array(facts))]))
        }
        for index in sections.indices {
            guard let place = sections[index].place else { continue }
            let shown = pictures.filter { $0.place == place }
            if !shown.isEmpty { sections[index].blocks.append(.pictures(shown)) }
        }
        return Page(
            kind: wording(
                kind(of: input.period),
                [
                    "dock": dockName(input.source), "from": clock.short(input.from),
                    "to": clock.short(input.to),
                ]),
            verdict: verdict.line, tone: verdict.tone, summary: [verdict.explanation] + input.gaps.prefix(4).map(words),
            sections: sections,
            footer: footer(of: input.source))
    }

    private func kind(of period: DigestPeriod) -> Phrase {
        switch period {
        case .day: .digestKind
        case .week: .digestKindWeek
        case .month: .digestKindMonth
        case .range: .digestKindRange
        }
    }

    /// What the facts cannot say.
    private func words(_ gap: DigestGap) -> String {
        switch gap {
        case .watched(let part, let whole):
            wording(.gapWatched, ["part": figures.span(part), "whole": figures.span(whole)])
        case .clockNotBelieved(let span): wording(.gapClock, ["span": figures.span(span)])
        case .clockWasSet: wording(.gapClockSet)
        case .daysMissing(let missing, let all): wording(.gapDays, ["n": "\(missing)", "all": "\(all)"])
        case .picturesNotDrawn: wording(.gapPictures)
        }
    }

    /// A list cut to `longest`, which says how much is left.
    func list<Item>(
        _ items: [Item], longest: Int, empty: Phrase, cell: (Item) -> Cell
    ) -> [Block] {
        guard !items.isEmpty else { return [.paragraph(wording(empty))] }
        var shown = items.prefix(longest).map(cell)
        if items.count > longest { shown.append(Cell(wording(.andMore, ["n": "\(items.count - longest)"]))) }
        return [.list(shown)]
    }

    private func shelved(_ line: DigestShelved) -> Cell {
        Cell(
            wording(
                .shelvedLine,
                [
                    "class": line.severity.label, "title": name(line.title), "until": clock.short(line.until),
                    "who": name(line.who), "why": reason(line.reason), "id": line.id,
                ]), .watch)
    }
}
