// SPDX-License-Identifier: Apache-2.0
// What one count of a temperature-linear TIFF is worth. Said by the user, by the file, or told apart by the maker's
// documents: of the gains a camera has, only one makes a scene that can be. Where none or two do, the picture is
// refused.

/// Where the gain of a picture comes from.
public enum GainSource: String, Sendable, Equatable {
    /// An option or a device profile said it.
    case stated
    /// The file's own data say it.
    case file
    /// The camera has two documented gains; the counts fit only this one.
    case camera
}

/// Temperature-linear counts: kelvin = counts x gain.
enum TLinear {
    /// A documented gain and the scenes that it is made for.
    private struct Gain {
        var kelvin: Double
        /// Degrees Celsius of the range, with the camera's clip.
        var scene: ClosedRange<Double>
    }
    /// High resolution range of Duo Pro R, Vue Pro R and Boson.
    private static let fine = Gain(kelvin: 0.04, scene: -60...165)
    /// Wide range of the same cameras.
    private static let wide = Gain(kelvin: 0.4, scene: -60...600)
    /// FLIR Duo (Lepton).
    private static let lepton = Gain(kelvin: 0.01, scene: -60...165)

    /// The gain of a TIFF in kelvin a count.
    static func gain(
        of raster: Raster, in directory: TIFFDirectory, stated: Double?
    ) throws(ThermalError) -> (kelvin: Double, source: GainSource) {
        if let stated { return (stated, .stated) }
        let xmp = directory.octets(Tag.xmp)
        if let said = xmp.flatMap({ XMPText.value(of: "TlinearGain", in: $0) }).flatMap(XMPText.number) {
            guard said > 0, said <= 1 else {
                throw .notRadiometric(
                    because:
                        "the camera wrote TlinearGain \(said): its counts are no temperatures; switch TLinear on"
                )
            }
            return (said, .file)
        }
        let camera = camera(directory, xmp)
        if camera.isEmpty, directory.has(Tag.geoKeys) || directory.has(Tag.pixelScale) {
            throw .notRadiometric(
                because: "a map (GeoTIFF), not a camera's picture; give --gain if it holds counts")
        }
        guard isFLIR(camera) else {
            let name = camera.isEmpty ? "a camera that the TIFF does not name" : "\"\(camera)\""
            throw .notRadiometric(
                because: "what a count of \(name) is worth is not known; give it with --gain, in K")
        }
        let known = gains(of: camera)
        let fitting = known.filter { fits(raster, $0) }
        guard let found = fitting.first, fitting.count == 1 else {
            let tried = known.map { "\($0.kelvin)" }.joined(separator: ", ")
            throw .notRadiometric(
                because:
                    "nothing in the TIFF says what a count is worth, and of the known gains (\(tried) K) "
                    + "\(fitting.isEmpty ? "none fits" : "several fit"); give the camera's with --gain, in K")
        }
        return (found.kelvin, .camera)
    }

    private enum Tag {
        static let make: UInt16 = 271, model: UInt16 = 272, xmp: UInt16 = 700
        static let pixelScale: UInt16 = 33_550, geoKeys: UInt16 = 34_735
    }

    /// What the file calls its camera; empty when it names none.
    static func camera(_ directory: TIFFDirectory, _ xmp: Octets?) -> String {
        let written = [directory.text(Tag.make), directory.text(Tag.model)].filter { !$0.isEmpty }
        if !written.isEmpty { return written.joined(separator: " ") }
        return xmp.flatMap { XMPText.value(of: "cameraModel", in: $0) ?? XMPText.value(of: "Model", in: $0) }
            ?? ""
    }

    private static func isFLIR(_ camera: String) -> Bool {
        let name = camera.lowercased()
        return ["flir", "duo", "vue", "boson", "lepton", "tau", "zenmuse xt"].contains { name.contains($0) }
    }

    private static func gains(of camera: String) -> [Gain] {
        let name = camera.lowercased()
        if name.contains("lepton") || name.contains("duo") && !name.contains("pro") { return [lepton] }
        return [fine, wide]
    }

    /// Whether all counts lie in the scenes that a gain is made for.
    private static func fits(_ raster: Raster, _ gain: Gain) -> Bool {
        guard let least = raster.counts.min(), let most = raster.counts.max() else { return false }
        return gain.scene.contains(Double(least) * gain.kelvin - Radiometry.zeroCelsius)
            && gain.scene.contains(Double(most) * gain.kelvin - Radiometry.zeroCelsius)
    }
}
