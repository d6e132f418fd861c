// SPDX-License-Identifier: Apache-2.0
// A reader for the small part of YAML that hardware profiles use (top-level keys, lists of flow values), so
// that these tests need no YAML library. It is not the product's loader and accepts only what the profiles
// contain.

import DockModel

@testable import Registers

/// A value of the profile files.
indirect enum Tree: Equatable {
    case scalar(String, isQuoted: Bool)
    case list([Tree])
    case map([(String, Tree)])

    static func == (left: Tree, right: Tree) -> Bool { "\(left)" == "\(right)" }

    subscript(_ key: String) -> Tree? {
        guard case .map(let pairs) = self else { return nil }
        return pairs.first { $0.0 == key }?.1
    }
    var text: String? { if case .scalar(let text, _) = self { text } else { nil } }
    var items: [Tree] { if case .list(let items) = self { items } else { [] } }
    var pairs: [(String, Tree)] { if case .map(let pairs) = self { pairs } else { [] } }
    var double: Double? { text.flatMap { $0.hasPrefix("0x") ? Double(int ?? 0) : Double($0) } }
    var int: Int? { text.flatMap { $0.hasPrefix("0x") ? Int($0.dropFirst(2), radix: 16) : Int($0) } }
}

/// Reads one file of the form of the hardware profiles.
func readTree(_ text: String) -> Tree {
    var pairs: [(String, Tree)] = []
    var open: (key: String, items: [Tree], members: [(String, Tree)])?
    func close() {
        if let done = open {
            pairs.append((done.key, done.items.isEmpty ? .map(done.members) : .list(done.items)))
        }
        open = nil
    }
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
        let indent = line.prefix { $0 == " " }.count
        var parser = FlowParser(text: String(line.dropFirst(indent)))
        if indent == 0 {
            close()
            let (key, value) = parser.member()
            if let value { pairs.append((key, value)) } else { open = (key, [], []) }
        } else if line.dropFirst(indent).hasPrefix("- ") {
            parser = FlowParser(text: String(line.dropFirst(indent + 2)))
            open?.items.append(parser.value(inFlow: false))
        } else {
            let (key, value) = parser.member()
            open?.members.append((key, value ?? .map([])))
        }
    }
    close()
    return .map(pairs)
}

private struct FlowParser {
    private var rest: Substring
    init(text: String) { rest = text[...] }

    private mutating func skipSpaces() { rest = rest.drop { $0 == " " } }

    mutating func member() -> (String, Tree?) {
        let key = rest.prefix { $0 != ":" }
        rest = rest.dropFirst(key.count + 1)
        skipSpaces()
        return (String(key), rest.isEmpty ? nil : value(inFlow: false))
    }

    mutating func value(inFlow: Bool) -> Tree {
        skipSpaces()
        switch rest.first {
        case "{": return flowMap()
        case "[": return flowList()
        case "\"":
            rest.removeFirst()
            let text = rest.prefix { $0 != "\"" }
            rest = rest.dropFirst(text.count + 1)
            return .scalar(String(text), isQuoted: true)
        default:
            let text = inFlow ? rest.prefix { !",]}".contains($0) } : rest
            rest = rest.dropFirst(text.count)
            return .scalar(text.split(separator: " ").joined(separator: " "), isQuoted: false)
        }
    }

    private mutating func flowMap() -> Tree {
        rest.removeFirst()
        var pairs: [(String, Tree)] = []
        while true {
            skipSpaces()
            guard let first = rest.first, first != "}" else { break }
            if first == "," {
                rest.removeFirst()
                continue
            }
            let key: String
            if case .scalar(let quoted, _) = first == "\"" ? value(inFlow: true) : .list([]) {
                key = quoted
            } else {
                key = String(rest.prefix { $0 != ":" })
                rest = rest.dropFirst(key.count)
            }
            rest = rest.dropFirst()
            pairs.append((key, value(inFlow: true)))
        }
        rest = rest.dropFirst()
        return .map(pairs)
    }

    private mutating func flowList() -> Tree {
        rest.removeFirst()
        var items: [Tree] = []
        while true {
            skipSpaces()
            guard let first = rest.first, first != "]" else { break }
            if first == "," { rest.removeFirst() } else { items.append(value(inFlow: true)) }
        }
        rest = rest.dropFirst()
        return .list(items)
    }
}

