// SPDX-License-Identifier: Apache-2.0
// Writes the mission confirmation, and the mail that says why a mission did not fly and when it will. A
// partial run is never called done.

import DockModel

extension ReportWriter {
    /// The report of one mission run.
    public func mission(_ input: MissionInput) -> RenderedReport {
        let verdict = input.honestVerdict
        let subject =
            wording(.dock, ["dock": dockName(input.source)]) + ": " + headline(of: input, verdict: verdict)
        var summary: [String] = []
        if let why = input.reason { summary.append(wording(.factReason) + ": " + reason(why)) }
        if let why = input.amendedBecause { summary.append(wording(.amended, ["why": reason(why)])) }
        var sections = [
            Section(title: wording(.sectionFlight), blocks: [.facts(flight(input, verdict: verdict))])
        ]
        sections.append(Section(title: wording(.sectionGates), blocks: gates(input.gates)))
        if !input.incidents.isEmpty {
            let shown = input.incidents.prefix(10).map(line)
            let more = input.incidents.count - shown.count
            let rest = more > 0 ? [Cell(wording(.andMore, ["n": "\(more)"]))] : []
            sections.append(Section(title: wording(.sectionDuring), blocks: [.list(shown + rest)]))
        }
        let page = Page(
            kind: wording(.missionKind, ["dock": dockName(input.source), "run": name(input.run)]),
            verdict: subject, tone: tone(of: verdict), summary: summary, sections: sections,
            footer: footer(of: input.source))
        return report(subject: subject, page: page)
    }

    // MARK: - Private

    private func headline(of input: MissionInput, verdict: MissionVerdict) -> String {
        let values = ["name": name(input.name), "verdict": word(verdict)]
        if verdict == .partial, let reached = input.itemsReached, let planned = input.itemsPlanned {
            let items = ["n": "\(reached)", "all": "\(planned)"]
            return wording(.missionSubjectItems, values.merging(items) { _, new in new })
        }
        guard verdict != .done, let why = input.reason else { return wording(.missionSubject, values) }
        return wording(
            .missionSubjectWhy, values.merging(["why": CleanText.line(why, most: 70)]) { _, new in new })
    }

    private func both(_ time: WallTime) -> String { "\(clock.utc(time)) / \(clock.stamp(time))" }

    private func flight(_ input: MissionInput, verdict: MissionVerdict) -> [(name: String, value: String)] {
        var facts = [(name: wording(.factPlanned), value: both(input.plannedAt))]
        if let takeOff = input.takeOff {
            facts.append((wording(.factTakeOff), both(takeOff)))
            facts.append((wording(.factLanding), input.landing.map(both) ?? wording(.notMeasured)))
            facts.append((wording(.factDuration), figures.span(input.landing.flatMap { span(takeOff, $0) })))
            if let planned = input.itemsPlanned {
                let reached = input.itemsReached.map(String.init) ?? wording(.notMeasured)
                facts.append(
                    (wording(.factItems), wording(.itemsOf, ["n": reached, "all": "\(planned)"])))
            } else {
                facts.append((wording(.factItems), wording(.notMeasured)))
            }
            facts.append((wording(.factDistance), distance(input.distance)))
            facts.append((wording(.factHeight), figures.amount(input.greatestHeight, decimals: 0)))
            let battery = [
                "start": figures.amount(input.batteryAtTakeOff, decimals: 0),
                "end": figures.amount(input.batteryAfterLanding, decimals: 0),
            ]
            facts.append((wording(.factBattery), wording(.batteryFromTo, battery)))
            if let pictures = input.pictures { facts.append((wording(.factPictures), reason(pictures))) }
        } else {
            facts.append((wording(.factTakeOff), wording(.didNotFly)))
        }
        switch verdict {
        case .held, .refused, .expired, .aborted:
            facts.append((wording(.factNextTry), input.nextTry.map(both) ?? wording(.noTryPlanned)))
        case .done, .partial, .diverted, .lost, .skipped:
            if let next = input.nextTry { facts.append((wording(.factNextTry), both(next))) }
        }
        facts.append((wording(.factNextRun), input.nextRun.map(both) ?? wording(.nextRunNone)))
        if let record = input.record { facts.append((wording(.factRecord), CleanText.line(record, most: 120))) }
        return facts
    }

    /// The span between two times; nil when the clock went back between them.
    private func span(_ start: WallTime, _ end: WallTime) -> Duration? {
        let seconds = ZoneClock.seconds(end) - ZoneClock.seconds(start)
        return seconds >= 0 ? .seconds(seconds) : nil
    }

    private func distance(_ distance: Metres?) -> String {
        guard let distance, distance.value.isFinite, distance.value >= 1_000 else {
            return figures.amount(distance, decimals: 0)
        }
        return figures.amount(distance.value / 1_000, "km", decimals: 2)
    }

    private func gates(_ gates: [GateLine]) -> [Block] {
        guard !gates.isEmpty else { return [.paragraph(wording(.gatesNone))] }
        let rows = gates.prefix(40).map { gate -> [Cell] in
            let (word, tone): (Phrase, Tone) =
                switch gate.answer {
                case .pass: (.gatePass, .good)
                case .hold: (.gateHold, .watch)
                case .refuse: (.gateRefuse, .bad)
                }
            return [
                Cell(CleanText.line(gate.name, most: 24)), Cell(wording(word), tone),
                Cell(gate.value.map { CleanText.line($0, most: 24) } ?? wording(.notMeasured)),
                Cell(gate.limit.map { CleanText.line($0, most: 24) } ?? "-"),
            ]
        }
        let header = [wording(.columnGate), wording(.columnAnswer), wording(.factValue), wording(.factLimit)]
        return [.table(header: header, rows: Array(rows))]
    }
}
