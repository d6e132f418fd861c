// SPDX-License-Identifier: Apache-2.0
// The console on a real port of loopback: methods, headers, hosts, limits, the end.

import DockModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(1))) struct ConsoleServerTests {
    private static var quiet: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    private var dock: SampleDock {
        var dock = SampleDock()
        dock.mails = [
            MailView(
                entry: MailboxEntry(id: "000001.eml", subject: "Digest"), text: "hello",
                html: "<p>hello</p><script>alert(1)</script>")
        ]
        return dock
    }

    private func server(_ dock: SampleDock? = nil) -> ConsoleServer {
        ConsoleServer(listen: ListenAddress(port: 0), model: dock ?? self.dock, logger: Self.quiet)
    }

    /// Runs a console on a free port while `body` talks to it, then ends it by cancellation.
    private func serving(_ dock: SampleDock? = nil, _ body: @escaping @Sendable (Int) async throws -> Void)
        async throws
    {
        let (ports, announce) = AsyncStream<Int>.makeStream()
        let console = server(dock)
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

    private func get(_ path: String, host: String = "localhost", _ more: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\(more)\r\n"
    }

    // MARK: Pages

    @Test func `every page is served with its type and runs no script but ours`() async throws {
        try await server().application().test(.live) { client in
            let pages = [
                ("/", "text/html; charset=utf-8"), ("/mailbox", "text/html; charset=utf-8"),
                ("/mailbox/000001.eml", "text/html; charset=utf-8"), ("/outbox", "text/html; charset=utf-8"),
                ("/missions", "text/html; charset=utf-8"), ("/flight", "text/html; charset=utf-8"),
                ("/hardware", "text/html; charset=utf-8"), ("/wear/p1", "text/html; charset=utf-8"),
                ("/incidents/i1", "text/html; charset=utf-8"), ("/system", "text/html; charset=utf-8"),
                ("/live.js", "text/javascript; charset=utf-8"), ("/wear/p1/chart.svg", "image/svg+xml"),
                ("/calendar.ics", "text/calendar; charset=utf-8"), ("/metrics", MetricsText.mediaType),
                ("/healthz", "text/plain; charset=utf-8"), ("/style.css", "text/css; charset=utf-8"),
                ("/api/status", "application/json; charset=utf-8"),
                ("/api/mailbox", "application/json; charset=utf-8"),
                ("/api/outbox", "application/json; charset=utf-8"),
                ("/mailbox/000001.eml/raw", "message/rfc822"),
            ]
            for (path, type) in pages {
                try await client.execute(uri: path, method: .get) { response in
                    #expect(response.status == .ok, "\(path)")
                    #expect(response.headers[.contentType] == type, "\(path)")
                    let policy = response.headers[.contentSecurityPolicy] ?? ""
                    #expect(policy.hasPrefix("default-src 'none'"), "\(path)")
                    #expect(
                        !policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "\(path)"
                    )
                    let runs = policy.contains("script-src 'self';")
                    #expect(runs == type.hasPrefix("text/html"), "\(path)")
                    #expect(response.headers[.xContentTypeOptions] == "nosniff", "\(path)")
                    let referrer = try #require(HTTPField.Name("Referrer-Policy"))
                    let frames = try #require(HTTPField.Name("X-Frame-Options"))
                    #expect(response.headers[referrer] == "no-referrer", "\(path)")
                    #expect(response.headers[frames] == "DENY", "\(path)")
                    #expect(response.headers[.cacheControl] == "no-store", "\(path)")
                }
            }
        }
    }

    @Test func `news stream to a reader, and the console ends in order while one reads`() async throws {
        try await serving { port in
            let text = try await RawClient.exchange(get("/api/events"), port: port, patienceSeconds: 1)
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(text.lowercased().contains("content-type: text/event-stream"))
            #expect(text.contains("retry: 5000\n\n") && text.contains("event: dock\ndata: {\"now\":"))
            let head = try await RawClient.exchange(
                "HEAD /api/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", port: port)
            #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test func `readers of news have a largest number`() async {
        let readers = ReaderCount()
        for _ in 0..<DockNews.mostReaders { #expect(await readers.enter()) }
        #expect(await !readers.enter())
        await readers.leave()
        #expect(await readers.enter())
    }

    @Test func `the HTML part of a mail is served as it is but locked in`() async throws {
        try await server().application().test(.live) { client in
            try await client.execute(uri: "/mailbox/000001.eml/html", method: .get) { response in
                #expect(String(buffer: response.body) == "<p>hello</p><script>alert(1)</script>")
                let policy = response.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.hasPrefix("default-src 'none'; ") && policy.hasSuffix("; sandbox"))
                #expect(policy.contains("frame-ancestors 'self'") && policy.contains("form-action 'none'"))
                #expect(!policy.contains("script-src") && !policy.contains("http"))
            }
        }
    }

    @Test func `a mail is downloaded byte for byte`() async throws {
        try await server().application().test(.live) { client in
            try await client.execute(uri: "/mailbox/000001.eml/raw", method: .get) { response in
                #expect(
                    Array(response.body.readableBytesView) == Array("Subject: raw\r\n\r\n\0\u{e9}\r\n".utf8))
                #expect(response.headers[.contentDisposition] == #"attachment; filename="000001.eml""#)
            }
        }
    }

    @Test func `health is 200 only while there are checks and all pass`() async throws {
        for (checks, status) in [
            ([HealthCheck(name: "store", isPassing: true, detail: "writes")], 200), ([], 503),
            ([HealthCheck(name: "store", isPassing: false, detail: "disk\nfull")], 503),
        ] as [([HealthCheck], Int)] {
            var dock = self.dock
            dock.checks = checks
            try await server(dock).application().test(.live) { client in
                try await client.execute(uri: "/healthz", method: .get) { response in
                    #expect(response.status.code == status)
                    if checks.first?.isPassing == false {
                        #expect(String(buffer: response.body) == "unhealthy\nstore: disk full\n")
                    }
                }
            }
        }
    }

    // MARK: Refusals

    @Test(arguments: ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
    func `methods that could change something are refused`(method: String) async throws {
        try await server().application().test(.live) { client in
            let method = try #require(HTTPRequest.Method(method))
            for path in ["/", "/mailbox/000001.eml", "/nothing"] {
                try await client.execute(uri: path, method: method) { response in
                    #expect(response.status == .methodNotAllowed)
                    #expect(response.headers[.allow] == "GET, HEAD")
                }
            }
        }
    }

    @Test func `HEAD answers with the header of GET and no content`() async throws {
        try await serving { port in
            let reply = try await RawClient.exchange(
                "HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", port: port)
            #expect(reply.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(reply.hasSuffix("\r\n\r\n"))
            let length = reply.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
            let bytes = try #require(length.flatMap { Int($0.dropFirst("Content-Length: ".count)) })
            #expect(bytes > 1_000)
        }
    }

    @Test(arguments: [
        "/mailbox/..", "/mailbox/../../etc/passwd", "/mailbox/..%2f..%2fetc%2fpasswd", "/mailbox/%2e%2e/raw",
        "/mailbox/000001.eml/../raw", "/mailbox/nothing.eml", "/mailbox/nothing.eml/html",
        "/mailbox/nothing.eml/raw",
        "//mailbox", "/./mailbox", "/mailbox/000001.eml%00", "/mailbox?page=2", "/favicon.ico",
        "/.git/config",
    ])
    func `paths that name nothing are not found`(path: String) async throws {
        try await serving { port in
            let reply = try await RawClient.exchange(get(path), port: port)
            #expect(reply.hasPrefix("HTTP/1.1 404 "))
            #expect(!reply.contains("root:"))
        }
    }

    @Test(arguments: [
        "evil.example", "evil.example:80", "127.0.0.1.evil.example", "192.168.0.1", "localhost@evil.example",
    ])
    func `a foreign host name gets nothing of the dock`(host: String) async throws {
        try await serving { port in
            let reply = try await RawClient.exchange(get("/api/status", host: host), port: port)
            #expect(reply.hasPrefix("HTTP/1.1 421 "))
            #expect(!reply.contains("Nordhang"))
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.0\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nhOST: localhost\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nA: b\0c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab",
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\r\n\r\n",
    ])
    func `a request that is not sound is a bad request`(request: String) async throws {
        try await serving { port in
            let reply = try await RawClient.exchange(request, port: port)
            #expect(reply.hasPrefix("HTTP/1.1 400 "), "\(reply.prefix(80))")
            #expect(!reply.contains("Nordhang"))
        }
    }

    // MARK: Limits

    @Test func `a header beyond the limits is refused`() async throws {
        try await serving { port in
            let long = String(repeating: "a", count: RequestLimit.headerFieldBytes + 1)
            let wide = (0...RequestLimit.headerFields).map { "X-\($0): 1\r\n" }.joined()
            for more in ["X-Long: \(long)\r\n", wide] {
                let reply = try await RawClient.exchange(get("/", more), port: port)
                #expect(!reply.contains(" 200 "))
            }
            let target = try await RawClient.exchange(get("/?" + long), port: port)
            #expect(!target.contains(" 200 "))
        }
    }

    @Test func `content that nobody wants is refused and does not fill the memory`() async throws {
        try await serving { port in
            let declared = try await RawClient.exchange(
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\nabc",
                port: port)
            #expect(
                declared.isEmpty || declared.hasPrefix("HTTP/1.1 413 ") || declared.hasPrefix("HTTP/1.1 400 ")
            )
            let large = try await RawClient.exchange(
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000000\r\n\r\nabc", port: port)
            #expect(large.hasPrefix("HTTP/1.1 413 "))
            let piece = "1000\r\n" + String(repeating: "x", count: 4_096) + "\r\n"
            let chunked = try await RawClient.exchange(
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + String(repeating: piece, count: 8), port: port)
            #expect(chunked.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test func `small content is thrown away and the connection stays usable`() async throws {
        try await serving { port in
            let reply = try await RawClient.exchange(
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc" + get("/healthz"),
                port: port)
            #expect(reply.hasPrefix("HTTP/1.1 405 "))
            #expect(reply.contains("HTTP/1.1 200 OK"))
            #expect(reply.hasSuffix("ok\n"))
        }
    }

    // MARK: Beginning and end

    @Test func `the console ends when its task is cancelled and gives the port back`() async throws {
        let seen = SeenPort()
        try await serving { port in
            await seen.note(port)
            let reply = try await RawClient.exchange(get("/healthz"), port: port)
            #expect(reply.hasSuffix("ok\n"))
        }
        let lastPort = await seen.port
        let port = try #require(lastPort)
        await #expect(throws: RawClientError.self) {
            _ = try await RawClient.exchange(get("/healthz"), port: port)
        }
    }

    @Test func `a console that is cancelled at any moment of its start ends in order`() async throws {
        for _ in 0..<20 {
            let console = server()
            let running = Task { try await console.run() }
            await Task.yield()
            running.cancel()
            try await running.value
        }
    }

    @Test func `an address in use is one clear error`() async throws {
        try await serving { port in
            let second = ConsoleServer(
                listen: ListenAddress(port: port), model: SampleDock(), logger: Self.quiet)
            let error = await #expect(throws: ConsoleError.self) { try await second.run() }
            #expect(error?.description.contains("cannot listen on 127.0.0.1:\(port)") == true)
        }
    }

    @Test(arguments: [-1, 65_536, .max]) func `a port that does not exist is one clear error`(port: Int) async
    {
        let server = ConsoleServer(listen: ListenAddress(port: port), model: SampleDock(), logger: Self.quiet)
        await #expect(throws: ConsoleError.self) { try await server.run() }
    }

    @Test func `an address is written as in a URL`() {
        #expect(ListenAddress(port: 80).description == "127.0.0.1:80")
        #expect(ListenAddress(host: "::1", port: 80).description == "[::1]:80")
    }
}

/// Remembers a port across tasks.
private actor SeenPort {
    private(set) var port: Int?
    func note(_ port: Int) { self.port = port }
}
