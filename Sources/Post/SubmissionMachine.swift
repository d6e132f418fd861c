// SPDX-License-Identifier: Apache-2.0
// The SMTP submission client as a machine: octets in, octets and events out. It decides the order of
// commands, what may be grouped, and what every reply means. It never sends credentials or mail before TLS,
// never sends an octet of content it may not send, and gives each recipient of each offered mail exactly one
// verdict.

/// The SMTP submission client as a machine of octets and events.
public struct SubmissionMachine: Sendable {
    /// Where the session stands.
    enum Stage: Sendable, Equatable {
        case greeting, plainHello, startTLS, handshake, hello
        case authenticating(step: Int, sentInitialResponse: Bool)
        case ready, quitting, closed
    }

    /// What a reply will answer.
    enum Question: Sendable, Equatable {
        case mail
        case recipient(Int)
        case data, content, reset, quit
    }

    /// A reply that is due, in the order of the commands.
    struct Expectation: Sendable, Equatable {
        var question: Question
        /// The transaction it belongs to; nil for RSET and QUIT.
        var serial: Int?
        /// Octets of the session up to the end of the command: a good reply before they are written cannot be
        /// real.
        var end = 0
    }

    /// What still has to be sent.
    enum Item: Sendable {
        case command([UInt8], Expectation)
        /// Nothing passes before all replies are in; then the content follows if any recipient was accepted.
        case gate(Int)
    }

    /// Mails above this size wait for the replies to their envelope, so that no large content is sent in
    /// vain.
    static let largestPipelinedMail = 65_536
    /// Further mails are asked for only when less than this waits to be written, so that an alert overtakes
    /// (R8).
    static let lowWater = 16_384
    /// Beyond `window`, further mails go out only while less than this is unanswered: the octets that 600 ms of
    /// 128 kbit/s hold, and half as much again.
    static let smallMailOctets = 14_400
    /// Recipients of one transaction (RFC 5321 4.5.3.1.8 promises 100).
    static let mostRecipients = 100

    /// What the session was told.
    public let policy: SubmissionPolicy
    /// What the server offers, from EHLO inside TLS.
    public internal(set) var capabilities = ServerCapabilities()
    /// What is now known about the server; keep it for the next session.
    public internal(set) var traits: HostTraits
    /// Replies that arrived; a deadline starts anew with each.
    public internal(set) var repliesSeen = 0

    var stage = Stage.greeting
    /// The log-in under way.
    var authentication: AuthenticationExchange?
    var parser = SMTPReplyParser()
    var output: [UInt8] = []
    var outputStart = 0
    var octetsTaken = 0
    var items: [Item] = []
    var expected: [Expectation] = []
    var inFlight: [Transaction] = []
    var parts: [Transaction] = []
    var events: [SubmissionEvent] = []
    var mailsStarted = 0
    var nextSerial = 0
    /// Whether the server provably has no transaction open, so that MAIL needs no RSET before it.
    var isClean = true
    var isFinishing = false

    /// A session that is about to read the greeting: inside TLS with `.tls`, in the clear with `.starttls`.
    public init(policy: SubmissionPolicy) {
        self.policy = policy
        traits = policy.traits
    }

    // MARK: - What the owner asks

    /// Whether the session has ended.
    public var isClosed: Bool { stage == .closed }
    /// Whether octets wait to be written.
    public var hasOutput: Bool { outputStart < output.count }

    /// Whether `takeEvents` would return any.
    public var hasEvents: Bool { !events.isEmpty }
    /// Whether the server takes no more mails in this session.
    public internal(set) var isWindingUp = false

    /// What the session waits for now.
    public var wait: SubmissionWait {
        hasOutput ? .writing : replyWait
    }

    /// Which reply comes next, also while octets wait to be written.
    public var awaitedReply: SubmissionWait { replyWait }

    /// Whether a mail may be offered now.
    public var wantsMail: Bool {
        guard stage == .ready, !isFinishing, !isWindingUp, items.isEmpty, parts.isEmpty else { return false }
        guard output.count - outputStart <= Self.lowWater, expected.last?.question != .data else {
            return false
        }
        return hasRoom
    }

    /// Whether one more transaction may be under way; the final replies that a cut can lose stay this few (R3).
    var hasRoom: Bool {
        guard isPipelining else { return inFlight.isEmpty }
        if inFlight.count < policy.window { return true }
        let octets = inFlight.reduce(0) { $0 + $1.octets.count }
        return inFlight.count < policy.smallMailWindow && octets < Self.smallMailOctets
    }

