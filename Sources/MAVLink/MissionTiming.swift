// SPDX-License-Identifier: Apache-2.0
// How patient mission transfers are, as data, and what a vehicle's refusal means in words.
// It holds no clock; the session that drives the transfer does the waiting.

/// Waits and retries of a mission transfer.
public struct MissionTiming: Sendable, Equatable {
    /// How long to wait for an answer before asking again.
    public var answerTimeout: Duration
    /// How often one thing is asked before the transfer counts as silent.
    public var attempts: Int
    /// How many answer time-outs a vehicle that has every item may take for its verdict, before it is sent
    /// again.
    public var verdictAttempts: Int
    /// How many announcements in a row may be answered with an error that names nothing.
    public var errorAttempts = 5
    /// How often a silent or cancelled upload starts again from the top.
    public var restarts: Int
    /// The longest a whole transfer may take, without the share of the items.
    public var longestTransfer: Duration
    /// What each item adds to that.
    public var longestPerItem: Duration

    /// Waits and retries of a transfer.
    public init(
        answerTimeout: Duration = .seconds(1), attempts: Int = 10, verdictAttempts: Int = 4,
        restarts: Int = 4,
        longestTransfer: Duration = .seconds(60), longestPerItem: Duration = .milliseconds(500)
    ) {
        self.answerTimeout = answerTimeout
        self.attempts = attempts
        self.verdictAttempts = verdictAttempts
        self.restarts = restarts
        self.longestTransfer = longestTransfer
        self.longestPerItem = longestPerItem
    }

    /// Right for a radio or cellular link.
    public static let standard = MissionTiming()
}

/// Limits of mission transfers.
public enum MissionLimit {
    /// The most items of one list; more are refused before the first is sent.
    public static let items = 10_000
}

/// How an upload ended.
public enum MissionUploadOutcome: Sendable, Equatable {
    /// The vehicle took every item. Read back before flying.
    case accepted
    /// The vehicle (or a limit here) refused, and why.
    case refused(MAVMissionResult, because: String)
    /// The vehicle stopped answering, and where.
    case timedOut(because: String)
    /// We gave it up.
    case cancelled
}

/// How a download ended.
public enum MissionDownloadOutcome: Sendable, Equatable {
    /// The list the vehicle holds.
    case items([MissionItem])
    /// The vehicle (or a limit here) refused, and why.
    case refused(MAVMissionResult, because: String)
    /// The vehicle stopped answering, and where.
    case timedOut(because: String)
}

extension MAVMissionResult {
    /// The result in words for people.
    public var words: String {
        switch self {
        case .accepted: "accepted"
        case .error: "the vehicle reports an error without saying which"
        case .unsupportedFrame: "the vehicle does not know the coordinate frame of an item"
        case .unsupported: "the vehicle does not know a command of the list"
        case .noSpace: "the list is longer than the vehicle's memory"
        case .invalid: "an item has an invalid value"
        case .invalidParam1: "an item's parameter 1 is invalid"
        case .invalidParam2: "an item's parameter 2 is invalid"
        case .invalidParam3: "an item's parameter 3 is invalid"
        case .invalidParam4: "an item's parameter 4 is invalid"
        case .invalidParam5X: "an item's x or latitude is invalid"
        case .invalidParam6Y: "an item's y or longitude is invalid"
        case .invalidParam7: "an item's altitude is invalid"
        case .invalidSequence: "the vehicle received an item out of order"
        case .denied: "the vehicle does not take missions from this ground station now"
        case .operationCancelled: "the vehicle cancelled the transfer"
        default: "the vehicle answered with unknown result \(rawValue)"
        }
    }
}
