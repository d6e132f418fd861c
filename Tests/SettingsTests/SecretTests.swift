// SPDX-License-Identifier: Apache-2.0
// Secrets come from guarded files only, and errors never show them.

import Foundation
import Testing

@testable import Settings

struct Secrets {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "roost-secrets-\(UUID().uuidString)"
    ).path

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func write(_ text: String, mode: Int, name: String = "password") throws {
        let made = FileManager.default.createFile(
            atPath: "\(folder)/\(name)", contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        try #require(made)
        // The umask may have taken bits away.
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(folder)/\(name)")
    }

    private func message(_ reference: SecretReference, credentials: String? = nil) -> String {
        do throws(SecretError) {
            return "read "
                + (try SecretSource(baseDirectory: folder, credentialDirectory: credentials).read(reference))
        } catch { return error.description }
    }

    @Test func `a file of mode 0600 is read without its line end`() throws {
        // A leftover in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write("s3cret pass\n", mode: 0o600)
        #expect(message(.file(path: "password")) == "read s3cret pass")
        #expect(message(.file(path: "\(folder)/password")) == "read s3cret pass")
    }

    @Test func `a file that others can read is refused`() throws {
        // A leftover in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (mode, shown) in [(0o640, "0640"), (0o604, "0604"), (0o620, "0620")] {
            try write("s3cret", mode: mode)
            #expect(
                message(.file(path: "password"))
                    == "secret \(folder)/password has mode \(shown), so others can read or change it "
                    + "(chmod 600 \(folder)/password)")
        }
    }

    @Test func `missing, empty, long and many-lined secrets are refused`() throws {
        // A leftover in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(
            message(.file(path: "none"))
                == "secret \(folder)/none: No such file or directory (create it, owned by the service user)")
        #expect(
            message(.file(path: "."))
                == "secret \(folder)/. is not a plain file (write the secret into a file)")
        for text in ["", "\n", "a\nb", "a\0b", String(repeating: "x", count: 20_000)] {
            try write(text, mode: 0o600)
            #expect(
                message(.file(path: "password"))
                    == "secret \(folder)/password is not one line of 1 to 16384 bytes of text (write it again)"
            )
        }
    }

    @Test func `a systemd credential is found in its folder, and nowhere else`() throws {
        // A leftover in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write("token", mode: 0o440, name: "smtp")
        #expect(message(.credential(name: "smtp"), credentials: folder) == "read token")
        #expect(
            message(.credential(name: "smtp"))
                == "credential \"smtp\": CREDENTIALS_DIRECTORY is not set "
                + "(start the service with LoadCredential=smtp:PATH, or use password_file)")
        #expect(
            message(.credential(name: "../smtp"), credentials: folder)
                == "credential \"../smtp\" is not a plain name (use letters, digits, '-', '_', '.')")
    }
}
