// SPDX-License-Identifier: Apache-2.0
// Starts the token endpoint of Fixtures/ with certificates made by openssl; everything ends with the test.

import DockModel
import Foundation
import Post
import Synchronization
import Tokens

/// Whether python3 and openssl are there.
let hasPrograms = ["/usr/bin/python3", "/usr/bin/openssl"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: $0)
}

struct TestFailure: Error { var text: String }

/// Both clocks of a test; they move only when told.
final class TestClock: Sendable {
    private let moment: Mutex<Moment>

    init(isTrusted: Bool = true) {
        let wall = WallTime(seconds: Date().timeIntervalSince1970)
        moment = Mutex(Moment(boot: Instant(seconds: 1_000), wall: wall, isWallTrusted: isTrusted))
    }

    var now: Moment { moment.withLock { $0 } }

    func advance(_ span: Duration) {
        moment.withLock { moment in
            moment.boot = moment.boot + span
            moment.wall = moment.wall + span
        }
    }
}

/// Runs a program and gives back whether it ended well.
func run(_ path: String, _ arguments: [String], in folder: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw TestFailure(text: "\(path) \(arguments) failed") }
}

/// One token endpoint with its folder.
final class TokenServer {
    let folder: URL
    let port: Int
    private let process = Process()
    private let input = Pipe()

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "roost-tokens-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, kind) in [("ca", "ec"), ("client", "rsa"), ("service", "rsa")] {
            let key = kind == "ec" ? ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"] : ["rsa:2048"]
            try run(
                "/usr/bin/openssl",
                ["req", "-x509", "-newkey"] + key + [
                    "-nodes", "-days", "2", "-keyout", "\(name).key", "-out", "\(name).pem", "-subj",
                    "/CN=Roost test",
                    "-addext", "subjectAltName=DNS:localhost",
                ], in: folder)
        }
        guard
            let script = Bundle.module.url(
                forResource: "token_server", withExtension: "py", subdirectory: "Fixtures")
        else { throw TestFailure(text: "the fixture is missing") }
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments =
            [script.path, folder.path]
            + ["ca.pem", "ca.key"].map { [folder] in folder.appendingPathComponent($0).path }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = ""
        while !line.hasSuffix("\n") {
            let octets = output.fileHandleForReading.readData(ofLength: 1)
            guard !octets.isEmpty else { throw TestFailure(text: "the server did not start") }
            line += String(decoding: octets, as: UTF8.self)
        }
        port = Int(line.split(separator: " ").last?.dropLast() ?? "") ?? 0
    }

    deinit {
        input.fileHandleForWriting.closeFile()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)  // a leftover folder in /tmp harms nobody
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
    var url: String { "https://localhost:\(port)/token" }
    var cache: String { path("tokens.json") }

    /// What the endpoint said, oldest first.
    func results() -> [String] {
        let text = (try? text("log.jsonl")) ?? ""  // nothing was asked yet
        return text.split(separator: "\n").compactMap { JSONNode(Array($0.utf8))?["result"]?.text }
    }

    func account(
        _ client: String, _ way: TokenAccount.Way, proof: TokenAccount.Proof = .none, scope: String = "send"
    ) -> TokenAccount {
        TokenAccount(
            clientID: client, proof: proof, way: way, scope: scope, tokenURL: url,
            deviceURL: "https://localhost:\(port)/device")
    }

    func source(_ account: TokenAccount, _ clock: TestClock = TestClock(), timeout: Duration = .seconds(20))
        -> TokenSource
    {
        TokenSource(
            account: account, cachePath: cache,
            endpoint: TokenEndpoint(caFile: path("ca.pem"), timeout: timeout),
            clock: { clock.now }, jitter: { 0.5 })
    }
}
