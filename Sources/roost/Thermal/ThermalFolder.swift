// SPDX-License-Identifier: Apache-2.0
// The files that `roost thermal` is given, with folders replaced by the pictures in them, and the marked pictures that
// it writes. It looks one folder deep and follows nothing further.

import Foundation
import Paper
import Payload
import RoostDaemon

/// Folders of thermal pictures.
enum ThermalFolder {
    /// Ends of names that cameras give to such pictures.
    static let endings: Set<String> = ["jpg", "jpeg", "tif", "tiff", "fff", "rjpeg"]

    /// The files, each folder as the pictures in it in the order of their numbers.
    static func pictures(_ names: [String]) -> [String] {
        names.flatMap { name -> [String] in
            var isFolder: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: name, isDirectory: &isFolder),
                isFolder.boolValue,
                // A folder that cannot be read stays in the list, where reading it as a picture says why.
                let inside = try? FileManager.default.contentsOfDirectory(atPath: name)
            else { return [name] }
            let frames = inside.filter { file in
                !file.hasPrefix(".")
                    && endings.contains(file.split(separator: ".").last.map { $0.lowercased() } ?? "")
            }.map { SpotFrame(name: $0, sightings: []) }
            return FlightSpots.inOrder(frames).map {
                name.hasSuffix("/") ? name + $0.name : "\(name)/\($0.name)"
            }
        }
    }

    /// The name of a file, without the folders that it lies in.
    static func name(of file: String) -> String { file.split(separator: "/").last.map(String.init) ?? file }

    /// Writes a marked picture as `NAME.marked.png`.
    static func write(_ picture: RasterPicture?, of file: String, into folder: String)
        throws(PictureFileError)
    {
        let path = "\(folder)/\(name(of: file)).marked.png"
        do {
            guard let octets = try picture?.png() else { return }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(octets).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw PictureFileError(
                kind: .unreadable, description: "\(path): the marked picture cannot be written: \(error)")
        }
    }
}

/// A spot of a flight for people and programs.
struct SpotView: Encodable {
    /// Where it is, in degrees.
    struct Place: Encodable {
        var latitude: Double
        var longitude: Double
        /// Whether it is the spot's own place and not just the camera's.
        var isProjected: Bool

        enum CodingKeys: String, CodingKey {
            case latitude, longitude
            case isProjected = "projected"
        }
    }

    var verdict: String
    var grade: String
    var file: String
    var peakXY: [Int]
    var peakCelsius: Double
    var deltaKelvin: Double
    var pixels: Int
    var pictures: Int
    var position: Place?

    enum CodingKeys: String, CodingKey {
        case verdict, file, pictures, position
        case grade = "class"
        case peakXY = "peak_xy"
        case peakCelsius = "peak_c"
        case deltaKelvin = "delta_k"
        case pixels = "area_px"
    }

    init(_ spot: FlightSpot, _ purpose: PayloadPurpose) {
        (verdict, grade, file) = (spot.verdict.rawValue, spot.grade.word(for: purpose), spot.picture)
        (peakXY, pixels, pictures) = ([spot.best.x, spot.best.y], spot.best.pixels, spot.pictures)
        peakCelsius = (spot.best.peakCelsius * 1_000).rounded() / 1_000
        deltaKelvin = (spot.best.kelvin * 1_000).rounded() / 1_000
        position = spot.place.map {
            Place(
                latitude: ($0.latitude * 1e7).rounded() / 1e7,
                longitude: ($0.longitude * 1e7).rounded() / 1e7,
                isProjected: spot.best.isProjected)
        }
    }

    /// The spot as a line.
    var line: String {
        let place = position.map { String(format: ", at %.6f, %.6f", $0.latitude, $0.longitude) } ?? ""
        return String(
            format: "%@, %@: %.1f °C, +%.1f K, %d px", verdict, grade, peakCelsius, deltaKelvin, pixels)
            + ", in \(pictures) pictures, best \(file)\(place)"
    }
}
