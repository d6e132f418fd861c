// SPDX-License-Identifier: Apache-2.0
// Flushes to real servers over loopback: delivery, every way TLS can be wrong, cuts, time-outs and
// credentials. In each failure the mails stay in the queue.

import DockModel
import Mailer
import Post
import Testing

private let now = WallTime(milliseconds: 1_764_063_708_000)

private func mail(
    _ id: Int64, to recipients: [String] = ["ops@example.org"], priority: Int = 1, size: Int = 0
)
    -> QueuedMail
{
    let body = String(repeating: "0123456789abcdef\r\n", count: size / 18)
    let text =
        "From: <dock@example.org>\r\nMessage-ID: <\(id)@dock>\r\nSubject: \(id)\r\n\r\n"
        + ".dot\r\n..dots\r\n\(body)end\r\n"
    return QueuedMail(
        id: id, messageID: "<\(id)@dock>", priority: priority, sender: "dock@example.org",
        recipients: recipients,
        octets: Array(text.utf8), attempts: 0, created: now)
}

private func submission(
    port: Int, security: SubmissionSecurity = .tls, host: String = "localhost", caFile: String?,
    secret: String = "pass", mechanism: AuthenticationMechanism = .plain, isClockTrusted: Bool = true,
    adapt: (inout SubmissionSettings) -> Void = { _ in }, shouldStop: @escaping () -> Bool = { false }
) -> Submission {
    var settings = SubmissionSettings(
        host: host, port: port, security: security, caFile: caFile, helloName: "dock.example",
        user: "dock@example.org", mechanism: mechanism)
    settings.timeouts.reply = .seconds(20)
    settings.timeouts.finalReply = .seconds(20)
    adapt(&settings)
    return Submission(
        settings: settings, secret: { $0 == .refreshed ? "fresh" : secret },
        clock: { Moment(boot: Instant(nanoseconds: 0), wall: now, isWallTrusted: isClockTrusted) },
        jitter: { 0.5 }, shouldStop: shouldStop)
}

