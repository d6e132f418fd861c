// SPDX-License-Identifier: Apache-2.0
// The door of the target: bytes of a file in, a picture of temperatures out. It tells the kinds of file apart and
// refuses those without temperatures by name; it reads no file itself.

/// How a file stores its temperatures.
public enum ThermalKind: String, Sendable, Equatable {
    /// FLIR's radiometric JPEG or FFF file: sensor counts with the constants of Planck's law.
    case flir
    /// A TIFF whose counts are linear in kelvin.
    case tlinear
    /// DJI's own radiometric JPEG. The formula is not verified against the maker's kit.
    case dji
}

/// A picture of temperatures.
public struct ThermalImage: Sendable {
    /// Pixels from left to right.
    public let width: Int
    /// Pixels from top to bottom.
    public let height: Int
    /// How the file stores them.
    public let kind: ThermalKind
    /// What the file calls the camera; empty when it does not.
    public let camera: String
    /// Where it was taken, if the file says it.
    public let place: ThermalPlace?
    /// When it was taken and how the camera stood, as far as the file says it.
    public let attitude: ThermalAttitude
    /// What the temperatures were computed with; nil where the camera computed them itself.
    public let used: UsedConditions?
    /// Kelvin of one count, where counts are linear.
    public let gain: Double?
    /// Where the gain comes from.
    public let gainSource: GainSource?

    /// The counts, row by row.
    let counts: [UInt16]
    let table: TemperatureTable
    /// The figures of the whole picture.
    public let figures: ThermalFigures

    /// Whether the formula is the maker's or agrees with independent tools.
    public var isVerified: Bool { kind != .dji }

    /// The temperature of a pixel in degrees Celsius; nil outside of the picture and where none can be computed.
    public func celsius(x: Int, y: Int) -> Double? {
        guard x >= 0, x < width, y >= 0, y < height else { return nil }
        let value = table[counts[y * width + x]]
        return value.isNaN ? nil : value
    }

    /// Reads a file.
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - conditions: what replaces the file's own conditions.
    ///   - gain: kelvin of one count of a TIFF, above 0 up to 1, where the file does not say it.
    public init(
        _ bytes: [UInt8], conditions: Conditions = Conditions(), gain: Double? = nil
    ) throws(ThermalError) {
        let file = Octets(bytes)
        guard file.count > 0 else { throw .empty }
        guard file.count <= ThermalLimit.fileBytes else {
            throw .notSupported(what: "a file of more than \(ThermalLimit.fileBytes) bytes")
        }
        if JPEGSegments.isJPEG(file) {
            try self.init(jpeg: file, conditions)
        } else if FLIRStream.isFLIR(file) {
            try self.init(
                flir: file, conditions, camera: "", place: nil, attitude: ThermalAttitude(exif: nil, xmp: nil))
        } else if TIFFDirectory.order(of: file) != nil {
            try self.init(tiff: file, conditions, gain: gain)
        } else if TIFFDirectory.isBig(file) {
            throw .notSupported(what: "a BigTIFF; export it as a plain TIFF")
        } else if PNGRaster.isPNG(file) {
            throw .notRadiometric(
                because: "a plain PNG says nothing of temperatures; give the camera's original")
        } else {
            throw .notAPicture
        }
    }

    private init(jpeg file: Octets, _ conditions: Conditions) throws(ThermalError) {
        let segments = try JPEGSegments(file)
        let exif = segments.exif.flatMap { TIFFDirectory(first: $0) }
        let place = ThermalPlace(exif: exif) ?? ThermalPlace(xmp: segments.xmp)
        let attitude = ThermalAttitude(exif: exif, xmp: segments.xmp)
        let camera = [exif?.text(271) ?? "", exif?.text(272) ?? ""].filter { !$0.isEmpty }.joined(
            separator: " ")
        if !segments.flirParts.isEmpty {
            let stream = Octets(try segments.flirStream())
            try self.init(flir: stream, conditions, camera: camera, place: place, attitude: attitude)
            return
        }
        guard camera.hasPrefix("DJI") else {
            let name = camera.isEmpty ? "a camera that it does not name" : camera
            let reason =
                camera.lowercased().hasPrefix("parrot")
                ? "how \(name) stores its temperatures is not published"
                : "a JPEG of colours from \(name), without FLIR or DJI thermal data; give the radiometric original"
            throw .notRadiometric(because: reason)
        }
        let raster = try DJIRaster.read(segments, camera: camera)
        try Self.refuse(conditions, kind: "DJI R-JPEG")
        try self.init(
            raster, kind: .dji, camera: camera, place: place, attitude: attitude, gain: DJIRaster.gain, source: .camera)
    }

