// SPDX-License-Identifier: Apache-2.0
// What the exception filter is asked about: one thing that happened, as it was stored before any decision. It carries
// facts only; what is to be done with it is the filter's answer.

public import DockModel

/// What the source says about its own reading.
public enum SourceState: String, Sendable, Codable, CaseIterable {
    /// The reading is fresh and plausible, or the event is no reading.
    case sound
    /// The reading is too old.
    case stale
    /// The reading has not moved for longer than its signal ever stands still.
    case frozen
    /// The reading is outside of what the sensor can measure.
    case outOfRange
}

/// One event, written to the store before it is judged.
public struct TriageEvent: Sendable, Codable, Equatable {
    /// Its number; a later event has a larger one.
    public var id: Int64
    /// The dock.
    public var dock: String
    /// The device or subsystem that reports, as in "climate".
    public var source: String
    /// The signal, as in "cabinet-temperature"; empty when the event is no reading.
    public var signal: String
    /// Family and kind, as in "POWER.smoke".
    public var kind: String
    /// How urgent the reporter says it is.
    public var severity: Severity
    /// The reading, when there is one.
    public var value: Double?
    /// The unit of the reading.
    public var unit: String
    /// When it happened.
    public var time: WallTime
    /// The part of the dock whose events are told in one mail; empty for the source alone.
    public var subsystem = ""
    /// Whether the catalogue says that nothing may hold it back.
    public var isMarkedSafety = false
    /// Whether it is a report that people asked for: a confirmation, a part notice, the digest.
    public var isReport = false
    /// The mission it belongs to, if any.
    public var mission: String?
    /// What the source says about its reading.
    public var state: SourceState
    /// Whether this is the end of what was raised before.
    public var isClear: Bool
    /// The detector's score of the reading; nil when it did not run.
    public var score: Double?

    /// An event.
    public init(
        id: Int64, dock: String = "", source: String, signal: String = "", kind: String, severity: Severity,
        value: Double? = nil, unit: String = "", time: WallTime, mission: String? = nil,
        state: SourceState = .sound,
        isClear: Bool = false, score: Double? = nil
    ) {
        self.id = id
        self.dock = dock
        self.source = source
        self.signal = signal
        self.kind = kind
        self.severity = severity
        self.value = value
        self.unit = unit
        self.time = time
        self.mission = mission
        self.state = state
        self.isClear = isClear
        self.score = score
    }

    /// What one episode is about: dock, source, signal and kind.
    public var key: String { "\(dock)\u{1F}\(source)\u{1F}\(signal)\u{1F}\(kind)" }

    /// Whether nothing may hold this event back.
    public var isSafety: Bool { severity == .emergency || isMarkedSafety || SafetyKind.all.contains(kind) }

    /// Whether it is the sign of life, which is no alert.
    public var isHeartbeat: Bool { kind == SafetyKind.heartbeat }

    /// Whether it is no alert: a sign of life, or a report that people asked for. No alert is counted against it.
    public var isNoAlert: Bool { isHeartbeat || isReport }
}

/// The name of a kind, or of a family of kinds when it ends in a dot.
enum KindName {
    /// Whether `name` names `kind` or a family it belongs to.
    static func covers(_ name: String, _ kind: String) -> Bool {
        name.hasSuffix(".") ? kind.hasPrefix(name) : kind == name
    }
}

/// The kinds that no rule, shelf, limit or detector holds back.
public enum SafetyKind {
    /// Fire and smoke, battery over temperature, lost vehicle, intrusion, failed landing.
    public static let all: Set<String> = [
        "POWER.fire", "POWER.smoke", "BATTERY.over-temperature", "NAV.vehicle-lost", "NAV.landing-failed",
        "SECURITY.intrusion",
    ]
    /// The sign of life.
    public static let heartbeat = "MAIL.heartbeat"
}
