// SPDX-License-Identifier: Apache-2.0
// Facts that several reports share: which mission verdicts there are, how a gate answered, when a part ends.
// They are plain values; what is nil was not measured and is shown so.

import DockModel

/// Which dock speaks, and how.
public struct ReportSource: Sendable, Equatable, Codable {
    /// The dock.
    public var dock: DockID
    /// The version of the software.
    public var version: String

    /// A source.
    public init(dock: DockID, version: String) {
        self.dock = dock
        self.version = version
    }
}

/// How a planned mission ended. Partial is never called done.
public enum MissionVerdict: String, Sendable, Equatable, Codable, CaseIterable {
    /// Flown, with every item of the plan reached.
    case done
    /// Flown and landed at home, but not every item was reached.
    case partial
    /// Broken off.
    case aborted
    /// Landed somewhere else.
    case diverted
    /// Contact was lost; the vehicle's state is not known.
    case lost
    /// Not flown yet: a gate holds it, another try follows.
    case held
    /// Not flown: a gate refused it.
    case refused
    /// Not flown: its window passed while it was held.
    case expired
    /// Not flown: left out by the schedule's own rules.
    case skipped
}

/// How one launch gate answered.
public struct GateLine: Sendable, Equatable {
    /// The answers a gate can give.
    public enum Answer: String, Sendable, Equatable, Codable {
        /// It lets the launch pass.
        case pass
        /// It holds the launch for a while.
        case hold
        /// It refuses the launch.
        case refuse
    }

    /// The gate's name: "wind".
    public var name: String
    /// Its answer.
    public var answer: Answer
    /// What was measured, with its unit; nil when nothing was.
    public var value: String?
    /// The limit, with its unit; nil when there is none.
    public var limit: String?

    /// A gate's answer.
    public init(name: String, answer: Answer, value: String?, limit: String?) {
        self.name = name
        self.answer = answer
        self.value = value
        self.limit = limit
    }
}

/// When a part ends, in days from now: one part in ten, half, nine in ten.
public struct DaysLeft: Sendable, Equatable, Codable {
    /// One part in ten ends earlier.
    public var p10: Double
    /// Half of the parts end earlier.
    public var p50: Double
    /// Nine parts in ten end earlier.
    public var p90: Double

    /// Days left; they are brought into order, and what is no number counts as 0.
    public init(p10: Double, p50: Double, p90: Double) {
        func tidy(_ value: Double) -> Double { value.isNaN ? 0 : min(max(value, 0), 36_500) }
        self.p10 = tidy(p10)
        self.p50 = max(tidy(p50), self.p10)
        self.p90 = max(tidy(p90), self.p50)
    }
}

/// How near the end a part is.
public enum PartStage: String, Sendable, Equatable, Codable, CaseIterable {
    /// Time to order.
    case plan
    /// Time to change.
    case replace
    /// Worn out.
    case stop
}

/// What a wear forecast rests on.
public enum PartBasis: Sendable, Equatable, Codable {
    /// Only the catalogue's usual life.
    case catalogue
    /// This many measurements of the unit.
    case measured(rows: Int)
}

/// One open or closed incident, in a line.
public struct IncidentLine: Sendable, Equatable, Codable {
    /// Its number.
    public var id: String
    /// Its class.
    public var severity: Severity
    /// What happened, in a few words.
    public var title: String
    /// When it began.
    public var since: WallTime
    /// How often it happened.
    public var count: Int

    /// An incident in a line.
    public init(id: String, severity: Severity, title: String, since: WallTime, count: Int = 1) {
        self.id = id
        self.severity = severity
        self.title = title
        self.since = since
        self.count = count
    }
}
