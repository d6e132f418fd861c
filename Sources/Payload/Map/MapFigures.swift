// SPDX-License-Identifier: Apache-2.0
// The figures of a map's quality report, read from the `stats.json` that ODM writes. What is not there, or is no number
// that can be true, is nil: a verdict says what is lacking and never fills it in.

internal import Post

/// The figures of a quality report.
public struct MapFigures: Sendable, Codable, Equatable {
    /// Octets of the longest report that is read.
    public static let longestReport = 64 << 20

    /// Pictures that the processing was given.
    public var given: Int?
    /// Pictures that are in the map.
    public var used: Int?
    /// Parts that the map fell into.
    public var parts: Int?
    /// Square metres.
    public var area: Double?
    /// Centimetres on the ground of one pixel, in the mean.
    public var gsd: Double?
    /// Pixels of the mean reprojection error.
    public var reprojection: Double?
    /// Pictures in the mean that show a point.
    public var trackLength: Double?
    /// Whether places of the cameras were used.
    public var hasGPS: Bool?
    /// Whether ground control points were used.
    public var hasGCP: Bool?
    /// Metres, root mean square, between the cameras' places in the map and those in the pictures.
    public var gps: Double?
    /// Metres, root mean square, at the ground control points.
    public var gcp: Double?
    /// Metres within which nine of ten places lie, horizontally.
    public var ce90: Double?
    /// Metres within which nine of ten heights lie.
    public var le90: Double?
    /// Seconds that the processing took.
    public var seconds: Double?
    /// When the first and the last picture was taken, in the report's words.
    public var start: String?, end: String?

    /// No figure.
    public init() {}

    /// The figures of a report; nil when the octets are no report.
    public init?(report: [UInt8]) {
        guard report.count <= Self.longestReport, let json = JSONNode(Self.withoutNaN(report)),
            case .object = json, let built = json["reconstruction_statistics"], case .object = built
        else { return nil }
        self.init()
        func flag(_ node: JSONNode?) -> Bool? { if case .flag(let flag)? = node { flag } else { nil } }
        /// A number that is not below nothing.
        func size(_ node: JSONNode?) -> Double? {
            guard let value = node?.double, value >= 0, value < 1e12 else { return nil }
            return value
        }
        given = built["initial_shots_count"]?.count
        used = built["reconstructed_shots_count"]?.count
        parts = built["components"]?.count
        (hasGPS, hasGCP) = (flag(built["has_gps"]), flag(built["has_gcp"]))
        reprojection = size(built["reprojection_error_pixels"])
        trackLength = size(built["average_track_length"])
        let processing = json["processing_statistics"], odm = json["odm_processing_statistics"]
        area = size(processing?["area"])
        (start, end) = (Self.date(processing?["start_date"]), Self.date(processing?["end_date"]))
        gsd = size(odm?["average_gsd"])
        seconds = size(odm?["total_time"]) ?? size(processing?["steps_times"]?["Total Time"])
        gps = Self.rootMeanSquare(json["gps_errors"])
        gcp = Self.rootMeanSquare(json["gcp_errors"])
        (ce90, le90) = (size(json["gps_errors"]?["ce90"]), size(json["gps_errors"]?["le90"]))
    }

    /// The three axes together: `error` holds the root mean square of each.
    private static func rootMeanSquare(_ errors: JSONNode?) -> Double? {
        let axes = ["x", "y", "z"].compactMap { errors?["error"]?[$0]?.double }
        guard axes.count == 3, axes.allSatisfy({ $0 >= 0 && $0 < 1e6 }) else { return nil }
        return axes.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    private static func date(_ node: JSONNode?) -> String? {
        node?.text.map {
            String(
                $0.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(32).map(Character.init))
        }
    }

    /// Python writes NaN and Infinity for what it could not compute, which is no JSON: here it becomes null.
    static func withoutNaN(_ octets: [UInt8]) -> [UInt8] {
        let words = ["-Infinity", "Infinity", "NaN"].map { Array($0.utf8) }
        var output: [UInt8] = []
        output.reserveCapacity(octets.count)
        var at = 0, isText = false
        while at < octets.count {
            let octet = octets[at]
            if isText {
                if octet == UInt8(ascii: "\\"), at + 1 < octets.count {
                    output += [octet, octets[at + 1]]
                    at += 2
                    continue
                }
                if octet == UInt8(ascii: "\"") { isText = false }
            } else if octet == UInt8(ascii: "\"") {
                isText = true
            } else if octet == UInt8(ascii: "N") || octet == UInt8(ascii: "I") || octet == UInt8(ascii: "-"),
                let word = words.first(where: { octets[at...].starts(with: $0) })
            {
                output += Array("null".utf8)
                at += word.count
                continue
            }
            output.append(octet)
            at += 1
        }
        return output
    }
}
