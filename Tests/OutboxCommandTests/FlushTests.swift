// SPDX-License-Identifier: Apache-2.0
// `roost outbox flush` against real servers: aiosmtpd and the mail sink; crashes, two flushes at once,
// refusals.

import DockModel
import Foundation
import Glibc
import Post
import RoostSim
import Store
import Testing

/// A queue directory, a mail sink and the arguments that join them.
struct SinkBench {
    let directory: String
    let sink: MailSink
    let passwordFile: String
    let authorityFile: String

    init(refusing: Set<String> = []) throws {
        directory = try freshDirectory()
        passwordFile = directory + "/password"
        authorityFile = directory + "/ca.pem"
        try "s3cret word\n".write(toFile: passwordFile, atomically: true, encoding: .utf8)
        chmod600(passwordFile)
        var options = MailSinkOptions(
            folder: directory + "/mail", authorityFile: authorityFile, user: "dock", password: "s3cret word")
        options.refusedRecipients = refusing
        sink = try MailSink(options)
    }

    var queue: String { directory + "/queue" }

    func enqueue(_ count: Int, from first: Int = 1) throws {
        let text = (first..<(first + count)).map { line($0) }.joined()
        _ = try Child.outbox("enqueue", "--queue", queue, "--from", "dock@example.org").finish(input: text)
    }

    func arguments(_ security: String = "tls", extra: [String] = []) -> [String] {
        let port = security == "tls" ? sink.implicitTLSPort : sink.startTLSPort
        return [
            "flush", "--queue", queue, "--host", "localhost", "--port", "\(port)", "--security", security,
            "--ca", authorityFile, "--user", "dock", "--password-file", passwordFile, "--timeout", "10",
        ] + extra
    }

    func flush(_ security: String = "tls", extra: [String] = []) throws -> Child.Result {
        try Child.outbox(arguments(security, extra: extra)).finish()
    }

    func stats() throws -> OutboxStats {
        try Outbox(RoostDatabase.open(directory: queue)).stats(now: WallTime(milliseconds: 0))
    }

    /// The octets of every message in the sink.
    func received() throws -> [[UInt8]] {
        try FileManager.default.contentsOfDirectory(atPath: directory + "/mail/new").sorted().map {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory + "/mail/new/" + $0)))
        }
    }

    /// The frozen octets of every mail of the queue.
    func frozen() throws -> [[UInt8]] {
        let outbox = Outbox(try RoostDatabase.open(directory: queue))
        return try outbox.list(limit: 10_000).reversed().compactMap { try outbox.mail(id: $0.id)?.octets }
    }
}

func chmod600(_ path: String) { _ = unsafe chmod(path, 0o600) }

@Suite struct FlushTests {
    @Test(arguments: ["tls", "starttls"])
    func `the sink receives the frozen octets over either kind of TLS`(security: String) throws {
        let bench = try SinkBench()
        defer { bench.sink.stop() }
        try bench.enqueue(5)
        let result = try bench.flush(security)
        #expect(result.status == 0, "\(result.complaints)")
        #expect(result.output == "sent 5, deferred 0, refused 0, left 0\n")
        #expect(try Set(bench.received()) == Set(bench.frozen()))
        #expect(bench.sink.stats.accepted == 5)
        #expect(bench.sink.stats.violations == 0)
        #expect(bench.sink.mails.first?.sender == "dock@example.org")
        #expect(try bench.flush(security).output == "sent 0, deferred 0, refused 0, left 0\n")
        #expect(bench.sink.stats.connections == 1)
    }

