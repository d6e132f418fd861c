// SPDX-License-Identifier: Apache-2.0
// How long a mail may wait before it is given up, by its kind. Five days is the least that may be asked for (R13): a
// server that is down over a long weekend must cost no mail.

/// The patience with mails that no server takes.
public struct MailPatience: Sendable, Equatable {
    /// The least and the most that may be set.
    public static let range = Duration.seconds(5 * 86_400)...Duration.seconds(400 * 86_400)
    /// Kinds that lose their worth sooner than others: a sign of life of last week tells nothing, and the digests of
    /// three weeks tell what the later ones do.
    private static let short: [String: Duration] = [
        "heartbeat": .seconds(5 * 86_400), "digest": .seconds(20 * 86_400),
    ]

    private let spans: [String: Duration]

    /// The usual patience, with other spans for some kinds.
    public init(_ spans: [String: Duration] = [:]) {
        self.spans = spans.mapValues { min(max($0, Self.range.lowerBound), Self.range.upperBound) }
    }

    /// How long mails of a kind may wait.
    public func span(ofKind kind: String) -> Duration {
        spans[kind] ?? Self.short[kind] ?? OutboxLimit.defaultExpiry
    }
}
