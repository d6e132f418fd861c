// SPDX-License-Identifier: Apache-2.0
// How long to wait before the next attempt (R9, R11). It draws no random number: the jitter is handed in, so
// that every delay can be tested.

import DockModel

/// When the next attempt is due.
public enum RetryPlan {
    /// The wait after the first failure, before jitter.
    public static let firstDelay = Duration.seconds(30)
    /// The longest wait: short enough for a morning report.
    public static let longestDelay = Duration.seconds(3_600)
    /// The shortest wait after refused credentials: servers lock accounts that hammer (R11).
    public static let credentialDelay = Duration.seconds(900)

    /// The wait after `attempts` failures (1 for the first): doubling from 30 s to 1 h, then spread over the
    /// upper half by `jitter`, a number from 0 to 1.
    public static func delay(afterFailures attempts: Int, jitter: Double) -> Duration {
        let doublings = min(max(attempts, 1) - 1, 7)
        let full = min(firstDelay.nanoseconds << Int64(doublings), longestDelay.nanoseconds)
        let share = jitter.isFinite ? min(max(jitter, 0), 1) : 0.5
        return .nanoseconds(full / 2 + Int64(Double(full / 2) * share))
    }

    /// The wait after `failures` sessions in a row that ended with a fault.
    public static func delay(afterFailures failures: Int, isAboutCredentials: Bool, jitter: Double)
        -> Duration
    {
        let plain = delay(afterFailures: failures, jitter: jitter)
        return isAboutCredentials ? max(plain, credentialDelay + plain / 4) : plain
    }
}
