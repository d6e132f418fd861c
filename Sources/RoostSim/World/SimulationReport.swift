// SPDX-License-Identifier: Apache-2.0
// What a simulated run found and counted. A report is data alone: the same script gives the same report, bit by bit.
// It decides nothing and judges nothing.

public import RoostCore

/// A rule that did not hold, in the core's own view or in the world's truth.
public struct Violation: Codable, Sendable, Equatable {
    /// The rule.
    public var invariant: Invariant
    /// Seconds of virtual time.
    public var seconds: Double
    /// The phase before the step.
    public var phase: Phase
    /// What was true in the world, and what the core knew.
    public var detail: String

    /// A violation from its parts.
    public init(invariant: Invariant, seconds: Double, phase: Phase, detail: String) {
        self.invariant = invariant
        self.seconds = seconds
        self.phase = phase
        self.detail = detail
    }
}

/// What a simulated run counted.
public struct SimulationCounts: Sendable, Equatable, Codable {
    /// Steps of the core.
    public var steps = 0
    /// Predicates evaluated.
    public var invariantChecks = 0
    /// Checks of the world's truth: looks at the truth, restarts of a copy, steps with a shifted wall clock.
    public var truthChecks = 0, forks = 0, shiftedSteps = 0
    /// How the due missions ended.
    public var outcomes: [String: Int] = [:]
    /// Mails queued, by kind.
    public var mails: [String: Int] = [:]
    /// Mails that the server took, and those given up.
    public var mailsSent = 0, mailsFailed = 0
    /// Incidents opened, by kind.
    public var incidents: [String: Int] = [:]
    /// Faults injected, by name.
    public var faults: [String: Int] = [:]
    /// Steps that ended in a phase, by phase.
    public var phases: [String: Int] = [:]
    /// Restarts of the process, and visits of a person.
    public var restarts = 0, visits = 0
    /// Flights that truly left the pad.
    public var flights = 0

    /// Nothing counted yet.
    public init() {}
}

/// What a run counted and found.
public struct SimulationReport: Sendable, Codable, Equatable {
    /// Most violations kept.
    static let mostViolations = 100

    /// What was counted.
    public var counts: SimulationCounts
    /// Rules that did not hold, at most a hundred.
    public var violations: [Violation]

    /// A report from its parts.
    public init(counts: SimulationCounts = SimulationCounts(), violations: [Violation] = []) {
        self.counts = counts
        self.violations = violations
    }
}

extension Notice {
    /// The kind of mail it becomes.
    public var kindName: String {
        switch self {
        case .mission: "mission"
        case .part: "part"
        case .incident: "incident"
        case .digest: "digest"
        }
    }
}
