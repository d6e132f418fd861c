// SPDX-License-Identifier: Apache-2.0
// When a token is used, when a new one is asked for, and when nothing is asked for at all (R11, R29). It knows no
// endpoint and no clock of its own. An account that refuses is never hammered: the rest is at least a quarter of an
// hour, and the refusal is an alarm.

import DockModel

/// Why there is no token now. The text is for people and holds no secret.
public struct TokenFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String
    /// Whether only a person can mend it: a new log-in, a new secret, a right at the provider.
    public var needsPerson: Bool
    /// When it may be tried again, counted from now.
    public var retryAfter: Duration

    /// A fault.
    public init(description: String, needsPerson: Bool, retryAfter: Duration) {
        self.description = description
        self.needsPerson = needsPerson
        self.retryAfter = retryAfter
    }
}

/// The token at hand and what is known about the account's endpoint.
public struct TokenKeeper: Sendable {
    /// What to do for a log-in.
    public enum Advice: Sendable, Equatable {
        /// Log in with this token.
        case use(String)
        /// Ask the endpoint for a new one.
        case fetch
        /// Neither: this is why.
        case rest(TokenFault)
    }

    /// A token that was given this short a time ago is not the reason of a refusal: a second one would be refused too.
    static let fresh = Duration.seconds(60)
    /// A token is asked for anew when less than this is left, if its lifetime is not shorter still.
    public static let margin = Duration.seconds(300)

    private var token: String?
    private var taken = Instant(nanoseconds: 0)
    private var end = Instant(nanoseconds: 0)
    private var lifetime = Duration.zero
    private var rest: (until: Instant, fault: TokenFault)?
    private var failures = 0

    /// A keeper without a token.
    public init() {}

    /// A keeper with a token of an earlier process, good for `lifetime` of which `left` remain.
    public init(token: String, lifetime: Duration, left: Duration, at now: Instant) {
        guard left > .zero, lifetime >= left else { return }
        (self.token, self.lifetime) = (token, lifetime)
        (taken, end) = (now + (left - lifetime), now + left)
    }

    /// What to do at `now`. `margin` is the time that the log-in and the flush behind it may take; `isRefused` says
    /// that the server has just refused the token at hand.
    public mutating func advice(at now: Instant, margin: Duration = Self.margin, isRefused: Bool = false)
        -> Advice
    {
        if isRefused, token != nil {
            let isFresh = taken.duration(to: now) < Self.fresh
            token = nil
            if isFresh {
                return .rest(
                    settle(
                        TokenFault(
                            description:
                                "the mail server refuses tokens that the provider has just given; the "
                                + "account or the scope lacks the right to send",
                            needsPerson: true, retryAfter: RetryPlan.credentialDelay), at: now))
            }
        }
        if let token, now + min(margin, lifetime / 2) < end { return .use(token) }
        if let rest, now < rest.until {
            // A token in its last minutes is still better than none.
            if let token, now + Self.fresh < end { return .use(token) }
            var fault = rest.fault
            fault.retryAfter = now.duration(to: rest.until)
            return .rest(fault)
        }
        return .fetch
    }

    /// The endpoint gave a token.
    public mutating func take(_ fresh: OAuthToken, at now: Instant) {
        (token, taken, end) = (fresh.access, now, now + fresh.lifetime)
        (lifetime, rest, failures) = (fresh.lifetime, nil, 0)
    }

    /// The endpoint gave none: what to do instead. `jitter` is a number from 0 to 1.
    public mutating func take(failure: OAuthAnswer, at now: Instant, jitter: Double) -> Advice {
        var fault: TokenFault
        switch failure {
        case .token(let token):
            take(token, at: now)
            return .use(token.access)
        case .refused(let error, _):
            let remedy = Self.remedy(for: error)
            fault = TokenFault(
                description: "the token endpoint refused: \(failure); \(remedy)", needsPerson: true,
                retryAfter: delay(isAboutCredentials: true, jitter))
        case .unusable:
            fault = TokenFault(
                description: "\(failure); check the address of the token endpoint", needsPerson: true,
                retryAfter: delay(isAboutCredentials: true, jitter))
        case .unavailable(_, let wait):
            fault = TokenFault(
                description: "the token endpoint gives no token now: \(failure)", needsPerson: false,
                retryAfter: max(wait ?? .zero, delay(isAboutCredentials: false, jitter)))
        }
        fault = settle(fault, at: now)
        if let token, now + Self.fresh < end { return .use(token) }
        return .rest(fault)
    }

    /// The endpoint could not be asked: a secret, a key or a file of ours is missing or wrong.
    public mutating func cannotAsk(_ words: String, at now: Instant, jitter: Double) -> Advice {
        let fault = TokenFault(
            description: OAuthAnswer.shown(words), needsPerson: true,
            retryAfter: delay(isAboutCredentials: false, jitter))
        _ = settle(fault, at: now)
        if let token, now + Self.fresh < end { return .use(token) }
        return .rest(fault)
    }

    /// The endpoint was not reached.
    public mutating func noAnswer(_ reason: String, at now: Instant, jitter: Double) -> Advice {
        take(failure: .unavailable(reason: reason, retryAfter: nil), at: now, jitter: jitter)
    }

    private mutating func delay(isAboutCredentials: Bool, _ jitter: Double) -> Duration {
        failures = min(failures + 1, 1_000)
        return RetryPlan.delay(
            afterFailures: failures, isAboutCredentials: isAboutCredentials, jitter: jitter)
    }

    private mutating func settle(_ fault: TokenFault, at now: Instant) -> TokenFault {
        rest = (now + fault.retryAfter, fault)
        return fault
    }

    private static func remedy(for error: String) -> String {
        switch error {
        case "invalid_grant", "interaction_required", "consent_required":
            "log in again with: roost mail login"
        case "invalid_client": "check client_id and the client's secret or certificate, and their end date"
        case "unauthorized_client", "access_denied": "give the client the right to send at the provider"
        case "invalid_scope", "invalid_target": "check mail.oauth.scope"
        default: "check the settings under mail.oauth"
        }
    }
}
