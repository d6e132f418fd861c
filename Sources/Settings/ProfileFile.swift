// SPDX-License-Identifier: Apache-2.0
// Decodes a hardware profile (schema roost-modbus-profile/1) and reports what `DeviceProfile.problems()`
// finds at the place of the point. It decides nothing about registers itself.

import DockModel
public import Registers

/// Reads hardware profiles.
public enum ProfileFile {
    /// The schema that is read.
    public static let schema = "roost-modbus-profile/1"

    /// The profile in the bytes of a YAML file; `file` is the name used in problems.
    public static func profile(from bytes: [UInt8], file: String) throws(SettingsError) -> DeviceProfile {
        let log = ProblemLog(file: file)
        let profile = decode(bytes, log: log)
        guard log.problems.isEmpty, let profile else { throw SettingsError(log.sorted) }
        return profile
    }

    static func decode(_ bytes: [UInt8], log: ProblemLog) -> DeviceProfile? {
        guard let root = parseYAML(bytes, log: log), let top = MappingReader(root, path: "", log: log) else {
            return nil
        }
        checkSchema(top, schema)
        let pointNodes = top.required("points", example: "[{id: …, fn: …, address: …, type: …}]").map {
            top.list($0, "points", limit: 2_000)
        }
        let points = (pointNodes ?? []).enumerated().map { point($1, number: $0 + 1, log: log) }
        let profile = DeviceProfile(
            id: top.text("id", example: "roost-dock-plc", limit: 64),
            maker: top.text("maker", default: ""), model: top.text("model", default: ""),
            deviceClass: top.choice("class", orElse: .io), status: top.choice("status", orElse: .partial),
            transport: transport(top), limits: limits(top),
            identity: top.list("identity").enumerated().compactMap { identity($1, number: $0 + 1, log: log) },
            blocks: top.list("blocks").enumerated().compactMap { block($1, number: $0 + 1, log: log) },
            variants: variants(top), discovery: discovery(top),
            traps: top.texts("traps").map(\.text), points: points.compactMap(\.?.point))
        top.finish()
        reportProblems(of: profile, top, points: points.compactMap(\.self), log: log)
        return profile
    }

    /// A decoded point with the reader that knows its places.
    private struct PlacedPoint {
        let point: PointProfile
        let reader: MappingReader
    }

    private static func reportProblems(
        of profile: DeviceProfile, _ top: MappingReader, points: [PlacedPoint], log: ProblemLog,
    ) {
        // Defects of decoding leave harmless values behind; judging those would only confuse.
        guard log.problems.isEmpty else { return }
        for problem in profile.problems() {
            let keys = problem.key.split(separator: ".").map(String.init)
            let reader = points.first { $0.point.id == problem.point }?.reader ?? top
            let subject = problem.point.map { "point \(quoted($0.text)), " } ?? ""
            log.report(
                reader.place(ofPath: keys), "\(subject)\(problem.key): \(problem.text)",
                "compare it with the maker's register list")
        }
    }

    private static func transport(_ top: MappingReader) -> Transport {
        guard let reader = top.requiredMapping("transport", example: "{kinds: [tcp], unit: 1}") else {
            return Transport()
        }
        let kinds =
            reader.required("kinds", example: "[tcp]").map { reader.list($0, reader.name("kinds")) } ?? []
        let transport = Transport(
            kinds: kinds.compactMap { reader.choice($0, reader.name("kinds")) },
            serial: reader.mapping("serial").map { serialFormat($0) },
            unit: reader.integer("unit", in: 0...255, default: 1),
            replyUnit: reader.optionalInteger("reply_unit", in: 0...255),
            tcpPort: reader.optionalInteger("tcp_port", in: 1...65_535),
            timeoutMilliseconds: reader.integer("timeout_ms", in: 10...60_000, default: 1_000),
            gapMilliseconds: reader.integer("gap_ms", in: 0...10_000, default: 0),
            connectDelayMilliseconds: reader.integer("connect_delay_ms", in: 0...120_000, default: 0),
            maxConnections: reader.optionalInteger("max_connections", in: 1...1_000))
        reader.finish()
        return transport
    }

    /// `{baud: 19200, data: 8, parity: E, stop: 1}`.
    static func serialFormat(_ reader: MappingReader) -> SerialFormat {
        let format = SerialFormat(
            baud: reader.integer("baud", in: 300...4_000_000, default: 9_600),
            dataBits: reader.integer("data", in: 5...8, default: 8),
            parity: reader.choice("parity", default: Parity.none, orElse: Parity.none),
            stopBits: reader.integer("stop", in: 1...2, default: 1))
        reader.finish()
        return format
    }

