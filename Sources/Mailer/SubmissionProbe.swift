// SPDX-License-Identifier: Apache-2.0
// Tries a mail server step by step - name, connection, certificate, EHLO, log-in - and says how long each step took and
// what to do when one fails. It sends no mail and changes nothing on the server.

import DockModel
import Post

/// One step of a check.
public struct ProbeStep: Sendable, Equatable {
    /// What is tried, in order.
    public enum Name: String, Sendable, Equatable, CaseIterable {
        case secret, dns, connect, greeting, starttls, tls, capabilities, login, quit
    }

    /// Which step.
    public var name: Name
    /// Whether it went well.
    public var isGood: Bool
    /// How long it took.
    public var duration: Duration
    /// What was found.
    public var detail: String
    /// What to do; nil when nothing is to be done.
    public var remedy: String?
}

/// What a check found.
public struct ProbeReport: Sendable, Equatable {
    /// The steps that were tried, in order.
    public internal(set) var steps: [ProbeStep] = []
    /// The verified chain, the server's own certificate first.
    public internal(set) var chain: [CertificateFacts] = []
    /// What the server offers inside TLS; nil when it did not come to that.
    public internal(set) var capabilities: ServerCapabilities?
    /// Why the check ended early; nil when all went well.
    public internal(set) var fault: MailerError?

    /// Whether mail would be taken.
    public var isGood: Bool { fault == nil && steps.allSatisfy(\.isGood) }
}

extension Submission {
    /// A certificate that ends within this time is told.
    public static let certificateWarning = Duration.seconds(14 * 86_400)

    /// Tries the server without sending anything.
    public func probe() -> ProbeReport {
        var probe = Probe(self)
        do throws(MailerError) {
            try probe.run()
        } catch {
            probe.fail(error)
        }
        return probe.report
    }
}

/// A check under way.
private struct Probe {
    let submission: Submission
    var report = ProbeReport()
    private var step = ProbeStep.Name.secret
    private var begin = realNow()
    private var isSecure = false
    private var settings: SubmissionSettings { submission.settings }

    init(_ submission: Submission) { self.submission = submission }

    private mutating func pass(_ detail: String, remedy: String? = nil, next: ProbeStep.Name) {
        let now = realNow()
        report.steps.append(
            ProbeStep(
                name: step, isGood: true, duration: begin.duration(to: now), detail: detail, remedy: remedy))
        (step, begin) = (next, now)
    }

    mutating func fail(_ error: MailerError) {
        report.fault = error
        report.steps.append(
            ProbeStep(
                name: step, isGood: false, duration: begin.duration(to: realNow()), detail: error.description,
                remedy: error.remedy))
    }

    mutating func run() throws(MailerError) {
        try Submission.checkPort(settings)
        let policy = try submission.policy(.current)
        pass(settings.user == nil ? "no log-in wanted" : "password or token at hand", next: .dns)
        let addresses = try resolve(
            host: settings.host, port: settings.port, timeout: settings.connectTimeout, shouldStop: { false })
        pass(addresses.map(\.text).joined(separator: ", "), next: .connect)
        let socket = try Socket.connect(
            to: addresses, host: settings.host, port: settings.port, timeout: settings.connectTimeout,
            unacknowledgedTimeout: settings.unacknowledgedTimeout, shouldStop: { false })
        let wire = Wire(socket: socket)
        defer { wire.close() }
        pass("port \(settings.port)", next: settings.security == .tls ? .tls : .greeting)
        if settings.security == .tls {
            try secure(wire)
            (step, begin) = (.greeting, realNow())
        }
        try talk(SubmissionMachine(policy: policy), over: wire)
    }

    private mutating func secure(_ wire: Wire) throws(MailerError) {
        step = .tls
        var flush = FlushReport()
        let connection = try submission.secure(wire, &flush)
        isSecure = true
        report.chain = connection.chain
        let left = report.chain.first.map { submission.wallNow.duration(to: $0.end) }
        let subject = report.chain.first?.subject ?? "unknown"
        let isEnding = left.map { $0 < Submission.certificateWarning } ?? false
        let days = left.map { "ends in \(Int(($0.inSeconds / 86_400).rounded(.down))) days" } ?? "end unknown"
        pass(
            "\(connection.protocolName), certificate of \(subject), \(days)",
            remedy: isEnding ? "the certificate ends soon; renew it on the server" : nil, next: .capabilities)
    }

    private mutating func talk(_ machine: SubmissionMachine, over wire: Wire) throws(MailerError) {
        var machine = machine
        var pace = SessionPace(machine)
        while true {
            for event in machine.takeEvents() {
                switch event {
                case .startTLS:
                    enter(.tls, machine)
                    try secure(wire)
                    machine.tlsEstablished()
                    pace.lastProgress = realNow()
                case .ready:
                    enter(.quit, machine)
                    machine.finish()
                case .fault(let fault): throw .session(fault)
                case .finished: return pass("the server takes mail from this account", next: .quit)
                case .verdicts, .windingUp: break
                }
            }
            if machine.hasEvents { continue }
            enter(name(of: machine.awaitedReply), machine)
            submission.exchange(&machine, wire, &pace)
        }
    }

    private func name(of wait: SubmissionWait) -> ProbeStep.Name {
        switch wait {
        case .greeting: .greeting
        case .startTLS: .starttls
        case .hello: isSecure ? .capabilities : .starttls
        case .handshake: .tls
        case .authentication: .login
        case .mail, .recipient, .dataStart, .writing, .finalReply, .reset, .quit, .nextMail: .quit
        }
    }

    /// Ends the step under way when the session has come to the next one.
    private mutating func enter(_ next: ProbeStep.Name, _ machine: SubmissionMachine) {
        guard next != step else { return }
        switch step {
        case .capabilities:
            report.capabilities = machine.capabilities
            pass(machine.capabilities.summary, remedy: machine.capabilities.advice, next: next)
        case .login: pass("logged in as \(settings.user ?? "")", next: next)
        case .starttls: pass("STARTTLS is offered", next: next)
        case .greeting: pass("the server greets", next: next)
        case .secret, .dns, .connect, .tls, .quit: pass("", next: next)
        }
    }
}

extension ServerCapabilities {
    /// The offer in one line.
    public var summary: String {
        var words: [String] = []
        if offersPipelining { words.append("PIPELINING") }
        if offersChunking { words.append("CHUNKING") }
        if offersSize { words.append(largestMessage.map { "SIZE \($0)" } ?? "SIZE") }
        if offers8BitMIME { words.append("8BITMIME") }
        if offersSMTPUTF8 { words.append("SMTPUTF8") }
        if offersDSN { words.append("DSN") }
        if let mostMails { words.append("MAILMAX \(mostMails)") }
        if let mostRecipients { words.append("RCPTMAX \(mostRecipients)") }
        if !mechanisms.isEmpty { words.append("AUTH " + mechanisms.joined(separator: " ")) }
        return words.isEmpty ? "nothing beyond RFC 5321" : words.joined(separator: ", ")
    }

    /// What would make this server better for a slow link; nil when nothing.
    var advice: String? {
        offersPipelining ? nil : "the server takes one command at a time; mail will be slow over a long link"
    }
}
