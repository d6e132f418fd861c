// SPDX-License-Identifier: Apache-2.0
// What a schedule says of the map that its pictures are for: options of the processing, the limits by which the map is
// judged, and how long things may take. It holds decisions of the integrator; it knows no server and judges nothing.

/// Limits of a good map.
public struct MapLimits: Sendable, Codable, Equatable {
    /// Share of the pictures that must be in the map.
    public var images = 0.95
    /// Centimetres on the ground of one pixel that the mission was planned for; nil where nobody said.
    public var gsd: Double?
    /// Pixels of the mean reprojection error.
    public var reprojection = 1.0
    /// Metres, root mean square, between the cameras' places in the map and those in the pictures.
    public var gps = 3.0

    /// The usual limits.
    public init() {}
}

/// What a schedule says of the map that its pictures are for.
public struct MapTerms: Sendable, Codable, Equatable {
    /// Options of the processing as the server names them, with values as JSON texts.
    public var options: [String: String] = [:]
    /// Paths of the results that the server packs; empty for its own choice.
    public var outputs: [String] = []
    /// Limits of a good map.
    public var limits = MapLimits()
    /// How long a map under way may show no progress.
    public var stuckAfter = Duration.seconds(6 * 3_600)
    /// How long a map may take in all, the server's queue included.
    public var longest = Duration.seconds(48 * 3_600)
    /// How long the server may be away, or answer nonsense, before the map is given up.
    public var patience = Duration.seconds(24 * 3_600)
    /// Octets of the results that may be fetched for the verdict.
    public var download = 2_000_000_000
    /// Whether the orthophoto is fetched for a small picture in the mail.
    public var hasPreview = true
    /// Where people find the map, with `{uuid}` and `{flight}`; nil for the server's own address.
    public var link: String?

    /// The usual terms.
    public init() {}
}

/// Which interface a server has.
public enum MapServerKind: String, Sendable, Codable, CaseIterable {
    /// One processing node.
    case nodeODM = "nodeodm"
    /// The web application over several nodes.
    case webODM = "webodm"
}

/// The server that makes maps. It holds no secret.
public struct MapServer: Sendable, Equatable {
    /// Which interface it has.
    public var kind: MapServerKind
    /// Its address without a slash at the end: "https://maps.example.org:3000".
    public var address: String
    /// The project that maps belong to; for WebODM alone.
    public var project: Int
    /// Where the server may tell that a map has ended; nil when the dock cannot be reached.
    public var webhook: String?

    /// A server.
    public init(kind: MapServerKind, address: String, project: Int = 0, webhook: String? = nil) {
        (self.kind, self.address, self.project, self.webhook) = (kind, address, project, webhook)
    }
}
