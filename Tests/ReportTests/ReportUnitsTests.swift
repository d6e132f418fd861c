// SPDX-License-Identifier: Apache-2.0
// Figures in the units of another system, and reports of a longer time.

import DockModel
import Foundation
import Report
import Testing

@Suite struct ReportUnitsTests {
    @Test(arguments: [
        ("°C", 20.0, "°F", 68.0), ("m/s", 4.4704, "mph", 10), ("m", 30.48, "ft", 100), ("km", 1.609344, "mi", 1),
        ("mm", 25.4, "in", 1), ("Wh", 5, "Wh", 5),
    ])
    func `a figure is shown in the reader's units`(unit: String, value: Double, shown: String, figure: Double) {
        let result = ReportUnits.imperial.shown(value, unit)
        #expect(result.unit == shown && abs(result.value - figure) < 1e-9)
        #expect(ReportUnits.si.shown(value, unit) == (value, unit))
    }

    @Test func `a digest in imperial units holds no figure in others`() {
        let text = ReportWriter(zone: "UTC", units: .imperial).digest(Sample.day()).text
        #expect(text.contains("17.7 mph") && text.contains("43.5 to 67.6 °F") && text.contains("0.02 in"))
        #expect(!text.contains("m/s,") && !text.contains("°C") && !text.contains(" mm"))
    }

    @Test func `missions beyond the list are counted in the verdict`() {
        var day = Sample.day()
        day.unlisted = [DigestOutcome(verdict: .done, count: 40), DigestOutcome(verdict: .lost, count: 1)]
        let report = Sample.writer.digest(day)
        #expect(report.subject.contains("41 of 42 flown"))
        #expect(report.text.contains("Red: contact with the vehicle lost"))
        #expect(report.text.contains("41 done, 1 contact lost."))
    }

    @Test func `a digest of a longer time lists what was not flown and says its days`() {
        var month = Sample.badDay()
        month.period = .month
        month.gaps = [.daysMissing(3, of: 30)]
        let text = Sample.writer.digest(month).text
        #expect(text.contains("Monthly digest of dock NORTH") && text.contains("nothing is stored of 3 of the 30 days"))
        #expect(!text.contains("North fence: done") && text.contains("Solar field: partial"))
    }

    @Test func `a wear report tells every part, the first to end first`() {
        var input = WearInput(source: Sample.source, at: Sample.morning, parts: Sample.day().wear)
        let report = Sample.writer.wear(input)
        #expect(report.subject == "Dock NORTH: 1 part due in 9 days")
        #expect(report.attachments.map(\.name) == ["NORTH-2026-03-02-wear.csv"])
        let places = ["Cover motor", "Propeller set", "Flight battery", "Main contactor"].map {
            report.text.range(of: $0)?.lowerBound ?? report.text.endIndex
        }
        #expect(places == places.sorted() && places.last != report.text.endIndex)
        input.parts = []
        #expect(Sample.writer.wear(input).subject == "Dock NORTH: no part is due")
    }

    @Test func `a picture with an address that is none is not shown`() {
        func html(_ source: String) -> String {
            let picture = ReportPicture(source: source, title: "<x>", place: .wear, width: 10, height: 5)
            return Sample.writer.digest(Sample.day(), pictures: [picture]).html
        }
        #expect(html("cid:wear@north").contains("src=\"cid:wear@north\" alt=\"&lt;x&gt;\""))
        #expect(!html("\" onerror=\"x").contains("<img") && !html("a b").contains("<img"))
    }
}
