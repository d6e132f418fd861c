// SPDX-License-Identifier: Apache-2.0
// Changes of the mail settings at the console: what a change would mean, carrying it out with its line in the audit
// trail, and the log-in to a provider. A queued mail is never touched: it goes on over whatever holds then.

internal import Access
internal import Console
internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import Post
internal import Settings
internal import Store
internal import Tokens

/// What the desk needs to change settings.
struct MailChanger: Sendable {
    let keeper: MailKeeper
    let database: RoostDatabase
    let clock: any DockClock
    /// Makes ready what sends by other settings; its answer puts it in the place of what does now.
    let prepare: @Sendable (MailSettings) throws -> @Sendable () -> Void
}

extension MailDesk {
    // MARK: Changing

    /// What a change would mean, or why it cannot be made.
    func preview(_ edit: MailEdit) -> ChangePreview {
        guard let changer else { return ChangePreview(faults: ["These settings cannot be changed here."]) }
        do throws(MailEditFault) {
            let draft = try changer.keeper.draft(edit)
            var preview = ChangePreview(says: [
                "It holds at once, without a restart. Mails that wait in the queue stay as they are written: the same "
                    + "recipients, over the new way.",
                "dock.yaml is not touched: the change stands in mail.yaml beside the store and can be taken back.",
            ])
            if !draft.secrets.isEmpty {
                preview.says.append("The new secret is stored for the service alone.")
            }
            preview.says += warnings(draft)
            preview.facts = [
                ("Now", Self.words(edit, dock.mail)), ("Then", Self.words(edit, draft.mail)),
            ]
            return preview
        } catch {
            return ChangePreview(faults: error.faults)
        }
    }

    /// What a person should know although the settings are good.
    private func warnings(_ draft: MailKeeper.Draft) -> [String] {
        var found: [String] = []
        let mail = draft.mail
        if let secret = mail.secret, draft.secrets.isEmpty {
            do throws(SecretError) {
                _ = try SecretSource(baseDirectory: directory).read(secret)
            } catch {
                found.append("Its password cannot be read: \(error)")
            }
        }
        if mail.server != dock.mail.server, !mail.pins.isEmpty || mail.caFile != nil {
            found.append("The certificates of dock.yaml (ca_file, pins) hold for the new server too.")
        }
        if mail.oauth?.way == .refreshToken, mail.oauth?.refreshToken == nil {
            found.append("Then log in with a code on this page; until then nothing can be sent.")
        }
        return found
    }

    /// Changes the settings with a line in the audit trail, which is on the disk before they are.
    func change(_ edit: MailEdit, _ entry: AuditEntry) -> ChangeAnswer {
        guard let changer else { return .refused("These settings cannot be changed here.") }
        return oneAtATime {
            do {
                let draft = try changer.keeper.draft(edit)
                let commit = try changer.prepare(draft.mail)
                var entry = entry
                (entry.before, entry.after) = (Self.words(edit, dock.mail), Self.words(edit, draft.mail))
                if !draft.secrets.isEmpty { entry.after = (entry.after ?? "") + ", with a new secret" }
                try changer.database.audit(entry)
                do throws(StoreError) {
                    try changer.keeper.write(draft)
                } catch {
                    entry.result = "not written: \(error)"
                    try changer.database.audit(entry)
                    return .notStored("\(error)")
                }
                take(draft.mail)
                commit()
                return .done("It holds from now on. Send a test mail to see it work.")
            } catch let error as MailEditFault {
                return .refused(error.faults.joined(separator: " "))
            } catch let error as StoreError {
                logger.error("the mail settings could not be changed: \(error)")
                return .notStored("\(error)")
            } catch {
                return .refused("\(error)")
            }
        }
    }

