// SPDX-License-Identifier: Apache-2.0
// Which hot spots of a flight are real: those that several pictures in a row show at one place. What only one shows may
// be a reflection; what fades to less than half from another side is one. It knows one flight and no other.

/// A hot spot of one picture.
public struct SpotSighting: Sendable, Codable, Equatable {
    /// Its warmest pixel.
    public var x: Int, y: Int
    /// Its pixels.
    public var pixels: Int
    /// Degrees Celsius of the warmest pixel.
    public var peakCelsius: Double
    /// Degrees Celsius of the mean of its pixels.
    public var meanCelsius: Double
    /// Kelvin over its surroundings; for modules scaled to 1000 W/m² where the sun was measured.
    public var kelvin: Double
    /// Where it is; nil when nobody knows where the camera was.
    public var place: GroundPoint?
    /// Whether the place is the spot's own and not just the camera's.
    public var isProjected: Bool

    /// A hot spot.
    public init(
        x: Int, y: Int, pixels: Int, peakCelsius: Double, meanCelsius: Double, kelvin: Double,
        place: GroundPoint? = nil, isProjected: Bool = false
    ) {
        (self.x, self.y, self.pixels) = (x, y, pixels)
        (self.peakCelsius, self.meanCelsius, self.kelvin) = (peakCelsius, meanCelsius, kelvin)
        (self.place, self.isProjected) = (place, isProjected)
    }
}

/// A readable picture of a flight.
public struct SpotFrame: Sendable, Equatable {
    /// Its file.
    public var name: String
    /// When it was taken, seconds since 1970; nil when it does not say it.
    public var taken: Double?
    /// What it shows of the ground; nil when that is not known.
    public var view: CameraView?
    /// Its hot spots.
    public var sightings: [SpotSighting]

    /// A picture.
    public init(name: String, taken: Double? = nil, view: CameraView? = nil, sightings: [SpotSighting]) {
        (self.name, self.taken, self.view, self.sightings) = (name, taken, view, sightings)
    }
}

/// A hot spot of a flight.
public struct FlightSpot: Sendable, Equatable {
    /// What its pictures say together.
    public enum Verdict: String, Sendable, Codable {
        /// Enough pictures in a row show it.
        case confirmed
        /// Too few show it.
        case unconfirmed
        /// It fades to less than half from another side: a reflection.
        case glint
    }

    /// Where it is; nil when no picture knows.
    public var place: GroundPoint?
    /// The picture that shows it warmest over its surroundings.
    public var picture: String
    /// The spot in that picture.
    public var best: SpotSighting
    /// Pictures that show it.
    public var pictures: Int
    /// Its rung.
    public var grade: SpotGrade
    /// Whether it is real.
    public var verdict: Verdict
}

/// The hot spots of one flight.
public enum FlightSpots {
    /// Pictures of a flight that are looked at together.
    public static let mostFrames = 20_000
    /// Spots of a picture that are followed, those with the greatest differences.
    public static let mostSightings = 20
    /// Metres within which two spots are one where only the camera's place is known.
    public static let roughPlace = 15.0

    private struct Cluster {
        var east: Double, north: Double
        var members: [(frame: Int, sighting: SpotSighting)]
    }

    private struct Cell: Hashable { var column: Int, row: Int }

    /// The order in which the pictures were taken; where one does not say when, that of their names.
    public static func inOrder(_ frames: [SpotFrame]) -> [SpotFrame] {
        let hasTimes = frames.allSatisfy { $0.taken != nil }
        return frames.sorted { left, right in
            hasTimes && left.taken != right.taken
                ? (left.taken ?? 0) < (right.taken ?? 0) : precedes(left.name, right.name)
        }
    }

    /// "IMG_9" before "IMG_10".
    static func precedes(_ left: String, _ right: String) -> Bool {
        let (a, b) = (Array(left.utf8), Array(right.utf8))
        var (i, j) = (0, 0)
        func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
        while i < a.count, j < b.count {
            guard isDigit(a[i]), isDigit(b[j]) else {
                if a[i] != b[j] { return a[i] < b[j] }
                (i, j) = (i + 1, j + 1)
                continue
            }
            let first = a[i...].prefix(while: isDigit), second = b[j...].prefix(while: isDigit)
            let (x, y) = (first.drop { $0 == 48 }, second.drop { $0 == 48 })
            if x.count != y.count { return x.count < y.count }
            if !x.elementsEqual(y) { return x.lexicographicallyPrecedes(y) }
            (i, j) = (first.endIndex, second.endIndex)
        }
        return a.count - i == b.count - j ? left < right : a.count - i < b.count - j
    }

