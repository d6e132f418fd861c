// SPDX-License-Identifier: Apache-2.0
// Links, routes, escalation and S/MIME in dock.yaml: what is accepted, and that what is wrong is told at its place.

import DockModel
import Foundation
import Testing

@testable import Settings

@Suite struct MailRoutingTests {
    private static let head = "\nmail:\n  host: localhost\n"
    private static let tail = "  from: dock@example.org\n  recipients: {alerts: [ops@example.org]}\n"

    private func read(_ lines: String) -> (mail: MailSettings?, problems: [SettingsProblem]) {
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        var text = texts["dock.yaml"] ?? ""
        guard let start = text.range(of: "\nmail:"), let end = text.range(of: "\nclock:") else {
            return (nil, [])
        }
        text.replaceSubrange(start.lowerBound..<end.lowerBound, with: Self.head + Self.tail + lines)
        texts["dock.yaml"] = text
        do throws(SettingsError) {
            return (try DockConfiguration.load(files: ConfigurationFiles(texts: texts)).dock.mail, [])
        } catch {
            return (nil, error.problems)
        }
    }

    @Test func `links come with their budgets`() throws {
        let mail = try #require(
            read(
                """
                  links:
                    - {name: fibre, kind: wired, interface: eth0}
                    - {name: modem, kind: lte, interface: wwan0, metered: true, bytes_per_day: 20 MB, mails_per_day: 9}
                    - {name: sky, kind: satellite, interface: wwan1, bytes_per_day: 100 kB}

                """
            ).mail)
        #expect(mail.links.map(\.name) == ["fibre", "modem", "sky"])
        #expect(
            mail.links[1].octetsPerDay == 20_000_000 && mail.links[1].mailsPerDay == 9
                && mail.links[1].isMetered)
        #expect(
            mail.links[2].largestMail == 10_000 && mail.links[2].isMetered
                && mail.links[0].octetsPerDay == nil)
    }

    @Test func `routes resolve groups, and the default language is the dock's`() throws {
        let mail = try #require(
            read(
                """
                  language: de
                  groups: {night: [anna@example.org, ben@example.org]}
                  routes:
                    - {to: [night, chief@example.org], kinds: [incident], severity: P2, hours: "22:00-06:00"}
                    - {to: [day@example.org], language: en, days: [mon, fri], quiet: "20:00-24:00"}
                  escalation:
                    - {after: 15 min, to: [chief@example.org]}
                    - {after: 1 h, severity: P0, to: [night], language: en}
                  acknowledge_url: https://dock.example.org/north/

                """
            ).mail)
        #expect(mail.routes[0].recipients == ["anna@example.org", "ben@example.org", "chief@example.org"])
        #expect(mail.routes[0].language == .german && mail.routes[1].language == .english)
        #expect(mail.routes[0].hours == DayHours(from: 1_320, to: 360) && mail.routes[0].severity == .error)
        #expect(mail.routes[1].quiet == DayHours(from: 1_200, to: 1_440) && mail.routes[1].days == [1, 5])
        #expect(mail.escalation.map(\.after) == [.seconds(900), .seconds(3_600)])
        #expect(mail.escalation.map(\.severity) == [.critical, .emergency])
        #expect(mail.acknowledgeURL == "https://dock.example.org/north")
        #expect(mail.allRecipients.count == 5)
    }

    @Test func `hours go over midnight`() {
        let night = DayHours(from: 1_320, to: 360)
        #expect(night.contains(1_320) && night.contains(0) && night.contains(359) && !night.contains(360))
        #expect(!night.contains(1_319))
        let day = DayHours(from: 480, to: 1_020)
        #expect(day.contains(480) && !day.contains(1_020) && !day.contains(0))
    }

    @Test func `S-MIME names a certificate for each address when it is required`() throws {
        let lines =
            "  smime: {certificate_file: d.pem, key_credential: smime, recipients: {ops@example.org: o.pem}}\n"
        let smime = try #require(read(lines).mail?.smime)
        #expect(
            smime.signer?.key == .credential(name: "smime")
                && smime.certificateFiles == ["ops@example.org": "o.pem"])
        let problems = read("  smime: {required: true, recipients: {other@example.org: o.pem}}\n").problems
        #expect(problems.contains { $0.message.contains("no certificate for \"ops@example.org\"") })
    }

    @Test(arguments: [
        ("  links: [{name: a b, kind: wired}]\n", "cannot be a link's name"),
        ("  links: [{name: a, kind: wired}, {name: b, kind: lte}]\n", "names no interface"),
        (
            "  links: [{name: a, kind: wired, interface: e}, {name: a, kind: lte, interface: e}]\n",
            "used twice"
        ),
        (
            "  links: [{name: a, kind: wired, interface: e}, {name: b, kind: lte, interface: e}]\n",
            "belongs to two links"
        ),
        ("  links: [{name: a, kind: radio}]\n", "is not known"),
        ("  links: [{name: a, kind: lte, bytes_per_day: 5}]\n", "bytes_per_day"),
        ("  links: [{name: a, kind: lte, bytes_per_day: 5 MB, bytes: 1}]\n", "bytes"),
        ("  routes: [{to: [nigth]}]\n  groups: {night: [a@b.org]}\n", "neither a group nor a mail address"),
        ("  routes: [{kinds: [incident]}]\n", "mail.routes[1].to"),
        ("  routes: [{to: [a@b.org], kinds: [incidents]}]\n", "incidents"),
        ("  routes: [{to: [a@b.org], severity: P9}]\n", "is no class"),
        ("  routes: [{to: [a@b.org], hours: 22-6}]\n", "are no hours"),
        ("  routes: [{to: [a@b.org], hours: \"06:00-06:00\"}]\n", "are no hours"),
        ("  routes: [{to: [a@b.org], quiet: \"25:00-06:00\"}]\n", "are no hours"),
        ("  routes: [{to: [a@b.org], days: [monday]}]\n", "is no day"),
        ("  routes: [{to: [a@b.org], language: fr}]\n", "fr"),
        ("  groups: {a b: [a@b.org]}\n", "cannot be a group's name"), ("  groups: {a: []}\n", "is empty"),
        ("  escalation: [{to: [a@b.org]}]\n", "after"),
        ("  acknowledge_url: dock.example.org\n", "is no address of the console"),
        ("  acknowledge_url: https://dock.example.org/a b\n", "is no address of the console"),
        ("  smime: {}\n", "neither signs nor encrypts"),
        ("  smime: {certificate_file: a}\n", "belong together"),
        ("  smime: {recipients: {ops: a.pem}}\n", "is not a mail address"),
    ])
    func `what is wrong is told at its place`(lines: String, words: String) {
        let problems = read(lines).problems
        #expect(problems.contains { $0.message.contains(words) }, "\(problems.map(\.message))")
        #expect(problems.allSatisfy { $0.description.hasPrefix("dock.yaml:") })
    }
}
