// SPDX-License-Identifier: Apache-2.0
// Which hot spots of a flight are real, where they are, and what they are to the flights before.

import DockModel
import Testing

@testable import Payload

private let home = GroundPoint(latitude: 47.4, longitude: 8.5)!

private func sighting(_ kelvin: Double, east: Double = 0, north: Double = 0) -> SpotSighting {
    SpotSighting(
        x: 10, y: 20, pixels: 9, peakCelsius: 20 + kelvin, meanCelsius: 18 + kelvin, kelvin: kelvin,
        place: home.moved(east: east, north: north), isProjected: true)
}

private func frames(_ sightings: [[SpotSighting]]) -> [SpotFrame] {
    sightings.enumerated().map { SpotFrame(name: "IMG_\($0.offset).jpg", sightings: $0.element) }
}

private let line = PayloadTerms(.thermalLine)

@Suite struct FlightSpotsTests {
    @Test func `three of five pictures in a row confirm a spot`() throws {
        let seen = frames([[sighting(20)], [], [sighting(18, east: 2)], [], [sighting(19, north: -3)], []])
        let spots = FlightSpots.found(in: seen, line)
        #expect(spots.count == 1)
        #expect(spots[0].verdict == .confirmed && spots[0].grade == .atOnce && spots[0].pictures == 3)
        #expect(spots[0].picture == "IMG_0.jpg" && spots[0].best.kelvin == 20)
    }

    @Test func `three pictures that are too far from each other confirm nothing`() {
        let seen = frames([[sighting(20)], [], [], [sighting(18)], [], [sighting(19)]])
        #expect(FlightSpots.found(in: seen, line).map(\.verdict) == [.unconfirmed])
    }

    @Test func `a spot that fades to less than half from another side is a reflection`() {
        let seen = frames([[sighting(20)], [sighting(9)], [sighting(19)], [sighting(18)]])
        #expect(FlightSpots.found(in: seen, line).map(\.verdict) == [.glint])
    }

    @Test func `spots farther apart than the tolerance are two, also within one picture`() {
        let seen = frames(Array(repeating: [sighting(20), sighting(8, east: 7)], count: 3))
        let spots = FlightSpots.found(in: seen, line)
        #expect(spots.map(\.verdict) == [.confirmed, .confirmed])
        #expect(spots.map(\.grade) == [.atOnce, .plan])
        let near = frames(Array(repeating: [sighting(20), sighting(15, east: 2)], count: 3))
        #expect(FlightSpots.found(in: near, line).count == 2)
    }

    @Test func `a flight of single shots needs one picture when its schedule says so`() {
        var terms = line
        terms.confirmations = 1
        #expect(FlightSpots.found(in: frames([[sighting(5)]]), terms).map(\.verdict) == [.confirmed])
        #expect(FlightSpots.found(in: frames([[sighting(3.9)]]), terms).isEmpty)
    }

    @Test func `spots without a place are never joined`() {
        var bare = sighting(30)
        bare.place = nil
        let spots = FlightSpots.found(in: frames([[bare], [bare], [bare]]), line)
        #expect(spots.map(\.verdict) == [.unconfirmed, .unconfirmed, .unconfirmed])
    }

    @Test func `one wrong fix neither hides the other spots nor its own`() {
        let wrong = sighting(30, east: 2_000_000)
        let seen = frames([[wrong], [sighting(20)], [sighting(18, east: 2)], [sighting(19)]])
        let spots = FlightSpots.found(in: seen, line)
        #expect(spots.map(\.verdict) == [.confirmed, .unconfirmed])
        #expect(spots.map(\.best.kelvin) == [20, 30])
    }

    @Test func `pictures follow their satellite time, or their numbers`() {
        let named = ["IMG_10.jpg", "IMG_9.jpg", "IMG_009.jpg", "IMG_100.jpg"].map {
            SpotFrame(name: $0, sightings: [])
        }
        #expect(
            FlightSpots.inOrder(named).map(\.name) == [
                "IMG_009.jpg", "IMG_9.jpg", "IMG_10.jpg", "IMG_100.jpg",
            ])
        let timed = [("b", 1.0), ("a", 2.0)].map { SpotFrame(name: $0.0, taken: $0.1, sightings: []) }
        #expect(FlightSpots.inOrder(timed).map(\.name) == ["b", "a"])
    }

    @Test func `thousands of spots are joined in a moment`() {
        var all: [[SpotSighting]] = []
        for frame in 0..<2_000 {
            all.append(
                (0..<20).map { sighting(20, east: Double(frame * 3 + $0 * 12), north: Double($0 * 9)) })
        }
        let spots = FlightSpots.found(in: frames(all), line)
        #expect(spots.count > 1_000)
    }
}

