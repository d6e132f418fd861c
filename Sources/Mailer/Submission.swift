// SPDX-License-Identifier: Apache-2.0
// Sends the mails of a queue: one connection a flush, most urgent first, each result stored as its reply
// arrives and before QUIT (R3, R5, R8). It gives nothing up because of a connection. It blocks its thread;
// give it one of its own.

import DockModel
import Post

/// Sends the mails of a queue to one server. Use it from one thread at a time and keep it between flushes: it
/// remembers the TLS session (R25) and what the server cannot do (R19).
public final class Submission {
    /// Which server, and how.
    public let settings: SubmissionSettings
    /// What is known about the server.
    public private(set) var traits: HostTraits

    private let secret: (SecretRequest) throws -> String
    private let clock: () -> Moment
    private let jitter: () -> Double
    private let shouldStop: () -> Bool
    private var context: TLSContext?
    /// What the last flush could not tell its queue.
    private var debt: Debt?

    /// What a flush owes to a queue that failed: results that were not stored, and leases that were not given back.
    private struct Debt {
        var owner: String
        var results: [(mail: Int64, outcomes: [RecipientOutcome])]
    }

    /// Connections of one flush: a server may limit the mails of a session (R20), not our patience.
    private static let mostConnections = 50

    /// Octets of one TLS record: a usual mail with its envelope. A server can do nothing with a record before its last
    /// octet has come, and 16 KiB take a second of a satellite's line.
    private static let recordOctets = 4_608

    /// A client of one server. `secret` is asked once a connection and must not block for long; `clock` stamps
    /// results; `jitter` gives numbers from 0 to 1. Once `shouldStop` is true no mail is begun, and connecting,
    /// the handshake and the log-in end within half a second; what is under way is still answered, for at most
    /// `stopGrace`. A process that must end at once simply ends; the queue bears that.
    public init(
        settings: SubmissionSettings, traits: HostTraits = HostTraits(),
        secret: @escaping (SecretRequest) throws -> String, clock: @escaping () -> Moment,
        jitter: @escaping () -> Double = { Double.random(in: 0...1) },
        shouldStop: @escaping () -> Bool = { false }
    ) {
        self.settings = settings
        self.traits = traits
        self.secret = secret
        self.clock = clock
        self.jitter = jitter
        self.shouldStop = shouldStop
    }

    /// Sends all due mails of `queue`, and with `includeDeferred` those whose time has not come (the link is
    /// back). `owner` must differ between processes and between flushes; `previousFailures` counts the
    /// flushes before this one that ended with a fault in a row, for the back-off in the report.
    /// - Throws: only what the queue throws; everything about the server is in the report.
    public func flush<Queue: DeliveryQueue>(
        _ queue: Queue, owner: String, includeDeferred: Bool = false, previousFailures: Int = 0
    ) throws -> FlushReport {
        try payDebt(to: queue)
        var run = FlushRun(
            queue: queue, owner: owner, includeDeferred: includeDeferred, settings: settings, clock: clock,
            jitter: jitter)
        do {
            return try flush(&run, previousFailures: previousFailures)
        } catch {
            debt = Debt(owner: owner, results: run.unrecorded)
            // The disk may be well again; if it is not, the next flush begins with this.
            try? payDebt(to: queue)
            throw error
        }
    }

    /// Tells the queue what a flush before could not: a mail that was sent is not sent again, and none stays on lease.
    private func payDebt(to queue: some DeliveryQueue) throws {
        while let result = debt?.results.first, let owner = debt?.owner {
            try queue.record(result.outcomes, of: result.mail, owner: owner, now: clock().wall)
            debt?.results.removeFirst()
        }
        if let owner = debt?.owner { try queue.releaseAll(of: owner, now: clock().wall) }
        debt = nil
    }

