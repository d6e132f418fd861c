// SPDX-License-Identifier: Apache-2.0
// Decodes parts.yaml (schema roost-parts/1) into checked figures; each mistake is told with its place and what would be
// right. What a figure means is said in `PartSettings`.

import DockModel
import Foundation
import Wear

/// Reads parts files.
public enum PartsFile {
    /// The schema that is read.
    public static let schema = "roost-parts/1"
    /// Most parts.
    public static let mostParts = 200

    /// What the dock can measure.
    struct Sources {
        /// The questions of the core that points answer.
        var roles: Set<PointRole>
        /// The units of all points, by "device.point".
        var points: [String: String]
        /// The files of `priors/`, by name.
        var priors: [String: [UInt8]] = [:]
        /// What is known of a part before the site says its own.
        var bases = PartBases()
    }

    /// The parts in the bytes of a YAML file; `file` is the name used in problems.
    public static func catalogue(from bytes: [UInt8], file: String) throws(SettingsError) -> PartCatalogue {
        let log = ProblemLog(file: file)
        let catalogue = decode(bytes, sources: nil, log: log)
        guard log.problems.isEmpty else { throw SettingsError(log.sorted) }
        return catalogue
    }

    /// The parts; with `sources`, each part must be measured by something that the dock has.
    static func decode(_ bytes: [UInt8], sources: Sources?, log: ProblemLog) -> PartCatalogue {
        parseYAML(bytes, log: log).map { decode($0, sources: sources, log: log) } ?? PartCatalogue()
    }

    /// The parts of a file that is already parsed.
    static func decode(_ root: SettingsNode, sources: Sources?, log: ProblemLog) -> PartCatalogue {
        var catalogue = PartCatalogue()
        guard let top = MappingReader(root, path: "", log: log) else { return catalogue }
        checkSchema(top, schema)
        catalogue.currency = top.text("currency", default: catalogue.currency, limit: 8)
        if let visit = top.mapping("visits") {
            catalogue.visitWindow = visit.duration("window", in: 0...31_536_000, default: 14 * 86_400)
            catalogue.visitCost = visit.node("cost").flatMap { visit.number($0, visit.name("cost"), in: 0...1e9) }
            visit.finish()
        }
        guard let node = top.required("parts", example: "[{id: cover-motor, …}]") else { return catalogue }
        let bases = sources?.bases ?? PartBases()
        for (index, entry) in top.list(node, "parts", limit: mostParts).enumerated() {
            let path = "parts[\(index + 1)]"
            let item = bases.completed(entry, path: path, log: log)
            guard let reader = MappingReader(item, path: path, log: log) else { continue }
            let part = part(reader, sources: sources)
            reader.finish()
            if catalogue.parts.contains(where: { $0.id == part.id }) {
                log.report(
                    reader.place(of: "id"), "part id \(quoted(part.id.text)) is used twice",
                    "rename one of them")
            }
            catalogue.parts.append(part)
            if let name = part.prior, let sources, catalogue.priors[name] == nil {
                catalogue.priors[name] = prior(name, of: part, at: reader.place(of: "prior"), sources, log)
            }
        }
        top.finish()
        return catalogue
    }

