// SPDX-License-Identifier: Apache-2.0
// Decodes a hardware profile (schema roost-modbus-profile/1) by the tables in ProfileTable.swift and reports what
// `DeviceProfile.problems()` finds at the place of the point. It decides nothing about registers itself.

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
        guard let root = parseYAML(bytes, log: log),
            let top = TableReader(root, path: "", ProfileTable.device, log: log)
        else { return nil }
        checkSchema(top.reader, schema)
        let points = top.list("points").enumerated().compactMap { point($1, number: $0 + 1, log: log) }
        let profile = DeviceProfile(
            id: top.text("id"), maker: top.optionalText("maker") ?? "",
            model: top.optionalText("model") ?? "",
            deviceClass: top.choice("class", orElse: .io), status: top.choice("status", orElse: .partial),
            transport: top.mapping("transport").map { transport($0) } ?? Transport(),
            limits: top.mapping("limits").map { limits($0) } ?? ReadLimits(),
            identity: top.mappings("identity").compactMap { identity($0) },
            blocks: top.mappings("blocks").map { block($0) }, variants: variants(top),
            discovery: top.mapping("discover").map { discovery($0) }, traps: top.texts("traps"),
            points: points.map(\.point), parts: top.mappings("parts").map { part($0) },
            sources: top.texts("sources"), unverified: top.texts("unverified"))
        top.finish()
        reportProblems(of: profile, top.reader, points: points, log: log)
        return profile
    }

    /// A decoded point with the reader that knows its places.
    struct PlacedPoint {
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
            // The second of two points of one name is the one at fault.
            let own = points.last { $0.point.id == problem.point }?.reader
            let reader = problem.key.hasPrefix("variants.") ? top : own ?? top
            let subject = problem.point.map { "point \(quoted($0.text)), " } ?? ""
            log.report(
                reader.place(ofPath: keys), "\(subject)\(problem.key): \(problem.text)",
                "compare it with the maker's register list")
        }
    }

    private static func transport(_ reader: TableReader) -> Transport {
        let kinds: [TransportKind] = reader.list("kinds").compactMap {
            reader.reader.choice($0, reader.reader.name("kinds"))
        }
        let transport = Transport(
            kinds: kinds, serial: reader.mapping("serial").map { serialFormat($0) },
            unit: reader.integer("unit"), replyUnit: reader.optionalInteger("reply_unit"),
            tcpPort: reader.optionalInteger("tcp_port"), timeoutMilliseconds: reader.integer("timeout_ms"),
            gapMilliseconds: reader.integer("gap_ms"),
            connectDelayMilliseconds: reader.integer("connect_delay_ms"),
            maxConnections: reader.optionalInteger("max_connections"))
        reader.finish()
        return transport
    }

    /// `{baud: 19200, data: 8, parity: E, stop: 1}`.
    static func serialFormat(_ reader: MappingReader) -> SerialFormat {
        serialFormat(TableReader(reader, ProfileTable.serial))
    }

    private static func serialFormat(_ reader: TableReader) -> SerialFormat {
        let format = SerialFormat(
            baud: reader.integer("baud"), dataBits: reader.integer("data"),
            parity: reader.choice("parity", orElse: Parity.none), stopBits: reader.integer("stop"))
        reader.finish()
        return format
    }

    private static func limits(_ reader: TableReader) -> ReadLimits {
        let atomic = reader.list("atomic").enumerated().compactMap { index, node -> AtomicGroup? in
            span(node, "limits.atomic[\(index + 1)]", reader.reader)
        }
        let limits = ReadLimits(
            maxRegs: reader.integer("max_regs"), maxBits: reader.integer("max_bits"),
            gaps: reader.choice("gaps", orElse: GapPolicy.reject), atomic: atomic)
        reader.finish()
        return limits
    }

    private static func span(_ node: SettingsNode, _ name: String, _ reader: MappingReader) -> AtomicGroup? {
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

    private static func identity(_ reader: TableReader) -> IdentityRule? {
        let point = PointID(reader.text("point"))
        var tests: [IdentityTest] = []
        if let node = reader.node("equals"), let value = value(node, reader.reader) {
            tests.append(.equals(value))
        }
        if reader.node("in") != nil {
            tests.append(.oneOf(reader.list("in").compactMap { value($0, reader.reader) }))
        }
        if let range = reader.range("range") { tests.append(.range(range)) }
        reader.finish()
        guard tests.count == 1, let test = tests.first else {
            reader.log.report(
                reader.reader.place, "\(reader.reader.path) needs exactly one of equals, in and range",
                "keep one of them")
            return nil
        }
        return IdentityRule(point: point, test: test)
    }

    private static func value(_ node: SettingsNode, _ reader: MappingReader) -> ReadingValue? {
        guard let text = reader.scalar(node, reader.path, "a number or a text") else { return nil }
        if case .scalar(_, isQuoted: true) = node.kind { return .text(text) }
        return (plainNumber(text) ?? wholeNumber(text).map(Double.init)).map { .number($0) } ?? .text(text)
    }

    /// `[low, high]`.
    static func range(_ node: SettingsNode, _ reader: MappingReader, _ key: String) -> ValueRange? {
        let parts = reader.list(node, reader.name(key), limit: 2)
        let bounds = parts.compactMap { reader.number($0, reader.name(key), in: -1e15...1e15) }
        guard bounds.count == 2 else {
            if parts.count < 2, case .sequence(let items) = node.kind, items.count < 2 {
                reader.log.report(node.place, "\(reader.name(key)) needs two numbers", "write [low, high]")
            }
            return nil
        }
        return ValueRange(low: bounds[0], high: bounds[1])
    }

    private static func block(_ reader: TableReader) -> ReadBlock {
        let block = ReadBlock(
            fn: reader.choice("fn", orElse: .holding), address: reader.integer("address"),
            count: reader.integer("count"), poll: reader.choice("poll", orElse: PollClass.normal))
        reader.finish()
        return block
    }

    private static func discovery(_ reader: TableReader) -> Discovery {
        let discovery = Discovery(
            marker: UInt32(truncatingIfNeeded: reader.integer("marker")),
            candidates: reader.list("candidates").compactMap {
                reader.reader.integer($0, reader.reader.name("candidates"), in: 0...65_535)
            },
            model: reader.optionalInteger("model"), walk: reader.optionalText("walk") ?? "")
        reader.finish()
        return discovery
    }

    private static func part(_ reader: TableReader) -> ProfilePart {
        let id = reader.text("id")
        let part = ProfilePart(
            id: id, name: reader.optionalText("name") ?? id, measured: reader.optionalPoint("measured"),
            new: reader.optionalNumber("new"), worn: reader.optionalNumber("worn"),
            counted: reader.optionalPoint("counted"), life: reader.optionalNumber("life"),
            spread: reader.optionalNumber("spread"))
        reader.finish()
        return part
    }

    private static func variants(_ top: TableReader) -> [ProfileVariant] {
        guard let node = top.node("variants"),
            let all = MappingReader(node, path: "variants", log: top.log)
        else { return [] }
        return all.keys.compactMap { name in
            guard let below = all.mapping(name) else {
                all.log.report(all.place(of: name), "variants.\(name) is empty", "give base or points")
                return nil
            }
            let reader = TableReader(below, ProfileTable.variant)
            let base = reader.optionalInteger("base")
            var changes: [PointOverride] = []
            if let node = reader.node("points"),
                let points = MappingReader(node, path: below.name("points"), log: top.log)
            {
                changes = points.keys.compactMap { id in
                    points.mapping(id).map { change(PointID(id), TableReader($0, ProfileTable.change)) }
                }
            }
            reader.finish()
            return ProfileVariant(name: name, base: base, points: changes)
        }
    }

    private static func change(_ id: PointID, _ reader: TableReader) -> PointOverride {
        let change = PointOverride(
            point: id, address: reader.optionalInteger("address"), type: reader.optionalChoice("type"),
            wordOrder: reader.optionalChoice("word_order"), scale: reader.optionalNumber("scale"),
            offset: reader.optionalNumber("offset"), unit: reader.optionalText("unit"),
            range: reader.range("range"))
        reader.finish()
        return change
    }
}

func checkSchema(_ top: MappingReader, _ schema: String) {
    top.log.trace?.note("schema", as: .choice([schema]))
    guard let node = top.required("schema", example: schema), let text = top.scalar(node, "schema", "text")
    else {
        return
    }
    if text != schema {
        top.log.report(node.place, "schema \(quoted(text)) is not known", "this version reads \(schema)")
    }
}
