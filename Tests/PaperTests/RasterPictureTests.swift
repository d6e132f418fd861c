// SPDX-License-Identifier: Apache-2.0
// A field of numbers becomes a picture that a mail can carry, whatever its size and its noise, with marks and a legend.

import Testing

@testable import Paper

private func word(_ file: [UInt8], _ at: Int) -> Int { file[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }

private func noisy(_ columns: Int, _ rows: Int) throws -> RasterPicture {
    var seed: UInt64 = 7
    let values = (0..<columns * rows).map { _ -> Float in
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return 20 + Float(seed >> 40) / Float(1 << 24) * 30
    }
    return try #require(
        RasterPicture(
            columns: columns, rows: rows, values: values, low: 20, high: 50, quantity: "Temperature",
            unit: "°C",
            palette: .heat, caption: ["powerline", "DJI_0012_R.JPG"]))
}

@Suite struct RasterPictureTests {
    @Test(arguments: [(640, 512), (80, 60), (1, 1), (3_000, 40), (40, 3_000), (2_000, 2_000)])
    func `a picture of pure noise fits a mail`(columns: Int, rows: Int) throws {
        let file = try noisy(columns, rows).png()
        #expect(file.count <= RasterPicture.mostOctets && file.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(word(file, 16) >= 300 && word(file, 20) >= 120)
    }

    @Test func `marks and legend change the picture, and the same picture has the same octets`() throws {
        var picture = try noisy(160, 120)
        let plain = try picture.png()
        picture.spots = [RasterPicture.Spot(left: 0, top: 0, right: 3, bottom: 2, label: "1: 84.2 °C")]
        let marked = try picture.png()
        #expect(plain != marked)
        #expect(try picture.png() == marked)
        picture.unit = "K"
        #expect(try picture.png() != marked)
    }

    @Test func `what was not measured is white and a hot pixel survives being shown small`() throws {
        var values = [Float](repeating: 20, count: 2_000 * 1_000)
        values[700 * 2_000 + 1_001] = 90
        for index in 0..<2_000 { values[index] = .nan }
        let picture = try #require(
            RasterPicture(
                columns: 2_000, rows: 1_000, values: values, low: 20, high: 90, quantity: "Temperature",
                unit: "°C",
                palette: .heat, caption: []))
        let sheet = picture.sheet(step: 2, shades: 64)
        #expect(sheet.pixels[350 * 1_000 + 500] == RasterPalette.heat.pixel(1))
        #expect(sheet.pixels[351 * 1_000 + 500] == RasterPalette.heat.pixel(0))
        let bare = picture.sheet(step: 1, shades: 64)
        #expect(bare.pixels[5] == 0xFF_FFFF)
    }

    @Test func `absurd numbers and marks draw something and trap nothing`() throws {
        var picture = try #require(
            RasterPicture(
                columns: 3, rows: 1, values: [.infinity, -.infinity, .nan], low: .nan, high: -.infinity,
                quantity: "", unit: "", palette: .moisture, caption: [String(repeating: "x", count: 500)]))
        picture.spots = [
            RasterPicture.Spot(left: -9, top: .min, right: .max - 1, bottom: .max - 1, label: "")
        ]
        #expect(try !picture.png().isEmpty)
        #expect(
            RasterPicture(
                columns: .max, rows: 2, values: [], low: 0, high: 1, quantity: "", unit: "", palette: .heat,
                caption: []) == nil)
    }
}
