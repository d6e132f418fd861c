// SPDX-License-Identifier: Apache-2.0
// Real pictures of five cameras give the figures that independent tools give, and name their place.

import Foundation
import Testing

@testable import Thermal

/// A file of the fixtures.
func fixture(_ name: String) throws -> [UInt8] {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return [UInt8](try Data(contentsOf: folder.appending(path: name)))
}

private let names = ["flir_e40.jpg", "flir_ax8.jpg", "dji_xt2.jpg", "duo_pro_r_tlinear.tiff", "dji_m3t.jpg"]

@Suite struct RealPictureTests {
    @Test(arguments: names) func `a real picture has the temperatures of the reference tools`(name: String)
        throws
    {
        let all =
            try JSONSerialization.jsonObject(with: Data(try fixture("expected.json"))) as? [[String: Any]]
        let expected = try #require(all?.first { $0["file"] as? String == name })
        let image = try ThermalImage(try fixture(name))
        let figures = image.figures
        #expect(image.width == expected["width"] as? Int && image.height == expected["height"] as? Int)
        let pairs = [
            ("min_c", figures.least), ("max_c", figures.most), ("mean_c", figures.mean),
            ("median_c", figures.median),
            ("p99_c", figures.upperPercentile),
        ]
        for (key, found) in pairs {
            let wanted = try #require(expected[key] as? Double)
            #expect(abs(found - wanted) <= 0.0015, "\(key): \(found), expected \(wanted)")
        }
        #expect([figures.hottest.x, figures.hottest.y] == expected["hotspot_xy"] as? [Int])
        #expect(figures.unmeasuredPixels == 0)
        #expect(image.isVerified == (name != "dji_m3t.jpg"))
    }

    @Test func `the place comes from the satellite fix of the picture`() throws {
        let drone = try #require(try ThermalImage(try fixture("dji_xt2.jpg")).place)
        #expect(abs(drone.latitude - 9.972157) < 1e-5 && abs(drone.longitude - 76.377786) < 1e-5)
        #expect(drone.altitudeMetres == 39.1)
        let duo = try #require(try ThermalImage(try fixture("duo_pro_r_tlinear.tiff")).place)
        #expect(abs(duo.latitude - 53.447603) < 1e-5 && abs(duo.longitude + 2.81227) < 1e-5)
        #expect(try ThermalImage(try fixture("flir_e40.jpg")).place == nil)
    }

    @Test func `the parts of a real picture may stand in any order`() throws {
        let file = try fixture("flir_e40.jpg")
        let whole = try ThermalImage(file).figures
        let segments = try JPEGSegments(Octets(file))
        let parts = segments.flirParts.shuffled(seed: 5).map { part in
            JPEGBuilder.segment(
                0xE1, Array("FLIR\0".utf8) + [1, UInt8(part.index), UInt8(part.last)] + part.content.slice)
        }
        #expect(try ThermalImage(JPEGBuilder.file(parts)).figures == whole)
    }

    @Test func `a hot spot of a real roof has its peak, its ring and its classes`() throws {
        let image = try ThermalImage(try fixture("dji_xt2.jpg"))
        let spots = image.hotSpots()
        let first = try #require(spots.listed.first)
        #expect(first.peak == PixelPlace(x: 86, y: 4))
        #expect(abs(first.peakCelsius - 82.924) < 0.001)
        #expect(first.electrical == .major && first.module == .safety)
        #expect(spots.listed.allSatisfy { $0.difference >= 4 && $0.pixels >= 4 })
        #expect(spots.count >= spots.listed.count && spots.listed.count <= ThermalLimit.spots)
        #expect(try ThermalImage(try fixture("flir_ax8.jpg")).hotSpots().count == 0)
    }
}

extension Array {
    /// The same elements in another order, the same for the same seed.
    func shuffled(seed: UInt64) -> [Element] {
        var random = Random(seed: seed)
        return shuffled(using: &random)
    }
}

/// Numbers that look random and are the same in every run.
struct Random: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