    @Test(.enabled(if: hasPeer), arguments: ["tls", "starttls"])
    func `aiosmtpd receives every mail`(security: String) throws {
        let bench = try SinkBench()
        bench.sink.stop()
        try bench.enqueue(12)
        let folder = bench.directory + "/peer"
        let script = try #require(
            Bundle.module.url(forResource: "peer", withExtension: "py", subdirectory: "Fixtures"))
        let peer = try Child("/usr/bin/python3", [script.path, folder, security])
        let port = try #require(try peer.line())
        let result = try Child.outbox([
            "flush", "--queue", bench.queue, "--host", "127.0.0.1", "--port", port, "--security", security,
            "--ca",
            folder + "/ca.pem", "--user", "dock", "--password-file", bench.passwordFile, "--auth", "login",
            "--json",
        ]).finish()
        #expect(result.status == 0, "\(result.complaints) \(peer.complaints)")
        _ = peer.finish()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".eml")
        }
        let received = try names.map {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0)))
        }
        #expect(received.count == 12)
        #expect(Set(received) == Set(try bench.frozen()))
    }

    @Test func `a kill in mid-flush loses nothing and alters nothing`() throws {
        let bench = try SinkBench()
        defer { bench.sink.stop() }
        try bench.enqueue(120)
        var kills = 0
        for wanted in [1, 20, 45, 80] {
            let child = try Child.outbox(bench.arguments())
            _ = bench.sink.wait(untilAccepted: wanted, within: 10)
            child.kill()
            if child.finish().status == -SIGKILL { kills += 1 }
        }
        #expect(kills > 0)
        let last = try bench.flush()
        #expect(last.status == 0, "\(last.complaints)")
        let frozen = try bench.frozen(), received = try bench.received()
        #expect(Set(received) == Set(frozen))
        // At most the window of unanswered mails comes twice for each kill.
        #expect(received.count - frozen.count <= 4 * 8)
        let stats = try bench.stats()
        #expect(stats.isConserved && stats.sent == 120)
    }

    @Test func `two flushes at once send each mail once`() throws {
        let bench = try SinkBench()
        defer { bench.sink.stop() }
        try bench.enqueue(150)
        let first = try Child.outbox(bench.arguments()),
            second = try Child.outbox(bench.arguments("starttls"))
        let statuses = [first.finish(), second.finish()].map(\.status)
        #expect(statuses.allSatisfy { $0 == 0 || $0 == 75 })
        _ = try bench.flush()
        let received = try bench.received()
        #expect(received.count == 150)
        #expect(Set(received).count == 150)
    }

    @Test func `a termination ends in order and the rest stays queued`() throws {
        let bench = try SinkBench()
        defer { bench.sink.stop() }
        try bench.enqueue(300)
        let child = try Child.outbox(bench.arguments())
        #expect(bench.sink.wait(untilAccepted: 3, within: 10))
        child.kill(SIGTERM)
        let status = child.finish().status
        #expect(status == 75 || status == 0)
        #expect(try bench.stats().leased == 0)
        #expect(try bench.flush().status == 0)
        let received = try bench.received()
        #expect(received.count == 300 && Set(received).count == 300)
    }

    @Test func `a server that never answers does not hold up a termination`() throws {
        let bench = try SinkBench()
        bench.sink.stop()
        try bench.enqueue(1)
        // The kernel takes the connection for a listener that never answers.
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        #expect(listen(listener, 1) == 0)
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(listener, $0, &size)
            }
        }
        var arguments = bench.arguments(extra: ["--timeout", "60"])
        arguments[arguments.firstIndex(of: "--port")! + 1] = "\(UInt16(bigEndian: address.sin_port))"
        let child = try Child.outbox(arguments)
        // The mail is taken from the queue before the connection is made.
        var knock = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        #expect(unsafe poll(&knock, 1, 10_000) == 1)
        #expect(try bench.stats().leased == 1)
        let start = Date()
        child.kill(SIGTERM)
        #expect(child.finish().status == 75)
        #expect(Date().timeIntervalSince(start) < 30)
        #expect(try bench.stats().queued == 1)
    }

    @Test func `a refused recipient becomes a dead letter and holds up no other`() throws {
        let bench = try SinkBench(refusing: ["gone@example.org"])
        defer { bench.sink.stop() }
        let text = line(1) + line(2, to: "gone@example.org") + line(3)
        _ = try Child.outbox("enqueue", "--queue", bench.queue).finish(input: text)
        let result = try bench.flush()
        #expect(result.status == 0)
        #expect(result.complaints.contains("mail 2 to gone@example.org: refused: 550 5.1.1"))
        #expect(result.complaints.contains("1 dead letters"))
        let list = try Child.outbox("list", "--queue", bench.queue, "--state", "dead").finish()
        #expect(list.output.contains("[550 5.1.1 No such mailbox]"))
        #expect(try Child.outbox("retry", "2", "--queue", bench.queue).finish().output == "queued 2\n")
        #expect(try Child.outbox("drop", "2", "--queue", bench.queue).finish().output == "dropped 2\n")
        #expect(try Child.outbox("stats", "--queue", bench.queue).finish().status == 0)
    }

    @Test func `a certificate that is not trusted sends nothing and keeps everything`() throws {
        let bench = try SinkBench(), other = try SinkBench()
        defer {
            bench.sink.stop()
            other.sink.stop()
        }
        try bench.enqueue(2)
        var arguments = bench.arguments()
        arguments[arguments.firstIndex(of: "--ca")! + 1] = other.authorityFile
        let result = try Child.outbox(arguments).finish()
        #expect(result.status == 75)
        #expect(result.complaints.contains("certificate"))
        #expect(bench.sink.stats.logins == 0)
        #expect(try bench.stats().queued == 2)
    }

    @Test func `a refused log-in is not repeated before its time unless the password changes`() throws {
        let bench = try SinkBench()
        defer { bench.sink.stop() }
        try bench.enqueue(1)
        try "wrong\n".write(toFile: bench.passwordFile, atomically: true, encoding: .utf8)
        #expect(try bench.flush().status == 75)
        #expect(bench.sink.stats.refusedLogins == 1)
        let again = try bench.flush()
        #expect(again.status == 75)
        #expect(again.complaints.contains("not tried again before"))
        #expect(bench.sink.stats.refusedLogins == 1)
        #expect(try bench.flush(extra: ["--now"]).status == 75)
        #expect(bench.sink.stats.refusedLogins == 2)
        try "s3cret word\n".write(toFile: bench.passwordFile, atomically: true, encoding: .utf8)
        #expect(try bench.flush().status == 0)
        #expect(try bench.stats().sent == 1)
    }

    @Test func `no server means try later and nothing is lost`() throws {
        let bench = try SinkBench()
        bench.sink.stop()
        try bench.enqueue(1)
        var arguments = bench.arguments()
        arguments[arguments.firstIndex(of: "--port")! + 1] = "1"
        let result = try Child.outbox(arguments).finish()
        #expect(result.status == 75)
        #expect(result.complaints.contains("localhost:1"))
        #expect(try bench.stats().queued == 1)
    }

    @Test func `the password is in no file and no output`() throws {
        let bench = try SinkBench()
        defer { bench.sink.stop() }
        try bench.enqueue(1)
        _ = unsafe chmod(bench.passwordFile, 0o644)
        let result = try bench.flush(extra: ["--json"])
        #expect(result.status == 0)
        #expect(result.complaints.contains("chmod 600"))
        #expect(!(result.output + result.complaints).contains("s3cret"))
        for name in try FileManager.default.contentsOfDirectory(atPath: bench.queue) {
            let content = try Data(contentsOf: URL(fileURLWithPath: bench.queue + "/" + name))
            #expect(content.range(of: Data("s3cret".utf8)) == nil)
            #expect(content.range(of: Data("czNjcmV0".utf8)) == nil)
        }
    }

    @Test func `a password file that is missing ends with 78 before any connection`() throws {
        let bench = try SinkBench()
        defer { bench.sink.stop() }
        try bench.enqueue(1)
        try FileManager.default.removeItem(atPath: bench.passwordFile)
        #expect(try bench.flush().status == 78)
        #expect(bench.sink.stats.connections == 0)
    }
}
