// SPDX-License-Identifier: Apache-2.0
// The printed work order: what to take, why, and each step with a box to tick, for somebody who stands at the dock
// with a pen. What is not known is said; nothing is guessed.

import DockModel

extension WorkOrder {
    /// The order as a document in one language.
    public func document(language: PaperLanguage, size: PaperSize = .a4) -> Document {
        var document = Document(
            title: language(.workOrder, ["dock": dock]), subtitle: subtitle(language), id: id,
            language: language, size: size, created: issued)
        document.elements = [
            .facts(facts(language)), .heading(language(.pickList)), .table(pickTable(language)),
        ]
        document.elements.append(.note(PaperText.line("\(costs(language)) \(language(.meaningOfDays))")))
        document.elements.append(.heading(language(.makeSafe)))
        document.elements.append(.checks(safeSteps(language)))
        for item in items.prefix(Self.mostItems) { add(item, to: &document) }
        if items.count > Self.mostItems {
            document.elements.append(
                .note(language(.rowsPrinted, ["n": "\(Self.mostItems)", "all": "\(items.count)"])))
        }
        if !tasks.isEmpty {
            document.elements.append(.heading(language(.furtherTasks)))
            document.elements.append(.checks(tasks.prefix(Self.mostItems).map { DocumentElement.Check($0) }))
        }
        document.elements.append(.heading(language(.finish)))
        document.elements.append(.checks(lastSteps(language)))
        document.elements.append(
            .signature([language(.signName), language(.signDate), language(.signature)]))
        return document
    }

    /// Parts with a section of their own; more are in no visit.
    private static let mostItems = 60

    private func subtitle(_ language: PaperLanguage) -> String {
        let clock = PaperClock(zone: zone)
        let days = (clock.day(from), clock.day(until))
        let window =
            days.0 == days.1
            ? language(.onDay, ["day": days.0]) : language(.betweenDays, ["first": days.0, "last": days.1])
        return language(.visitWindow, ["window": window, "zone": clock.name])
    }

    private func facts(_ language: PaperLanguage) -> [DocumentElement.Fact] {
        var facts = [DocumentElement.Fact(language(.orderNumber), id), .init(language(.dock), dock)]
        if !place.isEmpty { facts.append(.init(language(.place), place)) }
        if let words = position?.words(language) { facts.append(.init(language(.position), words)) }
        if !contact.isEmpty { facts.append(.init(language(.contact), contact)) }
        facts.append(.init(language(.issued), PaperClock.utc(issued)))
        return facts
    }

    private func pickTable(_ language: PaperLanguage) -> DocumentElement.Table {
        let clock = PaperClock(zone: zone)
        let rows = items.map { item -> [String] in
            let ends = [item.p10, item.p50].map { $0.map(clock.day) ?? language(.unknown) }
            let lead = item.leadDays.flatMap { NumberText.text($0, decimals: 0) }
            return [
                "\(item.name) (\(item.part.text))", item.serial, "\(max(0, item.quantity))",
                item.inStock.map { "\(max(0, $0))" } ?? "?", ends[0], ends[1],
                lead.map { language(.days, ["n": $0]) } ?? language(.unknown), price(item.cost, language),
            ]
        }
        return DocumentElement.Table(
            columns: [
                .init(language(.part)), .init(language(.serialInService)), .init(language(.quantity), .right),
                .init(language(.inStock), .right), .init("P10"), .init("P50"),
                .init(language(.leadTime), .right),
                .init(language(.costEach), .right),
            ], rows: rows)
    }

    private func price(_ cost: WorkOrderItem.Cost?, _ language: PaperLanguage) -> String {
        guard let cost, let amount = NumberText.text(cost.amount, decimals: 2, language: language) else {
            return language(.unknown)
        }
        return "\(amount) \(cost.currency)"
    }

    /// What all parts cost, by currency.
    private func costs(_ language: PaperLanguage) -> String {
        var sums: [String: Double] = [:]
        var unknown = 0
        for item in items {
            guard let cost = item.cost, NumberText.isShown(cost.amount) else {
                unknown += 1
                continue
            }
            sums[cost.currency, default: 0] += cost.amount * Double(max(0, item.quantity))
        }
        let words = sums.sorted { $0.key < $1.key }.compactMap { currency, sum in
            NumberText.text(sum, decimals: 2, language: language).map { "\($0) \(currency)" }
        }
        guard !words.isEmpty else { return "" }
        let total = language(.totalCost, ["sum": words.joined(separator: " + ")])
        return unknown == 0 ? total : total + " " + language(.costsUnknown, ["n": "\(unknown)"])
    }

    private func safeSteps(_ language: PaperLanguage) -> [DocumentElement.Check] {
        [
            .init(language(.stepComparePlate, ["dock": dock])),
            .init(
                language(.stepLockOut), command: "roost lock-out --reason \"work order \(Shell.word(id))\""),
            .init(language(.stepVehicleHome)), .init(language(.stepIsolate)),
            .init(language(.stepPhotographBefore)),
        ]
    }

    private func add(_ item: WorkOrderItem, to document: inout Document) {
        let language = document.language
        document.elements.append(.heading(language(.changePart, ["part": item.name])))
        var facts = [DocumentElement.Fact(language(.why), item.why)]
        facts.append(.init(language(.measured), item.measured ?? language(.notMeasured)))
        document.elements.append(.facts(facts))
        if let history = item.history {
            document.elements.append(.picture(history.chart(language: language), height: 220))
        }
        var steps: [DocumentElement.Check] = [.init(language(.stepCompareSerial, ["serial": item.serial]))]
        steps += item.steps.prefix(Self.mostItems).map { .init($0) }
        steps.append(.init(language(.stepReplace, ["part": item.name])))
        steps.append(
            .init(
                language(.stepRecord),
                command: "roost wear replace \(Shell.word(item.part.text)) --serial ________"))
        document.elements.append(.checks(steps))
    }

    private func lastSteps(_ language: PaperLanguage) -> [DocumentElement.Check] {
        [
            .init(language(.stepPhotographAfter)), .init(language(.stepPowerOn)),
            .init(language(.stepRelease), command: "roost reset"),
            .init(language(.stepTestTravel)), .init(language(.stepOldParts)),
        ]
    }
}

/// Words of a command that somebody types from paper.
enum Shell {
    /// A name without what a shell would take for more than one word.
    static func word(_ text: String) -> String {
        String(PaperText.line(text, most: 80).filter { $0.isLetter || $0.isNumber || "-_.:/".contains($0) })
    }
}