    private static func part(_ reader: MappingReader, sources: Sources?) -> PartSettings {
        let id = reader.text("id", example: "cover-motor", limit: 64)
        let counter: PartCounter = reader.choice("counter", orElse: .coverMoves)
        let (life, spread) = life(reader)
        var part = PartSettings(
            id: PartID(id), name: reader.text("name", default: id, limit: 100),
            measure: measure(reader, sources: sources),
            counter: counter, typicalLife: life, lifeSpread: spread,
            plannedUsesPerDay: reader.number("planned_per_day", in: 1e-6...1e6, default: 1),
            leadTime: reader.duration("lead_time", in: 0...315_360_000),
            orderTime: reader.duration("order_time", in: 0...315_360_000, default: 86_400),
            severity: severity(reader))
        let assembly = reader.text("assembly", default: "", limit: 64)
        part.assembly = assembly.isEmpty ? nil : PartID(assembly)
        part.serial = reader.text("serial", default: part.serial, limit: 64)
        part.usesAtStart = reader.number("used", in: 0...1e12, default: 0)
        part.article = reader.text("article", default: "", limit: 100)
        part.cost = reader.node("cost").flatMap { reader.number($0, reader.name("cost"), in: 0...1e9) }
        if reader.keys.contains("work_time") { part.workTime = reader.duration("work_time", in: 0...864_000) }
        part.figuresFrom = reader.text("figures", default: "", limit: 200)
        let prior = reader.text("prior", default: "", limit: 100)
        part.prior = prior.isEmpty ? nil : prior
        part.law = law(reader, part)
        part.stress = stress(reader, part, sources: sources)
        return part
    }

    /// By which law it wears; a count and a fleet have their own.
    private static func law(_ reader: MappingReader, _ part: PartSettings) -> WearLaw {
        let law = reader.choice("law", default: WearLaw.trend, orElse: .trend)
        guard law != .trend else { return law }
        if case .counted = part.measure, reader.keys.contains("measure") == false {
            reader.log.report(
                reader.place(of: "law"), "\(reader.name("law")) is for a part that is measured", "leave it out")
        }
        if part.prior != nil {
            reader.log.report(
                reader.place(of: "law"), "\(reader.path) has both prior and law", "keep one of them")
        }
        return law
    }

    /// What makes a use count more or less.
    private static func stress(
        _ reader: MappingReader, _ part: PartSettings, sources: Sources?
    ) -> StressSettings? {
        guard let below = reader.mapping("stress") else { return nil }
        defer { below.finish() }
        if part.prior != nil {
            reader.log.report(
                reader.place(of: "stress"), "\(reader.path) has both prior and stress: a prior counts plain uses",
                "keep one of them")
        }
        var stress = StressSettings(clock: below.choice("clock", orElse: StressClock.battery))
        stress.temperature = signal("temperature", in: ["°C", "degC"], below, sources)?.signal
        stress.depth = signal("depth", in: ["%"], below, sources)?.signal
        stress.load = share("load", below, sources)
        stress.speed = share("speed", below, sources)
        let isNamed = ["temperature", "depth", "load", "speed"].contains { below.keys.contains($0) }
        if !isNamed {
            below.log.report(
                below.place, "\(below.path) names nothing that is measured",
                "add for example temperature: pack_temperature")
        }
        return stress
    }

    private static func signal(
        _ key: String, in units: [String], _ reader: MappingReader, _ sources: Sources?
    ) -> (signal: PartSignal, unit: String)? {
        guard let node = reader.node(key), let text = reader.scalar(node, reader.name(key), "one word"),
            let found = source(text, at: node.place, reader, sources, name: reader.name(key))
        else { return nil }
        if !units.isEmpty, !found.unit.isEmpty, !units.contains(found.unit) {
            reader.log.report(
                node.place, "\(reader.name(key)) \(quoted(text)) is in \(found.unit), not in \(units[0])",
                "name a signal in \(units[0])")
        }
        return found
    }

    /// A signal against its usual figure: `load: pack_current` with `nominal_load: 12 A`.
    private static func share(
        _ key: String, _ reader: MappingReader, _ sources: Sources?
    ) -> StressSettings.Share? {
        let nominalKey = "nominal_\(key)"
        guard let found = signal(key, in: [], reader, sources) else {
            _ = reader.node(nominalKey)
            return nil
        }
        guard let node = reader.required(nominalKey, example: "12 A"),
            let nominal = value(node, reader, nominalKey, in: found.unit)
        else { return nil }
        guard nominal > 0 else {
            reader.log.report(node.place, "\(reader.name(nominalKey)) is not above 0", "give the usual figure")
            return nil
        }
        return StressSettings.Share(signal: found.signal, nominal: nominal)
    }

