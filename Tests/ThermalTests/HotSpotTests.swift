// SPDX-License-Identifier: Apache-2.0
// Hot spots in scenes whose answer is known: their pixels, places, differences and classes; and what is none.

import Foundation
import Testing

@testable import Thermal

/// A scene in degrees Celsius, by a TIFF of 0.04 K.
struct Scene {
    let width: Int
    let height: Int
    var celsius: [Double]

    init(width: Int = 64, height: Int = 48, celsius: Double = 20) {
        self.width = width
        self.height = height
        self.celsius = [Double](repeating: celsius, count: width * height)
    }

    mutating func fill(_ columns: Range<Int>, _ rows: Range<Int>, _ value: Double) {
        for row in rows { for column in columns { celsius[row * width + column] = value } }
    }

    func image() throws -> ThermalImage {
        let counts = celsius.map { UInt16((($0 + 273.15) / 0.04).rounded()) }
        return try ThermalImage(TIFFBuilder(width: width, counts: counts).bytes, gain: 0.04)
    }
}

@Suite struct HotSpotTests {
    private func spots(_ scene: Scene, _ limits: HotSpotLimits = HotSpotLimits()) throws -> HotSpots {
        try scene.image().hotSpots(limits)
    }

    @Test func `two spots are told apart, the greater difference first`() throws {
        var scene = Scene()
        scene.fill(10..<15, 20..<24, 30)
        scene.celsius[22 * 64 + 12] = 33
        scene.fill(40..<43, 5..<8, 50)
        let found = try spots(scene)
        #expect(found.count == 2)
        let first = try #require(found.listed.first), second = try #require(found.listed.last)
        #expect(first.pixels == 9 && first.center == (41, 6) && first.peak == PixelPlace(x: 40, y: 5))
        #expect(abs(first.difference - 30) < 0.05 && first.electrical == .major && first.module == .dispatch)
        #expect(second.pixels == 20 && second.center == (12, 21.5) && second.peak == PixelPlace(x: 12, y: 22))
        #expect(
            abs(second.difference - 13) < 0.05 && second.electrical == .probable && second.module == .repair)
        #expect(second.boxStart == PixelPlace(x: 10, y: 20) && second.boxEnd == PixelPlace(x: 14, y: 23))
        #expect(abs(second.meanCelsius - (30 + 3.0 / 20)) < 0.05 && abs(second.referenceCelsius - 20) < 0.03)
    }

    @Test func `pixels that touch at a corner are one spot`() throws {
        var scene = Scene()
        scene.fill(10..<12, 10..<12, 40)
        scene.fill(12..<14, 12..<14, 40)
        #expect(try spots(scene).listed.map(\.pixels) == [8])
        #expect(try spots(scene).listed.first?.module == nil)
    }

    @Test func `three pixels, less than the limit and a flat scene are no spots`() throws {
        var scene = Scene()
        scene.fill(10..<13, 10..<11, 60)
        #expect(try spots(scene).count == 0)
        scene = Scene()
        scene.fill(10..<20, 10..<20, 23.5)
        #expect(try spots(scene).count == 0)
        #expect(try spots(scene, HotSpotLimits(leastDifference: 3)).count == 1)
        scene = Scene()
        scene.fill(10..<20, 10..<20, 22.5)
        #expect(try spots(scene, HotSpotLimits(leastDifference: 1)).count == 0)
    }

    @Test func `a warm half of the picture is a region, and spots in it are held against it`() throws {
        var scene = Scene()
        scene.fill(0..<30, 0..<48, 45)
        scene.fill(10..<14, 10..<14, 55)
        scene.fill(50..<54, 30..<34, 30)
        let found = try spots(scene)
        #expect(found.count == 2)
        #expect(found.listed.map(\.peak) == [PixelPlace(x: 10, y: 10), PixelPlace(x: 50, y: 30)])
        #expect(found.listed.allSatisfy { abs($0.difference - 10) < 0.05 && $0.pixels == 16 })
    }

    @Test func `a spot at the edge is held against what there is around it`() throws {
        var scene = Scene()
        scene.fill(0..<4, 0..<4, 36)
        let found = try spots(scene)
        #expect(found.listed.map(\.pixels) == [16] && abs((found.listed.first?.difference ?? 0) - 16) < 0.05)
    }

    @Test func `known air makes a class graver, the sun scales a difference`() throws {
        var scene = Scene()
        scene.fill(10..<14, 10..<14, 30)
        let limits = HotSpotLimits(ambientCelsius: -15, irradiance: 400)
        let first = try #require(try spots(scene, limits).listed.first)
        #expect(first.electrical == .major && abs((first.scaledDifference ?? 0) - 25) < 0.2)
        #expect(first.module == .dispatch)
        let report = ThermalReport(file: "a.tiff", image: try scene.image(), limits: limits)
        #expect(report.notes.contains { $0.contains("600 W/m²") })
    }

    @Test func `the limits of the classes are those of the table`() {
        let similar = [0.9, 1, 3.9, 4, 15, 15.1].map { ElectricalClass(overSimilar: $0) }
        #expect(similar == [nil, .possible, .possible, .probable, .probable, .major])
        let ambient = [0.9, 1, 10, 10.1, 20, 20.1, 40, 40.1].map { ElectricalClass(overAmbient: $0) }
        #expect(ambient == [nil, .possible, .possible, .probable, .probable, .monitor, .monitor, .major])
        let modules = [9.9, 10, 19.9, 20, 40, 40.1].map { ModuleClass(overNeighbours: $0) }
        #expect(modules == [.watch, .repair, .repair, .dispatch, .dispatch, .safety])
    }

    @Test func `a hundred spots are listed and a thousand counted`() throws {
        var scene = Scene(width: 200, height: 120)
        for row in 0..<20 {
            for column in 0..<30 {
                scene.fill(column * 6 + 2..<column * 6 + 4, row * 6 + 2..<row * 6 + 4, 40)
            }
        }
        let found = try spots(scene)
        #expect(found.count == 600 && found.listed.count == ThermalLimit.spots)
        scene = Scene(width: 300, height: 300)
        for row in 0..<75 {
            for column in 0..<75 { scene.fill(column * 4..<column * 4 + 2, row * 4..<row * 4 + 2, 40) }
        }
        scene.fill(200..<202, 200..<202, 90)
        let many = try spots(scene)
        #expect(
            many.count == ThermalLimit.countedSpots && many.listed.first?.peak == PixelPlace(x: 200, y: 200))
    }

    @Test func `the report has a JSON form with the promised names`() throws {
        var scene = Scene()
        scene.fill(40..<43, 5..<8, 50)
        let report = ThermalReport(file: "x.tiff", image: try scene.image())
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let object = try JSONSerialization.jsonObject(with: try encoder.encode(report)) as? [String: Any]
        let found = try #require(object)
        #expect(found["width"] as? Int == 64 && found["height"] as? Int == 48)
        #expect(found["hotspot_xy"] as? [Int] == [40, 5] && found["position"] is NSNull)
        #expect(
            abs((found["min_c"] as? Double ?? 0) - 20) < 0.03
                && abs((found["max_c"] as? Double ?? 0) - 50) < 0.03)
        let blob = try #require((found["blobs"] as? [[String: Any]])?.first)
        #expect(blob["area_px"] as? Int == 9 && blob["center_xy"] as? [Double] == [41, 6])
        #expect(blob["neta"] as? String == "major" && blob["pv"] as? String == "dispatch")
    }

    @Test func `the report for people has a unit on every number`() throws {
        var scene = Scene(celsius: -5)
        scene.fill(40..<43, 5..<8, 50)
        let text = ThermalReport(file: "x.tiff", image: try scene.image()).text
        #expect(text.first == "x.tiff: 64 x 48 px, -5.0 to 50.0 °C, mean -4.8 °C, hottest at 40, 5")
        #expect(text.last == "    50.0 °C at 40, 5, +55.0 K, 9 px, NETA: major, module: safety")
        #expect(text.contains("  gain       0.04 K a count"))
    }
}