@Suite struct CameraViewTests {
    private func view(heading: Double, pitch: Double) -> CameraView {
        CameraView(
            camera: home, width: 640, rows: 512, height: 50, heading: heading, pitch: pitch, focalPixels: 800)
    }

    @Test func `straight down the middle of the picture is below the camera`() throws {
        let place = try #require(view(heading: 123, pitch: -90).place(x: 319.5, y: 255.5))
        #expect(home.distance(to: place) < 0.001)
    }

    @Test(arguments: [(0.0, 0.0, 10.0), (90.0, 10.0, 0.0), (180.0, 0.0, -10.0), (-90.0, -10.0, 0.0)])
    func `up in a picture is where the camera heads`(heading: Double, east: Double, north: Double) throws {
        // 160 pixels of 800 at 50 m are 10 m.
        let place = try #require(view(heading: heading, pitch: -90).place(x: 319.5, y: 95.5))
        let offset = home.offset(to: place)
        #expect(abs(offset.east - east) < 0.01 && abs(offset.north - north) < 0.01)
    }

    @Test func `right in a picture is right of the heading`() throws {
        let place = try #require(view(heading: 0, pitch: -90).place(x: 479.5, y: 255.5))
        #expect(abs(home.offset(to: place).east - 10) < 0.01)
    }

    @Test func `a slanted axis meets the ground ahead, and a flat one nowhere`() throws {
        let place = try #require(view(heading: 90, pitch: -45).place(x: 319.5, y: 255.5))
        #expect(abs(home.offset(to: place).east - 50) < 0.01)
        #expect(view(heading: 0, pitch: -10).place(x: 319.5, y: 255.5) == nil)
        #expect(view(heading: 0, pitch: 30).place(x: 319.5, y: 255.5) == nil)
    }

    @Test func `what is not known gives no place`() {
        let blind = CameraView(
            camera: home, width: 640, rows: 512, height: 50, heading: nil, pitch: -90, focalPixels: 800)
        #expect(blind.place(x: 1, y: 1) == nil && !blind.shows(home))
        #expect(view(heading: 0, pitch: -90).shows(home))
        #expect(!view(heading: 0, pitch: -90).shows(home.moved(east: 16, north: 0)!))
        #expect(
            CameraView(camera: home, width: 1, rows: 1, height: .nan, focalPixels: .infinity).focalPixels
                == nil)
    }

    @Test func `the lens is told by its film length or its angle`() throws {
        let film = try #require(CameraView.focalPixels(film: 40, width: 640, rows: 512))
        #expect(abs(film - 757.7) < 0.2)
        let angle = try #require(CameraView.focalPixels(degrees: 90, width: 640))
        #expect(abs(angle - 320) < 0.001)
        #expect(CameraView.focalPixels(film: 0, width: 640, rows: 512) == nil)
    }
}

@Suite struct HotPlacesTests {
    private let noon = WallTime(milliseconds: 1_800_000_000_000)
    private let day = Duration.seconds(86_400)

    private func judge(
        _ kelvin: Double?, known: [HotPlace], flight: String, at time: WallTime, count: Int = 3,
        east: Double = 0
    ) -> PlaceJudgement {
        let view = CameraView(
            camera: home, width: 640, rows: 512, height: 50, heading: 0, pitch: -90, focalPixels: 800)
        let seen = (0..<3).map { index in
            SpotFrame(
                name: "\(index)", view: view,
                sightings: index < count ? kelvin.map { [sighting($0, east: east)] } ?? [] : [])
        }
        let spots = FlightSpots.found(in: seen, line)
        let next = (known.map(\.number).max() ?? 0) + 1
        return HotPlaces.judge(
            spots, frames: seen, flight: flight, schedule: "line", at: time, known: known, next: next, line)
    }