    private func flush<Queue: DeliveryQueue>(_ run: inout FlushRun<Queue>, previousFailures: Int) throws
        -> FlushReport
    {
        var request = SecretRequest.current
        while run.report.connections < Self.mostConnections, !shouldStop(), let first = try run.nextMail() {
            let servedBefore = run.report.sent + run.report.refused
            let end: SessionEnd
            do throws(MailerError) {
                end = try session(&run, first: first, request: request)
            } catch {
                end = .fault(error)
            }
            if let failure = run.queueFailure { throw failure }
            try run.countWire(isSessionOver: true)
            try run.releaseHeld()
            let hasProgress = run.report.sent + run.report.refused > servedBefore
            switch end {
            case .finished(let stop):
                run.report.stoppedBy = stop
                if run.sawLimit, hasProgress { continue }
            case .fault(.session(.credentialsRefused))
            where settings.mechanisms.contains(where: \.usesToken) && request == .current:
                request = .refreshed
                continue
            case .fault(.session(.serviceClosing)) where hasProgress:
                continue
            case .fault(.stopped):
                break
            case .fault(let error):
                run.report.fault = error
            }
            break
        }
        return try finish(&run, previousFailures: previousFailures)
    }

    private func finish<Queue: DeliveryQueue>(_ run: inout FlushRun<Queue>, previousFailures: Int) throws
        -> FlushReport
    {
        try run.releaseHeld()
        try run.releaseSkipped()
        run.report.wasStopped = shouldStop()
        run.report.leftInQueue = try run.queue.waitingCount()
        let failures = max(previousFailures, 0) + 1
        if let fault = run.report.fault {
            let delay = RetryPlan.delay(
                afterFailures: failures, isAboutCredentials: fault.isAboutCredentials, jitter: jitter())
            if case .secretLater(_, let wait) = fault {
                run.report.retryAfter = max(delay, wait)
            } else {
                run.report.retryAfter = delay
            }
        } else if run.report.stoppedBy != nil {
            run.report.retryAfter = RetryPlan.delay(afterFailures: failures, jitter: jitter())
        }
        return run.report
    }

    // MARK: - One connection

    /// Port 25 is for servers among themselves; a relay of one's own is used only where the settings say why.
    static func checkPort(_ settings: SubmissionSettings) throws(MailerError) {
        if settings.port == 25, settings.privateRelay == nil { throw .relayPort }
    }

    func policy(_ request: SecretRequest) throws(MailerError) -> SubmissionPolicy {
        var credential: SubmissionCredential?
        if let user = settings.user {
            let text: String
            do {
                text = try secret(request)
            } catch let fault as TokenFault where !fault.needsPerson {
                throw .secretLater(reason: fault.description, retryAfter: fault.retryAfter)
            } catch {
                throw .secret(reason: "\(error)")
            }
            credential = SubmissionCredential(
                user: user, secret: text, mechanisms: settings.mechanisms, host: settings.host, port: settings.port,
                scram: SCRAMMeans(nonce: SCRAMFunctions.nonce(), functions: .openSSL))
        }
        return SubmissionPolicy(
            helloName: settings.helloName, security: settings.security, credential: credential,
            window: settings.window, smallMailWindow: settings.smallMailWindow, traits: traits,
            timeouts: settings.timeouts)
    }

    func secure(_ wire: Wire, _ report: inout FlushReport) throws(MailerError) -> TLSConnection {
        let context: TLSContext
        if let known = self.context {
            context = known
        } else {
            context = try TLSContext(caFile: settings.caFile, pins: settings.pins, identity: settings.identity)
        }
        self.context = context
        let connection = try context.connection(host: settings.host)
        do {
            try wire.secure(
                with: connection, deadline: realNow() + settings.timeouts.handshake,
                isClockTrusted: clock().isWallTrusted, shouldStop: shouldStop)
        } catch {
            if error != .stopped { context.forgetSession() }
            throw error
        }
        if connection.hasResumed { report.resumedSession = true }
        return connection
    }

