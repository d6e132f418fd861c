// SPDX-License-Identifier: Apache-2.0
// What a flight's pictures say together, and the words about it that the core takes: spots that are new or graver, with
// the picture that shows them, places that have cooled, and the healthy rest in a line. Everything of one judgement is
// stored at once.

internal import DockModel
internal import Foundation
internal import Logging
internal import Paper
internal import Payload
internal import RoostCore
internal import Store

extension PictureDesk {
    /// Spots that one judgement tells one by one; the rest is in the numbers.
    static let mostTold = 30
    /// Spots whose picture is made.
    static let mostShown = 12

    /// The stored form of a judged flight.
    func judge(_ open: PictureFlightRecord, at now: Moment) throws {
        let pictures = try allPictures(of: open.flight)
        let upTo = pictures.last?.id ?? 0
        // Empty before the first judgement; one that another version wrote begins anew.
        let before = try? StateCoding.decode(FlightTally.self, from: open.body)
        let schedule = open.schedule
        var tally = FlightTally(flight: open.flight)
        tally.map = before?.map
        var frames: [SpotFrame] = [], reasons: [String] = []
        for picture in pictures {
            // What another version wrote counts as read and shows nothing.
            let finding = try? StateCoding.decode(PictureFinding.self, from: picture.body)
            switch (picture.state, finding?.kind) {
            case (.trying, _): continue
            case (.aside, _), (_, .unreadable?):
                tally.aside += 1
                if reasons.count < 3 { reasons.append("\(picture.name): \(finding?.why ?? "not readable")") }
            case (.read, .other?), (.read, nil): tally.others += 1
            case (.read, .thermal?):
                tally.read += 1
                if finding?.sightings.isEmpty == true { tally.healthy += 1 }
                if let most = finding?.most { tally.warmest = max(tally.warmest ?? most, most) }
                if let frame = finding?.frame(picture.name) { frames.append(frame) }
            }
        }
        var judgement = PictureJudgement(flight: open, upTo: upTo)
        let terms = terms(of: schedule)
        if let terms, terms.purpose.isThermal {
            try judgeSpots(frames, pictures, schedule, terms, before, &tally, &judgement, at: now)
        }
        let isBlind = terms?.purpose.isThermal == true && tally.read == 0 && tally.others + tally.aside > 0
        if tally.aside > before?.aside ?? 0 || isBlind && before == nil {
            let what =
                isBlind
                ? "none of the \(tally.others + tally.aside) pictures of \(Self.title(open.flight)) holds temperatures"
                : "\(tally.aside) pictures of \(Self.title(open.flight)) could not be read"
            let detail = ([what] + reasons).joined(separator: "; ")
            try add(.trouble(flight: open.flight, detail: detail), spot: nil, to: &judgement)
        }
        if tally != before {
            try add(
                .flight(open.flight, line: tally.line, german: tally.germanLine), spot: nil, to: &judgement)
        }
        judgement.flight.isSettled = true
        judgement.flight.body = try StateCoding.encode(tally)
        try database.judge(judgement, at: now)
        logger.notice("pictures of \(Self.title(open.flight)): \(tally.line)")
    }

    private func allPictures(of flight: String) throws -> [PictureRecord] {
        var all: [PictureRecord] = []
        while all.count < FlightSpots.mostFrames {
            let next = try database.pictures(ofFlight: flight, after: all.last?.id ?? 0)
            guard !next.isEmpty else { break }
            all += next
        }
        return all
    }

    private static func title(_ flight: String) -> String { flight.isEmpty ? "no flight" : flight }

    private func judgeSpots(
        _ frames: [SpotFrame], _ pictures: [PictureRecord], _ schedule: String, _ terms: PayloadTerms,
        _ before: FlightTally?, _ tally: inout FlightTally, _ judgement: inout PictureJudgement,
        at now: Moment
    ) throws {
        let found = FlightSpots.found(in: frames, terms)
        tally.glints = found.count { $0.verdict == .glint }
        tally.unconfirmed = found.count { $0.verdict == .unconfirmed }
        let known = try database.hotPlaces(of: schedule).compactMap { record in
            // A place that another version wrote is found anew.
            try? StateCoding.decode(HotPlace.self, from: record.body)
        }
        let places = HotPlaces.judge(
            found.filter { $0.verdict != .glint }, frames: frames, flight: judgement.flight.flight,
            schedule: schedule,
            at: now.wall, known: known, next: try database.nextHotPlace(), terms)
        (tally.told, tally.repeats) = (before?.told ?? 0, before?.repeats ?? 0)
        tally.placeless = before?.placeless
        var voice = Voice(flight: judgement.flight.flight, pictures: pictures, terms: terms)
        for item in places.spots {
            switch item.news {
            case .new, .graver:
                // What is not told now is not remembered either: the next flight tells it.
                guard voice.words < Self.mostTold else { continue }
                let detail = Self.detail(item, terms)
                if try tell(item.spot, item.place.name, detail, &voice, &judgement) { tally.told += 1 }
            case .known:
                tally.repeats += 1
                try add(.again(item.place.name), spot: item.place.name, to: &judgement)
            // This flight has told it: it counts as it did before.
            case .told: break
            }
            judgement.places.append(try record(item.place))
        }
        for spot in places.placeless where spot.verdict == .confirmed && voice.words < Self.mostTold {
            let detail = Self.detail(spot, terms)
            let name = Self.name(ofPlaceless: spot, flight: judgement.flight.flight)
            // This flight has told it: it counts as it did before.
            if before?.placeless?.contains(name) == true { continue }
            tally.placeless = (tally.placeless ?? []) + [name]
            if try tell(spot, name, detail, &voice, &judgement) { tally.told += 1 }
        }
        tally.cooled = (before?.cooled ?? 0) + places.cooled.count
        for place in places.cooled {
            judgement.gone.append(place.number)
            let detail = "\(judgement.flight.flight) saw it and found no hot spot"
            try add(.over(place.name, detail: detail), spot: place.name, to: &judgement)
        }
        for place in places.forgotten {
            judgement.gone.append(place.number)
            let detail = "no flight saw it hot again since \(place.flight)"
            try add(.over(place.name, detail: detail), spot: place.name, to: &judgement)
        }
    }

