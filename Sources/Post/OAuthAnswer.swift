// SPDX-License-Identifier: Apache-2.0
// What a token endpoint answers (RFC 6749 5, RFC 8628 3.2 and 3.5). An answer that is not what the RFC says gives no
// token, and no text of a server reaches people with its control characters.

import DockModel

/// A token as the endpoint gave it.
public struct OAuthToken: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The text that logs in.
    public var access: String
    /// How long it is good for from now.
    public var lifetime: Duration
    /// The next refresh token, when the server gave one; the old one may be worthless from now on.
    public var refresh: String?

    /// A token of its parts.
    public init(access: String, lifetime: Duration, refresh: String? = nil) {
        self.access = access
        self.lifetime = lifetime
        self.refresh = refresh
    }

    /// How long it is good for; never the token.
    public var description: String { "token for \(lifetime)" }
    /// How long it is good for; never the token.
    public var debugDescription: String { description }
    /// How long it is good for; never the token.
    public var customMirror: Mirror { Mirror(self, children: ["lifetime": lifetime]) }
}

/// What an endpoint said to a request for a token.
public enum OAuthAnswer: Sendable, Equatable {
    /// A token.
    case token(OAuthToken)
    /// The request as such was refused; asking again in the same words does not help. `error` is one of the words of
    /// RFC 6749 5.2, RFC 8628 3.5 or of the provider.
    case refused(error: String, words: String)
    /// Not now (429, 5xx); the server may say how long to wait.
    case unavailable(reason: String, retryAfter: Duration?)
    /// No answer that the RFC knows.
    case unusable(reason: String)

    /// A token whose lifetime is not said is asked for anew after this time.
    static let unsaidLifetime = Duration.seconds(600)
    /// Longest token: it must fit into a line of AUTH.
    static let longestToken = 11_000

    /// The meaning of an HTTP answer. `retryAfter` is the header's value in seconds, if it is one.
    public init(status: Int, mediaType: String?, body: some Collection<UInt8>, retryAfter: String? = nil) {
        let wait = retryAfter.flatMap { Int64($0) }.flatMap {
            (0...86_400).contains($0) ? Duration.seconds($0) : nil
        }
        let isJSON =
            (mediaType ?? "").lowercased().prefix { $0 != ";" }.filter { $0 != " " } == "application/json"
        let node = isJSON ? JSONNode(body) : nil
        let word = node?["error"]?.text.map(Self.shown)
        switch status {
        case 200:
            guard let node else {
                self = .unusable(reason: "status 200 without a JSON document")
                return
            }
            self = Self.token(node)
        case 429, 500...599:
            self = .unavailable(reason: "status \(status)\(word.map { " (\($0))" } ?? "")", retryAfter: wait)
        case 400, 401, 403:
            guard let node, let word, !word.isEmpty else {
                self = .unusable(reason: "status \(status) without an error in JSON")
                return
            }
            let words = node["error_description"]?.text.map(Self.shown) ?? ""
            let isPassing = word == "temporarily_unavailable" || word == "server_error"
            self =
                isPassing ? .unavailable(reason: word, retryAfter: wait) : .refused(error: word, words: words)
        default:
            self = .unusable(reason: "status \(status)")
        }
    }

    private static func token(_ node: JSONNode) -> OAuthAnswer {
        guard let type = node["token_type"]?.text, type.lowercased() == "bearer" else {
            return .unusable(reason: "token_type is not Bearer")
        }
        guard let access = node["access_token"]?.text, isToken(access) else {
            return .unusable(reason: "access_token is missing or no token")
        }
        var lifetime = unsaidLifetime
        if let member = node["expires_in"], member != .null {
            guard let seconds = member.wholeNumber, seconds > 0 else {
                return .unusable(reason: "expires_in is no time in the future")
            }
            lifetime = .seconds(min(seconds, 366 * 86_400))
        }
        var refresh: String?
        if let member = node["refresh_token"], member != .null {
            guard let text = member.text, isToken(text) else {
                return .unusable(reason: "refresh_token is no token")
            }
            refresh = text
        }
        return .token(OAuthToken(access: access, lifetime: lifetime, refresh: refresh))
    }

    /// VSCHAR of RFC 6749 appendix A without the space: nothing that could end a header or a SASL field.
    static func isToken(_ text: String) -> Bool {
        (1...longestToken).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// Foreign text for people: short, one line, printable.
    static func shown(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(400) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: output.append(" ")
            default: output.append(scalar)
            }
        }
        return String(output)
    }
}

extension OAuthAnswer: CustomStringConvertible {
    /// One line for a technician; never a token.
    public var description: String {
        switch self {
        case .token(let token): "\(token)"
        case .refused(let error, let words): words.isEmpty ? error : "\(error): \(words)"
        case .unavailable(let reason, _): "not now: \(reason)"
        case .unusable(let reason): "no answer of a token endpoint: \(reason)"
        }
    }
}
