// SPDX-License-Identifier: Apache-2.0
// TIFF pictures in every layout give the same counts, and a count gets a worth only where the file, the user or the
// maker's documents say it.

import Testing

@testable import Thermal

@Suite struct TIFFTests {
    private let scene: [UInt16] = (0..<1_200).map { (index: Int) -> UInt16 in
        let x = index % 40, y = index / 40
        return UInt16(7_400 + 3 * x + y)
    }

    private func image(_ change: (inout TIFFBuilder) -> Void, gain: Double? = 0.04) throws -> ThermalImage {
        var builder = TIFFBuilder(width: 40, counts: scene)
        change(&builder)
        return try ThermalImage(builder.bytes, gain: gain)
    }

    private func error(_ change: (inout TIFFBuilder) -> Void, gain: Double? = nil) -> String {
        do { return "\(try image(change, gain: gain).figures)" } catch { return "\(error)" }
    }

    @Test(arguments: [1, 5, 8, 32_773, 32_946]) func `every packing, layout and byte order`(compression: Int)
        throws
    {
        for isBig in [false, true] {
            for hasPredictor in [false, true] where !hasPredictor || [5, 8, 32_946].contains(compression) {
                for layout in 0..<4 {
                    let found = try image {
                        $0.isBig = isBig
                        $0.compression = compression
                        $0.hasPredictor = hasPredictor
                        $0.stripRows = [nil, 1, 7, nil][layout]
                        if layout == 3 { $0.tile = (16, 16) }
                    }
                    #expect(
                        found.counts == scene, "big \(isBig), predictor \(hasPredictor), layout \(layout)")
                    #expect(found.width == 40 && found.height == 30)
                }
            }
        }
    }

    @Test func `a long LZW strip with a table that fills and is cleared`() throws {
        var random = Random(seed: 3)
        let counts = (0..<100 * 80).map { _ in UInt16.random(in: 7_000...8_000, using: &random) }
        var builder = TIFFBuilder(width: 100, counts: counts)
        builder.compression = 5
        #expect(try ThermalImage(builder.bytes, gain: 0.04).counts == counts)
    }

    @Test func `each gain gives kelvin`() throws {
        #expect(abs(try image({ _ in }).figures.least - (7_400 * 0.04 - 273.15)) < 1e-9)
        let lepton = try image({ $0.counts = scene.map { $0 * 4 } }, gain: 0.01)
        #expect(abs(lepton.figures.least - (29_600 * 0.01 - 273.15)) < 1e-9)
        #expect(lepton.gainSource == .stated && lepton.isVerified)
    }

    @Test func `the file's own gain is used, and its word that there is none`() throws {
        let found = try image({ $0.xmp = "<a FLIR:TlinearGain=\"0.04\">" }, gain: nil)
        #expect(found.gain == 0.04 && found.gainSource == .file)
        let element = try image(
            {
                $0.xmp = "<FLIR:TlinearGain>0.01</FLIR:TlinearGain>"
                $0.counts = scene.map { $0 * 4 }
            }, gain: nil)
        #expect(element.gain == 0.01)
        #expect(error({ _ in }, gain: 0.001).contains("gain in K a count is 0.001"))
        #expect(error { $0.xmp = "<a FLIR:TlinearGain='0'>" }.contains("switch TLinear on"))
    }

    @Test func `of a camera's two gains the one that fits its scenes is taken`() throws {
        func camera(_ name: String, _ counts: [UInt16]) throws -> ThermalImage {
            try image(
                {
                    $0.texts = [(271, "FLIR"), (272, name)]
                    $0.counts = counts
                }, gain: nil)
        }
        #expect(try camera("Duo Pro R 640", scene).gain == 0.04)
        #expect(try camera("Vue Pro R", scene.map { $0 / 10 }).gain == 0.4)
        #expect(try camera("Duo R", scene.map { $0 * 4 }).gain == 0.01)
        #expect(try camera("Duo Pro R 640", scene).gainSource == .camera)
        #expect(throws: ThermalError.self) { try camera("Duo Pro R 640", scene.map { $0 * 4 }) }
    }

    @Test func `without a camera's name no gain is guessed, however well one fits`() {
        #expect(error { _ in }.contains("give it with --gain"))
        #expect(error { $0.counts = scene.map { $0 * 4 } }.contains("does not name"))
    }

    @Test func `counts that fit no gain, maps, other cameras and other numbers are refused by name`() {
        var random = Random(seed: 9)
        let noise = scene.map { _ in UInt16.random(in: 0...65_535, using: &random) }
        let camera: [(tag: Int, text: String)] = [(271, "FLIR"), (272, "Vue Pro R")]
        let isRefused = { (counts: [UInt16]) in
            error {
                $0.texts = camera
                $0.counts = counts
            }.contains("none fits")
        }
        #expect(isRefused(noise) && isRefused(scene.map { _ in 0 }))
        #expect(error { $0.numbers[34_735] = 1 }.contains("GeoTIFF"))
        #expect(error { $0.texts = [(271, "Canon"), (272, "EOS R5")] }.contains("Canon EOS R5"))
        #expect(error { $0.numbers[258] = 8 }.contains("8-bit"))
        #expect(error { $0.numbers[277] = 3 }.contains("3 channels"))
        #expect(error { $0.numbers[339] = 3 }.contains("sample format 3"))
        #expect(error { $0.numbers[262] = 0 }.contains("photometric"))
        #expect(error({ $0.numbers[259] = 7 }, gain: 0.04).contains("TIFF compression 7"))
        #expect(
            error(
                {
                    $0.numbers[317] = 3; $0.compression = 8
                }, gain: 0.04
            ).contains("TIFF predictor 3"))
    }

    @Test func `sizes and strips that lie are refused`() {
        #expect(error({ $0.numbers[256] = 0 }, gain: 0.04).contains("0 x 30"))
        #expect(error({ $0.numbers[257] = 4_000_000_000 }, gain: 0.04).contains("no thermal camera"))
        #expect(
            error(
                {
                    $0.numbers[256] = 65_535; $0.numbers[257] = 65_535
                }, gain: 0.04
            ).contains("no thermal camera"))
        #expect(error({ $0.numbers[278] = 0 }, gain: 0.04).contains("no rows"))
        #expect(error({ $0.numbers[278] = 3 }, gain: 0.04).contains("needs 10"))
        #expect(
            error(
                {
                    $0.numbers[257] = 31; $0.numbers[278] = 31
                }, gain: 0.04
            ).contains("does not give"))
    }

    @Test func `a conditions option for a picture of finished temperatures is refused`() {
        let builder = TIFFBuilder(width: 40, counts: scene)
        #expect(throws: ThermalError.conditionsNotUsed(names: "--emissivity", kind: "TLinear TIFF")) {
            try ThermalImage(builder.bytes, conditions: Conditions(emissivity: 0.9), gain: 0.04)
        }
        #expect(throws: Never.self) {
            try ThermalImage(builder.bytes, conditions: Conditions(airCelsius: 20), gain: 0.04)
        }
    }

    @Test func `the place of a TIFF comes from its satellite fix, below the sea too`() throws {
        let place = try image { $0.place = ([31, 30, 3_000], [35, 15, 0]) }.place
        #expect(abs((place?.latitude ?? 0) - 31.508333) < 1e-6 && place?.longitude == -35.25)
        #expect(place?.altitudeMetres == -2.5)
        #expect(try image { $0.place = ([95, 0, 0], [35, 0, 0]) }.place == nil)
    }
}
