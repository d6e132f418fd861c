// SPDX-License-Identifier: Apache-2.0
// The mail that a person sends to try the way of the alerts, by `roost test-mail` or the button of the console. It goes
// as urgently as an alert, and tells nothing but where it comes from.

internal import Console
public import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import Post
public import Settings
public import Store
internal import Synchronization

/// The test mail of a dock.
public enum TestMail {
    /// The mail to the readers of alerts, or to `recipients`.
    /// - Throws: `MailAddressError` or `MailDraftError` when the settings name no address that can be used.
    public static func mail(_ dock: DockSettings, to recipients: [String] = [], at moment: Moment) throws -> NewMail {
        try NewMail(
            alertOf: dock, kind: "test", to: recipients, subject: "Dock \(dock.dock.id.text): test mail",
            text: "This is a test mail of the dock \(dock.dock.name).\nIt went the way that alerts go.\n", at: moment)
    }
}

extension NewMail {
    /// A mail as urgent as an alert that no event of the dock has raised.
    /// - Parameters:
    ///   - kind: what it is, for lists and for the header X-Roost-Kind.
    ///   - recipients: who gets it; the readers of alerts if empty.
    ///   - dedupe: a key that is queued only once, ever; nil for a mail that is queued each time.
    /// - Throws: `MailAddressError` or `MailDraftError` when the settings name no address that can be used.
    public init(
        alertOf dock: DockSettings, kind: String, to recipients: [String] = [], subject: String, text: String,
        dedupe: String? = nil, at moment: Moment
    ) throws {
        let from = try MailAddress(dock.mail.from)
        let readers = try (recipients.isEmpty ? dock.mail.recipients.alerts : recipients).map { try MailAddress($0) }
        let unique = "\(kind).\(moment.wall.milliseconds).\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        let draft = MailDraft(
            from: Mailbox(name: "Roost \(dock.dock.name)", address: from),
            to: readers.map { Mailbox(address: $0) }, subject: subject, text: text, date: moment.wall,
            messageID: try MailDraft.messageID(unique: unique, domain: from.domain),
            extraHeaders: [MailHeader(name: "X-Roost-Kind", value: kind)])
        try self.init(kind: kind, priority: .alert, draft: draft, dedupe: dedupe)
    }
}

extension TestMailDoor {
    /// Dock time between two test mails of the console.
    private static let shortestWait = Duration.seconds(60)

    /// The door to a dock's queue; `ring` wakes the post.
    init(
        _ dock: DockSettings, _ outbox: Outbox, clock: any DockClock, logger: Logger,
        ring: @escaping @Sendable () -> Void
    ) {
        let last = Mutex<Instant?>(nil)
        var random = SystemRandomNumberGenerator()
        let token = (0..<2).map { _ in String(UInt64.random(in: 0 ... .max, using: &random), radix: 16) }.joined()
        self.init(token: token) {
            let now = clock.now()
            let isFree = last.withLock { last in
                if let last, last.duration(to: now.boot) < Self.shortestWait { return false }
                last = now.boot
                return true
            }
            guard isFree else { return .tooSoon }
            do {
                switch try outbox.enqueue([try TestMail.mail(dock, at: now)], at: now).first {
                case .queued(let id), .duplicate(of: let id):
                    logger.notice("a test mail was asked for in the console; it is mail \(id)")
                    ring()
                    return .queued(id)
                case .refused(let reason): return .refused("\(reason)")
                case nil: return .refused("the queue gave no answer")
                }
            } catch {
                logger.error("a test mail could not be queued: \(error)")
                return .refused("\(error)")
            }
        }
    }
}
