// SPDX-License-Identifier: Apache-2.0
// Sends one command and waits for its verdict. A command is repeated (with a higher confirmation number) only
// while the vehicle has said nothing at all; after any answer it is never sent again.

import DockModel

/// Waits and retries of a command.
public struct CommandTiming: Sendable, Equatable {
    /// How long to wait for the first answer before sending again.
    public var answerTimeout: Duration
    /// How often the command is sent at most.
    public var attempts: Int
    /// How long an `IN_PROGRESS` holds before the next word of the vehicle is overdue.
    public var progressTimeout: Duration
    /// The longest a command may be in progress.
    public var longestProgress: Duration

    /// Waits and retries of a command.
    public init(
        answerTimeout: Duration = .seconds(1), attempts: Int = 4, progressTimeout: Duration = .seconds(10),
        longestProgress: Duration = .seconds(120)
    ) {
        self.answerTimeout = answerTimeout
        self.attempts = attempts
        self.progressTimeout = progressTimeout
        self.longestProgress = longestProgress
    }

    /// Right for a radio or cellular link.
    public static let standard = CommandTiming()
}

/// How a command ended.
public enum CommandOutcome: Sendable, Equatable {
    /// The vehicle does it. What it then really does is seen in its reports.
    case accepted
    /// The vehicle refused, and why.
    case refused(MAVResult, because: String)
    /// The vehicle did not answer, or stopped while it was in progress; what it did is unknown.
    case timedOut(because: String)
}

/// One command and its verdict.
public struct CommandExchange: MicroProtocol {
    private enum Phase: Equatable {
        case ready, asked, inProgress, over
    }

    /// How it ended; nil while it runs.
    public private(set) var outcome: CommandOutcome?
    /// When `tick` is due.
    public private(set) var deadline: Instant?
    /// The percentage of the newest `IN_PROGRESS`; nil when the vehicle named none.
    public private(set) var progressPercent: UInt8?
    /// The command as given.
    public let command: CommandLongMessage

    private let ends: Correspondents
    private let timing: CommandTiming
    private var phase = Phase.ready
    private var sent = 0
    private var end = Instant(nanoseconds: 0)

    /// A command for the vehicle; its target and confirmation are set here.
    public init(
        _ command: CommandLongMessage, between ends: Correspondents, timing: CommandTiming = .standard
    ) {
        var command = command
        command.targetSystem = ends.vehicle.system
        command.targetComponent = ends.vehicle.component
        command.confirmation = 0
        self.command = command
        self.ends = ends
        self.timing = timing
    }

    /// Sends the command.
    public mutating func start(at now: Instant) -> [any MAVLinkMessage] {
        guard phase == .ready else { return [] }
        phase = .asked
        return send(at: now)
    }

    /// Takes the verdict on this command from this vehicle to us.
    public mutating func receive(_ frame: MAVLinkFrame, at now: Instant) -> [any MAVLinkMessage] {
        guard phase == .asked || phase == .inProgress, ends.isFromVehicle(frame),
            let verdict = frame.decode(CommandAckMessage.self), verdict.command == command.command,
            ends.own.isMeant(bySystem: verdict.targetSystem, component: verdict.targetComponent)
        else { return [] }
        switch verdict.result {
        case .accepted:
            finish(.accepted)
        case .inProgress:
            if phase == .asked { end = now + timing.longestProgress }
            phase = .inProgress
            progressPercent = verdict.progress <= 100 ? verdict.progress : nil
            deadline = min(now + timing.progressTimeout, end)
        default:
            finish(.refused(verdict.result, because: verdict.result.words))
        }
        return []
    }

    /// Sends again or gives up.
    public mutating func tick(at now: Instant) -> [any MAVLinkMessage] {
        guard let deadline, now >= deadline else { return [] }
        switch phase {
        case .asked:
            if sent < timing.attempts { return send(at: now) }
            finish(.timedOut(because: "no answer to command \(command.command.rawValue), sent \(sent) times"))
        case .inProgress:
            finish(
                .timedOut(because: "command \(command.command.rawValue) was in progress, then nothing came"))
        case .ready, .over:
            break
        }
        return []
    }

    private mutating func send(at now: Instant) -> [any MAVLinkMessage] {
        var message = command
        message.confirmation = UInt8(clamping: sent)
        sent += 1
        deadline = now + timing.answerTimeout
        return [message]
    }

    private mutating func finish(_ result: CommandOutcome) {
        outcome = result
        phase = .over
        deadline = nil
    }
}

extension MAVResult {
    /// The result in words for people.
    public var words: String {
        switch self {
        case .accepted: "accepted"
        case .temporarilyRejected: "the vehicle cannot do it now; its messages say why"
        case .denied: "the vehicle refuses it"
        case .unsupported: "the vehicle does not know it"
        case .failed: "the vehicle tried and failed"
        case .inProgress: "in progress"
        case .cancelled: "it was cancelled on the vehicle"
        case .commandLongOnly: "the vehicle wants it as COMMAND_LONG"
        case .commandIntOnly: "the vehicle wants it as COMMAND_INT"
        case .commandUnsupportedMAVFrame: "the vehicle does not know its coordinate frame"
        case .notInControl: "another ground station has control"
        default: "the vehicle answered with unknown result \(rawValue)"
        }
    }
}
