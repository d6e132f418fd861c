// SPDX-License-Identifier: Apache-2.0
// A secret is read only from a file that others cannot read.

import Foundation
import Mailer
import Testing

@Suite struct SecretFileTests {
    private func withFile(_ content: String, mode: Int, _ check: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("roost-\(UUID().uuidString)")
            .path
        #expect(FileManager.default.createFile(atPath: path, contents: Data(content.utf8)))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        defer { try? FileManager.default.removeItem(atPath: path) }  // a leftover file in /tmp harms nobody
        try check(path)
    }

    @Test func `the secret comes without its line end`() throws {
        for (content, mode) in [("pass word\r\n", 0o600), ("pass word", 0o400)] {
            try withFile(content, mode: mode) { path in
                let secret = try SecretFile.read(path)
                #expect(secret == "pass word")
            }
        }
        try withFile("token", mode: 0o440) { path in
            let secret = try SecretFile.read(path, isSystemdCredential: true)
            #expect(secret == "token")
        }
    }

    @Test(arguments: [0o604, 0o640, 0o660, 0o602, 0o777])
    func `a file that others can reach is refused`(mode: Int) throws {
        try withFile("hunter2", mode: mode) { path in
            #expect(throws: SecretFileError.exposed(path: path, mode: String(mode, radix: 8))) {
                try SecretFile.read(path)
            }
        }
    }

    @Test func `a file without a secret is refused`() throws {
        for content in ["", "\n", String(repeating: "x", count: 12_289)] {
            try withFile(content, mode: 0o600) { path in
                #expect(throws: SecretFileError.badContent(path: path)) { try SecretFile.read(path) }
            }
        }
        #expect(throws: SecretFileError.self) { try SecretFile.read("/nonexistent/secret") }
        #expect(throws: SecretFileError.self) { try SecretFile.read("/dev/zero") }
    }
}
