// SPDX-License-Identifier: Apache-2.0
// Whether a map is good, doubtful, or to be flown again, by the figures of its report and the limits of its schedule. A
// figure beyond its limit is a reason to fly again; a figure that is lacking, or cannot be, is a doubt and never a pass.

/// What is thought of a map.
public enum MapGrade: String, Sendable, Codable, CaseIterable {
    /// Every figure is within its limit.
    case good
    /// Something could not be judged.
    case doubtful
    /// A figure is beyond its limit.
    case refly = "re-fly"
}

/// The verdict about a map.
public struct MapVerdict: Sendable, Codable, Equatable {
    /// What is thought of it.
    public var grade: MapGrade
    /// Why it is not good, the gravest first.
    public var reasons: [String]
    /// The same in German.
    public var germanReasons: [String]

    /// Judges a map.
    /// - Parameters:
    ///   - figures: those of its report; nil when there was none that could be read.
    ///   - sent: the pictures that the server took.
    ///   - leftOut: pictures of the flight that it did not get.
    public init(_ figures: MapFigures?, sent: Int, leftOut: Int, limits: MapLimits) {
        var found = Found()
        if let figures {
            found.judgeImages(figures, sent: sent, limits)
            if let limit = limits.gsd {
                found.judge(("GSD", "Bodenauflösung"), figures.gsd, limit, unit: "cm")
            }
            found.judge(
                ("reprojection error", "Rückprojektionsfehler"), figures.reprojection, limits.reprojection,
                unit: "px")
            found.judgePlace(figures, limits)
            if let parts = figures.parts, parts > 1 {
                found.doubts.append(("it fell into \(parts) parts", "sie zerfiel in \(parts) Teile"))
            }
        } else {
            found.doubts.append(("there is no report that could be read", "es gibt keinen lesbaren Bericht"))
        }
        if leftOut > 0 {
            found.doubts.append(
                (
                    "\(leftOut) \(leftOut == 1 ? "picture" : "pictures") did not reach the server",
                    "\(leftOut) \(leftOut == 1 ? "Bild kam" : "Bilder kamen") nicht beim Server an"
                ))
        }
        grade = !found.faults.isEmpty ? .refly : !found.doubts.isEmpty ? .doubtful : .good
        let all = found.faults + found.doubts
        (reasons, germanReasons) = (all.map(\.0), all.map(\.1))
    }

    /// What is found against a map, in English and German.
    private struct Found {
        var faults: [(String, String)] = [], doubts: [(String, String)] = []

        mutating func judgeImages(_ figures: MapFigures, sent: Int, _ limits: MapLimits) {
            guard let used = figures.used else {
                doubts.append(
                    (
                        "the report does not say how many pictures it used",
                        "der Bericht nennt keine Bilderzahl"
                    ))
                return
            }
            let all = max(sent, figures.given ?? 0)
            guard all > 0, used <= all else {
                doubts.append(
                    (
                        "the report says \(used) pictures of \(all)",
                        "der Bericht sagt \(used) von \(all) Bildern"
                    ))
                return
            }
            guard Double(used) < limits.images * Double(all) else { return }
            let least = MapVerdict.short(limits.images * 100)
            faults.append(
                (
                    "\(used) of \(all) pictures are in the map, \(least) % are needed",
                    "\(used) von \(all) Bildern sind in der Karte, nötig sind \(least) %"
                ))
        }

        mutating func judgePlace(_ figures: MapFigures, _ limits: MapLimits) {
            if figures.hasGCP == true, let gcp = figures.gcp {
                judge(("error at control points", "Fehler an Passpunkten"), gcp, limits.gps, unit: "m")
            } else if figures.hasGPS == false, figures.hasGCP != true {
                doubts.append(
                    (
                        "it lies nowhere: no picture had a place",
                        "sie liegt nirgends: kein Bild hatte einen Ort"
                    ))
            } else {
                judge(("GPS error", "GPS-Fehler"), figures.gps, limits.gps, unit: "m")
            }
        }