    private static func limits(_ top: MappingReader) -> ReadLimits {
        guard let reader = top.mapping("limits") else { return ReadLimits() }
        let atomic = reader.list("atomic").enumerated().compactMap { index, node -> AtomicGroup? in
            let name = "limits.atomic[\(index + 1)]"
            let parts = reader.list(node, name, limit: 3)
            guard parts.count == 3 else {
                reader.log.report(
                    node.place, "\(name) has \(parts.count) values, not 3", "write [table, address, count]")
                return nil
            }
            guard let table: Table = reader.choice(parts[0], name),
                let address = reader.integer(parts[1], name, in: 0...65_535),
                let count = reader.integer(parts[2], name, in: 1...2_000)
            else { return nil }
            return AtomicGroup(fn: table, address: address, count: count)
        }
        let limits = ReadLimits(
            maxRegs: reader.integer("max_regs", in: 1...125, default: 125),
            maxBits: reader.integer("max_bits", in: 1...2_000, default: 2_000),
            gaps: reader.choice("gaps", default: GapPolicy.reject, orElse: GapPolicy.reject), atomic: atomic)
        reader.finish()
        return limits
    }

    private static func identity(_ node: SettingsNode, number: Int, log: ProblemLog) -> IdentityRule? {
        guard let reader = MappingReader(node, path: "identity[\(number)]", log: log) else { return nil }
        let point = PointID(reader.text("point", example: "map_version", limit: 64))
        var tests: [IdentityTest] = []
        if let node = reader.node("equals"), let value = value(node, reader) { tests.append(.equals(value)) }
        if let node = reader.node("in") {
            tests.append(.oneOf(reader.list(node, reader.name("in")).compactMap { value($0, reader) }))
        }
        if let range = range(reader, "range") { tests.append(.range(range)) }
        reader.finish()
        guard tests.count == 1, let test = tests.first else {
            log.report(
                reader.place, "\(reader.path) needs exactly one of equals, in and range", "keep one of them")
            return nil
        }
        return IdentityRule(point: point, test: test)
    }

    private static func value(_ node: SettingsNode, _ reader: MappingReader) -> ReadingValue? {
        guard let text = reader.scalar(node, reader.path, "a number or a text") else { return nil }
        if case .scalar(_, isQuoted: true) = node.kind { return .text(text) }
        return (plainNumber(text) ?? wholeNumber(text).map(Double.init)).map { .number($0) } ?? .text(text)
    }

    /// `[low, high]`, or nil when the key is absent.
    static func range(_ reader: MappingReader, _ key: String) -> ValueRange? {
        guard let node = reader.node(key) else { return nil }
        let parts = reader.list(node, reader.name(key), limit: 2)
        let bounds = parts.compactMap { reader.number($0, reader.name(key), in: -1e15...1e15) }
        guard bounds.count == 2 else {
            if parts.count < 2, case .sequence = node.kind {
                reader.log.report(node.place, "\(reader.name(key)) needs two numbers", "write [low, high]")
            }
            return nil
        }
        return ValueRange(low: bounds[0], high: bounds[1])
    }

    private static func block(_ node: SettingsNode, number: Int, log: ProblemLog) -> ReadBlock? {
        guard let reader = MappingReader(node, path: "blocks[\(number)]", log: log) else { return nil }
        let block = ReadBlock(
            fn: reader.choice("fn", orElse: .holding), address: reader.integer("address", in: 0...65_535),
            count: reader.integer("count", in: 1...2_000),
            poll: reader.choice("poll", default: PollClass.normal, orElse: PollClass.normal))
        reader.finish()
        return block
    }

    private static func discovery(_ top: MappingReader) -> Discovery? {
        guard let reader = top.mapping("discover") else { return nil }
        let marker = reader.integer("marker", in: 0...Int(UInt32.max))
        let candidates = reader.required("candidates", example: "[40000, 50000, 0]").map {
            reader.list($0, reader.name("candidates"), limit: 20)
        }
        let discovery = Discovery(
            marker: UInt32(truncatingIfNeeded: marker),
            candidates: (candidates ?? []).compactMap {
                reader.integer($0, reader.name("candidates"), in: 0...65_535)
            },
            walk: reader.text("walk", default: ""))
        reader.finish()
        return discovery
    }

    private static func variants(_ top: MappingReader) -> [ProfileVariant] {
        guard let all = top.mapping("variants") else { return [] }
        return all.keys.compactMap { name in
            guard let reader = all.mapping(name) else {
                all.log.report(all.place(of: name), "variants.\(name) is empty", "give base or points")
                return nil
            }
            let base = reader.optionalInteger("base", in: 0...65_535)
            var overrides: [PointOverride] = []
            if let points = reader.mapping("points") {
                overrides = points.keys.compactMap { id in
                    points.mapping(id).map { override(PointID(id), $0) }
                }
            }
            reader.finish()
            return ProfileVariant(name: name, base: base, points: overrides)
        }
    }

