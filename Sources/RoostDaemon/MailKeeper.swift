// SPDX-License-Identifier: Apache-2.0
// Keeps the mail settings that the console changes: a draft is read by the same rules as dock.yaml before anything is
// written, then secrets and settings are written so that a crash leaves the old ones or the new ones whole.

internal import Access
internal import Console
internal import DockModel
internal import Foundation
public import Settings
internal import Store
internal import Synchronization

/// Where the mail settings of a dock come from.
public struct MailSource: Sendable {
    /// The files as the daemon has read them, with what the console had changed before.
    public var files: ConfigurationFiles
    /// The settings of such files.
    public var read: @Sendable (ConfigurationFiles) throws(SettingsError) -> DockSettings

    /// The files of a configuration, read by the usual rules.
    public init(
        files: ConfigurationFiles,
        read: @escaping @Sendable (ConfigurationFiles) throws(SettingsError) -> DockSettings = {
            files throws(SettingsError) in try DockSettings.load(files: files)
        }
    ) {
        (self.files, self.read) = (files.ofDock, read)
    }
}

/// Why a change of the mail settings cannot be made.
struct MailEditFault: Error {
    /// Each fault at its place.
    var faults: [String]
}

/// The mail settings that the console changes.
final class MailKeeper: Sendable {
    /// A change that is good, and not yet written.
    struct Draft: Sendable {
        /// What the overlay holds; nil to remove it.
        var changes: MailChanges?
        /// New secrets by their path as the settings name it.
        var secrets: [String: FormSecret]
        /// The settings that follow.
        var mail: MailSettings
    }

    private let storage: String
    private let directory: String
    private let read: @Sendable (ConfigurationFiles) throws(SettingsError) -> DockSettings
    private let held: Mutex<ConfigurationFiles>

    /// The settings of a dock whose configuration is in `directory`.
    init(source: MailSource, dock: DockSettings, directory: String) {
        (storage, self.directory, read) = (dock.storageDirectory, directory, source.read)
        held = Mutex(source.files)
    }

    /// Whether something is changed.
    var isChanged: Bool { held.withLock { $0.mailOverlay != nil } }

    /// The routes as they stand in the files, and what tells each from another.
    var routeMarks: [String] { routes(held.withLock { $0 }).map(Self.mark) }

    /// The tenant as it stands in the files; empty for none.
    var tenant: String {
        let files = held.withLock { $0 }
        guard case .map(let oauth)? = files.mailValue("oauth"), case .text(let tenant)? = oauth["tenant"]
        else {
            return ""
        }
        return tenant
    }

    /// What follows from a change, by the rules of the settings.
    func draft(_ edit: MailEdit) throws(MailEditFault) -> Draft {
        let files = held.withLock { $0 }
        var secrets: [String: FormSecret] = [:]
        let changes = try changes(edit, files, &secrets)
        var new = files
        new.mailOverlay = changes.map { MailOverlay(name: overlayName, $0) }
        do throws(SettingsError) {
            return Draft(changes: changes, secrets: secrets, mail: try read(new).mail)
        } catch {
            throw MailEditFault(faults: error.problems.map(\.description))
        }
    }

    /// Writes a draft: first the secrets under new names, then the settings that name them, in one step.
    func write(_ draft: Draft) throws(StoreError) {
        for (path, secret) in draft.secrets.sorted(by: { $0.key < $1.key }) {
            try PrivateFile.replace(absolute(path), by: Array(secret.text.utf8))
        }
        let overlay = draft.changes.map { MailOverlay(name: overlayName, $0) }
        if let overlay {
            try PrivateFile.replace(absolute(overlayName), by: overlay.octets)
        } else {
            try PrivateFile.remove(absolute(overlayName))
        }
        held.withLock { $0.mailOverlay = overlay }
        forgetSecrets(but: draft.changes?.secretFiles ?? [])
    }

    // MARK: From a form to settings