        mutating func judge(_ names: (String, String), _ value: Double?, _ limit: Double, unit: String) {
            guard let value else {
                doubts.append(("the report has no \(names.0)", "im Bericht fehlt: \(names.1)"))
                return
            }
            guard value > limit else { return }
            faults.append(
                (
                    "\(names.0) \(MapVerdict.short(value)) \(unit), limit \(MapVerdict.short(limit)) \(unit)",
                    "\(names.1) \(MapVerdict.comma(value)) \(unit), Grenze \(MapVerdict.comma(limit)) \(unit)"
                ))
        }
    }

    /// A number with as many decimals as it deserves.
    fileprivate static func short(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "?" }
        let scale = abs(value) >= 100 ? 1.0 : abs(value) >= 10 ? 10 : 100
        let whole = Int((abs(value) * scale).rounded())
        var text = "\(whole / Int(scale))"
        if scale > 1 {
            var rest = "\(whole % Int(scale))"
            rest = String(repeating: "0", count: (scale == 10 ? 1 : 2) - rest.count) + rest
            while rest.hasSuffix("0") { rest.removeLast() }
            if !rest.isEmpty { text += "." + rest }
        }
        return value < 0 ? "-" + text : text
    }

    fileprivate static func comma(_ value: Double) -> String {
        String(short(value).map { $0 == "." ? "," : $0 })
    }
}

/// What became of a flight's map, as it is stored with the flight.
public struct MapOutcome: Sendable, Codable, Equatable {
    /// How it ended.
    public var stage: MapJob.Stage
    /// The verdict; nil where there is no map.
    public var verdict: MapVerdict?
    /// The figures of the report.
    public var figures: MapFigures?
    /// Pictures that the server took.
    public var sent: Int
    /// Where people find the map; nil where there is none.
    public var link: String?
    /// Why there is no map.
    public var why: String

    /// What became of a map.
    public init(
        stage: MapJob.Stage, verdict: MapVerdict? = nil, figures: MapFigures? = nil, sent: Int,
        link: String? = nil, why: String = ""
    ) {
        (self.stage, self.verdict, self.figures) = (stage, verdict, figures)
        (self.sent, self.link, self.why) = (sent, link, why)
    }

    /// In English, for the digest: "map good: 208 of 212 pictures, 2.1 cm, 0.6 px, 1.2 m".
    public var line: String {
        guard let verdict else {
            return stage == .cancelled ? "map stopped: \(why)" : "no map: \(why)"
        }
        let told = verdict.reasons.isEmpty ? facts : verdict.reasons.joined(separator: "; ")
        return "map \(verdict.grade.rawValue): \(told)"
    }

    /// In German.
    public var germanLine: String {
        guard let verdict else {
            return stage == .cancelled ? "Karte abgebrochen: \(why)" : "keine Karte: \(why)"
        }
        let grades: [MapGrade: String] = [.good: "gut", .doubtful: "fraglich", .refly: "neu fliegen"]
        let told = verdict.germanReasons.isEmpty ? germanFacts : verdict.germanReasons.joined(separator: "; ")
        return "Karte \(grades[verdict.grade] ?? ""): \(told)"
    }

    /// The figures in a few words.
    public var facts: String { facts(of: "of", "pictures") }
    private var germanFacts: String { String(facts(of: "von", "Bildern").map { $0 == "." ? "," : $0 }) }

    private func facts(of: String, _ pictures: String) -> String {
        var words: [String] = []
        if let used = figures?.used {
            words.append("\(used) \(of) \(max(sent, figures?.given ?? 0)) \(pictures)")
        }
        if let gsd = figures?.gsd { words.append("GSD \(MapVerdict.short(gsd)) cm") }
        if let error = figures?.reprojection { words.append("\(MapVerdict.short(error)) px") }
        if let gps = figures?.gcp ?? figures?.gps { words.append("\(MapVerdict.short(gps)) m") }
        if let area = figures?.area { words.append("\(MapVerdict.short(area / 10_000)) ha") }
        return words.joined(separator: ", ")
    }
}
