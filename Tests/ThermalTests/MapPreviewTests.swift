// SPDX-License-Identifier: Apache-2.0
// Small pictures of orthophotos: the first three bands as colours, one as grey, and white where the mask hides.

import Testing
import Thermal

@Suite struct MapPreviewTests {
    /// A GeoTIFF of 8 x 4 pixels in one strip, whose last band masks the first row.
    private func map(bands: Int) -> [UInt8] {
        func bytes(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let start = 8 + 2 + 12 * 10 + 4
        let tags = [
            (256, 3, 1, 8), (257, 3, 1, 4), (258, 3, bands, bands > 2 ? start : 0x0008_0008), (259, 3, 1, 1),
            (262, 3, 1, 1), (273, 4, 1, start + 2 * bands), (277, 3, 1, bands), (278, 3, 1, 4),
            (279, 4, 1, 32 * bands), (338, 3, 1, 2),
        ]
        var file: [UInt8] = [0x49, 0x49, 0x2A, 0] + bytes(8, 4) + bytes(tags.count, 2)
        for (tag, kind, count, value) in tags {
            file += bytes(tag, 2) + bytes(kind, 2) + bytes(count, 4) + bytes(value, 4)
        }
        file += bytes(0, 4) + (0..<bands).flatMap { _ in [UInt8(8), 0] }
        for row in 0..<4 {
            for column in 0..<8 {
                file += (0..<bands - 1).map { UInt8(10 * column + 50 * $0) } + [row == 0 ? 0 : 255]
            }
        }
        return file
    }

    private func preview(bands: Int, side: Int = 8) throws -> MapPreview {
        let octets = map(bands: bands)
        return try MapPreview(
            MapFile { at, length in
                at >= 0 && length >= 0 && at + length <= octets.count ? Array(octets[at..<at + length]) : nil
            }, side: side)
    }

    @Test func `three bands are colours, and what the mask hides is white`() throws {
        let picture = try preview(bands: 4)
        #expect(picture.columns == 8 && picture.rows == 4)
        #expect(picture.pixels[0] == 0xFF_FFFF && picture.pixels[8 + 2] == 20 << 16 | 70 << 8 | 120)
    }

    @Test(arguments: [-Float.greatestFiniteMagnitude, .greatestFiniteMagnitude])
    func `a map whose empty pixels hold the greatest number has a picture all the same`(empty: Float) throws {
        func bytes(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let tags = [
            (256, 3, 8), (257, 3, 4), (258, 3, 32), (259, 3, 1), (273, 4, 8 + 2 + 12 * 9 + 4), (277, 3, 1), (278, 3, 4),
            (279, 4, 128), (339, 3, 3),
        ]
        var octets: [UInt8] = [0x49, 0x49, 0x2A, 0] + bytes(8, 4) + bytes(tags.count, 2)
        for (tag, kind, value) in tags { octets += bytes(tag, 2) + bytes(kind, 2) + bytes(1, 4) + bytes(value, 4) }
        octets += bytes(0, 4)
        for place in 0..<32 { octets += bytes(Int((place % 8 < 3 ? Float(place) : empty).bitPattern), 4) }
        let map = try MapFile { at, length in
            at >= 0 && length >= 0 && at + length <= octets.count ? Array(octets[at..<at + length]) : nil
        }
        for side in [1, 2, 4, 8] {
            let picture = try MapPreview(map, side: side)
            #expect(picture.pixels.allSatisfy { $0 <= 0xFF_FFFF })
            #expect(try IndexMap(map, first: 0, second: nil, side: side).values.allSatisfy { $0.isFinite })
        }
    }

    @Test func `what a map holds beside its pixels is not read, however long it says it is`() throws {
        var file = map(bands: 2)
        // The third value of a tag that nobody asks for: 60,000 numbers of 8 octets each.
        file[10 + 12 * 4] = 0x99
        file.replaceSubrange(10 + 12 * 4 + 2..<10 + 12 * 4 + 8, with: [12, 0, 0x60, 0xEA, 0, 0])
        var read = 0
        let octets = file
        _ = try MapFile { at, length in
            read += length
            return at >= 0 && length >= 0 && at + length <= octets.count ? Array(octets[at..<at + length]) : nil
        }
        #expect(read < 1_000)
    }

    @Test func `one band is grey, and a smaller picture averages`() throws {
        #expect(try preview(bands: 2).pixels[8 + 2] == 0x14_1414)
        let small = try preview(bands: 2, side: 4)
        #expect(small.columns == 4 && small.rows == 2 && small.pixels[1] == 0x19_1919)
    }
}
