// SPDX-License-Identifier: Apache-2.0
// The visit that a notice about a part belongs to: which parts go along, and the papers that go with the mail. A paper
// that cannot be made never keeps the notice back.

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
    /// The visit on which a part is to be changed; nil for a notice that asks for none.
    func plannedVisit(for notice: WearNotice, _ outlooks: [PartOutlook]) -> Visit? {
        guard notice.kind == .issued || notice.kind == .reinstated else { return nil }
        // Without the count of what is at hand every part is taken as one to be ordered.
        let stock = (try? PartStock.count(in: facts.outbox.database)) ?? [:]
        let catalogue = configuration.catalogue
        let thing = catalogue.parts.first { $0.id == notice.part }?.thing
        return VisitBook.visits(outlooks, catalogue, stock: stock).first { visit in
            visit.items.contains { item in
                catalogue.parts.contains { $0.id == item.candidate.part && $0.thing == thing }
            }
        }
    }

    /// The work order and the calendar event of each visit.
    func papers(_ visits: [Visit], _ outlooks: [PartOutlook], _ language: MailLanguage, now: Moment) -> [MailAttachment]
    {
        let paper = VisitPaper(configuration, database: facts.outbox.database, now: now.wall)
        return visits.enumerated().flatMap { number, visit -> [MailAttachment] in
            let name = "visit-\(source.dock)" + (number == 0 ? "" : "-\(number + 1)")
            do throws(PaperError) {
                let order = paper.workOrder(visit, outlooks: outlooks)
                let octets = try order.document(language: language == .german ? .german : .english).pdf()
                return [
                    MailAttachment(fileName: "\(name).pdf", mediaType: "application/pdf", octets: octets),
                    MailAttachment(
                        fileName: "\(name).ics", mediaType: Post.CalendarEvent.mediaType,
                        octets: Array(paper.event(visit).text(at: now.wall).utf8)),
                ]
            } catch {
                logger.error("the work order of a visit could not be drawn: \(error)")
                return []
            }
        }
    }
}

extension PartNoticeInput {
    /// Says on which visit the part is changed and what goes along.
    mutating func take(_ visit: Visit, now: WallTime) {
        self.visit = now + .seconds(Int64((min(max(visit.toDays, 0), 3_650) * 86_400).rounded()))
        together = visit.items.map { "\($0.candidate.name), serial \($0.candidate.serial)" }
    }
}
