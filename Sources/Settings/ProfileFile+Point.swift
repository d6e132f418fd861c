// SPDX-License-Identifier: Apache-2.0
// Decodes one point of a hardware profile. Messages name the point by its id as soon as that can be read, because a
// person looks for the name and not for the number in the list.

import DockModel
import Registers

extension ProfileFile {
    static func point(_ node: SettingsNode, number: Int, log: ProblemLog) -> PlacedPoint? {
        guard
            let reader = TableReader(node, path: path(of: node, number: number), ProfileTable.point, log: log)
        else { return nil }
        let point = PointProfile(
            id: PointID(reader.text("id")), fn: reader.choice("fn", orElse: .holding),
            address: reader.integer("address"), type: reader.choice("type", orElse: .u16),
            count: reader.optionalInteger("count"),
            wordOrder: reader.choice("word_order", orElse: ByteOrder.big),
            byteOrder: reader.choice("byte_order", orElse: ByteOrder.big), scale: reader.number("scale"),
            offset: reader.number("offset"), scalePoint: reader.optionalPoint("scale_point"),
            unit: reader.optionalText("unit") ?? "", range: reader.range("range"),
            nan: reader.list("nan").compactMap { raw($0, "nan", reader.reader) },
            zeroSuspect: reader.flag("zero_suspect"), poll: reader.choice("poll", orElse: PollClass.normal),
            enumeration: enumeration(reader), bits: bits(reader),
            write: reader.choice("write", orElse: WriteClass.none),
            writeFn: reader.optionalInteger("write_fn"),
            readback: reader.optionalPoint("readback"), counter: reader.flag("counter"),
            failsafe: reader.optionalNumber("failsafe"), note: reader.optionalText("note") ?? "",
            mask: reader.node("mask").flatMap { raw($0, "mask", reader.reader) },
            rate: reader.optionalNumber("rate"), stuckAfterSeconds: reader.optionalNumber("stuck_after"),
            operating: reader.range("operating"))
        reader.finish()
        return PlacedPoint(point: point, reader: reader.reader)
    }

    /// "points.wind_speed", or "points[3]" while the name cannot be read.
    private static func path(of node: SettingsNode, number: Int) -> String {
        guard case .mapping(let entries) = node.kind,
            case .scalar(let id, _)? = entries.first(where: { $0.key == "id" })?.value.kind,
            (1...64).contains(id.utf8.count), id.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return "points[\(number)]" }
        return "points.\(id)"
    }

    /// A raw register value up to 64 bits.
    private static func raw(_ node: SettingsNode, _ key: String, _ reader: MappingReader) -> UInt64? {
        guard let text = reader.scalar(node, reader.name(key), "a raw value") else { return nil }
        let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
        if digits.first != "+", digits.first != "-",
            let value = UInt64(digits, radix: text.hasPrefix("0x") ? 16 : 10)
        {
            return value
        }
        reader.log.report(
            node.place, "\(reader.name(key)) \(quoted(text)) is not a raw register value",
            "write for example 0xFFFF")
        return nil
    }

    private static func enumeration(_ reader: TableReader) -> [Int: String] {
        guard let node = reader.node("enum"),
            let names = MappingReader(node, path: reader.reader.name("enum"), log: reader.log)
        else { return [:] }
        var enumeration: [Int: String] = [:]
        for key in names.keys {
            let text = names.text(key, limit: 64)
            guard let raw = wholeNumber(key), (-0x8000_0000...0xFFFF_FFFF).contains(raw) else {
                names.log.report(
                    names.place(of: key), "\(names.path) key \(quoted(key)) is not a raw value",
                    "write for example 0: stopped")
                continue
            }
            if enumeration.updateValue(text, forKey: raw) != nil {
                names.log.report(
                    names.place(of: key), "\(names.path) key \(quoted(key)) names the value \(raw) again",
                    "keep one of them")
            }
        }
        return enumeration
    }

    private static func bits(_ reader: TableReader) -> [BitField] {
        guard let node = reader.node("bits"),
            let names = MappingReader(node, path: reader.reader.name("bits"), log: reader.log)
        else { return [] }
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
