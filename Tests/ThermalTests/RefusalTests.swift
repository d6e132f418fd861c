// SPDX-License-Identifier: Apache-2.0
// Pictures without temperatures are refused by name; DJI's own pictures are read only where the public formula holds.
// Whatever the bytes, the reader ends in an error or in figures within the possible.

import Testing

@testable import Thermal

@Suite struct RefusalTests {
    private func error(_ bytes: [UInt8], _ conditions: Conditions = Conditions()) -> String {
        do { return "\(try ThermalImage(bytes, conditions: conditions).figures)" } catch { return "\(error)" }
    }

    private let scene = (0..<80).map { UInt16(19_000 + $0 * 4) }

    @Test func `DJI's M3T and M4T are read and marked as not verified`() throws {
        for model in ["M3T", "M4T", "M3TD"] {
            let image = try ThermalImage(JPEGBuilder.dji(width: 10, counts: scene, model: model))
            #expect(image.width == 10 && image.height == 8 && !image.isVerified && image.kind == .dji)
            #expect(abs(image.figures.least - (19_000.0 / 64 - 273.15)) < 1e-9)
            #expect(ThermalReport(file: "a", image: image).notes.first?.contains("not verified") == true)
        }
    }

    @Test func `DJI's other cameras are refused by name`() {
        #expect(
            error(JPEGBuilder.dji(width: 10, counts: scene, model: "M30T", mark: "girp")).contains("DJI M30T")
        )
        #expect(
            error(JPEGBuilder.dji(width: 10, counts: scene, model: "ZH20T", mark: "")).contains("DJI ZH20T"))
        #expect(error(JPEGBuilder.dji(width: 10, counts: scene, mark: "none")).contains("iirp"))
        #expect(
            error(JPEGBuilder.dji(width: 10, counts: scene.map { $0 | 1 })).contains("not in the known form"))
        #expect(
            error(JPEGBuilder.dji(width: 10, counts: scene.map { $0 / 16 * 4 })).contains(
                "not in the known form"))
        #expect(error(JPEGBuilder.dji(width: 10, counts: [])).contains("without thermal counts"))
        #expect(
            error(JPEGBuilder.dji(width: 10, counts: scene), Conditions(emissivity: 0.9)).contains(
                "--emissivity"))
    }

    @Test func `pictures of colours are refused by name`() {
        #expect(error(JPEGBuilder.file([])).contains("not radiometric: a JPEG of colours"))
        #expect(error(JPEGBuilder.file([JPEGBuilder.exif(make: "SONY", model: "A7")])).contains("SONY A7"))
        let parrot = JPEGBuilder.file([JPEGBuilder.exif(make: "Parrot", model: "ANAFI Thermal")])
        #expect(error(parrot).contains("Parrot ANAFI Thermal"))
        #expect(error(PNGBuilder.png(width: 4, counts: [1, 2, 3, 4])).contains("plain PNG"))
        #expect(error([]).contains("empty"))
        #expect(error(Array("hello, world".utf8)).contains("neither a JPEG"))
        #expect(error([0x49, 0x49, 0x2B, 0, 8, 0, 0, 0]).contains("BigTIFF"))
    }

    @Test func `FLIR data without a raw picture or constants is refused by what it lacks`() {
        var noRaw = FLIRBuilder().stream, noCamera = noRaw
        // The kinds of the second and the third record.
        noRaw[64 + 64 + 1] = 0x0E
        noCamera[64 + 32 + 1] = 0x0E
        #expect(error(noRaw).contains("no raw thermal picture"))
        #expect(error(noCamera).contains("no camera parameters"))
    }

    @Test func `a PNG that unpacks to more, to less, or is of colours is refused`() {
        func flir(_ png: [UInt8]) -> [UInt8] {
            var builder = FLIRBuilder()
            builder.form = .png
            var stream = builder.stream
            let place = stream.count - builder.raw.count
            stream.replaceSubrange(place + 32..<stream.count, with: png)
            // The length of the third record.
            var writer = Writer(isBig: true)
            writer.long(32 + png.count)
            put(writer.bytes, at: 64 + 64 + 16, in: &stream)
            return stream
        }
        let counts = FLIRBuilder().counts
        #expect(error(flir(PNGBuilder.png(width: 12, counts: counts))).contains("least"))
        #expect(
            error(flir(PNGBuilder.png(width: 12, counts: counts, filter: 9))).contains("unknown filter 9"))
        #expect(error(flir(PNGBuilder.png(width: 12, counts: counts + counts))).contains("12 x 16"))
        func png(_ header: [UInt8], _ packed: [UInt8]) -> [UInt8] {
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + PNGBuilder.chunk("IHDR", header)
                + PNGBuilder.chunk("IDAT", packed) + PNGBuilder.chunk("IEND", [])
        }
        let size: [UInt8] = [0, 0, 0, 12, 0, 0, 0, 8]
        let good = [UInt8](repeating: 0, count: 25 * 8)
        for data in [good + [0], Array(good.dropLast())] {
            #expect(
                error(flir(png(size + [16, 0, 0, 0, 0], PNGBuilder.zlib(data)))).contains("does not unpack"))
        }
        #expect(error(flir(png(size + [8, 2, 0, 0, 0], []))).contains("8 bits of colour type 2"))
        #expect(error(flir(png(size + [16, 0, 0, 0, 1], []))).contains("interlaced"))
        var damaged = PNGBuilder.png(width: 12, counts: counts)
        damaged[60] ^= 4
        #expect(error(flir(damaged)).contains("check sum"))
    }

    /// All forms, small.
    private var forms: [(name: String, bytes: [UInt8])] {
        var swapped = FLIRBuilder(), big = FLIRBuilder(), tiled = TIFFBuilder(width: 10, counts: scene)
        swapped.form = .swappedPNG
        swapped.place = (1, 2)
        big.areRecordsBig = true
        big.isDirectoryBig = false
        tiled.counts = scene.map { $0 / 3 }
        tiled.compression = 5
        tiled.hasPredictor = true
        tiled.stripRows = 3
        tiled.xmp =
            "<x drone-dji:GpsLatitude=\"+1.5\" drone-dji:GpsLongtitude=\"2.5\" cameraModel='Duo Pro R'>"
        tiled.place = ([31, 30, 3_000], [35, 15, 0])
        var packed = tiled
        packed.compression = 32_773
        packed.hasPredictor = false
        packed.isBig = true
        packed.tile = (16, 16)
        return [
            ("flir", FLIRBuilder().jpeg), ("flir png", swapped.jpeg), ("fff", big.stream),
            ("lzw", tiled.bytes),
            ("packbits", packed.bytes), ("dji", JPEGBuilder.dji(width: 10, counts: scene)),
        ]
    }

    /// Reads and searches; what comes out is possible.
    private func digest(_ bytes: [UInt8]) -> Bool {
        do throws(ThermalError) {
            let image = try ThermalImage(bytes)
            let report = ThermalReport(file: "a", image: image)
            let figures = report.figures
            #expect(figures.least <= figures.mean && figures.mean <= figures.most)
            #expect(Radiometry.possible.contains(figures.least) && Radiometry.possible.contains(figures.most))
            #expect(image.counts.count == image.width * image.height && !report.text.isEmpty)
            return true
        } catch {
            #expect(!"\(error)".isEmpty)
            return false
        }
    }

    @Test func `a file cut at any byte gives an error, or the same as the whole one`() throws {
        for (name, bytes) in forms {
            let whole = try ThermalImage(bytes).figures
            for length in bytes.indices {
                do throws(ThermalError) {
                    #expect(
                        try ThermalImage(Array(bytes[..<length])).figures == whole, "\(name) cut at \(length)"
                    )
                } catch {
                    #expect(!"\(error)".isEmpty)
                }
            }
        }
    }

    @Test func `every fifth byte may be another`() {
        for (name, bytes) in forms {
            var read = 0
            for place in stride(from: 0, to: bytes.count, by: 5) {
                for change in [UInt8(1) << UInt8(place % 8), 0xFF] {
                    var damaged = bytes
                    damaged[place] ^= change
                    if digest(damaged) { read += 1 }
                }
            }
            #expect(read < bytes.count * 2 / 5, "\(name)")
        }
    }

    @Test(arguments: 1...4) func `many bytes at once may be others, missing or twice there`(seed: UInt64)
        throws
    {
        var random = Random(seed: seed)
        for (_, bytes) in forms {
            for _ in 0..<100 {
                var damaged = bytes
                for _ in 0..<Int.random(in: 1...12, using: &random) {
                    let place = Int.random(in: 0..<damaged.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: damaged[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: damaged.remove(at: place)
                    case 2: damaged.insert(0xFF, at: place)
                    default:
                        let end = min(damaged.count, place + 4)
                        for index in place..<end { damaged[index] = [0, 0xFF, 0x7F][Int(seed) % 3] }
                    }
                }
                _ = digest(damaged)
            }
        }
    }

    @Test(arguments: ["flir_ax8.jpg", "flir_e40.jpg"]) func `a real picture cut or flipped is no trap`(
        name: String
    ) throws {
        let bytes = try fixture(name)
        var random = Random(seed: 11)
        for length in stride(from: 0, to: bytes.count, by: bytes.count / 25) {
            _ = digest(Array(bytes[..<length]))
        }
        for _ in 0..<25 {
            var damaged = bytes
            damaged[Int.random(in: 0..<bytes.count, using: &random)] ^=
                1 << UInt8.random(in: 0..<8, using: &random)
            _ = digest(damaged)
        }
    }
}
