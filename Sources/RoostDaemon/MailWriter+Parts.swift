// SPDX-License-Identifier: Apache-2.0
// The mail about parts: all notices of one decision in one, with the visits they ask for and the charts of what was
// measured. A paper or a chart that cannot be made, or for which there is no time, never keeps a notice back.

internal import DockModel
internal import Logging
internal import Paper
internal import Post
internal import Report
internal import RoostCore
internal import Settings
internal import Store
internal import Wear

extension MailWriter {
    /// Most charts in one mail: it has to pass a narrow link.
    static let mostCharts = 6
    /// Most visits whose papers go with one mail.
    static let mostVisits = 3
    /// The size of a chart, in points.
    private static let chartSize = (width: 560.0, height: 300.0)

    /// The mail of the notices about parts that one decision made due.
    func sheet(for notices: [WearNotice], _ request: MailRequest, state: DockState, now: Moment) -> Sheet {
        let shares = router.shares(.partNotice, else: router.mail.recipients.notices, now: now)
        let outlooks = state.wear.outlooks(facts.rules)
        var visits: [Visit] = []
        var inputs = notices.map { facts.part($0, state: state) }
        for (index, notice) in notices.enumerated() {
            guard let visit = plannedVisit(for: notice, outlooks) else { continue }
            inputs[index].take(visit, now: now.wall)
            if !visits.contains(visit) { visits.append(visit) }
        }
        var attachments: [MailLanguage: [MailAttachment]] = [:]
        var charted: Set<PartID> = []
        for language in Set(shares.map(\.language)) where state.leavesTimeForCharts {
            let papers = papers(Array(visits.prefix(Self.mostVisits)), outlooks, language, now: now)
            let charts = charts(of: notices, outlooks, language, now: now)
            charted = Set(charts.map(\.part))
            attachments[language] = papers + charts.map(\.file)
            for index in inputs.indices where inputs[index].visit != nil { inputs[index].hasPapers = !papers.isEmpty }
        }
        for index in inputs.indices { inputs[index].hasChart = charted.contains(inputs[index].part) }
        let unique = notices.count == 1 ? "part.\(notices[0].key)" : "parts.\(request.event).\(notices[0].key)"
        return Sheet(
            kind: "part-notice", priority: .normal, shares: shares, unique: unique,
            page: { [inputs, attachments] language in
                let told = zip(inputs, notices).map { input, notice in
                    var input = input
                    input.reasons = notice.reasons.map { $0.words(in: language) }
                    return input
                }
                guard let page = report(language).partNotices(told) else { return Words(subject: "", text: "") }
                var words = Words(page)
                words.attachments += attachments[language] ?? []
                return words
            })
    }

    /// The chart of each measured part, with what was measured when the notice became due.
    private func charts(
        of notices: [WearNotice], _ outlooks: [PartOutlook], _ language: MailLanguage, now: Moment
    ) -> [(part: PartID, file: MailAttachment)] {
        let paper = VisitPaper(configuration, database: facts.outbox.database, now: now.wall)
        var charts: [(part: PartID, file: MailAttachment)] = []
        for notice in notices where charts.count < Self.mostCharts {
            guard !charts.contains(where: { $0.part == notice.part }),
                let outlook = outlooks.first(where: { $0.part == notice.part }),
                var history = paper.history(of: outlook)
            else { continue }
            // The row that made it due is in the journal only with the commit that this mail is part of.
            if let measure = notice.measure {
                history.measured.append(ChartPoint(Double(notice.at.milliseconds) / 1_000, measure))
            }
            do throws(PaperError) {
                let octets = try history.chart(language: language == .german ? .german : .english).picture(
                    .png(scale: 1.5, colours: 16), width: Self.chartSize.width, height: Self.chartSize.height,
                    created: now.wall)
                let name = "wear-\(Self.unique(notice.part.text)).png"
                charts.append((notice.part, MailAttachment(fileName: name, mediaType: "image/png", octets: octets)))
            } catch {
                logger.error("the chart of \(notice.part) could not be drawn: \(error)")
            }
        }
        return charts
    }
}
