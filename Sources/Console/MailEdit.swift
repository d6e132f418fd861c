// SPDX-License-Identifier: Apache-2.0
// What an administrator may change of the mail settings, as the forms of the page Notifications say it. Whether it is
// good is for the settings to judge, each value at its key; a secret that is typed here is never shown or told again.

internal import Access

/// A secret that somebody has typed. It describes itself as nothing, so that no log and no page shows it.
public struct FormSecret: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// What was typed.
    public let text: String

    /// A typed secret.
    public init(_ text: String) { self.text = text }

    /// Never the secret.
    public var description: String { "(secret)" }
    /// Without the secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// How a token of a provider is got; empty texts are left to the provider's preset.
public struct OAuthEdit: Sendable, Equatable {
    /// "gmail", "microsoft365" or "relay".
    public var preset: String
    /// "refresh_token", "client_credentials" or "service_account".
    public var grant: String
    /// The account.
    public var user: String
    /// The client, and its secret where a new one was typed.
    public var clientID: String, clientSecret: FormSecret?
    /// The tenant, the two addresses and what the token is to allow.
    public var tenant: String, tokenURL: String, deviceURL: String, scope: String

    /// Texts as they were typed.
    public init(
        preset: String, grant: String, user: String, clientID: String, clientSecret: FormSecret? = nil,
        tenant: String = "", tokenURL: String = "", deviceURL: String = "", scope: String = ""
    ) {
        (self.preset, self.grant, self.user, self.clientID) = (preset, grant, user, clientID)
        (self.clientSecret, self.tenant, self.tokenURL) = (clientSecret, tenant, tokenURL)
        (self.deviceURL, self.scope) = (deviceURL, scope)
    }
}

/// A route of mail as it is typed; what is empty does not narrow it.
public struct RouteEdit: Sendable, Equatable {
    /// Who gets it: addresses and names of groups.
    public var to: [String]
    /// Which kinds of mail, and the least urgent class of incidents.
    public var kinds: [String], severity: String
    /// The language of its mails.
    public var language: String
    /// The hours in which it holds, the hours whose end its mails wait for, and the days.
    public var hours: String, quiet: String, days: [String]

    /// A route of its parts.
    public init(
        to: [String], kinds: [String] = [], severity: String = "", language: String = "en",
        hours: String = "",
        quiet: String = "", days: [String] = []
    ) {
        (self.to, self.kinds, self.severity, self.language) = (to, kinds, severity, language)
        (self.hours, self.quiet, self.days) = (hours, quiet, days)
    }
}

/// A change of the mail settings.
public enum MailEdit: Sendable, Equatable {
    /// The mail server, and who the mails are from.
    case server(host: String, port: Int, security: String, from: String)
    /// How the dock proves who it is: a way without tokens; nil keeps the password that there is.
    case account(way: String, user: String, password: FormSecret?)
    /// It proves who it is by a provider's tokens.
    case oauth(OAuthEdit)
    /// Who gets what no route takes, by the names of the lists.
    case recipients([String: [String]])
    /// One route more, behind the others.
    case addRoute(RouteEdit)
    /// One route less; the mark says which one was shown at its place.
    case removeRoute(number: Int, mark: String)
    /// Everything as dock.yaml has it.
    case revert

    /// The word in the audit trail.
    public var action: String {
        switch self {
        case .server: "mail-server"
        case .account: "mail-account"
        case .oauth: "mail-oauth2"
        case .recipients: "mail-recipients"
        case .addRoute: "mail-route-add"
        case .removeRoute: "mail-route-remove"
        case .revert: "mail-revert"
        }
    }

    /// It in a few words, for a heading and a button.
    public var words: String {
        switch self {
        case .server: "Change the mail server"
        case .account: "Change the mail account"
        case .oauth: "Sign in to the mail server with OAuth2"
        case .recipients: "Change who gets mail"
        case .addRoute: "Add a route of mail"
        case .removeRoute(let number, _): "Remove route \(number)"
        case .revert: "Go back to the mail settings of dock.yaml"
        }
    }