/// A profile from its file; keys this reader does not know make it fail, so that a test cannot pass by
/// omission.
func readProfile(_ text: String) throws -> DeviceProfile {
    let tree = readTree(text)
    var profile = DeviceProfile(
        id: tree["id"]?.text ?? "", deviceClass: DeviceClass(rawValue: tree["class"]?.text ?? "") ?? .io,
        status: ProfileStatus(rawValue: tree["status"]?.text ?? "") ?? .partial)
    if let transport = tree["transport"] {
        profile.transport.kinds =
            transport["kinds"]?.items.compactMap { TransportKind(rawValue: $0.text ?? "") } ?? []
        profile.transport.unit = transport["unit"]?.int ?? 1
        profile.transport.replyUnit = transport["reply_unit"]?.int
        profile.transport.timeoutMilliseconds = transport["timeout_ms"]?.int ?? 1_000
    }
    profile.limits.maxRegs = tree["limits"]?["max_regs"]?.int ?? 125
    profile.limits.maxBits = tree["limits"]?["max_bits"]?.int ?? 2_000
    profile.limits.gaps = GapPolicy(rawValue: tree["limits"]?["gaps"]?.text ?? "") ?? .reject
    profile.blocks = (tree["blocks"]?.items ?? []).map {
        ReadBlock(
            fn: Table(rawValue: $0["fn"]?.text ?? "") ?? .holding, address: $0["address"]?.int ?? 0,
            count: $0["count"]?.int ?? 0, poll: PollClass(rawValue: $0["poll"]?.text ?? "") ?? .normal)
    }
    profile.identity = (tree["identity"]?.items ?? []).compactMap { rule in
        let point = PointID(rule["point"]?.text ?? "")
        if let expected = rule["equals"]?.double {
            return IdentityRule(point: point, test: .equals(.number(expected)))
        }
        if let list = rule["in"] {
            return IdentityRule(point: point, test: .oneOf(list.items.map { .text($0.text ?? "") }))
        }
        return rule["range"].map { IdentityRule(point: point, test: .range(readRange($0))) }
    }
    profile.variants = (tree["variants"]?.pairs ?? []).map { name, body in
        ProfileVariant(
            name: name, base: body["base"]?.int,
            points: (body["points"]?.pairs ?? []).map {
                PointOverride(point: PointID($0), scale: $1["scale"]?.double)
            })
    }
    if let discover = tree["discover"] {
        profile.discovery = Discovery(
            marker: UInt32(truncatingIfNeeded: discover["marker"]?.int ?? 0),
            candidates: discover["candidates"]?.items.compactMap(\.int) ?? [], model: discover["model"]?.int)
    }
    profile.parts = (tree["parts"]?.items ?? []).map {
        ProfilePart(
            id: $0["id"]?.text ?? "", measured: $0["measured"]?.text.map { PointID($0) },
            new: $0["new"]?.double,
            worn: $0["worn"]?.double, counted: $0["counted"]?.text.map { PointID($0) },
            life: $0["life"]?.double,
            spread: $0["spread"]?.double)
    }
    profile.points = try (tree["points"]?.items ?? []).map { try readPoint($0) }
    return profile
}

private struct UnknownKey: Error { var key: String }

private func readRange(_ tree: Tree) -> ValueRange {
    ValueRange(low: tree.items.first?.double ?? 0, high: tree.items.last?.double ?? 0)
}

private func readPoint(_ tree: Tree) throws -> PointProfile {
    guard let fn = Table(rawValue: tree["fn"]?.text ?? ""),
        let type = PointType(rawValue: tree["type"]?.text ?? "")
    else { throw UnknownKey(key: "fn/type") }
    var point = PointProfile(
        id: PointID(tree["id"]?.text ?? ""), fn: fn, address: tree["address"]?.int ?? -1, type: type)
    for (key, value) in tree.pairs {
        switch key {
        case "id", "fn", "address", "type": break
        case "count": point.count = value.int
        case "word_order": point.wordOrder = ByteOrder(rawValue: value.text ?? "") ?? .big
        case "byte_order": point.byteOrder = ByteOrder(rawValue: value.text ?? "") ?? .big
        case "scale": point.scale = value.double ?? 0
        case "offset": point.offset = value.double ?? .nan
        case "scale_point": point.scalePoint = PointID(value.text ?? "")
        case "unit": point.unit = value.text ?? ""
        case "range": point.range = readRange(value)
        case "nan": point.nan = value.items.compactMap { $0.int.map { UInt64($0) } }
        case "zero_suspect": point.zeroSuspect = value.text == "true"
        case "poll": point.poll = PollClass(rawValue: value.text ?? "") ?? .normal
        case "enum":
            for (raw, name) in value.pairs { point.enumeration[Int(raw) ?? -1] = name.text }
        case "bits":
            point.bits = value.pairs.map { span, name in
                let ends = span.split(separator: "-").compactMap { Int($0) }
                return BitField(first: ends.first ?? -1, last: ends.last, text: name.text ?? "")
            }
        case "write": point.write = WriteClass(rawValue: value.text ?? "") ?? .none
        case "write_fn": point.writeFn = value.int
        case "readback": point.readback = PointID(value.text ?? "")
        case "counter": point.counter = value.text == "true"
        case "failsafe": point.failsafe = value.double
        case "note": point.note = value.text ?? ""
        case "mask": point.mask = value.int.map { UInt64($0) }
        case "rate": point.rate = value.double
        case "stuck_after": point.stuckAfterSeconds = value.double
        case "operating": point.operating = readRange(value)
        default: throw UnknownKey(key: key)
        }
    }
    return point
}
