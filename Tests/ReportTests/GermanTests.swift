// SPDX-License-Identifier: Apache-2.0
// The German sentences: one for each English one, with the same words to fill in, and no English left on a page.

import DockModel
import Testing

@testable import Report

private func blanks(_ text: String) -> Set<Substring> {
    Set(
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map {
            $0.prefix { $0 != "}" }
        })
}

@Suite struct GermanTests {
    @Test func `every sentence has a German form with the same words to fill in`() {
        let german = Wording(language: .german)
        for phrase in Phrase.allCases {
            #expect(blanks(phrase.german) == blanks(phrase.rawValue), "\(phrase)")
            #expect(!german(phrase).isEmpty)
        }
        // Those that read alike in both languages, by name.
        let alike: Set<Phrase> = [
            .dock, .becauseOf, .missionLine, .factWind, .columnEarly, .columnMiddle, .columnLate, .measuredAs,
            .missionSubject, .missionSubjectWhy, .incidentSubject, .keptByLink, .sectionDock, .factLimit,
            .sectionVersions,
        ]
        for phrase in Phrase.allCases where !alike.contains(phrase) {
            #expect(phrase.german != phrase.rawValue, "\(phrase) has no German form")
        }
    }

    @Test func `an alert is German from the subject to the footer`() {
        var input = IncidentInput(
            source: ReportSource(dock: "NORD", version: "1"), id: "7", severity: .critical,
            title: "Der Deckel klemmt",
            at: WallTime(seconds: 1_790_000_000), since: WallTime(seconds: 1_790_000_000))
        input.action = "Nachsehen."
        input.isVisitNeeded = true
        input.acknowledge =
            "https://dock.example.org/ack/1790000000000-7.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        input.unanswered = UnansweredAlert(step: 2, span: .seconds(3_600))
        let mail = ReportWriter(zone: "Europe/Berlin", language: .german).incident(input)
        #expect(mail.subject == "Dock NORD: P1 Der Deckel klemmt - niemand hat reagiert")
        for word in [
            "TATSACHEN", "Klasse:", "kritisch", "Zu tun:", "nötig", "Mo 21 Sep 2026", "Zeiten in", "Stufe 2",
        ] {
            #expect(mail.text.contains(word), "\(word)")
        }
        for word in ["Class", "Since", "Visit", "FACTS", "Times are"] {
            #expect(!mail.text.contains(word), "\(word)")
        }
        // The link is whole on a line of its own, and a link in HTML.
        #expect(mail.text.split(separator: "\n").contains { $0 == input.acknowledge ?? "" })
        #expect(
            mail.html.contains("href=\"\(input.acknowledge ?? "")\"") && mail.html.contains("lang=\"de\""))
    }

    @Test func `mails that were given up are named, in both languages`() {
        let lines = (1...60).map {
            ExpiryInput.Line(at: WallTime(seconds: 1_790_000_000), kind: "mission", subject: "run \($0)")
        }
        let input = ExpiryInput(source: ReportSource(dock: "N", version: "1"), lines: lines, days: 45)
        let english = ReportWriter(zone: "UTC").expiry(input)
        #expect(english.subject == "Dock N: 60 mails were given up undelivered")
        #expect(
            english.text.contains("run 50") && !english.text.contains("run 51")
                && english.text.contains("and 10 more"))
        #expect(english.text.contains("within 45 days"))
        let german = ReportWriter(zone: "UTC", language: .german).expiry(input)
        #expect(german.subject == "Dock N: 60 Mails wurden aufgegeben und nicht zugestellt")
    }
}