    private func changes(
        _ edit: MailEdit, _ files: ConfigurationFiles, _ secrets: inout [String: FormSecret]
    ) throws(MailEditFault) -> MailChanges? {
        var values = files.mailOverlay?.changes?.values ?? [:]
        switch edit {
        case .server(let host, let port, let security, let from):
            values["host"] = .text(host)
            values["port"] = .text("\(port)")
            values["security"] = .text(security)
            values["from"] = .text(from)
        case .account(let way, let user, let password):
            values["auth"] = .text(way)
            values["user"] = user.isEmpty ? MailValue.none : .text(user)
            values["oauth"] = MailValue.none
            if way == "none" {
                (values["password_file"], values["credential"]) = (MailValue.none, MailValue.none)
            } else if let password {
                values["password_file"] = .text(newSecret(password, &secrets))
                values["credential"] = MailValue.none
            }
        case .oauth(let edit):
            values["auth"] = .text("oauth2")
            values["user"] = .text(edit.user)
            (values["password_file"], values["credential"]) = (MailValue.none, MailValue.none)
            values["oauth"] = oauth(edit, over: files.mailValue("oauth"), &secrets)
        case .recipients(let lists): values["recipients"] = .map(lists.mapValues { .texts($0) })
        case .addRoute(let edit): values["routes"] = .list(routes(files) + [route(edit)])
        case .removeRoute(let number, let mark):
            var routes = routes(files)
            guard routes.indices.contains(number - 1), Self.mark(routes[number - 1]) == mark else {
                throw MailEditFault(faults: ["The routes have changed meanwhile: load the page again."])
            }
            routes.remove(at: number - 1)
            values["routes"] = .list(routes)
        case .revert: return nil
        }
        return MailChanges(values)
    }

    /// The settings of OAuth2: what the form has no field for stays as it is.
    private func oauth(
        _ edit: OAuthEdit, over old: MailValue?, _ secrets: inout [String: FormSecret]
    ) -> MailValue {
        var values: [String: MailValue] = [:]
        if case .map(let known)? = old { values = known }
        for (key, text) in [
            ("preset", edit.preset), ("grant", edit.grant), ("client_id", edit.clientID),
            ("tenant", edit.tenant),
            ("token_url", edit.tokenURL), ("device_url", edit.deviceURL), ("scope", edit.scope),
        ] { values[key] = text.isEmpty ? nil : .text(text) }
        if let secret = edit.clientSecret {
            for key in [
                "client_secret_credential", "key_file", "key_credential", "certificate_file", "algorithm",
            ] {
                values[key] = nil
            }
            values["client_secret_file"] = .text(newSecret(secret, &secrets))
        }
        return .map(values)
    }

    private func route(_ edit: RouteEdit) -> MailValue {
        var values: [String: MailValue] = ["to": .texts(edit.to), "language": .text(edit.language)]
        if !edit.kinds.isEmpty { values["kinds"] = .texts(edit.kinds) }
        if !edit.days.isEmpty { values["days"] = .texts(edit.days) }
        for (key, text) in [("severity", edit.severity), ("hours", edit.hours), ("quiet", edit.quiet)] {
            if !text.isEmpty { values[key] = .text(text) }
        }
        return .map(values)
    }

    private func routes(_ files: ConfigurationFiles) -> [MailValue] {
        guard case .list(let routes)? = files.mailValue("routes") else { return [] }
        return routes
    }

    private static func mark(_ route: MailValue) -> String {
        String(
            SHA256.hexadecimal(SHA256.of(Array(MailChanges(["routes": .list([route])]).rendered))).prefix(16))
    }

    // MARK: Files

    private var overlayName: String { storage + "/" + MailOverlay.fileName }
    private var secretFolder: String { storage + "/" + MailOverlay.secretFolder }
    private static let secretPrefix = "mail-"

    private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : directory + "/" + path }

    /// A name for a secret that no settings name yet.
    private func newSecret(_ secret: FormSecret, _ secrets: inout [String: FormSecret]) -> String {
        let name = Self.secretPrefix + String(UInt64.random(in: 0 ... .max), radix: 16)
        let path = secretFolder + "/" + name
        secrets[path] = secret
        return path
    }

    /// Removes the secrets of ours that the settings no longer name.
    private func forgetSecrets(but kept: [String]) {
        let folder = absolute(secretFolder), kept = Set(kept.map(absolute))
        // A folder that is not there holds none, and one that stays behind is nobody's but the service's.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(Self.secretPrefix) && !kept.contains(folder + "/" + name) {
            try? FileManager.default.removeItem(atPath: folder + "/" + name)  // as said above
        }
    }
}
