// SPDX-License-Identifier: Apache-2.0
// When the next sign of life is due, and its making: the number is stored in the commit that queues the mail, so that
// none is used twice and none is left out. It holds the key and never shows it.

internal import DockModel
internal import Logging
internal import RoostCore
internal import Store
public import Triage

/// What signs of life a dock sends.
public struct HeartbeatPlan: Sendable {
    /// Time between two on the ground.
    public var every: Duration
    /// Time between two while the vehicle is out.
    public var inFlight: Duration
    /// Who gets them; empty for those who get alerts.
    public var recipients: [String]
    let key: MessageKey

    /// A plan.
    public init(every: Duration, inFlight: Duration, recipients: [String] = [], key: MessageKey) {
        self.every = every
        self.inFlight = inFlight
        self.recipients = recipients
        self.key = key
    }
}

/// A sign of life, ready to be put into a mail.
struct SignedHeartbeat: Sendable {
    var note: HeartbeatNote
    /// Its lines with the signature.
    var text: String
    /// Who gets it; empty for those who get alerts.
    var recipients: [String]
}

extension MailKind {
    /// The signs of life.
    static let heartbeat = "heartbeat"
}

private struct PulseMemory: Codable {
    var epoch: Int64
    var sequence: Int64
    /// Superseded ones when the numbers began.
    var supersededBefore: Int
}

/// The signs of life of one dock, as a value: the loop keeps the new one only when its mail is on the disk.
struct HeartbeatPulse: Sendable {
    /// The name under which its numbers are kept.
    static let name = "heartbeat"
    /// The part of the interval after which the next one is made, so that it is queued before it is due.
    static let lead = 0.95

    private let plan: HeartbeatPlan
    private let dock: DockID
    private let database: RoostDatabase
    private let logger: Logger
    private var epoch: Int64
    private var sequence: Int64 = 0
    private var supersededBefore: Int
    private var last: (at: Instant, interval: Duration, isInFlight: Bool)?

    /// The numbers as they were committed last; ones that cannot be read begin anew, which readers see.
    init(_ plan: HeartbeatPlan, dock: DockID, database: RoostDatabase, at now: Moment, logger: Logger) {
        self.plan = plan
        self.dock = dock
        self.database = database
        self.logger = logger
        epoch = now.wall.milliseconds
        supersededBefore = 0
        do {
            supersededBefore = try database.superseded(kind: MailKind.heartbeat)
            if let kept = try database.kept(Self.name) {
                let memory = try StateCoding.decode(PulseMemory.self, from: kept)
                (epoch, sequence, supersededBefore) = (memory.epoch, memory.sequence, memory.supersededBefore)
            }
        } catch {
            logger.error("the numbers of the heartbeat cannot be read and begin anew: \(error)")
        }
    }

    private static func isOut(_ state: DockState) -> Bool {
        state.phase.isAirborne || state.phase == .lost || state.launchStage == .takingOff
    }

    /// Whether one is to be made: after a start, at a take-off, and before the promised time.
    func isDue(_ state: DockState, at now: Moment) -> Bool {
        guard let last else { return true }
        if Self.isOut(state), !last.isInFlight { return true }
        return last.at.duration(to: now.boot).inSeconds >= last.interval.inSeconds * Self.lead
    }

    /// Makes one: its mail replaces those that still wait, and its number is stored with it.
    mutating func beat(
        _ state: DockState, at now: Moment, writer: any NoticeWriter, desk: inout TriageDesk,
        into answer: inout TriageDesk.Answer
    ) throws {
        let isOut = Self.isOut(state)
        let interval = isOut ? plan.inFlight : plan.every
        sequence += 1
        last = (now.boot, interval, isOut)
        // Those that wait now are superseded in this commit.
        let superseded =
            try database.superseded(kind: MailKind.heartbeat)
            + database.waitingMails(kind: MailKind.heartbeat)
            - supersededBefore
        let note = HeartbeatNote(
            dock: dock.text, epoch: epoch, sequence: sequence, sent: now.wall,
            isClockTrusted: now.isWallTrusted,
            next: now.wall + interval, phase: state.phase.rawValue, isInFlight: isOut,
            incidents: state.incidents.count, superseded: max(0, superseded))
        let beat = SignedHeartbeat(
            note: note, text: note.text(signedBy: plan.key), recipients: plan.recipients)
        let mail = writer.mail(for: beat, now: now)
        if let mail { answer.mails.append(mail) }
        answer.commit.supersedes = MailKind.heartbeat
        answer.commit.kept.append(
            KeptValue(
                name: Self.name,
                body: try StateCoding.encode(
                    PulseMemory(epoch: epoch, sequence: sequence, supersededBefore: supersededBefore))))
        let dock = dock
        try desk.pass(
            { id in
                TriageEvent(
                    id: id, dock: dock.text, source: "dock", kind: SafetyKind.heartbeat, severity: .trace,
                    time: now.wall)
            }, mail: mail?.dedupe, at: now, into: &answer)
    }
}
