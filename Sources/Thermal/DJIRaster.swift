// SPDX-License-Identifier: Apache-2.0
// Reads the counts of DJI's own R-JPEG. For the M3T and M4T families the public formula kelvin = (count / 4) / 16 is
// used and the result is marked as not verified against the maker's kit; the other cameras are refused by name.

/// DJI's own radiometric JPEG.
enum DJIRaster {
    /// Kelvin of one count; the two low bits are always zero.
    static let gain = 1.0 / 64
    private static let lowBits: UInt16 = 3
    /// What scenes have in degrees Celsius; counts outside are no temperatures.
    private static let scene = -100.0...600.0
    private static let mark = Array("iirp".utf8)
    private static let otherMark = Array("girp".utf8)

    /// Reads the counts.
    /// - Parameter camera: make and model out of the EXIF data.
    static func read(_ segments: JPEGSegments, camera: String) throws(ThermalError) -> Raster {
        let counts = segments.countParts.reduce(into: [UInt8]()) { $0 += $1.slice }
        let model = camera.split(separator: " ").last.map(String.init) ?? ""
        guard let visible = segments.visible, !counts.isEmpty else {
            throw .notRadiometric(
                because: "a JPEG of \(camera) without thermal counts; give the *_T or *_R original")
        }
        let isKnown = model.hasPrefix("M3T") || model.hasPrefix("M4T")
        if segments.mark?.place(of: otherMark, from: 0) != nil || !isKnown {
            throw .notRadiometric(
                because: "the counts of \(camera) are no temperatures without DJI's Thermal SDK; "
                    + "convert the picture with it to a TLinear TIFF")
        }
        guard segments.mark?.place(of: mark, from: 0) != nil else {
            throw .notRadiometric(because: "the JPEG of \(camera) lacks the mark of temperatures (APP4 iirp)")
        }
        guard let size = size(of: counts.count, visible: visible) else {
            throw .damaged(
                what:
                    "\(counts.count) bytes of counts do not make a picture of \(visible.width) x \(visible.height)",
                at: 0)
        }
        try Raster.check(width: size.width, height: size.height, at: 0)
        let pixels = size.width * size.height
        guard let values = Octets(counts).words(0, count: pixels, .littleEndian) else {
            throw .cut(what: "the thermal counts", at: counts.count)
        }
        let all = values.reduce(into: UInt16(0)) { $0 |= $1 }
        guard all & lowBits == 0, let least = values.min(), let most = values.max(),
            scene.contains(Double(least) * gain - Radiometry.zeroCelsius),
            scene.contains(Double(most) * gain - Radiometry.zeroCelsius)
        else {
            throw .notRadiometric(
                because: "the counts of \(camera) are not in the known form; "
                    + "convert the picture with DJI's Thermal SDK")
        }
        return Raster(width: size.width, height: size.height, counts: values)
    }

    /// The sensor's size: that of the picture, or half of it where the picture was enlarged.
    private static func size(of bytes: Int, visible: (width: Int, height: Int)) -> (width: Int, height: Int)?
    {
        [(visible.width, visible.height), (visible.width / 2, visible.height / 2)].first {
            2 * $0.0 * $0.1 == bytes
        }
    }
}