    var isPipelining: Bool { capabilities.offersPipelining && !traits.avoidsPipelining }
    var isChunking: Bool { isPipelining && capabilities.offersChunking && !traits.avoidsChunking }

    // MARK: - What the owner does

    /// Octets to write, at most `limit`.
    public mutating func takeOutput(limit: Int = 16_384) -> [UInt8] {
        let end = min(outputStart + max(limit, 1), output.count)
        let octets = Array(output[outputStart..<end])
        outputStart = end
        octetsTaken += octets.count
        if outputStart == output.count || outputStart > 4 * Self.lowWater {
            output.removeFirst(outputStart)
            outputStart = 0
        }
        return octets
    }

    /// Events since the last call, in order.
    public mutating func takeEvents() -> [SubmissionEvent] {
        defer { events = [] }
        return events
    }

    /// Takes octets from the server.
    public mutating func receive(_ octets: some Collection<UInt8>) {
        guard stage != .closed, !octets.isEmpty else { return }
        guard stage != .handshake else { return end(.injectedBeforeTLS) }
        parser.append(octets)
        while stage != .closed, stage != .handshake {
            do throws(ReplyFault) {
                guard let reply = try parser.next() else { return }
                repliesSeen += 1
                handle(reply)
            } catch {
                return end(.badReply(error))
            }
        }
    }

    /// The TLS handshake that `.startTLS` asked for has succeeded and the certificate is verified.
    public mutating func tlsEstablished() {
        precondition(stage == .handshake, "TLS was not asked for")
        sayHello(.hello)
    }

    /// The connection has ended, or could not be used any more.
    public mutating func connectionLost(reason: String) {
        guard stage != .closed else { return }
        if stage == .quitting { return close() }
        end(.connectionLost(during: wait, reason: reason))
    }

    /// The present wait has lasted longer than its time-out.
    public mutating func timedOut() {
        guard stage != .closed else { return }
        if stage == .quitting { return close() }
        end(.timedOut(wait))
    }

    /// No more mail will be offered: QUIT follows the last result.
    public mutating func finish() {
        isFinishing = true
        pump()
    }

    // MARK: - Ending

    /// Ends the session early; each mail that is under way gets its verdict first.
    mutating func end(_ fault: SubmissionFault) {
        learn(from: fault)
        for index in inFlight.indices {
            let isBegun = inFlight[index].begin < octetsTaken
            // Only a content whose last octet has left can have been taken by the server.
            let mayBeSent = inFlight[index].contentEnd <= octetsTaken
            let verdicts = inFlight[index].settle { mark in
                if case .postponed(let reply) = mark { return .postponed(reply) }
                return isBegun ? .unfinished(fault, mayBeSent: mayBeSent) : .untouched
            }
            if !verdicts.isEmpty { events.append(.verdicts(mail: inFlight[index].mail, verdicts)) }
        }
        for index in parts.indices {
            events.append(.verdicts(mail: parts[index].mail, parts[index].settle { _ in .untouched }))
        }
        events.append(.fault(fault))
        shut()
    }

    mutating func close() {
        events.append(.finished)
        shut()
    }

    private mutating func shut() {
        stage = .closed
        (output, outputStart, items, expected, inFlight, parts) = ([], 0, [], [], [], [])
    }

    /// Falls back from a BDAT chain to a DATA chain to single steps when replies did not fit (R15, R17, R19).
    private mutating func learn(from fault: SubmissionFault) {
        switch fault {
        case .outOfStep, .badReply, .timedOut(.finalReply):
            guard !inFlight.isEmpty else { return }
            if inFlight.contains(where: \.usesChunking) {
                traits.avoidsChunking = true
            } else if case .timedOut = fault {
                return
            } else if isPipelining {
                traits.avoidsPipelining = true
            }
        case .serviceRefused, .serviceClosing, .credentialsRefused, .authenticationPostponed, .notAuthorised,
            .mechanismNotOffered, .credentialUnusable, .serverUnproven, .startTLSNotOffered, .injectedBeforeTLS,
            .timedOut, .connectionLost:
            return
        }
    }

    static func wait(for question: Question) -> SubmissionWait {
        switch question {
        case .mail: .mail
        case .recipient: .recipient
        case .data: .dataStart
        case .content: .finalReply
        case .reset: .reset
        case .quit: .quit
        }
    }
}