    @Test func `a place is told once, again when it is graver, and over when it is seen cool`() {
        let first = judge(8, known: [], flight: "a", at: noon)
        #expect(first.spots.map(\.news) == [.new] && first.spots[0].place.grade == .plan)
        var known = first.spots.map(\.place)
        let again = judge(9, known: known, flight: "b", at: noon + day, east: 3)
        #expect(again.spots.map(\.news) == [.known] && again.spots[0].place.number == 1)
        #expect(again.spots[0].place.place == known[0].place && again.spots[0].place.last == noon + day)
        known = again.spots.map(\.place)
        let graver = judge(22, known: known, flight: "c", at: noon + day + day)
        #expect(graver.spots.map(\.news) == [.graver(than: .plan)] && graver.spots[0].place.grade == .atOnce)
        known = graver.spots.map(\.place)
        let milder = judge(9, known: known, flight: "d", at: noon + .seconds(86_400 * 3))
        #expect(milder.spots.map(\.news) == [.known] && milder.spots[0].place.grade == .atOnce)
        known = milder.spots.map(\.place)
        let cool = judge(nil, known: known, flight: "e", at: noon + .seconds(86_400 * 4))
        #expect(cool.spots.isEmpty && cool.cooled.map(\.number) == [1])
    }

    @Test func `the same flight judged again tells nothing again`() {
        let first = judge(8, known: [], flight: "a", at: noon)
        let again = judge(8, known: first.spots.map(\.place), flight: "a", at: noon + .seconds(60))
        #expect(again.spots.map(\.news) == [.told] && again.cooled.isEmpty)
    }

    @Test func `one picture makes no place graver, a confirmation makes it certain`() {
        let known = judge(8, known: [], flight: "a", at: noon).spots.map(\.place)
        let single = judge(30, known: known, flight: "b", at: noon + day, count: 1)
        #expect(single.spots.map(\.news) == [.known] && single.spots[0].place.grade == .plan)
        let doubtful = judge(8, known: [], flight: "a", at: noon, count: 1)
        #expect(doubtful.spots[0].place.isConfirmed == false)
        let certain = judge(8, known: doubtful.spots.map(\.place), flight: "b", at: noon + day)
        #expect(certain.spots.map(\.news) == [.graver(than: .plan)])
    }

    @Test func `a place where any picture shows something hot has not cooled`() {
        let known = judge(8, known: [], flight: "a", at: noon).spots.map(\.place)
        let view = CameraView(
            camera: home, width: 640, rows: 512, height: 50, heading: 0, pitch: -90, focalPixels: 800)
        func cooled(_ sightings: [SpotSighting]) -> [Int64] {
            let seen = (0..<3).map { index in
                SpotFrame(name: "\(index)", view: view, sightings: index == 1 ? sightings : [])
            }
            // What it shows is a reflection: no spot of the flight.
            return HotPlaces.judge(
                [], frames: seen, flight: "b", schedule: "line", at: noon + day, known: known, next: 9, line
            ).cooled.map(\.number)
        }
        #expect(cooled([sighting(20, east: 2)]) == [])
        #expect(cooled([sighting(20, east: 12)]) == [1])
    }

    @Test func `a place is forgotten after a month, and other schedules keep theirs`() {
        let known = judge(8, known: [], flight: "a", at: noon).spots.map(\.place)
        let later = judge(8, known: known, flight: "b", at: noon + .seconds(86_400 * 31))
        #expect(later.spots.map(\.news) == [.new] && later.forgotten.map(\.number) == [1])
        var other = known
        other[0].schedule = "roof"
        let foreign = judge(8, known: other, flight: "b", at: noon + day)
        #expect(foreign.spots.map(\.news) == [.new] && foreign.forgotten.isEmpty && foreign.cooled.isEmpty)
    }
}

@Suite struct PictureJoinTests {
    private let noon = WallTime(milliseconds: 1_800_000_000_000)
    private var flights: [PictureFlight] {
        [("a", 0.0, 600.0), ("b", 7_200, 7_800)].map { id, start, end in
            PictureFlight(
                id: "line@\(id)", folder: "line-\(id)", schedule: "line", takeoff: noon + .seconds(start),
                landed: noon + .seconds(end))
        }
    }

