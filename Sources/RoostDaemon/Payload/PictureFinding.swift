// SPDX-License-Identifier: Apache-2.0
// What one picture shows, as it is stored: temperatures and hot spots, or that it holds none, or why it could not be
// read. It is written once and read back for the judgement of its flight and for people.

internal import Foundation
public import Payload
internal import Store
internal import Thermal

/// What one picture shows.
public struct PictureFinding: Sendable, Codable, Equatable {
    /// What it is.
    public enum Kind: String, Sendable, Codable {
        /// A picture of temperatures.
        case thermal
        /// A file that is kept and not searched: a picture of colours, a film, a map's picture.
        case other
        /// A file that could not be read.
        case unreadable
    }

    /// What it is.
    public var kind: Kind
    /// Why it could not be read, or what it is.
    public var why = ""
    /// The coldest, warmest and mean temperature in degrees Celsius.
    public var least: Double?, most: Double?, mean: Double?
    /// When it was taken, seconds since 1970.
    public var taken: Double?
    /// From where it was taken.
    public var view: CameraView?
    /// Its hot spots.
    public var sightings: [SpotSighting] = []

    init(_ kind: Kind, why: String = "") { (self.kind, self.why) = (kind, String(why.prefix(300))) }

    init(_ scene: ThermalScene) {
        self.init(.thermal)
        (least, most, mean) = (scene.figures.least, scene.figures.most, scene.figures.mean)
        (taken, view, sightings) = (scene.frame.taken, scene.frame.view, scene.frame.sightings)
    }

    /// The picture for the judgement of its flight; nil for one without temperatures.
    func frame(_ name: String) -> SpotFrame? {
        kind == .thermal ? SpotFrame(name: name, taken: taken, view: view, sightings: sightings) : nil
    }
}

/// Reads one picture in the terms of its schedule. It has no state, and what it cannot read it says.
struct PictureReader {
    /// Ends of names that cameras give to pictures which may hold temperatures.
    static let pictures: Set<String> = ["jpg", "jpeg", "rjpeg", "tif", "tiff", "fff"]

    /// What the schedule says.
    let terms: PayloadTerms
    /// Runs a maker's converter.
    let runner: OuterRunner
    /// Where a converter may write.
    let scratch: String

    /// What a file shows.
    /// - Throws: `CancellationError` when the task is cancelled while a converter runs.
    func finding(
        of bytes: [UInt8], name: String, path: String
    ) throws(CancellationError) -> PictureFinding {
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard terms.purpose.isThermal else {
            return PictureFinding(.other, why: "for the \(terms.purpose.rawValue)")
        }
        guard Self.pictures.contains(ending) else {
            return PictureFinding(.other, why: "no picture by its name")
        }
        do throws(ThermalError) {
            return PictureFinding(ThermalScene(try image(bytes), name: name, terms))
        } catch {
            switch error {
            case .notRadiometric, .notSupported:
                return try converted(path, name: name) ?? PictureFinding(.other, why: "\(error)")
            case .empty, .notAPicture, .cut, .damaged, .tooLarge, .badParameter, .conditionsNotUsed:
                return PictureFinding(.unreadable, why: "\(error)")
            }
        }
    }

    /// The temperatures of a file, with what the schedule says where the file does not.
    func image(_ bytes: [UInt8]) throws(ThermalError) -> ThermalImage {
        do throws(ThermalError) {
            return try ThermalImage(bytes, conditions: terms.conditions)
        } catch {
            switch error {
            // The camera has computed the temperatures itself: what the schedule says of the scene is for others.
            case .conditionsNotUsed: return try ThermalImage(bytes)
            case .badParameter, .notRadiometric:
                guard let gain = terms.gain(of: ThermalImage.camera(ofTIFF: bytes) ?? "") else { throw error }
                do throws(ThermalError) {
                    return try ThermalImage(bytes, gain: gain)
                } catch _ {
                    throw error
                }
            case .empty, .notAPicture, .notSupported, .cut, .damaged, .tooLarge: throw error
            }
        }
    }

    /// What a maker's converter makes of a file; nil where there is none.
    private func converted(_ path: String, name: String) throws(CancellationError) -> PictureFinding? {
        guard let converter = terms.converter else { return nil }
        let out = "\(scratch)/converted.tif"
        // What an earlier picture left must not stand for this one.
        try? FileManager.default.removeItem(atPath: out)
        // One that stays is removed before the next.
        defer { try? FileManager.default.removeItem(atPath: out) }
        let words = converter.command.words(with: ["in": path, "out": out])
        if let failure = try runner.run(words, timeOut: converter.command.timeOut) {
            return PictureFinding(.unreadable, why: "the converter: \(failure)")
        }
        do {
            let bytes = try PictureFile.bytes(of: out, followsLinks: false)
            return PictureFinding(
                ThermalScene(try ThermalImage(bytes, gain: converter.gain), name: name, terms))
        } catch {
            return PictureFinding(.unreadable, why: "what the converter wrote: \(error)")
        }
    }
}