    /// Runs one session to its end. A fault before the machine could report it is thrown.
    private func session<Queue: DeliveryQueue>(
        _ run: inout FlushRun<Queue>, first: QueuedMail, request: SecretRequest
    ) throws(MailerError) -> SessionEnd {
        try Self.checkPort(settings)
        let policy = try policy(request)
        run.report.connections += 1
        let began = realNow()
        let socket = try Socket.connect(
            host: settings.host, port: settings.port, timeout: settings.connectTimeout,
            unacknowledgedTimeout: settings.unacknowledgedTimeout, shouldStop: shouldStop)
        let wire = Wire(socket: socket)
        run.report.connectTime = began.duration(to: realNow())
        defer {
            wire.close()
            run.wireOctets = wire.octets
            run.report.octetsOnWire += wire.octets
            run.report.sessionTime += began.duration(to: realNow())
        }
        var tls: TLSConnection?
        if settings.security == .tls { tls = try secure(wire, &run.report) }
        var machine = SubmissionMachine(policy: policy)
        var pending: QueuedMail? = first
        var pace = SessionPace(machine)
        var end: SessionEnd?
        var stopDeadline: Instant?
        run.sawLimit = false
        var stop: SMTPReply?
        defer { traits = machine.traits }
        while run.queueFailure == nil {
            for event in machine.takeEvents() {
                switch event {
                case .startTLS:
                    tls = try secure(wire, &run.report)
                    machine.tlsEstablished()
                    pace.lastProgress = realNow()
                case .ready: break
                case .verdicts(let mail, let verdicts): run.note(verdicts, of: mail)
                case .windingUp(let reply):
                    run.sawLimit = true
                    stop = reply
                case .fault(let fault): end = .fault(.session(fault))
                case .finished: end = .finished(stop)
                }
            }
            if machine.isClosed { break }
            run.wireOctets = wire.octets
            if shouldStop() {
                if pending != nil { throw .stopped }
                let deadline = stopDeadline ?? realNow() + settings.stopGrace
                stopDeadline = deadline
                if realNow() >= deadline { machine.connectionLost(reason: "stopped before the reply came") }
            }
            offerMail(&machine, &run, &pending)
            if machine.hasEvents { continue }
            exchange(&machine, wire, &pace)
            run.renewIfNeeded()
        }
        if let tls { context?.keepSession(of: tls) }
        return end ?? .fault(.session(.connectionLost(during: .nextMail, reason: "the queue failed")))
    }

    private func offerMail<Queue: DeliveryQueue>(
        _ machine: inout SubmissionMachine, _ run: inout FlushRun<Queue>, _ pending: inout QueuedMail?
    ) {
        while machine.wantsMail, !machine.hasEvents, run.queueFailure == nil {
            if let mail = pending {
                pending = nil
                machine.offer(mail)
            } else if shouldStop() {
                return machine.finish()
            } else if let mail = run.takeMail() {
                machine.offer(mail)
            } else {
                return machine.finish()
            }
        }
        if machine.isWindingUp { machine.finish() }
    }

    /// Writes and reads once; ends the machine when a wait has lasted too long.
    func exchange(_ machine: inout SubmissionMachine, _ wire: Wire, _ pace: inout SessionPace) {
        do throws(MailerError) {
            if !wire.hasUnwritten, machine.hasOutput { try wire.send(machine.takeOutput(limit: Self.recordOctets)) }
        } catch {
            return machine.connectionLost(reason: error.description)
        }
        let wait = wire.hasUnwritten ? SubmissionWait.writing : machine.wait
        let deadline = pace.lastProgress + settings.timeouts.span(of: wait)
        let ready = wire.wait(until: deadline)
        if ready.isWritable {
            if let reason = wire.writeSome() { return drain(&machine, wire, reason) }
            pace.lastProgress = realNow()
        }
        if ready.isReadable {
            switch wire.readSome() {
            case .octets(let octets): machine.receive(octets)
            case .ended(let reason): machine.connectionLost(reason: reason)
            }
        }
        if machine.repliesSeen != pace.repliesSeen {
            pace.repliesSeen = machine.repliesSeen
            pace.lastProgress = realNow()
        } else if !ready.isWritable, realNow() >= deadline {
            machine.timedOut()
        }
    }

    /// The wall clock of the owner.
    var wallNow: WallTime { clock().wall }

    /// The server no longer reads, but its last words may have arrived: a final reply there spares a
    /// duplicate.
    private func drain(_ machine: inout SubmissionMachine, _ wire: Wire, _ reason: String) {
        for _ in 0..<64 where !machine.isClosed {
            guard wire.wait(until: realNow()).isReadable, case .octets(let octets) = wire.readSome() else {
                break
            }
            machine.receive(octets)
        }
        machine.connectionLost(reason: reason)
    }
}

/// When a session last came forward, for its time-outs.
struct SessionPace {
    var lastProgress = realNow()
    var repliesSeen: Int

    init(_ machine: SubmissionMachine) { repliesSeen = machine.repliesSeen }
}

/// How a session ended.
enum SessionEnd {
    /// After QUIT; with the reply that stopped it early, if one did.
    case finished(SMTPReply?)
    case fault(MailerError)
}
