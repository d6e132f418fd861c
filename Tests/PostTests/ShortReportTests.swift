// SPDX-License-Identifier: Apache-2.0
// The short form of a report: its octets, its characters, and what is left out when there is too much.

import Foundation
import Post
import Testing

@Suite struct ShortReportTests {
    @Test func `statements stand one a line in ASCII`() {
        let report = ShortReport(statements: ["Dock NORTH: 2 of 2 flown", "", "Gelb: Prüfung fällig, 3 °C"])
        #expect(report.text == "Dock NORTH: 2 of 2 flown\r\nGelb: Pruefung faellig, 3 degC\r\n")
        #expect(report.subject == "Dock NORTH: 2 of 2 flown")
    }

    @Test func `a statement that does not fit is left out whole, a later short one is not`() {
        let long = String(repeating: "word ", count: 60)
        let text = ShortReport(statements: ["first", long, long, "last"]).text
        #expect(text.utf8.count <= ShortAlert.mostOctets)
        #expect(text.hasPrefix("first\r\n") && text.hasSuffix("last\r\n"))
        #expect(text.components(separatedBy: "\r\n").count == 4)
    }

    @Test func `no text makes it longer, and none makes it fail`() {
        let hostile = ["", String(repeating: "漢", count: 2_000), "a\r\nb", "\u{0}", String(repeating: "x", count: 999)]
        for statement in hostile {
            let report = ShortReport(statements: [statement, statement])
            #expect(report.text.utf8.count <= ShortAlert.mostOctets)
            #expect(report.text.utf8.allSatisfy { $0 < 0x7F })
            #expect(!report.subject.contains("\n"))
        }
        #expect(ShortReport(statements: []).text.isEmpty)
    }
}