    /// Octets of a spot's name, at most what the core keeps of it.
    private static let longestName = 40

    /// "in DJI_0012_T.JPG 5f0c11d2a7". Cameras give the name of a picture again on the next flight, and one picture may
    /// show several spots: the digits tell them apart, and are the same however often the flight is judged.
    static func name(ofPlaceless spot: FlightSpot, flight: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for octet in "\(flight)\n\(spot.picture)\n\(spot.best.x),\(spot.best.y)".utf8 {
            hash = (hash ^ UInt64(octet)) &* 0x100_0000_01B3
        }
        let digits = String(hash >> 24, radix: 16)
        let mark = " " + String(repeating: "0", count: 10 - digits.count) + digits
        var name = "in "
        for character in spot.picture {
            guard name.utf8.count + character.utf8.count + mark.utf8.count <= longestName else { break }
            name.append(character)
        }
        return name + mark
    }

    /// What one judgement has said so far.
    private struct Voice {
        let flight: String
        let pictures: [PictureRecord]
        let terms: PayloadTerms
        var words = 0, shown = 0
    }

    /// Adds the word about a spot that is new or graver.
    /// - Returns: whether it is more than a line in the digest.
    private func tell(
        _ spot: FlightSpot, _ name: String, _ detail: String, _ voice: inout Voice,
        _ judgement: inout PictureJudgement
    ) throws -> Bool {
        voice.words += 1
        let urgency = Self.urgency(spot, voice.terms)
        var picture: [UInt8]?
        if urgency != .slight, voice.shown < Self.mostShown {
            voice.shown += 1
            picture = marked(spot, name, voice)
        }
        try add(
            .spot(name, urgency, detail: detail, flight: voice.flight), spot: name, picture, to: &judgement)
        return urgency != .slight
    }

    private static func urgency(_ spot: FlightSpot, _ terms: PayloadTerms) -> HotSpotUrgency {
        guard spot.verdict == .confirmed, spot.grade >= terms.mailFrom else { return .slight }
        return spot.grade == .atOnce ? .major : .serious
    }

    /// "major: 84.2 °C, 41.0 K over its surroundings, at 47.397750, 8.545590; in 4 pictures, best DJI_0012_T.JPG".
    private static func detail(_ item: PlaceJudgement.Spot, _ terms: PayloadTerms) -> String {
        var text = detail(item.spot, terms)
        if case .graver(let before) = item.news, before < item.place.grade {
            text += "; it was \(before.word(for: terms.purpose))"
        }
        return text
    }

    private static func detail(_ spot: FlightSpot, _ terms: PayloadTerms) -> String {
        let kelvin = ThermalScene.tenths(spot.best.kelvin)
        let place = spot.place.map { ", \(spot.best.isProjected ? "at" : "seen from") \($0.text)" } ?? ""
        let sure = spot.verdict == .confirmed ? "" : "not confirmed, "
        return
            "\(sure)\(spot.grade.word(for: terms.purpose)): \(ThermalScene.tenths(spot.best.peakCelsius)) °C, "
            + "\(kelvin) K over its surroundings\(place); in \(spot.pictures) pictures, best \(spot.picture)"
    }

    /// The picture of a spot with it marked; nil when its file is gone or cannot be drawn: the mail goes without.
    private func marked(_ spot: FlightSpot, _ name: String, _ voice: Voice) -> [UInt8]? {
        let terms = voice.terms
        guard let picture = voice.pictures.first(where: { $0.name == spot.picture && $0.state == .read }),
            let path = picture.path
        else { return nil }
        let reader = PictureReader(terms: terms, runner: runner, scratch: spool.root)
        do {
            let bytes = try PictureFile.bytes(of: "\(spool.root)/\(path)", followsLinks: false)
            let image = try reader.image(bytes)
            let scene = ThermalScene(image, name: picture.name, terms)
            let caption = [
                "\(name): \(ThermalScene.tenths(spot.best.peakCelsius)) °C", picture.name,
                spot.place.map(\.text) ?? voice.flight,
            ]
            return try scene.picture(of: image, caption: caption)?.png()
        } catch {
            logger.warning("the picture of \(name) cannot be shown: \(error)")
            return nil
        }
    }

    private func record(_ place: HotPlace) throws -> HotPlaceRecord {
        HotPlaceRecord(number: place.number, schedule: place.schedule, body: try StateCoding.encode(place))
    }

    private func add(
        _ word: PayloadWord, spot: String?, _ shown: [UInt8]? = nil, to judgement: inout PictureJudgement
    ) throws {
        judgement.words.append(
            PictureWordRecord(
                flight: judgement.flight.flight, spot: spot, body: try StateCoding.encode(word), shown: shown)
        )
    }
}
