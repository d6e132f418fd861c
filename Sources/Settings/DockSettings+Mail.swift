// SPDX-License-Identifier: Apache-2.0
// The mail section of dock.yaml as plain values. Nothing is decided here and no secret is held: only where each one is
// kept.

/// How the connection to the mail server is secured; there is no unencrypted choice.
public enum MailSecurity: String, Sendable, Hashable, CaseIterable {
    /// A plain greeting, then TLS before anything else is said.
    case starttls
    /// TLS from the first byte.
    case tls
}

/// How the dock proves who it is to the mail server.
public enum MailAuthentication: String, Sendable, Hashable, CaseIterable {
    /// The server knows the dock by its address.
    case none
    /// A password in the best way that the server offers: SCRAM-SHA-256, else PLAIN, else LOGIN.
    case password
    /// A password that is proven and not shown; the server proves itself too (RFC 7677).
    case scramSHA256 = "scram-sha-256"
    /// User and password (RFC 4616).
    case plain
    /// User and password in the older two-step form.
    case login
    /// A token in the better way that the server offers: OAUTHBEARER, else XOAUTH2.
    case oauth2
    /// A token in the form of two large mail providers.
    case xoauth2
    /// A token (RFC 7628).
    case oauthbearer

    /// Whether the secret is a token.
    public var usesToken: Bool {
        switch self {
        case .oauth2, .xoauth2, .oauthbearer: true
        case .none, .password, .scramSHA256, .plain, .login: false
        }
    }
}

/// Where mail goes and how.
public struct MailSettings: Sendable, Equatable {
    /// The mail server.
    public var server: NetworkAddress
    /// How the connection is secured.
    public var security: MailSecurity
    /// PEM file of the authorities to trust in place of the system's, relative to the configuration
    /// directory.
    public var caFile: String?
    /// The account.
    public var user: String
    /// Where its password or token is kept; nil with `oauth`.
    public var secret: SecretReference?
    /// How the account is proved.
    public var authentication: MailAuthentication
    /// The sender's address.
    public var from: String
    /// Who receives which mail.
    public var recipients: RecipientSettings
    /// The signs of life; nil when none are sent.
    public var heartbeat: HeartbeatSettings?
    /// How a token comes about; nil when there is none to get.
    public var oauth: OAuthSettings?
    /// SHA-256 of public keys, one of which must stand in the server's chain; empty for none.
    public var pins: [[UInt8]] = []
    /// Our own certificate and its key, for relays that ask for one.
    public var client: ClientCertificateSettings?
    /// Recipients that the provider takes in 24 h, less a share for alerts; nil for no limit.
    public var recipientsPerDay: Int?
    /// How long mails of a kind may wait before they are given up; kinds that are not named wait as usual.
    public var expiry: [String: Duration] = [:]
    /// Why port 25 may be used; nil refuses it.
    public var privateRelay: String?
    /// The ways to the server; empty when there is one of which nothing is said.
    public var links: [LinkSettings] = []
    /// A file whose one word names the link in use, or "down".
    public var linkFile: String?
    /// The language of mails that no route gives another.
    public var language = MailLanguage.english
    /// Who gets what; a mail that no route takes goes to `recipients`.
    public var routes: [MailRoute] = []
    /// Who is told when nobody takes note of an alert.
    public var escalation: [EscalationStep] = []
    /// Where the console is reached by the readers of mails; nil puts no link into them.
    public var acknowledgeURL: String?
    /// How mails are signed and encrypted.
    public var smime: SMIMESettings?
}

/// A certificate of our own.
public struct ClientCertificateSettings: Sendable, Equatable {
    /// The PEM file, relative to the configuration directory.
    public var certificateFile: String
    /// Where its private key is kept.
    public var key: SecretReference
}

/// The providers whose addresses are known.
public enum MailPreset: String, Sendable, Hashable, CaseIterable {
    /// Gmail and Google Workspace.
    case gmail
    /// Microsoft 365, Exchange Online.
    case microsoft365
    /// A relay of one's own; its addresses are in the file.
    case relay
}

/// How a token comes about.
public enum OAuthWay: String, Sendable, Hashable, CaseIterable {
    /// By the refresh token of a log-in (`roost mail login`) or of a file.
    case refreshToken = "refresh_token"
    /// The client itself is the account.
    case clientCredentials = "client_credentials"
    /// A Google service account with the right to send for the user.
    case serviceAccount = "service_account"
}

/// How the client proves itself to the token endpoint.
public enum OAuthProof: Sendable, Equatable {
    /// A public client.
    case none
    /// A secret, in the header or in the form.
    case secret(SecretReference, inForm: Bool)
    /// A key and the certificate that names it (PS256, or RS256).
    case certificate(key: SecretReference, certificateFile: String, isPSS: Bool)
}

/// Where tokens come from and how.
public struct OAuthSettings: Sendable, Equatable {
    /// The provider.
    public var preset: MailPreset
    /// How a token comes about.
    public var way: OAuthWay
    /// The client id; empty with a service account.
    public var clientID: String
    /// The client's proof.
    public var proof: OAuthProof
    /// What the token is to allow.
    public var scope: String
    /// Where tokens come from.
    public var tokenURL: String
    /// Where the codes of a log-in come from; nil when the provider gives none for mail.
    public var deviceURL: String?
    /// A refresh token that was put there by hand.
    public var refreshToken: SecretReference?
    /// The key file of a service account.
    public var serviceAccount: SecretReference?
    /// PEM file of the authorities to trust at the endpoint in place of the system's.
    public var caFile: String?
}

/// Who receives which mail.
public struct RecipientSettings: Sendable, Equatable {
    /// The daily digest.
    public var digest: [String] = []
    /// Part notices.
    public var notices: [String] = []
    /// Mission confirmations.
    public var confirmations: [String] = []
    /// Alerts; never empty.
    public var alerts: [String] = []
    /// Flight records; empty when they are only kept.
    public var compliance: [String] = []
}
