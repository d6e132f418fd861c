// SPDX-License-Identifier: Apache-2.0
// Decodes what a schedule says of the pictures of its flights: what they are for, the limits of each class, what the
// camera does not say itself, programs outside, and what becomes of the originals. It reads no picture.

import DockModel
import Payload

extension Dimension {
    /// A difference of temperatures, for which °C and K are one.
    static let difference = Dimension("4 K", [("K", 1), ("°C", 1), ("degC", 1)])
    /// The sun on a surface.
    static let irradiance = Dimension("800 W/m²", [("W/m²", 1), ("W/m2", 1)])
    /// Octets of a disk.
    static let disk = Dimension("20 GB", [("GB", 1), ("MB", 0.001), ("TB", 1_000), ("GiB", 1.073741824)])
}

extension ScheduleFile {
    /// Most cameras whose gain one schedule names.
    static let mostGains = 32
    /// Most words of a command.
    static let mostWords = 64

    /// `payload:` of a schedule; nil where there is none.
    static func payload(_ top: MappingReader) -> PayloadTerms? {
        guard let reader = top.mapping("payload") else { return nil }
        defer { reader.finish() }
        var terms = PayloadTerms(reader.choice("images", orElse: .thermalLine))
        originals(reader, &terms)
        terms.map = map(reader)
        terms.fetch = fetch(reader)
        guard terms.purpose.isThermal else { return terms }
        limits(reader, &terms)
        terms.leastPixels = reader.integer("least_pixels", in: 1...10_000, default: terms.leastPixels)
        confirmation(reader, &terms)
        if let node = reader.node("mail_from"),
            let text = reader.scalar(node, reader.name("mail_from"), "a class")
        {
            let words = SpotGrade.words(for: terms.purpose)
            if let grade = SpotGrade(word: text, for: terms.purpose) {
                terms.mailFrom = grade
            } else {
                reader.log.report(
                    node.place,
                    "\(reader.name("mail_from")) \(quoted(text)) is no class of \(terms.purpose.rawValue)",
                    nearest(to: text, in: words).map { "did you mean \"\($0)\"?" }
                        ?? "use one of: \(words.joined(separator: ", "))")
            }
        }
        if reader.node("emissivity") != nil { terms.emissivity = reader.number("emissivity", in: 0.01...1) }
        if reader.node("distance") != nil {
            terms.distance = reader.measure("distance", .length, in: 0...10_000)
        }
        if terms.purpose == .photovoltaic, reader.node("irradiance") != nil {
            terms.irradiance = reader.measure("irradiance", .irradiance, in: 1...2_000)
        }
        if reader.node("field_of_view") != nil {
            terms.fieldOfView = reader.measure("field_of_view", .angle, in: 1...160)
        }
        gains(reader, &terms)
        terms.converter = converter(reader)
        return terms
    }

    private static func limits(_ top: MappingReader, _ terms: inout PayloadTerms) {
        guard let reader = top.mapping("limits") else { return }
        defer { reader.finish() }
        let words = SpotGrade.words(for: terms.purpose)
        func limit(_ key: String, _ standard: Double?) -> Double? {
            reader.node(key) == nil ? standard : reader.measure(key, .difference, in: 0.1...1_000)
        }
        terms.limits.least = limit("least", terms.limits.least) ?? 4
        terms.limits.plan = limit(words[1], terms.limits.plan)
        terms.limits.soon = limit(words[2], terms.limits.soon)
        terms.limits.atOnce = limit(words[3], terms.limits.atOnce)
        let rungs =
            [("least", terms.limits.least as Double?)] + [
                (words[1], terms.limits.plan), (words[2], terms.limits.soon), (words[3], terms.limits.atOnce),
            ]
        var before: (name: String, value: Double)?
        for (name, value) in rungs {
            guard let value else { continue }
            if let before, value < before.value {
                reader.log.report(
                    reader.keys.contains(name) ? reader.place(of: name) : reader.place,
                    "\(reader.name(name)) \(short(value)) K is below \(before.name) \(short(before.value)) K",
                    "a graver class has a higher limit")
            }
            before = (name, value)
        }
    }

    private static func confirmation(_ reader: MappingReader, _ terms: inout PayloadTerms) {
        terms.frames = reader.integer("confirm_of", in: 1...50, default: terms.frames)
        terms.confirmations = reader.integer(
            "confirm", in: 1...50, default: min(terms.confirmations, terms.frames))
        if terms.confirmations > terms.frames {
            reader.log.report(
                reader.place(of: "confirm"),
                "\(reader.name("confirm")) \(terms.confirmations) is more than the \(terms.frames) pictures looked at",
                "lower it, or raise confirm_of")
        }
        terms.samePlace = reader.measure("same_place", .length, in: 0.5...100, default: terms.samePlace)
        terms.memory = reader.duration("remember", in: 3_600...(3_650 * 86_400), default: 30 * 86_400)
    }

