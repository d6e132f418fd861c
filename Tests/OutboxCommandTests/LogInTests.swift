// SPDX-License-Identifier: Apache-2.0
// `roost outbox flush` and its log-in against aiosmtpd, and what it says when it cannot even begin: each failure
// has one clear line and the exit code that tells "try later" (75) from "correct the settings" (78).

import DockModel
import Foundation
import Glibc
import RoostSim
import Store
import Testing

/// A queue and an aiosmtpd that knows one token.
private final class TokenBench {
    /// Long enough for an AUTH line above 512 octets (R29); aiosmtpd takes none above 1,000.
    static let token = String(repeating: "ya29.a0AfH6SM", count: 40)
    let directory: String
    let passwordFile: String
    private let peer: Child
    private let port: String
    var folder: String { directory + "/peer" }
    var queue: String { directory + "/queue" }

    init(_ security: String = "tls", secret: String = token) throws {
        directory = try freshDirectory()
        passwordFile = directory + "/secret"
        try (secret + "\n").write(toFile: passwordFile, atomically: true, encoding: .utf8)
        chmod600(passwordFile)
        let script = try #require(
            Bundle.module.url(forResource: "peer", withExtension: "py", subdirectory: "Fixtures"))
        peer = try Child(
            "/usr/bin/python3", [script.path, directory + "/peer", security, "--token", Self.token])
        port = try #require(try peer.line())
        let text = (1...3).map { line($0) }.joined()
        _ = try Child.outbox("enqueue", "--queue", queue, "--from", "dock@example.org").finish(input: text)
    }

    func flush(_ mechanism: String, _ security: String = "tls", extra: [String] = []) throws -> Child.Result {
        try Child.outbox(
            [
                "flush", "--queue", queue, "--host", "localhost", "--port", port, "--security", security,
                "--ca", folder + "/ca.pem", "--user", "dock", "--password-file", passwordFile, "--auth",
                mechanism, "--timeout", "20",
            ] + extra
        ).finish()
    }

    func stop() -> String { peer.finish().complaints }

    func received() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: folder).count { $0.hasSuffix(".eml") }
    }
}

@Suite(.enabled(if: hasPeer, "python3-aiosmtpd and openssl are needed")) struct LogInTests {
    @Test(arguments: ["xoauth2", "oauthbearer"], ["tls", "starttls"])
    func `a token logs in and the mails arrive`(mechanism: String, security: String) throws {
        let bench = try TokenBench(security)
        let result = try bench.flush(mechanism, security)
        #expect(result.status == 0, "\(result.complaints) \(bench.stop())")
        #expect(result.output == "sent 3, deferred 0, refused 0, left 0\n")
        #expect(try bench.received() == 3)
        _ = bench.stop()
    }

    @Test func `LOGIN and PLAIN take the password`() throws {
        let bench = try TokenBench(secret: "s3cret word")
        #expect(try bench.flush("login").status == 0)
        #expect(try bench.received() == 3)
        _ = try Child.outbox("enqueue", "--queue", bench.queue).finish(input: line(4))
        #expect(try bench.flush("plain").status == 0)
        #expect(try bench.received() == 4)
        _ = bench.stop()
    }

    @Test(arguments: ["xoauth2", "oauthbearer"])
    func `a refused token is answered by the rules, told in one line and not tried again`(mechanism: String)
        throws
    {
        let bench = try TokenBench(secret: "stale-token")
        let result = try bench.flush(mechanism)
        #expect(result.status == 75)
        #expect(result.complaints.split(separator: "\n").count == 1)
        #expect(result.complaints.contains("server refused the credentials: 535 5.7.8"))
        #expect(!result.complaints.contains("stale-token"))
        #expect(try String(contentsOfFile: bench.folder + "/answer", encoding: .utf8) == "right")
        let again = try bench.flush(mechanism)
        #expect(again.status == 75)
        #expect(again.complaints.contains("not tried again before"))
        #expect(try bench.flush(mechanism, extra: ["--now"]).complaints.contains("535"))
        try (TokenBench.token + "\n").write(toFile: bench.passwordFile, atomically: true, encoding: .utf8)
        chmod600(bench.passwordFile)
        #expect(try bench.flush(mechanism).status == 0)
        #expect(try bench.received() == 3)
        _ = bench.stop()
    }

    @Test func `a mechanism that is not offered is told with those that are`() throws {
        let bench = try SinkBench()
        defer { bench.sink.stop() }
        try bench.enqueue(1)
        let result = try bench.flush(extra: ["--auth", "oauthbearer"])
        #expect(result.status == 75)
        #expect(result.complaints.contains("server offers no AUTH OAUTHBEARER, only [PLAIN"))
        #expect(try bench.stats().queued == 1)
    }
}