    /// Ways to prove an account that need no token, and the three of OAuth2.
    static let ways = ["none", "password", "scram-sha-256", "plain", "login"]
    static let grants = ["refresh_token", "client_credentials", "service_account"]
    static let presets = ["microsoft365", "gmail", "relay"]
    static let securities = ["starttls", "tls"], languages = ["en", "de"]
    static let severities = ["any", "P0", "P1", "P2", "P3", "P4", "P5"]
    /// The lists of recipients, and what each gets.
    static let lists: [(name: String, what: HTML)] = [
        ("alerts", "Alerts"), ("notices", "Notices about parts"),
        ("confirmations", "Confirmations of missions"), ("digest", "Digests"),
        ("compliance", "Flight records"),
    ]
    /// Longest password or client secret, and most addresses of a list.
    static let longestSecret = 1_000, mostAddresses = 20
    private static let longestAddress = 1_000

    /// The change of a form; nil for a route that is none of the mail settings.
    init?(_ route: ChangeRoute, _ form: FormFields) throws(ChangeFault) {
        switch route {
        case .mailServer:
            self = .server(
                host: try form.line("host", upTo: 253), port: try form.number("port", in: 1...65_535),
                security: try form.choice("security", Self.securities), from: try form.line("from", upTo: 254)
            )
        case .mailAccount:
            self = .account(
                way: try form.choice("way", Self.ways), user: try form.optionalLine("user", upTo: 254),
                password: try form.secret("password", upTo: Self.longestSecret))
        case .mailOAuth:
            self = .oauth(
                OAuthEdit(
                    preset: try form.choice("preset", Self.presets),
                    grant: try form.choice("grant", Self.grants),
                    user: try form.line("user", upTo: 254),
                    clientID: try form.optionalLine("client_id", upTo: 300),
                    clientSecret: try form.secret("client_secret", upTo: Self.longestSecret),
                    tenant: try form.optionalLine("tenant", upTo: 253),
                    tokenURL: try form.optionalLine("token_url", upTo: Self.longestAddress),
                    deviceURL: try form.optionalLine("device_url", upTo: Self.longestAddress),
                    scope: try form.optionalLine("scope", upTo: Self.longestAddress)))
        case .mailRecipients:
            var lists: [String: [String]] = [:]
            for list in Self.lists {
                lists[list.name] = try form.words(list.name, atMost: Self.mostAddresses)
            }
            self = .recipients(lists)
        case .mailRoute:
            let severity = try form.choice("severity", Self.severities)
            self = .addRoute(
                RouteEdit(
                    to: try form.words("to", atMost: Self.mostAddresses),
                    kinds: try form.words("kinds", atMost: Self.mostAddresses),
                    severity: severity == "any" ? "" : severity,
                    language: try form.choice("language", Self.languages),
                    hours: try form.optionalLine("hours", upTo: 20),
                    quiet: try form.optionalLine("quiet", upTo: 20),
                    days: try form.words("days", atMost: 7)))
        case .mailRouteRemove:
            self = .removeRoute(number: try form.number("number", in: 1...1_000), mark: try form.name("mark"))
        case .mailRevert: self = .revert
        case .signIn, .signOut, .confirm, .acknowledge, .shelve, .unshelve, .replace, .pause, .resume, .run,
            .callHome,
            .lockOut, .reset, .testMail, .mailLogin:
            return nil
        }
    }
}

extension FormFields {
    /// One line of text; empty when it is left out.
    func optionalLine(_ key: String, upTo limit: Int) throws(ChangeFault) -> String {
        content.text(key) == nil ? "" : try line(key, upTo: limit)
    }

    /// A whole number.
    func number(_ key: String, in range: ClosedRange<Int>) throws(ChangeFault) -> Int {
        guard let text = content.text(key), text.utf8.count <= 9,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(text), range.contains(number)
        else {
            throw ChangeFault(
                what: "the field \(key) is no whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Words with commas or spaces between them.
    func words(_ key: String, atMost limit: Int) throws(ChangeFault) -> [String] {
        let line = try optionalLine(key, upTo: 4_000)
        let words = line.split { $0 == "," || $0 == ";" || $0.isWhitespace }.map(String.init)
        guard words.count <= limit, words.allSatisfy({ $0.utf8.count <= 254 }) else {
            throw ChangeFault(
                what: "the field \(key) has more than \(limit) words, or one of more than 254 octets")
        }
        return words
    }

    /// A secret as it was typed; nil when nothing was.
    func secret(_ key: String, upTo limit: Int) throws(ChangeFault) -> FormSecret? {
        guard let text = content.secret(key), !text.isEmpty else { return nil }
        guard text.utf8.count <= limit else { throw ChangeFault(what: "the field \(key) is too long") }
        return FormSecret(text)
    }
}
