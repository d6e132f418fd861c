// SPDX-License-Identifier: Apache-2.0
// What is said inside AUTH (RFC 4954): PLAIN, LOGIN, XOAUTH2 and OAUTHBEARER (RFC 7628). It is reached only
// after verified TLS. Secrets stay in the values here; no description or error ever shows one.

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

    /// Whether the secret is a token that can be refreshed (R11).
    public var usesToken: Bool { self == .xoauth2 || self == .oauthBearer }
}

/// Who sends, and the proof.
public struct SubmissionCredential: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The account's name.
    public var user: String
    /// The password or the access token.
    public var secret: String
    /// How it is shown to the server.
    public var mechanism: AuthenticationMechanism
    /// The server's host name; OAUTHBEARER states it.
    public var host: String
    /// The server's port; OAUTHBEARER states it.
    public var port: Int

    /// Longest line of an AUTH exchange (RFC 4954), without its CRLF.
    static let longestLine = 12_286

    /// A credential; it is checked before it is sent.
    public init(user: String, secret: String, mechanism: AuthenticationMechanism, host: String, port: Int) {
        self.user = user
        self.secret = secret
        self.mechanism = mechanism
        self.host = host
        self.port = port
    }

    /// The user and the mechanism; never the secret.
    public var description: String { "\(user) by \(mechanism.rawValue)" }
    /// The user and the mechanism; never the secret.
    public var debugDescription: String { description }

    /// The user and the mechanism; never the secret.
    public var customMirror: Mirror {
        Mirror(self, children: ["user": user, "mechanism": mechanism.rawValue])
    }

    /// Whether both texts can be sent by the mechanism.
    var isUsable: Bool {
        guard !user.isEmpty, !secret.isEmpty else { return false }
        guard (user + secret).unicodeScalars.allSatisfy({ !MailAddress.isControl($0) }) else { return false }
        return initialResponse.count + 20 <= Self.longestLine
    }

    /// The initial response, encoded; it saves a round trip (R28).
    var initialResponse: [UInt8] {
        let text: String =
            switch mechanism {
            case .plain: "\0\(user)\0\(secret)"
            case .login: user
            case .xoauth2: "user=\(user)\u{1}auth=Bearer \(secret)\u{1}\u{1}"
            case .oauthBearer:
                "n,a=\(Self.escaped(user)),\u{1}host=\(host)\u{1}port=\(port)\u{1}"
                    + "auth=Bearer \(secret)\u{1}\u{1}"
            }
        return Base64.encode(Array(text.utf8))
    }

    /// The answer to a 334, encoded; nil when the exchange makes no sense any more. `step` counts the
    /// challenges.
    func answer(to challenge: String, step: Int, sentInitialResponse: Bool) -> [UInt8]? {
        if !sentInitialResponse, step == 0 { return initialResponse }
        switch mechanism {
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
