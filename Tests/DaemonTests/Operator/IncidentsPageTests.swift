// SPDX-License-Identifier: Apache-2.0
// The catalogue of incidents: no kind without its words, and the stored page is the one that the program prints.

import Foundation
import RoostCore
import Testing

@testable import roost

@Suite struct IncidentsPageTests {
    @Test(arguments: IncidentKind.allCases)
    func `every kind says what it means, what to do and how it ends`(kind: IncidentKind) {
        #expect(kind.meaning.hasSuffix("."), "\(kind.rawValue)")
        #expect(!kind.ending.isEmpty && !kind.ending.hasSuffix("."), "\(kind.rawValue)")
        #expect(!kind.title.isEmpty && !kind.remedy.isEmpty, "\(kind.rawValue)")
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
