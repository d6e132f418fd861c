// SPDX-License-Identifier: Apache-2.0
// Turns notices into mails: which facts a report gets, who it goes to, how urgent it is. The words are the report
// writer's; the octets are frozen here and never change afterwards.

internal import DockModel
internal import Foundation
internal import Logging
internal import Mailer
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
    let source: ReportSource
    let facts: ReportFacts
    let router: MailRouter
    let links: AcknowledgeLinks?
    let logger = Logger(label: "roost.mail")
    let configuration: DockConfiguration
    /// What pictures show, for the mails about them; nil where there is no store.
    var pictures: PictureShelf?
    /// Signs what mails say to machines; nil for a dock without the key of heartbeats.
    var factsKey: MessageKey?
    private let reports: [MailLanguage: ReportWriter]
    private let sealer: MailSealer?
    private let from: Mailbox
    private let zoneOffset: @Sendable (WallTime) -> Int

    /// A writer for a dock's addresses. Keys and certificates are read in `directory` at once.
    init(
        configuration: DockConfiguration, rules: [PartRule], planner: Planner, outbox: Outbox,
        directory: String = "."
    ) throws {
        self.configuration = configuration
        let dock = configuration.dock.dock, mail = configuration.dock.mail
        source = ReportSource(dock: dock.id, version: DaemonVersion.text)
        reports = [
            .english: ReportWriter(zone: dock.timeZone.identifier),
            .german: ReportWriter(zone: dock.timeZone.identifier, language: .german),
        ]
        from = Mailbox(name: "Roost \(dock.name)", address: try MailAddress(mail.from))
        for address in mail.allRecipients { _ = try MailAddress(address) }
        facts = ReportFacts(
            source: source, planner: planner, outbox: outbox, rules: rules, limits: configuration.dock.limits.forCore,
            configuration: configuration)
        let zone = dock.timeZone
        zoneOffset = { zone.offset(at: Int($0.milliseconds / 1000)) }
        router = MailRouter(mail: mail, zone: zone)
        sealer = try mail.smime.map { try MailSealer($0, directory: directory) }
        let storage = configuration.dock.storageDirectory
        links = try mail.acknowledgeURL.map {
            try AcknowledgeLinks(
                address: $0, dock: dock.id.text,
                directory: storage.hasPrefix("/") ? storage : directory + "/" + storage)
        }
    }

    /// The writer of a language.
    func report(_ language: MailLanguage) -> ReportWriter {
        reports[language] ?? ReportWriter(zone: "UTC")
    }

    private var recipients: RecipientSettings { router.mail.recipients }

    func mails(for notice: Notice, state: DockState, now: Moment) -> [NewMail] {
        mails(for: MailRequest(notices: [notice]), state: state, now: now)
    }

    func mails(for request: MailRequest, state: DockState, now: Moment) -> [NewMail] {
        do {
            let parts = request.parts
            let sheet =
                request.kind == .alone
                ? request.notices.first.map { self.sheet(for: $0, request, state: state, now: now) }
                : parts.isEmpty
                    ? sheet(forGroup: request, state: state, now: now)
                    : self.sheet(for: parts, request, state: state, now: now)
            guard let sheet else { return [] }
            let isNamed = request.kind == .alone || !parts.isEmpty
            return try mails(sheet, about: isNamed ? request.notices : [], now: now)
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
        let page = report(router.mail.language).heartbeat(
            source, number: "\(note.sequence)", next: next, note: beat.text)
        do {
            // One mail for all: a sign of life is for a machine, and its text is signed as it is.
            return try mail(
                Sheet(
                    kind: MailKind.heartbeat, priority: .low, shares: [], unique: unique,
                    threads: [MailKind.heartbeat],
                    page: { _ in Words(subject: page.subject, text: page.text) }),
                for: MailShare(recipients: to, language: router.mail.language), now: now)
        } catch {
            logger.error("a sign of life could not be written: \(error)")
            return nil
        }
    }

    /// What the mails about one thing are made of before they are addressed.
    struct Sheet {
        var kind: String
        var priority: MailPriority
        var shares: [MailShare]
        var unique: String
        /// The threads it belongs to, by the keys of the mails that began them.
        var threads: [String] = []
        /// The class of the incident it tells of.
        var severity: Severity?
        /// The form for a satellite link.
        var short: ShortForm?
        var page: (MailLanguage) -> Words
    }

    /// The words of a mail for a satellite link.
    struct ShortForm {
        var subject: String
        var text: String
    }

    /// The words of one mail.
    struct Words {
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

    /// One mail for each share. A share whose mail cannot be written costs no other share its mail.
    func mails(_ sheet: Sheet, about notices: [Notice] = [], now: Moment) throws -> [NewMail] {
        var mails: [NewMail] = []
        var failure: (any Error)?
        // A page may hold charts and a paper: it is made once for all its readers.
        var pages: [MailLanguage: Words] = [:]
        for share in sheet.shares {
            let page = pages[share.language] ?? sheet.page(share.language)
            pages[share.language] = page
            do {
                mails.append(try mail(sheet, page, for: share, about: notices, now: now))
            } catch let error as MailSealError {
                logger.error("a mail could not be sealed, its readers are told without its content: \(error)")
                mails.append(try unsealedMail(sheet, for: share, now: now))
            } catch {
                failure = error
            }
        }
        if mails.isEmpty, let failure { throw failure }
        if let failure { logger.error("a mail could not be written for some of its readers: \(failure)") }
        return mails
    }

    private func mail(
        _ sheet: Sheet, _ made: Words? = nil, for share: MailShare, about notices: [Notice] = [], now: Moment
    ) throws -> NewMail {
        let time = Date(timeIntervalSince1970: now.wall.seconds).formatted(.iso8601)
        var facts = MailFacts(dock: source.dock.text, kind: sheet.kind, key: sheet.unique, time: time)
        for notice in notices { facts.describe(notice) }
        let page = made ?? sheet.page(share.language)
        let variant = share.variant(besides: router.mail.language)
        let id = try messageID(sheet.unique + variant)
        let threads = try sheet.threads.map { try messageID($0 + variant) }
        let part = try facts.attachment()
        let signature = factsKey.map { [MailFacts.signature(of: part, by: $0)] } ?? []
        let draft = MailDraft(
            from: from, to: try share.recipients.map { Mailbox(address: try MailAddress($0)) },
            subject: page.subject,
            text: page.text, isFlowed: true, html: page.html,
            attachments: page.attachments + [part], date: now.wall,
            utcOffsetSeconds: zoneOffset(now.wall),
            messageID: id,
            references: threads.filter { $0 != id },
            extraHeaders: facts.headers + signature + [
                MailHeader(
                    name: "List-Id",
                    value: "<\(Self.unique(source.dock.text).lowercased()).roost.\(from.address.domain)>")
            ])
        var mail = try newMail(sheet, share, draft, suffix: variant)
        // What is encrypted has no short form: that would tell it to everybody on the way.
        if let short = sheet.short, !share.isEncrypted {
            mail.short = try shortMail(short, draft, unique: sheet.unique + variant)
        }
        return mail
    }

    private func newMail(_ sheet: Sheet, _ share: MailShare, _ draft: MailDraft, suffix: String) throws
        -> NewMail
    {
        // Readers whose quiet hours last wait with a row of their own; the message is the same.
        let dedupe = sheet.unique + suffix + (share.heldUntil == nil ? "" : ".quiet")
        var mail = try NewMail(kind: sheet.kind, priority: sheet.priority, draft: draft, dedupe: dedupe)
        if let sealer {
            do {
                mail.octets = try sealer.octets(of: draft, isEncrypted: share.isEncrypted)
            } catch let error as MailSealError where !share.isEncrypted {
                // Nobody is harmed by a mail without a signature, somebody may be by none.
                logger.error("a mail could not be signed and goes without a signature: \(error)")
            }
        }
        (mail.severity, mail.heldUntil) = (sheet.severity, share.heldUntil)
        return mail
    }

    private func shortMail(_ alert: ShortForm, _ draft: MailDraft, unique: String) throws -> ShortMail {
        let id = try messageID(unique + ".short")
        let short = MailDraft(
            from: Mailbox(address: from.address), to: draft.to, subject: alert.subject, text: alert.text,
            date: draft.date, messageID: id, references: draft.references.suffix(1).map { $0 })
        return ShortMail(messageID: id, octets: try short.rendered())
    }

    /// That there is a mail which could not be encrypted, without a word of it.
    private func unsealedMail(_ sheet: Sheet, for share: MailShare, now: Moment) throws -> NewMail {
        let text =
            "A mail of the kind \"\(sheet.kind)\" could not be encrypted and is not sent in the clear.\n"
            + "See the console, or roost incidents list. Check the certificates of mail.smime.\n"
        let variant = share.variant(besides: router.mail.language)
        let draft = MailDraft(
            from: from, to: try share.recipients.map { Mailbox(address: try MailAddress($0)) },
            subject: "Dock \(source.dock): a mail could not be encrypted", text: text, date: now.wall,
            utcOffsetSeconds: zoneOffset(now.wall), messageID: try messageID(sheet.unique + variant))
        var mail = try NewMail(
            kind: sheet.kind, priority: sheet.priority, draft: draft, dedupe: sheet.unique + variant)
        mail.severity = sheet.severity
        return mail
    }

    private func messageID(_ unique: String) throws -> String {
        try MailDraft.messageID(
            unique: Self.unique("\(source.dock.text).\(unique)"), domain: from.address.domain)
    }

    private func sheet(for notice: Notice, _ request: MailRequest, state: DockState, now: Moment) -> Sheet {
        switch notice {
        case .mission(let run):
            let input = facts.mission(run, state: state)
            return Sheet(
                kind: "mission", priority: .normal,
                shares: router.shares(.mission, else: recipients.confirmations, now: now),
                unique: "mission.\(run.mission.id)",
                page: { language in
                    var told = input
                    told.pictures = pictureLine(of: run, in: language)
                    return Words(report(language).mission(told))
                })
        case .part(let notice): return sheet(for: [notice], request, state: state, now: now)
        case .incident(let incident):
            let told = request.told.first
            return sheet(
                for: incident, told, unique: told?.isReminder == true ? ".update.\(request.event)" : "",
                state: state,
                now: now)
        case .digest(let tally):
            let record = request.day ?? facts.record(tally, filter: request.filter, state: state, now: now)
            return digest(record, now: now)
        }
    }

    /// Several incidents in one mail, which belongs to the thread of each.
    private func sheet(forGroup request: MailRequest, state: DockState, now: Moment) -> Sheet? {
        let incidents = request.told.compactMap(\.incident)
        guard !incidents.isEmpty else { return nil }
        let severity = incidents.map(\.kind.severity).min()
        var threads: [String] = []
        for thread in incidents.prefix(Self.mostThreads).map(\.thread) where !threads.contains(thread) {
            threads.append(thread)
        }
        let worst = incidents.min { $0.kind.severity < $1.kind.severity }
        return Sheet(
            kind: "incident", priority: .alert,
            shares: router.shares(.incident, severity: severity, else: recipients.alerts, now: now),
            unique: "incidents.\(request.event)", threads: threads, severity: severity,
            short: worst.map {
                shortForm($0, isReminder: false, others: max(request.count, incidents.count) - 1)
            },
            page: { language in
                var input = IncidentGroupInput(
                    source: source, name: request.group, at: now.wall,
                    members: request.told.compactMap { told in
                        told.incident.map { self.input($0, told, in: language, state: state, now: now) }
                    }, count: request.count)
                input.isFlood = request.kind == .flood
                var words = Words(report(language).incidents(input))
                words.attachments += shownPictures(of: incidents)
                return words
            })
    }

    /// Most threads that one mail joins: a header must not grow without bound.
    private static let mostThreads = 20

    /// The bare fact of a notice, for the case that its report cannot be rendered.
    private func plainMail(for notice: Notice, because reason: String, now: Moment) -> [NewMail] {
        let kind: String
        let subject: String
        let shares: [MailShare]
        var unique: String?
        var severity: Severity?
        switch notice {
        case .mission(let run):
            (kind, shares) = ("mission", router.shares(.mission, else: recipients.confirmations, now: now))
            subject = "\(run.mission.id) \(run.outcome?.rawValue ?? "goes on")"
        case .part(let notice):
            (kind, subject) = ("part-notice", "\(notice.name): \(notice.stage)")
            shares = router.shares(.partNotice, else: recipients.notices, now: now)
        case .incident(let incident):
            (kind, subject, severity) = (
                "incident", "\(incident.key): \(incident.detail)", incident.kind.severity
            )
            shares = router.shares(.incident, severity: severity, else: recipients.alerts, now: now)
        case .digest(let tally):
            (kind, subject) = (MailKind.digest, "day \(tally.day)")
            shares = router.shares(.digest, else: recipients.digest, now: now)
            // A digest is also the heartbeat: its day must be known by its key, and there is one a day (I32).
            unique = "\(MailKind.digest).\(tally.day)"
        }
        let page = Words(
            subject: "Dock \(source.dock): \(subject)",
            text: "\(subject)\n\nThe report could not be rendered: \(reason)\n")
        let sheet = Sheet(
            kind: kind, priority: .alert, shares: shares,
            unique: unique ?? "plain.\(kind).\(now.wall.milliseconds)",
            severity: severity, page: { _ in page })
        do {
            return try mails(sheet, now: now)
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
