// SPDX-License-Identifier: Apache-2.0
// `roost index-map`: an index of an orthophoto as a small picture with a legend, for a mail over a thin link. It reads
// the map piece by piece and changes nothing; which band is which is said or named in the file, never guessed.

import ArgumentParser
import Foundation
import Glibc
import Paper
import RoostDaemon
import Thermal

/// Draws an index of an orthophoto.
struct IndexMapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index-map", abstract: "Draw an index of an orthophoto as PNG of at most 300 kB.",
        discussion: """
            Reads a GeoTIFF or BigTIFF in strips or tiles, of 8, 16 or 32 bits or floating
            point, plain, deflate, LZW or PackBits, with predictor. The indexes:
              ndvi  (nir - red) / (nir + red)          vegetation
              ndre  (nir - rededge) / (nir + rededge)  vegetation deep in the canopy
              ndmi  (nir - swir) / (nir + swir)        moisture of leaves
              ndwi  (green - nir) / (green + nir)      open water
              thermal  one band, degrees Celsius       with --gain and --offset

            Which band is which is read from the file's descriptions, or said with --bands,
            counted from 1. Pixels without data, and those that the mask band hides, count
            for nothing. Exit codes: 0 drawn, 64 wrong usage, 75 the file cannot be read or
            written now, 78 no such file or no such map in it.

            Example:
              roost index-map field.tif --index ndmi --bands nir=4,swir=5 -o moisture.png
              roost index-map roof.tif --index thermal --bands thermal=1 --gain 0.01 --offset -273.15 -o roof.png
            """)

    @Argument(help: ArgumentHelp("The orthophoto.", valueName: "file"))
    var file: String
    @Option(help: ArgumentHelp("ndvi, ndre, ndmi, ndwi or thermal.", valueName: "index"))
    var index: MapIndex
    @Option(help: ArgumentHelp("Which band is which, from 1: nir=4,red=3.", valueName: "list"))
    var bands: String?
    @Option(parsing: .unconditional, help: "With which the number of a thermal band is multiplied.")
    var gain = 1.0
    @Option(parsing: .unconditional, help: "What is added to it then, to give °C.")
    var offset = 0.0
    @Option(name: .shortAndLong, help: ArgumentHelp("The picture.", valueName: "file"))
    var output: String
    @Flag(help: "Print the figures as one JSON object.")
    var json = false

    private struct View: Encodable {
        var file: String, index: String, output: String
        var width: Int, height: Int, measuredShare: Double
        var least: Double, mean: Double, most: Double
        var octets: Int

        enum CodingKeys: String, CodingKey {
            case file, index, output, width, height, octets
            case measuredShare = "measured_share"
            case least = "min"
            case mean
            case most = "max"
        }
    }

    func validate() throws {
        guard gain.isFinite, offset.isFinite, gain != 0 else {
            throw ValidationError("--gain and --offset are finite numbers, and the gain is not 0")
        }
        guard index == .thermal || gain == 1 && offset == 0 else {
            throw ValidationError(
                "--gain and --offset are for --index thermal: a share of two bands has none")
        }
        _ = try named()
    }

    /// The bands that the user says, from 0.
    private func named() throws -> [String: Int] {
        var named: [String: Int] = [:]
        for part in (bands ?? "").split(separator: ",") {
            let halves = part.split(separator: "=").map {
                $0.trimmingCharacters(in: .whitespaces).lowercased()
            }
            guard halves.count == 2, let number = Int(halves[1]), (1...MapLimit.bands).contains(number) else {
                throw ValidationError("--bands \(part): write NAME=NUMBER, as in nir=4")
            }
            guard index.bands.contains(halves[0]) else {
                throw ValidationError(
                    "--bands \(part): \(index.rawValue) needs \(index.bands.joined(separator: " and "))")
            }
            named[halves[0]] = number - 1
        }
        return named
    }

    func run() throws {
        CommandOutput.surviveSignals()
        let handle = unsafe open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard handle >= 0 else {
            let code = errno
            CommandOutput.complain("\(file): cannot be opened: \(unsafe String(cString: strerror(code)))")
            throw code == ENOENT ? CommandExit.badConfiguration : CommandExit.tryLater
        }
        defer { close(handle) }
        do {
            let map = try MapFile { at, length in Self.octets(handle, at, length) }
            let chosen = try chosen(map)
            let field = try IndexMap(
                map, first: chosen[0], second: chosen.count > 1 ? chosen[1] : nil, gain: gain, offset: offset)
            let octets = try picture(field, map).png()
            try Data(octets).write(to: URL(filePath: output), options: .atomic)
            try say(field, map, octets.count)
        } catch let error as ThermalError {
            CommandOutput.complain("\(file): \(CommandOutput.printable(error.description))")
            throw CommandExit.badConfiguration
        } catch let error as PaperError {
            CommandOutput.complain("\(output): \(error)")
            throw CommandExit.tryLater
        } catch let error as CocoaError {
            CommandOutput.complain("\(output): cannot be written: \(error.localizedDescription)")
            throw CommandExit.tryLater
        }
    }

    /// Octets of the file, or nil when they are not there.
    private static func octets(_ file: Int32, _ at: Int, _ length: Int) -> [UInt8]? {
        guard at >= 0, length >= 0, length <= 2 * MapLimit.pieceBytes, at <= Int.max - length else {
            return nil
        }
        var status = stat()
        guard unsafe fstat(file, &status) == 0, at + length <= Int(status.st_size) else { return nil }
        var bytes = [UInt8](repeating: 0, count: length)
        var taken = 0
        while taken < length {
            let count = unsafe bytes.withUnsafeMutableBytes { target in
                unsafe pread(
                    file, UnsafeMutableRawBufferPointer(rebasing: target[taken...]).baseAddress,
                    length - taken,
                    off_t(at + taken))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            taken += count
        }
        return bytes
    }

    /// The bands of the index, from 0: as said, or as the file names them.
    private func chosen(_ map: MapFile) throws -> [Int] {
        let said = try named()
        return try index.bands.map { name in
            let known = MapIndex.knownNames[name] ?? []
            let inFile = map.names.firstIndex { known.contains($0.lowercased().filter { $0 != " " }) }
            guard let band = said[name] ?? inFile else {
                throw ValidationError(
                    "the file does not say which band is \(name); add --bands \(name)=NUMBER")
            }
            guard band < map.bands else {
                throw ValidationError(
                    "band \(band + 1) is asked for as \(name), and the file has \(map.bands)")
            }
            return band
        }
    }

    private func picture(_ field: IndexMap, _ map: MapFile) throws -> RasterPicture {
        let (low, high) = (field.quantile(0.02), field.quantile(0.98))
        let palette: RasterPalette =
            switch index {
            case .ndvi, .ndre: .vegetation
            case .ndmi, .ndwi: .moisture
            case .thermal: .heat
            }
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let picture = RasterPicture(
            columns: field.columns, rows: field.rows, values: field.values, low: low,
            high: max(high, low + 0.01),
            quantity: index.rawValue.uppercased(), unit: index == .thermal ? "°C" : "", palette: palette,
            caption: [
                "\(index == .thermal ? "Temperature" : index.rawValue.uppercased()) of \(name)",
                String(
                    format: "%d x %d px, mean %.2f, %.2f to %.2f", map.width, map.height, field.mean,
                    field.least,
                    field.most),
            ])
        guard let picture else { throw ValidationError("the map has no size that could be drawn") }
        return picture
    }

    private func say(_ field: IndexMap, _ map: MapFile, _ octets: Int) throws {
        func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
        let share = Double(field.measured) / Double(field.pixels)
        let view = View(
            file: file, index: index.rawValue, output: output, width: map.width, height: map.height,
            measuredShare: rounded(share), least: rounded(field.least), mean: rounded(field.mean),
            most: rounded(field.most), octets: octets)
        if json { return try CommandOutput.sayJSON(view) }
        let unit = index == .thermal ? " °C" : ""
        try CommandOutput.say(
            CommandOutput.printable(
                String(
                    format: "%@: %@ %.3f to %.3f%@, mean %.3f%@, %.1f %% measured; %@, %d bytes", file,
                    index.rawValue,
                    field.least, field.most, unit, field.mean, unit, share * 100, output, octets)) + "\n")
    }
}

extension MapIndex: ExpressibleByArgument {}
