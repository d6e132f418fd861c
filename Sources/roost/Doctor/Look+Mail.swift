// SPDX-License-Identifier: Apache-2.0
// How `roost doctor` looks at mail and console: the mail server step by step as `roost mail check` does, the daemon's
// memory of it, the console's port. It sends no mail, and asks no server that has just refused the log-in.

import DockModel
import Fieldbus
import Foundation
import Glibc
import Host
import Mailer
import RoostCore
import RoostDaemon
import Settings
import Store
import Tokens

/// The mail server, step by step.
enum MailLook {
    /// What the steps of a look are called in the report, in order.
    static let parts: [(subject: String, steps: [ProbeStep.Name])] = [
        ("secret", [.secret]), ("name", [.dns]), ("port", [.connect, .greeting]), ("TLS", [.starttls, .tls]),
        ("offer", [.capabilities]), ("log-in", [.login, .quit]),
    ]

    static func steps(_ site: DoctorSite) -> [DoctorCheck.Sight] {
        if let hindrance = hindrance(site) { return [(nil, hindrance)] }
        guard let dock = site.configuration?.dock else { return [] }
        let clock = site.clock
        let account = MailAccount(dock, directory: site.directory, clock: { clock.now() })
        var settings = account.submission
        settings.limitWaits(to: site.terms.patience)
        let submission = Submission(settings: settings, secret: account.secret, clock: { clock.now() })
        return verdicts(submission.probe())
    }

    /// The report, part by part.
    static func verdicts(_ report: ProbeReport) -> [DoctorCheck.Sight] {
        parts.map { subject, names in (subject, Judge.mailStep(names, in: report)) }
    }

    /// Why the server is not asked; nil when it may be.
    private static func hindrance(_ site: DoctorSite) -> Verdict? {
        guard let dock = site.configuration?.dock else { return .notTested("the configuration is not good") }
        guard site.terms.asksOthers else { return .notTested("--offline") }
        if case .credential(let name)? = dock.mail.secret,
            SecretSource(baseDirectory: site.directory).path(of: .credential(name: name)) == nil
        {
            return .notTested(
                "credential \(name) is in the hands of systemd",
                "systemd-run --pipe -p LoadCredential=roost:/etc/roost/credentials roost mail check")
        }
        if let until = Look.holdOff(site) {
            return .notTested(
                "the server refused this log-in; asked again after \(until.utc)", "see mail.flush")
        }
        let links = LinkSense(dock, directory: site.directory), reading = links.read()
        if !site.terms.usesAnyLink, links.isUsed, let link = reading.link, link.isMetered || reading.isDown {
            return .notTested(
                "the link in use is \(link.name), which costs or is down", "--any-link asks all the same")
        }
        return nil
    }
}

extension Look {
    /// What the daemon remembers of the mail server; nil when nothing can be told.
    private static func serverMemory(_ site: DoctorSite) -> (memory: MailServerMemory, login: String)? {
        guard let dock = site.configuration?.dock, let database = site.database else { return nil }
        let clock = site.clock
        let account = MailAccount(dock, directory: site.directory, clock: { clock.now() })
        let server = "\(account.submission.host):\(account.submission.port)"
        // A memory that cannot be read is none.
        guard let memory = try? MailServerMemory.load(server, from: database) else { return nil }
        return (memory, "\(account.submission.user ?? "") \(account.secretVersion)")
    }

    /// Until when the server must not be asked; nil when it may be.
    static func holdOff(_ site: DoctorSite) -> WallTime? {
        serverMemory(site).flatMap { $0.memory.holdOff(for: $0.login, now: site.now.wall) }
    }

    static func mailFailures(_ site: DoctorSite) -> Verdict {
        guard let memory = serverMemory(site) else { return .notTested("there is no database yet") }
        return Judge.mailFailures(memory.memory.failures, holdOff: holdOff(site))
    }

    static func tokens(_ site: DoctorSite) -> Verdict {
        guard let dock = site.configuration?.dock, let storage = site.storage else {
            return .notTested("the configuration is not good")
        }
        guard let oauth = dock.mail.oauth else { return .notTested("the log-in needs no tokens") }
        let isByPerson = oauth.way == .refreshToken && oauth.refreshToken == nil
        do throws(TokenCacheError) {
            return Judge.tokens(
                try TokenFacts.read(storage + "/mail-tokens.json"), trouble: nil, isByPerson: isByPerson,
                now: site.now.wall)
        } catch {
            return Judge.tokens(nil, trouble: error.description, isByPerson: isByPerson, now: site.now.wall)
        }
    }

    static func recipients(_ site: DoctorSite) -> Verdict {
        guard let mail = site.configuration?.dock.mail else {
            return .notTested("the configuration is not good")
        }
        return Judge.recipients(alerts: mail.recipients.alerts, isEscalated: !mail.escalation.isEmpty)
    }

    static func signsOfLife(_ site: DoctorSite) -> Verdict {
        guard let mail = site.configuration?.dock.mail else {
            return .notTested("the configuration is not good")
        }
        return Judge.signsOfLife(every: mail.heartbeat?.every, inFlight: mail.heartbeat?.inFlight)
    }

    static func digest(_ site: DoctorSite) -> Verdict {
        guard let state = site.snapshot?.state, let dock = site.configuration?.dock else {
            return .notTested("no dock has run with this store")
        }
        return Judge.digest(
            sent: state.lastDigestAt.map { $0.duration(to: site.now.wall) }, limit: dock.deadlines.heartbeat,
            isMissed: state.heartbeat?.isMissed ?? false)
    }

    static func consoleListens(_ site: DoctorSite) async -> Verdict {
        guard let console = site.configuration?.dock.console else {
            return .notTested("the configuration is not good")
        }
        guard site.terms.asksOthers else { return .notTested("--offline") }
        guard case .address(let address) = console.listen else {
            return .notTested("\(console.listen) is no address; curl --unix-socket asks it")
        }
        // An address for all networks is reached on this machine.
        let host = ["0.0.0.0": "127.0.0.1", "::": "::1"][address.host] ?? address.host
        let probe = LineProbe(line: .tcp(host: host, port: address.port))
        let isOpen = await probe.connect(within: min(site.terms.patience, .seconds(3))) == nil
        await probe.close()
        return Judge.consoleListens(isOpen: isOpen, isDaemonAlive: site.isDaemonAlive, address: "\(address)")
    }

    static func consoleReach(_ site: DoctorSite) -> Verdict {
        guard let console = site.configuration?.dock.console else {
            return .notTested("the configuration is not good")
        }
        return Judge.consoleReach(console)
    }
}
