// SPDX-License-Identifier: Apache-2.0
// How patient parameter exchanges are, as data, and how they can end. It holds no clock; the session that drives the
// exchange does the waiting.

/// Waits and retries of parameter exchanges.
public struct ParameterTiming: Sendable, Equatable {
    /// Silence after which what is missing is asked for (again).
    public var answerTimeout: Duration
    /// How often in a row something is asked without any news.
    public var attempts: Int
    /// How many questions are under way at once; ArduPilot keeps 20.
    public var questionsAtOnce: Int
    /// How often a read begins anew because parameters appeared, disappeared or changed meanwhile.
    public var restarts: Int
    /// The longest a whole read may take, without the share of the parameters.
    public var longestRead: Duration
    /// What each parameter adds to that.
    public var longestPerParameter: Duration

    /// Waits and retries.
    public init(
        answerTimeout: Duration = .seconds(1), attempts: Int = 8, questionsAtOnce: Int = 10,
        restarts: Int = 4,
        longestRead: Duration = .seconds(60), longestPerParameter: Duration = .milliseconds(200)
    ) {
        self.answerTimeout = answerTimeout
        self.attempts = attempts
        self.questionsAtOnce = questionsAtOnce
        self.restarts = restarts
        self.longestRead = longestRead
        self.longestPerParameter = longestPerParameter
    }

    /// Right for a radio or cellular link.
    public static let standard = ParameterTiming()
    /// The most parameters of one vehicle; more are not read.
    public static let mostParameters = 20_000
}

/// How the read of all parameters ended.
public enum ParameterReadOutcome: Sendable, Equatable {
    /// Every parameter the vehicle has.
    case read(ParameterList)
    /// The vehicle stopped answering, and where; or its parameters never stood still.
    case timedOut(because: String)
}

/// How the read of some parameters ended.
public enum ParameterNamesOutcome: Sendable, Equatable {
    /// The values by name, and the names that the vehicle does not have: it said so, or answered others only.
    case read([String: ParameterValue], missing: [String])
    /// The vehicle does not answer questions for parameters.
    case timedOut(because: String)
}

/// How the setting of a parameter ended.
public enum ParameterWriteOutcome: Sendable, Equatable {
    /// The vehicle holds the value; it was read back.
    case held(ParameterValue)
    /// The vehicle holds another value all the same: it limited it or did not take it.
    case differs(ParameterValue)
    /// The vehicle refused, or the value does not fit the parameter's type.
    case refused(because: String)
    /// The vehicle did not answer; what it holds is unknown.
    case timedOut(because: String)
}
