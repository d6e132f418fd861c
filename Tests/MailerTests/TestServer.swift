// SPDX-License-Identifier: Apache-2.0
// Starts the SMTP servers of Fixtures/ and makes certificates for them with openssl; everything ends with the
// test.

import Foundation

/// Whether python3 with aiosmtpd and openssl are there.
let hasPrograms: Bool = {
    func succeeds(_ path: String, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }  // not installed: the tests are skipped
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
    return succeeds("/usr/bin/python3", ["-c", "import aiosmtpd"])
        && succeeds("/usr/bin/openssl", ["version"])
}()

struct TestFailure: Error { var text: String }

/// A folder of its own with two authorities and the certificates a test asks for.
final class Certificates: Sendable {
    let folder: URL
    var authority: String { folder.appendingPathComponent("ca.pem").path }
    var otherAuthority: String { folder.appendingPathComponent("other.pem").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "roost-mailer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["ca", "other"] {
            try openssl([
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2",
                "-keyout", "\(name).key", "-out", "\(name).pem", "-subj", "/CN=Roost test \(name)",
            ])
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }  // a leftover folder in /tmp harms nobody

    /// A certificate for `names` ("DNS:localhost,IP:127.0.0.1") and its key.
    func make(_ name: String, for names: String, days: Int = 1) throws -> (certificate: String, key: String) {
        try "subjectAltName=\(names)\nextendedKeyUsage=serverAuth,clientAuth\n"
            .write(to: folder.appendingPathComponent("\(name).ext"), atomically: true, encoding: .utf8)
        try openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "\(name).key",
            "-out",
            "\(name).csr", "-subj", "/CN=Roost test server",
        ])
        try openssl([
            "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-set_serial", "\(UInt32.random(in: 1...UInt32.max))", "-days", "\(days)", "-extfile",
            "\(name).ext", "-out", "\(name).pem",
        ])
        return (
            folder.appendingPathComponent("\(name).pem").path,
            folder.appendingPathComponent("\(name).key").path
        )
    }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestFailure(text: "openssl \(arguments[0]) failed")
        }
    }
}

/// One server of the fixture script.
final class TestServer {
    private let process = Process()
    private let input = Pipe()
    private let folder: URL
    let port: Int

    init(_ kind: String, _ pair: (certificate: String, key: String) = ("", ""), _ options: [String] = [])
        throws
    {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "roost-server-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard
            let script = Bundle.module.url(
                forResource: "smtp_server", withExtension: "py", subdirectory: "Fixtures")
        else { throw TestFailure(text: "the fixture is missing") }
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [script.path, kind, folder.path, pair.certificate, pair.key] + options
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line = ""
        while !line.hasSuffix("\n") {
            let octets = output.fileHandleForReading.readData(ofLength: 1)
            guard !octets.isEmpty else { throw TestFailure(text: "the server did not start") }
            line += String(decoding: octets, as: UTF8.self)
        }
        guard let port = Int(line.split(separator: " ").last?.dropLast() ?? "") else {
            throw TestFailure(text: "no port in \(line)")
        }
        self.port = port
    }

    deinit {
        input.fileHandleForWriting.closeFile()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)  // a leftover folder in /tmp harms nobody
    }

    /// The octets of every mail the server took, in order.
    func mails() throws -> [[UInt8]] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".mail")
        }
        return try names.sorted().map { Array(try Data(contentsOf: folder.appendingPathComponent($0))) }
    }
}
