// SPDX-License-Identifier: Apache-2.0
// What the exception filter is set to: limits with deadbands, parents that mute their children, waits and budgets. It
// holds no state, and nothing in it can hold back a safety kind.

public import DockModel

/// A limit on a signal, with the deadband and the delays that keep it from chattering.
public struct LimitRule: Sendable, Codable, Equatable {
    /// The side of the limit that is wrong.
    public enum Side: String, Sendable, Codable { case above, below }

    /// The name that mails and the digest give.
    public var id: String
    /// The source and the signal it watches.
    public var source: String
    /// The signal it watches.
    public var signal: String
    /// The side of the limit that is wrong.
    public var side: Side
    /// The limit, in the unit of the signal.
    public var limit: Double
    /// How far the value must come back before the rule clears.
    public var deadband: Double
    /// How long the value must be wrong before the rule raises, in seconds.
    public var onDelaySeconds: Double
    /// How long the value must be right before the rule clears, in seconds.
    public var offDelaySeconds: Double
    /// The largest change per second that is right; nil when any is.
    public var steepest: Double?
    /// What it raises.
    public var severity: Severity

    /// A rule.
    public init(
        id: String, source: String, signal: String, side: Side, limit: Double, deadband: Double,
        onDelaySeconds: Double = 0, offDelaySeconds: Double = 0, steepest: Double? = nil, severity: Severity
    ) {
        self.id = id
        self.source = source
        self.signal = signal
        self.side = side
        self.limit = limit
        self.deadband = deadband
        self.onDelaySeconds = onDelaySeconds
        self.offDelaySeconds = offDelaySeconds
        self.steepest = steepest
        self.severity = severity
    }
}

/// A parent whose open episode mutes its children.
public struct InhibitionRule: Sendable, Codable, Equatable {
    /// The name that the digest gives.
    public var id: String
    /// The kind of the parent, as in "POWER.mains-lost".
    public var parentKind: String
    /// The kinds that are muted; one that ends in "." mutes its whole family.
    public var mutedKinds: [String]
    /// Whether only children of the parent's own source are muted.
    public var isSameSourceOnly: Bool

    /// A rule.
    public init(id: String, parentKind: String, mutedKinds: [String], isSameSourceOnly: Bool = false) {
        self.id = id
        self.parentKind = parentKind
        self.mutedKinds = mutedKinds
        self.isSameSourceOnly = isSameSourceOnly
    }

    func mutes(_ kind: String) -> Bool {
        mutedKinds.contains { KindName.covers($0, kind) }
    }
}

/// The settings of the filter.
public struct FilterProfile: Sendable, Codable, Equatable {
    /// The limits.
    public var rules: [LimitRule] = []
    /// The parents.
    public var inhibitions: [InhibitionRule] = InhibitionRule.usual
    /// The detector's score from which it has a word.
    public var scoreThreshold = SignalDetector.advisedThreshold
    /// Two related signals within this time make a warning.
    public var relatedSeconds = 600.0
    /// The first mail of a group waits so long for company.
    public var groupWaitSeconds = 30.0
    /// A group takes members for at most so long.
    public var groupIntervalSeconds = 300.0
    /// An open critical episode is told again after so long, unless acknowledged.
    public var criticalRepeatSeconds = 14_400.0
    /// An open lesser episode is told again after so long, unless acknowledged.
    public var repeatSeconds = 86_400.0
    /// An open emergency is told again after so long, unless acknowledged.
    public var emergencyRepeatSeconds = 3_600.0
    /// Kinds that stay open for long by their nature, with the seconds after which they are told again.
    public var slowKinds: [String: Double] = [:]
    /// A warning is mailed at once when it comes so often in one episode.
    public var warningsToMail = 3
    /// Mails an hour, without safety.
    public var mailsPerHour = 6.0
    /// Mails at once, without safety.
    public var mailBurst = 3.0
    /// More raises than this in ten minutes are a flood.
    public var floodAbove = 10
    /// Fewer raises than this in ten minutes end a flood.
    public var floodEndsBelow = 5

    /// The defaults.
    public init() {}

    /// How long after its last mail an open episode is told again.
    func repeatSeconds(_ severity: Severity, kind: String = "") -> Double {
        if let slow = slowKinds[kind] { return slow }
        return switch severity {
        case .emergency: emergencyRepeatSeconds
        case .critical: criticalRepeatSeconds
        case .error, .warning, .notice, .trace: repeatSeconds
        }
    }
}

extension InhibitionRule {
    /// The parents every dock has.
    public static let usual: [InhibitionRule] = [
        InhibitionRule(
            id: "mains-lost", parentKind: "POWER.mains-lost",
            mutedKinds: ["CHARGE.failed", "CHARGE.too-long", "CLIMATE."]),
        InhibitionRule(
            id: "device-lost", parentKind: "LINK.device-lost", mutedKinds: ["SENSOR."], isSameSourceOnly: true
        ),
        InhibitionRule(id: "cover-jam", parentKind: "COVER.timed-out", mutedKinds: ["CLIMATE.temperature"]),
        InhibitionRule(
            id: "hardware-silent", parentKind: "LINK.hardware-silent", mutedKinds: ["LINK.device-lost"]),
    ]
}
