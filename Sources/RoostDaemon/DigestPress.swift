// SPDX-License-Identifier: Apache-2.0
// Writes a digest in all its forms from the record of its day and the year behind it: words, pictures, paper, tables
// and the short form for a satellite. The same record and the same year give the same octets.

internal import DockModel
internal import Foundation
public import Paper
public import Post
public import Report
internal import RoostCore
internal import Schedule
public import Settings

/// Writes the digests of one dock for the readers of one language.
public struct DigestPress: Sendable {
    /// Width and height of a picture in a mail, in pixels of the reader's screen; there are two pixels for each.
    static let pictureSize = (width: 280, height: 150)
    /// Colours of a picture in a mail: white, black, grey, pale and two inks, for half the octets.
    static let pictureColours = 6

    private let dock: DockIdentity
    private let language: ReportLanguage
    private let units: ReportUnits
    private let writer: ReportWriter

    /// A press for a dock.
    public init(dock: DockIdentity, language: ReportLanguage = .english, units: ReportUnits = .si) {
        self.dock = dock
        self.language = language
        self.units = units
        writer = ReportWriter(zone: dock.timeZone.identifier, language: language, units: units)
    }

    /// One digest: what it is about and what it is made of.
    public struct Matter: Sendable {
        /// The facts.
        public var record: DayRecord
        /// The year behind it.
        public var history: DigestHistory
        /// Of how long a time it tells.
        public var period = DigestPeriod.day
        /// What is missing besides what the record itself says.
        public var gaps: [DigestGap] = []

        /// The digest of a day.
        public init(record: DayRecord, history: DigestHistory) {
            self.record = record
            self.history = history
        }
    }

    /// The facts in the press's language.
    public func input(_ matter: Matter) -> DigestInput {
        var record = matter.record
        record.usualTravel = matter.history.usualTravel
        return record.digest(of: dock.id, period: matter.period, gaps: matter.gaps).worded(
            record.tally, in: language)
    }

    /// The words alone, with their tables.
    public func words(_ matter: Matter) -> RenderedReport { writer.digest(input(matter)) }

    /// The short form for a satellite.
    public func short(_ matter: Matter) -> ShortReport {
        ShortReport(statements: writer.digestStatements(input(matter)))
    }

    /// How the HTML reaches its pictures.
    public enum PictureWay: Sendable {
        /// As parts of the mail.
        case parts
        /// Within the HTML itself.
        case inline
    }

    /// The words with their pictures.
    /// - Throws: when a picture cannot be drawn.
    public func illustrated(_ matter: Matter, _ way: PictureWay) throws(PaperError) -> (
        report: RenderedReport, parts: [MailAttachment]
    ) {
        var pictures: [ReportPicture] = []
        var parts: [MailAttachment] = []
        for item in charts(matter, isBrief: true).items {
            var chart = item.chart
            // The words above the picture say it.
            chart.title = ""
            let octets = try chart.picture(
                .png(scale: 2, colours: Self.pictureColours), width: Double(Self.pictureSize.width),
                height: Double(Self.pictureSize.height), created: matter.record.ended)
            let id = "\(item.name)@\(MailWriter.unique(dock.id.text).lowercased()).roost"
            let source: String
            switch way {
            case .parts:
                source = "cid:\(id)"
                parts.append(
                    MailAttachment(
                        fileName: "\(item.name).png", mediaType: "image/png", octets: octets, contentID: id))
            case .inline: source = "data:image/png;base64," + Data(octets).base64EncodedString()
            }
            pictures.append(
                ReportPicture(
                    source: source, title: caption(of: item.chart), place: item.place,
                    width: Self.pictureSize.width,
                    height: Self.pictureSize.height))
        }
        return (writer.digest(input(matter), pictures: pictures), parts)
    }

    /// The digest on paper: one page of facts, and one of charts where there are any.
    /// - Throws: when it cannot be drawn.
    public func pdf(_ matter: Matter, size: PaperSize) throws(PaperError) -> [UInt8] {
        let input = input(matter)
        let charts = charts(matter).items.map(\.chart)
        var best: Document?
        for longest in ReportWriter.listLengths + [0] {
            let document = DigestPaper.document(
                writer.digestPage(input, longestList: longest), id: "\(dock.id) \(matter.record.tally.day)",
                language: language, size: size, created: matter.record.ended)
            best = document
            if try document.pageCount() == 1 { break }
        }
        guard var document = best else { return [] }
        if !charts.isEmpty {
            document.elements += [
                .pageBreak,
                .picture(
                    ChartGrid(title: document.title, charts: charts),
                    height: size == .a4 ? 720 : 670),
            ]
        }
        return try document.pdf()
    }

    /// What stands above a picture: what it shows, and in which zone its times are.
    private func caption(of chart: Chart) -> String {
        guard case .time(let zone) = chart.x.kind else { return chart.title }
        return "\(chart.title) (\(zone))"
    }

    private func charts(_ matter: Matter, isBrief: Bool = false) -> DigestCharts {
        DigestCharts(
            dock: dock.name, zone: dock.timeZone.identifier, record: matter.record, history: matter.history,
            period: matter.period, language: language == .german ? .german : .english, units: units,
            isBrief: isBrief)
    }
}
