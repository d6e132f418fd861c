// SPDX-License-Identifier: Apache-2.0
// What the core makes of words about pictures: each number counts once, a spot that becomes graver is told anew, and
// the state stays small whatever a flight finds.

import DockModel
import Testing

@testable import RoostCore

extension CoreBench {
    fileprivate mutating func say(_ number: Int64, _ word: PayloadWord) { feed(.payload(number, word)) }
    fileprivate mutating func spot(_ number: Int64, _ name: String, _ urgency: HotSpotUrgency) {
        say(number, .spot(name, urgency, detail: "84.2 °C", flight: "line@1"))
    }
}

@Suite struct PayloadWordTests {
    @Test func `a number counts once, whatever is told again`() {
        var bench = CoreBench.resting()
        bench.spot(1, "spot 1", .serious)
        bench.spot(1, "spot 1", .serious)
        bench.spot(1, "spot 2", .major)
        #expect(bench.mails(.hotSpot) == 1 && bench.mails(.hotSpotMajor) == 0)
        #expect(
            bench.state.payloadTaken == 1
                && bench.state.incidents["PAYLOAD.hot-spot/spot 1"]?.missionID == "line@1")
        bench.say(2, .again("spot 1"))
        #expect(bench.mails(.hotSpot) == 2)
        bench.say(3, .over("spot 1", detail: "line@2 saw it cool"))
        #expect(!bench.state.incidents.keys.contains { $0.hasPrefix("PAYLOAD.") })
        #expect(bench.broken == [])
    }

    @Test func `a spot that becomes graver is another incident and the lesser one ends`() {
        var bench = CoreBench.resting()
        bench.spot(1, "spot 1", .slight)
        bench.spot(2, "spot 1", .serious)
        bench.spot(3, "spot 1", .major)
        #expect(bench.state.incidents["PAYLOAD.hot-spot-major/spot 1"] != nil)
        #expect(bench.state.incidents.keys.filter { $0.hasPrefix("PAYLOAD.") }.count == 1)
        #expect(bench.broken == [])
    }

    @Test func `a thousand spots leave the state small and the gravest open`() {
        var bench = CoreBench.resting()
        bench.spot(1, "spot 0", .major)
        for number in 2...1_000 {
            bench.spot(Int64(number), "spot \(number)", number.isMultiple(of: 9) ? .serious : .slight)
        }
        let open = bench.state.incidents.values.filter { $0.kind.origin == .payload }
        #expect(open.count == DockState.mostHotSpots)
        #expect(bench.state.incidents["PAYLOAD.hot-spot-major/spot 0"] != nil)
        #expect(bench.broken == [])
    }

    @Test func `a slighter spot takes no room from graver ones, and a known one needs none`() {
        var bench = CoreBench.resting()
        let most = Int64(DockState.mostHotSpots)
        for number in 1...most { bench.spot(number, "spot \(number)", .serious) }
        bench.spot(most + 1, "spot slight", .slight)
        #expect(bench.state.incidents["PAYLOAD.warm-spot/spot slight"] == nil)
        bench.spot(most + 2, "spot 2", .major)
        #expect(bench.state.incidents["PAYLOAD.hot-spot/spot 1"] != nil)
        #expect(bench.state.incidents["PAYLOAD.hot-spot-major/spot 2"] != nil)
        bench.spot(most + 3, "spot grave", .major)
        #expect(bench.state.incidents["PAYLOAD.hot-spot/spot 1"] == nil)
        #expect(bench.state.incidents["PAYLOAD.hot-spot-major/spot grave"] != nil)
        #expect(bench.state.incidents.values.count { $0.kind.origin == .payload } == DockState.mostHotSpots)
        #expect(bench.broken == [])
    }

    @Test func `a flight has one line in the day, and what its pictures lack is told`() {
        var bench = CoreBench.resting()
        bench.say(1, .flight("line@1", line: "3 pictures", german: "3 Bilder"))
        bench.say(2, .flight("line@1", line: "4 pictures", german: "4 Bilder"))
        bench.say(3, .trouble(flight: "line@1", detail: "1 picture could not be read"))
        bench.say(4, .trouble(flight: "line@2", detail: "no picture came"))
        for number in 5..<100 { bench.say(Int64(number), .flight("f\(number)", line: "x", german: "x")) }
        #expect(bench.state.tally.pictures.count == DayTally.mostPictureLines)
        #expect(bench.state.incidents["PAYLOAD.pictures-lacking"]?.detail == "no picture came")
        #expect(bench.broken == [])
    }

    @Test func `a map that has to be flown again stays open until the schedule's next one`() {
        var bench = CoreBench.resting()
        bench.say(1, .map("survey", .refly, detail: "GSD 4 cm, limit 3 cm", flight: "survey@1"))
        #expect(bench.state.incidents["PAYLOAD.map-refly/survey"]?.missionID == "survey@1")
        bench.say(2, .map("survey", .doubtful, detail: "it fell into 2 parts", flight: "survey@2"))
        bench.say(3, .map("survey", .ready, detail: "208 of 212 pictures", flight: "survey@3"))
        #expect(!bench.state.incidents.keys.contains { $0.hasPrefix("PAYLOAD.") })
        #expect(bench.state.tally.incidents["PAYLOAD.map-ready"] == 1)
        for number in 4..<20 { bench.say(Int64(number), .map("s\(number)", .failed, detail: "x", flight: "f")) }
        #expect(bench.state.incidents.values.count { $0.kind == .mapFailed } == DockState.mostMaps)
        #expect(bench.isOpen(.mapFailed) || bench.state.incidents["PAYLOAD.map-failed/s19"] != nil)
        #expect(bench.broken == [])
    }

    @Test func `a week's pictures are those of its days, the newest lines of each flight`() {
        func day(_ lines: [(String, String)]) -> DayTally {
            var tally = DayTally()
            tally.pictures = lines.map { PictureLine(flight: $0.0, line: $0.1, german: $0.1) }
            return tally
        }
        var week = day([("a", "1 picture"), ("b", "2 pictures")])
        week.append(day([("b", "3 pictures"), ("c", "4 pictures")]), mostLines: 10)
        #expect(week.pictures.map(\.line) == ["1 picture", "3 pictures", "4 pictures"])
        week.append(day([("d", "5 pictures")]), mostLines: 2)
        #expect(week.pictures.map(\.flight) == ["c", "d"])
    }

    @Test func `absurd names and texts are cut`() {
        var bench = CoreBench.resting()
        let long = String(repeating: "ä/", count: 5_000)
        bench.say(.max, .spot(long, .major, detail: long, flight: long))
        let incident = bench.state.incidents.values.first { $0.kind == .hotSpotMajor }
        #expect((incident?.subject.utf8.count ?? 99) <= 40 && (incident?.detail.utf8.count ?? 999) <= 200)
        bench.say(.max, .over(long, detail: long))
        bench.say(.min, .trouble(flight: long, detail: long))
        #expect(bench.isOpen(.hotSpotMajor) || incident != nil)
        #expect(bench.broken == [])
    }
}