    /// What a change is about, as the settings have it; no secret.
    private static func words(_ edit: MailEdit, _ mail: MailSettings) -> String {
        let recipients = mail.recipients
        func list(_ name: String, _ addresses: [String]) -> String? {
            addresses.isEmpty ? nil : "\(name) to \(addresses.joined(separator: ", "))"
        }
        let server = "\(mail.server.host):\(mail.server.port) \(mail.security.rawValue), from \(mail.from)"
        var account = "\(mail.authentication.rawValue), user \(mail.user.isEmpty ? "none" : mail.user)"
        if let oauth = mail.oauth {
            account +=
                ", \(oauth.preset.rawValue), \(oauth.way.rawValue), client \(oauth.clientID), \(oauth.tokenURL)"
        }
        let lists = [
            list("alerts", recipients.alerts), list("notices", recipients.notices),
            list("confirmations", recipients.confirmations), list("digests", recipients.digest),
            list("records", recipients.compliance),
        ].compactMap { $0 }.joined(separator: "; ")
        let routes =
            mail.routes.isEmpty
            ? "no routes"
            : mail.routes.map { "\(words(of: $0)) to \($0.recipients.joined(separator: ", "))" }
                .joined(separator: "; ")
        switch edit {
        case .server: return server
        case .account, .oauth: return account
        case .recipients: return lists
        case .addRoute, .removeRoute: return routes
        case .revert: return "\(server); \(account); \(lists); \(routes)"
        }
    }

    // MARK: What the forms begin with

    /// What holds now, for the forms; nil where nothing can be changed.
    var form: MailForm? {
        guard let changer else { return nil }
        let mail = dock.mail
        var form = MailForm(
            host: mail.server.host, port: mail.server.port, security: mail.security.rawValue, from: mail.from,
            way: mail.authentication.rawValue, user: mail.user)
        form.lists = [
            "alerts": mail.recipients.alerts, "notices": mail.recipients.notices,
            "confirmations": mail.recipients.confirmations, "digest": mail.recipients.digest,
            "compliance": mail.recipients.compliance,
        ]
        form.isChanged = changer.keeper.isChanged
        if let oauth = mail.oauth {
            form.canLogIn = oauth.way == .refreshToken && oauth.deviceURL != nil
            form.oauth = OAuthEdit(
                preset: oauth.preset.rawValue, grant: oauth.way.rawValue, user: mail.user,
                clientID: oauth.clientID,
                tenant: changer.keeper.tenant, tokenURL: oauth.preset == .relay ? oauth.tokenURL : "",
                deviceURL: oauth.preset == .relay ? oauth.deviceURL ?? "" : "",
                scope: oauth.preset == .relay ? oauth.scope : "")
        }
        return form
    }

    // MARK: The log-in to a provider

    /// Begins a log-in: asks the provider for a code, and waits for the person in the background.
    func logIn(_ entry: AuditEntry) async -> ChangeAnswer {
        guard let changer, let oauth = dock.mail.oauth, oauth.way == .refreshToken, oauth.deviceURL != nil
        else {
            return .refused("The settings name no provider with codes; see OAuth2 on the page Notifications.")
        }
        guard beginLogin() else { return .tooSoon("A log-in waits already; its code stands on the page.") }
        let clock = changer.clock
        do {
            guard let source = MailTokens.source(for: dock, directory: directory, clock: { clock.now() })
            else {
                endLogin(MailLoginFact("The settings name no tokens.", isFault: true))
                return .refused("The settings name no tokens.")
            }
            var asked = entry
            asked.result = "a code was asked for"
            try changer.database.audit(asked)
            let codes = try await source.deviceCodes()
            endLogin(
                MailLoginFact(
                    "Open the address on any device, type the code and confirm that the dock may send.",
                    address: codes.completeAddress ?? codes.address, code: codes.userCode,
                    until: clock.now().wall + codes.lifetime))
            Task { await finishLogin(source, codes, entry, changer) }
            return .done("The code stands on the page Notifications, which says when the log-in is done.")
        } catch {
            let text = "\(error)"
            endLogin(MailLoginFact("Not logged in: \(text)", isFault: true))
            logger.warning("console: no log-in to the mail provider: \(text)")
            return .refused(text)
        }
    }

    private func finishLogin(
        _ source: TokenSource, _ codes: DeviceCodes, _ entry: AuditEntry, _ changer: MailChanger
    ) async {
        var done = entry
        done.at = changer.clock.now()
        do {
            try await source.logIn(with: codes)
            done.at = changer.clock.now()
            endLogin(MailLoginFact("Logged in; the tokens are kept for the service alone."))
            // A new account reads the new tokens, and tries what waits at once.
            try changer.prepare(dock.mail)()
        } catch {
            done.result = "not logged in: \(error)"
            endLogin(MailLoginFact("Not logged in: \(error)", isFault: true))
        }
        do throws(StoreError) { try changer.database.audit(done) } catch {
            logger.error("the end of a log-in to the mail provider could not be stored: \(error)")
        }
        logger.notice("console: log-in to the mail provider: \(done.result)")
    }
}
