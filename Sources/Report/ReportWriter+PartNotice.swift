// SPDX-License-Identifier: Apache-2.0
// Writes the notice that a technician acts on: which part, when it ends and how sure that is, why now, and
// what to do.

import DockModel

extension ReportWriter {
    /// The notice about one part.
    public func partNotice(_ input: PartNoticeInput) -> RenderedReport {
        let subject = wording(.dock, ["dock": dockName(input.source)]) + ": " + headline(of: input)
        return report(subject: subject, page: page(about: input, subject: subject))
    }

    /// What is said of one part.
    func page(about input: PartNoticeInput, subject: String) -> Page {
        Page(
            kind: wording(.noticeKind, ["dock": dockName(input.source), "at": clock.stamp(input.at)]),
            verdict: subject, tone: tone(of: input), summary: [ending(of: input)],
            sections: [
                Section(
                    title: wording(.sectionWhyNow),
                    blocks: [.list(input.reasons.prefix(8).map { Cell(reason($0)) })]),
                Section(title: wording(.sectionPart), blocks: [.facts(facts(of: input))]),
                Section(title: wording(.sectionOnSite), blocks: [.list(steps(of: input))]),
            ].filter { !$0.isEmpty },
            footer: footer(of: input.source))
    }

    /// What is to be done about a part, in a line.
    func headline(of input: PartNoticeInput) -> String {
        let part = name(input.name)
        switch (input.kind, input.stage) {
        case (.withdrawn, _): return wording(.partWithdrawn, ["part": part])
        case (.replacementSuspected, _): return wording(.partSuspected, ["part": part])
        case (_, .stop): return wording(.partStop, ["part": part])
        case (.reinstated, _):
            return dated(.partReinstated, .partReinstatedNow, part: part, day: orderDay(of: input))
        case (.issued, .plan): return dated(.partPlan, .partPlanNow, part: part, day: orderDay(of: input))
        case (.issued, .replace):
            return dated(.partReplace, .partReplaceNow, part: part, day: changeDay(of: input))
        }
    }

    /// A headline with its day, or the one that says "now".
    private func dated(_ phrase: Phrase, _ phraseNow: Phrase, part: String, day: String) -> String {
        day == wording(.now)
            ? wording(phraseNow, ["part": part]) : wording(phrase, ["part": part, "day": day])
    }

    private func orderDay(of input: PartNoticeInput) -> String {
        orderDay(input.daysLeft, leadDays: input.leadDays, orderDays: input.orderDays, from: input.at)
    }

    /// The day by which a part should be changed: its careful end.
    private func changeDay(of input: PartNoticeInput) -> String {
        input.daysLeft.p10 < 1 ? wording(.now) : day(after: input.daysLeft.p10, from: input.at)
    }

    func tone(of input: PartNoticeInput) -> Tone {
        switch input.kind {
        case .withdrawn: .good
        case .replacementSuspected: .watch
        case .issued, .reinstated: input.stage == .stop ? .bad : .watch
        }
    }

    /// "Ends between 3 and 19 March 2026, 80 % sure; most likely around 11 March 2026."
    private func ending(of input: PartNoticeInput) -> String {
        wording(.factEnds) + " " + confidence(of: input) + "; " + wording(.factLikely).lowercased() + " "
            + likely(of: input) + "."
    }

    private func confidence(of input: PartNoticeInput) -> String {
        let days = input.daysLeft
        guard days.p90 <= 3_652 else {
            let first = day(after: days.p10, from: input.at)
            let between = wording(.betweenDays, ["first": first, "last": wording(.beyondTenYears)])
            return wording(.endsWithConfidence, ["between": between])
        }
        let first = ZoneClock.later(input.at, days: days.p10),
            last = ZoneClock.later(input.at, days: days.p90)
        return wording(.endsWithConfidence, ["between": clock.between(first, last)])
    }

    private func likely(of input: PartNoticeInput) -> String {
        wording(.aroundDay, ["day": day(after: input.daysLeft.p50, from: input.at)])
    }