    @Test func `a folder, then the satellite time, then the last landing tells the flight`() {
        func join(_ folder: String = "", _ taken: Double? = nil, at arrived: Double = 8_000) -> String? {
            PictureJoin.flight(
                folder: folder, taken: taken.map { noon + .seconds($0) }, arrived: noon + .seconds(arrived),
                among: flights)?.id
        }
        #expect(join("line-a") == "line@a" && join("line@a", 7_500) == "line@a")
        #expect(join("100MEDIA", 300) == "line@a" && join("", 7_900) == "line@b")
        #expect(join("", 3_000) == nil)
        #expect(join() == "line@b" && join(at: 1_000) == "line@a")
        #expect(join(at: 86_400 * 3) == nil && join(at: -5) == nil)
    }
}

@Suite struct OriginalsPlanTests {
    private let noon = WallTime(milliseconds: 1_800_000_000_000)

    private func picture(_ path: String, days: Double, waits: Bool = false) -> KeptPicture {
        KeptPicture(
            path: path, octets: 100, arrived: noon + .seconds(-86_400 * days), age: .seconds(30 * 86_400),
            waitsForUpload: waits)
    }

    @Test func `the old leave first, then the oldest, and what waits for its upload last`() {
        let all = [
            picture("new", days: 1), picture("old", days: 40), picture("mid", days: 20),
            picture("waits", days: 50, waits: true),
        ]
        #expect(OriginalsPlan.leaving(all, budget: 300, at: noon).map(\.path) == ["old"])
        #expect(OriginalsPlan.leaving(all, budget: 250, at: noon).map(\.path) == ["old", "mid"])
        #expect(
            OriginalsPlan.leaving(all, budget: 50, at: noon).map(\.path) == ["old", "mid", "new", "waits"])
    }

    @Test func `a picture of a flight that is not judged stays, and what was not read counts`() {
        var held = picture("held", days: 60)
        held.isHeld = true
        let all = [held, picture("mid", days: 20), picture("new", days: 1)]
        #expect(OriginalsPlan.leaving(all, budget: 0, at: noon).map(\.path) == ["mid", "new"])
        #expect(OriginalsPlan.leaving(all, others: 500, budget: 700, at: noon).map(\.path) == ["mid"])
        #expect(OriginalsPlan.leaving(all, others: .max, budget: 700, at: noon).map(\.path) == ["mid", "new"])
    }
}

@Suite struct FlightTallyTests {
    @Test func `the line tells what is healthy and what is not`() {
        var tally = FlightTally(flight: "line@a")
        (tally.read, tally.aside, tally.healthy, tally.told, tally.unconfirmed) = (210, 2, 205, 1, 4)
        tally.warmest = 84.24
        #expect(
            tally.line
                == "212 pictures: 205 healthy, 2 unreadable; hot spots: 1 told, 4 not confirmed; warmest 84.2 °C"
        )
        tally.warmest = -0.04
        #expect(
            tally.germanLine.hasPrefix("212 Bilder: 205 unauffällig, 2 unlesbar; Hitzestellen: 1 gemeldet"))
        #expect(tally.germanLine.hasSuffix("am wärmsten 0,0 °C"))
    }

    @Test func `limits put a difference on the ladder as the tables say`() {
        let joints = SpotLimits.usual(for: .thermalLine)
        #expect([3.9, 4, 15, 15.1].map { joints.grade(of: $0) } == [nil, .plan, .plan, .atOnce])
        let modules = SpotLimits.usual(for: .photovoltaic)
        #expect(
            [4, 10, 20, 40, 40.1].map { modules.grade(of: $0) } == [.watch, .plan, .soon, .soon, .atOnce])
        #expect(SpotGrade(word: "dispatch", for: .photovoltaic) == .soon)
        #expect(SpotGrade(word: "dispatch", for: .thermalLine) == nil)
    }

    @Test func `a command gets its values as whole words`() {
        let command = OuterCommand(
            words: ["conv", "{in}", "-o={out}.tif", "{nothing}"], timeOut: .seconds(1))
        #expect(
            command.words(with: ["in": "a b; rm -rf {out}", "out": "/x"])
                == ["conv", "a b; rm -rf {out}", "-o=/x.tif", "{nothing}"])
    }
}
