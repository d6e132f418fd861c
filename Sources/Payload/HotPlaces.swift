// SPDX-License-Identifier: Apache-2.0
// What earlier flights found, place by place: a spot at a known place is told again only when it has become graver, and
// a place that a flight looked at and found cool is over. It keeps no pictures.

public import DockModel

/// A place that was hot.
public struct HotPlace: Sendable, Codable, Equatable {
    /// Its number; no other place of the dock has it.
    public var number: Int64
    /// Where it is.
    public var place: GroundPoint
    /// The schedule whose flights found it.
    public var schedule: String
    /// The gravest rung that was told.
    public var grade: SpotGrade
    /// Whether it was ever confirmed.
    public var isConfirmed: Bool
    /// Kelvin over its surroundings when it was seen last.
    public var kelvin: Double
    /// When it was first seen.
    public var first: WallTime
    /// When it was last seen.
    public var last: WallTime
    /// The flight that saw it last.
    public var flight: String

    /// A place.
    public init(
        number: Int64, place: GroundPoint, schedule: String, grade: SpotGrade, isConfirmed: Bool,
        kelvin: Double,
        first: WallTime, last: WallTime, flight: String
    ) {
        (self.number, self.place, self.schedule) = (number, place, schedule)
        (self.grade, self.isConfirmed, self.kelvin) = (grade, isConfirmed, kelvin)
        (self.first, self.last, self.flight) = (first, last, flight)
    }

    /// Its name in mails and incidents.
    public var name: String { "spot \(number)" }
}

/// What a flight says of the places.
public struct PlaceJudgement: Sendable, Equatable {
    /// What a spot is to what was known.
    public enum News: Sendable, Equatable {
        /// Nobody saw it before.
        case new
        /// It was known and is graver now, or confirmed for the first time.
        case graver(than: SpotGrade)
        /// It was known and is no graver.
        case known
        /// This flight has told it already.
        case told
    }
    /// One spot with its place.
    public struct Spot: Sendable, Equatable {
        /// The spot.
        public var spot: FlightSpot
        /// The place as it is to be remembered.
        public var place: HotPlace
        /// What it is to what was known.
        public var news: News
    }

    /// The spots that have a place.
    public var spots: [Spot] = []
    /// Places that the flight looked at and found cool.
    public var cooled: [HotPlace] = []
    /// Places that nobody saw for so long that they are forgotten.
    public var forgotten: [HotPlace] = []
    /// Spots without a place: they can be told, but not remembered.
    public var placeless: [FlightSpot] = []
}

/// The places of a dock.
public enum HotPlaces {
    /// Places that are remembered.
    public static let most = 2_000

    /// What a flight's spots are to the known places; `next` is the number of the next new place.
    public static func judge(
        _ spots: [FlightSpot], frames: [SpotFrame], flight: String, schedule: String, at now: WallTime,
        known: [HotPlace], next: Int64, _ terms: PayloadTerms
    ) -> PlaceJudgement {
        var judgement = PlaceJudgement()
        var left = known.filter { $0.schedule == schedule }
        var next = next
        for spot in spots {
            guard let point = spot.place else {
                judgement.placeless.append(spot)
                continue
            }
            let reach = spot.best.isProjected ? terms.samePlace : max(terms.samePlace, FlightSpots.roughPlace)
            let near = left.indices.map { ($0, left[$0].place.distance(to: point)) }
                .filter { $0.1 <= reach && isFresh(left[$0.0], at: now, terms) }.min { $0.1 < $1.1 }
            let isConfirmed = spot.verdict == .confirmed
            guard let (index, _) = near else {
                let place = HotPlace(
                    number: next, place: point, schedule: schedule, grade: spot.grade,
                    isConfirmed: isConfirmed,
                    kelvin: spot.best.kelvin, first: now, last: now, flight: flight)
                next += 1
                judgement.spots.append(PlaceJudgement.Spot(spot: spot, place: place, news: .new))
                continue
            }
            var place = left.remove(at: index)
            let before = place
            place.kelvin = spot.best.kelvin
            (place.last, place.flight) = (max(place.last, now), flight)
            // Only a spot that is certain makes a place graver, or certain.
            let isGraver =
                spot.verdict != .glint && spot.grade > before.grade && (isConfirmed || !before.isConfirmed)
            let isNews = isGraver || isConfirmed && !before.isConfirmed
            if isGraver { place.grade = spot.grade }
            if isConfirmed { place.isConfirmed = true }
            let news: PlaceJudgement.News =
                isNews ? .graver(than: before.grade) : before.flight == flight ? .told : .known
            judgement.spots.append(PlaceJudgement.Spot(spot: spot, place: place, news: news))
        }
        for place in left {
            if !isFresh(place, at: now, terms) {
                judgement.forgotten.append(place)
            } else if place.flight != flight, isSeenCool(place, frames, terms) {
                judgement.cooled.append(place)
            }
        }
        return judgement
    }

    private static func isFresh(_ place: HotPlace, at now: WallTime, _ terms: PayloadTerms) -> Bool {
        now <= place.last + terms.memory
    }

    /// Whether enough pictures show the place, of which none shows it hot.
    private static func isSeenCool(_ place: HotPlace, _ frames: [SpotFrame], _ terms: PayloadTerms) -> Bool {
        var views = 0
        for frame in frames where frame.view?.shows(place.place) == true {
            views += 1
            if views >= max(1, terms.confirmations) { return !isSeenHot(place, frames, terms) }
        }
        return false
    }

    /// Whether any picture shows something hot within reach of the place, were it a reflection.
    private static func isSeenHot(_ place: HotPlace, _ frames: [SpotFrame], _ terms: PayloadTerms) -> Bool {
        frames.contains { frame in
            frame.sightings.contains { sighting in
                guard let point = sighting.place else { return false }
                let reach = sighting.isProjected ? terms.samePlace : max(terms.samePlace, FlightSpots.roughPlace)
                // The way north alone is longer for nearly all of them, and is cheaper to know.
                let north = abs(point.latitude - place.place.latitude) * GroundPoint.metresPerDegree
                return north <= reach && place.place.distance(to: point) <= reach
            }
        }
    }
}