    private init(
        flir stream: Octets, _ conditions: Conditions, camera name: String, place: ThermalPlace?,
        attitude: ThermalAttitude
    ) throws(ThermalError) {
        let records = try FLIRStream(stream)
        let camera = conditions.applied(to: try FLIRCamera(records.camera))
        let raster = try FLIRRaster.read(records.raw, median: camera.median)
        let histogram = CountHistogram(raster.counts)
        try self.init(
            raster, histogram, table: try Radiometry.table(camera, histogram), kind: .flir,
            camera: name.isEmpty ? camera.model : name, place: place ?? ThermalPlace(flir: records.place),
            attitude: attitude, used: UsedConditions(camera))
    }

    private init(tiff file: Octets, _ conditions: Conditions, gain: Double?) throws(ThermalError) {
        let directory = try TIFFRaster.directory(file)
        let raster = try TIFFRaster.read(directory)
        let (kelvin, source) = try TLinear.gain(of: raster, in: directory, stated: gain)
        try Self.refuse(conditions, kind: "TLinear TIFF")
        let xmp = directory.octets(700)
        try self.init(
            raster, kind: .tlinear, camera: TLinear.camera(directory, xmp),
            place: ThermalPlace(exif: directory) ?? ThermalPlace(xmp: xmp),
            attitude: ThermalAttitude(exif: directory, xmp: xmp), gain: kelvin, source: source)
    }

    /// Counts that are linear in kelvin.
    private init(
        _ raster: Raster, kind: ThermalKind, camera: String, place: ThermalPlace?, attitude: ThermalAttitude,
        gain: Double, source: GainSource
    ) throws(ThermalError) {
        let histogram = CountHistogram(raster.counts)
        let table = TemperatureTable(histogram) { Double($0) * gain - Radiometry.zeroCelsius }
        try self.init(
            raster, histogram, table: table, kind: kind, camera: camera, place: place, attitude: attitude, used: nil,
            gain: gain, source: source)
    }

    private init(
        _ raster: Raster, _ histogram: CountHistogram, table: TemperatureTable, kind: ThermalKind,
        camera: String, place: ThermalPlace?, attitude: ThermalAttitude, used: UsedConditions?, gain: Double? = nil,
        source: GainSource? = nil
    ) throws(ThermalError) {
        width = raster.width
        height = raster.height
        counts = raster.counts
        self.kind = kind
        self.camera = camera
        self.place = place
        self.attitude = attitude
        self.used = used
        self.gain = gain
        gainSource = source
        self.table = table
        figures = ThermalFigures(raster, histogram, table)
        // Where half of the picture has no temperature, the constants are not those of these counts.
        let without = figures.unmeasuredPixels
        guard 2 * without < raster.counts.count else {
            if let gain { throw .badParameter(name: "gain in K a count", value: "\(gain)") }
            throw .damaged(
                what: "\(without) of \(raster.counts.count) counts give no possible temperature", at: 0)
        }
    }

    /// What a TIFF file calls its camera, to look up its gain; nil when the file is none.
    public static func camera(ofTIFF bytes: [UInt8]) -> String? {
        TIFFDirectory(first: Octets(bytes)).map { TLinear.camera($0, $0.octets(700)) }
    }

    /// The camera computed the temperatures: conditions given by hand would do nothing.
    private static func refuse(_ conditions: Conditions, kind: String) throws(ThermalError) {
        guard conditions.names.isEmpty else {
            throw .conditionsNotUsed(names: conditions.names.joined(separator: ", "), kind: kind)
        }
    }
}

/// What the temperatures of a picture were computed with.
public struct UsedConditions: Sendable, Equatable {
    /// Emissivity of the surface.
    public var emissivity: Double
    /// Metres to the object.
    public var distanceMetres: Double
    /// Relative humidity in percent.
    public var humidityPercent: Double
    /// Reflected apparent temperature in degrees Celsius.
    public var reflectedCelsius: Double
    /// Temperature of the air in degrees Celsius.
    public var airCelsius: Double

    init(_ camera: FLIRCamera) {
        emissivity = camera.emissivity
        distanceMetres = camera.distance
        humidityPercent = camera.humidity * 100
        reflectedCelsius = camera.reflected - Radiometry.zeroCelsius
        airCelsius = camera.airTemperature - Radiometry.zeroCelsius
    }
}
