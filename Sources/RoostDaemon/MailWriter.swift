// SPDX-License-Identifier: Apache-2.0
// Turns notices into mails: which facts a report gets, who it goes to, how urgent it is. The words are the report
// writer's; the octets are frozen here and never change afterwards.

internal import DockModel
internal import Logging
internal import Post
internal import Report
internal import RoostCore
internal import Schedule
internal import Settings
internal import Store
internal import Wear

/// Writes the mails of one dock.
struct MailWriter: NoticeWriter {
    /// How long ago a run that was missed may have been due and still be worth a mail of its own.
    static let oldestMissedRun = Duration.seconds(86_400)

    private let source: ReportSource
    private let report: ReportWriter
    private let from: Mailbox
    private let recipients: RecipientSettings
    private let facts: ReportFacts
    private let zoneOffset: @Sendable (WallTime) -> Int
    private let logger = Logger(label: "roost.mail")

    /// A writer for a dock's addresses.
    init(configuration: DockConfiguration, rules: [PartRule], planner: Planner, outbox: Outbox) throws {
        let dock = configuration.dock.dock
        source = ReportSource(dock: dock.id, version: DaemonVersion.text)
        report = ReportWriter(zone: dock.timeZone.identifier)
        from = Mailbox(name: "Roost \(dock.name)", address: try MailAddress(configuration.dock.mail.from))
        recipients = configuration.dock.mail.recipients
        for address in recipients.digest + recipients.notices + recipients.confirmations + recipients.alerts {
            _ = try MailAddress(address)
        }
        facts = ReportFacts(source: source, planner: planner, outbox: outbox, rules: rules)
        let zone = dock.timeZone
        zoneOffset = { zone.offset(at: Int($0.milliseconds / 1000)) }
    }

    func mails(for notice: Notice, state: DockState, now: Moment) -> [NewMail] {
        do {
            return try mail(for: notice, state: state, now: now).map { [$0] } ?? []
        } catch {
            // A notice that cannot be rendered must still be told: the plain fact goes out as text.
            logger.error("a notice could not be rendered: \(error)")
            return plainMail(for: notice, because: "\(error)", now: now)
        }
    }

    /// What one mail is made of before it is addressed.
    private struct Sheet {
        var kind: String
        var priority: MailPriority
        var to: [String]
        var unique: String
        var thread: String?
        var page: Words
    }

    /// The words of one mail.
    private struct Words {
        var subject: String
        var text: String
        var html: String?
        var attachments: [MailAttachment] = []

        init(_ report: RenderedReport) {
            (subject, text, html) = (report.subject, report.text, report.html)
            attachments = report.attachments.map {
                MailAttachment(fileName: $0.name, mediaType: $0.mediaType, octets: Array($0.text.utf8))
            }
        }

        /// Plain text only.
        init(subject: String, text: String) {
            self.subject = String(subject.prefix(140))
            self.text = text
        }
    }

    private func mail(for notice: Notice, state: DockState, now: Moment) throws -> NewMail? {
        guard let sheet = sheet(for: notice, state: state, now: now), !sheet.to.isEmpty else { return nil }
        return try mail(sheet, now: now)
    }

    /// A plain mail to those who get alerts; nil when nobody does.
    func mail(kind: String, subject: String, text: String, unique: String, now: Moment) throws -> NewMail? {
        guard !recipients.alerts.isEmpty else { return nil }
        let page = Words(subject: "Dock \(source.dock): \(subject)", text: text)
        return try mail(
            Sheet(kind: kind, priority: .alert, to: recipients.alerts, unique: unique, page: page), now: now)
    }

