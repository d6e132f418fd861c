// SPDX-License-Identifier: Apache-2.0
// What became of a flight's pictures, in numbers and in a line: the healthy rest is told here and nowhere else. The
// numbers add up: each picture is read, set aside or missing, and each spot is told, held as a repeat or unconfirmed.

/// The pictures of one flight in numbers.
public struct FlightTally: Sendable, Codable, Equatable {
    /// The flight; empty for pictures of none.
    public var flight: String
    /// Pictures whose temperatures were read.
    public var read = 0
    /// Files that are kept and not searched: pictures of colours, films, pictures for a map.
    public var others = 0
    /// Pictures that could not be read.
    public var aside = 0
    /// Pictures without a hot spot.
    public var healthy = 0
    /// Confirmed spots that are new or graver.
    public var told = 0
    /// Confirmed spots that were told before.
    public var repeats = 0
    /// Spots that too few pictures show.
    public var unconfirmed = 0
    /// Reflections.
    public var glints = 0
    /// Places that were hot and are no more.
    public var cooled = 0
    /// The greatest temperature, degrees Celsius.
    public var warmest: Double?
    /// Names of the spots without a place that were told; nil while there is none.
    public var placeless: [String]?
    /// What became of the map that the pictures were for; nil while there is none, or where none is made.
    public var map: MapOutcome?

    /// Nothing yet.
    public init(flight: String) { self.flight = flight }

    /// In English, "212 pictures: 209 healthy, 2 unreadable; hot spots: 1 told, 2 known, 4 not confirmed; warmest
    /// 84.2 °C".
    public var line: String { line(Words()) + (map.map { "; \($0.line)" } ?? "") }

    /// In German.
    public var germanLine: String {
        line(
            Words(
                pictures: "Bilder", picture: "Bild", healthy: "unauffällig", aside: "unlesbar",
                others: "ohne Temperaturen", spots: "Hitzestellen",
                told: "gemeldet", known: "bekannt", unconfirmed: "unbestätigt", glints: "Spiegelungen",
                cooled: "abgekühlt", warmest: "am wärmsten", point: ",")) + (map.map { "; \($0.germanLine)" } ?? "")
    }

    private struct Words {
        var pictures = "pictures", picture = "picture", healthy = "healthy", aside = "unreadable"
        var others = "without temperatures", spots = "hot spots"
        var told = "told", known = "known", unconfirmed = "not confirmed", glints = "reflections",
            cooled = "cooled"
        var warmest = "warmest", point = "."
    }

    private func line(_ words: Words) -> String {
        let all = read + aside + others
        var text = "\(all) \(all == 1 ? words.picture : words.pictures)"
        // Pictures of a map need no temperatures.
        let shownOthers = map == nil ? others : 0
        let states = [(healthy, words.healthy), (shownOthers, words.others), (aside, words.aside)].filter {
            $0.0 > 0
        }
        if !states.isEmpty { text += ": " + states.map { "\($0.0) \($0.1)" }.joined(separator: ", ") }
        let spots = [
            (told, words.told), (repeats, words.known), (unconfirmed, words.unconfirmed),
            (glints, words.glints),
            (cooled, words.cooled),
        ].filter { $0.0 > 0 }
        if !spots.isEmpty {
            text += "; \(words.spots): " + spots.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        }
        if let warmest, warmest.isFinite, abs(warmest) < 10_000 {
            let tenths = Int((abs(warmest) * 10).rounded())
            let sign = warmest < 0 && tenths > 0 ? "-" : ""
            text += "; \(words.warmest) \(sign)\(tenths / 10)\(words.point)\(tenths % 10) °C"
        }
        return text
    }
}
