// SPDX-License-Identifier: Apache-2.0
// The records section of dock.yaml: what a full one says, and that half a section, a foreign word or a lone certificate
// is an error with its line and column.

import DockModel
import Foundation
import Testing

@testable import Settings

@Suite struct RecordSettingsTests {
    private static let place = "\nclock: {trust"

    private func dock(_ section: String) throws -> DockSettings {
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        let text = try #require(texts["dock.yaml"])
        #expect(text.contains(Self.place))
        texts["dock.yaml"] = text.replacingOccurrences(of: Self.place, with: "\n\(section)\n" + Self.place)
        return try DockConfiguration.load(files: ConfigurationFiles(texts: texts)).dock
    }

    private func problems(_ section: String) -> [String] {
        do {
            _ = try dock(section)
            return []
        } catch let error as SettingsError {
            return error.problems.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    private static let full = """
        records:
          operator: Muster Inspektion GmbH
          operator_registration: DEU87astrdge12k8
          responsible: "K. Jäger"
          authorisation: LBA-2026-0099
          sight: BVLOS
          aircraft: {registration: D-NORTH1, serial: "0042", model: Quad 7, hours_before: 90 min, flights_before: 12}
          place: Hall 3, roof
          surveys: {site: "2026-04-02, SS-14", radio: "2026-04-03, RF-9"}
          certificate_file: records.pem
          key_credential: records-key
          keep: 3 years
        """

    @Test func `a full section says who flies what under which authorisation`() throws {
        let records = try #require(try dock(Self.full).records)
        #expect(records.operatorName == "Muster Inspektion GmbH" && records.responsible == "K. Jäger")
        #expect(records.operatorRegistration == "DEU87astrdge12k8" && records.authorisation == "LBA-2026-0099")
        #expect(records.sight == .beyond && records.place == "Hall 3, roof")
        #expect(records.aircraft.registration == "D-NORTH1" && records.aircraft.serial == "0042")
        #expect(records.aircraft.hoursBefore == 1.5 && records.aircraft.flightsBefore == 12)
        #expect(records.siteSurvey == "2026-04-02, SS-14" && records.radioSurvey == "2026-04-03, RF-9")
        #expect(records.signer?.key == .credential(name: "records-key"))
        #expect(records.retention == .threeYears)
    }

    @Test func `without the section there is nothing, and files are kept for seven years by default`() throws {
        #expect(try dock("").records == nil)
        let short = """
            records: {operator: A, responsible: B, authorisation: none, sight: VLOS, aircraft: {serial: "1"}}
            """
        #expect(try dock(short).records?.retention == .sevenYears)
        #expect(RecordRetention.sevenYears.days >= 7 * 365 + 1)
    }

    @Test func `half a section names every key that is missing, with line and column`() {
        let found = problems("records: {operator: A}")
        for key in ["responsible", "authorisation", "sight", "aircraft"] {
            #expect(found.contains { $0.contains("records.\(key) is missing") && $0.contains("dock.yaml:") }, "\(key)")
        }
        #expect(found.allSatisfy { $0.wholeMatch(of: /dock\.yaml:\d+:\d+: .*/) != nil }, "\(found)")
    }

    @Test(arguments: [
        ("sight: BVLOS", "sight: blind", "records.sight"), ("keep: 3 years", "keep: 2 years", "records.keep"),
        ("certificate_file: records.pem", "place2: x", "unknown key"),
        ("key_credential: records-key", "", "belong together"),
        ("registration: D-NORTH1, serial: \"0042\", ", "", "neither registration nor serial"),
        ("key_credential: records-key", "key: abc", "must not stand in this file"),
        ("hours_before: 90 min", "hours_before: 90", "records.aircraft.hours_before"),
    ])
    func `a wrong word is told at its place`(old: String, new: String, words: String) {
        let section = Self.full.replacingOccurrences(of: old, with: new)
        #expect(section != Self.full)
        let found = problems(section)
        #expect(found.contains { $0.contains(words) }, "\(found)")
        #expect(found.allSatisfy { $0.wholeMatch(of: /dock\.yaml:\d+:\d+: .*/) != nil }, "\(found)")
    }

    @Test func `records have a list of recipients and a route`() throws {
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        let list = "compliance: [ops@example.org]"
        let text = try #require(texts["dock.yaml"])
        #expect(text.contains(list))
        texts["dock.yaml"] = text.replacingOccurrences(of: list, with: "compliance: [caa@example.org]")
            .replacingOccurrences(
                of: "  from: dock-north@example.org",
                with: "  routes: [{to: [file@example.org], kinds: [flight-record]}]\n  from: dock-north@example.org")
        let mail = try DockConfiguration.load(files: ConfigurationFiles(texts: texts)).dock.mail
        #expect(mail.recipients.compliance == ["caa@example.org"])
        #expect(mail.routes.first?.kinds == [.flightRecord])
        #expect(mail.allRecipients.contains("caa@example.org"))
        texts["dock.yaml"] = text.replacingOccurrences(of: list, with: "")
        let none = try DockConfiguration.load(files: ConfigurationFiles(texts: texts)).dock.mail
        #expect(none.recipients.compliance == [])
    }

    @Test func `a certificate and a key that cannot be read are told by check-config`() throws {
        let section = Self.full.replacingOccurrences(of: "key_credential: records-key", with: "key_file: records.key")
        let settings = try dock(section).records
        let files = ConfigurationFiles(texts: ["dock.yaml": "\n" + section])
        let found = unusableRecordSigner(settings, directory: "/nowhere", files: files).map(\.description)
        #expect(found.count == 2 && found.allSatisfy { $0.hasPrefix("dock.yaml:") }, "\(found)")
        #expect(unusableRecordSigner(nil, directory: ".", files: files).isEmpty)
    }
}
