// SPDX-License-Identifier: Apache-2.0
// The picture of a flight: whole XML, one scale for both directions, north up, and nothing that breaks it.

import Foundation
import Testing

@testable import FlightLog

struct FlightPictureTests {
    private func place(_ north: Double, _ east: Double, _ height: Double? = nil, _ label: String? = nil)
        -> FlightPicture.Place
    {
        FlightPicture.Place(
            latitude: 47.4 + north / 111_194.93, longitude: 8.5 + east / (111_194.93 * cos(47.4 * .pi / 180)),
            height: height, label: label)
    }

    private var sample: FlightPicture {
        var picture = FlightPicture(title: "a <flight> & more")
        picture.flown = [
            place(0, 0, 0), place(0, 0, 20), place(100, 0, 20), place(100, 50, 25), place(0, 0, 0),
        ]
        picture.planned = [place(0, 0, 0), place(100, 0, 20, "1"), place(100, 50, 25, "2"), place(0, 0, 0)]
        picture.fence = [
            FlightPicture.Area(
                .polygon([place(-50, -50), place(-50, 100), place(150, 100), place(150, -50)]),
                isInclusion: true),
            FlightPicture.Area(.circle(place(50, 25), radius: 10), isInclusion: false),
        ]
        picture.rally = [place(-20, 0)]
        picture.home = place(0, 0)
        return picture
    }

    /// The names of the elements; nil when a mark is not closed, not quoted or outside of the one root.
    private func elements(_ svg: String) -> [String]? {
        var names: [String] = [], open: [String] = []
        for piece in svg.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
            guard let end = piece.firstIndex(of: ">") else { return nil }
            let mark = piece[..<end]
            guard !mark.hasPrefix("?") else { continue }
            guard mark.count(where: { $0 == "\"" }).isMultiple(of: 2) else { return nil }
            if mark.hasPrefix("/") {
                guard open.popLast() == String(mark.dropFirst()) else { return nil }
                continue
            }
            guard !open.isEmpty || names.isEmpty else { return nil }
            let name = String(mark.prefix { $0 != " " && $0 != "/" })
            names.append(name)
            if !mark.hasSuffix("/") { open.append(name) }
        }
        return open.isEmpty ? names : nil
    }

    @Test func `the picture is whole XML with path, fence, rally point, scale and legend`() throws {
        let svg = try #require(sample.svg)
        let names = try #require(elements(svg))
        #expect(
            names.count(where: { $0 == "svg" }) == 1 && names.contains("path") && names.contains("circle"))
        for words in [
            "a &lt;flight&gt; &amp; more", ">N<", "50 m", "fence: stay inside", "fence: stay out",
            "R rally point",
            "height above home, m", "way over ground, m", ">H<",
        ] { #expect(svg.contains(words), "\(words) is missing") }
    }

    @Test func `north is up and both directions have one scale`() throws {
        let map = try #require(PictureMap(sample))
        let home = map.point(place(0, 0)), north = map.point(place(100, 0)), east = map.point(place(0, 100))
        #expect(north.1 < home.1 && abs(north.0 - home.0) < 0.01)
        #expect(east.0 > home.0 && abs(east.1 - home.1) < 0.01)
        #expect(abs((home.1 - north.1) - (east.0 - home.0)) < 0.2)
        #expect(abs(map.pixels(100) - (home.1 - north.1)) < 0.2)
    }

    @Test(arguments: [(0.7, 0.5), (1, 1), (1.9, 1), (2.1, 2), (7, 5), (99, 50), (1_234, 1_000)])
    func `scale bars have round lengths`(value: Double, expected: Double) {
        #expect(abs(PictureMap.round(value) - expected) < 1e-9)
    }

    @Test func `nothing to draw is no picture, and numbers that are none do no harm`() throws {
        #expect(FlightPicture(title: "").svg == nil)
        var picture = sample
        picture.flown += [
            FlightPicture.Place(latitude: .nan, longitude: 8, height: 3),
            FlightPicture.Place(latitude: 1e300, longitude: -.infinity, height: .infinity),
        ]
        picture.fence.append(FlightPicture.Area(.circle(place(0, 0), radius: .infinity), isInclusion: true))
        #expect(try elements(#require(picture.svg)) != nil)
        #expect(try #require(picture.svg).contains("nan") == false)
        var lone = FlightPicture(title: "one")
        lone.flown = [place(0, 0)]
        #expect(try elements(#require(lone.svg)) != nil)
    }

    @Test func `a long path is thinned and keeps its ends`() throws {
        let way = (0..<50_000).map { place(Double($0), 0, 1) }
        let thin = FlightPicture.thinned(way)
        #expect(
            thin.count <= FlightPicture.mostPlaces + 1 && thin.first == way.first && thin.last == way.last)
        var picture = FlightPicture(title: "long")
        picture.flown = way
        #expect(try #require(picture.svg).utf8.count < 400_000)
    }
}
