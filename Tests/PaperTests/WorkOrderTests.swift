// SPDX-License-Identifier: Apache-2.0
// The work order: what somebody at the dock must find on it.

import DockModel
import Testing

@testable import Paper

@Suite struct WorkOrderTests {
    private func texts(_ order: WorkOrder, _ language: PaperLanguage) throws -> String {
        let pages = DocumentLayout.pages(of: order.document(language: language), fonts: try FontShelf())
        return pages.flatMap { $0.textPlaces.map(\.text) }.joined(separator: "\n")
    }

    @Test func `the order has the visit, the parts and the command to record them`() throws {
        let text = try texts(Sample.order, .english)
        for words in [
            "Work order: dock NORTH", "Visit between 2026-11-21 and 2026-11-27 (days in Europe/Berlin)",
            "WO-0031",
            "Hall 3, roof", "cover drive (cover-drive)", "CD-2231", "2026-12-14", "2026-12-28", "14 d",
            "412.50 EUR",
            "travel current 2.21 A, end of life 2.60 A",
            "roost wear replace cover-drive --serial ________",
            "roost wear replace propellers --serial ________",
            "roost lock-out --reason \"work order WO-0031\"",
            "roost reset", "Clean the lens of the pad camera.", "Signature",
        ] { #expect(text.contains(words), "\(words)") }
        #expect(text.contains("In all 484.50 EUR."))
    }

    @Test func `the order in German has German words and figures`() throws {
        let text = try texts(Sample.order, .german)
        for words in [
            "Arbeitsauftrag: Dock NORTH", "412,50 EUR", "Unterschrift", "Den Wechsel eintragen:",
            "Verschleiß: cover drive", "14 T",
        ] {
            #expect(text.contains(words), "\(words)")
        }
    }

    @Test func `the dock is made safe before and released after the work`() throws {
        let text = try texts(Sample.order, .english)
        let places = [
            "roost lock-out", "Change: cover drive", "Change: propellers", "Switch the mains on",
            "roost reset",
        ]
        .map { text.firstRange(of: $0)?.lowerBound }
        let found = places.compactMap { $0 }
        #expect(found.count == places.count)
        #expect(found == found.sorted())
    }

    @Test func `what is not known is said`() throws {
        var order = Sample.order
        order.items = [WorkOrderItem(part: "x", name: "x", serial: "1", why: "?")]
        let text = try texts(order, .english)
        #expect(text.contains("unknown"))
        #expect(text.contains("not measured"))
        #expect(!text.contains("In all"))
        order.items[0].cost = WorkOrderItem.Cost(.nan, "EUR")
        #expect(!(try texts(order, .english)).contains("In all"))
    }

    @Test func `no name becomes more than a word of a command`() throws {
        var order = Sample.order
        order.items[0].part = "a\"; rm -rf $HOME `x` | y"
        #expect(
            try texts(order, .english).contains("roost wear replace arm-rfHOMExy --serial ________"))
    }
}
