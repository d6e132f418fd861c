// SPDX-License-Identifier: Apache-2.0
// The fleet section of dock.yaml: what a full one says, and that a connection in the clear, a lone certificate or a
// password is an error with its line and column.

import DockModel
import Foundation
import Testing

@testable import Settings

@Suite struct FleetSettingsTests {
    private static let place = "\nclock: {trust"

    private func dock(_ section: String) throws -> DockSettings {
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        let text = try #require(texts["dock.yaml"])
        texts["dock.yaml"] = text.replacingOccurrences(of: Self.place, with: "\n\(section)\n" + Self.place)
        return try DockConfiguration.load(files: ConfigurationFiles(texts: texts)).dock
    }

    private func problems(_ section: String) -> String {
        do {
            _ = try dock(section)
            return ""
        } catch let error as SettingsError {
            return error.problems.map(\.description).joined(separator: "\n")
        } catch {
            return "\(error)"
        }
    }

    private static let full = """
        fleet:
          broker: "fleet.example.org:8883"
          ca_file: fleet-ca.pem
          certificate_file: north.pem
          key_credential: fleet-key
          state_every: 30 s
          keep_alive: 2 min
        """

    @Test func `a full section says which broker the dock speaks to, and as whom`() throws {
        let fleet = try #require(try dock(Self.full).fleet)
        #expect(fleet.broker == NetworkAddress(host: "fleet.example.org", port: 8_883))
        #expect(fleet.authorityFile == "fleet-ca.pem" && fleet.client?.certificateFile == "north.pem")
        #expect(fleet.client?.key == .credential(name: "fleet-key") && !fleet.isPlain)
        #expect(fleet.stateInterval == .seconds(30) && fleet.keepAlive == .seconds(120))
    }

    @Test func `without the section the dock belongs to no fleet, and a plain one is for the own machine`() throws {
        #expect(try dock("").fleet == nil)
        let fleet = try #require(try dock("fleet: {broker: \"127.0.0.1:1883\", plaintext: true}").fleet)
        #expect(fleet.isPlain && fleet.client == nil && fleet.stateInterval == .seconds(60))
        #expect(
            problems("fleet: {broker: \"example.org:1883\", plaintext: true}").contains(
                "fleet.plaintext is for a broker on this machine only"))
    }

    @Test(arguments: [
        ("fleet: {}", "fleet.broker is missing"),
        ("fleet: {broker: nowhere, plaintext: true}", "fleet.broker \"nowhere\" is not HOST:PORT"),
        ("fleet: {broker: \"a:1\"}", "fleet names no certificate"),
        ("fleet: {broker: \"a:1\", certificate_file: a.pem}", "certificate_file and its key belong together"),
        ("fleet: {broker: \"a:1\", key: secret}", "fleet.key must not stand in this file"),
        ("fleet: {broker: \"a:1\", password: secret}", "fleet.password is not used"),
        ("fleet: {broker: \"127.0.0.1:1\", plaintext: true, state_every: 0 s}", "below 1 s"),
        ("fleet: {broker: \"127.0.0.1:1\", plaintext: true, brocker: x}", "did you mean \"broker\"?"),
    ])
    func `what is wrong is said at its place`(section: String, words: String) {
        let text = problems(section)
        #expect(text.contains(words) && text.hasPrefix("dock.yaml:"), "\(text)")
    }
}
