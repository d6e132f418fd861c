// SPDX-License-Identifier: Apache-2.0
// The detached signature of a record's PDF: another program accepts it, and refuses it once the file was changed.

import Foundation
import Paper
import Store
import Testing

@testable import RoostDaemon

@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "openssl is not installed"))
struct RecordSealTests {
    private func shell(_ command: String, in directory: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "cd '\(directory)' && { \(command); } >/dev/null 2>&1"]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func keys() throws -> String {
        let directory = try freshDirectory()
        let made = try shell(
            "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=records -days 30 -keyout records.key -out records.pem"
                + " && chmod 600 records.key", in: directory)
        #expect(made == 0)
        return directory
    }

    private static let signer = "\n  certificate_file: records.pem\n  key_file: records.key"

    @Test func `openssl verifies the signature beside the PDF, and refuses a changed one`() throws {
        let bench = try RecordBench(RecordBench.section + Self.signer, in: keys())
        try bench.end(RecordBench.flown())
        #expect(try bench.desk().look(bench.state, at: bureauTime(700)))
        #expect(try bench.facts().isSigned == true)
        let row = try #require(try bench.database.flightRecords(run: RecordBench.run).first)
        #expect(row.files.map(\.kind) == ["csv", "kml", "p7s", "pdf"])
        try Data(try bench.file("pdf")).write(to: URL(fileURLWithPath: bench.directory + "/r.pdf"))
        try Data(try bench.file("p7s")).write(to: URL(fileURLWithPath: bench.directory + "/r.p7s"))
        let verify =
            "openssl cms -verify -binary -inform DER -in r.p7s -CAfile records.pem -purpose any -out /dev/null -content"
        #expect(try shell("\(verify) r.pdf", in: bench.directory) == 0)
        #expect(try shell("printf x >> r.pdf; \(verify) r.pdf", in: bench.directory) != 0)
    }

    @Test func `without a key the page says that it is not signed`() throws {
        let bench = try RecordBench()
        try bench.end(RecordBench.flown())
        _ = try bench.desk().look(bench.state, at: bureauTime(700))
        #expect(try bench.facts().isSigned == false)
        #expect(try bench.facts().document().textLines.contains { $0.contains("not signed") })
    }

    @Test func `a key of another certificate is refused at the start`() throws {
        let directory = try keys()
        #expect(try shell("openssl genrsa -out records.key 2048 && chmod 600 records.key", in: directory) == 0)
        #expect(throws: (any Error).self) { _ = try RecordBench(RecordBench.section + Self.signer, in: directory) }
    }
}
