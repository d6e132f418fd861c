// SPDX-License-Identifier: Apache-2.0
// The pages that the program prints: no incident without its words, the stored catalogue is the printed one, and
// figures that the configuration reference tells in words are those of the store.

import Foundation
import RoostCore
import Settings
import Store
import Testing

@testable import roost

@Suite struct IncidentsPageTests {
    @Test(arguments: IncidentKind.allCases)
    func `every kind says what it means, what to do and how it ends`(kind: IncidentKind) {
        #expect(kind.meaning.hasSuffix("."), "\(kind.rawValue)")
        #expect(!kind.ending.isEmpty && !kind.ending.hasSuffix("."), "\(kind.rawValue)")
        #expect(!kind.title.isEmpty && !kind.remedy.isEmpty, "\(kind.rawValue)")
    }

    @Test func `the configuration reference tells the patience with mails that the queue has`() throws {
        let dock = try #require(ConfigurationReference().files.first)
        let keys = dock.keys.filter { $0.key.hasPrefix("mail.expiry.") }
        #expect(keys.count == 7)
        for key in keys {
            let span = MailPatience().span(ofKind: String(key.key.dropFirst("mail.expiry.".count)))
            #expect(key.standard == "\(span.components.seconds / 86_400) d", "\(key.key)")
        }
    }

    @Test func `the stored catalogue is the one that the program prints`() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/incidents.md")
        if ProcessInfo.processInfo.environment["ROOST_REWRITE_GOLDEN"] == "1" {
            try Data(IncidentsPage.text.utf8).write(to: page)
        }
        #expect(
            try String(contentsOf: page, encoding: .utf8) == IncidentsPage.text,
            "write it anew: roost incidents kinds --page > docs/incidents.md")
    }
}
