// SPDX-License-Identifier: Apache-2.0
// How the dock's mail is set, for the console: facts of the settings, whether each secret can be read, and the test
// mail of the page's button. It shows no secret; what changes settings is in the extension beside this file.

internal import Console
internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import Post
internal import Settings
internal import Store
internal import Synchronization

/// The mail of a dock as the console shows it.
final class MailDesk: Sendable {
    /// Dock time between two test mails.
    static let shortestWait = Duration.seconds(60)

    let directory: String
    private let outbox: Outbox
    private let office: PostOffice
    let logger: Logger
    /// What changes the settings; nil where they cannot be changed.
    let changer: MailChanger?
    private let state: Mutex<State>
    /// The digest of dock.yaml as the daemon has read it; nil for a dock without one on the disk.
    private let digest: [UInt8]?

    private struct State {
        /// The settings that hold.
        var dock: DockSettings
        /// When a test mail was asked for last, and its number in the queue.
        var asked: Instant?
        var test: Int64?
        var isChanging = false
        var login: MailLoginFact?
        var isAskingForCode = false
    }

    /// The mail of a dock whose configuration is in `directory`.
    init(
        _ dock: DockSettings, directory: String, outbox: Outbox, office: PostOffice, changer: MailChanger? = nil,
        logger: Logger
    ) {
        (self.directory, self.outbox, self.office, self.changer) = (directory, outbox, office, changer)
        self.logger = logger
        state = Mutex(State(dock: dock))
        digest = Self.digest(directory)
    }

    /// The settings that hold.
    var dock: DockSettings { state.withLock { $0.dock } }

    /// Other settings hold from now on.
    func take(_ mail: MailSettings) { state.withLock { $0.dock.mail = mail } }

    /// Carries out one change; a second one at the same time is refused.
    func oneAtATime(_ body: () -> ChangeAnswer) -> ChangeAnswer {
        let isFree = state.withLock { state in
            defer { state.isChanging = true }
            return !state.isChanging
        }
        guard isFree else { return .tooSoon("Another change of the mail settings is under way.") }
        defer { state.withLock { $0.isChanging = false } }
        return body()
    }

    /// Begins to ask for a code; false while one is asked for or waits for a person.
    func beginLogin() -> Bool {
        state.withLock { state in
            guard !state.isAskingForCode, state.login?.code == nil else { return false }
            state.isAskingForCode = true
            return true
        }
    }

    /// How the log-in stands from now on.
    func endLogin(_ fact: MailLoginFact) {
        state.withLock { ($0.login, $0.isAskingForCode) = (fact, false) }
    }

    private static func digest(_ directory: String) -> [UInt8]? {
        FileManager.default.contents(atPath: directory + "/dock.yaml").map { SHA256.of(Array($0)) }
    }

    // MARK: The test mail

    /// Queues the test mail with its line in the audit trail.
    func test(_ entry: AuditEntry, at now: Moment) -> ChangeAnswer {
        let isFree = state.withLock { state in
            if let last = state.asked, last <= now.boot, last.duration(to: now.boot) < Self.shortestWait {
                return false
            }
            state.asked = now.boot
            return true
        }
        let dock = dock
        guard isFree else { return .tooSoon("A test mail was asked for less than a minute ago.") }
        do {
            var entry = entry
            entry.after = "to " + dock.mail.recipients.alerts.joined(separator: ", ")
            switch try outbox.enqueue([try TestMail.mail(dock, at: now)], at: now, audit: entry).first {
            case .queued(let id), .duplicate(of: let id):
                state.withLock { $0.test = id }
                office.ring()
                return .done(
                    "The test mail is number \(id) of the queue and is being sent; the page Notifications shows what "
                        + "the server answers."
                )
            case .refused(let reason): return .refused("It was not queued: \(reason).")
            case nil: return .refused("The queue gave no answer.")
            }
        } catch let error as StoreError {
            logger.error("a test mail could not be queued: \(error)")
            return .notStored("\(error)")
        } catch {
            return .refused("\(error)")
        }
    }

    // MARK: What is set

    /// How mail is sent.
    func page(at now: Moment) -> NotificationsPage {
        let mail = dock.mail, bulletin = office.bulletin
        let (test, login) = state.withLock { ($0.test, $0.login) }
        var page = NotificationsPage(now: now.wall, server: server)
        page.credentials = credentials
        let flush = bulletin.lastFlush.map { _ in "the last look at the queue reached the server" }
        let words = [
            bulletin.trouble.map { bulletin.isAlarm ? "alarm: \($0)" : $0 }, bulletin.link?.text(nil),
            bulletin.warning,
        ].compactMap { $0 }
        page.link = words.isEmpty ? flush : words.joined(separator: "; ")
        page.routes =
            recipients
            + routeRows(mail)
            + mail.escalation.map { step in
                RouteRow(
                    what:
                        "nobody has taken note of \(step.severity.label) after \(Int(step.after.inSeconds / 60)) min",
                    to: step.recipients.joined(separator: ", "))
            }
        (page.form, page.login, page.test) = (form, login, test.map(Self.answer(outbox)))
        page.howToChange =
            changer == nil
            ? ["This dock runs from built-in settings; they cannot be changed."]
            : [
                "The settings stand in the section mail of "
                    + (digest == nil ? "the built-in dock.yaml." : "\(directory)/dock.yaml.")
                    + " What is changed here stands in mail.yaml in the storage directory, which is laid over it, and "
                    + "secrets beside it, for the service alone.",
                "Certificates, pins, links, heartbeat, escalation, groups and S/MIME are changed in dock.yaml: look at "
                    + "it with roost check-config and restart the service while nothing flies. What each key means "
                    + "stands in configuration.md.",
            ]
        return page
    }