    private func facts(of input: PartNoticeInput) -> [(name: String, value: String)] {
        let useUnit = name(input.useUnit)
        var facts: [(name: String, value: String)] = [
            (wording(.factPart), name(input.name)), (wording(.factSerial), name(input.serial)),
            (wording(.factStage), word(input.stage)),
            (wording(.factEnds), confidence(of: input)), (wording(.factLikely), likely(of: input)),
            (
                wording(.factLeft),
                wording(
                    .leftInUses,
                    [
                        "low": figures.amount(input.usesLeft.p10, "", decimals: 0),
                        "high": figures.amount(input.usesLeft.p90, "", decimals: 0),
                        "middle": figures.amount(input.usesLeft.p50, "", decimals: 0), "unit": useUnit,
                    ])
            ),
            (wording(.factUse), figures.amount(input.use, useUnit, decimals: 0)),
        ]
        if let installed = input.installedAt { facts.append((wording(.factInService), clock.day(installed))) }
        facts += measured(input.measure)
        facts.append((wording(.factBasis), word(input.basis)))
        guard input.kind == .issued || input.kind == .reinstated else { return facts }
        facts.append((wording(.factOrderBy), orderDay(of: input)))
        let delivery = wording(
            .delivery, ["lead": figures.days(input.leadDays), "order": figures.days(input.orderDays)])
        facts.append((wording(.factDelivery), delivery))
        return facts
    }

    private func measured(_ measure: PartMeasure?) -> [(name: String, value: String)] {
        guard let measure else { return [(wording(.factMeasured), wording(.notMeasured))] }
        let unit = name(measure.unit)
        let value = wording(
            .measuredAs,
            ["kind": name(measure.kind), "value": figures.amount(measure.value, unit, decimals: 2)])
        let limits = wording(
            .newAndEnd,
            [
                "new": figures.amount(measure.new, unit, decimals: 2),
                "end": figures.amount(measure.endOfLife, unit, decimals: 2),
            ])
        var facts = [
            (name: wording(.factMeasured), value: value), (name: wording(.factNewAndEnd), value: limits),
        ]
        if let value = measure.value {
            let wear = (value - measure.new) / (measure.endOfLife - measure.new) * 100
            facts.append((wording(.sectionWear), figures.amount(wear, "%", decimals: 0)))
        }
        return facts
    }

    private func word(_ stage: PartStage) -> String {
        switch stage {
        case .plan: wording(.stagePlan)
        case .replace: wording(.stageReplace)
        case .stop: wording(.stageStop)
        }
    }

    private func word(_ basis: PartBasis) -> String {
        switch basis {
        case .catalogue: wording(.basisCatalogue)
        case .measured(let rows): wording(.basisMeasured, ["n": "\(rows)"])
        }
    }

    private func steps(of input: PartNoticeInput) -> [Cell] {
        let part = name(input.name), id = name(input.part.text)
        let record = wording(.doRecord, ["id": id])
        let usual: [String] =
            switch (input.kind, input.stage) {
            case (.withdrawn, _): [wording(.doKeep), wording(.doCancel)]
            case (.replacementSuspected, _):
                [
                    wording(.doCheckSerial, ["serial": name(input.serial)]),
                    wording(.doRecordOrKeep, ["id": id]),
                ]
            case (_, .plan): [wording(.doOrder, ["part": part]), wording(.doKeep)]
            case (_, .replace):
                [
                    changeDay(of: input) == wording(.now)
                        ? wording(.doChangeSoon) : wording(.doChange, ["day": changeDay(of: input)]), record,
                ]
            case (_, .stop): [wording(.doChangeNow), record]
            }
        let chart = input.hasChart ? [wording(.doChart)] : []
        return (usual + visit(of: input) + chart + input.steps.prefix(10).map(reason)).map { Cell($0) }
    }

    /// The visit on which the part is changed, and what else is on it.
    private func visit(of input: PartNoticeInput) -> [String] {
        guard let visit = input.visit, !input.together.isEmpty else { return [] }
        let parts = input.together.prefix(12).map { name($0) }.joined(separator: "; ")
        let more = input.together.count > 12 ? " " + wording(.andMore, ["n": "\(input.together.count - 12)"]) : ""
        let planned = wording(.doTogether, ["day": clock.day(visit), "parts": parts + more])
        return input.hasPapers ? [planned, wording(.doPapers)] : [planned]
    }
}

extension Section {
    /// Whether the section holds nothing but an empty list.
    var isEmpty: Bool {
        blocks.allSatisfy { block in
            switch block {
            case .list(let items): items.isEmpty
            case .facts(let facts): facts.isEmpty
            case .pictures(let pictures): pictures.isEmpty
            case .paragraph, .table, .note, .link: false
            }
        }
    }
}
