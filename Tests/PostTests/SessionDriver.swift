// SPDX-License-Identifier: Apache-2.0
// Runs a submission machine against a simulated server in memory, with pieces of any size and a cut at any
// octet.

import DockModel
import Post
import Testing

/// A mail for tests whose content names it.
func testMail(
    _ id: Int64, to recipients: [String] = ["ops@example.org"], body: String = "line\r\n.dot\r\n..two\r\n"
)
    -> QueuedMail
{
    let text = "Message-ID: <\(id)@dock.example>\r\nSubject: mail \(id)\r\n\r\n\(body)"
    return QueuedMail(
        id: id, messageID: "<\(id)@dock.example>", priority: 1, sender: "dock@example.org",
        recipients: recipients,
        octets: Array(text.utf8), attempts: 0, created: WallTime(milliseconds: 0))
}

func testPolicy(
    security: SubmissionSecurity = .tls, mechanism: AuthenticationMechanism? = .plain, window: Int = 4,
    smallMailWindow: Int = 1, traits: HostTraits = HostTraits(), secret: String = "pass"
) -> SubmissionPolicy {
    let credential = mechanism.map {
        SubmissionCredential(
            user: "dock@example.org", secret: secret, mechanism: $0, host: "mail.example", port: 465)
    }
    return SubmissionPolicy(
        helloName: "dock.example", security: security, credential: credential, window: window,
        smallMailWindow: smallMailWindow, traits: traits)
}

struct SessionDriver {
    var machine: SubmissionMachine
    var server: SimulatedServer
    var waiting: [QueuedMail]
    /// Octets of one delivery in either direction.
    var pieceSize = 1 << 20
    /// The connection ends after this many octets to the server, or to the client.
    var cutToServer = Int.max
    var cutToClient = Int.max

    private(set) var octetsToServer = 0
    private(set) var octetsToClient = 0
    private(set) var verdicts: [Int64: [String: RecipientVerdict]] = [:]
    private(set) var fault: SubmissionFault?
    private(set) var hasFinished = false
    private(set) var isWindingUp = false
    /// Most mails that were begun and without a verdict at the same time.
    private(set) var mostUnanswered = 0
    /// Times the client had to wait for the server: round trips.
    private(set) var turns = 0
    private var toClient: [UInt8] = []
    private var offered = 0

    init(policy: SubmissionPolicy, server: SimulatedServer = SimulatedServer(), mails: [QueuedMail]) {
        machine = SubmissionMachine(policy: policy)
        self.server = server
        waiting = mails
    }

    mutating func run() {
        toClient = server.greet()
        var rounds = 0
        while !machine.isClosed || machine.hasEvents {
            rounds += 1
            guard rounds < 1_000_000 else {
                Issue.record("the session does not end")
                return
            }
            drainEvents()
            while machine.wantsMail, !machine.hasEvents {
                if waiting.isEmpty {
                    machine.finish()
                    break
                }
                machine.offer(waiting.removeFirst())
                offered += 1
                mostUnanswered = max(mostUnanswered, offered - verdicts.count)
            }
            if machine.isWindingUp { machine.finish() }
            if machine.hasEvents { continue }
            if machine.hasOutput {
                deliverToServer()
            } else if !toClient.isEmpty {
                deliverToClient()
            } else if !machine.isClosed {
                server.hasClosed ? machine.connectionLost(reason: "closed") : machine.timedOut()
            }
        }
    }

    private mutating func deliverToServer() {
        let octets = machine.takeOutput(limit: pieceSize)
        let allowed = octets.prefix(max(0, cutToServer - octetsToServer))
        octetsToServer += allowed.count
        toClient += server.receive(Array(allowed))
        if allowed.count < octets.count { machine.connectionLost(reason: "cut") }
    }

    private mutating func deliverToClient() {
        turns += 1
        let piece = toClient.prefix(pieceSize)
        let allowed = piece.prefix(max(0, cutToClient - octetsToClient))
        octetsToClient += allowed.count
        toClient.removeFirst(piece.count)
        machine.receive(allowed)
        if allowed.count < piece.count { machine.connectionLost(reason: "cut") }
    }

    private mutating func drainEvents() {
        for event in machine.takeEvents() {
            switch event {
            case .startTLS:
                server.isSecure = true
                machine.tlsEstablished()
            case .ready: break
            case .verdicts(let mail, let fresh):
                for (recipient, verdict) in fresh {
                    if verdicts[mail]?[recipient] != nil {
                        Issue.record("two verdicts for \(mail) \(recipient)")
                    }
                    verdicts[mail, default: [:]][recipient] = verdict
                }
            case .windingUp: isWindingUp = true
            case .fault(let fault): self.fault = fault
            case .finished: hasFinished = true
            }
        }
    }

    func isSent(_ id: Int64, _ recipient: String = "ops@example.org") -> Bool {
        if case .sent = verdicts[id]?[recipient] { return true }
        return false
    }

    func refusal(_ id: Int64, _ recipient: String = "ops@example.org") -> SMTPReply? {
        if case .refused(let reply) = verdicts[id]?[recipient] { return reply }
        return nil
    }
}