    /// The hot spots of a flight, the gravest first.
    public static func found(in unordered: [SpotFrame], _ terms: PayloadTerms) -> [FlightSpot] {
        let frames = inOrder(Array(unordered.prefix(mostFrames)))
        guard let origin = middle(of: frames) else { return placeless(frames, terms) }
        var clusters: [Cluster] = []
        var cells: [Cell: [Int]] = [:]
        var alone: [(frame: Int, sighting: SpotSighting)] = []
        let side = max(terms.samePlace, roughPlace)
        for (index, frame) in frames.enumerated() {
            for sighting in frame.sightings.sorted(by: { $0.kelvin > $1.kelvin }).prefix(mostSightings) {
                guard let place = sighting.place else {
                    alone.append((index, sighting))
                    continue
                }
                let (east, north) = origin.offset(to: place)
                guard abs(east) < 1e6, abs(north) < 1e6 else {
                    // A wrong fix is no reason to keep silent about what the picture shows.
                    alone.append((index, sighting))
                    continue
                }
                let reach = sighting.isProjected ? terms.samePlace : side
                let cell = Cell(
                    column: Int((east / side).rounded(.down)), row: Int((north / side).rounded(.down)))
                let near = nearest(to: (east, north), index, around: cell, within: reach, clusters, cells)
                if let near {
                    clusters[near].members.append((index, sighting))
                } else {
                    cells[cell, default: []].append(clusters.count)
                    clusters.append(Cluster(east: east, north: north, members: [(index, sighting)]))
                }
            }
        }
        let spots =
            clusters.compactMap { spot($0.members, frames, terms) }
            + alone.compactMap {
                spot([$0], frames, terms)
            }
        return sorted(spots)
    }

    /// The middle one of the latitudes and of the longitudes, which a few wrong fixes do not move; nil without a place.
    private static func middle(of frames: [SpotFrame]) -> GroundPoint? {
        let places = frames.flatMap(\.sightings).compactMap(\.place)
        guard !places.isEmpty else { return nil }
        let middle = places.count / 2
        return GroundPoint(
            latitude: places.map(\.latitude).sorted()[middle],
            longitude: places.map(\.longitude).sorted()[middle])
    }

    private static func nearest(
        to point: (east: Double, north: Double), _ frame: Int, around cell: Cell, within reach: Double,
        _ clusters: [Cluster], _ cells: [Cell: [Int]]
    ) -> Int? {
        var best: (index: Int, square: Double)?
        for row in cell.row - 1...cell.row + 1 {
            for column in cell.column - 1...cell.column + 1 {
                for index in cells[Cell(column: column, row: row)] ?? [] {
                    let cluster = clusters[index]
                    // Two spots of one picture are two.
                    guard cluster.members.last?.frame != frame else { continue }
                    let (x, y) = (cluster.east - point.east, cluster.north - point.north)
                    let square = x * x + y * y
                    guard square <= reach * reach, square < best?.square ?? .infinity else { continue }
                    best = (index, square)
                }
            }
        }
        return best?.index
    }

    /// Without places no two sightings can be one spot.
    private static func placeless(_ frames: [SpotFrame], _ terms: PayloadTerms) -> [FlightSpot] {
        sorted(
            frames.enumerated().flatMap { index, frame in
                frame.sightings.prefix(mostSightings).compactMap { spot([(index, $0)], frames, terms) }
            })
    }

    private static func spot(
        _ members: [(frame: Int, sighting: SpotSighting)], _ frames: [SpotFrame], _ terms: PayloadTerms
    ) -> FlightSpot? {
        guard let best = members.max(by: { $0.sighting.kelvin < $1.sighting.kelvin }),
            let grade = terms.limits.grade(of: best.sighting.kelvin)
        else { return nil }
        let least = members.map(\.sighting.kelvin).min() ?? best.sighting.kelvin
        let verdict: FlightSpot.Verdict =
            least < best.sighting.kelvin / 2
            ? .glint : isConfirmed(members.map(\.frame), terms) ? .confirmed : .unconfirmed
        return FlightSpot(
            place: best.sighting.place, picture: frames[best.frame].name, best: best.sighting,
            pictures: members.count, grade: grade, verdict: verdict)
    }

    /// Whether enough of some pictures in a row are among these.
    private static func isConfirmed(_ frames: [Int], _ terms: PayloadTerms) -> Bool {
        let needed = max(1, terms.confirmations)
        guard frames.count >= needed else { return false }
        return frames.indices.dropFirst(needed - 1).contains { last in
            frames[last] - frames[last - needed + 1] < max(terms.frames, needed)
        }
    }

    private static func sorted(_ spots: [FlightSpot]) -> [FlightSpot] {
        func rank(_ spot: FlightSpot) -> Int { spot.verdict == .confirmed ? 0 : 1 }
        return spots.sorted { left, right in
            if rank(left) != rank(right) { return rank(left) < rank(right) }
            if left.best.kelvin != right.best.kelvin { return left.best.kelvin > right.best.kelvin }
            return precedes(left.picture, right.picture)
        }
    }
}
