// SPDX-License-Identifier: Apache-2.0
// One pass over the queue by a link: in the form that it carries, within its budget, and how the link stands
// afterwards. The post office and the commands all go this way. It decides nothing about mail; queue and submission
// engine do.

public import DockModel
internal import Foundation
public import Mailer
internal import Post
public import Settings
public import Store

/// One pass over the queue by the link in use.
public struct MailRound {
    /// How the flush went.
    public let report: FlushReport
    /// Whether the link's budget kept back a mail.
    public let isBudgetSpent: Bool

    /// Sends what is due and what a link with these terms carries. `who` begins the name of the sender in the queue;
    /// `today` is the dock's local day, nil while it is not known.
    /// - Throws: only what the queue throws; everything about the server is in the report.
    public init(
        over terms: LinkTerms, _ outbox: Outbox, by submission: Submission, who: String, includeDeferred: Bool,
        previousFailures: Int, today: @escaping () -> String?
    ) throws {
        let queue = LinkQueue(outbox, terms: terms, today: today)
        let owner = "\(who) \(ProcessInfo.processInfo.processIdentifier) \(UInt64.random(in: 0 ... .max))"
        report = try submission.flush(
            queue, owner: owner, includeDeferred: includeDeferred, previousFailures: previousFailures)
        isBudgetSpent = queue.isBudgetSpent
    }
}

extension LinkSense {
    /// A look at the links of a dock whose configuration is in `directory`.
    public init(_ dock: DockSettings, directory: String) {
        self.init(links: dock.mail.links, file: dock.mail.linkFile, directory: directory)
    }
}

extension DockSettings {
    /// The dock's local day of a moment, for budgets; nil while the clock is not trusted.
    public func localDay(_ moment: Moment) -> String? { LocalDay.text(moment, zone: dock.timeZone) }
}

extension LinkStatus {
    /// How a link stands after a flush (nil: the queue failed), measured and told; nil for a dock that names no link.
    public static func after(
        _ report: FlushReport?, over reading: LinkReading, of links: LinkSense, old: LinkStatus?, at now: Moment,
        today: String?
    ) -> LinkStatus? {
        guard let link = reading.link else { return nil }
        let isReached = report.map { $0.connections > 0 && $0.fault?.isAboutLink != true } ?? false
        let isUntried = (report?.connections ?? 0) == 0 && report?.fault == nil
        // Where nothing was tried, nothing new is known of the same link.
        let isDown =
            reading.isDown || (isUntried ? old?.state == .down && old?.terms.link == link.name : !isReached)
        let state: LinkState =
            isDown ? .down : link.kind == .satellite ? .satellite : link.isMetered ? .metered : .up
        var status = LinkStatus(
            terms: links.terms(of: link), state: state, since: now.wall, today: today, trouble: reading.trouble)
        if let old, old.state == status.state, old.terms.link == status.terms.link {
            (status.since, status.connectMilliseconds, status.octetsPerSecond) =
                (old.since, old.connectMilliseconds, old.octetsPerSecond)
        }
        if let report, let connect = report.connectTime, isReached {
            status.connectMilliseconds = Int((connect.inSeconds * 1_000).rounded())
            let seconds = report.sessionTime.inSeconds
            if seconds > 0.01, report.sent > 0 { status.octetsPerSecond = Int(Double(report.octetsOnWire) / seconds) }
        }
        return status
    }
}

extension MailerError {
    /// Whether the server was not reached: the link was down, and what was deferred meanwhile is due when it is
    /// back (R9).
    var isAboutLink: Bool {
        switch self {
        case .resolve, .connect, .session(.timedOut(.greeting)),
            .session(.connectionLost(during: .greeting, reason: _)):
            true
        case .certificate, .clockNotSet, .tls, .certificateFile, .secret, .secretLater, .relayPort, .session,
            .stopped:
            false
        }
    }
}