    /// What a file of `priors/` taught about a part.
    private static func prior(
        _ name: String, of part: PartSettings, at place: Place, _ sources: Sources, _ log: ProblemLog
    ) -> FleetPriorFile? {
        guard let octets = sources.priors[name] else {
            log.report(place, "there is no file priors/\(name)", "write it with roost wear fit, and put it there")
            return nil
        }
        // Why it cannot be read does not matter: a tool wrote it.
        guard let file = try? JSONDecoder().decode(FleetPrior.self, from: Data(octets)),
            let model = file.learned, model.isSound
        else {
            log.report(place, "priors/\(name) holds nothing that was learned", "write it again with roost wear fit")
            return nil
        }
        guard case .measured(_, _, let new, let end) = part.measure, model.fits(new: new, endOfLife: end) else {
            log.report(
                place, "priors/\(name) ends at \(short(model.scale.threshold)), and the part does not",
                "give the part the same end_of_life, or fit a prior with --threshold of its end")
            return nil
        }
        return FleetPriorFile(model: model, octets: octets)
    }

    private static func life(_ reader: MappingReader) -> (typical: Double, spread: Double) {
        guard let below = reader.requiredMapping("life", example: "{typical: 20000, sd: 4000}") else { return (1, 0) }
        let life = below.number("typical", in: 1...1e12)
        let spread = below.number("sd", in: 0...1e12, default: life / 4)
        if spread > life, below.keys.contains("typical") {
            below.log.report(
                below.place(of: "sd"),
                "\(below.name("sd")) \(short(spread)) is above the typical life \(short(life))",
                "give the standard deviation of the life in uses")
        }
        below.finish()
        return (life, spread)
    }

    private static func severity(_ reader: MappingReader) -> Severity {
        switch reader.choice("severity", default: SeverityWord.warning, orElse: .warning) {
        case .critical: .critical
        case .error: .error
        case .warning: .warning
        case .notice: .notice
        }
    }

    private enum SeverityWord: String, CaseIterable {
        case critical, error, warning, notice
    }

    private static func measure(_ reader: MappingReader, sources: Sources?) -> PartMeasure {
        let limit = reader.node("limit").flatMap { reader.number($0, reader.name("limit"), in: 1...1e12) }
        guard let below = reader.mapping("measure") else { return .counted(limit: limit) }
        defer { below.finish() }
        if limit != nil {
            reader.log.report(
                reader.place(of: "limit"), "\(reader.path) has both measure and limit", "keep one of them")
        }
        guard let node = below.required("source", example: "cover_current"),
            let text = below.scalar(node, below.name("source"), "one word"),
            let source = source(text, at: node.place, below, sources)
        else {
            for key in ["start", "end_of_life"] { _ = below.node(key) }
            return .counted(limit: nil)
        }
        guard let new = start(below, in: source.unit) else {
            _ = below.node("end_of_life")
            return .counted(limit: nil)
        }
        let end = endOfLife(below, new: new, in: source.unit)
        return .measured(source: source.signal, unit: source.unit, new: new, endOfLife: end)
    }

    /// The signal of a name with its unit, if the dock can measure it.
    private static func source(
        _ text: String, at place: Place, _ reader: MappingReader, _ sources: Sources?, name: String? = nil
    ) -> (signal: PartSignal, unit: String)? {
        let signal = PartSignal(rawValue: text)
        let name = name ?? reader.name("source")
        if signal.isPoint {
            guard let sources else { return (signal, "") }
            if let unit = sources.points[text] { return (signal, unit) }
            let guess = nearest(to: text, in: Array(sources.points.keys)).map { "did you mean \"\($0)\"?" }
            reader.log.report(
                place, "\(name): no device of dock.yaml has the point \(quoted(text))",
                guess ?? "write DEVICE.POINT, as devices and profiles name them")
            return nil
        }
        guard let unit = PartSignal.known[signal] else {
            let words = PartSignal.known.keys.map(\.rawValue).sorted()
            let remedy =
                nearest(to: text, in: words).map { "did you mean \"\($0)\"?" }
                ?? "use DEVICE.POINT or one of: \(words.joined(separator: ", "))"
            reader.log.report(place, "\(name) \(quoted(text)) is not known", remedy)
            return nil
        }
        for role in roles(of: signal) where sources?.roles.contains(role) == false {
            reader.log.report(
                place, "\(name): no point of dock.yaml answers \(role.rawValue)",
                "add \(role.rawValue) to points in dock.yaml")
        }
        return (signal, unit)
    }

