// SPDX-License-Identifier: Apache-2.0
// Requirements of the outbox that need a server and a queue together: urgency behind a large mail, the allowance of a
// day, and a slow link that is never taken for a dead one. docs/mail.md names them by their numbers.

import DockModel
import Foundation
import Mailer
import Post
import Testing

private let instant = WallTime(seconds: Date().timeIntervalSince1970)

private func mail(_ id: Int64, priority: Int = 1, octets: Int = 100, to recipients: Int = 1) -> QueuedMail {
    let line = String(repeating: "x", count: 70) + "\r\n"
    let text = "Message-ID: <\(id)@dock>\r\n\r\n" + String(repeating: line, count: max(1, octets / 72))
    return QueuedMail(
        id: id, messageID: "<\(id)@dock>", priority: priority, sender: "dock@example.org",
        recipients: (0..<recipients).map { "ops\($0)@example.org" }, octets: Array(text.utf8), attempts: 0,
        created: instant)
}

@Suite(.enabled(if: hasPrograms, "python3-aiosmtpd and openssl are needed")) struct RequirementTests {
    private static let shared = Result {
        let certificates = try Certificates()
        return (certificates, try certificates.make("localhost", for: "DNS:localhost"))
    }
    private let certificates: Certificates
    private let localhost: (certificate: String, key: String)

    init() throws { (certificates, localhost) = try Self.shared.get() }

    private func client(_ port: Int, adapt: (inout SubmissionSettings) -> Void = { _ in }) -> Submission {
        var settings = SubmissionSettings(
            host: "localhost", port: port, security: .tls, caFile: certificates.authority,
            helloName: "dock.example",
            user: "dock@example.org")
        adapt(&settings)
        return Submission(
            settings: settings, secret: { _ in "pass" },
            clock: { Moment(boot: Instant(nanoseconds: 0), wall: instant) }, jitter: { 0.5 })
    }

    @Test func `R8 an alert that comes while a large mail is on its way is delayed by that mail alone`()
        throws
    {
        let server = try TestServer("chunking-tls", localhost)
        let queue = MemoryQueue([mail(1, octets: 3_000_000)] + (2...20).map { mail($0, octets: 4_096) })
        // The alert is queued at the moment the large mail has been taken out.
        queue.onLease = { id in
            guard id == 1 else { return }
            queue.entries[99] = MemoryQueue.Entry(mail: mail(99, priority: 0), due: WallTime(milliseconds: 0))
        }
        let report = try client(server.port).flush(queue, owner: "test")
        #expect(report.sent == 21)
        #expect(Array(queue.order.prefix(2)) == [1, 99], "\(queue.order)")
    }

    @Test func `R8 an alert that comes while small mails are on their way goes with the next group`() throws {
        let server = try TestServer("chunking-tls", localhost)
        let queue = MemoryQueue((1...40).map { mail($0, octets: 4_096) })
        queue.onLease = { id in
            guard id == 10 else { return }
            queue.entries[99] = MemoryQueue.Entry(mail: mail(99, priority: 0), due: WallTime(milliseconds: 0))
        }
        _ = try client(server.port).flush(queue, owner: "test")
        #expect(queue.order.firstIndex(of: 99) == 10, "\(queue.order)")
    }

    @Test func `R31 the allowance of a day holds notices back and never an alert`() throws {
        let server = try TestServer("chunking-tls", localhost)
        let queue = MemoryQueue((1...10).map { mail($0, to: 2) } + [mail(11, priority: 0, to: 5)])
        queue.sentBefore = 90
        let limited = client(server.port) { $0.recipientsPerDay = 100 }
        let report = try limited.flush(queue, owner: "test")
        // Five of the alert and two mails of two: the third would be one too many.
        #expect(report.sent == 9 && report.isAllowanceSpent && report.fault == nil, "\(report)")
        #expect(report.leftInQueue == 8 && queue.order.first == 11)
        #expect(queue.entries.values.allSatisfy { $0.owner == nil })
        queue.sentBefore = 0
        queue.entries[12] = MemoryQueue.Entry(mail: mail(12, priority: 0), due: WallTime(milliseconds: 0))
        #expect(try limited.flush(queue, owner: "next").sent == 17)
    }

    @Test func `R37 a slow link that moves is no dead one`() throws {
        // The server reads 64 KiB every 50 ms: the whole mail takes far longer than any single wait may last.
        let server = try TestServer("chunking-tls", localhost, ["slow=65536"])
        let queue = MemoryQueue([mail(1, octets: 2_500_000)])
        let submission = client(server.port) { settings in
            settings.timeouts.writing = .milliseconds(900)
            settings.timeouts.reply = .seconds(10)
        }
        let begin = Date()
        let report = try submission.flush(queue, owner: "test")
        #expect(report.sent == 1 && report.fault == nil, "\(report)")
        #expect(Date().timeIntervalSince(begin) > 1.2)
    }

    @Test func `R37 the times are those of RFC 5321`() {
        let timeouts = SubmissionTimeouts()
        for wait in SubmissionWait.allCases {
            let least: Duration =
                switch wait {
                case .greeting, .hello, .startTLS, .authentication, .mail, .recipient, .reset, .nextMail:
                    .seconds(300)
                case .dataStart: .seconds(120)
                case .writing: .seconds(180)
                case .finalReply: .seconds(600)
                case .handshake: .seconds(30)
                case .quit: .seconds(5)
                }
            #expect(timeouts.span(of: wait) >= least)
            #expect(timeouts.span(of: wait) <= .seconds(600), "every wait has an end")
        }
    }
}
