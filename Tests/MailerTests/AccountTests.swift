// SPDX-License-Identifier: Apache-2.0
// How the account is proven and the server judged: SCRAM against an independent server, the choice of mechanism, pinned
// keys, our own certificate, port 25, and the check that sends nothing.

import DockModel
import Foundation
import Post
import Testing

@testable import Mailer

private let instant = WallTime(seconds: Date().timeIntervalSince1970)

private func testMail() -> QueuedMail {
    QueuedMail(
        id: 1, messageID: "<1@dock>", priority: 1, sender: "dock@example.org",
        recipients: ["ops@example.org"],
        octets: Array("Message-ID: <1@dock>\r\n\r\nbody\r\n".utf8), attempts: 0, created: instant)
}

@Suite(.enabled(if: hasPrograms, "python3-aiosmtpd and openssl are needed")) struct AccountTests {
    private static let shared = Result {
        let certificates = try Certificates()
        return (certificates, try certificates.make("localhost", for: "DNS:localhost"))
    }
    private let certificates: Certificates
    private let localhost: (certificate: String, key: String)

    init() throws { (certificates, localhost) = try Self.shared.get() }

    private func client(
        _ port: Int, secret: String = "pass", security: SubmissionSecurity = .tls,
        secretFault: TokenFault? = nil, adapt: (inout SubmissionSettings) -> Void = { _ in }
    ) -> Submission {
        var settings = SubmissionSettings(
            host: "localhost", port: port, security: security, caFile: certificates.authority,
            helloName: "dock.example", user: "dock@example.org")
        settings.mechanisms = AuthenticationMechanism.forPasswords
        settings.timeouts.reply = .seconds(20)
        adapt(&settings)
        return Submission(
            settings: settings,
            secret: { _ in
                if let secretFault { throw secretFault }
                return secret
            }, clock: { Moment(boot: Instant(nanoseconds: 0), wall: instant) }, jitter: { 0.5 })
    }

    private func flush(_ client: Submission) throws -> FlushReport {
        try client.flush(MemoryQueue([testMail()]), owner: "test")
    }

    // MARK: - SCRAM

    /// What a session says to fixed replies, logging in as RFC 7677 3 does.
    private func feed(_ replies: [String], user: String = "user") -> (said: String, fault: SubmissionFault?) {
        let means = SCRAMMeans(nonce: "rOprNGfwEbeRWgbNEkqO", functions: .openSSL)
        let credential = SubmissionCredential(
            user: user, secret: "pencil", mechanisms: [.scramSHA256], host: "h", port: 465, scram: means)
        var machine = SubmissionMachine(
            policy: SubmissionPolicy(helloName: "dock.example", security: .tls, credential: credential))
        var said = ""
        var fault: SubmissionFault?
        for reply in ["220 a", "250-a\r\n250 AUTH PLAIN SCRAM-SHA-256"] + replies {
            machine.receive(Array("\(reply)\r\n".utf8))
            said += String(decoding: machine.takeOutput(), as: UTF8.self)
            for event in machine.takeEvents() { if case .fault(let found) = event { fault = found } }
        }
        return (said, fault)
    }

    private func challenge(_ text: String) -> String { "334 " + Data(text.utf8).base64EncodedString() }

    private let serverFirst =
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    private let serverFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="

    @Test func `the exchange of RFC 7677 is said octet for octet`() {
        let result = feed([challenge(serverFirst), challenge(serverFinal), "235 2.7.0 welcome"])
        let final =
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        let first = Data("n,,n=user,r=rOprNGfwEbeRWgbNEkqO".utf8).base64EncodedString()
        #expect(
            result.said == "EHLO dock.example\r\nAUTH SCRAM-SHA-256 \(first)\r\n"
                + Data(final.utf8).base64EncodedString() + "\r\n\r\n")
        #expect(result.fault == nil)
    }

    @Test func `a server that proves nothing is not believed`() {
        let wrong = serverFinal.replacingOccurrences(of: "v=6", with: "v=7")
        for replies in [
            [challenge(serverFirst), challenge(wrong), "235 welcome"],
            [challenge(serverFirst), "235 welcome"],
            ["235 welcome"], [challenge(serverFirst), challenge(serverFinal), challenge(serverFinal)],
        ] {
            let fault = feed(replies).fault
            #expect(fault != nil)
            if replies.last == "235 welcome", replies.count < 3 { #expect(fault == .serverUnproven) }
        }
    }

    @Test(arguments: [
        "r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "m=x,r=rOprNGfwEbeRWgbNEkqOa,s=W22Z,i=4096", "r=rOprNGfwEbeRWgbNEkqOa,s=,i=4096",
        "r=rOprNGfwEbeRWgbNEkqOa,s=W22,i=4096", "r=rOprNGfwEbeRWgbNEkqOa,s=W22Z,i=1",
        "r=rOprNGfwEbeRWgbNEkqOa,s=W22Z,i=99999999999999999999",
        "r=rOprNGfwEbeRWgbNEkqOa,s=W22Z,i=4000000000", "", ",,,",
        "r=rOprNGfwEbeRWgbNEkqOa\u{1},s=W22Z,i=4096",
    ])
    func `a challenge that makes no sense gets no proof`(text: String) {
        let result = feed([challenge(text)])
        guard case .outOfStep(.authentication, _) = result.fault else {
            Issue.record("fault is \(String(describing: result.fault))")
            return
        }
        #expect(result.said.split(separator: "\r\n").count == 2)
    }

    @Test func `an error of the server ends as its refusal`() {
        let result = feed([challenge(serverFirst), challenge("e=invalid-proof"), "535 5.7.8 no"])
        #expect(result.fault != nil && !result.said.hasSuffix("\r\n\r\n"))
        let early = feed([challenge("e=unknown-user"), "501 5.7.0 cancelled"])
        #expect(early.fault == .credentialsRefused(SMTPReply(code: 501, lines: ["5.7.0 cancelled"])))
        #expect(early.said.hasSuffix("*\r\n"))
    }

    @Test func `a name with signs is escaped and one beyond ASCII is not sent by SCRAM`() {
        let first = Data("n,,n=a=2Cb=3Dc,r=rOprNGfwEbeRWgbNEkqO".utf8).base64EncodedString()
        #expect(feed([], user: "a,b=c").said.hasSuffix("AUTH SCRAM-SHA-256 \(first)\r\n"))
        let foreign = feed([], user: "jürg")
        #expect(foreign.fault == .credentialUnusable && !foreign.said.contains("AUTH"))
    }

    @Test func `SCRAM logs in at an independent server`() throws {
        let server = try TestServer("chunking-tls", localhost, ["auth=PLAIN+LOGIN+SCRAM-SHA-256"])
        #expect(try flush(client(server.port)).sent == 1)
        let refused = try flush(client(server.port, secret: "wrong"))
        guard case .session(.credentialsRefused) = refused.fault else {
            throw TestFailure(text: "\(String(describing: refused.fault))")
        }
        #expect(refused.retryAfter ?? .zero >= .seconds(900))
    }

    @Test(arguments: ["signature", "silent", "nonce", "rounds"])
    func `a server that gets SCRAM wrong receives no mail`(way: String) throws {
        let server = try TestServer("chunking-tls", localhost, ["auth=SCRAM-SHA-256", "scram=\(way)"])
        let report = try flush(client(server.port))
        #expect(report.sent == 0 && report.fault != nil && report.leftInQueue == 1)
        #expect(try server.mails().isEmpty)
    }

    // MARK: - The choice of mechanism

    @Test(arguments: [
        ("PLAIN LOGIN SCRAM-SHA-256", "SCRAM-SHA-256"), ("LOGIN PLAIN", "PLAIN"), ("LOGIN CRAM-MD5", "LOGIN"),
    ])
    func `the best mechanism that is offered is taken`(offered: String, taken: String) {
        let credential = SubmissionCredential(
            user: "u", secret: "p", mechanisms: AuthenticationMechanism.forPasswords, host: "h", port: 1,
            scram: SCRAMMeans(nonce: "n", functions: .openSSL))
        var machine = SubmissionMachine(
            policy: SubmissionPolicy(helloName: "d.example", security: .tls, credential: credential))
        machine.receive(Array("220 a\r\n".utf8))
        _ = machine.takeOutput()
        machine.receive(Array("250-a\r\n250 AUTH \(offered)\r\n".utf8))
        #expect(String(decoding: machine.takeOutput(), as: UTF8.self).hasPrefix("AUTH \(taken) "))
    }

    @Test func `a password beyond ASCII goes by PLAIN where SCRAM is also offered`() throws {
        let server = try TestServer(
            "chunking-tls", localhost, ["auth=SCRAM-SHA-256+PLAIN", "secret=pässword"])
        #expect(try flush(client(server.port, secret: "pässword")).sent == 1)
    }

    // MARK: - Tokens

    @Test func `an endpoint that is down is no refusal of the account`() throws {
        let fault = TokenFault(description: "down", needsPerson: false, retryAfter: .seconds(77))
        let report = try flush(client(1, secretFault: fault))
        #expect(report.fault == .secretLater(reason: "down", retryAfter: .seconds(77)))
        #expect(report.fault?.isAboutCredentials == false && report.retryAfter == .seconds(77))
        let refusal = TokenFault(description: "log in", needsPerson: true, retryAfter: .seconds(900))
        let second = try flush(client(1, secretFault: refusal))
        #expect(second.fault?.isAboutCredentials == true && second.retryAfter ?? .zero >= .seconds(900))
    }

    // MARK: - Pins, our certificate, port 25

    @Test func `a pinned key is wanted also when the certificate is good`() throws {
        let server = try TestServer("chunking-tls", localhost)
        let facts = try #require(client(server.port).probe().chain.first)
        let authority = try #require(client(server.port).probe().chain.last)
        for pin in [facts.keyDigest, authority.keyDigest] {
            let pinned = client(server.port) { $0.pins = [[UInt8](repeating: 0, count: 32), pin] }
            #expect(try flush(pinned).sent == 1)
            // The second flush resumes the session that was judged by the pin.
            #expect(try flush(pinned).sent == 1)
        }
        let report = try flush(client(server.port) { $0.pins = [[UInt8](repeating: 0, count: 32)] })
        guard case .certificate = report.fault else {
            throw TestFailure(text: "\(String(describing: report.fault))")
        }
    }

    @Test func `a pin is what openssl says of the key`() throws {
        let server = try TestServer("chunking-tls", localhost)
        let facts = try #require(client(server.port).probe().chain.first)
        let output = Pipe()
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = [
            "-c",
            "openssl x509 -in '\(localhost.certificate)' -noout -pubkey | openssl pkey -pubin -outform der "
                + "| openssl dgst -sha256 -binary | base64",
        ]
        shell.standardOutput = output
        try shell.run()
        shell.waitUntilExit()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(Data(facts.keyDigest).base64EncodedString() + "\n" == text)
    }

    @Test func `a relay that asks for a certificate gets ours`() throws {
        let own = try certificates.make("dock", for: "DNS:dock.example")
        let server = try TestServer("chunking-tls", localhost, ["ask=\(certificates.authority)"])
        let key = try String(contentsOfFile: own.key, encoding: .utf8)
        let known = client(server.port) {
            $0.identity = ClientIdentity(certificateFile: own.certificate, key: { key })
        }
        #expect(try flush(known).sent == 1)
        #expect(try flush(client(server.port)).fault != nil)
        let other = try String(contentsOfFile: localhost.key, encoding: .utf8)
        let wrong = client(server.port) {
            $0.identity = ClientIdentity(certificateFile: own.certificate, key: { other })
        }
        guard case .secret = try flush(wrong).fault else { throw TestFailure(text: "a wrong key was taken") }
    }

    @Test func `port 25 is refused without a reason`() throws {
        let report = try flush(client(25))
        #expect(report.fault == .relayPort && report.connections == 0)
        let relay = client(25) { settings in
            settings.privateRelay = "the mast's own relay"
            settings.host = "127.0.0.1"
            settings.connectTimeout = .seconds(1)
        }
        #expect(try flush(relay).fault != .relayPort)
    }

    // MARK: - The check

    @Test(arguments: [("chunking-tls", SubmissionSecurity.tls), ("aiosmtpd-starttls", .starttls)])
    func `a check names every step and sends nothing`(kind: String, security: SubmissionSecurity) throws {
        let server = try TestServer(kind, localhost)
        let report = client(server.port, security: security).probe()
        let names = report.steps.map(\.name)
        let start: [ProbeStep.Name] = security == .tls ? [.tls, .greeting] : [.greeting, .starttls, .tls]
        #expect(names == [.secret, .dns, .connect] + start + [.capabilities, .login, .quit], "\(report)")
        #expect(report.isGood && report.steps.allSatisfy { $0.duration >= .zero })
        #expect(report.capabilities?.mechanisms.contains("PLAIN") == true)
        // The test certificate is good for one day.
        #expect(report.steps.first { $0.name == .tls }?.remedy?.contains("renew") == true)
        #expect(try server.mails().isEmpty)
    }

    @Test func `a check says at which step it failed and what to do`() throws {
        let server = try TestServer("chunking-tls", localhost)
        func last(_ client: Submission) -> (ProbeStep.Name?, Bool) {
            let report = client.probe()
            #expect(!report.isGood && report.steps.last?.isGood == false)
            return (report.steps.last?.name, report.steps.last?.remedy != nil)
        }
        #expect(last(client(server.port, secret: "wrong")) == (.login, true))
        #expect(last(client(server.port) { $0.caFile = certificates.otherAuthority }) == (.tls, true))
        #expect(last(client(server.port) { $0.host = "no-such-host.invalid" }) == (.dns, true))
        #expect(last(client(1)) == (.connect, true))
        #expect(last(client(25)) == (.secret, true))
        let plain = try TestServer("plain")
        #expect(last(client(plain.port, security: .starttls)) == (.starttls, true))
        let silent = try TestServer("silent")
        let patient = client(silent.port, security: .starttls) { $0.timeouts.reply = .milliseconds(200) }
        #expect(last(patient) == (.greeting, true))
    }
}
