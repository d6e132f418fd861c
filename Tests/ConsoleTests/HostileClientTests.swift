// SPDX-License-Identifier: Apache-2.0
// Hostile clients against a running console with users: slow, large, many, split, and over TLS. Each is refused or cut
// off, and the next well-behaved request is answered.

import Access
import DockModel
import Foundation
import Glibc
import Logging
import Synchronization
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct HostileClientTests {
    /// The bound, and those that the server had in hand when it was reached: it takes up to four at a time.
    private static let mostConnections = RequestLimit.connections + 4

    private static var quiet: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    /// Runs a console with users on a free port while `body` talks to it.
    private func serving(
        _ desk: SampleDesk = SampleDesk(), terms: AccessTerms = AccessTerms(), idle: Duration = .seconds(15),
        certificate: ConsoleCertificate? = nil, socket: String? = nil,
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, announce) = AsyncStream<Int>.makeStream()
        var server = ConsoleServer(
            listen: socket.map { ListenAddress(socketPath: $0) } ?? ListenAddress(port: 0),
            model: SampleDock(),
            entrance: ConsoleEntrance(terms: terms, access: desk, desk: desk), certificate: certificate,
            logger: Self.quiet)
        server.idleTime = idle
        let console = server
        let running = Task { try await console.run { port in announce.yield(port) } }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        do {
            try await body(port)
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        try await running.value
    }

    private func post(_ path: String, _ content: String, _ more: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: \(content.utf8.count)\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\n\(more)\r\n\(content)"
    }

    private let get = "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    @Test func `a form reaches the desk with its session, and no field of an answer is split by it`()
        async throws
    {
        let desk = SampleDesk(), secret = try #require(desk.secrets[.operate])
        try await serving(desk) { port in
            let cookie = "Cookie: roost=\(secret.text)\r\n"
            let form = "csrf=\(secret.formToken)&incident=1-2"
            let good = try await RawClient.exchange(post("/operate/acknowledge", form, cookie), port: port)
            #expect(good.hasPrefix("HTTP/1.1 200 OK\r\n") && good.contains("stored for operate"))
            let split = try await RawClient.exchange(
                post("/sign-in", "name=kim&password=1234567890&next=/%0D%0ASet-Cookie:%20a=b"), port: port)
            #expect(split.hasPrefix("HTTP/1.1 400 ") && !split.contains("\r\nSet-Cookie"))
            let folded = try await RawClient.exchange(
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c: d\r\nConnection: close\r\n\r\n",
                port: port)
            #expect(!folded.contains("\r\nc: d"))
        }
        #expect(desk.done.withLock { $0 } == [.acknowledge(incident: "1-2")])
    }

    @Test func `a form that is too large, or two lengths, or a foreign type changes nothing`() async throws {
        let desk = SampleDesk(), secret = try #require(desk.secrets[.operate])
        let cookie = "Cookie: roost=\(secret.text)\r\n"
        try await serving(desk) { port in
            let form = "csrf=\(secret.formToken)&incident=1-2&x=" + String(repeating: "a", count: 20_000)
            let large = try await RawClient.exchange(post("/operate/acknowledge", form, cookie), port: port)
            #expect(large.hasPrefix("HTTP/1.1 413 "))
            let piece = "4000\r\n" + String(repeating: "x", count: 0x4000) + "\r\n"
            let chunked = try await RawClient.exchange(
                "POST /operate/acknowledge HTTP/1.1\r\nHost: localhost\r\n\(cookie)Transfer-Encoding: chunked\r\n\r\n"
                    + String(repeating: piece, count: 8), port: port)
            #expect(chunked.hasPrefix("HTTP/1.1 413 "))
            let smuggled = try await RawClient.exchange(
                post("/operate/acknowledge", "a=1", "Transfer-Encoding: chunked\r\n\(cookie)"), port: port)
            #expect(!smuggled.contains(" 200 "))
            let foreign = try await RawClient.exchange(
                post("/operate/acknowledge", form.prefix(80) + "", cookie)
                    .replacingOccurrences(
                        of: "application/x-www-form-urlencoded", with: "multipart/form-data"),
                port: port)
            #expect(foreign.hasPrefix("HTTP/1.1 415 "))
            #expect(try await RawClient.exchange(get, port: port).hasPrefix("HTTP/1.1 200 "))
        }
        #expect(desk.done.withLock { $0 }.isEmpty)
    }

    @Test func `who sends a header by the byte, or nothing at all, is cut off`() async throws {
        try await serving(idle: .seconds(1)) { port in
            let slow = try await RawClient.drip(
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ", every: 0.1, port: port)
            #expect(slow < 4)
            let silent = try await RawClient.drip("", every: 0.1, port: port)
            #expect(silent < 4)
            #expect(try await RawClient.exchange(get, port: port).hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `many connections at once are bounded, and the console answers afterwards`() async throws {
        // Nobody is cut off for being idle meanwhile: a place that becomes free is taken by the next.
        try await serving { port in
            let answered = try await RawClient.crowd(400, port: port)
            #expect(answered <= Self.mostConnections)
            #expect(try await RawClient.exchange(get, port: port).hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `ten thousand connections are bounded, and those who came before and come after are answered`()
        async throws
    {
        // Each takes a descriptor here, and the console's own 256 another; the machine is asked for enough of them, and
        // where it gives fewer the crowd is smaller.
        _ = try await Self.run("prlimit", "--pid", "\(getpid())", "--nofile=16384:")
        let number = min(10_000, sysconf(Int32(_SC_OPEN_MAX)) - 1_000)
        #expect(number > 0)
        try await serving { port in
            let outcome = try await RawClient.besieged(by: number, port: port, request: get)
            #expect(outcome.opened == number)
            #expect(outcome.answered <= Self.mostConnections && outcome.isEarlierAnswered)
            #expect(try await RawClient.exchange(get, port: port, patienceSeconds: 30).hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `one remote address holds a bounded number of connections`() {
        let tally = ConnectionTally()
        #expect((0..<40).count { _ in tally.open("192.0.2.1") } == ConnectionTally.mostOfOneAddress)
        #expect(tally.open("192.0.2.2"))
        tally.close("192.0.2.1")
        #expect(tally.open("192.0.2.1") && !tally.open("192.0.2.1"))
    }

    @Test func `over its own certificate it speaks TLS 1.2 or later, and nothing else`() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/roost-console-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // A left-over folder in the temporary one is harmless.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let pair = try #require(Self.certificate(in: folder))
        #expect(pair.fault == nil)
        #expect(ConsoleCertificate(chain: "x", key: "y").fault != nil)
        try await serving(terms: AccessTerms(anonymous: nil, isTLS: true), certificate: pair) { port in
            let plain = try await RawClient.exchange(get, port: port)
            #expect(!plain.contains("HTTP/1.1 200"))
            let page = try await Self.run(
                "curl", "--silent", "--include", "--cacert", folder + "/c.pem",
                "https://localhost:\(port)/sign-in")
            #expect(page.contains("HTTP/1.1 200") && page.contains("Sign in"))
            let old = try await Self.run(
                "curl", "--silent", "--insecure", "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0",
                "https://localhost:\(port)/sign-in")
            #expect(old.isEmpty)
        }
    }

    @Test func `a unix socket serves this machine without a port`() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/roost-\(UUID().uuidString.prefix(8)).sock"
        try await serving(terms: AccessTerms(isSocket: true), socket: path) { _ in
            let page = try await Self.run(
                "curl", "--silent", "--unix-socket", path, "http://localhost/account")
            #expect(page.contains("<dd>local</dd>"))
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    /// A certificate for localhost, by the openssl command; nil when it fails.
    private static func certificate(in folder: String) -> ConsoleCertificate? {
        // What failed shows in the files that are not there.
        _ = try? runNow([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", folder + "/k.pem",
            "-out",
            folder + "/c.pem",
        ])
        guard let chain = FileManager.default.contents(atPath: folder + "/c.pem"),
            let key = FileManager.default.contents(atPath: folder + "/k.pem")
        else { return nil }
        return ConsoleCertificate(
            chain: String(decoding: chain, as: UTF8.self), key: String(decoding: key, as: UTF8.self))
    }

    private static func run(_ words: String...) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try runNow(words) }) }
        }
    }

    private static func runNow(_ words: [String]) throws -> String {
        let process = Process(), output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}

extension RawClient {
    /// Sends a beginning and then a byte every so many seconds; the seconds until the server ended it, or 8.
    static func drip(_ beginning: String, every seconds: Double, port: Int) async throws -> Double {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let connection = try connected(to: port, patience: seconds)
                        defer { close(connection) }
                        let start = ContinuousClock.now
                        func age() -> Double { start.duration(to: .now) / .seconds(1) }
                        let first = Array(beginning.utf8)
                        _ = unsafe send(connection, first, first.count, Int32(MSG_NOSIGNAL))
                        var octet = UInt8(ascii: "a"), answer = [UInt8](repeating: 0, count: 4_096)
                        while age() < 8 {
                            // Waits for an answer as long as a drop takes; an end of the stream is one.
                            let count = unsafe recv(connection, &answer, answer.count, 0)
                            if count == 0 || (count < 0 && errno == ECONNRESET) { break }
                            if !first.isEmpty, unsafe send(connection, &octet, 1, Int32(MSG_NOSIGNAL)) < 0 {
                                break
                            }
                        }
                        return age()
                    })
            }
        }
    }

    /// Opens so many connections at once that most wait in the kernel or are dropped there, asks on each, and then on
    /// one that was there before: how many were opened and answered, and whether that one was.
    static func besieged(by number: Int, port: Int, request: String) async throws -> (
        opened: Int, answered: Int, isEarlierAnswered: Bool
    ) {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        var answer = [UInt8](repeating: 0, count: 4_096)
                        let octets = Array(request.replacing("Connection: close\r\n", with: "").utf8)
                        let earlier = try connected(to: port, patience: 20)
                        defer { close(earlier) }
                        // Without content, so that an answer comes in one piece.
                        let head = Array("HEAD /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
                        _ = unsafe send(earlier, head, head.count, Int32(MSG_NOSIGNAL))
                        _ = unsafe recv(earlier, &answer, answer.count, 0)
                        let crowd = (0..<number).compactMap { _ in
                            // One that is refused at once is not counted as opened.
                            try? connected(to: port, patience: 0.01, hasty: true)
                        }
                        defer { for connection in crowd { close(connection) } }
                        for connection in crowd {
                            _ = unsafe send(connection, octets, octets.count, Int32(MSG_NOSIGNAL))
                        }
                        _ = unsafe send(earlier, head, head.count, Int32(MSG_NOSIGNAL))
                        let isAnswered = unsafe recv(earlier, &answer, answer.count, 0) > 0
                        return (
                            crowd.count, crowd.count { unsafe recv($0, &answer, answer.count, 0) > 0 }, isAnswered
                        )
                    })
            }
        }
    }

    /// Opens many connections, asks on each, and counts those that were answered while all were open.
    static func crowd(_ number: Int, port: Int) async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let connections = (0..<number).compactMap { _ in
                            // One that is refused is what the bound is for.
                            try? connected(to: port, patience: 0.01)
                        }
                        defer { for connection in connections { close(connection) } }
                        let request = Array("GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
                        for connection in connections {
                            _ = unsafe send(connection, request, request.count, Int32(MSG_NOSIGNAL))
                        }
                        var answer = [UInt8](repeating: 0, count: 4_096)
                        return connections.count { unsafe recv($0, &answer, answer.count, 0) > 0 }
                    })
            }
        }
    }
}
