// SPDX-License-Identifier: Apache-2.0
// The key of a signed vehicle link: where dock.yaml says it is kept, and what check-config says about the file.

import DockModel
import Foundation
import MAVLink
import Testing

@testable import Settings

@Suite struct SigningKeyTests {
    private static let place = "system: 1 "

    private func dock(_ line: String) throws -> DockSettings {
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        let text = try #require(texts["dock.yaml"])
        #expect(text.contains(Self.place))
        texts["dock.yaml"] = text.replacingOccurrences(of: Self.place, with: line + "\n  " + Self.place)
        return try DockConfiguration.load(files: ConfigurationFiles(texts: texts)).dock
    }

    @Test func `a key is named by file or credential, or the link is not signed`() throws {
        #expect(try dock("signing_key: {file: keys/vehicle}").vehicle.signingKey == .file(path: "keys/vehicle"))
        #expect(try dock("signing_key: {credential: vehicle}").vehicle.signingKey == .credential(name: "vehicle"))
        #expect(try dock("").vehicle.signingKey == nil)
    }

    @Test func `our own address is a ground station's, and settable`() throws {
        #expect(try dock("").vehicle.station == MAVLinkAddress(system: 255, component: 25))
        let own = try dock("station: {system: 250, component: 191}").vehicle.station
        #expect(own == MAVLinkAddress(system: 250, component: 191))
        for line in ["station: {system: 0}", "station: {component: 1}", "station: {system: 256}"] {
            #expect(throws: SettingsError.self) { try dock(line) }
        }
    }

    @Test(arguments: [
        "signing_key: {file: a, credential: b}", "signing_key: {}", "signing_key: hunter22hunter22",
        "signing_key: {secret: hunter22hunter22}",
    ])
    func `a key in the file itself, two places and none are refused`(line: String) {
        do {
            _ = try dock(line)
            Issue.record("\(line) was taken")
        } catch let error as SettingsError {
            let said = error.problems.map(\.description).joined()
            #expect(said.contains("signing_key") && !said.contains("hunter22hunter22 "))
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test func `a key file must be private, and long enough`() throws {
        let folder = NSTemporaryDirectory() + "roost-key-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // A leftover in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let source = SecretSource(baseDirectory: folder, credentialDirectory: folder)
        func write(_ text: String, mode: Int) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/key"))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder + "/key")
        }
        try write("a passphrase of the site\n", mode: 0o600)
        #expect(try source.signingKey(.file(path: "key")) == SigningKey(passphrase: "a passphrase of the site"))
        #expect(try source.signingKey(.credential(name: "key")) == SigningKey(passphrase: "a passphrase of the site"))
        try write("short", mode: 0o600)
        #expect(throws: SecretError.weakKey(name: "key")) { try source.signingKey(.file(path: "key")) }
        try write("a passphrase of the site\n", mode: 0o644)
        #expect(throws: SecretError.self) { try source.signingKey(.file(path: "key")) }
    }
}
