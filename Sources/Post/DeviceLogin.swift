// SPDX-License-Identifier: Apache-2.0
// A log-in that a person confirms on another device (RFC 8628), as a machine: when the endpoint may be asked again,
// and when the log-in has ended. It never asks more often than the server allows, and never after the code's end.

import DockModel

/// The codes of a log-in (RFC 8628 3.2).
public struct DeviceCodes: Sendable, Equatable {
    /// What the endpoint is asked with.
    public var deviceCode: String
    /// What the person types.
    public var userCode: String
    /// Where the person goes.
    public var address: String
    /// The same with the code in it, for a picture or a link.
    public var completeAddress: String?
    /// How long the codes are good for.
    public var lifetime: Duration
    /// The shortest time between two questions.
    public var interval: Duration

    /// Codes of their parts.
    public init(
        deviceCode: String, userCode: String, address: String, completeAddress: String?, lifetime: Duration,
        interval: Duration
    ) {
        self.deviceCode = deviceCode
        self.userCode = userCode
        self.address = address
        self.completeAddress = completeAddress
        self.lifetime = lifetime
        self.interval = interval
    }

    /// The codes in an answer of the device endpoint, or why there are none.
    public static func read(status: Int, mediaType: String?, body: some Collection<UInt8>) -> Result<
        DeviceCodes, DeviceLoginFault
    > {
        guard status == 200, let node = JSONNode(body) else {
            let answer = OAuthAnswer(status: status == 200 ? 0 : status, mediaType: mediaType, body: body)
            return .failure(.refused("\(answer)"))
        }
        // Google's older name of the address is taken as well.
        guard let deviceCode = node["device_code"]?.text, OAuthAnswer.isToken(deviceCode),
            let userCode = node["user_code"]?.text, isShown(userCode, limit: 64),
            let address = node["verification_uri"]?.text ?? node["verification_url"]?.text,
            address.hasPrefix("https://"), isShown(address, limit: 500),
            let seconds = node["expires_in"]?.wholeNumber, seconds > 0
        else { return .failure(.refused("the answer holds no codes")) }
        let complete = node["verification_uri_complete"]?.text
        let interval = node["interval"]?.wholeNumber ?? 5
        return .success(
            DeviceCodes(
                deviceCode: deviceCode, userCode: userCode, address: address,
                completeAddress: complete.flatMap {
                    $0.hasPrefix("https://") && isShown($0, limit: 1_000) ? $0 : nil
                },
                lifetime: .seconds(min(seconds, 86_400)), interval: .seconds(min(max(interval, 1), 300))))
    }

    private static func isShown(_ text: String, limit: Int) -> Bool {
        (1...limit).contains(text.utf8.count) && text == OAuthAnswer.shown(text)
    }
}

/// Why a log-in has ended without a token.
public enum DeviceLoginFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nobody confirmed it in time.
    case expired
    /// The person said no.
    case denied
    /// The server refused, or its answer made no sense.
    case refused(String)

    /// One line for people, with what to do.
    public var description: String {
        switch self {
        case .expired: "nobody confirmed the log-in in time; start it again"
        case .denied: "the log-in was declined at the provider's page; start it again and confirm it"
        case .refused(let words): "the provider refused the log-in: \(words)"
        }
    }
}

/// A log-in that waits for its confirmation.
public struct DeviceLogin: Sendable {
    /// What comes next.
    public enum Step: Sendable, Equatable {
        /// Ask the token endpoint at this instant, not before.
        case ask(at: Instant)
        /// The person has confirmed it.
        case done(OAuthToken)
        /// It has ended without a token.
        case failed(DeviceLoginFault)
    }

    /// What `slow_down` adds to the interval (RFC 8628 3.5).
    static let slowDown = Duration.seconds(5)
    /// The longest interval that lost connections lead to.
    static let longestInterval = Duration.seconds(60)

    private let end: Instant
    private var interval: Duration

    /// A log-in whose codes came at `now`.
    public init(_ codes: DeviceCodes, at now: Instant) {
        end = now + codes.lifetime
        interval = codes.interval
    }

    /// The first step.
    public func begin(at now: Instant) -> Step { next(now) }

    /// The endpoint has answered.
    public mutating func take(_ answer: OAuthAnswer, at now: Instant) -> Step {
        switch answer {
        case .token(let token): return .done(token)
        case .refused("authorization_pending", _): return next(now)
        case .refused("slow_down", _):
            interval += Self.slowDown
            return next(now)
        case .refused("expired_token", _): return .failed(.expired)
        case .refused("access_denied", _), .refused("authorization_declined", _): return .failed(.denied)
        case .refused, .unusable: return .failed(.refused("\(answer)"))
        case .unavailable(_, let wait):
            slower(atLeast: wait ?? .zero)
            return next(now)
        }
    }

    /// The endpoint was not reached: RFC 8628 3.5 asks for fewer questions then.
    public mutating func noAnswer(at now: Instant) -> Step {
        slower(atLeast: .zero)
        return next(now)
    }

    private mutating func slower(atLeast wait: Duration) {
        interval = max(interval, min(max(interval * 2, wait), Self.longestInterval))
    }

    private func next(_ now: Instant) -> Step {
        let time = now + interval
        return time < end ? .ask(at: time) : .failed(.expired)
    }
}
