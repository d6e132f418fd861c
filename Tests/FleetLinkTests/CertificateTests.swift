// SPDX-License-Identifier: Apache-2.0
// Who may say what: the broker lets a certificate write below its own name only, and a dock believes no broker that its
// authority does not vouch for.

import DockModel
import Fleet
import Foundation
import Store
import Testing

@testable import FleetLink

@Suite(.serialized, .enabled(if: Machinery.areThere, Machinery.reason), .timeLimit(.minutes(1)))
struct CertificateTests {
    /// An authority, and certificates of it, made by OpenSSL.
    private struct Authority {
        let folder: String
        var file: String { folder + "/ca.pem" }

        init(in folder: String) throws {
            self.folder = folder
            try openssl([
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2",
                "-subj", "/CN=Fleet authority", "-keyout", folder + "/ca.key", "-out", folder + "/ca.pem",
            ])
        }

        private func openssl(_ arguments: [String]) throws {
            try Machinery.run("/usr/bin/openssl", arguments, in: folder)
        }

        /// Certificate and key of a name.
        func make(_ name: String, more: String = "") throws -> (certificate: String, key: String) {
            let base = folder + "/" + name
            try openssl(
                [
                    "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                    "/CN=\(name)",
                    "-keyout", base + ".key", "-out", base + ".csr",
                ] + (more.isEmpty ? [] : ["-addext", more]))
            try openssl([
                "x509", "-req", "-in", base + ".csr", "-CA", folder + "/ca.pem", "-CAkey", folder + "/ca.key",
                "-CAcreateserial", "-days", "2", "-copy_extensions", "copy", "-out", base + ".pem",
            ])
            return (base + ".pem", base + ".key")
        }
    }

    @Test func `a certificate writes below its own name only, and an unknown authority is not believed`()
        throws
    {
        let folder = try Machinery.folder()
        let authority = try Authority(in: folder)
        let server = try authority.make("localhost", more: "subjectAltName=DNS:localhost,IP:127.0.0.1")
        let north = try authority.make("NORTH")
        try "pattern readwrite roost/1/up/%u/#\npattern read roost/1/down/%u/#\n".write(
            toFile: folder + "/acl", atomically: true, encoding: .utf8)
        #expect(unsafe chmod(folder + "/acl", 0o644) == 0)
        let broker = try TestBroker(
            [
                "cafile \(authority.file)", "certfile \(server.certificate)", "keyfile \(server.key)",
                "require_certificate true", "use_identity_as_username true", "acl_file \(folder)/acl",
            ], folder: folder)
        func address(_ authorityFile: String) -> BrokerAddress {
            BrokerAddress(
                host: "localhost", port: broker.port,
                certificates: BrokerCertificates(
                    authorityFile: authorityFile, certificateFile: north.certificate, keyFile: north.key))
        }
        let honest = try TestDock("NORTH", address(authority.file))
        try honest.tell([.flight, .state])
        try Machinery.wait("the dock's own documents are taken") {
            try honest.queue.figures().deliveredTotal == 2
        }

        let liar = try TestDock("SOUTH", address(authority.file))
        try liar.tell([.flight])
        try Machinery.wait("another dock's name is refused") { liar.carrier.figures.failedTotal > 0 }
        // Mosquitto 2.0.11 ends the connection; others say that it is not authorised. The document waits either way.
        #expect(try liar.queue.figures().waiting == 1 && liar.queue.figures().deliveredTotal == 0)
        #expect(liar.said.all.contains { $0.hasPrefix("the fleet hears nothing for now:") })

        let other = try Authority(in: Machinery.folder())
        let careful = try TestDock("NORTH", address(other.file))
        try careful.tell([.flight])
        try Machinery.wait("the broker is not believed") { careful.carrier.figures.failedTotal > 0 }
        #expect(try careful.queue.figures().deliveredTotal == 0 && !careful.carrier.figures.isUp)

        let nowhere = try TestDock("NORTH", address("/nowhere/ca.pem"))
        try Machinery.wait("a missing file is said") { nowhere.carrier.figures.failedTotal > 0 }
        #expect(nowhere.said.all.contains { $0.contains("cannot be prepared") })
    }
}
