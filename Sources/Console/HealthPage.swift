// SPDX-License-Identifier: Apache-2.0
// What `/healthz` answers: 200 while every check passes, 503 with the reasons otherwise. No check at all is
// not health.

/// One check of the daemon's own health.
public struct HealthCheck: Sendable, Equatable {
    /// What is checked: "store", "field bus".
    public var name: String
    /// Whether it passes.
    public var isPassing: Bool
    /// The evidence, or what is wrong.
    public var detail: String

    /// A check with its result.
    public init(name: String, isPassing: Bool, detail: String) {
        self.name = name
        self.isPassing = isPassing
        self.detail = detail
    }
}

/// The health of the daemon: whether it supervises, not whether the weather is good.
public struct HealthPage: Sendable, Equatable {
    /// All checks.
    public var checks: [HealthCheck]

    /// Health from its checks.
    public init(checks: [HealthCheck]) { self.checks = checks }

    /// Whether there are checks and all pass.
    public var isHealthy: Bool { !checks.isEmpty && checks.allSatisfy(\.isPassing) }
}