    private static func gains(_ top: MappingReader, _ terms: inout PayloadTerms) {
        for (index, item) in top.list("gains", limit: mostGains).enumerated() {
            guard let reader = MappingReader(item, path: "\(top.name("gains"))[\(index + 1)]", log: top.log)
            else {
                continue
            }
            let camera = reader.optionalText("camera", limit: 64) ?? ""
            let gain = reader.measure("gain", .difference, in: 0.0001...1)
            reader.finish()
            if terms.gains.updateValue(gain, forKey: camera) != nil {
                let whose = camera.isEmpty ? "no camera in particular" : quoted(camera)
                reader.log.report(
                    reader.place, "\(reader.path) is the second gain of \(whose)", "keep one of them")
            }
        }
    }

    private static func converter(_ top: MappingReader) -> PictureConverter? {
        guard let reader = top.mapping("converter") else { return nil }
        defer { reader.finish() }
        let command = command(reader, "command", timeOut: 20, needs: ["in", "out"])
        let gain = reader.measure("gain", .difference, in: 0.0001...1)
        return command.map { PictureConverter(command: $0, gain: gain) }
    }

    /// `fetch:` of a section; nil where there is none.
    private static func fetch(_ top: MappingReader) -> PictureFetch? {
        guard let reader = top.mapping("fetch") else { return nil }
        defer { reader.finish() }
        let place = reader.place(of: "from")
        let folder = reader.text("from", example: "/fs/microsd/DCIM", limit: 200)
        if folder.hasSuffix("/") || folder.utf8.contains(0) {
            reader.log.report(place, "\(reader.name("from")) \(quoted(folder)) names no folder", "end it with a name")
        }
        var fetch = PictureFetch(folder: folder)
        if reader.node("component") != nil {
            fetch.component = UInt8(truncatingIfNeeded: reader.integer("component", in: 1...255))
        }
        let endings = reader.texts("endings", limit: 32)
        for (text, place) in endings where text.isEmpty || text.contains(where: { "./".contains($0) }) {
            reader.log.report(
                place, "\(reader.name("endings")) holds \(quoted(text)), which no name ends with",
                "write the ending without its dot: jpg")
        }
        if !endings.isEmpty { fetch.endings = endings.map { $0.text.lowercased() } }
        return fetch
    }

    private static func originals(_ top: MappingReader, _ terms: inout PayloadTerms) {
        guard let reader = top.mapping("originals") else { return }
        defer { reader.finish() }
        if let node = reader.node("keep"), case .scalar("always", _) = node.kind {
            terms.originals.age = nil
        } else {
            terms.originals.age = reader.duration("keep", in: 3_600...(3_650 * 86_400), default: 30 * 86_400)
        }
        let most = reader.measure("disk", .disk, in: 0.01...100_000, default: 20)
        terms.originals.octets = Int(most * 1e9)
        if reader.node("upload") != nil {
            terms.originals.upload = command(reader, "upload", timeOut: 300, needs: ["file"])
        }
    }

    /// A program with its arguments, and how long it may take under `timeout`.
    private static func command(
        _ reader: MappingReader, _ key: String, timeOut: Double, needs: [String]
    ) -> OuterCommand? {
        let limit = reader.duration("timeout", in: 1...3_600, default: timeOut)
        guard let node = reader.required(key, example: "[/usr/bin/convert-it, \"{\(needs[0])}\"]") else {
            return nil
        }
        let words = reader.texts(key, limit: mostWords).map(\.text)
        guard let program = words.first else {
            reader.log.report(
                node.place, "\(reader.name(key)) names no program", "write a list: [PROGRAM, ARGUMENT]")
            return nil
        }
        guard program.hasPrefix("/") else {
            reader.log.report(
                node.place, "\(reader.name(key)) begins with \(quoted(program)), which is no whole path",
                "write the program's whole path; no shell looks for it")
            return nil
        }
        guard !words.contains(where: { $0.utf8.contains(0) || $0.utf8.count > 4_096 }) else {
            reader.log.report(
                node.place, "\(reader.name(key)) holds a word that no program can take", "shorten it")
            return nil
        }
        for name in needs where !words.contains(where: { $0.contains("{\(name)}") }) {
            reader.log.report(
                node.place, "\(reader.name(key)) does not say where {\(name)} stands",
                "add \"{\(name)}\" to the list")
            return nil
        }
        return OuterCommand(words: words, timeOut: limit)
    }
}
