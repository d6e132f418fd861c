// SPDX-License-Identifier: Apache-2.0
// The mapping section of dock.yaml: which server makes maps, and that a secret in the file, a plain connection nobody
// asked for, or a schedule without a server is an error at its place.

import Payload
import Testing

@testable import Settings

@Suite struct MappingSettingsTests {
    private func load(_ section: String, schedule: String = "") throws -> DockSettings {
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        texts["dock.yaml", default: ""] += "\n\(section)\n"
        texts["schedules/perimeter.yaml", default: ""] += "\n\(schedule)\n"
        return try DockConfiguration.load(files: ConfigurationFiles(texts: texts)).dock
    }

    private func problems(_ section: String, schedule: String = "") -> [String] {
        do {
            _ = try load(section, schedule: schedule)
            return []
        } catch let error as SettingsError {
            return error.problems.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `a node and a WebODM are taken with where their secrets are`() throws {
        let node = try #require(
            load(
                "mapping: {server: \"http://127.0.0.1:3000/\", token_file: token, webhook: \"https://d.example.org\"}"
            ).mapping)
        #expect(
            node.server
                == MapServer(
                    kind: .nodeODM, address: "http://127.0.0.1:3000", webhook: "https://d.example.org"))
        #expect(node.secret == .file(path: "token"))
        let web = try #require(
            load(
                "mapping: {kind: webodm, server: \"https://w.example.org\", project: 4, user: dock, password_credential: map}"
            ).mapping)
        #expect(web.server.project == 4 && web.user == "dock" && web.secret == .credential(name: "map"))
        #expect(try load("").mapping == nil)
        #expect(try load("mapping: {server: \"http://10.0.0.7:3000\", plaintext: true}").mapping != nil)
    }

    @Test(arguments: [
        ("mapping: {}", "mapping.server is missing"),
        ("mapping: {server: maps}", "mapping.server \"maps\" is no address of a server"),
        (
            "mapping: {server: \"https://me:x@maps\"}",
            "mapping.server \"https://me:x@maps\" is no address of a server"
        ),
        (
            "mapping: {server: \"http://10.0.0.7:3000\"}",
            "would send pictures and secrets over a plain connection"
        ),
        ("mapping: {server: \"https://maps\", token: abc}", "mapping.token must not stand in this file"),
        ("mapping: {server: \"https://maps\", project: 4}", "unknown key \"project\" in mapping"),
        (
            "mapping: {kind: webodm, server: \"https://maps\", project: 4, user: a}",
            "mapping.user has no password"
        ),
    ])
    func `a mistake is told`(section: String, message: String) {
        let problems = problems(section)
        #expect(problems.contains { $0.hasPrefix("dock.yaml:") && $0.contains(message) }, "\(problems)")
    }

    @Test func `a schedule that wants a map needs a server`() {
        let payload = "payload: {images: survey, map: {}}"
        #expect(
            problems("", schedule: payload).contains {
                $0.hasPrefix("schedules/perimeter.yaml:") && $0.contains("payload.map wants a map")
            })
        #expect(problems("mapping: {server: \"http://127.0.0.1:3000\"}", schedule: payload) == [])
    }
}
