// SPDX-License-Identifier: Apache-2.0
// The mails with the digest of a day, a week or a month: words, pictures, paper and tables, and a short form for a
// satellite. A picture that cannot be drawn never keeps the words back.

internal import DockModel
internal import Logging
internal import Paper
internal import Post
internal import Report
internal import RoostCore
internal import Settings
internal import Store

extension MailWriter {
    func record(of tally: DayTally, filter: FilterReport?, log: DayLog, state: DockState, now: Moment) -> DayRecord?
    {
        facts.record(tally, filter: filter, log: log, state: state, now: now)
    }

    /// The mails with the digest of a day.
    func digest(_ record: DayRecord, now: Moment) -> Sheet {
        let history: DigestHistory
        do {
            history = try DigestHistory(through: record.tally.day, in: facts.outbox.database).with(record)
        } catch {
            logger.error("the digest has no charts of the past year: \(error)")
            history = DigestHistory(days: []).with(record)
        }
        return sheet(
            DigestPress.Matter(record: record, history: history), kind: MailKind.digest,
            unique: "\(MailKind.digest).\(record.tally.day)", now: now)
    }

    func rollUps(with record: DayRecord, now: Moment) -> [NewMail] {
        var mails: [NewMail] = []
        do {
            for rollUp in try RollUp.due(with: record.tally.day, configuration.dock.reports, facts.outbox.database)
            {
                let shelf = DigestShelf(facts.outbox.database)
                guard
                    var matter = try shelf.days(from: rollUp.first, through: rollUp.last, period: rollUp.period)
                else { continue }
                matter.record.isWithoutPictures = record.isWithoutPictures
                mails += try self.mails(
                    sheet(matter, kind: MailKind.rollUp, unique: "\(MailKind.rollUp).\(rollUp.name)", now: now),
                    now: now)
            }
        } catch {
            // The days themselves were told; roost report digest puts them together at any time.
            logger.error("the digest of a longer time could not be written: \(error)")
        }
        return mails
    }

    /// The mails of a digest, whatever time it tells of.
    func sheet(_ matter: DigestPress.Matter, kind: String, unique: String, now: Moment) -> Sheet {
        let short = press(router.mail.language).short(matter)
        return Sheet(
            kind: kind, priority: .low,
            shares: router.shares(.digest, else: router.mail.recipients.digest, now: now), unique: unique,
            short: ShortForm(subject: short.subject, text: short.text),
            page: { words(matter, press($0)) })
    }

    private func press(_ language: MailLanguage) -> DigestPress {
        DigestPress(
            dock: configuration.dock.dock, language: language == .german ? .german : .english,
            units: configuration.dock.reports.units == .imperial ? .imperial : .si)
    }

    private func words(_ matter: DigestPress.Matter, _ press: DigestPress) -> Words {
        // Nothing is drawn while the vehicle is out: the loop has better to do.
        guard !matter.record.isWithoutPictures else { return Words(press.words(matter)) }
        do throws(PaperError) {
            let (report, parts) = try press.illustrated(matter, .parts)
            var words = Words(report)
            words.attachments += parts
            let paper: PaperSize? =
                switch configuration.dock.reports.paper {
                case .a4: .a4
                case .letter: .letter
                case .none: nil
                }
            if let paper {
                words.attachments.append(
                    MailAttachment(
                        fileName: "\(Self.unique(source.dock.text))-\(matter.record.tally.day).pdf",
                        mediaType: "application/pdf", octets: try press.pdf(matter, size: paper)))
            }
            return words
        } catch {
            logger.error("the charts of a digest could not be drawn, it goes out without: \(error)")
            return Words(press.words(matter))
        }
    }
}
