// SPDX-License-Identifier: Apache-2.0
// The judgements of `roost doctor` on mail and console: the server's answers, the queue, signs of life, who can see the
// console. They read nothing themselves.

import DockModel
import Mailer
import Settings
import Store
import Tokens

extension Judge {
    /// One step of a look at the mail server. A step that was not reached says which one stopped it.
    static func mailStep(_ names: [ProbeStep.Name], in report: ProbeReport) -> Verdict {
        let steps = report.steps.filter { names.contains($0.name) }
        if let failed = steps.first(where: { !$0.isGood }) {
            return .fault(failed.detail, failed.remedy ?? "roost mail check shows every step")
        }
        guard !steps.isEmpty else {
            let stopped = report.steps.last { !$0.isGood }?.name.rawValue
            return .notTested(stopped.map { "step \($0) failed before" } ?? "the server does not ask for it")
        }
        let text = steps.map { "\($0.detail), \(Int(($0.duration.inSeconds * 1_000).rounded())) ms" }
            .joined(separator: "; ")
        if let remedy = steps.lazy.compactMap(\.remedy).first { return .warning(text, remedy) }
        return .ok(text)
    }

    /// Failures in a row are usual on a bad link; so many are not.
    static let manyFailures = 20

    static func mailFailures(_ failures: Int, holdOff: WallTime?) -> Verdict {
        if let holdOff {
            return .fault(
                "the server refused the log-in; not tried again before \(holdOff.utc)",
                "correct user and secret, then roost test-mail --now")
        }
        let text = DoctorText.count(failures, "flush in a row", "flushes in a row") + " failed"
        if failures == 0 { return .ok("the last flush went well") }
        return failures >= manyFailures
            ? .warning(text, "roost mail check shows the step that fails")
            : .ok("\(text); a link comes and goes")
    }

    /// A mail that waits for longer has met more than a lost link.
    static let longBacklog = Duration.seconds(86_400)

    static func backlog(_ stats: OutboxStats, now: WallTime) -> Verdict {
        let age = stats.oldestWaiting.map { $0.duration(to: now) }
        let oldest = age.map { ", the oldest \(DoctorText.span($0)) old" } ?? ""
        let held = stats.held > 0 ? ", \(stats.held) held" : ""
        let text =
            "\(DoctorText.count(stats.queued, "mail waits", "mails wait"))\(oldest)\(held), "
            + DoctorText.octets(Int64(stats.waitingOctets))
        guard let age, age > longBacklog else { return .ok(text) }
        return age > longBacklog * 5
            ? .fault(text, "nobody hears of this dock: roost mail check, roost outbox list")
            : .warning(text, "roost mail check shows why; roost outbox flush sends what is due")
    }

    static func deadLetters(_ stats: OutboxStats) -> Verdict {
        stats.openDeadLetters == 0
            ? .ok("none")
            : .warning(
                DoctorText.count(stats.openDeadLetters, "mail was given up", "mails were given up"),
                "roost outbox list --state dead tells why; correct the address, then roost outbox retry or drop"
            )
    }

    static func conserved(_ stats: OutboxStats) -> Verdict {
        let text = "\(stats.created) taken: \(stats.queued) wait, \(stats.sent) sent, \(stats.dead) given up"
        return stats.isConserved
            ? .ok(text)
            : .fault("\(text), which does not add up", "send roost outbox stats to the developers")
    }

    static func recipients(alerts: [String], isEscalated: Bool) -> Verdict {
        guard !alerts.isEmpty else { return .fault("nobody gets alerts", "name mail.recipients.alerts") }
        return .ok(
            "alerts go to \(DoctorText.list(alerts))\(isEscalated ? ", then on to others" : ", and on to nobody else")"
        )
    }

    static func signsOfLife(every: Duration?, inFlight: Duration?) -> Verdict {
        guard let every, let inFlight else {
            return .warning(
                "mail.heartbeat is not set: nobody would notice when the dock falls silent",
                "set it, and run roost watch with a dead-man ping where the mails arrive")
        }
        return .ok("every \(DoctorText.span(every)), in flight every \(DoctorText.span(inFlight))")
    }

    static func digest(sent: Duration?, limit: Duration, isMissed: Bool) -> Verdict {
        if isMissed {
            return .fault(
                "no server took the last digest in time",
                "roost outbox list shows what waits; roost mail check")
        }
        guard let sent else { return .notTested("no digest was made yet") }
        let text = "the last was made \(DoctorText.span(sent)) ago"
        return sent > limit ? .warning(text, "the daemon makes one a day; see that it runs") : .ok(text)
    }

    /// Tokens that were not renewed for so long are not far from a provider's limit: Microsoft 365 ends what was not
    /// used for 90 days.
    static let longUnused = Duration.seconds(30 * 86_400)

    /// Tokens of an OAuth2 log-in, as their file says. `isByPerson` says that only a person can log in again.
    static func tokens(_ facts: TokenFacts?, trouble: String?, isByPerson: Bool, now: WallTime) -> Verdict {
        let remedy = isByPerson ? "roost mail login logs in" : "roost mail check fetches one"
        if let trouble { return .fault(trouble, remedy + " again") }
        guard let facts else { return .warning("no token was kept yet", remedy) }
        guard facts.hasRefresh || !isByPerson else {
            return .fault("mail-tokens.json holds nothing to renew the log-in with", remedy + " again")
        }
        let age = facts.taken.duration(to: now), left = now.duration(to: facts.end)
        let text =
            "renewed \(DoctorText.span(age)) ago; the access token "
            + (left > .zero ? "ends in \(DoctorText.span(left))" : "ended, the next mail renews it")
        if age < .seconds(-60) {
            return .warning("\(text), so the clock has gone back", "correct the clock, then roost mail check")
        }
        return age > longUnused && isByPerson
            ? .warning(text, "providers end what is not used: roost test-mail --now renews it") : .ok(text)
    }

    static func consoleListens(isOpen: Bool, isDaemonAlive: Bool, address: String) -> Verdict {
        switch (isOpen, isDaemonAlive) {
        case (true, true): .ok("\(address) accepts connections")
        case (false, true):
            .fault(
                "\(address) accepts no connection",
                "journalctl -u roost says why: another program may hold the port")
        case (true, false):
            .warning(
                "another program listens on \(address) while the daemon does not run",
                "find it with ss -ltnp and end it, or set console.listen")
        case (false, false): .notTested("the daemon does not run; \(address) is free")
        }
    }

    static func consoleReach(_ console: ConsoleSettings) -> Verdict {
        if console.isLocal { return .ok("\(console.listen): only this machine") }
        let way = console.tls != nil ? "TLS" : console.proxies != nil ? "a proxy" : nil
        let shown = "\(console.listen): reachable from its network\(way.map { " over \($0)" } ?? "")"
        guard way != nil else {
            return .fault(shown, "set console.tls or console.proxies, or let it listen on 127.0.0.1")
        }
        guard console.anonymous == .none else {
            return .warning(
                "\(shown), and whoever reaches it reads every page",
                "set console.anonymous: none, and add users")
        }
        return .ok("\(shown), signed in")
    }
}