    /// What the dock must be able to read for a signal.
    private static func roles(of signal: PartSignal) -> [PointRole] {
        switch signal {
        case .coverCurrent: [.coverCurrent]
        case .contactResistance: [.contactResistance]
        case .rodsTravelTime: [.rodsOpenSwitch]
        default: []
        }
    }

    /// The value of a new part, in the signal's unit.
    private static func start(_ reader: MappingReader, in unit: String) -> Double? {
        guard let node = reader.required("start", example: "15 mΩ") else { return nil }
        return value(node, reader, "start", in: unit)
    }

    /// A figure with its unit, in the signal's.
    private static func value(
        _ node: SettingsNode, _ reader: MappingReader, _ key: String, in unit: String
    ) -> Double? {
        guard let text = reader.scalar(node, reader.name(key), "a number with a unit") else { return nil }
        let name = "\(reader.name(key)) \(quoted(text))"
        guard let (number, written) = splitMeasure(text), abs(number) <= 1e9 else {
            reader.log.report(node.place, "\(name) is not a number", "write for example 15 mΩ")
            return nil
        }
        let isPlain = unit.isEmpty || unit == "1"
        if written == unit || (isPlain && written.isEmpty) { return number }
        let dimension = Dimension.all.first { $0.spellings.contains { $0.symbol == unit } }
        guard let dimension, let mine = dimension.spellings.first(where: { $0.symbol == unit }) else {
            if unit.isEmpty { return number }
            reader.log.report(node.place, "\(name) is not in \(unit)", "give it in \(isPlain ? "plain numbers" : unit)")
            return nil
        }
        guard !written.isEmpty else {
            reader.log.report(node.place, "\(name) has no unit", "write for example \(short(number)) \(unit)")
            return nil
        }
        guard let theirs = dimension.spellings.first(where: { $0.symbol == written }) else {
            reader.log.report(
                node.place, "\(name) has the unknown unit \(quoted(written))",
                "use one of: \(dimension.spellings.map(\.symbol).joined(separator: ", "))")
            return nil
        }
        return (number * theirs.factor + theirs.offset - mine.offset) / mine.factor
    }

    /// The value at which a part is worn out: absolute, "+30 %" or "2 x new".
    private static func endOfLife(_ reader: MappingReader, new: Double, in unit: String) -> Double {
        guard let node = reader.required("end_of_life", example: "\"+30 %\""),
            let text = reader.scalar(node, reader.name("end_of_life"), "a number with a unit")
        else { return new + 1 }
        let split = splitMeasure(text)
        var end: Double?
        if let (number, written) = split, written == "x new", number >= 0, number <= 1_000 {
            end = new * number
        } else if text.hasPrefix("+") || (text.hasPrefix("-") && unit != "%"), let (number, written) = split,
            written == "%", abs(number) <= 10_000
        {
            end = new * (1 + number / 100)
        } else {
            end = value(node, reader, "end_of_life", in: unit)
        }
        guard let end else { return new + 1 }
        if abs(end - new) <= 1e-9 {
            reader.log.report(
                node.place,
                "\(reader.name("end_of_life")) \(quoted(text)) is the same as the value of a new part",
                "give the value at which it is worn out")
        }
        return end
    }
}
