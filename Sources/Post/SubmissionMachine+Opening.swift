// SPDX-License-Identifier: Apache-2.0
// The opening of a session: greeting, EHLO, STARTTLS, AUTH. A refusal here is a fault of the connection,
// never of a mail (R10). Nothing but EHLO, STARTTLS and QUIT is ever sent in the clear.

extension SubmissionMachine {
    /// Sends EHLO; HELO is never tried, because without EHLO there is neither TLS nor AUTH.
    mutating func sayHello(_ stage: Stage) {
        capabilities = ServerCapabilities()
        self.stage = stage
        write("EHLO \(policy.helloName)")
    }

    /// What the next reply should answer.
    var replyWait: SubmissionWait {
        switch stage {
        case .greeting: .greeting
        case .plainHello, .hello: .hello
        case .startTLS: .startTLS
        case .handshake: .handshake
        case .authenticating: .authentication
        case .quitting, .closed: .quit
        case .ready: expected.first.map { Self.wait(for: $0.question) } ?? .nextMail
        }
    }

    mutating func write(_ line: String) { output += Array(line.utf8) + crlf }

    /// One complete reply.
    mutating func handle(_ reply: SMTPReply) {
        if reply.code == 421 {
            return stage == .quitting ? close() : end(.serviceClosing(reply))
        }
        // While the session opens, every command waits for its reply: a reply before its command has been
        // written is an early talker or an attack.
        if stage != .ready, stage != .quitting, hasOutput { return end(.outOfStep(replyWait, reply)) }
        switch stage {
        case .greeting:
            guard reply.code == 220 else { return end(.serviceRefused(.greeting, reply)) }
            sayHello(policy.security == .tls ? .hello : .plainHello)
        case .plainHello:
            guard reply.isPositive else { return end(.serviceRefused(.hello, reply)) }
            guard ServerCapabilities(reply).offersSTARTTLS else { return end(.startTLSNotOffered) }
            stage = .startTLS
            write("STARTTLS")
        case .startTLS:
            guard reply.code == 220 else { return end(.serviceRefused(.startTLS, reply)) }
            guard parser.isEmpty else { return end(.injectedBeforeTLS) }
            stage = .handshake
            events.append(.startTLS)
        case .hello:
            guard reply.isPositive else { return end(.serviceRefused(.hello, reply)) }
            capabilities = ServerCapabilities(reply)
            authenticate(withInitialResponse: true)
        case .authenticating(let step, let sentInitialResponse):
            handleAuthentication(reply, step: step, sentInitialResponse: sentInitialResponse)
        case .ready, .quitting:
            handleMailReply(reply)
        case .handshake, .closed:
            return
        }
    }

    private mutating func authenticate(withInitialResponse sends: Bool) {
        guard let credential = policy.credential else { return becomeReady() }
        let exchange: AuthenticationExchange
        do throws(SubmissionFault) {
            exchange = try credential.exchange(offered: capabilities.mechanisms)
        } catch {
            return end(error)
        }
        stage = .authenticating(step: 0, sentInitialResponse: sends)
        output += Array("AUTH \(exchange.mechanism.rawValue)".utf8)
        if sends { output += [32] + exchange.initialResponse }
        output += crlf
        authentication = exchange
    }

    private mutating func handleAuthentication(_ reply: SMTPReply, step: Int, sentInitialResponse: Bool) {
        guard var exchange = authentication else { return becomeReady() }
        if reply.code == 334 {
            let answer = exchange.answer(
                to: reply.lines.last ?? "", step: step, sentInitialResponse: sentInitialResponse)
            authentication = exchange
            guard let answer else { return end(.outOfStep(.authentication, reply)) }
            stage = .authenticating(step: step + 1, sentInitialResponse: sentInitialResponse)
            output += answer + crlf
        } else if reply.isPositive {
            guard exchange.isServerProven else { return end(.serverUnproven) }
            becomeReady()
        } else if reply.isPermanent {
            // Some servers take no long AUTH line (500, 501): the response then follows a 334 of its own.
            let isTooLong = [500, 501].contains(reply.code) && exchange.initialResponse.count > 480
            guard step == 0, sentInitialResponse, isTooLong else { return end(.credentialsRefused(reply)) }
            authenticate(withInitialResponse: false)
        } else if reply.isTransient {
            end(.authenticationPostponed(reply))
        } else {
            end(.outOfStep(.authentication, reply))
        }
    }

    private mutating func becomeReady() {
        authentication = nil
        stage = .ready
        events.append(.ready(capabilities))
        pump()
    }
}