    private static func override(_ id: PointID, _ reader: MappingReader) -> PointOverride {
        let override = PointOverride(
            point: id, address: reader.optionalInteger("address", in: 0...65_535),
            type: reader.node("type").flatMap { reader.choice($0, reader.name("type")) },
            wordOrder: reader.node("word_order").flatMap { reader.choice($0, reader.name("word_order")) },
            scale: reader.node("scale").flatMap { reader.number($0, reader.name("scale"), in: -1e9...1e9) },
            offset: reader.node("offset").flatMap {
                reader.number($0, reader.name("offset"), in: -1e12...1e12)
            },
            unit: reader.optionalText("unit", limit: 16), range: range(reader, "range"))
        reader.finish()
        return override
    }
}

extension ProfileFile {
    private static func point(_ node: SettingsNode, number: Int, log: ProblemLog) -> PlacedPoint? {
        guard let reader = MappingReader(node, path: "points[\(number)]", log: log) else { return nil }
        let write: WriteClass = reader.choice("write", default: WriteClass.none, orElse: WriteClass.none)
        let point = PointProfile(
            id: PointID(reader.text("id", example: "limit_open", limit: 64)),
            fn: reader.choice("fn", orElse: .holding), address: reader.integer("address", in: 0...65_535),
            type: reader.choice("type", orElse: .u16), count: reader.optionalInteger("count", in: 1...125),
            wordOrder: reader.choice("word_order", default: ByteOrder.big, orElse: ByteOrder.big),
            byteOrder: reader.choice("byte_order", default: ByteOrder.big, orElse: ByteOrder.big),
            scale: reader.number("scale", in: -1e9...1e9, default: 1),
            offset: reader.number("offset", in: -1e12...1e12, default: 0),
            scalePoint: reader.optionalText("scale_point", limit: 64).map { PointID($0) },
            unit: reader.text("unit", default: "", limit: 16), range: range(reader, "range"),
            nan: reader.list("nan", limit: 16).compactMap { rawValue($0, reader) },
            zeroSuspect: reader.flag("zero_suspect", default: false),
            poll: reader.choice("poll", default: PollClass.normal, orElse: PollClass.normal),
            enumeration: enumeration(reader), bits: bits(reader), write: write,
            writeFn: reader.optionalInteger("write_fn", in: 1...255),
            readback: reader.optionalText("readback", limit: 64).map { PointID($0) },
            counter: reader.flag("counter", default: false),
            failsafe: reader.node("failsafe").flatMap {
                reader.number($0, reader.name("failsafe"), in: -1e15...1e15)
            },
            note: reader.text("note", default: "", limit: 1_000))
        reader.finish()
        return PlacedPoint(point: point, reader: reader)
    }

    /// A raw register value up to 64 bits.
    private static func rawValue(_ node: SettingsNode, _ reader: MappingReader) -> UInt64? {
        guard let text = reader.scalar(node, reader.name("nan"), "a raw value") else { return nil }
        let value = text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
        if value == nil || text.hasPrefix("0x+") || text.hasPrefix("+") {
            reader.log.report(
                node.place, "\(reader.name("nan")) \(quoted(text)) is not a raw register value",
                "write for example 0xFFFF")
            return nil
        }
        return value
    }

    private static func enumeration(_ reader: MappingReader) -> [Int: String] {
        guard let names = reader.mapping("enum") else { return [:] }
        var enumeration: [Int: String] = [:]
        for key in names.keys {
            let text = names.text(key, limit: 64)
            guard let raw = wholeNumber(key), (-0x8000_0000...0xFFFF_FFFF).contains(raw) else {
                names.log.report(
                    names.place(of: key), "\(names.path) key \(quoted(key)) is not a raw value",
                    "write for example 0: stopped")
                continue
            }
            enumeration[raw] = text
        }
        return enumeration
    }

    private static func bits(_ reader: MappingReader) -> [BitField] {
        guard let names = reader.mapping("bits") else { return [] }
        return names.keys.compactMap { key in
            let text = names.text(key, limit: 200)
            let ends = key.split(separator: "-", omittingEmptySubsequences: false).map {
                wholeNumber(String($0))
            }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
                first >= 0, first <= last, last < 64
            else {
                names.log.report(
                    names.place(of: key), "\(names.path) key \(quoted(key)) is not a bit or a run of bits",
                    "write for example \"3\" or \"0-2\"")
                return nil
            }
            return BitField(first: first, last: last, text: text)
        }
    }
}

/// Reports a `schema` key that is absent or names another schema.
func checkSchema(_ top: MappingReader, _ schema: String) {
    guard let node = top.required("schema", example: schema), let text = top.scalar(node, "schema", "text")
    else {
        return
    }
    if text != schema {
        top.log.report(node.place, "schema \(quoted(text)) is not known", "this version reads \(schema)")
    }
}
