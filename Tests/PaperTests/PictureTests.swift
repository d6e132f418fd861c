// SPDX-License-Identifier: Apache-2.0
// What was drawn, read back by programs by other hands: PNG by Python's zlib, SVG by an XML parser, PDF by poppler
// and qpdf.

import DockModel
import Foundation
import Testing

@testable import Paper

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct PictureTests {
    private static let formats: [PictureFormat] = [.png(scale: 2), .svg, .pdf]

    @Test(arguments: formats) func `the same chart gives the same bytes`(format: PictureFormat) throws {
        let first = try Sample.wear.chart().picture(format, created: Sample.begin)
        // Something else in between: the process must leave no trace in a picture.
        _ = try Sample.chart(seed: 3).picture(format, created: Sample.begin)
        let second = try Sample.wear.chart().picture(format, created: Sample.begin)
        #expect(first == second)
        #expect(first.count > 2_000)
    }

    @Test func `pictures drawn side by side are the same as one after the other`() async throws {
        let alone = try Sample.wear.chart().picture(.pdf, created: Sample.begin)
        let all = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 {
                group.addTask { try Sample.wear.chart().picture(.pdf, created: Sample.begin) }
            }
            var all: [[UInt8]] = []
            for try await one in group { all.append(one) }
            return all
        }
        #expect(all.allSatisfy { $0 == alone })
    }

    @Test func `another time of making changes a PDF and no other picture`() throws {
        let chart = Sample.wear.chart()
        let later = WallTime(milliseconds: Sample.begin.milliseconds + 5_000)
        #expect(try chart.picture(.pdf, created: Sample.begin) != chart.picture(.pdf, created: later))
        #expect(try chart.picture(.svg, created: Sample.begin) == chart.picture(.svg, created: later))
        #expect(
            try chart.picture(.png(scale: 1), created: Sample.begin)
                == chart.picture(.png(scale: 1), created: later))
    }

    @Test func `a PNG has the size that was asked for`() throws {
        let png = try Sample.wear.chart().picture(
            .png(scale: 2), width: 400, height: 200, created: Sample.begin)
        #expect(Array(png.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        #expect(Array(png[16..<24]) == [0, 0, 3, 32, 0, 0, 1, 144])
    }

    /// Reads a PNG by the letter of its standard and prints size, count of colours and the commonest ones.
    private static let pngReader = """
        import struct, sys, zlib, collections
        data = open(sys.argv[1], 'rb').read()
        assert data[:8] == bytes([137, 80, 78, 71, 13, 10, 26, 10])
        place, chunks = 8, []
        while place < len(data):
            length, kind = struct.unpack('>I4s', data[place:place + 8])
            body = data[place + 8:place + 8 + length]
            assert struct.unpack('>I', data[place + 8 + length:place + 12 + length])[0] == zlib.crc32(kind + body)
            chunks.append((kind, body)); place += 12 + length
        assert [kind for kind, _ in chunks] == [b'IHDR', b'pHYs', b'PLTE', b'IDAT', b'IEND']
        width, height, depth, colour = struct.unpack('>IIBB', chunks[0][1][:10])
        assert colour == 3 and depth in (4, 8)
        palette = [chunks[2][1][i:i + 3].hex() for i in range(0, len(chunks[2][1]), 3)]
        raw = zlib.decompress(chunks[3][1])
        stride = width if depth == 8 else (width + 1) // 2
        assert len(raw) == (stride + 1) * height
        counts = collections.Counter()
        for y in range(height):
            row = raw[y * (stride + 1):(y + 1) * (stride + 1)]
            assert row[0] == 0
            line = row[1:] if depth == 8 else [n for b in row[1:] for n in (b >> 4, b & 15)][:width]
            counts.update(line)
        print(width, height, len(palette), ' '.join(palette[i] for i, _ in counts.most_common()))
        """

    @Test(.enabled(if: OtherProgram.isInstalled("python3")))
    func `a PNG read by other hands has its size and the inks of the chart`() throws {
        let png = try Sample.wear.chart().picture(.png(scale: 2), created: Sample.begin)
        let answer = try #require(OtherProgram("python3")).read(png, ["-c", Self.pngReader, "FILE"])
        #expect(answer.status == 0, "\(answer.output)")
        #expect(answer.output.hasPrefix("960 540 "))
        // White, the band, the blue of the points and the vermilion of the limit, each exact.
        for colour in ["ffffff", "c7e1f3", "0072b2", "d55e00"] {
            #expect(answer.output.contains(colour))
        }
    }

    @Test(.enabled(if: OtherProgram.isInstalled("python3")))
    func `a picture of sixteen colours is smaller and keeps the inks`() throws {
        let chart = Sample.wear.chart()
        let full = try chart.picture(.png(scale: 2), created: Sample.begin)
        let small = try chart.picture(.png(scale: 2, colours: 16), created: Sample.begin)
        #expect(small.count * 10 < full.count * 8)
        let answer = try #require(OtherProgram("python3")).read(small, ["-c", Self.pngReader, "FILE"])
        #expect(answer.output.hasPrefix("960 540 16 "), "\(answer.output)")
        for colour in ["ffffff", "c7e1f3", "0072b2", "d55e00"] { #expect(answer.output.contains(colour)) }
    }

    @Test(.enabled(if: OtherProgram.isInstalled("python3")))
    func `a picture of few colours takes half a byte a pixel`() throws {
        let pixels: [UInt32] = (0..<35).map { $0 % 7 == 0 ? 0xFF00_0000 : 0xFFFF_FFFF }
        let png = try #require(
            PNGFile.bytes(pixels: pixels, columns: 7, rows: 5, pixelsPerMetre: 2_835))
        let answer = try #require(OtherProgram("python3")).read(png, ["-c", Self.pngReader, "FILE"])
        #expect(answer.output == "7 5 2 ffffff 000000\n")
    }

    @Test(.enabled(if: OtherProgram.isInstalled("python3")))
    func `a picture of more colours than a palette holds keeps the common ones`() throws {
        var figures = SampleFigures(seed: 5)
        let pixels = (0..<40_000).map {
            $0 % 2 == 0 ? 0x12_34_56 : UInt32(figures.next(below: 0x100_0000))
        }
        let png = try #require(
            PNGFile.bytes(pixels: pixels, columns: 200, rows: 200, pixelsPerMetre: 2_835))
        let answer = try #require(OtherProgram("python3")).read(png, ["-c", Self.pngReader, "FILE"])
        #expect(answer.output.hasPrefix("200 200 256 123456"), "\(answer.output)")
    }

    @Test func `an SVG is well-formed and says what it shows`() throws {
        var chart = Sample.wear.chart()
        chart.title = "µ & <b> \u{0} \(Sample.noCharacters.prefix(1)) ]]> \"ä\""
        let svg = try chart.picture(.svg, created: Sample.begin)
        let reader = XMLReading()
        #expect(reader.read(svg))
        #expect(reader.texts["title"]?.hasPrefix("µ & <b> \u{FFFD} ]]> \"ä\"") == true)
        #expect(reader.elements.contains("path"))
        let text = String(decoding: svg, as: UTF8.self)
        #expect(text.contains("id=\"surface\""))
    }

    @Test(.enabled(if: OtherProgram.isInstalled("qpdf") && OtherProgram.isInstalled("pdfinfo")))
    func `a PDF is sound and says when it was made`() throws {
        let pdf = try Sample.wear.chart().picture(.pdf, created: Sample.begin)
        let check = try #require(OtherProgram("qpdf")).read(pdf, ["--check", "FILE"])
        #expect(check.status == 0, "\(check.output)")
        let facts = try #require(OtherProgram("pdfinfo")).read(pdf, ["-isodates", "FILE"]).output
        #expect(facts.contains("2026-11-18T11:06:40"))
        #expect(facts.contains("Wear of cover drive"))
    }

    @Test(.enabled(if: OtherProgram.isInstalled("pdftotext")))
    func `letters of other scripts can be read from a PDF`() throws {
        var chart = Sample.wear.chart(language: .german)
        chart.subtitle = "µ Ω ° ä ß Łódź Ελλάδα Київ"
        let text = try textLayer(chart.picture(.pdf, created: Sample.begin))
        #expect(text.contains("Verschleiß"))
        #expect(text.contains("µ Ω ° ä ß Łódź Ελλάδα Київ"))
    }

    @Test func `a picture that would be too large is refused`() {
        #expect(throws: PaperError.tooLarge(width: 48_000, height: 27_000, limit: 8_000)) {
            try Sample.wear.chart().picture(.png(scale: 100), created: Sample.begin)
        }
    }

    @Test func `a scale or size that is no number is one of its own`() throws {
        for wild in [Double.nan, .infinity, -.infinity, 0, -5] {
            let png = try Sample.wear.chart().picture(
                .png(scale: wild), width: wild, height: wild, created: Sample.begin)
            #expect(png.count > 100)
        }
    }
}

/// An XML file as its parser sees it.
final class XMLReading: NSObject, XMLParserDelegate {
    private(set) var elements: [String] = []
    private(set) var texts: [String: String] = [:]

    func read(_ bytes: [UInt8]) -> Bool {
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = self
        return parser.parse()
    }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append(element)
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        if let last = elements.last { texts[last, default: ""] += text }
    }
}