@Suite(.enabled(if: hasPrograms, "python3-aiosmtpd and openssl are needed")) struct SubmissionTests {
    private static let shared = Result {
        let certificates = try Certificates()
        return (certificates, try certificates.make("localhost", for: "DNS:localhost"))
    }
    private let certificates: Certificates
    /// A good certificate for "localhost" and its key.
    private let localhost: (certificate: String, key: String)

    init() throws { (certificates, localhost) = try Self.shared.get() }

    /// Expects a flush to fail with a fault, the mail untouched, and nothing to have reached the server.
    private func expectKept(_ submission: Submission) throws -> MailerError? {
        let queue = MemoryQueue([mail(1)])
        let report = try submission.flush(queue, owner: "test")
        #expect(report.sent == 0 && report.refused == 0 && report.leftInQueue == 1)
        #expect(queue.entries[1]?.owner == nil)
        #expect(report.retryAfter != nil)
        return report.fault
    }

    @Test(arguments: [
        ("aiosmtpd-tls", SubmissionSecurity.tls), ("aiosmtpd-starttls", .starttls), ("chunking-tls", .tls),
    ])
    func `mails arrive with their very octets, the most urgent first`(
        kind: String, security: SubmissionSecurity
    ) throws {
        let server = try TestServer(kind, localhost)
        let client = submission(port: server.port, security: security, caFile: certificates.authority)
        let mails = (1...12).map {
            mail($0, to: ["ops@example.org", "bad@example.org"], priority: $0 == 9 ? 0 : 1)
        }
        let queue = MemoryQueue(mails)
        let report = try client.flush(queue, owner: "test")
        #expect(report.fault == nil)
        #expect(report.sent == 12 && report.refused == 12 && report.deferred == 0 && report.leftInQueue == 0)
        #expect(report.connections == 1 && !report.resumedSession)
        let urgentFirst = [mails[8]] + mails.filter { $0.id != 9 }
        #expect(try server.mails() == urgentFirst.map(\.octets))
        #expect(queue.order.first == 9)

        let second = MemoryQueue([mail(20)])
        let again = try client.flush(second, owner: "again")
        #expect(again.sent == 1 && again.resumedSession)
        #expect(try client.flush(second, owner: "third").connections == 0)
    }

    @Test func `a large mail passes`() throws {
        let server = try TestServer("chunking-tls", localhost)
        let client = submission(port: server.port, caFile: certificates.authority)
        let mails = [mail(1, size: 3_000_000), mail(2)]
        let report = try client.flush(MemoryQueue(mails), owner: "test")
        #expect(report.sent == 2 && report.fault == nil)
        #expect(try server.mails() == mails.map(\.octets))
    }

    @Test func `a certificate of another authority is refused`() throws {
        let server = try TestServer("aiosmtpd-tls", localhost)
        let fault = try expectKept(submission(port: server.port, caFile: certificates.otherAuthority))
        guard case .certificate(let reason, let subject) = fault else {
            throw TestFailure(text: "\(String(describing: fault))")
        }
        #expect(reason.contains("issuer") && subject.contains("Roost test server"))
        #expect(try expectKept(submission(port: server.port, caFile: nil))?.isAboutTrust == true)
    }

    @Test func `a certificate for another name is refused`() throws {
        let server = try TestServer(
            "aiosmtpd-tls", try certificates.make("name", for: "DNS:mail.example.org"))
        let byName = try expectKept(submission(port: server.port, caFile: certificates.authority))
        #expect(byName == .certificate(reason: "hostname mismatch", subject: "/CN=Roost test server"))
        let byAddress = try expectKept(
            submission(port: server.port, host: "127.0.0.1", caFile: certificates.authority))
        #expect(byAddress == .certificate(reason: "IP address mismatch", subject: "/CN=Roost test server"))
    }

    @Test func `a certificate for the address is good`() throws {
        let server = try TestServer("aiosmtpd-tls", try certificates.make("address", for: "IP:127.0.0.1"))
        let client = submission(port: server.port, host: "127.0.0.1", caFile: certificates.authority)
        #expect(try client.flush(MemoryQueue([mail(1)]), owner: "test").sent == 1)
    }

    @Test func `an expired certificate is refused, and an unset clock is named as the reason`() throws {
        let server = try TestServer(
            "aiosmtpd-tls", try certificates.make("expired", for: "DNS:localhost", days: -1))
        let fault = try expectKept(submission(port: server.port, caFile: certificates.authority))
        #expect(fault == .certificate(reason: "certificate has expired", subject: "/CN=Roost test server"))
        let unset = try expectKept(
            submission(port: server.port, caFile: certificates.authority, isClockTrusted: false))
        #expect(unset == .clockNotSet(reason: "certificate has expired"))
    }

    @Test func `TLS below 1_2 is refused`() throws {
        let server = try TestServer("aiosmtpd-tls", localhost, ["maxtls=1.1"])
        let fault = try expectKept(submission(port: server.port, caFile: certificates.authority))
        switch fault {
        case .tls, .session(.connectionLost(during: .handshake, _)): break
        default: Issue.record("fault is \(String(describing: fault))")
        }
        #expect(try server.mails().isEmpty)
    }

    @Test func `a server that limits the mails of a session is called again`() throws {
        let server = try TestServer("chunking-tls", localhost, ["mailmax=3"])
        let mails = (1...8).map { mail($0) }
        let report = try submission(port: server.port, caFile: certificates.authority)
            .flush(MemoryQueue(mails), owner: "test")
        #expect(report.sent == 8 && report.connections == 3 && report.fault == nil && report.resumedSession)
        #expect(try server.mails() == mails.map(\.octets))
    }

    @Test func `a mail costs little more on the wire than its size`() throws {
        let server = try TestServer("chunking-tls", localhost)
        let mails = (1...100).map { mail($0, size: 4_000) }
        let report = try submission(port: server.port, caFile: certificates.authority)
            .flush(MemoryQueue(mails), owner: "test")
        #expect(report.sent == 100)
        #expect(report.octetsOnWire < 100 * 5_500)
    }

    @Test func `every octet of the wire is told to the queue, most of them while the session lasts`() throws {
        let server = try TestServer("chunking-tls", localhost)
        let queue = MemoryQueue((1...40).map { mail($0, size: 4_000) })
        let report = try submission(port: server.port, caFile: certificates.authority).flush(queue, owner: "test")
        #expect(report.sent == 40 && queue.sessionsCounted == report.connections)
        #expect(queue.countedUnderWay + queue.countedAtEnd == report.octetsOnWire)
        #expect(queue.countedUnderWay > 20 * 4_000)
        #expect(report.connectTime != nil && report.sessionTime > .zero)
    }

    @Test func `a stripped STARTTLS is refused before anything but EHLO is said`() throws {
        let server = try TestServer("plain")
        let client = submission(port: server.port, security: .starttls, caFile: certificates.authority)
        #expect(try expectKept(client) == .session(.startTLSNotOffered))
        #expect(try server.mails() == [Array("EHLO dock.example\r\n".utf8)])
    }

    @Test func `wrong addresses, ports and files are named`() throws {
        let nowhere = try expectKept(submission(port: 465, host: "nowhere.invalid", caFile: nil))
        guard case .resolve = nowhere else { throw TestFailure(text: "\(String(describing: nowhere))") }
        let closed = try expectKept(submission(port: 1, host: "127.0.0.1", caFile: nil))
        guard case .connect = closed else { throw TestFailure(text: "\(String(describing: closed))") }
        let noPort = try expectKept(submission(port: 70_000, host: "127.0.0.1", caFile: nil))
        guard case .connect = noPort else { throw TestFailure(text: "\(String(describing: noPort))") }
        let server = try TestServer("silent")
        let noFile = try expectKept(submission(port: server.port, caFile: "/nonexistent/ca.pem"))
        guard case .certificateFile = noFile else { throw TestFailure(text: "\(String(describing: noFile))") }
    }

    @Test func `a silent server is left after the time of that wait`() throws {
        let server = try TestServer("silent")
        let clear = submission(port: server.port, security: .starttls, caFile: certificates.authority) {
            $0.timeouts.reply = .milliseconds(300)
        }
        #expect(try expectKept(clear) == .session(.timedOut(.greeting)))
        let shake = submission(port: server.port, caFile: certificates.authority) {
            $0.timeouts.handshake = .milliseconds(300)
        }
        #expect(try expectKept(shake) == .session(.timedOut(.handshake)))
    }

    @Test(arguments: [("silent", SubmissionSecurity.tls), ("silent", .starttls), ("drip", .starttls)])
    func `a flush that shall stop does not wait for a server that gives no answer`(
        kind: String, security: SubmissionSecurity
    ) throws {
        let server = try TestServer(kind)
        var questions = 0
        let client = submission(
            port: server.port, security: security, caFile: certificates.authority,
            shouldStop: {
                questions += 1
                return questions > 4
            })
        let queue = MemoryQueue([mail(1)])
        let start = ContinuousClock.now
        let report = try client.flush(queue, owner: "test")
        // The time-outs of these waits are 20 seconds and more.
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(report.wasStopped && report.leftInQueue == 1 && report.fault == nil && report.connections == 1)
        #expect(queue.entries[1]?.owner == nil && queue.entries[1]?.mail.attempts == 0)
    }

    @Test func `what is under way is awaited no longer than the grace when the flush shall stop`() throws {
        let server = try TestServer("chunking-tls", localhost, ["final=never"])
        var isUnderWay = false
        let client = submission(
            port: server.port, caFile: certificates.authority,
            adapt: { $0.stopGrace = .milliseconds(700) }, shouldStop: { isUnderWay })
        let queue = MemoryQueue([mail(1), mail(2)])
        queue.onLease = { isUnderWay = $0 == 2 }
        let start = ContinuousClock.now
        let report = try client.flush(queue, owner: "test")
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(report.wasStopped && report.sent == 0 && report.leftInQueue == 2)
        #expect(queue.entries.values.allSatisfy { $0.owner == nil })
        guard case .session(.connectionLost(_, let reason)) = report.fault else {
            throw TestFailure(text: "\(String(describing: report.fault))")
        }
        #expect(reason.contains("stopped"))
    }

    @Test func `a server that drips or slams the door is left, with the mail kept`() throws {
        let drip = try TestServer("drip")
        let patient = submission(port: drip.port, security: .starttls, caFile: certificates.authority) {
            $0.timeouts.reply = .milliseconds(400)
        }
        #expect(try expectKept(patient) == .session(.timedOut(.greeting)))
        let slam = try TestServer("slam")
        for security in [SubmissionSecurity.starttls, .tls] {
            let fault = try expectKept(
                submission(port: slam.port, security: security, caFile: certificates.authority))
            guard case .session(.connectionLost) = fault else {
                Issue.record("fault is \(String(describing: fault))")
                continue
            }
        }
    }

    @Test func `a refused password keeps the mail and waits a quarter of an hour`() throws {
        let server = try TestServer("aiosmtpd-tls", localhost)
        let queue = MemoryQueue([mail(1)])
        let report = try submission(port: server.port, caFile: certificates.authority, secret: "wrong")
            .flush(queue, owner: "test")
        guard case .session(.credentialsRefused(let reply)) = report.fault else {
            throw TestFailure(text: "\(String(describing: report.fault))")
        }
        #expect(reply.code == 535 && report.connections == 1 && report.leftInQueue == 1)
        #expect(report.retryAfter ?? .zero >= .seconds(900))
        #expect(queue.entries[1]?.mail.attempts == 0)
    }

    @Test func `a refused token is refreshed once`() throws {
        let good = try TestServer("chunking-tls", localhost, ["secret=fresh"])
        let client = submission(
            port: good.port, caFile: certificates.authority, secret: "stale", mechanism: .xoauth2)
        let report = try client.flush(MemoryQueue([mail(1)]), owner: "test")
        #expect(report.sent == 1 && report.connections == 2 && report.fault == nil)

        let bad = try TestServer("chunking-tls", localhost, ["secret=other"])
        let refused = submission(
            port: bad.port, caFile: certificates.authority, secret: "stale", mechanism: .xoauth2)
        let second = try refused.flush(MemoryQueue([mail(1)]), owner: "test")
        #expect(second.connections == 2 && second.fault?.isAboutCredentials == true)
    }

    @Test(arguments: [40, 120, 300, 420, 640, 900, 1_000])
    func `a cut connection loses nothing`(octets: Int) throws {
        let server = try TestServer("chunking-tls", localhost, ["cut=\(octets)"])
        let client = submission(port: server.port, caFile: certificates.authority) { $0.smallMailWindow = 1 }
        let mails = (1...6).map { mail($0) }
        let queue = MemoryQueue(mails)
        let first = try client.flush(queue, owner: "first")
        #expect(first.fault != nil && first.leftInQueue > 0)
        let second = try client.flush(queue, owner: "second", includeDeferred: true)
        #expect(second.fault == nil && second.leftInQueue == 0)
        let arrived = try server.mails()
        for mail in mails { #expect(arrived.contains(mail.octets)) }
        #expect(arrived.allSatisfy { octets in mails.contains { $0.octets == octets } })
        #expect(arrived.count - mails.count <= 4)
    }

    @Test func `a queue that cannot store a result stops the flush`() throws {
        let server = try TestServer("chunking-tls", localhost)
        let queue = MemoryQueue((1...20).map { mail($0) })
        queue.isFull = true
        let client = submission(port: server.port, caFile: certificates.authority) { $0.smallMailWindow = 1 }
        #expect(throws: MemoryQueue.DiskFull.self) { try client.flush(queue, owner: "test") }
        #expect(try server.mails().count <= 4)
    }

    @Test func `what a failed queue was not told it is told later, and no mail stays on lease or goes twice`() throws {
        let server = try TestServer("chunking-tls", localhost)
        let queue = MemoryQueue((1...3).map { mail($0) })
        queue.isFull = true
        let client = submission(port: server.port, caFile: certificates.authority) { $0.smallMailWindow = 1 }
        for owner in ["first", "second"] {
            #expect(throws: MemoryQueue.DiskFull.self) { try client.flush(queue, owner: owner) }
        }
        #expect(queue.entries.values.contains { $0.owner == "first" } && queue.order.isEmpty)
        queue.isFull = false
        let report = try client.flush(queue, owner: "third")
        #expect(report.fault == nil && report.leftInQueue == 0)
        #expect(queue.entries.values.allSatisfy { $0.owner == nil })
        // A result that had come when the queue failed is kept; those still under way may come twice.
        let arrived = try server.mails()
        #expect(arrived.count { $0 == queue.entries[1]?.mail.octets } == 1)
        #expect(arrived.count <= 5)
    }

    @Test func `a failure of the queue that passes at once leaves nothing on lease`() throws {
        let server = try TestServer("chunking-tls", localhost)
        let queue = MemoryQueue((1...3).map { mail($0) })
        queue.isFull = true
        queue.mendsAfter = 1
        let client = submission(port: server.port, caFile: certificates.authority) { $0.smallMailWindow = 1 }
        #expect(throws: MemoryQueue.DiskFull.self) { try client.flush(queue, owner: "test") }
        #expect(queue.entries.values.allSatisfy { $0.owner == nil } && queue.order.first == 1)
    }

    @Test func `a secret that cannot be read ends the flush before a connection`() throws {
        struct NoFile: Error {}
        let settings = SubmissionSettings(host: "127.0.0.1", port: 1, security: .tls, user: "dock")
        let client = Submission(
            settings: settings, secret: { _ in throw NoFile() },
            clock: { Moment(boot: Instant(nanoseconds: 0), wall: now) })
        let fault = try expectKept(client)
        guard case .secret = fault else { throw TestFailure(text: "\(String(describing: fault))") }
    }
}
