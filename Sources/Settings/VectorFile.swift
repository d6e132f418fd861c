// SPDX-License-Identifier: Apache-2.0
// Runs the test vectors of a hardware profile: raw words of replies, and the values, qualities and names they must
// give. Whoever adds a device proves with them that the profile says what the maker's list says.

import DockModel
public import Registers

/// Reads and runs vector files (`hardware/vectors/ID.yaml`).
public enum VectorFile {
    /// Most vectors of a file.
    public static let mostVectors = 1_000

    /// What a run of vectors found.
    public struct Outcome: Sendable, Equatable {
        /// How many vectors were run.
        public var vectors: Int
        /// How many values, qualities and names were compared.
        public var comparisons: Int
        /// Points that no vector gives a good value.
        public var untested: [String]
    }

    /// Runs all vectors of a file against a profile; every difference is a problem at the line of its vector.
    public static func run(
        _ bytes: [UInt8], of profile: DeviceProfile, file: String
    ) throws(SettingsError) -> Outcome {
        let log = ProblemLog(file: file)
        var run = VectorRun(profile: profile, log: log)
        run.run(bytes)
        guard log.problems.isEmpty else { throw SettingsError(log.sorted) }
        let untested = profile.points.filter { $0.write != .never && !run.tested.contains($0.id) }
        return Outcome(
            vectors: run.vectors, comparisons: run.comparisons, untested: untested.map(\.id.text).sorted())
    }
}

/// One run over a file.
private struct VectorRun {
    let profile: DeviceProfile
    let log: ProblemLog
    var vectors = 0
    var comparisons = 0
    var tested: Set<PointID> = []

    mutating func run(_ bytes: [UInt8]) {
        guard let root = parseYAML(bytes, log: log), let top = MappingReader(root, path: "", log: log) else {
            return
        }
        let id = top.text("profile", example: profile.id, limit: 64)
        if !id.isEmpty, id != profile.id {
            log.report(
                top.place(of: "profile"),
                "these are the vectors of \(quoted(id)), not of \(quoted(profile.id))",
                "rename the file or its profile")
        }
        let nodes = top.required("vectors", example: "[{fn: …, address: …, words: […], values: {…}}]").map {
            top.list($0, "vectors", limit: VectorFile.mostVectors)
        }
        for (index, node) in (nodes ?? []).enumerated() {
            guard let reader = MappingReader(node, path: "vectors[\(index + 1)]", log: log) else { continue }
            run(reader)
            reader.finish()
        }
        top.finish()
    }

    private mutating func run(_ reader: MappingReader) {
        vectors += 1
        let table: Table = reader.choice("fn", orElse: .holding)
        let address = reader.integer("address", in: 0...65_535)
        let words = words(reader, from: address)
        let values = reader.mapping("values"), qualities = reader.mapping("qualities")
        let names = reader.mapping("shown")
        guard let profile = variant(reader), let first = words.keys.min(), let last = words.keys.max() else {
            return
        }
        let inside = profile.points.filter { point in
            point.fn == table && !point.addresses.isEmpty && point.addresses.allSatisfy { words[$0] != nil }
        }
        let request = ReadRequest(
            table: table, address: first, count: last - first + 1, points: inside.map(\.id))
        let found = profile.decodedPoints(of: request, words: (first...last).map { words[$0] ?? 0 })
        let named = Set((values?.keys ?? []) + (qualities?.keys ?? []))
        for point in inside where !named.contains(point.id.text) {
            log.report(
                reader.place, "\(reader.path) does not say what point \(quoted(point.id.text)) must be",
                "add it to values or qualities")
        }
        for name in named.union(names?.keys ?? []) where !inside.contains(where: { $0.id.text == name }) {
            log.report(
                reader.place, "\(reader.path): point \(quoted(name)) does not lie inside the words",
                "check address and number of words")
        }
        for (point, decoded) in found where named.contains(point.id.text) {
            compare(point, decoded, values: values, qualities: qualities, names: names, reader)
        }
    }

    /// The given words by address: a list from `address` on, or a mapping of single addresses.
    private func words(_ reader: MappingReader, from address: Int) -> [Int: UInt16] {
        guard let node = reader.required("words", example: "[1, 2]") else { return [:] }
        var words: [Int: UInt16] = [:]
        func note(_ at: Int, _ item: SettingsNode) {
            if let word = reader.integer(item, reader.name("words"), in: 0...65_535),
                (0...65_535).contains(at)
            {
                words[at] = UInt16(truncatingIfNeeded: word)
            }
        }
        if case .mapping(let entries) = node.kind {
            for entry in entries.prefix(2_000) {
                if let at = wholeNumber(entry.key) {
                    note(at, entry.value)
                } else {
                    log.report(
                        entry.keyPlace, "\(quoted(entry.key)) is not an address", "write ADDRESS: WORD")
                }
            }
        } else {
            for (offset, item) in reader.list(node, reader.name("words"), limit: 2_000).enumerated() {
                note(address + offset, item)
            }
        }
        return words
    }

    private func variant(_ reader: MappingReader) -> DeviceProfile? {
        guard let name = reader.optionalText("variant", limit: 64) else { return profile }
        if let changed = profile.applying(variant: name) { return changed }
        log.report(
            reader.place(of: "variant"), "the profile has no variant \(quoted(name))", "correct its name")
        return nil
    }

    private mutating func compare(
        _ point: PointProfile, _ decoded: Decoded, values: MappingReader?, qualities: MappingReader?,
        names: MappingReader?, _ reader: MappingReader
    ) {
        let id = point.id.text
        func report(_ what: String, _ found: String, _ wanted: String) {
            log.report(
                reader.place,
                "\(reader.path): \(what) of point \(quoted(id)) is \(found), the vector says \(wanted)",
                "check the profile against the maker's list, then the vector")
        }
        let wanted =
            qualities?.node(id).flatMap { node -> ReadingQuality? in reader.choice(node, "\(id)") } ?? .good
        comparisons += 1
        if decoded.quality != wanted { report("quality", decoded.quality.rawValue, wanted.rawValue) }
        if let expected = expected(id, values, point) {
            comparisons += 1
            if !isSame(decoded.value, expected) {
                report("value", decoded.value?.shown() ?? "none", expected.shown())
            }
            if wanted == .good { tested.insert(point.id) }
        } else if let value = decoded.value {
            report("value", value.shown(), "none")
        }
        if let node = names?.node(id), let text = reader.scalar(node, id, "text") {
            comparisons += 1
            let meaning = point.meaning(ofRaw: decoded.raw) ?? "none"
            if meaning != text { report("name", quoted(meaning), quoted(text)) }
        }
    }

    private func expected(_ id: String, _ values: MappingReader?, _ point: PointProfile) -> ReadingValue? {
        guard let values, let node = values.node(id) else { return nil }
        if point.type == .string { return values.scalar(node, values.name(id), "text").map { .text($0) } }
        return values.number(node, values.name(id), in: -1e300...1e300).map { .number($0) }
    }

    /// Equal up to the last digits of a Double: a person writes 12.34, the device sends 1234 hundredths.
    private func isSame(_ found: ReadingValue?, _ expected: ReadingValue) -> Bool {
        if case .text(let left)? = found, case .text(let right) = expected { return left == right }
        guard let left = found?.number, let right = expected.number else { return false }
        return abs(left - right) <= 1e-12 * max(abs(left), abs(right))
    }
}
