// SPDX-License-Identifier: Apache-2.0
// The wear report in all its forms: of the parts as the dock's last word or the record of a day tells them. It adds
// no figure of its own.

public import DockModel
internal import Foundation
public import Paper
public import Report
internal import RoostCore
internal import Schedule
public import Settings
internal import Wear

/// What wears, on one day.
public struct WearSheet: Sendable {
    /// When the facts stood.
    public var at: WallTime
    /// The parts.
    public var parts: [DigestPart]
    /// Those of them that are measured.
    public var measured: [MeasuredPart]
    /// More of one part.
    public var details: [DigestVersion] = []
    /// The life of each measured part that is shown.
    var histories: [(part: MeasuredPart, history: WearHistory)] = []
    let version: String

    /// The parts as a day's digest tells them, with the year behind it.
    public init(_ matter: DigestPress.Matter, dock: DockIdentity) {
        (at, parts, measured) = (matter.record.ended, matter.record.wear, matter.record.measured)
        version = matter.record.version
        let charts = DigestCharts(
            dock: dock.name, zone: dock.timeZone.identifier, record: matter.record, history: matter.history,
            period: .day, language: .english, units: .si)
        histories = measured.map { ($0, charts.life(of: $0)) }
    }

    /// The parts as the dock's last word tells them, with the journal of their wear.
    /// - Throws: when the figures of the configuration cannot be used.
    public init(_ snapshot: DockSnapshot, _ configuration: DockConfiguration, _ paper: VisitPaper) throws {
        let rules = try configuration.policy().parts
        let outlooks = snapshot.state.wear.outlooks(rules)
        (at, version) = (snapshot.committed, DaemonVersion.text)
        parts = outlooks.map { outlook in
            DigestPart(outlook, rules.first { $0.description.id == outlook.part })
        }
        measured = outlooks.compactMap { outlook in
            MeasuredPart(outlook, rules.first { $0.description.id == outlook.part })
        }
        for part in measured {
            let outlook = outlooks.first { $0.part == part.part }
            if let history = outlook.flatMap({ paper.history(of: $0) }) { histories.append((part, history)) }
        }
    }

    /// The report about one part; nil when there is none of that id.
    public func only(_ id: PartID) -> WearSheet? {
        guard let part = parts.first(where: { $0.part == id.text }) else { return nil }
        var sheet = self
        sheet.parts = [part]
        sheet.measured = measured.filter { $0.part == id }
        sheet.histories = histories.filter { $0.part.part == id }
        sheet.details = [DigestVersion(name: "id", version: id.text), .init(name: "serial", version: part.serial)]
        for measure in sheet.measured {
            let signal = measure.signal.replacing("_", with: " ")
            sheet.details += [
                .init(name: signal, version: VisitBook.amount(measure.measure, measure.unit)),
                .init(name: "end of life", version: VisitBook.amount(measure.endOfLife, measure.unit)),
            ]
        }
        return sheet
    }

    private func input(_ dock: DockIdentity) -> WearInput {
        var input = WearInput(source: ReportSource(dock: dock.id, version: version), at: at, parts: parts)
        input.details = details
        return input
    }

    /// The words; with pictures in the HTML when they are asked for.
    public func report(_ dock: DockIdentity, _ language: ReportLanguage, withPictures: Bool) throws(PaperError)
        -> RenderedReport
    {
        var pictures: [ReportPicture] = []
        if withPictures {
            for (part, history) in histories.prefix(Self.mostCharts) {
                let chart = history.chart(language: language == .german ? .german : .english)
                let octets = try chart.picture(
                    .png(scale: 2, colours: 16), width: 580, height: 260, created: at)
                pictures.append(
                    ReportPicture(
                        source: "data:image/png;base64," + Data(octets).base64EncodedString(),
                        title: "\(part.name): \(chart.title)", place: .wear, width: 580, height: 260))
            }
        }
        return ReportWriter(zone: dock.timeZone.identifier, language: language).wear(
            input(dock), pictures: pictures)
    }

    /// The report on paper, with the life of each measured part.
    public func pdf(_ dock: DockIdentity, _ language: ReportLanguage, size: PaperSize) throws(PaperError) -> [UInt8]
    {
        let writer = ReportWriter(zone: dock.timeZone.identifier, language: language)
        var document = DigestPaper.document(
            writer.wearPage(input(dock)), id: "\(dock.id) wear", language: language, size: size, created: at)
        for (_, history) in histories.prefix(Self.mostCharts) {
            document.elements.append(
                .picture(history.chart(language: language == .german ? .german : .english), height: 230))
        }
        return try document.pdf()
    }

    /// Charts of one report.
    private static let mostCharts = 40
}

extension DigestPart {
    /// A part as it stands, with its catalogue figures.
    init(_ outlook: PartOutlook, _ rule: PartRule?) {
        let days = outlook.remaining.days
        self.init(
            name: outlook.name, serial: outlook.serial, stage: outlook.stage?.page,
            daysLeft: DaysLeft(p10: days.p10, p50: days.p50, p90: days.p90),
            leadDays: rule?.description.leadDays ?? outlook.leadDays, orderDays: rule?.description.orderDays ?? 0,
            basis: outlook.remaining.basis.page)
        part = outlook.part.text
    }
}

extension MeasuredPart {
    /// A part as it stands; nil for one that is only counted or was never measured.
    init?(_ outlook: PartOutlook, _ rule: PartRule?) {
        guard let measure = outlook.measure, let signal = rule?.measure,
            case .measured(_, _, _, let end)? = rule?.description.measure
        else { return nil }
        let days = outlook.remaining.days
        self.init(
            part: outlook.part, serial: outlook.serial, name: outlook.name, signal: signal.rawValue,
            unit: outlook.measureUnit, measure: measure, endOfLife: end,
            daysLeft: DaysLeft(p10: days.p10, p50: days.p50, p90: days.p90))
    }
}