    /// The routes; each can be removed while the settings can be changed.
    private func routeRows(_ mail: MailSettings) -> [RouteRow] {
        let marks = changer?.keeper.routeMarks ?? []
        return mail.routes.enumerated().map { index, route in
            var row = RouteRow(what: Self.words(of: route), to: route.recipients.joined(separator: ", "))
            if marks.count == mail.routes.count { row.mark = (index + 1, marks[index]) }
            return row
        }
    }

    /// What became of a mail of the queue, in words.
    private static func answer(_ outbox: Outbox) -> (Int64) -> String {
        { id in
            do throws(StoreError) {
                guard let mail = try outbox.mail(id: id)?.summary else { return "number \(id) is no longer kept" }
                let reply = mail.reply.map { ": \($0)" } ?? ""
                let to = mail.recipients.joined(separator: ", ")
                return switch mail.state {
                case .queued: "number \(id) to \(to) waits, \(mail.attempts) attempts\(reply)"
                case .leased: "number \(id) to \(to) is being sent\(reply)"
                case .sent: "number \(id) to \(to) was taken by the server\(reply)"
                case .dead: "number \(id) to \(to) was given up\(reply)"
                }
            } catch {
                return "number \(id) cannot be looked at: \(error)"
            }
        }
    }

    private var server: [(name: String, value: String)] {
        let mail = dock.mail
        var facts = [
            ("Server", mail.server.host), ("Port", "\(mail.server.port)"),
            ("Security", mail.security == .tls ? "TLS from the first octet" : "STARTTLS, never without"),
            ("Sign-in", mail.authentication.rawValue), ("User", mail.user.isEmpty ? "none" : mail.user),
            ("From", mail.from), ("Language", mail.language.rawValue),
        ]
        if let file = mail.caFile { facts.append(("Certificates", file)) }
        if !mail.pins.isEmpty { facts.append(("Pinned keys", "\(mail.pins.count)")) }
        if let oauth = mail.oauth {
            facts.append(("OAuth2", "\(oauth.preset.rawValue), \(oauth.way.rawValue)"))
            facts.append(("Token endpoint", oauth.tokenURL))
        }
        if let link = mail.acknowledgeURL { facts.append(("Links in alerts", link)) }
        if let relay = mail.privateRelay { facts.append(("Private relay", relay)) }
        return facts.map { (name: $0.0, value: $0.1) }
    }

    private var credentials: [(name: String, value: String, isThere: Bool)] {
        let mail = dock.mail, source = SecretSource(baseDirectory: directory)
        func look(_ name: String, _ reference: SecretReference, isLine: Bool = true)
            -> (name: String, value: String, isThere: Bool)
        {
            do throws(SecretError) {
                _ = isLine ? try source.read(reference) : try source.readDocument(reference)
                return (name, "there, readable by the service alone", true)
            } catch {
                return (name, "\(error)", false)
            }
        }
        var found = mail.secret.map { [look("Password", $0)] } ?? []
        if let oauth = mail.oauth {
            if let seed = oauth.refreshToken { found.append(look("Refresh token", seed)) }
            if let file = oauth.serviceAccount { found.append(look("Service account", file, isLine: false)) }
            switch oauth.proof {
            case .none: break
            case .secret(let reference, _): found.append(look("Client secret", reference))
            case .certificate(let key, _, _): found.append(look("Client key", key, isLine: false))
            }
            found.append(tokens(oauth))
        }
        if let client = mail.client { found.append(look("Certificate's key", client.key, isLine: false)) }
        return found
    }

    /// Whether tokens are kept: of a log-in by a person there are some, or it was never done.
    private func tokens(_ oauth: OAuthSettings) -> (name: String, value: String, isThere: Bool) {
        let storage = dock.storageDirectory
        let path = (storage.hasPrefix("/") ? storage : directory + "/" + storage) + "/mail-tokens.json"
        // A file that is not there has no date.
        let date = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        guard let date else {
            return oauth.way == .refreshToken && oauth.refreshToken == nil
                ? ("OAuth2 tokens", "none: log in with roost mail login", false)
                : ("OAuth2 tokens", "none yet; they are fetched with the first mail", true)
        }
        let age = Int(Date().timeIntervalSince(date) / 60)
        return ("OAuth2 tokens", "kept, renewed \(max(age, 0)) min ago", true)
    }

    private var recipients: [RouteRow] {
        let to = dock.mail.recipients
        return [
            ("alerts", to.alerts), ("notices about parts", to.notices),
            ("confirmations of missions", to.confirmations),
            ("digests", to.digest), ("flight records", to.compliance),
        ].filter { !$0.1.isEmpty }.map { RouteRow(what: $0.0, to: $0.1.joined(separator: ", ")) }
    }

    static func words(of route: MailRoute) -> String {
        var words = [
            route.kinds.isEmpty ? "all kinds" : route.kinds.map(\.rawValue).sorted().joined(separator: ", ")
        ]
        if let severity = route.severity { words.append("\(severity.label) or more urgent") }
        if route.hours != nil || !route.days.isEmpty { words.append("at its hours and days") }
        if route.quiet != nil { words.append("with quiet hours") }
        words.append("in \(route.language.rawValue)")
        return words.joined(separator: ", ")
    }

    // MARK: The files on the disk

    /// What a check of the settings on the disk finds.
    func settingsCheck() -> SettingsCheckPage {
        guard let digest else {
            return SettingsCheckPage(directory: "built-in settings, no file on the disk", problems: [])
        }
        var page = SettingsCheckPage(
            directory: directory, problems: [], hasChanged: Self.digest(directory) != digest)
        do throws(SettingsError) {
            _ = try DockConfiguration.load(directory: directory)
        } catch {
            page.problems = error.problems.map(\.description)
        }
        return page
    }
}