    private func mail(_ sheet: Sheet, now: Moment) throws -> NewMail {
        let domain = from.address.domain
        let dock = source.dock.text
        let id = try MailDraft.messageID(unique: Self.unique("\(dock).\(sheet.unique)"), domain: domain)
        let thread = try sheet.thread.map {
            try MailDraft.messageID(unique: Self.unique("\(dock).\($0)"), domain: domain)
        }
        let draft = MailDraft(
            from: from, to: try sheet.to.map { Mailbox(address: try MailAddress($0)) },
            subject: sheet.page.subject,
            text: sheet.page.text, html: sheet.page.html,
            attachments: sheet.page.attachments, date: now.wall, utcOffsetSeconds: zoneOffset(now.wall),
            messageID: id,
            references: thread.map { $0 == id ? [] : [$0] } ?? [],
            extraHeaders: [
                MailHeader(name: "X-Roost-Kind", value: sheet.kind),
                MailHeader(name: "List-Id", value: "<\(Self.unique(dock).lowercased()).roost.\(domain)>"),
            ])
        return try NewMail(kind: sheet.kind, priority: sheet.priority, draft: draft, dedupe: sheet.unique)
    }

    private func sheet(for notice: Notice, state: DockState, now: Moment) -> Sheet? {
        switch notice {
        case .mission(let run):
            // After weeks without power each missed run is in the records and the digest; a mail each would be a flood.
            if run.outcome == .expired, run.gates.isEmpty, run.mission.due + Self.oldestMissedRun < now.wall {
                return nil
            }
            let page = Words(report.mission(facts.mission(run, state: state)))
            return Sheet(
                kind: "mission", priority: .normal, to: recipients.confirmations,
                unique: "mission.\(run.mission.id)",
                page: page)
        case .part(let notice):
            return Sheet(
                kind: "part-notice", priority: .normal, to: recipients.notices, unique: "part.\(notice.key)",
                page: Words(report.partNotice(facts.part(notice))))
        case .incident(let incident):
            // Warnings and below are a line of the next digest.
            guard incident.kind.severity <= .error else { return nil }
            let thread = "incident.\(incident.storageID)"
            return Sheet(
                kind: "incident", priority: .alert, to: recipients.alerts,
                unique: incident.resolved == nil ? thread : "\(thread).resolved", thread: thread,
                page: Words(report.incident(facts.incident(incident, state: state, now: now))))
        case .digest(let tally):
            return Sheet(
                kind: MailKind.digest, priority: .low, to: recipients.digest,
                unique: "\(MailKind.digest).\(tally.day)",
                page: Words(report.digest(facts.digest(tally, now: now))))
        }
    }

    /// The bare fact of a notice, for the case that its report cannot be rendered.
    private func plainMail(for notice: Notice, because reason: String, now: Moment) -> [NewMail] {
        let kind: String, subject: String, to: [String]
        var unique: String?
        switch notice {
        case .mission(let run):
            (kind, to) = ("mission", recipients.confirmations)
            subject = "\(run.mission.id) \(run.outcome?.rawValue ?? "goes on")"
        case .part(let notice):
            (kind, subject, to) = ("part-notice", "\(notice.name): \(notice.stage)", recipients.notices)
        case .incident(let incident):
            (kind, subject, to) = ("incident", "\(incident.key): \(incident.detail)", recipients.alerts)
        case .digest(let tally):
            (kind, subject, to) = (MailKind.digest, "day \(tally.day)", recipients.digest)
            // A digest is also the heartbeat: its day must be known by its key, and there is one a day (I32).
            unique = "\(MailKind.digest).\(tally.day)"
        }
        let page = Words(
            subject: "Dock \(source.dock): \(subject)",
            text: "\(subject)\n\nThe report could not be rendered: \(reason)\n")
        let sheet = Sheet(
            kind: kind, priority: .alert, to: to, unique: unique ?? "plain.\(kind).\(now.wall.milliseconds)",
            page: page)
        do {
            return to.isEmpty ? [] : [try mail(sheet, now: now)]
        } catch {
            logger.critical("a notice is lost to mail and only in the journal: \(subject): \(error)")
            return []
        }
    }

    /// A text with only the characters that the left side of a Message-ID may hold.
    static func unique(_ text: String) -> String {
        String(
            text.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-" }.prefix(
                180))
    }
}

/// The version shown in reports.
public enum DaemonVersion {
    /// Semantic version.
    public static let text = "0.1.0"
}
