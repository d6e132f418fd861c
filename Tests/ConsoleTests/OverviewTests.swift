// SPDX-License-Identifier: Apache-2.0
// The overview: what is said about sound, missing and contradictory evidence, and what hostile text can do
// to it.

import DockModel
import Testing

@testable import Console

@Suite struct OverviewTests {
    private func markup(_ page: OverviewPage) -> String { page.rendered(isLive: false, TimeStyle()) }

    @Test func `a sound dock is well`() {
        #expect(SampleDock.wellPage.concerns.isEmpty)
        let page = markup(SampleDock.wellPage)
        #expect(page.contains("All well"))
        #expect(page.contains("closed, proved by both switches"))
        #expect(page.contains("84.0 %"))
        #expect(page.contains("2026-07-04 14:30:05 UTC"))
        #expect(MarkupScan(page).faults == [])
    }

    @Test func `a dock that knows nothing says so and is not well`() {
        let empty = OverviewPage(dockName: "new", now: SampleDock.now)
        let page = markup(empty)
        #expect(!page.contains("All well"))
        #expect(page.contains("The cover position is not measured."))
        #expect(page.components(of: "not measured") >= 15)
        #expect(MarkupScan(page).faults == [])
    }

    @Test func `what must be acted on stands first`() {
        var page = SampleDock.wellPage
        page.isClockTrusted = false
        page.cover = .contradictory
        page.phase = PhaseFact(name: "lost", needsPerson: true)
        #expect(page.concerns.map(\.mark) == [.bad, .bad, .attention])
        #expect(markup(page).contains("Someone must act"))
    }

    @Test func `a lock-out and an alternate landing are said with their reasons, escaped`() {
        var page = SampleDock.wellPage
        page.phase = PhaseFact(
            name: "diverting", needsPerson: true, lockOut: "Kim <works>", sentTo: "meadow: the cover is closed")
        #expect(page.concerns.map(\.mark) == [.bad, .bad])
        let text = markup(page)
        #expect(text.contains("The dock is locked out: Kim &lt;works&gt;"))
        #expect(text.contains("The vehicle was sent to meadow: the cover is closed"))
        #expect(MarkupScan(text).faults == [])
        let json = page.json.rendered
        #expect(json.contains(#""locked_out":"Kim "#))
        #expect(json.contains(#""sent_to":"meadow: the cover is closed""#))
    }

    @Test func `a passed deadline is a concern`() {
        var page = SampleDock.wellPage
        page.phase?.deadline = page.now
        #expect(page.concerns.isEmpty)
        page.phase?.deadline = page.now + .milliseconds(-1)
        #expect(page.concerns.map(\.mark) == [.bad])
    }

    @Test func `an urgent incident is bad until a person takes it on`() {
        var page = SampleDock.wellPage
        page.incidents = [IncidentRow(severity: .critical, title: "lost contact")]
        #expect(page.concerns.map(\.mark) == [.bad])
        page.incidents[0].isAcknowledged = true
        #expect(page.concerns.map(\.mark) == [.attention])
        page.incidents = [IncidentRow(severity: .notice, title: "door opened")]
        #expect(page.concerns.isEmpty)
    }

    @Test func `a value of bad quality is never shown`() {
        let row = ReadingRow(
            name: "Wind", value: .number(4.25), unit: "m/s", quality: .stale, age: .seconds(99))
        #expect(row.value == nil)
        var page = SampleDock.wellPage
        page.weather = [row]
        #expect(!markup(page).contains("4.25"))
        #expect(page.concerns.map(\.text) == ["1 weather reading is missing."])
    }

    @Test func `only the live page loads itself again`() {
        let live = SampleDock.wellPage.rendered(isLive: true, TimeStyle())
        #expect(live.contains(#"<meta http-equiv="refresh" content="5">"#))
        #expect(!markup(SampleDock.wellPage).contains("http-equiv"))
    }

    @Test(arguments: SampleDock.hostileTexts.indices)
    func `hostile text stays text on every page`(index: Int) async {
        let text = SampleDock.hostileTexts[index]
        for (target, reply) in await SampleDock.hostile(text).allPages() {
            let page = reply.text
            #expect(MarkupScan(page).faults == [], "\(target)")
            let hasHiddenMarks = page.unicodeScalars.contains { $0.value == 0 || $0.value == 0x202E }
            #expect(!hasHiddenMarks, "\(target)")
        }
    }

    @Test(arguments: ["\"" as Character, "🚁", "x"])
    func `every page stays below 60 kB whatever the dock has to say`(filler: Character) async {
        let text = String(repeating: filler, count: 40_000)
        for (target, reply) in await SampleDock.hostile(text, count: 60).allPages() {
            let size = reply.body.count
            #expect(size < 60_000, "\(target)")
        }
    }

    @Test func `the status in JSON names every fact even when it is missing`() {
        let text = OverviewPage(dockName: "a\"b", now: SampleDock.now).json.rendered
        #expect(
            text.hasPrefix(
                #"{"dock":"a\"b","now":"2026-07-04T14:30:05.250Z","clock_trusted":true,"verdict":"attention","#
            ))
        #expect(text.contains(#""phase":null,"cover":null,"charger":null,"vehicle":null,"weather":[]"#))
    }
}

@Suite struct LifeBandTests {
    private func markup(_ p10: Double?, _ p50: Double?, _ p90: Double?, longest: Double? = 100) -> String {
        LifeBand(PartRow(name: "belt", p10Days: p10, p50Days: p50, p90Days: p90), longestDays: longest).markup
            .text
    }

    @Test func `a full band is drawn in proportion`() {
        let band = markup(25, 50, 100)
        #expect(band.hasPrefix("25 / 50 / 100 <svg"))
        #expect(band.contains(#"<rect class="range" x="30" y="3" width="90" height="8"/>"#))
        #expect(band.contains(#"<rect class="middle" x="60""#))
    }

    @Test func `a band that is missing a number or out of order is not drawn`() {
        #expect(markup(nil, 50, 100) == "? / 50 / 100")
        #expect(markup(80, 50, 100) == "80 / 50 / 100")
        #expect(markup(.nan, .infinity, nil) == Words.notMeasured.text)
        #expect(markup(0, 0, 0, longest: nil) == "0 / 0 / 0")
    }
}

extension String {
    /// How often a text occurs.
    func components(of part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: part) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
