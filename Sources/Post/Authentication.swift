// SPDX-License-Identifier: Apache-2.0
// What is said inside AUTH (RFC 4954): SCRAM-SHA-256 (RFC 7677), PLAIN, LOGIN, XOAUTH2 and OAUTHBEARER (RFC 7628). It
// is reached only after verified TLS. Secrets stay in the values here; no description or error ever shows one.

/// How Roost proves to the server who it is.
public enum AuthenticationMechanism: String, Sendable, Equatable, Codable, CaseIterable {
    /// User name and password in one message (RFC 4616).
    case plain = "PLAIN"
    /// User name, then password, for servers that know nothing better.
    case login = "LOGIN"
    /// An OAuth2 token as Google and Microsoft take it.
    case xoauth2 = "XOAUTH2"
    /// An OAuth2 token as RFC 7628 says.
    case oauthBearer = "OAUTHBEARER"
    /// User name and a proof of the password; the server proves itself too (RFC 7677).
    case scramSHA256 = "SCRAM-SHA-256"

    /// Whether the secret is a token that can be refreshed (R11).
    public var usesToken: Bool { self == .xoauth2 || self == .oauthBearer }

    /// The ways to show a password, the best first.
    public static let forPasswords: [AuthenticationMechanism] = [.scramSHA256, .plain, .login]
    /// The ways to show a token, the best first: OAUTHBEARER is the standard, XOAUTH2 came before it.
    public static let forTokens: [AuthenticationMechanism] = [.oauthBearer, .xoauth2]
}

/// Who sends, and the proof.
public struct SubmissionCredential: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The account's name.
    public var user: String
    /// The password or the access token.
    public var secret: String
    /// The ways in which it may be shown, the best first; the first that the server offers is taken.
    public var mechanisms: [AuthenticationMechanism]
    /// What SCRAM needs; without it that mechanism is passed over.
    public var scram: SCRAMMeans?
    /// The server's host name; OAUTHBEARER states it.
    public var host: String
    /// The server's port; OAUTHBEARER states it.
    public var port: Int

    /// Longest line of an AUTH exchange (RFC 4954), without its CRLF.
    static let longestLine = 12_286

    /// A credential for one mechanism; it is checked before it is sent.
    public init(user: String, secret: String, mechanism: AuthenticationMechanism, host: String, port: Int) {
        self.init(user: user, secret: secret, mechanisms: [mechanism], host: host, port: port)
    }

    /// A credential; it is checked before it is sent.
    public init(
        user: String, secret: String, mechanisms: [AuthenticationMechanism], host: String, port: Int,
        scram: SCRAMMeans? = nil
    ) {
        self.user = user
        self.secret = secret
        self.mechanisms = mechanisms
        self.host = host
        self.port = port
        self.scram = scram
    }

    /// The mechanisms by name.
    var names: String { mechanisms.map(\.rawValue).joined(separator: " or ") }
    /// The user and the mechanisms; never the secret.
    public var description: String { "\(user) by \(names)" }
    /// The user and the mechanism; never the secret.
    public var debugDescription: String { description }

    /// The user and the mechanism; never the secret.
    public var customMirror: Mirror {
        Mirror(self, children: ["user": user, "mechanisms": names])
    }

    /// The exchange by the best mechanism that the server offers and that can carry both texts.
    func exchange(offered: [String]) throws(SubmissionFault) -> AuthenticationExchange {
        let known = mechanisms.filter { offered.contains($0.rawValue) }
        guard !known.isEmpty else { throw .mechanismNotOffered(wanted: names, offered: offered) }
        guard !user.isEmpty, !secret.isEmpty,
            (user + secret).unicodeScalars.allSatisfy({ !MailAddress.isControl($0) })
        else { throw .credentialUnusable }
        for mechanism in known {
            let exchange = AuthenticationExchange(credential: self, mechanism: mechanism)
            if let exchange, exchange.initialResponse.count + 20 <= Self.longestLine { return exchange }
        }
        throw .credentialUnusable
    }
}

/// One AUTH exchange.
struct AuthenticationExchange: Sendable {
    let mechanism: AuthenticationMechanism
    private let credential: SubmissionCredential
    private var scram: SCRAMExchange?
    private var user: String { credential.user }
    private var secret: String { credential.secret }

    /// An exchange; nil when the mechanism cannot carry the credential.
    init?(credential: SubmissionCredential, mechanism: AuthenticationMechanism) {
        self.credential = credential
        self.mechanism = mechanism
        guard mechanism == .scramSHA256 else { return }
        guard let means = credential.scram, SCRAMExchange.canCarry(credential.user, credential.secret) else {
            return nil
        }
        scram = SCRAMExchange(user: credential.user, password: credential.secret, means: means)
    }

    /// Whether the server has shown all that the mechanism asks of it.
    var isServerProven: Bool { scram?.isProven ?? true }

    /// The initial response, encoded; it saves a round trip (R28).
    var initialResponse: [UInt8] {
        let text: String =
            switch mechanism {
            case .scramSHA256: scram?.first ?? ""
            case .plain: "\0\(user)\0\(secret)"
            case .login: user
            case .xoauth2: "user=\(user)\u{1}auth=Bearer \(secret)\u{1}\u{1}"
            case .oauthBearer:
                "n,a=\(Self.escaped(user)),\u{1}host=\(credential.host)\u{1}port=\(credential.port)\u{1}"
                    + "auth=Bearer \(secret)\u{1}\u{1}"
            }
        return Base64.encode(Array(text.utf8))
    }

    /// The answer to a 334, encoded; nil when the exchange makes no sense any more. `step` counts the
    /// challenges.
    mutating func answer(to challenge: String, step: Int, sentInitialResponse: Bool) -> [UInt8]? {
        if !sentInitialResponse, step == 0 { return initialResponse }
        switch mechanism {
        case .scramSHA256:
            guard step < 4 else { return nil }
            let message = String(decoding: Base64.decode(challenge.utf8), as: UTF8.self)
            switch scram?.answer(to: message) {
            case .say(let words): return Base64.encode(Array(words.utf8))
            case .proven: return []
            case .senseless, nil:
                // "*" ends the exchange (RFC 4954 4); an error of the server in "e=" is then told by its reply.
                return message.hasPrefix("e=") ? [UInt8(ascii: "*")] : nil
            }
        case .plain:
            return nil
        case .login:
            guard step < 3 else { return nil }
            let prompt = String(decoding: Base64.decode(challenge.utf8), as: UTF8.self).lowercased()
            return Base64.encode(Array((prompt.hasPrefix("user") ? user : secret).utf8))
        case .xoauth2:
            // The challenge is an error in JSON: an empty answer makes the server say its 535.
            return step < 2 ? [] : nil
        case .oauthBearer:
            return step < 2 ? Base64.encode([1]) : nil
        }
    }

    /// A user name inside a GS2 header (RFC 5801).
    private static func escaped(_ name: String) -> String {
        name.map { $0 == "=" ? "=3D" : $0 == "," ? "=2C" : "\($0)" }.joined()
    }
}
