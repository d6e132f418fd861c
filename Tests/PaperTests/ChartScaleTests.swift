// SPDX-License-Identifier: Apache-2.0
// Which figures and times get a tick.

import DockModel
import Testing

@testable import Paper

@Suite struct ChartScaleTests {
    @Test(arguments: [
        (0.0, 10.0, 5, 2.0), (0, 1, 5, 0.2), (0, 7, 7, 1), (3, 4.5, 6, 0.5), (0, 1_200, 6, 200),
        (-4e6, 4e6, 4, 2e6),
        (0, 0.003, 6, 0.0005),
    ])
    func `steps are 1, 2 or 5 times a power of ten`(
        low: Double, high: Double, most: Int, step: Double
    ) {
        #expect(abs(NumberTicks.step(low: low, high: high, most: most) - step) < step * 1e-9)
    }

    @Test func `ticks have as many decimals as they need`() {
        func labels(_ low: Double, _ high: Double, _ step: Double, _ language: PaperLanguage = .english)
            -> [String]
        {
            NumberTicks.ticks(low: low, high: high, step: step, language: language).ticks.map(\.label)
        }
        #expect(labels(0, 1, 0.5) == ["0.0", "0.5", "1.0"])
        #expect(labels(0, 1, 0.5, .german) == ["0,0", "0,5", "1,0"])
        #expect(labels(-20, 20, 20) == ["-20", "0", "20"])
        #expect(labels(0, 0.3, 0.1) == ["0.0", "0.1", "0.2", "0.3"])
    }

    @Test func `large and small figures share a power of ten`() {
        let large = NumberTicks.ticks(low: 0, high: 4e8, step: 2e8, language: .english)
        #expect(large.ticks.map(\.label) == ["0", "200", "400"])
        #expect(large.power == 6)
        let small = NumberTicks.ticks(low: 0, high: 4e-6, step: 2e-6, language: .english)
        #expect(small.ticks.map(\.label) == ["0", "2", "4"])
        #expect(small.power == -6)
    }

    @Test func `no range makes ticks without end`() {
        for (low, high) in [
            (0.0, 1e12), (1e12, 1e12 + 1), (-1e-300, 1e-300), (0, .leastNonzeroMagnitude), (-1e12, 1e12),
        ] {
            let step = NumberTicks.step(low: low, high: high, most: 6)
            #expect(
                NumberTicks.ticks(low: low, high: high, step: step, language: .english).ticks.count <= 1_001
            )
        }
    }

    private func ticks(_ from: String, hours: Double, room: Int, zone: String) throws -> [Tick] {
        let start = try seconds(from)
        let span = hours * 3_600
        let step = TimeTicks.step(span: span) { _ in room }
        return TimeTicks(clock: PaperClock(zone: zone), language: .english)
            .ticks(low: start, high: start + span, step: step)
    }

    /// "2026-03-28 00:00" in UTC.
    private func seconds(_ text: String) throws -> Double {
        let parts = text.split { "- :".contains($0) }.compactMap { Int($0) }
        try #require(parts.count == 5)
        let day = CivilDate.daysSince1970(year: parts[0], month: parts[1], day: parts[2])
        return Double(day * 86_400 + parts[3] * 3_600 + parts[4] * 60)
    }

    @Test func `hours are whole hours of the zone`() throws {
        let ticks = try ticks("2026-11-18 10:30", hours: 20, room: 8, zone: "Asia/Kolkata")
        #expect(ticks.map(\.label) == ["18:00", "21:00", "00:00", "03:00", "06:00", "09:00", "12:00"])
        #expect(ticks.map(\.context) == ["18 Nov 2026", "", "19 Nov 2026", "", "", "", ""])
    }

    @Test func `days begin at midnight also when the clocks change`() throws {
        let ticks = try ticks("2026-03-27 12:00", hours: 96, room: 6, zone: "Europe/Berlin")
        #expect(ticks.map(\.label) == ["28 Mar", "29 Mar", "30 Mar", "31 Mar"])
        let hours = zip(ticks, ticks.dropFirst()).map { ($1.value - $0.value) / 3_600 }
        #expect(hours == [24, 23, 24])
    }

    @Test func `an hour that the clocks leave out gets no tick of its own`() throws {
        let ticks = try ticks("2026-03-29 00:00", hours: 4, room: 8, zone: "Europe/Berlin")
        #expect(ticks.map(\.value) == ticks.map(\.value).sorted())
        #expect(Set(ticks.map(\.label)).count == ticks.count)
        #expect(ticks.map(\.label).contains("03:00"))
        #expect(!ticks.map(\.label).contains("02:00"))
    }

    @Test func `weeks begin on Monday`() throws {
        let ticks = try ticks("2026-11-01 00:00", hours: 28 * 24, room: 5, zone: "UTC")
        #expect(ticks.map(\.label) == ["2 Nov", "9 Nov", "16 Nov", "23 Nov"])
    }

    @Test func `months begin on the first`() throws {
        let ticks = try ticks("2026-10-20 00:00", hours: 120 * 24, room: 5, zone: "Europe/Berlin")
        #expect(ticks.map(\.label) == ["Nov", "Dec", "Jan", "Feb"])
        #expect(ticks.map(\.context) == ["2026", "", "2027", ""])
    }

    @Test func `all the time there is has few ticks`() throws {
        let clock = PaperClock(zone: "Europe/Berlin")
        let (low, high) = (PaperClock.range.lowerBound, PaperClock.range.upperBound)
        let step = TimeTicks.step(span: high - low) { _ in 6 }
        let ticks = TimeTicks(clock: clock, language: .german).ticks(low: low, high: high, step: step)
        #expect((2...7).contains(ticks.count))
    }

    @Test func `times are written with their zone`() {
        let clock = PaperClock(zone: "Europe/Berlin")
        #expect(clock.stamp(Sample.begin) == "2026-11-18 12:06 +01:00")
        #expect(PaperClock.utc(Sample.begin) == "2026-11-18 11:06:40 UTC")
        #expect(PaperClock.utcStamp(WallTime(milliseconds: .min)) == "0001-01-01T00:00:00Z")
        #expect(PaperClock.utcStamp(WallTime(milliseconds: .max)) == "9999-12-31T23:59:59Z")
        #expect(PaperClock(zone: "Mars/Olympus").name == "UTC")
    }
}
