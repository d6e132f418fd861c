// SPDX-License-Identifier: Apache-2.0
// Turns notices into mails: which facts a report gets, who it goes to, how urgent it is. The words are the report
// writer's; the octets are frozen here and never change afterwards.

internal import DockModel
internal import Foundation
internal import Logging
internal import Post
internal import Report
internal import RoostCore
internal import Schedule
internal import Settings
internal import Store
internal import Triage
internal import Wear

/// Writes the mails of one dock.
struct MailWriter: NoticeWriter {
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
        mails(for: MailRequest(notices: [notice]), state: state, now: now)
    }

    func mails(for request: MailRequest, state: DockState, now: Moment) -> [NewMail] {
        do {
            let sheet =
                request.kind == .alone
                ? request.notices.first.flatMap { self.sheet(for: $0, request, state: state, now: now) }
                : sheet(forGroup: request, state: state, now: now)
            guard let sheet, !sheet.to.isEmpty else { return [] }
            return [try mail(sheet, about: request.kind == .alone ? request.notices.first : nil, now: now)]
        } catch {
            // A notice that cannot be rendered must still be told: the plain fact goes out as text.
            logger.error("a notice could not be rendered: \(error)")
            return request.notices.flatMap { plainMail(for: $0, because: "\(error)", now: now) }
        }
    }

    func mail(for beat: SignedHeartbeat, now: Moment) -> NewMail? {
        let to = beat.recipients.isEmpty ? recipients.alerts : beat.recipients
        guard !to.isEmpty else { return nil }
        let note = beat.note
        let next = UTCText.text(note.next)
        let unique = "\(MailKind.heartbeat).\(note.epoch).\(note.sequence)"
        let page = Words(
            subject: "Dock \(source.dock): alive, number \(note.sequence), next by \(next)",
            text:
                "A sign of life. If none follows by \(next), look after the dock; roost watch does so by itself.\n\n"
                + beat.text)
        do {
            return try mail(
                Sheet(
                    kind: MailKind.heartbeat, priority: .low, to: to, unique: unique,
                    threads: [MailKind.heartbeat],
                    page: page), now: now)
        } catch {
            logger.error("a sign of life could not be written: \(error)")
            return nil
        }
    }

    /// What one mail is made of before it is addressed.
    private struct Sheet {
        var kind: String
        var priority: MailPriority
        var to: [String]
        var unique: String
        /// The threads it belongs to, by the keys of the mails that began them.
        var threads: [String] = []
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

    /// A plain mail to those who get alerts; nil when nobody does.
    func mail(kind: String, subject: String, text: String, unique: String, now: Moment) throws -> NewMail? {
        guard !recipients.alerts.isEmpty else { return nil }
        let page = Words(subject: "Dock \(source.dock): \(subject)", text: text)
        return try mail(
            Sheet(kind: kind, priority: .alert, to: recipients.alerts, unique: unique, page: page), now: now)
    }

    private func mail(_ sheet: Sheet, about notice: Notice? = nil, now: Moment) throws -> NewMail {
        let time = Date(timeIntervalSince1970: now.wall.seconds).formatted(.iso8601)
        var facts = MailFacts(dock: source.dock.text, kind: sheet.kind, key: sheet.unique, time: time)
        if let notice { facts.describe(notice) }
        let domain = from.address.domain
        let dock = source.dock.text
        let id = try MailDraft.messageID(unique: Self.unique("\(dock).\(sheet.unique)"), domain: domain)
        let threads = try sheet.threads.map {
            try MailDraft.messageID(unique: Self.unique("\(dock).\($0)"), domain: domain)
        }
        let draft = MailDraft(
            from: from, to: try sheet.to.map { Mailbox(address: try MailAddress($0)) },
            subject: sheet.page.subject,
            text: sheet.page.text, isFlowed: true, html: sheet.page.html,
            attachments: sheet.page.attachments + [try facts.attachment()], date: now.wall,
            utcOffsetSeconds: zoneOffset(now.wall),
            messageID: id,
            references: threads.filter { $0 != id },
            extraHeaders: facts.headers + [
                MailHeader(name: "List-Id", value: "<\(Self.unique(dock).lowercased()).roost.\(domain)>")
            ])
        return try NewMail(kind: sheet.kind, priority: sheet.priority, draft: draft, dedupe: sheet.unique)
    }

    private func sheet(for notice: Notice, _ request: MailRequest, state: DockState, now: Moment) -> Sheet? {
        switch notice {
        case .mission(let run):
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
            let thread = incident.thread
            let told = request.told.first
            let unique =
                incident.resolved != nil
                ? "\(thread).resolved"
                : told?.isReminder == true ? "\(thread).update.\(request.event)" : thread
            return Sheet(
                kind: "incident", priority: .alert, to: recipients.alerts, unique: unique, threads: [thread],
                page: Words(report.incident(facts.incident(incident, told: told, state: state, now: now))))
        case .digest(let tally):
            return Sheet(
                kind: MailKind.digest, priority: .low, to: recipients.digest,
                unique: "\(MailKind.digest).\(tally.day)",
                page: Words(report.digest(facts.digest(tally, filter: request.filter, now: now))))
        }
    }

    /// Several incidents in one mail, which belongs to the thread of each.
    private func sheet(forGroup request: MailRequest, state: DockState, now: Moment) -> Sheet? {
        let incidents = request.told.filter { $0.incident != nil }
        guard !incidents.isEmpty else { return nil }
        var input = IncidentGroupInput(
            source: source, name: request.group, at: now.wall,
            members: incidents.compactMap { told in
                told.incident.map { facts.incident($0, told: told, state: state, now: now) }
            }, count: request.count)
        input.isFlood = request.kind == .flood
        var threads: [String] = []
        for thread in incidents.prefix(Self.mostThreads).compactMap(\.incident?.thread)
        where !threads.contains(thread) {
            threads.append(thread)
        }
        return Sheet(
            kind: "incident", priority: .alert, to: recipients.alerts, unique: "incidents.\(request.event)",
            threads: threads, page: Words(report.incidents(input)))
    }

    /// Most threads that one mail joins: a header must not grow without bound.
    private static let mostThreads = 20

    /// The bare fact of a notice, for the case that its report cannot be rendered.
    private func plainMail(for notice: Notice, because reason: String, now: Moment) -> [NewMail] {
        let kind: String
        let subject: String
        let to: [String]
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

extension Incident {
    /// The key of the mail that begins its thread.
    var thread: String { "incident.\(storageID)" }
}

/// The version shown in reports.
public enum DaemonVersion {
    /// Semantic version.
    public static let text = "0.1.0"
}