@Suite struct FlushFailureTests {
    /// Flushes one mail with arguments that cannot work; the mail must stay.
    private func failing(_ arguments: [String], prepare: (String) throws -> Void = { _ in }) throws
        -> (result: Child.Result, seconds: Double)
    {
        let directory = try freshDirectory()
        let queue = directory + "/queue"
        _ = try Child.outbox("enqueue", "--queue", queue).finish(input: line(1))
        try "word\n".write(toFile: directory + "/password", atomically: true, encoding: .utf8)
        chmod600(directory + "/password")
        try prepare(directory)
        let start = Date()
        let words = arguments.map { $0.replacingOccurrences(of: "DIRECTORY", with: directory) }
        let result = try Child.outbox(["flush", "--queue", queue] + words).finish()
        let seconds = Date().timeIntervalSince(start)
        let stats = try Outbox(RoostDatabase.open(directory: queue)).stats(now: WallTime(milliseconds: 0))
        #expect(stats.queued == 1 && stats.leased == 0)
        return (result, seconds)
    }

    private func expectOneLine(_ result: Child.Result, _ status: Int32, _ words: String) {
        #expect(result.status == status, "\(result.complaints)")
        #expect(result.complaints.split(separator: "\n").count == 1, "\(result.complaints)")
        #expect(result.complaints.contains(words), "\(result.complaints)")
    }

    @Test func `a name that does not resolve means try later`() throws {
        let result = try failing(["--host", "nowhere.invalid", "--timeout", "10"]).result
        expectOneLine(result, 75, "mail server nowhere.invalid not found")
    }

    @Test func `a refused connection means try later`() throws {
        let result = try failing(["--host", "127.0.0.1", "--port", "1"]).result
        expectOneLine(result, 75, "no connection to mail server 127.0.0.1:1: Connection refused")
    }

    @Test func `certificates that are missing or no certificates mean a bad configuration`() throws {
        let missing = try failing(["--host", "127.0.0.1", "--ca", "DIRECTORY/none.pem"]).result
        expectOneLine(missing, 78, "/none.pem: the certificate file cannot be read")
        let listener = try SilentListener()
        let noCertificate = try failing(
            ["--host", "127.0.0.1", "--port", "\(listener.port)", "--ca", "DIRECTORY/password"]
        ).result
        expectOneLine(noCertificate, 78, "/password: ")
    }

    @Test func `a password file that others can read is told, one that is a folder or empty ends it`() throws {
        let account = ["--host", "127.0.0.1", "--port", "1", "--user", "dock", "--password-file"]
        let open = try failing(account + ["DIRECTORY/password"]) { directory in
            _ = unsafe chmod(directory + "/password", 0o644)
        }.result
        #expect(open.status == 75)
        let lines = open.complaints.split(separator: "\n")
        #expect(lines.count == 2 && lines.first?.contains("chmod 600") == true, "\(open.complaints)")
        expectOneLine(try failing(account + ["DIRECTORY/none"]).result, 78, "/none: the password file cannot")
        expectOneLine(try failing(account + ["DIRECTORY/queue"]).result, 78, "/queue: the password file")
        let empty = try failing(account + ["DIRECTORY/password"]) { directory in
            try "\n".write(toFile: directory + "/password", atomically: true, encoding: .utf8)
        }.result
        expectOneLine(empty, 78, "must hold one line of UTF-8 text")
    }

    @Test(arguments: ["tls", "starttls"])
    func `the time-out ends the wait for a server that never answers`(security: String) throws {
        let listener = try SilentListener()
        let (result, seconds) = try failing([
            "--host", "127.0.0.1", "--port", "\(listener.port)", "--security", security, "--timeout", "1",
        ])
        expectOneLine(result, 75, "no answer in time at \(security == "tls" ? "handshake" : "greeting")")
        #expect(seconds >= 1 && seconds < 20)
    }
}

/// A port that takes connections and never says a word.
final class SilentListener {
    private let file: Int32
    let port: UInt16

    init() throws {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.file = file
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe bind(file, $0, size)
                _ = listen(file, 5)
                _ = unsafe getsockname(file, $0, &size)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        try #require(port != 0)
    }

    deinit { close(file) }
}
