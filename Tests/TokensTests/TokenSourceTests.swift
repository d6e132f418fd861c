// SPDX-License-Identifier: Apache-2.0
// Every grant against an endpoint that is strict about the RFCs, over verified TLS: what is kept, what is asked again
// and when nothing is asked.

import DockModel
import Foundation
import Post
import Testing
import Tokens

@Suite(.enabled(if: hasPrograms), .serialized) struct TokenSourceTests {
    private let server: TokenServer

    init() throws { server = try TokenServer() }

    private let seed: SecretReader = { "first-0" }

    @Test func `a refresh token gives a token that is used until its end is near`() async throws {
        let clock = TestClock()
        let source = server.source(server.account("public", .refreshToken(seed: seed)), clock)
        let first = try await source.token()
        #expect(first.hasPrefix("at-") && first.utf8.count > 512)
        clock.advance(.seconds(3_200))
        #expect(try await source.token() == first)
        clock.advance(.seconds(200))
        #expect(try await source.token() != first)
        #expect(server.results() == ["ok", "ok"])
    }

    @Test func `a rotated refresh token outlives the process`() async throws {
        let clock = TestClock()
        for _ in 0..<3 {
            let source = server.source(server.account("public", .refreshToken(seed: seed)), clock)
            _ = try await source.token()
            clock.advance(.seconds(3_600))
        }
        #expect(server.results() == ["ok", "ok", "ok"])
        let mode = try FileManager.default.attributesOfItem(atPath: server.cache)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let names = try FileManager.default.contentsOfDirectory(atPath: server.folder.path)
        #expect(!names.contains { $0.contains(".new-") })
    }

    @Test func `a token in the file is used by the next process`() async throws {
        let clock = TestClock()
        let account = server.account("public", .refreshToken(seed: seed))
        let first = try await server.source(account, clock).token()
        #expect(try await server.source(account, clock).token() == first)
        #expect(server.results() == ["ok"])
        // A clock that is not set proves nothing about the token's age.
        #expect(try await server.source(account, TestClock(isTrusted: false)).token() != first)
    }

    @Test func `two processes at once ask once`() async throws {
        let clock = TestClock()
        let account = server.account("public", .refreshToken(seed: seed))
        let sources = (0..<4).map { _ in server.source(account, clock) }
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for source in sources { group.addTask { try await source.token() } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(tokens.count == 1 && server.results() == ["ok"])
    }

    @Test func `a new refresh token in the settings takes the place of the old one`() async throws {
        let clock = TestClock()
        let stale = server.source(server.account("public", .refreshToken(seed: { "revoked-7" })), clock)
        await #expect(throws: TokenFault.self) { try await stale.token() }
        let fresh = server.source(server.account("public", .refreshToken(seed: seed)), clock)
        _ = try await fresh.token()
        #expect(server.results() == ["invalid_grant", "ok"])
    }

    @Test(arguments: [true, false])
    func `a client secret is taken in the header and in the form`(inForm: Bool) async throws {
        let proof = TokenAccount.Proof.secret({ "s3cret&=+ %" }, inForm: inForm)
        let source = server.source(server.account("secret", .clientCredentials, proof: proof))
        _ = try await source.token()
        #expect(server.results() == ["ok"])
        let cache = try server.text("tokens.json")
        #expect(!cache.contains("s3cret"))
    }

    @Test(arguments: JWTAssertion.Algorithm.allCases)
    func `a certificate proves the client`(algorithm: JWTAssertion.Algorithm) async throws {
        let key = try server.text("client.key"), certificate = try server.text("client.pem")
        let proof = TokenAccount.Proof.certificate(
            key: { key }, certificate: { certificate }, algorithm: algorithm)
        let clock = TestClock()
        let source = server.source(server.account("cert", .clientCredentials, proof: proof), clock)
        let first = try await source.token()
        #expect(try await source.token(isRefused: false) == first)
        #expect(server.results() == ["ok"])
    }

    @Test func `a key that does not belong to the certificate is told and not tried`() async throws {
        let key = try server.text("service.key"), certificate = try server.text("client.pem")
        let proof = TokenAccount.Proof.certificate(
            key: { key }, certificate: { certificate }, algorithm: .ps256)
        let source = server.source(server.account("cert", .clientCredentials, proof: proof))
        let fault = await #expect(throws: TokenFault.self) { try await source.token() }
        #expect(fault?.description.contains("does not belong") == true && fault?.needsPerson == true)
        #expect(server.results() == [])
    }

    @Test func `a service account sends for a user`() async throws {
        let key = try server.text("service.key")
        let file =
            "{\"type\":\"service_account\",\"client_email\":\"dock@project.example\",\"private_key_id\":\"key-1\","
            + "\"private_key\":\(JSONNode.quoted(key))}"
        let way = TokenAccount.Way.serviceAccount(file: { file }, user: "dock@example.org")
        let source = server.source(server.account("", way, scope: "mail"))
        _ = try await source.token()
        #expect(server.results() == ["ok"])
    }

    @Test func `a refused client rests for a quarter of an hour`() async throws {
        let clock = TestClock()
        let proof = TokenAccount.Proof.secret({ "wrong" }, inForm: false)
        let source = server.source(server.account("secret", .clientCredentials, proof: proof), clock)
        for _ in 0..<5 {
            let fault = await #expect(throws: TokenFault.self) { try await source.token() }
            #expect(fault?.needsPerson == true && fault?.description.contains("invalid_client") == true)
            #expect(fault?.description.contains("wrong secret") == true)
            clock.advance(.seconds(170))
        }
        #expect(server.results() == ["invalid_client"])
        clock.advance(.seconds(300))
        await #expect(throws: TokenFault.self) { try await source.token() }
        #expect(server.results().count == 2)
    }

    @Test func `a token that the mail server refuses is refreshed once`() async throws {
        let clock = TestClock()
        let source = server.source(server.account("public", .refreshToken(seed: seed)), clock)
        let first = try await source.token()
        clock.advance(.seconds(120))
        let second = try await source.token(isRefused: true)
        #expect(second != first)
        let fault = await #expect(throws: TokenFault.self) { try await source.token(isRefused: true) }
        #expect(fault?.needsPerson == true && (fault?.retryAfter ?? .zero) >= .seconds(900))
        #expect(server.results() == ["ok", "ok"])
    }

    @Test(arguments: ["html", "odd", "past", "endless", "redirect", "busy"])
    func `an answer that is none gives no token`(client: String) async throws {
        let source = server.source(server.account(client, .refreshToken(seed: seed)))
        let fault = await #expect(throws: TokenFault.self) { try await source.token() }
        #expect((fault?.retryAfter ?? .zero) >= .seconds(15))
        if client == "busy" {
            #expect(fault?.needsPerson == false && (fault?.retryAfter ?? .zero) >= .seconds(77))
        }
        #expect(server.results().count == 1)
        #expect(!FileManager.default.fileExists(atPath: server.cache))
    }

    @Test func `an endpoint that never answers does not hold the mail up`() async throws {
        let source = server.source(
            server.account("silent", .refreshToken(seed: seed)), timeout: .milliseconds(600))
        let fault = await #expect(throws: TokenFault.self) { try await source.token() }
        #expect(fault?.needsPerson == false)
    }

    @Test func `an endpoint whose certificate is not trusted learns no secret`() async throws {
        let source = TokenSource(
            account: server.account("public", .refreshToken(seed: seed)), cachePath: server.cache,
            endpoint: TokenEndpoint(caFile: server.path("client.pem")), clock: { TestClock().now })
        await #expect(throws: TokenFault.self) { try await source.token() }
        #expect(server.results() == [])
    }

    @Test(arguments: [
        "http://localhost/token", "https://u:p@localhost/", "ftp://x", "https:///token", "localhost",
    ])
    func `a secret goes to https addresses only`(url: String) {
        #expect(!TokenEndpoint.isUsable(url))
    }

    @Test func `a log-in on another device is waited for and kept`() async throws {
        let account = server.account("public", .refreshToken(seed: nil))
        let source = TokenSource(
            account: account, cachePath: server.cache, endpoint: TokenEndpoint(caFile: server.path("ca.pem")),
            clock: { Moment(boot: realInstant(), wall: WallTime(seconds: Date().timeIntervalSince1970)) })
        await #expect(throws: TokenFault.self) { try await source.token() }
        let codes = try await source.deviceCodes()
        #expect(codes.userCode == "WDJB-MJHT" && codes.address == "https://example.org/device")
        try await source.logIn(with: codes)
        #expect(server.results() == ["ok", "authorization_pending", "ok"])
        let later = TestClock()
        later.advance(.seconds(7_200))
        _ = try await server.source(account, later).token()
        #expect(server.results().last == "ok" && server.results().count == 4)
    }

    @Test func `a cache file that others can read is refused`() async throws {
        let clock = TestClock()
        _ = try await server.source(server.account("public", .refreshToken(seed: seed)), clock).token()
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: server.cache)
        let source = server.source(server.account("public", .refreshToken(seed: seed)), clock)
        let fault = await #expect(throws: TokenFault.self) { try await source.token() }
        #expect(fault?.description.contains("chmod 600") == true)
    }

    @Test func `nothing is asked for that could not be kept`() async throws {
        let clock = TestClock()
        // A folder in the place of the next file lets nobody write it, not even root.
        try FileManager.default.createDirectory(
            atPath: server.cache + ".new/x", withIntermediateDirectories: true)
        let source = server.source(server.account("public", .refreshToken(seed: seed)), clock)
        let fault = await #expect(throws: TokenFault.self) { try await source.token() }
        #expect(fault?.description.contains("cannot be written") == true)
        #expect(server.results() == [])
        try FileManager.default.removeItem(atPath: server.cache + ".new")
        clock.advance(.seconds(60))
        _ = try await source.token()
        #expect(server.results() == ["ok"])
    }

    @Test func `a damaged cache is as good as none`() async throws {
        let isMade = FileManager.default.createFile(
            atPath: server.cache, contents: Data("{\"account\":".utf8), attributes: [.posixPermissions: 0o600]
        )
        #expect(isMade)
        _ = try await server.source(server.account("public", .refreshToken(seed: seed))).token()
        #expect(server.results() == ["ok"])
    }

    @Test func `a thread may wait for a token`() throws {
        let source = server.source(server.account("public", .refreshToken(seed: seed)))
        #expect(try source.waitForToken().hasPrefix("at-"))
    }
}

/// The boot clock.
func realInstant() -> Instant { Instant(seconds: ProcessInfo.processInfo.systemUptime) }
