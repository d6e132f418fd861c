// SPDX-License-Identifier: Apache-2.0
// Where a place lies on the sheet: a flat picture around the middle of all places, with the same scale east and north.
// Good for the few kilometres of one flight; places that are no numbers are left out of the sheet's size.

/// The map's part of the sheet.
struct PictureMap {
    static let left = 30.0, top = 72.0, width = 940.0, height = 600.0
    private static let metresPerDegree = 6_371_000 * Double.pi / 180
    /// The least span of the map in m.
    private static let leastSpan = 20.0

    private let latitude: Double
    private let longitude: Double
    private let shrink: Double
    private var scale = 1.0
    private var middle = (east: 0.0, north: 0.0)

    /// The map that shows all of a picture; nil when it has no place.
    init?(_ picture: FlightPicture) {
        var places =
            picture.flown + picture.planned + picture.rally
            + [picture.home, picture.breach].compactMap(\.self)
        var circles: [(place: FlightPicture.Place, radius: Double)] = []
        for area in picture.fence {
            switch area.shape {
            case .polygon(let corners): places += corners
            case .circle(let center, let radius):
                circles.append((center, radius.isFinite ? min(abs(radius), 1e5) : 0))
            }
        }
        func isReal(_ place: FlightPicture.Place) -> Bool {
            (-90...90).contains(place.latitude) && (-180...180).contains(place.longitude)
        }
        places = places.filter(isReal)
        circles = circles.filter { isReal($0.place) }
        guard let first = places.first ?? circles.first?.place else { return nil }
        (latitude, longitude) = (first.latitude, first.longitude)
        shrink = max(Globe.cosine(first.latitude * .pi / 180), 0.01)
        var low = (east: Double.infinity, north: Double.infinity)
        var high = (east: -Double.infinity, north: -Double.infinity)
        for (place, radius) in places.map({ ($0, 0.0) }) + circles.map({ ($0.place, $0.radius) }) {
            let (east, north) = offset(place)
            low = (min(low.east, east - radius), min(low.north, north - radius))
            high = (max(high.east, east + radius), max(high.north, north + radius))
        }
        middle = ((low.east + high.east) / 2, (low.north + high.north) / 2)
        let spans = (max(high.east - low.east, Self.leastSpan), max(high.north - low.north, Self.leastSpan))
        scale = min((Self.width - 60) / spans.0, (Self.height - 60) / spans.1)
    }

    /// Metres east and north of the first place.
    private func offset(_ place: FlightPicture.Place) -> (east: Double, north: Double) {
        var degrees = place.longitude - longitude
        if degrees > 180 { degrees -= 360 } else if degrees < -180 { degrees += 360 }
        return (degrees * Self.metresPerDegree * shrink, (place.latitude - latitude) * Self.metresPerDegree)
    }

    func point(_ place: FlightPicture.Place) -> (Double, Double) {
        let (east, north) = offset(place)
        return (
            Self.left + Self.width / 2 + (east - middle.east) * scale,
            Self.top + Self.height / 2 - (north - middle.north) * scale
        )
    }

    func pixels(_ metres: Double) -> Double { metres * scale }

    /// A round length for the scale bar, in m, that is drawn about a fifth of the map wide.
    var barMetres: Double { Self.round(Self.width / 5 / scale) }

    /// The greatest of 1, 2 and 5 with zeros that is not above a number.
    static func round(_ value: Double) -> Double {
        guard value.isFinite, value > 1e-6 else { return 1 }
        var power = 1.0
        while power * 10 <= value { power *= 10 }
        while power > value { power /= 10 }
        return [5, 2, 1].map { $0 * power }.first { $0 <= value * 1.000_001 } ?? power
    }
}

/// The heights over the way, below the map.
struct PictureProfile {
    static let left = 80.0, top = 712.0, width = 890.0, height = 150.0
    static var bottom: Double { top + height }
    private let flown: [(metres: Double, height: Double)]
    private let planned: [(metres: Double, height: Double)]

    init(_ picture: FlightPicture) {
        flown = Self.profile(picture.flown)
        planned = Self.profile(picture.planned)
    }

    /// Heights over the way along the ground.
    private static func profile(_ way: [FlightPicture.Place]) -> [(metres: Double, height: Double)] {
        var profile: [(metres: Double, height: Double)] = [], metres = 0.0, last: FlightPicture.Place?
        for place in way where Track.isPlace(place.latitude, place.longitude) {
            if let last {
                metres += Globe.metres(
                    fromLatitude: last.latitude, longitude: last.longitude, toLatitude: place.latitude,
                    longitude: place.longitude)
            }
            last = place
            if let height = place.height, height.isFinite, abs(height) < 1e5 {
                profile.append((metres, height))
            }
        }
        let step = max(1, (profile.count + FlightPicture.mostPlaces - 1) / FlightPicture.mostPlaces)
        return stride(from: 0, to: profile.count, by: step).map { profile[$0] }
    }

    func draw(in drawing: inout PictureDrawing) {
        let all = flown + planned
        guard let end = all.map(\.metres).max(), let high = all.map(\.height).max(),
            let low = all.map(\.height).min()
        else {
            return drawing.text(Self.left, Self.top + 20, "no heights are known", size: 12, color: "#555")
        }
        drawing.rectangle(Self.left, Self.top, Self.width, Self.height, fill: "#f7f7f4")
        let bottom = min(0, low), span = max(high - bottom, 5) * 1.08, way = max(end, 1)
        func point(_ place: (metres: Double, height: Double)) -> (Double, Double) {
            (
                Self.left + place.metres / way * Self.width,
                Self.bottom - (place.height - bottom) / span * Self.height
            )
        }
        let rise = PictureMap.round(span / 3), run = PictureMap.round(way / 5)
        var height = (bottom / rise).rounded(.up) * rise
        while height <= bottom + span {
            let y = point((0, height)).1
            drawing.path([(Self.left, y), (Self.left + Self.width, y)], color: "#ddd", width: 1)
            drawing.text(Self.left - 8, y + 4, PictureDrawing.number(height), size: 11, anchor: "end")
            height += rise
        }
        var metres = 0.0
        while metres <= way {
            let x = point((metres, bottom)).0
            drawing.text(x, Self.bottom + 15, PictureDrawing.number(metres), size: 11, anchor: "middle")
            metres += run
        }
        drawing.path(planned.map(point), color: "#7a7a7a", width: 1.5, dash: "3 3")
        drawing.path(flown.map(point), color: "#1f5fbf", width: 2)
        drawing.text(Self.left, Self.top - 7, "height above home, m", size: 12, color: "#555")
        drawing.text(
            Self.left + Self.width, Self.bottom + 31, "way over ground, m", size: 12, color: "#555",
            anchor: "end")
    }
}
